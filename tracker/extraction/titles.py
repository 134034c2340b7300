"""Titles in infinitive style: "Amt für Migration evaluieren und weiterentwickeln", at most 90 characters.

A title is made of the promise's own words: subject, finite verb and connectives go, the object comes first without its
article, the infinitive closes. Where no infinitive says what is done, the verb of the promising phrase closes
("Sich für den Ausbau der Radwege einsetzen"). What a title's "dies" or "daran" stands for is added in brackets.
"""

import re

from tracker.extraction.antecedents import resolved
from tracker.extraction.brought_about import clause_of, object_and_verb, pledged_in_clause
from tracker.extraction.clauses import Part, Segment, segments
from tracker.extraction.cues import Cue
from tracker.extraction.found import Found
from tracker.extraction.lexicon import ADVOCATING, EMPTY, FIRST_PERSON
from tracker.extraction.phrasing import bare, joined, reflexive, without_article
from tracker.extraction.polish import capital, polished, shortened, with_context
from tracker.extraction.predicates import Form
from tracker.extraction.respondents import PARTY
from tracker.extraction.subjects import Subject
from tracker.extraction.wordlists import listed
from tracker.german.tags import Word

_LEADING = listed("""
    auch außerdem zudem deshalb daher darum deswegen dann also jedoch aber ferner zusätzlich ebenfalls ebenso
    nun darüber hinaus daneben dabei dafür dazu hierfür hierzu stattdessen gleichzeitig insbesondere natürlich gerne
    gern vor allem allerdings denn und sowie oder selbstverständlich somit so damit gleichwohl ja nein besonders
""")
_ANYWHERE = listed("auch aber jedoch allerdings außerdem zudem deshalb daher darum natürlich zusätzlich")
_PURPOSE = listed("um ohne statt anstatt")
_GOAL = re.compile(
    r"\b(?:ein|eine|das|es|als|(?i:unser|mein)(?:e[nmrs]?)?)?\s*(?:\w+(?:es|e|s) )?Ziele?s?\b"
    rf"(?:\s+(?:der|von|von der) (?:{PARTY.pattern})(?: [A-ZÄÖÜ]\w+)?)?\s*(?:weiterhin|bleibt|ist|es)?\s*:?\s*"
)
_LEADING_ARTICLE = re.compile(r"^(?:die|eine|einen|den) (?=[A-ZÄÖÜ])")
_ASKED_LEVEL = re.compile(r"\b(?:beim|bei der|gegenüber (?:dem|der)|auf) (?:Bund|Land|\w*regierung|\w*ebene)\b")
_ASSURING = {"sicherstellen", "erreichen", "gewährleisten", "sorgen", "verhindern", "garantieren"}
"""Verbs that say nothing without their clause."""

_FRAME = {"dafür", "stark", "uns", "mich", "sich"}
"""Words of the promising phrase itself."""


LONGEST_ANNOUNCEMENT = 5
"""Words, with their colon, that only announce a promise."""


def title(found: Found, context: str = "", earlier: str = "") -> str:
    """The title of a promise; `context` is the statement before it, for titles that only point back to it.

    `earlier` are the words before it, in which its pronouns find what they stand for.
    """
    words = [w for w in found.words if w.start >= found.span.start and w.end <= found.span.end]
    words = [*_trimmed(words), *found.shared] if found.shared else words
    if announced := _announced_sentence(words):
        return shortened(capital(joined(announced)))
    if not _of_the_speaker(found):
        brought = _brought_about(found) or joined(_trimmed(words))
        return with_context(shortened(capital(resolved(brought, earlier))), context)
    told = _that_title(found, words) if _only_advocates(found) else None
    made = told or _infinitive_title(found, words) or _that_title(found, words) or _nominal_title(found, words)
    return with_context(polished(made and resolved(made, earlier)) or shortened(joined(words)), context)


