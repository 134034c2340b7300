"""Titles in infinitive style: "Amt für Migration evaluieren und weiterentwickeln", at most 90 characters.

A title is made of the promise's own words: subject, finite verb and connectives go, the object comes first without its
article, the infinitive closes. Where no infinitive says what is done, the verb of the promising phrase closes
("Sich für den Ausbau der Radwege einsetzen"). What a title's "dies" or "daran" stands for is added in brackets.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.clauses import Part, main_words, segments
from tracker.extraction.lexicon import ADVOCATING, EMPTY, FIRST_PERSON
from tracker.extraction.predicates import Form
from tracker.extraction.respondents import PARTY
from tracker.extraction.statements import Found
from tracker.extraction.wordlists import listed
from tracker.german.tags import Word

LONGEST = 90
"""Characters of a title, by the codebook."""

_LEADING = listed("""
    auch außerdem zudem deshalb daher darum deswegen dann also jedoch aber ferner zusätzlich ebenfalls ebenso
    nun darüber hinaus dabei dafür dazu hierfür hierzu stattdessen gleichzeitig insbesondere natürlich gerne
    gern vor allem allerdings denn und sowie oder selbstverständlich somit so damit gleichwohl ja nein besonders
""")
_ANYWHERE = listed("auch aber jedoch allerdings außerdem zudem deshalb daher darum natürlich zusätzlich")
_PURPOSE = listed("um ohne statt anstatt")
_POINTING = re.compile(r"(?:Dies(?:e[mnrs]?)?|Es|Daran|Hieran|Darauf|Hierauf|Dafür)\b")
_GOAL = re.compile(
    r"\b(?:ein|eine|das|es|als|(?i:unser|mein)(?:e[nmrs]?)?)?\s*(?:\w+(?:es|e|s) )?Ziele?s?\b"
    rf"(?:\s+(?:der|von|von der) (?:{PARTY.pattern})(?: [A-ZÄÖÜ]\w+)?)?\s*(?:weiterhin|bleibt|ist|es)?\s*:?\s*"
)
_LEADING_ARTICLE = re.compile(r"^(?:die|eine|einen|den) (?=[A-ZÄÖÜ])")
_FRAME = {"dafür", "stark", "uns", "mich", "sich"}
"""Words of the promising phrase itself."""
_LIST = re.compile(r"^(?:\d{1,2}[.)]\s+|[\s.)•–—:,-])*")


def title(found: Found, context: str = "") -> str:
    """The title of a promise; `context` is the statement before it, for titles that only point back to it."""
    words = [w for w in found.words if w.start >= found.span.start and w.end <= found.span.end]
    made = _infinitive_title(found, words) or _that_title(found, words) or _nominal_title(found, words)
    return _with_context(_polished(made) or _shortened(_text(words)), context)


def _text(words: Sequence[Word]) -> str:
    """The words with the blanks that they had, on one line."""
    parts: list[str] = []
    for index, word in enumerate(words):
        glued = index > 0 and (words[index - 1].end == word.start or word.text in {",", ".", ":", ";", "?", "!"})
        parts.append(word.text if glued or not index else f" {word.text}")
    return "".join(parts)


def _own_words(found: Found, words: list[Word]) -> list[Word]:
    """Without subordinate clauses, subject, finite verb, and connectives."""
    clause = found.sense.clause if found.sense is not None and not found.lead_in else None
    finite = clause.words[clause.finite].start if clause is not None and clause.finite is not None else -1
    kept = [w for w in _without_subject(main_words(words)) if w.start != finite]
    return _trimmed([w for w in kept if w.low not in _ANYWHERE])


def _without_subject(words: list[Word]) -> list[Word]:
    """Without "wir", "wir GRÜNE", "die CDU Musterstadt"."""
    kept: list[Word] = []
    skip = 0
    for index, word in enumerate(words):
        if skip:
            skip -= 1
            continue
        if word.low in FIRST_PERSON and word.tag == "PPER":
            skip = int(index + 1 < len(words) and PARTY.fullmatch(words[index + 1].text) is not None)
            continue
        match = PARTY.match(_text(words[index : index + 3])) if _is_subject_place(words, index) else None
        if match:
            skip = len(match[0].split()) - 1
            skip += _place_names(words, index + 1 + skip)
            if kept and kept[-1].tag == "ART":
                kept.pop()
            continue
        kept.append(word)
    return kept


def _place_names(words: list[Word], first: int) -> int:
    """How many words of "CDU Musterstadt wird" name the place: capitals right before the finite verb."""
    last = first
    while last < len(words) and (words[last].text[:1].isupper() and words[last].tag in {"NN", "NE", "FM"}):
        last += 1
    return last - first if last < len(words) and words[last].finite else 0


def _is_subject_place(words: list[Word], index: int) -> bool:
    return all(w.tag in {"ART", "ADV", "PROAV", "KON"} or w.finite for w in words[max(0, index - 2) : index])


def _trimmed(words: list[Word]) -> list[Word]:
    """Without connectives and marks at both ends."""
    first, last = 0, len(words)
    while first < last and (words[first].low in _LEADING or words[first].tag[0] == "$" or words[first].tag == "PTKANT"):
        first += 1
    while (
        last > first
        and (words[last - 1].tag[0] == "$" or words[last - 1].tag == "KON")
        and words[last - 1].text not in ")“"
    ):
        last -= 1
    return words[first:last]


def _infinitive_title(found: Found, words: list[Word]) -> str | None:
    """Object and infinitive: "wir werden den Platz umbauen", "…, den Platz umzubauen"."""
    own = _zu_words(words) if _announces(found) else None
    if own is None:
        if found.sense is not None and found.sense.form is Form.PRESENT and not found.lead_in:
            return None
        own = _own_words(found, words)
    last = _last_infinitive(own)
    if last is None:
        return None
    parts = [_bare(w) for w in own[: last + 1] if w.tag != "PTKZU"]
    made = _text(_reflexive(_without_article(parts)))
    if len([w for w in parts if w.tag != "PRF"]) <= 2 and (clause := _object_clause(words)):
        return f"{made}, {clause}"
    if len(parts) == 1 and words[0].tag == "PROAV":
        return f"{words[0].text} {made}"
    return made if len(parts) > 1 else None


def _announces(found: Found) -> bool:
    """Whether the main verb only announces what a clause with "zu" then says."""
    read = found.sense
    if read is None or read.form in {Form.PRESENT, Form.NONE, Form.STATE}:
        return read is not None
    return bool(read.verbs) and read.verbs[0] in ADVOCATING


def _zu_words(words: list[Word]) -> list[Word] | None:
    """The clause with "zu" that says what is done; a purpose only where an aim is all that is said."""
    aim = any(w.text in {"Ziel", "Absicht"} for w in words)
    found: list[list[Word]] = []
    parts = segments(words)
    for index, segment in enumerate(parts):
        purpose = words[segment.first].low in _PURPOSE
        if segment.part is Part.INFINITIVE and (aim or not purpose):
            first = index
            while not purpose and first and parts[first - 1].part is Part.REST:
                first -= 1
            inside = words[parts[first].first : segment.last]
            found.append(_trimmed([w for w in inside if w.low not in _PURPOSE]))
    telling = [f for f in found if not _says_nothing(f)]
    return next(iter(telling or found), None)


def _says_nothing(words: list[Word]) -> bool:
    last = _last_infinitive(words)
    return last is not None and words[last].low in EMPTY


def _last_infinitive(words: list[Word]) -> int | None:
    """Index of the infinitive that closes the action; a plural form at the very end is one, too."""
    at = [i for i, w in enumerate(words) if w.tag.endswith("(INF)") or w.tag == "VV(IZU)"]
    ending = [i for i, w in enumerate(words) if w.tag == "VV(FIN)" and w.low.endswith("n") and _closes(words, i)]
    at = at or ending
    return at[-1] if at else None


def _closes(words: list[Word], index: int) -> bool:
    return index + 1 == len(words) or words[index + 1].tag[0] == "$"


def _object_clause(words: list[Word]) -> str | None:
    """The clause that is the verb's object: "dass …", "ob …", "welche …"."""
    for segment in segments(words):
        inside = _trimmed(words[segment.first : segment.last])
        asks = inside and (inside[0].low in {"dass", "ob", "inwieweit"} or inside[0].tag in {"PWAT", "PWS", "PWAV"})
        if segment.part is Part.SUBORDINATE and asks:
            end = len(words) if inside[0].low == "dass" else segment.last
            return _text(_trimmed(words[segment.first : end]))
    return None


