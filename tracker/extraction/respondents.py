"""Who speaks: names of parties, lists and candidates as they stand before answers and as subjects of sentences."""

import re
from functools import lru_cache

from tracker.german.lexicon import has_form

PARTIES = (
    r"CDU|CSU|SPD|FDP|AfD|AFD|BSW|Volt|VOLT|ÖDP|ödp|BIG|SSW|UWG|FWG|UBP|BfB|dieBasis|MLPD|DKP"
    r"|(?:B[Üü]NDNIS|Bündnis|B)\s?['’]?90\s?/?\s?(?:(?:DIE|Die|die)\s)?(?:GRÜNEN?|Grünen?)"
    r"|(?:(?:DIE|Die|die)\s)?(?:GRÜNEN?|Grünen?)"
    r"|(?:DIE|Die|die)\s(?:LINKEN?\b\.?|Linken?\b\.?|PARTEI|Partei\b)|LINKEN?\b\.?|Linken?\b"
    r"|Freien?\sDemokraten|Liberalen?|(?:Christ|Sozial)demokrat(?:en|ie)|Linkspartei"
    r"|PIRATEN(?:PARTEI)?|Piraten(?:partei)?|FREIEN?\sWÄHLER|Freien?\sWähler|FW|Tierschutzpartei|PARTEI"
)
"""Parties that stand in many towns; local lists are recognised by the words below."""

LISTS = (
    r"(?:\w*[Bb]ürger(?:liste|bündnis|forum|verein|gemeinschaft|initiative|block|union|schaft|bewegung)"
    r"|\w*[Ww]ähler(?:gemeinschaft|gruppe|vereinigung|initiative|bündnis|liste|bund)"
    r"|(?:Freie|Unabhängige|Grüne|Alternative|Soziale|Bunte)\s(?:Wähler|Liste|Bürger)\w*"
    r"|\w*[Ll]iste|\w*[Bb]ündnis|\w*[Ff]raktion|Ratsgruppe|\w*[Pp]artei)"
)
"""Words that make a capitalised name the name of a local list."""

PARTY = re.compile(rf"(?<!\w)(?:{PARTIES})(?!\w)")
_PARTY_OR_LIST = re.compile(rf"^(?:(?:Die|DIE|die|Das)\s)?(?:{PARTIES}|{LISTS})(?!\w)")
_LIST_WORD = re.compile(rf"(?<!\w){LISTS}(?!\w)")
_MEMBER = re.compile(rf"[A-ZÄÖÜ][^()]{{2,40}}\((?:{PARTIES})[^()]*\)")
"""A person with the party in brackets: "Erika Muster (SPD)"."""
_ALLIANCE = re.compile(
    r"(?:(?:Die|Das) )?(?:Bündnis|Liste|Initiative|Bürger(?:innen und Bürger)?|Aktion|Allianz|Forum|Wählergruppe)"
    r" (?:für|gegen|pro) [^.!?:,]{3,60}"
)
"""A list named by what it is for: "Bündnis für nachhaltige Verkehrspolitik Musterstadt"."""
LONGEST_ALLIANCE = 8
_LINKING = {"für", "in", "im", "von", "der", "die", "das", "Die", "Der", "Das", "und"}
"""Words of a name that do not tell it from others; what follows "für" is a place."""
LONGEST_INITIALS = 5
"""Letters; longer words in capitals are names that are set so."""
_AT_A_PLACE = {"für", "in", "im", "aus"}
_ENDING = re.compile(r"(?<=\w{4})e[rnsm]?$")
"""The ending of an adjective in a name."""
_STANCE = re.compile(
    r"\s*[(\[–-]\s*(?:stimm\w*|lehn\w*|neutral|ja|nein|zustimmung|ablehnung|dafür|dagegen|enthaltung|teils\W*teils"
    r"|unentschieden|keine\sangabe)[^)\]:]*[)\]]?\s*$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Dipl|Ing|Frau|Herr)\b\.?[ -]?(?:med\.|jur\.|rer\.|nat\.|phil\.)*\s?)*"
    r"[A-ZÄÖÜ][\wäöüß’'-]+(?:\s(?:von|van|de|zu|der|[A-Z]\.))*(?:\s[A-ZÄÖÜ][\wäöüß’'-]+){1,3}"
)
_SAYS = (
    r"(?:sag(?:t|en)|mein(?:t|en)|antworte(?:t|n)|schreib(?:t|en)|verspr[ei]ch(?:t|en)|pla(?:nt|nen)|forder(?:t|n)"
    r"|erklär(?:t|en)|äußer(?:t|n) sich|will|wollen)"
)
_INTRODUCED = re.compile(
    rf"(?:Und )?(?:[Dd]as|[Ss]o|[Dd]ies|[Dd]azu|[Ff]olgendes) {_SAYS} (?:uns )?(?P<said>.+?)(?: dazu| uns)?"
    rf"|(?P<saying>.+?) {_SAYS}(?: dazu| uns| wie folgt| folgendes){{0,2}}"
    r"|(?:Position|Stellungnahme|Statement|Rückmeldung|Beitrag|Aussagen?|Meinung|Haltung|Sicht|Rede)"
    r" (?:de[rs]|von(?: der)?|aus der) (?P<held>.+)"
)
"""How a line introduces who speaks below it: "Das sagt die Bürgerliste", "Position der Bürgerliste"."""

