"""`/versprechen`: all promises, searched and narrowed by facets."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from tracker.domain.assessment import Effort, KnowledgeState, Outcome
from tracker.domain.topic import Topic
from tracker.errors import key
from tracker.services.readers.catalogue import Catalogue
from tracker.services.readers.finding import NO_TOPIC, Asked, Found, find
from tracker.web.conditional import shown
from tracker.web.public.page import answer
from tracker.web.visit import Visit
from tracker.wording import Wording

PATH = "/versprechen"
FACETS = {
    "antwortende": ("party", key("Antwortende")),
    "thema": ("topic", key("Thema")),
    "ergebnis": ("outcome", key("Ergebnis")),
    "einsatz": ("effort", key("Einsatz")),
    "kenntnis": ("knowledge", key("Kenntnisstand")),
    "ort": ("body", key("Ort")),
    "jahr": ("year", key("Zuletzt bewegt (Jahr)")),
}
"""Facets by the names in addresses."""


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A value of a facet as people read it."""

    value: str
    title: str
    n: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet with its values."""

    name: str
    title: str
    choices: tuple[ShownChoice, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A facet in use, and the address of the same search without it."""

    title: str
    value: str
    without: str


def show(visit: Visit) -> Response:
    """The list."""
    everything = shown(visit)
    found = find(everything, asked(visit))
    names = _Names(everything, visit.wording)
    values = {
        "found": found,
        "facets": [_facet(name, found, names, visit.wording) for name in FACETS],
        "chosen": [_chosen(name, found, names, visit.wording) for name in FACETS if found.asked.value(FACETS[name][0])],
        "address": f"{address(found.asked)}{'&' if found.asked.words or found.asked.facets else '?'}seite=",
    }
    return answer(visit, "public/promises.html", lambda _session: values, canonical=address(found.asked))


def asked(visit: Visit) -> Asked:
    """What the address asks for."""
    page = visit.query["seite"]
    given = tuple((facet, visit.query[name]) for name, (facet, _) in FACETS.items() if visit.query[name])
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Asked(visit.query["q"].strip(), given, number)


def address(one: Asked) -> str:
    """The permanent address of a search, its page left out."""
    pairs = [("q", one.words)] if one.words else []
    pairs += [(name, one.value(facet)) for name, (facet, _) in FACETS.items() if one.value(facet)]
    return f"{PATH}?{urlencode(pairs)}" if pairs else PATH


class _Names:
    """What the values of facets are called."""

    def __init__(self, everything: Catalogue, wording: Wording) -> None:
        self.wording = wording
        several = len(everything.places) > 1
        self.known: dict[tuple[str, str], str] = {("topic", NO_TOPIC): wording.text(key("ohne Thema"))}
        for party in everything.parties:
            title = f"{party.name} ({party.place.name})" if several else party.name
            self.known["party", f"{party.place.key}/{party.key}"] = title
        for place in everything.places:
            self.known["body", place.key] = place.name
            self.known["party", f"{place.key}/"] = f"{wording.text(key('nicht genannt'))} ({place.name})"
        for facet, kind in (("topic", Topic), ("outcome", Outcome), ("effort", Effort), ("knowledge", KnowledgeState)):
            self.known |= {(facet, member.value): wording.label(member) for member in kind}

    def of(self, facet: str, value: str) -> str:
        """The name of a value; years and unknown ones name themselves."""
        return self.known.get((facet, value), value)


def _facet(name: str, found: Found, names: _Names, wording: Wording) -> ShownFacet:
    facet, title = FACETS[name]
    chosen = found.asked.value(facet)
    choices = [
        ShownChoice(one.value, names.of(facet, one.value), one.n, one.value == chosen) for one in found.choices[facet]
    ]
    if chosen and not any(one.chosen for one in choices):
        choices.insert(0, ShownChoice(chosen, names.of(facet, chosen), 0, chosen=True))
    return ShownFacet(name, wording.text(title), tuple(choices))


def _chosen(name: str, found: Found, names: _Names, wording: Wording) -> Chosen:
    facet, title = FACETS[name]
    value = names.of(facet, found.asked.value(facet))
    return Chosen(wording.text(title), value, address(found.asked.without(facet)))
