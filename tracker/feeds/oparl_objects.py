"""OParl objects to council items. Fields may be missing, of the wrong kind, embedded or only named."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from tracker.domain.council import CouncilItem, ItemKind, folded
from tracker.feeds import dates
from tracker.feeds.oparl_vendors import Object, addresses, objects, text
from tracker.feeds.person_names import without_names

_MEETING_FILES: Final = ("invitation", "resultsProtocol", "verbatimProtocol", "auxiliaryFile")
_CALLED_OFF: Final = "abgesagt"


@dataclass(slots=True)
class Register:
    """What a crawl has learned so far and other objects refer to.

    `organizations` are names by identity. `papers` are references by the identity of the paper, `paper_of` papers by
    that of the agenda item that treated them, `occasions` the meetings read. `lookup` asks the server for an object
    that was not among the lists.
    """

    now: datetime
    lookup: Callable[[str], Object | None]
    organizations: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    paper_of: dict[str, str] = field(default_factory=dict)
    occasions: dict[str, "Occasion"] = field(default_factory=dict)

    def names(self, thing: Object, field_name: str) -> tuple[str, ...]:
        """The names of the organizations that a field refers to; unknown ones are asked for."""
        embedded = {str(one.get("id")): text(one, "name") for one in objects(thing, field_name)}
        found = (embedded.get(identity) or self._name(identity) for identity in addresses(thing, field_name))
        return tuple(dict.fromkeys(name for name in found if name))

    def _name(self, identity: str) -> str:
        if identity not in self.organizations:
            organization = self.lookup(identity)
            self.organizations[identity] = text(organization, "name") if organization else ""
        return self.organizations[identity]

    def reference_for(self, agenda_item: Object) -> str:
        """The number of the paper that an agenda item treats, by its consultation."""
        paper = self.paper_of.get(str(agenda_item.get("id")), "")
        if not paper:
            consultation = next(objects(agenda_item, "consultation"), None)
            named = next(addresses(agenda_item, "consultation"), "")
            if consultation is None and named:
                consultation = self.lookup(named)
            paper = next(addresses(consultation, "paper"), "") if consultation else ""
        if paper and paper not in self.papers:
            found = self.lookup(paper)
            self.papers[paper] = text(found, "reference") if found else ""
        return self.papers.get(paper, "")


def deletion(thing: Object) -> CouncilItem | None:
    """The tombstone that a deleted object leaves: nothing but its identity."""
    identity = text(thing, "id")
    return CouncilItem(ItemKind.DELETION, identity, "") if thing.get("deleted") is True and identity else None


def paper(thing: Object, register: Register) -> Iterator[CouncilItem]:
    """A paper; its consultations are noted for the agenda items."""
    identity = text(thing, "id")
    if not identity:
        return
    reference = text(thing, "reference")
    register.papers[identity] = reference
    for embedded in objects(thing, "consultation"):
        _note_consultation(embedded, identity, register)
    yield CouncilItem(
        ItemKind.PAPER,
        identity,
        text(thing, "name"),
        url=text(thing, "web") or identity,
        text=text(thing, "paperType"),
        reference=reference,
        organization=", ".join(register.names(thing, "underDirectionOf")),
        item_date=_day(thing, "date", register.now),
        published=dates.moment(text(thing, "created"), register.now),
        submitters=register.names(thing, "originatorOrganization"),
        attachments=_files(thing, ("mainFile", "auxiliaryFile")),
    )


def consultation(thing: Object, register: Register) -> Iterator[CouncilItem]:
    """A consultation from a list of its own tells which paper an agenda item treats, and is no item itself."""
    for identity in addresses(thing, "paper"):
        _note_consultation(thing, identity, register)
    yield from ()


def _note_consultation(thing: Object, paper: str, register: Register) -> None:
    for agenda_item in addresses(thing, "agendaItem"):
        register.paper_of[agenda_item] = paper


def meeting(thing: Object, register: Register) -> Iterator[CouncilItem]:
    """A meeting and the agenda items embedded in it."""
    identity = text(thing, "id")
    if not identity:
        return
    organization = ", ".join(register.names(thing, "organization"))
    on = _day(thing, "start", register.now)
    place = next(objects(thing, "location"), {})
    url = text(thing, "web") or identity
    yield CouncilItem(
        ItemKind.MEETING,
        identity,
        text(thing, "name") or organization,
        url=url,
        text=text(place, "description") or text(place, "room"),
        result=_CALLED_OFF if thing.get("cancelled") is True else "",
        organization=organization,
        item_date=on,
        published=dates.moment(text(thing, "created"), register.now),
        attachments=_files(thing, _MEETING_FILES),
    )
    occasion = register.occasions[identity] = Occasion(identity, url, organization, on)
    for item in objects(thing, "agendaItem"):
        yield from agenda_item(item, occasion, register)


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting that an agenda item belongs to."""

    identity: str
    url: str = ""
    organization: str = ""
    day: date | None = None

    @classmethod
    def of(cls, thing: Object, register: Register) -> "Occasion":
        """The meeting's own object, looked up."""
        names = ", ".join(register.names(thing, "organization"))
        return cls(text(thing, "id"), text(thing, "web"), names, _day(thing, "start", register.now))


def agenda_item(thing: Object, occasion: Occasion, register: Register) -> Iterator[CouncilItem]:
    """One agenda item, or its tombstone. Without an id of its own it is known by meeting, paper and title."""
    gone = deletion(thing)
    if gone:
        yield gone
        return
    reference = register.reference_for(thing)
    title = text(thing, "name")
    yield CouncilItem(
        ItemKind.AGENDA_ITEM,
        text(thing, "id") or f"{occasion.identity}#{reference or folded(title).casefold()}",
        title,
        url=text(thing, "web") or occasion.url or text(thing, "id"),
        text=without_names(text(thing, "resolutionText")),
        result=without_names(text(thing, "result")),
        reference=reference,
        organization=occasion.organization,
        item_date=occasion.day,
        published=dates.moment(text(thing, "created"), register.now),
        attachments=_files(thing, ("resolutionFile", "auxiliaryFile")),
        meeting=occasion.identity,
        number=text(thing, "number"),
    )


def organizations(rows: Iterator[Object]) -> Mapping[str, str]:
    """Names by identity; members are not read."""
    return {text(row, "id"): text(row, "name") for row in rows if row.get("deleted") is not True and text(row, "id")}


def _day(thing: Object, name: str, now: datetime) -> date | None:
    """The day in Berlin."""
    moment = dates.moment(text(thing, name), now)
    return moment.astimezone(dates.BERLIN).date() if moment else None


def _files(thing: Object, names: tuple[str, ...]) -> tuple[str, ...]:
    found = (
        text(file, "downloadUrl") or text(file, "accessUrl")
        for name in names
        for file in objects(thing, name)
        if file.get("deleted") is not True
    )
    return tuple(dict.fromkeys(address for address in found if address))