def _bare(word: Word) -> Word:
    """Without the inner "zu": "umzubauen" -> "umbauen"."""
    return replace(word, text=word.lemma) if word.tag == "VV(IZU)" and word.lemma.islower() else word


def _reflexive(words: list[Word]) -> list[Word]:
    return [replace(w, text="sich") if w.tag == "PRF" and w.low in {"uns", "mich"} else w for w in words]


def _without_article(words: list[Word]) -> list[Word]:
    """The object without its article; adjectives behind it take the strong ending ("die alten" -> "alte")."""
    if len(words) < 2 or words[0].low not in {"die", "das", "den", "eine", "einen", "ein"}:
        return words
    article, rest = words[0].low, list(words[1:])
    for index, word in enumerate(rest):
        if word.tag == "ADJ(A)":
            rest[index] = replace(word, text=_strong(article, word.text))
        elif word.tag not in {"KON", "$,", "ADV", "ADJ(D)", "TRUNC"}:
            break
    return rest if rest[0].tag.startswith(("NN", "NE", "ADJ", "TRUNC")) else words


def _strong(article: str, adjective: str) -> str:
    if article == "die" and adjective.endswith("en"):
        return adjective[:-1]
    return adjective + "s" if article == "das" and adjective.endswith("e") else adjective


_OPENINGS = {
    "anstreben": "Erreichen",
    "einsetzen": "Sich dafür einsetzen",
    "starkmachen": "Sich dafür starkmachen",
    "engagieren": "Sich dafür engagieren",
    "kämpfen": "Dafür kämpfen",
    "eintreten": "Dafür eintreten",
    "sorgen": "Dafür sorgen",
    "festhalten": "Daran festhalten",
    "hinwirken": "Darauf hinwirken",
    "drängen": "Darauf drängen",
}
"""How a title begins whose object is a clause with "dass"."""
_WITH_FOR = {
    "einsetzen": "Sich für",
    "starkmachen": "Sich für",
    "engagieren": "Sich für",
    "kämpfen": "Für",
    "eintreten": "Für",
}
"""Verbs that take their object with "für", and how a title with them begins."""


