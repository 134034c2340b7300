"""Renders an edition: one page, one plain text and one subject line from the templates under `reports/`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from tracker.domain.assessment import Outcome
from tracker.domain.council import FeedState
from tracker.domain.report import (
    Coverage,
    FeedLine,
    MonthlyEdition,
    PromiseLine,
    RespondentLine,
    RetrospectiveEdition,
)
from tracker.reporting.environment import html_environment, text_environment, visible
from tracker.wording import Wording

ENTRIES_IN_MAIL = 10
"""Entries of each section in a mail: programs cut a message at about 100 KB and show no end."""

_SEEING = frozenset({FeedState.OK, FeedState.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Report:
    """A rendered edition. `html` is a whole page that needs no other file; `subject` is one line."""

    html: str
    text: str
    subject: str


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that a mail points to; an empty one is left out."""

    page: str = ""
    unsubscribe: str = ""
    imprint: str = ""


def monthly(edition: MonthlyEdition, wording: Wording, templates: Path) -> Report:
    """The month's report as a page of its own and as plain text; `templates` is the folder `reports/`."""
    return _render("monthly", _monthly_values(edition, shown=None), wording, templates)


def monthly_mail(edition: MonthlyEdition, wording: Wording, templates: Path, links: Links | None = None) -> Report:
    """The month's report as a mail: shorter lists, styles that mail programs understand, and a footer with `links`.

    The styles stand in the head; `tracker.mail` writes them into the elements.
    """
    return _render(
        "mail", {**_monthly_values(edition, shown=ENTRIES_IN_MAIL), "links": links or Links()}, wording, templates
    )


def retrospective(edition: RetrospectiveEdition, wording: Wording, templates: Path) -> Report:
    """The account of a term as a page of its own and as plain text."""
    values = {"edition": edition, "table": standing(edition.respondents)}
    return _render("retrospective", values, wording, templates)


@dataclass(frozen=True, slots=True)
class Row:
    """One respondent's line of the table: a count for each of its columns."""

    respondent: str
    coverage: Coverage
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Promises by respondent and outcome; `totals` are the sums of the columns."""

    columns: tuple[Outcome, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]


def standing(respondents: tuple[RespondentLine, ...]) -> Standing:
    """The table of respondents, in their order, with the outcomes that occur at all in the order of the design.

    Columns of nothing but zeros say nothing; the reports say that they are left out.
    """
    counts = [dict(line.outcomes) for line in respondents]
    columns = tuple(o for o in Outcome if any(count.get(o) for count in counts))
    rows = tuple(
        Row(line.respondent, line.coverage, tuple(count.get(o, 0) for o in columns))
        for line, count in zip(respondents, counts, strict=True)
    )
    return Standing(columns, rows, tuple(sum(count.get(o, 0) for count in counts) for o in columns))


def blind(feeds: tuple[FeedLine, ...]) -> tuple[FeedLine, ...]:
    """The sources through which we did not see the council at the cut-off."""
    return tuple(line for line in feeds if line.state not in _SEEING)


def _monthly_values(edition: MonthlyEdition, *, shown: int | None) -> dict[str, object]:
    """What the templates of a month read; `shown` entries of each section, None: all."""
    return {
        "edition": edition,
        "table": standing(edition.respondents),
        "blind": blind(edition.feeds),
        "cited": _by_id(edition),
        "shown": shown,
    }


def _by_id(edition: MonthlyEdition) -> dict[str, PromiseLine]:
    return {line.id: line for line in (*edition.unchecked, *edition.new_promises, *edition.promises)}


def _render(folder: str, values: Mapping[str, object], wording: Wording, templates: Path) -> Report:
    page, text = html_environment(templates, wording), text_environment(templates, wording)
    values = {name: _shown(value) for name, value in values.items()}
    subject = text.get_template(f"{folder}/subject.txt").render(values)
    return Report(
        html=page.get_template(f"{folder}/report.html").render(values, subject=" ".join(subject.split())),
        text=_spaced(text.get_template(f"{folder}/report.txt").render(values)),
        subject=" ".join(subject.split()),
    )


def _shown(value: Any) -> Any:
    """The value as it may stand in a report: no character of a foreign text disguises what is said."""
    if type(value) is str:
        return visible(value)
    if isinstance(value, tuple):
        return tuple(_shown(v) for v in value)
    if isinstance(value, dict):
        return {key: _shown(v) for key, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _shown(getattr(value, f.name)) for f in fields(value)})
    return value


def _spaced(text: str) -> str:
    """No blanks at line ends, never more than one empty line in a row, one line break at the end."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.strip().split("\n")):
        if line or lines[-1]:
            lines.append(line)
    return "\n".join(lines) + "\n"
