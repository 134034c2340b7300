"""What the rules must beat: a list of promising words, and a model trained on lemmas and tags of other documents."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy import optimize, sparse

from benchmarks.scoring import Labels
from tracker.domain.questionnaire import Extraction, Span
from tracker.german.lemmas import lemma
from tracker.german.sentences import sentences
from tracker.german.tags import Word, tagged

KEYWORDS = re.compile(
    r"\b(?:werden wir|wir werden|wollen|möchten|setzen uns|setze mich|setzt sich|fordern|Ziel|planen)\b"
)
SENTENCE = re.compile(r"[^.!?]+[.!?]?")
REGULARIZATION = 1.0
FOLDS = 5
"""Parts of the documents that are held out in turn."""


def by_keyword(found: Extraction) -> list[tuple[Span, str]]:
    """Every sentence of an answer that holds a promising word."""
    text = found.document.text
    return [
        (Span(m.start(), m.end()), "keyword")
        for answer in found.answers
        for m in SENTENCE.finditer(text, answer.span.start, answer.span.end)
        if KEYWORDS.search(m[0])
    ]


class Sentences:
    """The sentences of a document's answers with the features that a model sees, and whether they promise."""

    def __init__(self, found: Extraction, labels: Labels) -> None:
        self.spans: list[Span] = []
        self.features: list[set[str]] = []
        for answer in found.answers:
            for tokens in sentences(answer.span.of(found.document.text)):
                start = answer.span.start
                self.spans.append(Span(start + tokens[0].start, start + tokens[-1].end))
                self.features.append(_features(tagged(tokens)))
        self.promises = [any(p.overlap(s) * 2 >= len(p) for p in labels.promises) for s in self.spans]


def _features(words: Sequence[Word]) -> set[str]:
    """Lemmas, their pairs, and pairs and triples of tags."""
    lemmas = [lemma(w.text).lower() for w in words]
    tags = ["^", *(w.tag for w in words), "$"]
    triples = zip(tags, tags[1:], tags[2:], strict=False)
    return {
        *lemmas,
        *(" ".join(pair) for pair in pairwise(lemmas)),
        *(" ".join(pair) for pair in pairwise(tags)),
        *(" ".join(triple) for triple in triples),
    }


def trained(documents: Sequence[Sentences]) -> list[list[tuple[Span, str]]]:
    """For each document the sentences that a logistic regression takes for promises, trained without its fold."""
    found: list[list[tuple[Span, str]]] = [[] for _ in documents]
    for fold in range(FOLDS):
        held = range(fold, len(documents), FOLDS)
        columns, weights = _learned([d for i, d in enumerate(documents) if i not in held])
        for index in held:
            found[index] = _predicted(documents[index], columns, weights)
    return found


def _learned(others: Sequence[Sentences]) -> tuple[dict[str, int], np.ndarray]:
    columns: dict[str, int] = {}
    for other in others:
        for features in other.features:
            for feature in sorted(features):
                columns.setdefault(feature, len(columns))
    seen = _matrix([f for o in others for f in o.features], columns)
    return columns, _fitted(seen, np.array([p for o in others for p in o.promises], dtype=float))


def _predicted(document: Sentences, columns: dict[str, int], weights: np.ndarray) -> list[tuple[Span, str]]:
    likely = _matrix(document.features, columns) @ weights[:-1] + weights[-1] > 0
    return [(span, "trained") for span, yes in zip(document.spans, likely, strict=True) if yes]


def _matrix(rows: Sequence[set[str]], columns: dict[str, int]) -> sparse.csr_matrix:
    known = [sorted(columns[f] for f in row if f in columns) for row in rows]
    indices = [index for row in known for index in row]
    ends = np.cumsum([0, *(len(row) for row in known)])
    return sparse.csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(rows), len(columns)))


def _fitted(seen: sparse.csr_matrix, promises: np.ndarray) -> np.ndarray:
    """Weights, the intercept last, that fit best under an L2 penalty."""
    signs = 2 * promises - 1

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (seen @ weights[:-1] + weights[-1])
        pull = -signs / (1 + np.exp(np.clip(margins, -50, 50)))
        gradient = np.append(seen.T @ pull + REGULARIZATION * weights[:-1], pull.sum())
        penalty = REGULARIZATION / 2 * float(weights[:-1] @ weights[:-1])
        return float(np.logaddexp(0, -margins).sum()) + penalty, gradient

    start = np.zeros(seen.shape[1] + 1)
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
