"""Krippendorff's α: how far two or more people agree beyond chance, with gaps, on nominal or ordinal values.

After Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): α = 1 − D_o / D_e over the coincidence matrix.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Level(StrEnum):
    """How values differ: equal or not, or by how many ranks lie between."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Agreement:
    """α of one step. `alpha` is None where it is not defined: nothing was coded twice, or all values are the same.

    `units` counts what two or more people coded, `values` how often they did.
    """

    level: Level
    alpha: float | None
    units: int
    values: int


FIRM, TENTATIVE = 0.8, 0.667
"""Usual reading of α: from 0.8 firm, from 0.667 tentative; below that no rates are published."""


def alpha(units: Iterable[Sequence[Hashable]], scale: Sequence[Hashable] = ()) -> Agreement:
    """Agreement over units, each the values that people gave it. A `scale`, lowest first, makes it ordinal.

    Units with fewer than two values say nothing about agreement and are left out. Raises ValueError for a value that is
    not on the scale.
    """
    pairable = [tuple(unit) for unit in units if len(unit) >= 2]
    level = Level.ORDINAL if scale else Level.NOMINAL
    matrix = _coincidences(pairable)
    totals: dict[Hashable, float] = defaultdict(float)
    for (first, _), weight in matrix.items():
        totals[first] += weight
    if unknown := [value for value in totals if scale and value not in scale]:
        raise ValueError(f"not on the scale: {unknown}")
    n = sum(len(unit) for unit in pairable)
    distance = _Distance(totals, tuple(scale))
    observed = sum(weight * distance(c, k) for (c, k), weight in matrix.items())
    expected = sum(totals[c] * totals[k] * distance(c, k) for c in totals for k in totals)
    value = 1 - (n - 1) * observed / expected if expected else None
    return Agreement(level, value, len(pairable), n)


SAMPLES = 500
"""How often units are drawn anew for an interval; with a fixed seed, so that it can be computed again."""


def interval(units: Iterable[Sequence[Hashable]], scale: Sequence[Hashable] = ()) -> tuple[float, float] | None:
    """The middle 95 % of α over units drawn anew with replacement; None where too little was coded to say."""
    pairable = [unit for unit in units if len(unit) >= 2]
    if len(pairable) < 2:
        return None
    chance = Random(SAMPLES)  # noqa: S311  # no secret: the same draw each time
    drawn = (alpha(chance.choices(pairable, k=len(pairable)), scale).alpha for _ in range(SAMPLES))
    known = sorted(value for value in drawn if value is not None)
    if not known:
        return None
    edge = round(len(known) * 0.025)
    return known[edge], known[-1 - edge]


def _coincidences(units: Iterable[Sequence[Hashable]]) -> Mapping[tuple[Hashable, Hashable], float]:
    """Pairs of values within units; each unit of m values gives m (m − 1) ordered pairs that weigh 1 / (m − 1)."""
    matrix: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for unit in units:
        for i, one in enumerate(unit):
            for j, other in enumerate(unit):
                if i != j:
                    matrix[one, other] += 1 / (len(unit) - 1)
    return matrix


@dataclass(frozen=True, slots=True)
class _Distance:
    """The squared difference δ² of two values; between ranks it counts the values that were given in between."""

    totals: Mapping[Hashable, float]
    scale: tuple[Hashable, ...]

    def __call__(self, one: Hashable, other: Hashable) -> float:
        if one == other:
            return 0.0
        if not self.scale:
            return 1.0
        low, high = sorted((self.scale.index(one), self.scale.index(other)))
        between = sum(self.totals.get(value, 0.0) for value in self.scale[low : high + 1])
        ends = self.totals.get(one, 0.0) + self.totals.get(other, 0.0)
        return (between - ends / 2) ** 2
