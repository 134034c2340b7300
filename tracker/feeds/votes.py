"""Counts, unanimity and the votes of factions in a result wording or a sentence of minutes."""

import re
from typing import Final

from tracker.domain.council import Votes

_WORDS: Final = {
    **dict.fromkeys(("kein", "keine", "keinen", "ohne", "o"), 0),
    **dict.fromkeys(("ein", "eine", "einer", "einem"), 1),
    **{
        word: n
        for n, word in enumerate(
            ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"), 2
        )
    },
}
_NUMBER: Final = rf"(?P<n>\d{{1,3}}(?=x?\b)|{'|'.join(_WORDS)})"
_YES: Final = re.compile(
    rf"(?<![\w.,]){_NUMBER}x?[ -]*(?:ja\b(?:-?\s?stimm\w*)?|dafür\b|stimmen dafür)"
    rf"|\bja(?:-?stimmen)?: ?(?P<m>\d{{1,3}})\b"
)
_NO: Final = re.compile(
    rf"(?<![\w.,]){_NUMBER}x?[ -]*(?:nein\b(?:-?\s?stimm\w*)?|gegenstimm\w*|dagegen\b|stimmen dagegen"
    rf"|ablehnung(?:en)?\b)"
    r"|\b(?:nein(?:-?stimmen)?|gegenstimmen): ?(?P<m>\d{1,3})\b"
)
_ABSTAIN: Final = re.compile(
    rf"(?<![\w.,]){_NUMBER}x?[ -]*(?:stimm)?(?:ent[hg]?al?h?tung\w*|enth\.)"
    rf"|\b(?:stimm)?enthaltung(?:en)?: ?(?P<m>\d{{1,3}})\b"
)
_AGAINST_EACH_OTHER: Final = re.compile(r"\bmit (?P<yes>\d{1,3})(?: ?: ?| gegen | zu )(?P<no>\d{1,3}) (?:ja-?)?stimmen")
_NUMBERS_BEHIND: Final = re.compile(
    r"(?<!\d )(?<!\dx )\b(?:ja(?:-?\s?stimmen)?|dafür)\W{1,3}(?P<yes>\d{1,3})"
    r"\W{1,3}(?:nein(?:-?\s?stimmen)?|dagegen)\W{1,3}(?P<no>\d{1,3})"
    r"(?:\W{1,3}(?:stimm)?enth\w*\W{1,3}(?P<abstentions>\d{1,3}))?(?![\w-]| (?:ja|nein|enth))"
)
"""A form filled in: "Ja 24 Nein 11 Enthaltungen 2"."""
_FLATTENED_TABLE: Final = re.compile(r"\bja ?nein ?enth")
_UNANIMOUS: Final = re.compile(r"(?<!nicht )(?:\beinstimmig|\beinstimmung|\beinmütig|\beinhellig|ohne gegenstimme)")
_MAJORITY: Final = re.compile(
    r"\bmehrheitlich|\bmit (?:der |großer |knapper )?(?:stimmen)?mehrheit|nicht einstimmig|gegen die stimmen?\b"
)

