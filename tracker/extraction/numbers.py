"""Numbers and thresholds in a promise: "unter 8 Prozent", "300 Wohnungen", "5 Mio. Euro"."""

import re

from tracker.domain.questionnaire import Number
from tracker.extraction.deadlines import MONTHS

_WORDS = {
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "zwölf": 12,
    "zwanzig": 20,
    "dreißig": 30,
    "fünfzig": 50,
    "hundert": 100,
    "tausend": 1000,
}
_SCALE = {"tausend": 1e3, "mio": 1e6, "million": 1e6, "millionen": 1e6, "mrd": 1e9, "milliarde": 1e9, "milliarden": 1e9}
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,12}(?:,\d{1,4})?"
_ADDED = r"(?:neue|weitere|zusätzliche|geförderte|bezahlbare)[nr]? "
_NUMBER = re.compile(
    rf"(?<![\w.,/§-])(?P<value>{_DIGITS}|(?:{'|'.join(_WORDS)})(?= ))"
    r"(?:\s?(?P<scale>Tausend|Mio|Millionen?|Mrd|Milliarden?)\b\.?)?"
    rf"\s?(?P<unit>%|€|Prozent|Euro|km/h|km|m²|ha|(?:{_ADDED})?[A-ZÄÖÜ][\w*:-]+)?"
)
_MONEY_OR_SHARE = {"%", "€", "Prozent", "Euro"}
_SIGNS = {"%": "Prozent", "€": "Euro"}
_NO_UNIT = {"Jahre", "Jahren", "Wahlperiode", "Uhr", "Abs", "Absatz", "Nr", "Und", *MONTHS}
_PREFIX = re.compile(r"\b(?:Tempo|mindestens|höchstens|maximal|rund|etwa|über|unter|bis zu|circa|ca\.) $")
_REFERENCE = re.compile(r"(?:§§?|Abs\.|Nr\.|Artikel|Art\.|Kapitel|Seite|Linie|Quartal) ?$")
_YEAR = re.compile(r"(?:19|20)\d\d")


def numbers(words: str) -> tuple[Number, ...]:
    """The numbers that say how much, with their unit; years, dates and references are none."""
    return tuple(_number(words, match) for match in _NUMBER.finditer(words) if _counts(words, match))


def _counts(words: str, match: re.Match[str]) -> bool:
    before, unit = words[: match.start()], match["unit"] or ""
    if _REFERENCE.search(before) or unit in _NO_UNIT or words[match.end() : match.end() + 1] == "-":
        return False
    year = _YEAR.fullmatch(match["value"]) is not None and unit not in _MONEY_OR_SHARE and not match["scale"]
    return not year and bool(unit or match["scale"] or before.endswith("Tempo "))


def _number(words: str, match: re.Match[str]) -> Number:
    raw, unit = match["value"], match["unit"] or ""
    value = float(_WORDS[raw]) if raw in _WORDS else float(raw.replace(".", "").replace(",", "."))
    value *= _SCALE.get((match["scale"] or "").lower(), 1)
    prefix = _PREFIX.search(words, 0, match.start())
    text = words[prefix.start() if prefix else match.start() : match.end()].strip()
    tempo = text.startswith("Tempo ")
    return Number(text, value, "km/h" if tempo else _SIGNS.get(unit, unit.rsplit(" ", 1)[-1]))
