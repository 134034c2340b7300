"""How well promises are found: against labelled questionnaires, beside a keyword rule, with every error and its rule.

    python -m benchmarks.extraction [--shared DIR]

The data are not part of the project; where they are absent the benchmark says so and ends. A found promise is right
when it overlaps a labelled one by half of it and by two fifths of itself, one to one; statements labelled `ambiguous`
count neither way. The seed is read twice, as damaged as it came and in its true text: the difference is what OCR costs.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tracker.documents.read import read
from tracker.domain.questionnaire import Act, Damage, Document, Extraction, Span, Statement
from tracker.extraction import extract

SHARED = Path(__file__).parents[2] / "shared" / "data"
KEYWORDS = re.compile(
    r"\b(?:werden wir|wir werden|wollen|möchten|setzen uns|setze mich|setzt sich|fordern|Ziel|planen)\b"
)
SENTENCE = re.compile(r"[^.!?]+[.!?]?")


@dataclass
class Score:
    """Right, false and missed promises, and the words of the wrong ones."""

    right: int = 0
    false: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count another document in."""
        self.right += other.right
        self.false += other.false
        self.missed += other.missed
        self.errors += other.errors

    def line(self) -> str:
        """Precision, recall and F1."""
        precision = self.right / max(1, self.right + self.false)
        recall = self.right / max(1, self.right + self.missed)
        both = 2 * precision * recall / max(1e-9, precision + recall)
        counts = f"{self.right} right, {self.false} false, {self.missed} missed"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}  ({counts})"


def paired(gold: list[Span], found: list[Span]) -> set[tuple[int, int]]:
    """One-to-one pairs (gold, found), the best overlap first."""
    candidates = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            shared = g.overlap(f)
            if shared * 2 >= len(g) and shared * 5 >= len(f) * 2:
                candidates.append((shared / max(1, len(g) + len(f) - shared), i, j))
    pairs: set[tuple[int, int]] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if all(i != a and j != b for a, b in pairs):
            pairs.add((i, j))
    return pairs


def scored(gold: dict, found: list[tuple[Span, str]], text: str) -> Score:
    """Compare found promises (span, rule) with a labelled document."""
    labelled = [Span(s["start"], s["end"]) for s in gold["statements"] if s["act"] == "commitment"]
    neutral = [Span(s["start"], s["end"]) for s in gold["statements"] if s["act"] == "ambiguous"]
    pairs = paired(labelled, [span for span, _ in found])
    hit, used = {i for i, _ in pairs}, {j for _, j in pairs}
    score = Score(right=len(pairs))
    for j, (span, rule) in enumerate(found):
        if j not in used and not any(n.overlap(span) * 2 >= len(span) for n in neutral):
            score.false += 1
            score.errors.append(f"false  [{rule}] {words(span, text)}")
    for i, span in enumerate(labelled):
        if i not in hit:
            score.missed += 1
            score.errors.append(f"missed {words(span, text)}")
    return score


def words(span: Span, text: str) -> str:
    """The stretch on one line, shortened."""
    return " ".join(span.of(text).split())[:100]


def by_keyword(found: Extraction) -> list[tuple[Span, str]]:
    """The baseline: every sentence of an answer that holds a promising word."""
    text = found.document.text
    return [
        (Span(m.start(), m.end()), "keyword")
        for answer in found.answers
        for m in SENTENCE.finditer(text, answer.span.start, answer.span.end)
        if KEYWORDS.search(m[0])
    ]


def own(found: Extraction) -> list[tuple[Span, str]]:
    """The promises that our rules find."""
    return [(s.span, s.rule) for s in found.commitments]


def plain(path: Path) -> Document:
    """A file as text, without any repair."""
    text = path.read_bytes().decode("utf-8")
    return Document(path.name, "", "text/plain", text, Damage(damaged=False, umlaut_share=0.02, letters=len(text)))


