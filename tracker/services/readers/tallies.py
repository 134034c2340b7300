"""Promises of the catalogue counted for tables and charts. Majority and opposition never share a group."""

from collections.abc import Iterable, Sequence

from tracker.domain.assessment import Role
from tracker.domain.tally import Tally, tally
from tracker.domain.topic import Topic
from tracker.services.readers.entry import Entry, Party, Place


def whole(entries: Iterable[Entry]) -> Tally:
    """All of them as one."""
    return _tally("", entries)


def by_party(entries: Sequence[Entry]) -> tuple[tuple[Role, tuple[tuple[Party, Tally], ...]], ...]:
    """By role and respondent, each in the order of names: the majority first, then the opposition, then the unknown."""
    groups = []
    for role in Role:
        own = [one for one in entries if one.party.role is role]
        parties = sorted({one.party for one in own}, key=lambda party: (party.name.casefold(), party.path))
        counted = tuple((party, _tally(party.name, (o for o in own if o.party == party))) for party in parties)
        if counted:
            groups.append((role, counted))
    return tuple(groups)


def by_topic(entries: Sequence[Entry]) -> tuple[tuple[Topic | None, Tally], ...]:
    """By topic in the order of the list of topics; what nobody has given a topic comes last."""
    topics: list[Topic | None] = [*Topic, None]
    counted = ((topic, [one for one in entries if one.topic is topic]) for topic in topics)
    return tuple((topic, _tally("", own)) for topic, own in counted if own)


def by_place(entries: Sequence[Entry]) -> tuple[tuple[Place, tuple[Entry, ...]], ...]:
    """By municipality, in the order of names."""
    places = sorted({one.party.place for one in entries}, key=lambda place: (place.name.casefold(), place.key))
    return tuple((place, tuple(one for one in entries if one.party.place == place)) for place in places)


def _tally(name: str, entries: Iterable[Entry]) -> Tally:
    return tally(name, ((one.outcome, one.knowledge.state) for one in entries))