def _announced_sentence(words: list[Word]) -> list[Word]:
    """The sentence behind words that only announce it: "Wir versprechen: Das Bad bleibt offen"; nothing elsewhere."""
    colon = next((i for i, w in enumerate(words[:LONGEST_ANNOUNCEMENT]) if w.text == ":"), None)
    if colon is None or not any(w.low in FIRST_PERSON for w in words[:colon]):
        return []
    behind = _trimmed(words[colon + 1 :])
    whole = any(w.finite for w in behind) and not any(w.low in FIRST_PERSON for w in behind)
    return behind if whole else []


def _brought_about(found: Found) -> str | None:
    """The title of what somebody else does by the speaker's will."""
    told = object_and_verb(found) or pledged_in_clause(found)
    if told is not None and told[0]:
        return " ".join([joined(without_article(told[0])), told[1]])
    clause = clause_of(found)
    return clause and f"Dafür sorgen, dass {clause}"


def _of_the_speaker(found: Found) -> bool:
    """Whether the speaker acts in the promise; "Mit uns wird das Bad nicht geschlossen" stays as it is."""
    read = found.sense
    if read is None or found.lead_in or read.form is Form.NONE:
        return True
    return read.subject is Subject.SPEAKER or Cue.OWN_GOAL in read.cues


def _only_advocates(found: Found) -> bool:
    read = found.sense
    return read is not None and bool(read.verbs) and read.verbs[0] in ADVOCATING


def _own_words(found: Found, words: list[Word]) -> list[Word]:
    """Without subordinate clauses, subject, finite verb, and connectives."""
    clause = found.sense.clause if found.sense is not None and not found.lead_in else None
    finite = clause.words[clause.finite].start if clause is not None and clause.finite is not None else -1
    told = [s for s in segments(words) if s.part is not Part.SUBORDINATE and not _gives_purpose(words, s)]
    inside = [w for s in told for w in words[s.first : s.last]]
    kept = [w for w in _without_subject(_without_actor(found, inside)) if w.start != finite]
    return _trimmed([w for i, w in enumerate(kept) if w.low not in _ANYWHERE or (i and kept[i - 1].low == "als")])


def _gives_purpose(words: list[Word], segment: Segment) -> bool:
    """Whether a clause is not promised itself: "ohne zu zögern", "statt zu reden"."""
    return segment.part is Part.INFINITIVE and words[segment.first].low in _PURPOSE - {"um"}


def _without_actor(found: Found, words: list[Word]) -> list[Word]:
    """Without the noun phrase that names the speaker ("unser Team", "das Bündnis Ost"), "sie", and "als Landrätin"."""
    read = found.sense
    if read is None or found.lead_in:
        return words
    marks = {read.clause.words[i].start for i in read.triggers if not read.clause.words[i].verb}
    dropped: set[int] = set()
    for index, word in enumerate(words):
        if word.start in marks:
            first = index
            while first and words[first - 1].tag in {"ART", "PPOSAT", "ADJ(A)", "NE"}:
                first -= 1
            last = index + 1
            while last < len(words) and words[last].text[:1].isupper() and words[last].tag != "PPER":
                last += 1
            dropped.update(range(first, last if word.tag != "PPER" else index + 1))
        elif word.low == "als" and index + 1 < len(words) and _names_office(words, index, marks):
            dropped.update({index, index + 1})
    return [w for i, w in enumerate(words) if i not in dropped]


def _names_office(words: list[Word], index: int, marks: set[int]) -> bool:
    """Whether "als Bürgermeisterin" stands first or right behind "ich"."""
    beside = index == 0 or words[index - 1].start in marks
    return beside and words[index + 1].tag.startswith(("NN", "NE"))


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
        match = PARTY.match(joined(words[index : index + 3])) if _is_subject_place(words, index) else None
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
    parts = [bare(w) for w in own[: last + 1] if w.tag != "PTKZU"]
    made = joined(reflexive(without_article(parts)))
    if own[last].low in _ASSURING and (assured := _object_clause(words)):
        return f"{own[last].text}, {assured}"
    bare_verb = len([w for w in parts if w.tag != "PRF"]) <= 2 or _only_place(parts)
    if bare_verb and (clause := _object_clause(words)):
        return f"{made}, {clause}"
    if len(parts) == 1 and words[0].tag == "PROAV":
        return f"{words[0].text} {made}"
    return made if len(parts) > 1 or len(own) == 1 else None