def _that_title(found: Found, words: list[Word]) -> str | None:
    """What is to come about: "…, dass alle Kinder schwimmen lernen"."""
    clause = _object_clause(words)
    if clause is None or not clause.startswith("dass"):
        return None
    verb = _closing_verb(found)
    return f"{_OPENINGS.get(verb, verb.capitalize())}, {clause}"


def _nominal_title(found: Found, words: list[Word]) -> str | None:
    """The measure and the verb of the promising phrase: "für den Ausbau der Wege", "ein Konzept"."""
    own = [w for w in _own_words(found, words) if w.tag not in {"PTKVZ", "PRF"} and w.low not in _FRAME]
    colon = next((i for i, w in enumerate(own[:4]) if w.text == ":"), -1)
    body = _until_clause(_trimmed(own[colon + 1 :]))
    verb = _closing_verb(found)
    if not body:
        return None
    if verb in _WITH_FOR:
        return f"{_WITH_FOR[verb]} {_text(_behind_for(body))} {verb}"
    text = _GOAL.sub(" ", _text(_without_article(body))).strip(" :,")
    return f"{_LEADING_ARTICLE.sub('', text)} {verb}" if text else None


def _behind_for(words: list[Word]) -> list[Word]:
    """What stands behind "für"; everything where the "für" is in the lead-in."""
    index = next((i for i, w in enumerate(words) if w.low == "für"), None)
    early = index is not None and all(
        w.tag in {"ADV", "ADJ(D)", "APPR", "PROAV"} or w.low == "nachdruck" for w in words[:index]
    )
    return words[index + 1 :] if index is not None and early else words


def _until_clause(words: list[Word]) -> list[Word]:
    """The words before the first colon or dash, or the comma behind which something else begins."""
    for index in range(2, len(words)):
        before, word = words[index - 1], words[index]
        breaks = word.text in {":", "–", "-", ";"} and word.tag[0] == "$"
        if breaks or (word.text == "," and before.tag != "ADJ(A)"):
            return words[:index]
    return words


def _closing_verb(found: Found) -> str:
    """The verb of the promising phrase, as an infinitive."""
    read = found.sense
    if read is None:
        return "anstreben"
    for verb in read.verbs:
        if verb in ADVOCATING or read.form is Form.PRESENT:
            known = verb not in {"sein", "bleiben", "wollen", "verfolgen", "haben", "werden", "lauten", ""}
            return verb if known else "anstreben"
    return "umsetzen" if read.form is Form.FUTURE else "anstreben"


def _polished(text: str | None) -> str | None:
    if not text:
        return None
    clean = " ".join(_LIST.sub("", text).split())
    clean = re.sub(r"\s*\([^)]*\)", "", clean) if len(clean) > LONGEST else clean
    clean = _shortened(clean)
    return clean[:1].upper() + clean[1:] if len(clean) > 3 else None


def _shortened(text: str) -> str:
    """At most LONGEST characters: words before the closing verb give way, an ellipsis says so."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    head, _, verb = text.rpartition(" ")
    room = LONGEST - len(verb) - 3
    if not head or room < 20:
        return text[: LONGEST - 1].rstrip() + "…"
    cut = head[:room].rsplit(" ", 1)[0].rstrip(" ,;:–-")
    return f"{cut} … {verb}"


def _with_context(made: str, context: str) -> str:
    """A title that only points back gets what it points to in brackets: "Daran festhalten (…)"."""
    room = LONGEST - len(made) - 4
    if not context or not _POINTING.match(made) or room < 25:
        return made
    words = context if len(context) <= room else context[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return f"{made} ({words})"
