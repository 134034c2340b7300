"""What a promise names: offices and committees, the people it is for, the level of government, reservations."""

import re

from tracker.domain.questionnaire import Level
from tracker.extraction.wordlists import phrases

_BODY = phrases(r"""
    (?:Amts?|Amtes|Ausschuss(?:es)?|Referat|Büro|Zentrums?|Fachbereich\w*) für (?:[A-ZÄÖÜ][\w-]+(?:,? (?:und )?(?=[A-ZÄÖÜ]))?)+
    [A-ZÄÖÜ][\w-]*(?:amt(?:es|s)?|ämter|ausschuss(?:es)?|beirat(?:e?s)?|räte|(?<=[a-zäöü])rat(?:e?s)?|parlament(?:s|es)?)
    [A-ZÄÖÜ][\w-]*(?:behörden?|fraktion|verwaltung|werke|kommission|[Cc]enter|zentrums?|stelle)
    Runde[rn]? Tisch(?:e[ns]?)?
    Clearingstelle \w+
    (?:Gremium|Programm|Bündnis) „[^“]+“
""")  # noqa: E501  # a name is one pattern on one line
_BENEFICIARY = phrases(r"""
    Kindern?
    Jugendlichen?
    junge[nr]? Menschen
    ältere[nr]? Menschen
    Familien
    Senior(?:[*:]innen|innen und Senioren|en)
    Geflüchteten?
    Schutzsuchenden?
    Zugewanderten?
    Migrant(?:[*:]innen|innen und Migranten|en)
    Ausländer(?:[*:]innen|innen und Ausländer)
    Menschen mit (?:\w+ )?[A-ZÄÖÜ][\w-]+
    Alleinerziehenden?
    Eltern
    Studierenden?
    Auszubildenden?
    Schüler(?:[*:]innen|innen und Schülern?)
    Mieter(?:[*:]innen|innen und Mietern?)
    Bürger(?:[*:]innen|innen und Bürgern?)
    Vereinen?
    Ehrenamtlichen?
    Radfahrenden?
    Beschäftigten?
    Unternehmen
    Frauen
    Obdachlosen?
    Wohnungslosen?
    Pendler(?:[*:]innen)?
    Künstler(?:[*:]innen)?
    Betrieben?
""")
_LEVELS = (
    (Level.EUROPE, phrases(r"(?:EU(?!-)|europäische[rnms]?|Europa(?:ebene|parlament)?|Brüssel)")),
    (
        Level.FEDERATION,
        phrases(r"""
            auf Bundesebene
            beim Bund
            gegenüber (?:dem )?Bund
            bundesweit\w*
            Bundes(?:rat|tag|regierung|ministerium|umweltministerium|ebene)\w*
        """),
    ),
    (
        Level.STATE,
        phrases(r"""
            auf Landesebene
            beim Land
            gegenüber (?:dem )?Land
            landesweit\w*
            Landes(?:regierung|ebene|verwaltung|behörden)\w*
            Landtag\w*
        """),
    ),
)
RESERVATION = phrases(r"""
    im Rahmen (?:der|unserer|ihrer) (?:\w+ )?Möglichkeiten
    (?:so)?weit (?:\w+ )?möglich
    [Ww]o (?:immer )?(?:mit \w+ \w+ )?möglich
    (?:bei|nach) Bedarf
""")
"""What makes a promise conditional without a "wenn"."""


def bodies(words: str) -> tuple[str, ...]:
    """Offices, committees and programmes by name, each once, in the order of the text."""
    return _unique(_BODY, words)


def beneficiaries(words: str) -> tuple[str, ...]:
    """The people and groups that a promise speaks of, each once."""
    return _unique(_BENEFICIARY, words)


def level(words: str) -> Level:
    """The level that a promise addresses: the municipality unless the words say otherwise."""
    return next((found for found, pattern in _LEVELS if pattern.search(words)), Level.MUNICIPALITY)


def _unique(pattern: re.Pattern[str], words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m[0].strip() for m in pattern.finditer(words)))