def _only_place(parts: list[Word]) -> bool:
    """Whether only a place stands before the verb, so that its object follows: "im Rat beantragen, dass …"."""
    nouns = sum(w.tag.startswith(("NN", "NE")) for w in parts)
    return nouns == 1 and parts[0].tag in {"APPR", "APPRART"} and parts[-2].tag.startswith(("NN", "NE"))


def _announces(found: Found) -> bool:
    """Whether the main verb only announces what a clause with "zu" then says."""
    read = found.sense
    if read is None or read.form in {Form.PRESENT, Form.PERFECT, Form.NONE, Form.STATE}:
        return read is not None
    return bool(read.verbs) and read.verbs[0] in ADVOCATING


def _zu_words(words: list[Word]) -> list[Word] | None:
    """The clause with "zu" that says what is done; a purpose only where an aim is all that is said."""
    aim = any(w.text in {"Ziel", "Absicht"} for w in words)
    found: list[list[Word]] = []
    parts, purpose = segments(words), False
    for index, segment in enumerate(parts):
        first_word = words[segment.first].low
        purpose = first_word in _PURPOSE or (purpose and index > 0 and parts[index - 1].part is Part.INFINITIVE)
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
            return joined(_trimmed(words[segment.first : end]))
    return None


_OPENINGS = {
    "anstreben": "Erreichen",
    "einsetzen": "Sich dafür einsetzen",
    "starkmachen": "Sich dafür starkmachen",
    "engagieren": "Sich dafür engagieren",
    "kämpfen": "Dafür kämpfen",
    "eintreten": "Dafür eintreten",
    "sorgen": "Dafür sorgen",
    "werben": "Dafür werben",
    "streiten": "Dafür streiten",
    "plädieren": "Dafür plädieren",
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
    opening, asked = _OPENINGS.get(verb, verb.capitalize()), _ASKED_LEVEL.search(joined(words))
    if asked and opening.startswith("Sich dafür"):
        opening = opening.replace("dafür", f"{asked[0]} dafür")
    return f"{opening}, {clause}"


def _nominal_title(found: Found, words: list[Word]) -> str | None:
    """The measure and the verb of the promising phrase: "für den Ausbau der Wege", "ein Konzept"."""
    own = [w for w in _own_words(found, words) if w.tag not in {"PTKVZ", "PRF"} and w.low not in _FRAME]
    colon = next((i for i, w in enumerate(own[:4]) if w.text == ":"), -1)
    body = _until_clause(_trimmed(_behind_list(found, own[colon + 1 :])))
    verb = _closing_verb(found)
    if not body:
        return None
    against = any(w.low == "gegen" for w in body) and all(w.low != "für" for w in body)
    if against and _WITH_FOR.get(verb, "").startswith("Sich"):
        return f"Sich {joined(body)} {verb}"
    if verb in _WITH_FOR and not against:
        return f"{_WITH_FOR[verb]} {joined(_behind_for(body))} {verb}"
    text = _GOAL.sub(" ", joined(without_article(body))).strip(" :,")
    asked = _object_clause(words)
    closing = f"{verb}, {asked}" if asked and asked[0].islower() and not asked.startswith("dass") else verb
    return f"{_LEADING_ARTICLE.sub('', text)} {closing}" if text else None


def _behind_list(found: Found, words: list[Word]) -> list[Word]:
    """Without a list of means before the verb: "mit A, B und C schaffen wir D" is about D."""
    read = found.sense
    if read is None or read.clause.finite is None or found.lead_in or read.form is not Form.PRESENT:
        return words
    fore = [read.clause.words[i] for i in read.clause.forefield()]
    means = bool(fore) and fore[0].tag == "APPR" and any(w.text == "," for w in fore)
    return [w for w in words if w.start > fore[-1].end] if means else words


def _behind_for(words: list[Word]) -> list[Word]:
    """What stands behind "für"; everything where the "für" is in the lead-in."""
    index = next((i for i, w in enumerate(words) if w.low == "für"), None)
    early = index is not None and index <= 5
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