_END: Final = (
    r"(?=\s+(?:und |sowie |,)?(?:bei|gegen|mit|unter|an|in|auf|ab|zu|zur|zum|nach|den|dem|das|folgend\w*|so|damit"
    r"|genehmigt|festgestellt|benannt|gewählt|bestellt|abgelehnt|angenommen"
    r"|beschlossen|zugestimmt|empfohlen|beschließt|empfiehlt|lehnt|fasst|nimmt|überweist|verweist|stimmt|vertagt|ist"
    r"|wird|wurde|mehrheitlich|die (?!fraktion|gruppe|linke|grünen|partei))\b"
    r"|\s*[;:()„“\"]|\.(?:\s|$)|$)"
)
_OPPOSED_BY: Final = re.compile(rf"gegen die stimmen?\s+(?P<who>.+?){_END}", re.IGNORECASE)
_ABSTAINED_BY: Final = re.compile(
    rf"bei (?:(?:\d+ |\w+ )?(?:stimm)?enthaltung(?:en)?)\s+(?:der |von |des )(?P<who>.+?){_END}", re.IGNORECASE
)
_LISTED: Final = r": ?(?P<who>[A-ZÄÖÜ][^;:()\d.]*?)(?=,? (?:Ja|Nein|Enthaltung)|[;().]|$)"
_NO_LISTED: Final = re.compile(rf"\bNein(?:-?[Ss]timmen)?{_LISTED}")
_ABSTAINING_LISTED: Final = re.compile(rf"\b(?:Stimm)?[Ee]nthaltung(?:en)?{_LISTED}")
_FACTIONS: Final = re.compile(r"(Fraktion|Gruppe)(?:en|n) (?:der |von )?")
_AND: Final = re.compile(r",\s*(?:und\s+|sowie\s+)?|\s+(?:und|sowie)\s+")
_AND_FACTION: Final = re.compile(
    r",\s*(?:und\s+)?|\s+(?:und|sowie)\s+(?=(?:der |die )?(?:\w*gruppe|fraktion|[\w/]+-fraktion)|von )", re.IGNORECASE
)
_ARTICLE: Final = re.compile(r"^(?:(?:de[rsnm]|die|von|vom)\s+)+")
_PERSON: Final = re.compile(
    r"\b(?:Herrn?|Frau|Rm|Ratsmitglied\w*|Hr|Dr|Stadtr(?:at|ätin)|s?[BE]|\[Name\])\b|\[Name\]", re.IGNORECASE
)
_LONGEST_NAME: Final = 60


def votes_in(text: str) -> Votes:
    """The votes of one wording; counts only where it holds exactly one of a kind (two votes in a field: `None`)."""
    lower = text.casefold()
    if _FLATTENED_TABLE.search(lower):
        return Votes()
    yes, no, abstentions = (_single(pattern, lower) for pattern in (_YES, _NO, _ABSTAIN))
    filled_in = _NUMBERS_BEHIND.findall(lower)
    if len(filled_in) == 1:
        yes, no, abstentions = (int(number) if number else None for number in filled_in[0])
    ratio = _AGAINST_EACH_OTHER.search(lower)
    if ratio and yes is None and no is None:
        yes, no = int(ratio["yes"]), int(ratio["no"])
    against = _factions(_OPPOSED_BY, text) or _factions(_NO_LISTED, text)
    abstaining = _factions(_ABSTAINED_BY, text) or _factions(_ABSTAINING_LISTED, text)
    return Votes(yes, no, abstentions, _unanimous(lower, no), against=against, abstaining=abstaining)


def counted_votes(text: str) -> tuple[int, int] | None:
    """Yes and no of the one motion that was counted; `None` if a side is missing or several were."""
    votes = votes_in(text)
    if votes.yes and votes.no is None and len(_UNANIMOUS.findall(text.casefold())) == 1:
        return votes.yes, 0
    if votes.yes is None or votes.no is None or votes.yes + votes.no == 0:
        return None
    return votes.yes, votes.no


def _single(pattern: re.Pattern[str], text: str) -> int | None:
    found = [hit["n"] or hit["m"] for hit in pattern.finditer(text)]
    if len(found) != 1:
        return None
    return _WORDS[found[0]] if found[0] in _WORDS else int(found[0])


def _unanimous(text: str, no: int | None) -> bool | None:
    if no or _MAJORITY.search(text):
        return False
    return True if _UNANIMOUS.search(text) else None


def factions_in(text: str) -> tuple[str, ...]:
    """Factions as a text lists them, without articles and persons: "Fraktionen A und B" are two of them."""
    plain = _ARTICLE.sub("", " ".join(text.split()).strip(" .,;:"))
    plural = _FACTIONS.match(plain)
    if plural:
        parts = [f"{plural[1]} {_ARTICLE.sub('', part)}" for part in _AND.split(plain[plural.end() :])]
    else:
        separator = _AND_FACTION if re.search(r"fraktion|gruppe", plain, re.IGNORECASE) else _AND
        parts = [_ARTICLE.sub("", part.strip()) for part in separator.split(plain)]
    names = (_ARTICLE.sub("", part.strip(" .,")) for part in parts)
    return tuple(dict.fromkeys(name for name in names if 1 < len(name) <= _LONGEST_NAME and not _PERSON.search(name)))


def _factions(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The factions named by a phrase like "gegen die Stimmen …"."""
    return tuple(dict.fromkeys(name for hit in pattern.finditer(text) for name in factions_in(hit["who"])))
