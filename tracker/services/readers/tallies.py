"""Promises of the catalogue counted for tables and charts. Majority and opposition never share a group."""

from collections import defaultdict
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
    own: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in entries:
        own[one.party.place.key, one.party.key].append(one)
    parties = sorted((found[0].party for found in own.values()), key=lambda party: (party.name.casefold(), party.path))
    counted = [(party, _tally(party.name, own[party.place.key, party.key])) for party in parties]
    groups = ((role, tuple(row for row in counted if row[0].role is role)) for role in Role)
    return tuple(group for group in groups if group[1])


def by_topic(entries: Sequence[Entry]) -> tuple[tuple[Topic | None, Tally], ...]:
    """By topic in the order of the list of topics; what nobody has given a topic comes last."""
    topics: list[Topic | None] = [*Topic, None]
    counted = ((topic, [one for one in entries if one.topic is topic]) for topic in topics)
    return tuple((topic, _tally("", own)) for topic, own in counted if own)


def by_place(entries: Sequence[Entry]) -> tuple[tuple[Place, tuple[Entry, ...]], ...]:
    """By municipality, in the order of names."""
    own: defaultdict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        own[one.party.place.key].append(one)
    places = sorted((found[0].party.place for found in own.values()), key=lambda one: (one.name.casefold(), one.key))
    return tuple((place, tuple(own[place.key])) for place in places)


def _tally(name: str, entries: Iterable[Entry]) -> Tally:
    return tally(name, ((one.outcome, one.knowledge.state) for one in entries))
