"""Learning from judgements: a small logistic model that ranks matches as the people of one installation judge them.

It is used from 300 judgements on, and only where it tells relevant from irrelevant matches better than the plain score
on judgements that it did not learn from, promise by promise. What it changes is a reason of its own, so that the plain
score can be read back, and it never touches what a person judged.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from tracker.domain.link import Match, Reason

FEWEST = 300
"""Judgements below which nothing is learned."""

STEP = 100
"""A new model is learned only every so many judgements: scores change seldom, and for a reason."""

GAIN = 0.02
"""How much better, as a share of rightly ordered pairs, the model has to be than the plain score."""

BEYOND_CHANCE = 4.0
"""How many standard errors above a coin's order the model has to be: beating a bad score by luck is no experience."""

_FOLDS = 5
_CALM = 2.0  # strength of the prior that holds weights near nought
_ROUNDS = 30
_TERM = "Erfahrung aus "


@dataclass(frozen=True, slots=True)
class Trait:
    """What a model knows of a match: its plain score, and figures by name; an unknown name counts nought."""

    score: float
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A match that a person found relevant or irrelevant."""

    promise: str
    trait: Trait
    relevant: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """A model: weights by name on figures that are centred and scaled; how it did on held-back judgements."""

    weights: Mapping[str, float]
    centres: Mapping[str, float]
    scales: Mapping[str, float]
    bias: float
    judgements: int
    plain_order: float
    learned_order: float

    def probability(self, trait: Trait) -> float:
        """How likely a person finds a match with these traits relevant."""
        figures = _figures(trait)
        total = self.bias + sum(
            weight * (figures.get(name, 0.0) - self.centres[name]) / self.scales[name]
            for name, weight in self.weights.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    @property
    def version(self) -> str:
        """Part of the version string of a scoring."""
        return f"learned-{self.judgements}"


def trait(found: Match, *, kind: str, source: str, background: bool) -> Trait:
    """What is known of a match; `kind` and `source` are the item's."""
    told = [reason for reason in found.reasons if not reason.term.startswith(_TERM)]
    weights = [reason.weight for reason in told if reason.weight > 0]
    plain = plain_score(found)
    figures = {
        "reasons": math.log1p(len(weights)),
        "strongest": max(weights, default=0.0) / plain if plain else 0.0,
        "in title": float(found.passage is not None and found.passage.field == "title"),
        "own faction": float(any(reason.term.startswith("nennt ") for reason in told)),
        "kin": float(any(reason.term.startswith("gehört zu ") for reason in told)),
        "background": float(background),
        f"kind {kind}": 1.0,
        f"source {source}": 1.0,
    }
    return Trait(plain, figures)


def plain_score(found: Match) -> float:
    """The score before anything learned changed it."""
    return found.score - sum(reason.weight for reason in found.reasons if reason.term.startswith(_TERM))


def rescored(found: Match, model: Learned, known: Trait) -> Match:
    """The match with the learned probability as its score, and the change as its last reason."""
    score = model.probability(known)
    change = Reason(f"{_TERM}{model.judgements} Urteilen", round(score - found.score, 6))
    return replace(found, score=found.score + change.weight, reasons=(*found.reasons, change))


def learned(judged: Sequence[Judged]) -> Learned | None:
    """The model of the first full hundreds of judgements, given oldest first.

    None where there are too few, where all say the same, or where the plain score orders held-back ones as well.
    """
    known = judged[: len(judged) // STEP * STEP]
    if len(known) < FEWEST or len({one.relevant for one in known}) < 2:
        return None
    names = sorted({name for one in known for name in _figures(one.trait)})
    rows = np.array([[_figures(one.trait).get(name, 0.0) for name in names] for one in known])
    right = np.array([one.relevant for one in known], dtype=np.float64)
    plain = order(np.array([one.trait.score for one in known]), right)
    held_back = order(_held_back(rows, right, [one.promise for one in known]), right)
    if held_back < max(plain + GAIN, 0.5 + BEYOND_CHANCE * _chance(right)):
        return None
    centres, scales = _scale(rows)
    weights = _fitted((rows - centres) / scales, right)
    by_name = (dict(zip(names, values.tolist(), strict=True)) for values in (weights[1:], centres, scales))
    return Learned(next(by_name), next(by_name), next(by_name), float(weights[0]), len(known), plain, held_back)


def order(scores: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Share of pairs of a relevant and an irrelevant match that the scores put in the right order; ties count half."""
    good, bad = scores[right > 0], np.sort(scores[right == 0])
    below, upto = np.searchsorted(bad, good, side="left"), np.searchsorted(bad, good, side="right")
    return float((below + upto).sum() / 2 / max(len(good) * len(bad), 1))


def _chance(right: NDArray[np.float64]) -> float:
    """Standard error of the share of rightly ordered pairs where scores say nothing (Mann and Whitney 1947)."""
    good = float(right.sum())
    bad = len(right) - good
    return math.sqrt((good + bad + 1) / (12 * good * bad))


def _figures(known: Trait) -> dict[str, float]:
    bounded = min(max(known.score, 1e-3), 1 - 1e-3)
    return {"score": math.log(bounded / (1 - bounded)), **known.figures}


def _scale(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    spread = rows.std(axis=0)
    return rows.mean(axis=0), np.where(spread > 1e-9, spread, 1.0)


def _held_back(rows: NDArray[np.float64], right: NDArray[np.float64], promises: Sequence[str]) -> NDArray[np.float64]:
    """What models say of judgements when those of the same promises were held back."""
    numbers = {promise: number for number, promise in enumerate(sorted(set(promises)))}
    folds = np.array([numbers[promise] % _FOLDS for promise in promises])
    if len(numbers) < _FOLDS:
        folds = np.arange(len(promises)) % _FOLDS
    said = np.zeros(len(right))
    for fold in range(_FOLDS):
        out = folds == fold
        centres, scales = _scale(rows[~out])
        weights = _fitted((rows[~out] - centres) / scales, right[~out])
        said[out] = weights[0] + (rows[out] - centres) / scales @ weights[1:]
    return said


def _fitted(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bias and weights by Newton's method; the prior keeps every step solvable."""
    design = np.column_stack([np.ones(len(rows)), rows])
    prior = np.diag([1e-6, *[_CALM] * rows.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        said = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (right - said) - prior @ weights
        bend = (design * (said * (1 - said))[:, None]).T @ design + prior
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


@dataclass(frozen=True, slots=True)
class Precision:
    """How many suggestions of a source people judged, how many they found relevant, and the interval of the share."""

    source: str
    judged: int
    relevant: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The relevant ones of the judged."""
        return self.relevant / self.judged


def precision(judged: Iterable[tuple[str, bool]]) -> list[Precision]:
    """Measured precision by source, with Wilson's 90 % interval; sources without a judgement are missing."""
    counts: dict[str, list[bool]] = {}
    for source, relevant in judged:
        counts.setdefault(source, []).append(relevant)
    return [
        Precision(source, len(said), sum(said), *_wilson(sum(said), len(said)))
        for source, said in sorted(counts.items())
    ]


def _wilson(hits: int, of: int) -> tuple[float, float]:
    z = NormalDist().inv_cdf(0.95)
    share, spread = hits / of, z * z / of
    middle = share + spread / 2
    reach = z * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))
