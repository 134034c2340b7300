"""The published part of the data: accepted promises, published findings, and what they rest on. Pure selection.

People are named by initials, as on every public page. Texts of whole documents stay at home: answers carry their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tracker.domain.signature import initials
from tracker.exchange.cells import Plain
from tracker.exchange.columns import Column, Record, Sheet

Records = Mapping[str, tuple[Sheet, list[Record]]]
"""The records of each noun with its columns."""

HIDDEN: Mapping[str, frozenset[str]] = {
    "bodies": frozenset(),
    "terms": frozenset(),
    "respondents": frozenset(),
    "organizations": frozenset(),
    "feeds": frozenset({"listed", "failures"}),
    "documents": frozenset({"text", "letters", "edits", "pages", "fragments", "came_in"}),
    "questions": frozenset(),
    "answers": frozenset({"confidence"}),
    "promises": frozenset({"statement", "uncertain", "merged_into", "split_from"}),
    "criteria": frozenset(),
    "items": frozenset({"text", "identity", "canonical_url", "submitters", "meeting_identity", "meeting", "last_seen"}),
    "links": frozenset(),
    "judgements": frozenset({"note"}),
    "sources": frozenset(),
    "checks": frozenset(),
    "assessments": frozenset({"proposed_at", "confirmed_at", "returned_by", "return_reason"}),
    "replies": frozenset({"asked_by"}),
    "corrections": frozenset(),
    "codings": frozenset({"note", "settlement"}),
    "editions": frozenset(),
    "events": frozenset(),
}
"""The published nouns, in the order of the files, with the columns that stay at home."""

TOLD = frozenset(
    {
        "assessment.published",
        "correction.published",
        "criterion.changed",
        "edition.frozen",
        "promise.accepted",
        "promise.checked",
        "promise.withdrawn",
        "source.brought",
    }
)
"""Kinds of events whose payload is public; of the others only place, moment and hashes are shown."""


def published(whole: Records) -> dict[str, tuple[Sheet, list[Record]]]:
    """The published part of everything."""
    chosen = _chosen({noun: rows for noun, (_sheet, rows) in whole.items()})
    return {noun: _shown(whole[noun][0], chosen[noun]) for noun in HIDDEN if noun in whole}


def _chosen(rows: Mapping[str, list[Record]]) -> dict[str, list[Record]]:
    """The records of each noun that are public, with all columns."""
    promises = [r for r in rows["promises"] if r["state"] in {"accepted", "withdrawn"}]
    ids = _ids(promises)
    assessments = [r for r in rows["assessments"] if r["promise"] in ids and r["published_at"] is not None]
    relevant = {r["link"] for r in rows["judgements"] if r["judgement"] == "relevant"}
    links = [r for r in rows["links"] if r["promise"] in ids and r["id"] in relevant]
    items = _by(rows["items"], "id", (r["item"] for r in links))
    answers = _answered(rows["answers"], promises)
    chosen = {
        "documents": _by(rows["documents"], "sha256", (r["document"] for r in promises)),
        "questions": _asked(rows["questions"], answers),
        "answers": answers,
        "promises": promises,
        "items": items,
        "links": links,
        "judgements": _by(rows["judgements"], "link", _ids(links)),
        "assessments": [_without_unpublished(r, _ids(links)) for r in assessments],
        "replies": [r for r in rows["replies"] if r["assessment"] in _ids(assessments) and r["replied_at"] is not None],
        "events": [_told(r, {*ids, *_ids(assessments)}) for r in rows["events"]],
        "feeds": [r for r in rows["feeds"] if r["listed"]],
        "respondents": _heard(rows["respondents"], promises),
        "organizations": _named(rows["organizations"], items),
    }
    of_promises = ("criteria", "sources", "checks", "corrections", "codings")
    chosen |= {noun: _by(rows[noun], "promise", ids) for noun in of_promises}
    return {noun: chosen.get(noun, rows.get(noun, [])) for noun in HIDDEN}


def _shown(sheet: Sheet, records: list[Record]) -> tuple[Sheet, list[Record]]:
    """The public columns of a noun; people by their initials."""
    columns = tuple(c for c in sheet.columns if c.name not in HIDDEN[sheet.name])
    people = frozenset(c.name for c in columns if c.refers == "people")
    shown: list[Record] = [
        {c.name: _signed(r[c.name]) if c.name in people else r[c.name] for c in columns} for r in records
    ]
    return replace(sheet, columns=tuple(map(_open, columns))), shown


def _open(column: Column) -> Column:
    """Columns of events may be empty where only their place is shown."""
    return replace(column, optional=True) if column.name in {"actor", "kind", "subject", "payload"} else column


def _signed(name: Plain) -> Plain:
    return None if name is None else initials(str(name))


def _ids(records: Iterable[Record]) -> set[Plain]:
    return {record["id"] for record in records}


def _by(records: list[Record], column: str, wanted: Iterable[Plain]) -> list[Record]:
    chosen = set(wanted)
    return [record for record in records if record[column] in chosen]


def _answered(answers: list[Record], promises: list[Record]) -> list[Record]:
    """The answers that hold a public promise."""
    wanted = {str(r["statement"]).partition("/")[0] for r in promises if r["statement"]}
    return [r for r in answers if r["id"] in wanted]


def _asked(questions: list[Record], answers: list[Record]) -> list[Record]:
    wanted = {r["question"] for r in answers}
    return [r for r in questions if f"{r['document']}/{r['start']}/{r['end']}" in wanted]


def _heard(respondents: list[Record], promises: list[Record]) -> list[Record]:
    """Who promised something, and who stands in feeds.yaml."""
    wanted = {r["respondent"] for r in promises}
    return [r for r in respondents if r["listed"] or f"{r['body']}/{r['id']}" in wanted]


def _named(organizations: list[Record], items: list[Record]) -> list[Record]:
    wanted = {r["organization"] for r in items}
    return [r for r in organizations if f"{r['body']}/{r['name']}" in wanted]


def _without_unpublished(assessment: Record, links: set[Plain]) -> Record:
    """An assessment names only links that are published."""
    named = assessment["links"] if isinstance(assessment["links"], list) else []
    return {**assessment, "links": [link for link in named if link in links]}


_PUBLIC_SUBJECTS: Mapping[str, Callable[[str, set[Plain]], bool]] = {
    "edition": lambda _id, _known: True,
    "promise": lambda id_, known: id_ in known,
    "assessment": lambda id_, known: id_ in known,
}


def _told(event: Record, known: set[Plain]) -> Record:
    """The event as it is shown: whole where it tells of something public, else only its link in the chain."""
    noun, _, id_ = str(event["subject"]).partition(":")
    public = _PUBLIC_SUBJECTS.get(noun)
    if event["kind"] in TOLD and public and public(id_, known):
        return event
    return {**event, "actor": None, "kind": None, "subject": None, "payload": None}
