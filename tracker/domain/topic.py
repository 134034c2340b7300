"""What a promise is about: the fields of a municipality's work, suggested by words, decided by a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """Fields of municipal work, as committees are cut in most towns."""

    MOBILITY = "mobility"
    HOUSING = "housing"
    CLIMATE = "climate"
    NATURE = "nature"
    SCHOOL = "school"
    FAMILY = "family"
    SOCIAL = "social"
    HEALTH = "health"
    MIGRATION = "migration"
    INCLUSION = "inclusion"
    EQUALITY = "equality"
    CULTURE = "culture"
    SPORT = "sport"
    ECONOMY = "economy"
    SAFETY = "safety"
    ADMINISTRATION = "administration"
    FINANCE = "finance"
    DEMOCRACY = "democracy"
    OTHER = "other"


STEMS: Mapping[Topic, tuple[str, ...]] = {
    Topic.MOBILITY: (
        *("verkehr", "radweg", "radfahr", "fahrrad", "fußgäng", "gehweg", "parkplatz", "parkplätz", "parkraum"),
        *(
            "mobilität",
            "straßenbahn",
            "stadtbahn",
            "bushalt",
            "buslinie",
            "busse",
            "nahverkehr",
            "tempo",
            "zebrastreifen",
        ),
    ),
    Topic.HOUSING: (
        *("wohnung", "wohnen", "wohnraum", "miete", "mieter", "bauland", "bebauung", "neubau", "baugebiet"),
        *("leerstand", "wohnungsbau", "quartiersentwicklung", "obdachlos", "wohnungslos"),
    ),
    Topic.CLIMATE: (
        *("klima", "energie", "photovoltaik", "solar", "wärmeplan", "fernwärme", "windkraft", "windrad", "hitze"),
        *("co2", "emission", "strom", "erneuerbar"),
    ),
    Topic.NATURE: (
        *("umwelt", "naturschutz", "grünfläch", "stadtgrün", "bäume", "baumschutz", "entsiegel", "artenvielfalt"),
        *("biodivers", "gewässer", "hochwasser", "abfall", "müll", "tierschutz", "tierheim", "kleingärt", "spielwiese"),
    ),
    Topic.SCHOOL: ("schul", "unterricht", "ganztag", "ogs", "bildung", "volkshochschule", "lehrkräft", "berufskolleg"),
    Topic.FAMILY: (
        *("kita", "kindertages", "kindergarten", "kindergärt", "jugend", "spielplatz", "spielplätz", "familie"),
        *("kinderbetreu", "tagespflege", "alleinerzieh", "kinderarmut"),
    ),
    Topic.SOCIAL: (
        *("sozial", "armut", "senior", "ältere", "altenhilfe", "pflege", "schuldnerberat", "tafel", "streetwork"),
        *("sucht", "drogen", "ehrenamt", "nachbarschaft"),
    ),
    Topic.HEALTH: ("gesundheit", "krankenhaus", "klinik", "hausarzt", "ärzt", "hebamme", "rettungsdienst", "psychisch"),
    Topic.MIGRATION: (
        *("migra", "geflüchtet", "flüchtling", "asyl", "integration", "einbürger", "bleiberecht", "ausländer"),
        *("aufenthalt", "sprachkurs", "abschieb", "unterkunft", "unterkünft", "seenot", "sicherer hafen"),
    ),
    Topic.INCLUSION: ("inklusi", "barriere", "behinder", "teilhabe", "gebärden", "leichte sprache", "rollstuhl"),
    Topic.EQUALITY: (
        *("gleichstell", "frauenhaus", "frauenhäus", "frauen", "queer", "lsbt", "diskrimin", "rassis", "antisemit"),
        *("vielfalt", "gleichberechtig", "geschlecht"),
    ),
    Topic.CULTURE: (
        *("kultur", "theater", "museum", "museen", "büchere", "bibliothek", "musikschule", "denkmal", "konzert"),
        *("gedenk", "erinnerung", "kunst"),
    ),
    Topic.SPORT: ("sport", "schwimmbad", "schwimmbäd", "freibad", "hallenbad", "turnhalle", "skate", "bolzplatz"),
    Topic.ECONOMY: (
        *("wirtschaft", "gewerbe", "arbeitsplätz", "arbeitsmarkt", "ausbildungsplätz", "einzelhandel", "innenstadt"),
        *("handwerk", "tourismus", "start-up", "unternehmen", "fachkräft", "wochenmarkt"),
    ),
    Topic.SAFETY: (
        *("sicherheit", "polizei", "ordnungsamt", "ordnungsdienst", "feuerwehr", "katastrophen", "kriminal"),
        *("videoüberwach", "beleuchtung", "gewaltprävention"),
    ),
    Topic.ADMINISTRATION: (
        *("verwaltung", "digital", "bürgerbüro", "bürgeramt", "online", "wlan", "breitband", "glasfaser", "open data"),
        *("terminvergabe", "wartezeit", "ausländerbehörde", "personalausstatt", "formular", "rathaus"),
    ),
    Topic.FINANCE: ("haushalt", "steuer", "gebühr", "schulden", "altschulden", "hebesatz", "fördermittel", "finanz"),
    Topic.DEMOCRACY: (
        *("beteiligung", "bürgerrat", "bürgerhaushalt", "bürgerentscheid", "transparenz", "demokratie", "mitbestimm"),
        *("jugendparlament", "integrationsrat", "rechtsextrem", "wahlrecht", "beirat"),
    ),
}
"""Beginnings and parts of words that speak of a field; written for this program, short enough to read."""

SAID, ASKED = 2, 1
"""A word of the promise weighs more than a word of the question: questions gather several fields."""


@dataclass(frozen=True, slots=True)
class TopicHint:
    """A suggested topic and the words that speak for it."""

    topic: Topic
    words: tuple[str, ...]


_WORD = re.compile(r"[\w-]+")


def suggested_topic(text: str, question: str = "") -> TopicHint | None:
    """The field that most words speak of; None where no word does or two fields are even.

    Machines suggest: a person decides when accepting the promise.
    """
    scores: dict[Topic, int] = {}
    words: dict[Topic, dict[str, None]] = {}
    for source, weight in ((text, SAID), (question, ASKED)):
        for topic, found in _spoken(source):
            scores[topic] = scores.get(topic, 0) + weight
            words.setdefault(topic, {})[found] = None
    if not scores:
        return None
    best, *others = sorted(scores, key=lambda topic: -scores[topic])
    if others and scores[others[0]] == scores[best]:
        return None
    return TopicHint(best, tuple(words[best]))


def _spoken(text: str) -> list[tuple[Topic, str]]:
    """Each word with each field that it speaks of, once per word and field; stems of two words are looked up whole."""
    found = []
    plain = " ".join(text.split()).casefold()
    said = {word.casefold(): word for word in _WORD.findall(text)}
    for topic, stems in STEMS.items():
        single = tuple(stem.casefold() for stem in stems if " " not in stem)
        found += [(topic, word) for low, word in said.items() if any(_holds(low, stem) for stem in single)]
        found += [(topic, stem) for stem in stems if " " in stem and stem in plain]
    return found


def _holds(word: str, stem: str) -> bool:
    """Compounds speak of what they contain; short stems must begin the word ("ogs" is not in "Dialogs")."""
    return word.startswith(stem) if len(stem) < 5 else stem in word