_DETAILS = re.compile(r"(?P<name>[^,:]{4,50}),\s*(?P<rest>[^:]{2,70})")
_TELLING = re.compile(
    r"\d\d(?: Jahre)?$"
    r"|(?:\w+ )?(?:\w*[Kk]andidat(?:in)?|Einzelbewerber(?:in)?|parteilos|unabhängig|\w*bürgermeister(?:in)?)$"
)
"""What stands behind a candidate's name besides the party: the age, "unabhängiger Kandidat"."""

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


def own_words(name: str | None) -> tuple[str, ...]:
    """The words by which a text may speak of a respondent, its place aside.

    "Bürgerliste Blaue Brücke" -> its words; "CDU Musterstadt" -> "CDU"; "Erika Muster" -> both names.
    """
    words = [w.strip("(),.") for w in (name or "").split()]
    own = words[:-1] if own_place(name) else words
    return tuple(
        w for w in own if w not in _LINKING and w[:1].isupper() and (len(w) > 3 or sum(c.isupper() for c in w) > 1)
    )


@lru_cache(1024)
def called(name: str | None) -> re.Pattern[str] | None:
    """How a text may call a respondent: its own words, inflected ("Sozialer Bund": "der Soziale Bund")."""
    own = (w.capitalize() if w.isupper() and len(w) > LONGEST_INITIALS else w for w in own_words(name))
    words = [re.escape(_ENDING.sub("", w)) + r"(?:e[rnsm]?|s)?" for w in own]
    initials = "".join(w[0] for w in re.findall(r"[A-ZÄÖÜ][a-zäöüß]\w+", name or ""))
    words += [initials[:length] for length in range(3, len(initials) + 1)]
    return re.compile(rf"(?:{'|'.join(words)})(?!\w)") if words else None


def own_place(name: str | None) -> str | None:
    """The place in a respondent's name: what follows a party, a list or "für"."""
    words = [w.strip("(),.") for w in (name or "").split()]
    placed = len(words) > 1 and (words[-2] in _AT_A_PLACE or PARTY.match(words[-2]) or _LIST_WORD.fullmatch(words[-2]))
    return words[-1] if placed else None


def has_stance(label: str) -> bool:
    """Whether a label says where its speaker stands: "Zentrum (stimme zu)"."""
    return _STANCE.search(label) is not None


def without_stance(name: str) -> str:
    """The name without an added stance: "CDU (stimme zu)" -> "CDU"."""
    return _STANCE.sub("", name).strip(" *_#•–-\t")


def is_party(name: str) -> bool:
    """Whether a short line or label names a party, a local list, or a party's candidate."""
    bare = without_stance(name)
    words = bare.split()
    member = _MEMBER.fullmatch(bare) is not None
    if _ALLIANCE.fullmatch(bare) and len(words) <= LONGEST_ALLIANCE:
        return True
    return (
        0 < len(words) <= 7
        and (member or _PARTY_OR_LIST.match(bare) is not None or _LIST_WORD.search(bare) is not None)
        and all(_NAME_WORD.match(w.strip("(),.")) or not w.strip("(),.") for w in words)
        and not _NOT_A_SPEAKER.match(bare)
    )


def is_person(name: str) -> bool:
    """Whether a short line looks like a person: "Dr. Erika Beispiel", "Max Muster (Liste Ost)".

    A line that begins with a German word is a heading: "Inklusive Schule".
    """
    bare = re.sub(r"(?:,(?:\s[\w.-]+){1,5})?(?:\s*\([^()]*\))?$", "", without_stance(name))
    if _PERSON.fullmatch(bare) is None or _NOT_A_SPEAKER.match(bare):
        return False
    first = next((w for w in bare.split() if not w.endswith(".") and w not in {"Frau", "Herr", "Dr", "Prof"}), "")
    return not has_form(first.lower())


def introduced(line: str) -> str | None:
    """Who speaks below a line that says so: a party in a short sentence, or a candidate with age or party behind it.

    "Das sagen die Grünen" -> "Grünen"; "Erika Muster, 43, SPD" -> itself; None for any other line.
    """
    bare = line.strip(" \t*_#•:")
    said = _INTRODUCED.fullmatch(bare)
    if said:
        name = re.sub(r"^(?:die|der|das|Die|Der|Das) ", "", next(n for n in said.groups() if n))
        return name if is_party(name) or is_person(name) else None
    details = _DETAILS.fullmatch(bare)
    if details is None or not is_person(details["name"]):
        return None
    rest = [part.strip() for part in details["rest"].split(",")]
    return bare if any(is_party(part) or PARTY.match(part) or _TELLING.fullmatch(part) for part in rest) else None


def may_speak(label: str, *, recurring: bool = False) -> bool:
    """Whether the words before a colon can be a speaker at all; recurrence in the document must confirm it.

    A name that recurs often may hold lower case words: "Liste für bezahlbares Wohnen".
    """
    bare = re.sub(r"\([^)]*\)", "", without_stance(label)).strip()
    words = bare.split()
    return (
        0 < len(words) <= 6
        and (all(_NAME_WORD.match(w.strip(",.")) for w in words) or (recurring and "." not in bare))
        and not _NOT_A_SPEAKER.match(bare)
    )
