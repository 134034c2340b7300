"""Which promises a feed or a calendar is about, what it is called, and where people read on."""

from dataclasses import dataclass

from tracker.domain.topic import Topic
from tracker.errors import NotFoundError, key
from tracker.services.readers.catalogue import Catalogue
from tracker.services.readers.entry import Entry
from tracker.services.readers.finding import Asked, matching
from tracker.wording import Wording


@dataclass(frozen=True, slots=True)
class Selection:
    """Some promises, the title of what is made of them, and the path of their page."""

    title: str
    page: str
    entries: tuple[Entry, ...]


def everything(catalogue: Catalogue, wording: Wording) -> Selection:
    """All public promises."""
    return Selection(wording.text(key("Alle Versprechen")), "/versprechen", catalogue.entries)


def of_promise(catalogue: Catalogue, promise: str) -> Selection:
    """One promise. Raises NotFoundError."""
    found = next((one for one in catalogue.entries if one.id == promise), None)
    if found is None:
        raise NotFoundError(
            key("Ein Versprechen mit der Kennung {subject} ist hier nicht veröffentlicht."), subject=promise
        )
    return Selection(found.title, found.path, (found,))


def of_party(catalogue: Catalogue, place: str, party: str) -> Selection:
    """The promises of a respondent. Raises NotFoundError."""
    found = catalogue.party(place, party)
    if found is None:
        raise _unknown(f"{place}/{party}")
    return Selection(found.name, found.path, catalogue.of_party(place, party))


def of_topic(catalogue: Catalogue, topic: str, wording: Wording) -> Selection:
    """The promises on a topic. Raises NotFoundError."""
    found = next((one for one in Topic if one.value == topic), None)
    if found is None:
        raise _unknown(topic)
    own = tuple(one for one in catalogue.entries if one.topic is found)
    return Selection(wording.label(found), f"/themen/{topic}", own)


def of_place(catalogue: Catalogue, place: str) -> Selection:
    """The promises of a municipality. Raises NotFoundError."""
    found = next((one for one in catalogue.places if one.key == place), None)
    if found is None:
        raise _unknown(place)
    own = tuple(one for one in catalogue.entries if one.party.place == found)
    return Selection(found.name, f"/versprechen?ort={place}", own)


def of_search(catalogue: Catalogue, asked: Asked, page: str, wording: Wording) -> Selection:
    """What a search finds now; what it finds tomorrow is news of it."""
    words = asked.words or wording.text(key("Auswahl"))
    return Selection(wording.text(key("Suche: {words}"), words=words), page, tuple(matching(catalogue, asked)))


def _unknown(subject: str) -> NotFoundError:
    return NotFoundError(key("Dazu gibt es hier nichts: {subject}."), subject=subject)
