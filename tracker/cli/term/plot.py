"""The plot of the invented term: what the council does and what volunteers think of it, read from `plot.yaml`."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from tracker.domain.assessment import Effort, Outcome, ReasonCode
from tracker.domain.topic import Topic

SAMPLE = files("tracker.cli") / "sample" / "term"
FIRST_MONTH = date(2020, 11, 1)
MONTHS = 60
COUNCIL = "Rat der Stadt Musterhafen an der Ahse"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the council's system shows of a matter; `about` is the matter, or empty for everyday business.

    `number` is unique in the term. `result` is known from the day of the sitting on.
    """

    number: int
    month: int
    kind: str
    title: str
    organization: str
    about: str = ""
    text: str = ""
    result: str = ""
    submitter: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a volunteer finds in a month."""

    month: int
    outcome: Outcome
    effort: Effort
    reason: str
    reason_code: ReasonCode | None
    late: bool


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise that volunteers accept: a piece of its wording, its criterion, and what they do for it.

    `about` names its matter in the council, where there is one; `looked` is the month in which somebody looked in
    `sources` and found nothing.
    """

    promised: str
    topic: Topic
    fulfilled_if: str
    partly_if: str = ""
    about: str = ""
    verdicts: tuple[Verdict, ...] = ()
    looked: int | None = None
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that the volunteers had wrong, and the month in which they say so."""

    promised: str
    month: int
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole term."""

    pledges: tuple[Pledge, ...]
    rejected: tuple[tuple[str, str], ...]
    corrected: tuple["Slip", ...]
    steps: tuple[Step, ...]


def month_start(month: int) -> date:
    """The first day of month 1 to 60 (61: the day after the term)."""
    years, index = divmod(FIRST_MONTH.month - 1 + month - 1, 12)
    return date(FIRST_MONTH.year + years, index + 1, 1)


def load() -> Plot:
    """The plot that comes with the program."""
    raw = yaml.safe_load((SAMPLE / "plot.yaml").read_text(encoding="utf-8"))
    pledges = [_matter(one) for one in raw["matters"]]
    pledges += [
        Pledge(
            promised=one["promised"],
            topic=Topic(one["topic"]),
            fulfilled_if=one["fulfilled_if"],
            looked=one.get("month"),
            sources=one.get("sources", ""),
        )
        for one in (*raw["looks"], *raw["accepted_only"])
    ]
    rejected = tuple((one["promised"], one["reason"]) for one in raw["rejected"])
    slips = tuple(Slip(one["promised"], one["month"], one["text"]) for one in raw["corrected"])
    return Plot(tuple(pledges), rejected, slips, tuple(_steps(raw)))


def _matter(raw: dict[str, Any]) -> Pledge:
    verdicts = tuple(
        Verdict(
            month=one["month"],
            outcome=Outcome(one["outcome"]),
            effort=Effort(one["effort"]),
            reason=one["reason"],
            reason_code=ReasonCode(one["reason_code"]) if "reason_code" in one else None,
            late=one.get("late", False),
        )
        for one in raw["findings"]
    )
    return Pledge(
        promised=raw["promised"],
        topic=Topic(raw["topic"]),
        fulfilled_if=raw["fulfilled_if"],
        partly_if=raw.get("partly_if", ""),
        about=raw["about"],
        verdicts=verdicts,
    )


def _steps(raw: dict[str, Any]) -> list[Step]:
    found: list[Step] = []
    for matter in raw["matters"]:
        for one in matter["steps"]:
            found.append(
                Step(
                    number=len(found) + 1,
                    month=one["month"],
                    kind=one["kind"],
                    title=matter["title"],
                    organization=one.get("committee", COUNCIL),
                    about=matter["about"],
                    text=one.get("text", ""),
                    result=one.get("result", ""),
                    submitter=one.get("by", ""),
                )
            )
    return found + _everyday(raw["everyday"], len(found))


EVERYDAY_A_MONTH, DECIDED_A_MONTH = 7, 3
MONTH_NAMES = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


def _everyday(raw: dict[str, list[str]], known: int) -> list[Step]:
    """The same business comes round again and again; three coprime strides make it look less regular than it is."""
    committees, titles, results = raw["committees"], raw["titles"], raw["results"]
    found: list[Step] = []
    for turn in range(EVERYDAY_A_MONTH, (MONTHS + 1) * EVERYDAY_A_MONTH):
        month, place = divmod(turn, EVERYDAY_A_MONTH)
        decided = place < DECIDED_A_MONTH
        found.append(
            Step(
                number=known + len(found) + 1,
                month=month,
                kind="decision" if decided else "report",
                title=f"{titles[turn * 7 % len(titles)]} ({_named(month_start(month))})",
                organization=COUNCIL if decided else committees[turn % len(committees)],
                result=results[turn * 3 % len(results)],
            )
        )
    return found


def _named(first: date) -> str:
    return f"{MONTH_NAMES[first.month - 1]} {first.year}"
