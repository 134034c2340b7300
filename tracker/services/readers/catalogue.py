"""The catalogue: all public promises as they stand, kept in memory until something happens.

A town has hundreds of promises, a large instance some thousands: that fits into memory, is searched in milliseconds in
the same way on every database, and follows the tables, because it is made anew as soon as the chain of events has grown
or a new day has begun. On a large instance that takes seconds: readers get the last one meanwhile, whoever is signed in
waits for what they did themselves.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db.queries import readers
from tracker.db.session import reading
from tracker.domain.assessment import (
    Assessment,
    AssessmentState,
    Check,
    Effort,
    Knowledge,
    Outcome,
    Role,
    current,
    knowledge,
)
from tracker.domain.majority import in_majority, role_on
from tracker.domain.search import Searchable, searchable
from tracker.domain.tally import Step
from tracker.services.beside import Beside, Kept
from tracker.services.instance import Instance
from tracker.services.readers import course
from tracker.services.readers.entry import Entry, Party, Place


class Mark(NamedTuple):
    """The state that something shows: hash and moment of the last event that it knows, and the day."""

    hash: str
    at: str
    day: date


@dataclass(frozen=True)
class Term:
    """A council term of a municipality."""

    place: str
    name: str
    start: date
    end: date


@dataclass(frozen=True)
class Catalogue:
    """All public promises up to the end of `day`, those that moved last first; `steps` by municipality.

    `mark` tells it from a newer one.
    """

    day: date
    mark: Mark
    entries: tuple[Entry, ...]
    parties: tuple[Party, ...]
    places: tuple[Place, ...]
    terms: tuple[Term, ...]
    steps: Mapping[str, tuple[Step, ...]]

    def of_party(self, place: str, key: str) -> tuple[Entry, ...]:
        """The promises of a respondent."""
        return tuple(one for one in self.entries if (one.party.place.key, one.party.key) == (place, key))

    def party(self, place: str, key: str) -> Party | None:
        """The respondent with that key."""
        return next((one for one in self.parties if (one.place.key, one.key) == (place, key)), None)


_CATALOGUES: Beside[Mark, Catalogue] = Beside("catalogue")


def catalogue(instance: Instance, now: datetime, *, current: bool = False) -> Catalogue:
    """The catalogue as of now; made only where something happened since the last one.

    Where making it takes longer than a reader should wait, it is the last one, unless only the `current` one will do.
    """
    day = now.astimezone(instance.zone).date()

    def made() -> Kept[Mark, Catalogue]:
        with reading(instance.engine) as session:
            found = make(session, day, instance.zone)
        return Kept(found.mark, found)

    with reading(instance.engine) as session:
        wanted = newest(session, day)
    return _CATALOGUES.get(instance.engine, wanted, made, current=current).made


def newest(session: Session, day: date) -> Mark:
    """The mark of a catalogue that would be made now."""
    return Mark(*readers.last_event(session), day)


def make(session: Session, day: date, zone: ZoneInfo) -> Catalogue:
    """All public promises as they stand in the database."""
    mark = newest(session, day)
    places = {row.id: Place(row.id, row.name) for row in readers.bodies(session)}
    parties = _parties(session, places, day)
    published = readers.assessments(session)
    facts = _facts(session, published, zone)
    rows = readers.promises(session)
    entries = [_entry(row, parties, places, facts, zone) for row in rows]
    return Catalogue(
        day=day,
        mark=mark,
        entries=tuple(sorted(entries, key=lambda one: (-one.moved.toordinal(), one.id))),
        parties=tuple(sorted(parties.values(), key=lambda one: (one.name.casefold(), one.place.key, one.key))),
        places=tuple(places.values()),
        terms=tuple(Term(*row) for row in readers.terms(session) if row.body_id in places),
        steps=course.steps(rows, published, zone),
    )


def _parties(session: Session, places: Mapping[str, Place], day: date) -> dict[int, Party]:
    rows = [row for row in readers.respondents(session) if row.body_id in places]
    known = {row.body_id for row in rows if in_majority(row.majority, day)}
    return {
        row.id: Party(row.key, row.name, places[row.body_id], role_on(row.majority, day, known=row.body_id in known))
        for row in rows
    }


@dataclass(frozen=True)
class _Facts:
    """What is known of promises by their rows."""

    standing: Mapping[int, Assessment]
    late: frozenset[int]
    knowledge: Mapping[int, Knowledge]
    moved: Mapping[int, datetime]
    words: Mapping[int, list[str]]


def _facts(session: Session, published: readers.Rows, zone: ZoneInfo) -> _Facts:
    moved: dict[int, datetime] = {}
    words: defaultdict[int, list[str]] = defaultdict(list)
    evidence_days: defaultdict[int, list[date]] = defaultdict(list)
    looks: defaultdict[int, list[Check]] = defaultdict(list)

    def note(promise: int, moment: datetime) -> None:
        moved[promise] = max(moment, moved.get(promise, moment))

    for promise, at, title in (*readers.evidence(session), *readers.sources(session)):
        note(promise, at)
        evidence_days[promise].append(at.astimezone(zone).date())
        words[promise].append(title)
    for promise, day, finding, at in readers.checks(session):
        note(promise, at)
        looks[promise].append(Check(day, "", finding))
    for promise, *_, at in (*readers.corrections(session), *readers.replies(session)):
        note(promise, at)
    for row in published:
        note(row.promise_id, row.published_at)
    known = {p: knowledge(looks[p], evidence_days[p]) for p in {*looks, *evidence_days}}
    standing = _standing(published)
    late = frozenset(row.promise_id for row in published if row.late and standing[row.promise_id].id == row.id)
    return _Facts(standing, late, known, moved, words)


def _standing(published: readers.Rows) -> dict[int, Assessment]:
    """The assessment that stands for each promise, by the fold of the domain."""
    given: defaultdict[int, list[Assessment]] = defaultdict(list)
    for row in published:
        given[row.promise_id].append(
            Assessment(
                id=row.id,
                promise="",
                outcome=row.outcome,
                effective=row.effective,
                by="",
                state=AssessmentState.PUBLISHED,
                effort=row.effort,
                role=row.role,
            )
        )
    return {promise: found for promise, ones in given.items() if (found := current(ones))}


def _entry(row: Any, parties: Mapping[int, Party], places: Mapping[str, Place], facts: _Facts, zone: ZoneInfo) -> Entry:
    party = parties.get(row.respondent_id) or Party("", "", places[row.body_key])
    standing = facts.standing.get(row.id)
    accepted = row.decided_at.astimezone(zone).date()
    moved = facts.moved.get(row.id, row.decided_at)
    said = tuple(dict.fromkeys((row.title, row.quote, row.text, row.question or "", party.name)))
    head, words = _searched(row.title, (*said, *facts.words.get(row.id, ())))
    return Entry(
        id=row.public_id,
        title=row.title,
        quote=row.quote,
        party=party,
        topic=row.topic,
        outcome=standing.outcome if standing else Outcome.NOT_YET_RATED,
        effort=standing.effort if standing else Effort.NONE_KNOWN,
        role=standing.role if standing else Role.UNKNOWN,
        late=row.id in facts.late,
        knowledge=facts.knowledge.get(row.id) or knowledge((), ()),
        accepted=accepted,
        moved=max(row.decided_at, moved).astimezone(zone).date(),
        due=row.due_on,
        words=words,
        head=head,
    )


@lru_cache(maxsize=20_000)
def _searched(title: str, texts: tuple[str, ...]) -> tuple[Searchable, Searchable]:
    """Title and all texts as they are searched; most promises are the same as a minute ago."""
    return searchable(title), searchable(*texts)
