"""Who speaks: names of parties, lists and candidates as they stand before answers and as subjects of sentences."""

import re

PARTIES = (
    r"CDU|CSU|SPD|FDP|AfD|AFD|BSW|Volt|VOLT|ÖDP|ödp|BIG|SSW|UWG|FWG|UBP|BfB|dieBasis|MLPD|DKP"
    r"|(?:B[Üü]NDNIS|Bündnis|B)\s?['’]?90\s?/?\s?(?:(?:DIE|Die|die)\s)?(?:GRÜNEN?|Grünen?)"
    r"|(?:(?:DIE|Die|die)\s)?(?:GRÜNEN?|Grünen?)"
    r"|(?:DIE|Die|die)\s(?:LINKEN?\b\.?|Linken?\b\.?|PARTEI|Partei\b)|LINKEN?\b\.?|Linken?\b"
    r"|PIRATEN(?:PARTEI)?|Piraten(?:partei)?|FREIEN?\sWÄHLER|Freien?\sWähler|FW|Tierschutzpartei|PARTEI"
)
"""Parties that stand in many towns; local lists are recognised by the words below."""

LISTS = (
    r"(?:\w*[Bb]ürger(?:liste|bündnis|forum|verein|gemeinschaft|initiative|block)"
    r"|\w*[Ww]ähler(?:gemeinschaft|gruppe|vereinigung|initiative|bündnis|liste)"
    r"|(?:Freie|Unabhängige|Grüne|Alternative|Soziale|Bunte)\s(?:Wähler|Liste|Bürger)\w*"
    r"|\w*[Ll]iste|\w*[Bb]ündnis|\w*[Ff]raktion|Ratsgruppe|\w*[Pp]artei)"
)
"""Words that make a capitalised name the name of a local list."""

PARTY = re.compile(rf"(?<!\w)(?:{PARTIES})(?!\w)")
_PARTY_OR_LIST = re.compile(rf"^(?:(?:Die|DIE|die|Das)\s)?(?:{PARTIES}|{LISTS})(?!\w)")
_LIST_WORD = re.compile(rf"(?<!\w){LISTS}(?!\w)")
_MEMBER = re.compile(rf"[A-ZÄÖÜ][^()]{{2,40}}\((?:{PARTIES})[^()]*\)")
"""A person with the party in brackets: "Erika Muster (SPD)"."""
_STANCE = re.compile(
    r"\s*[(\[–-]\s*(?:stimm\w*|lehn\w*|neutral|ja|nein|zustimmung|ablehnung|dafür|dagegen|enthaltung|teils\W*teils"
    r"|unentschieden|keine\sangabe)[^)\]:]*[)\]]?\s*$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Dipl|Ing|Frau|Herr)\b\.?[ -]?(?:med\.|jur\.|rer\.|nat\.|phil\.)*\s?)*"
    r"[A-ZÄÖÜ][\wäöüß’'-]+(?:\s(?:von|van|de|zu|der|[A-Z]\.))*(?:\s[A-ZÄÖÜ][\wäöüß’'-]+){1,3}"
)
_NAME_WORD = re.compile(r"^(?:[A-ZÄÖÜ\d][\w.’'&/*-]*|der|die|das|des|von|van|de|und|für|zu|im|in|&|/|–|-)$")
_NOT_A_SPEAKER = re.compile(
    r"^(?:antwort|frage|these|thema|hinweis|quelle|kontakt|telefon|tel|e-?mail|internet|ort|datum|zeit|uhrzeit|beginn"
    r"|ende|beschluss\w*|abstimmung\w*|anlage|betreff|anwesend|entschuldigt|vorsitz\w*|ziel|ziele|fazit|beispiel\w*"
    r"|stand|name|adresse|anmerkung|position|verwaltung|stellungnahme|die verwaltung|tagesordnung\w*"
    r"|ergebnis\w*|sachverhalt|sachdarstellung|protokoll\w*|niederschrift|top|zu top|punkt|nr|nein|ja|enthaltung\w*"
    r"|forderung\w*|maßnahme\w*|einleitung|vorwort|konkret|kurz|wichtig|außerdem|dazu|dafür|das heißt|zum beispiel"
    r"|unser[e]? \w+|wir \w+.*|darum|deshalb|denn|und|aber|kurzum|antworten)\b",
    re.IGNORECASE,
)


def without_stance(name: str) -> str:
    """The name without an added stance: "CDU (stimme zu)" -> "CDU"."""
    return _STANCE.sub("", name).strip(" *_#•–-\t")


def is_party(name: str) -> bool:
    """Whether a short line or label names a party, a local list, or a party's candidate."""
    bare = without_stance(name)
    words = bare.split()
    member = _MEMBER.fullmatch(bare) is not None
    return (
        0 < len(words) <= 7
        and (member or _PARTY_OR_LIST.match(bare) is not None or _LIST_WORD.search(bare) is not None)
        and all(_NAME_WORD.match(w.strip("(),.")) or not w.strip("(),.") for w in words)
        and not _NOT_A_SPEAKER.match(bare)
    )


def is_person(name: str) -> bool:
    """Whether a short line looks like a person: "Dr. Erika Beispiel", "Max Muster (Liste Ost)"."""
    bare = re.sub(r"(?:,(?:\s[\w.-]+){1,5})?(?:\s*\([^()]*\))?$", "", without_stance(name))
    return _PERSON.fullmatch(bare) is not None and not _NOT_A_SPEAKER.match(bare)


def may_speak(label: str) -> bool:
    """Whether the words before a colon can be a speaker at all; recurrence in the document must confirm it."""
    bare = re.sub(r"\([^)]*\)", "", without_stance(label)).strip()
    words = bare.split()
    return (
        0 < len(words) <= 6 and all(_NAME_WORD.match(w.strip(",.")) for w in words) and not _NOT_A_SPEAKER.match(bare)
    )