def quality(title: str, pairs: list[tuple[Document, dict]]) -> list[Extraction]:
    """Print one block: our rules, the keyword rule, answers, and every error."""
    ours, baseline, answers, labelled, read_ = Score(), Score(), 0, 0, []
    for document, gold in pairs:
        found = extract(document)
        read_.append(found)
        ours.add(scored(gold, own(found), document.text))
        baseline.add(scored(gold, by_keyword(found), document.text))
        spans = [Span(a["start"], a["end"]) for a in gold["answers"]]
        answers += len(paired(spans, [a.span for a in found.answers]))
        labelled += len(spans)
    print(f"{title}\n  rules     {ours.line()}\n  keywords  {baseline.line()}\n  answers   {answers} of {labelled}")
    for error in ours.errors:
        print(f"    {error}")
    return read_


def confusion(found: Extraction, gold: dict) -> None:
    """Print labelled acts against found acts."""
    table: Counter[tuple[str, str]] = Counter()
    for label in gold["statements"]:
        span = Span(label["start"], label["end"])
        best = max(found.statements, key=lambda s: s.span.overlap(span))
        table[label["act"], best.act.value if best.span.overlap(span) else "nothing"] += 1
    acts = [act.value for act in Act]
    print("Acts on the true seed text: labelled down, found across")
    print(" " * 16 + "".join(f"{act[:11]:>12}" for act in acts))
    for row in acts:
        print(f"  {row:<14}" + "".join(f"{table[row, act] or '·':>12}" for act in acts))


def rules(statements: list[Statement]) -> None:
    """Print how often each rule decided."""
    counts = Counter((s.act.value, s.rule) for s in statements)
    print("Rules, by how often they decided")
    for (act, rule), count in counts.most_common():
        print(f"  {count:>5}  {act:<15}{rule}")


def single_sentences(labelled: list[dict]) -> None:
    """Print precision and recall on sentences without context, each read as a programme."""
    score = Score()
    for one in labelled:
        found = bool(extract(in_memory(one["text"]), programme=True).commitments)
        if one["label"] == "C":
            score.right += found
            score.missed += not found
        elif one["label"] == "N" and found:
            score.false += 1
            score.errors.append(f"false  {one['text'][:100]}")
    print(f"Single sentences ({len(labelled)})\n  rules     {score.line()}")
    for error in score.errors:
        print(f"    {error}")


def in_memory(text: str) -> Document:
    """A sentence as a document."""
    return Document("sentence", "", "text/plain", text, Damage(damaged=False, umlaut_share=0.02, letters=len(text)))


def speed(path: Path) -> None:
    """Print words a second on a whole programme, cold caches and warm."""
    document = plain(path)
    count = len(document.text.split())
    for state in ("cold", "warm"):
        began = time.process_time()
        extract(document, programme=True)
        print(f"Speed, {state}: {count / (time.process_time() - began):,.0f} words/s")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared: Path = parser.parse_args().shared
    if not (shared / "seed").is_dir():
        print(f"No labelled questionnaires at {shared}: nothing to measure.")
        sys.exit(0)

    def gold(path: Path) -> dict:
        return json.loads(path.read_text(encoding="utf-8"))

    seed, true_gold = shared / "seed", gold(shared / "seed" / "gold_repaired.json")
    raw = next(p for p in sorted(seed.glob("*.txt")) if p.name != "repaired.txt")
    texts = sorted((shared / "questionnaires" / "labelled").glob("*.txt"))
    quality("Seed as damaged by OCR, repaired", [(read(raw.read_bytes(), raw.name), gold(seed / "gold.json"))])
    true = quality("Seed, true text", [(plain(seed / "repaired.txt"), true_gold)])
    found = quality(
        f"Labelled questionnaires ({len(texts)})", [(plain(p), gold(p.with_suffix(".gold.json"))) for p in texts]
    )
    single_sentences(gold(shared / "questionnaires" / "sentences_labelled.json"))
    confusion(true[0], true_gold)
    rules([s for e in (*true, *found) for s in e.statements])
    speed(max(shared.glob("questionnaires/*.txt"), key=lambda p: p.stat().st_size))


if __name__ == "__main__":
    main()
