"""A title's last polish: one line of at most 90 characters, a capital, and what "dies" stands for."""

import re

LONGEST = 90
"""Characters of a title, by the codebook."""

_POINTING = re.compile(
    r"(?:Dies(?:e[mnrs]?)?|Es|Sie|Ihn|Ihr(?:e[rnm]?)?(?= [A-ZÄÖÜ])"
    r"|Daran|Hieran|Darauf|Hierauf|Dafür|Das(?= \w+$| (?!von\b|\w+e \w+)[a-zäöü]))\b"
)
_CUT_SHORT = re.compile(
    r"(?:[ ,]+(?:an|auf|aus|bei|durch|für|gegen|in|im|mit|nach|über|um|unter|von|vom|vor|zu|zum|zur|am|als|wie|und|oder"
    r"|sowie|d(?:er|ie|as|es|em|en)|ein(?:e[mnrs]?)?|(?:ihr|unser|sein|kein)(?:e[mnrs]?)?))+$"
)
"""Words after which nothing may break off."""

_HELPING = {"soll", "sollen", "wird", "werden", "will", "wollen", "kann", "können", "muss", "müssen", "ist", "sind"}
"""Verbs that close a clause behind the verb that says what is done."""

_WITH_VERB = re.compile(r" (?!(?:sich|nicht|auch|noch|dort|hier|dies|diese|alle|selbst|möglich)$)[a-zäöüß]{5,}$")
"""What says more of the action than its closing verb: "kostenlos machen", "prüfen lassen"."""

SHORTEST_CUT = 40
"""Characters that a cut title keeps at least before its verb."""

_TO_A_NOUN = re.compile(r".*(?<!\S)[„(]?(?:[A-ZÄÖÜ]\S*|20\d\d)(?= |$)")
"""Up to the last noun or number: an adjective alone is no end ("für den ländlichen …")."""

_COMMAS_FOR_QUOTES = re.compile(r"\s*,,(?=(\w))\1")
"""Two commas typed for an opening quotation mark."""

_LIST = re.compile(r"^(?:\d{1,2}[.)]\s+|[\s.)•–—:,-])*")


def polished(text: str | None) -> str | None:
    """The title without list signs and, where it is too long, brackets; None where nothing is left."""
    if not text:
        return None
    clean = _COMMAS_FOR_QUOTES.sub(r" „\1", " ".join(_LIST.sub("", text).split()))
    clean = re.sub(r"\s*\([^)]*\)", "", clean) if len(clean) > LONGEST else clean
    return capital(shortened(clean)) if len(clean) > 3 else None


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def shortened(text: str) -> str:
    """At most LONGEST characters: words before the closing verb give way, an ellipsis says so."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    head, _, verb = text.rpartition(" ")
    if verb in _HELPING or _WITH_VERB.search(head):
        head, _, full = head.rpartition(" ")
        verb = f"{full} {verb}"
    room = LONGEST - len(verb) - 3
    if not head or room < 20:
        return text[: LONGEST - 1].rstrip() + "…"
    cut = _CUT_SHORT.sub("", head[:room].rsplit(" ", 1)[0]).rstrip(" ,;:–-")
    noun = _TO_A_NOUN.match(cut)
    whole = noun[0] if noun and len(noun[0]) >= SHORTEST_CUT else cut
    return f"{_CUT_SHORT.sub('', whole).rstrip(' ,;:–-')} … {verb}"


def with_context(made: str, context: str) -> str:
    """A title that only points back gets what it points to in brackets: "Daran festhalten (…)"."""
    room = LONGEST - len(made) - 4
    if not context or not _POINTING.match(made) or ", dass " in made or room < 25:
        return made
    words = context if len(context) <= room else context[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return f"{made} ({words})"
