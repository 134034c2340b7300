"""Found promises against labelled ones: pairs, precision and recall, and whether two runs really differ.

A found promise is right when it overlaps a labelled one by half of it and by two fifths of itself, one to one;
statements labelled `ambiguous` count neither way.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.domain.questionnaire import Span

RESAMPLES = 2000


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

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.false + self.missed)

    def line(self) -> str:
        """Precision, recall and F1."""
        precision = self.right / max(1, self.right + self.false)
        recall = self.right / max(1, self.right + self.missed)
        counts = f"{self.right} right, {self.false} false, {self.missed} missed"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}  ({counts})"


@dataclass(frozen=True)
class Labels:
    """A labelled document: promises, statements that count neither way, and answers."""

    promises: tuple[Span, ...]
    neutral: tuple[Span, ...]
    answers: tuple[Span, ...]

    @classmethod
    def of(cls, gold: dict) -> "Labels":
        """The labels of a gold file."""

        def spans(act: str) -> tuple[Span, ...]:
            return tuple(Span(s["start"], s["end"]) for s in gold["statements"] if s["act"] == act)

        answers = tuple(Span(a["start"], a["end"]) for a in gold["answers"])
        return cls(spans("commitment"), spans("ambiguous"), answers)


def paired(gold: Sequence[Span], found: Sequence[Span]) -> set[tuple[int, int]]:
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


def verdicts(labels: Labels, found: Sequence[Span]) -> list[bool | None]:
    """For each found promise: right, false, or None where it counts neither way."""
    used = {j for _, j in paired(labels.promises, found)}
    return [
        True if j in used else None if any(n.overlap(span) * 2 >= len(span) for n in labels.neutral) else False
        for j, span in enumerate(found)
    ]


def scored(labels: Labels, found: Sequence[tuple[Span, str]], text: str) -> Score:
    """Compare found promises (span, rule) with a labelled document."""
    spans = [span for span, _ in found]
    hit = {i for i, _ in paired(labels.promises, spans)}
    score = Score(right=len(hit))
    for (span, rule), verdict in zip(found, verdicts(labels, spans), strict=True):
        if verdict is False:
            score.false += 1
            score.errors.append(f"false  [{rule}] {words(span, text)}")
    for i, span in enumerate(labels.promises):
        if i not in hit:
            score.missed += 1
            score.errors.append(f"missed {words(span, text)}")
    return score


def words(span: Span, text: str) -> str:
    """The stretch on one line, shortened."""
    return " ".join(span.of(text).split())[:100]


def difference(ours: Sequence[Score], theirs: Sequence[Score]) -> str:
    """How much better the first run is in F1, with the 95 % interval of a bootstrap over the same documents."""
    rng, draws = random.Random(1), []  # noqa: S311  # resampling with a fixed seed, nothing secret
    for _ in range(RESAMPLES):
        picked = rng.choices(range(len(ours)), k=len(ours))
        draws.append(_f1(ours, picked) - _f1(theirs, picked))
    draws.sort()
    everything = range(len(ours))
    low, high = draws[int(0.025 * RESAMPLES)], draws[int(0.975 * RESAMPLES)]
    better = sum(d > 0 for d in draws) / RESAMPLES
    gain = _f1(ours, everything) - _f1(theirs, everything)
    return f"F1 {gain:+.3f} ({low:+.3f} to {high:+.3f}), better in {better:.0%} of {RESAMPLES} resamples"


def _f1(scores: Sequence[Score], picked: Sequence[int]) -> float:
    total = Score()
    for index in picked:
        one = scores[index]
        total.right += one.right
        total.false += one.false
        total.missed += one.missed
    return total.f1
