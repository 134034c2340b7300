"""Titles in infinitive style: "Amt für Migration evaluieren und weiterentwickeln", at most 90 characters.

A title is made of the promise's own words: subject, finite verb and connectives go, the object comes first without its
article, the infinitive closes. Where no infinitive says what is done, the verb of the promising phrase closes
("Sich für den Ausbau der Radwege einsetzen"). What a title's "dies" or "daran" stands for is added in brackets.
"""

import re

from tracker.extraction.antecedents import resolved
from tracker.extraction.brought_about import clause_of, object_and_verb, pledged_in_clause
from tracker.extraction.clauses import Part, segments
from tracker.extraction.cues import Cue
from tracker.extraction.dependents import (
    LEADING,
    clause_behind,
    gives_purpose,
    is_inner,
    last_infinitive,
    object_clause,
    told_of,
    trimmed,
    with_clause,
    zu_words,
)
from tracker.extraction.found import Found
from tracker.extraction.lexicon import ADVOCATING, FIRST_PERSON
from tracker.extraction.phrasing import accusative, bare, joined, reflexive, without_article
from tracker.extraction.polish import LONGEST, capital, polished, shortened, with_context
from tracker.extraction.predicates import Form
from tracker.extraction.respondents import PARTY
from tracker.extraction.subjects import Subject
from tracker.extraction.wordlists import listed
from tracker.german.tags import Word

_ANYWHERE = listed("auch aber jedoch allerdings außerdem zudem deshalb daher darum natürlich zusätzlich")
_GOAL = re.compile(
    r"\b(?:ein|eine|das|es|als|(?i:unser|mein)(?:e[nmrs]?)?)?\s*(?:\w+(?:es|e|s) )?Ziele?s?\b"
    rf"(?:\s+(?:der|von|von der) (?:{PARTY.pattern})(?: [A-ZÄÖÜ]\w+)?)?\s*(?:weiterhin|bleibt|ist|es)?\s*:?\s*"
)
_GOAL_OF = re.compile(r"Ziel (?:der|des|einer|eines) ")
_REFLEXIVE = {"aussprechen", "einbringen", "beteiligen", "kümmern", "verpflichten", "stemmen", "wehren"}
"""Verbs of promising phrases that say nothing without "sich"."""
_LEADING_ARTICLE = re.compile(r"^(?:die|eine|einen|den) (?=[A-ZÄÖÜ])")
_ASKED_LEVEL = re.compile(r"\b(?:beim|bei der|gegenüber (?:dem|der)|auf) (?:Bund|Land|\w*regierung|\w*ebene)\b")
_ASSURING = {"sicherstellen", "erreichen", "gewährleisten", "sorgen", "verhindern", "garantieren"}
"""Verbs that say nothing without their clause."""

_POINTING_AHEAD = {"dort", "dahin", "dorthin", "so"}
"""Words before a verb that only the clause behind it fills: "dort bauen, wo Busse halten"."""

_FRAME = {"dafür", "stark", "uns", "mich", "sich"}
"""Words of the promising phrase itself."""


LONGEST_ANNOUNCEMENT = 5
"""Words, with their colon, that only announce a promise."""


def title(found: Found, context: str = "", earlier: str = "") -> str:
    """The title of a promise; `context` is the statement before it, for titles that only point back to it.

    `earlier` are the words before it, in which its pronouns find what they stand for.
    """
    words = [w for w in found.words if w.start >= found.span.start and w.end <= found.span.end]
    words = [*trimmed(words), *found.shared] if found.shared else words
    if announced := _announced_sentence(words):
        return shortened(capital(joined(announced)))
    if not _of_the_speaker(found):
        brought = _brought_about(found) or joined(trimmed(words))
        return with_context(shortened(capital(resolved(brought, earlier))), context)
    made = _spoken(found, words)
    if made is not None and len(made) > LONGEST and (brief := _without_setting(found, words)):
        made = _spoken(found, brief) or made
    return with_context(polished(made and resolved(made, earlier)) or shortened(joined(words)), context)


def _spoken(found: Found, words: list[Word]) -> str | None:
    """The title of what the speaker does, however long."""
    told = _that_title(found, words) if _only_advocates(found) else None
    return told or _infinitive_title(found, words) or _that_title(found, words) or _nominal_title(found, words)


def _without_setting(found: Found, words: list[Word]) -> list[Word]:
    """The words from the finite verb on where only a setting stands before it: "Im Zuge des Umbaus … werden wir"."""
    fore = _forefield(found)
    opening = next((w for w in fore if w.low not in LEADING), None)
    if opening is None or opening.tag not in {"APPR", "APPRART"} or fore[0].start < words[0].start:
        return []
    behind = [w for w in words if w.start > fore[-1].start]
    return behind if any(w.tag.startswith("NN") for w in behind) else []


def _forefield(found: Found) -> list[Word]:
    """Everything that stands before the finite verb of the promise's own clause."""
    read = found.sense
    if read is None or found.lead_in or read.clause.finite is None:
        return []
    return list(read.clause.words[read.clause.first : read.clause.finite])


def _announced_sentence(words: list[Word]) -> list[Word]:
    """The sentence behind words that only announce it: "Wir versprechen: Das Bad bleibt offen"; nothing elsewhere."""
    colon = next((i for i, w in enumerate(words[:LONGEST_ANNOUNCEMENT]) if w.text == ":"), None)
    if colon is None or not any(w.low in FIRST_PERSON for w in words[:colon]):
        return []
    behind = trimmed(words[colon + 1 :])
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
    parts = segments(words)
    told = [
        s
        for i, s in enumerate(parts)
        if s.part is not Part.SUBORDINATE and not gives_purpose(words, s) and not is_inner(words, parts, i)
    ]
    inside = [w for s in told for w in words[s.first : s.last]]
    kept = [w for w in _without_subject(_without_actor(found, inside)) if w.start != finite]
    return trimmed([w for i, w in enumerate(kept) if w.low not in _ANYWHERE or (i and kept[i - 1].low == "als")])


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


def _infinitive_title(found: Found, words: list[Word]) -> str | None:
    """Object and infinitive: "wir werden den Platz umbauen", "…, den Platz umzubauen"."""
    own = zu_words(words) if _announces(found) else None
    if own is None:
        if found.sense is not None and found.sense.form is Form.PRESENT and not found.lead_in:
            return None
        own = _own_words(found, words)
    last = last_infinitive(own)
    if last is None:
        return None
    parts = [bare(w) for w in own[: last + 1] if w.tag != "PTKZU"]
    made = joined(reflexive(without_article(parts)))
    if own[last].low in _ASSURING and (assured := object_clause(words)):
        return f"{own[last].text}, {assured}"
    if clause := _needed_clause(words, parts, own[last]):
        return f"{made}, {clause}"
    if len(parts) == 1 and words[0].tag == "PROAV":
        return f"{words[0].text} {made}"
    return made if len(parts) > 1 or len(own) == 1 else None


def _needed_clause(words: list[Word], parts: list[Word], verb: Word) -> str | None:
    """The clause without which the infinitive says too little: its object, or what "dort" and "so" point to."""
    bare_verb = len([w for w in parts if w.tag != "PRF"]) <= 2 or _only_place(parts)
    if bare_verb and (clause := object_clause(words)):
        return clause
    pointing = len(parts) > 1 and parts[-2].low in _POINTING_AHEAD
    return clause_behind(words, verb) if pointing else None


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
    clause = object_clause(words) or _second_clause(found, words)
    if clause is None or not clause.startswith("dass"):
        return None
    verb = _closing_verb(found)
    opening, asked = _OPENINGS.get(verb, verb.capitalize()), _ASKED_LEVEL.search(joined(words))
    if asked and opening.startswith("Sich dafür"):
        opening = opening.replace("dafür", f"{asked[0]} dafür")
    return f"{opening}, {clause}"


def _second_clause(found: Found, words: list[Word]) -> str | None:
    """What goes on with a "dass" that stands before it: "dass A kommt und *B bleibt*"."""
    read, told = found.sense, trimmed(words)
    if read is None or Cue.THAT not in read.cues or not told or not told[-1].finite or told[0].low in FIRST_PERSON:
        return None
    before = [w for w in read.clause.words[read.clause.first : read.clause.last] if w.start < told[0].start]
    return f"dass {joined(told)}" if any(w.low == "dass" for w in before) else None


def _nominal_title(found: Found, words: list[Word]) -> str | None:
    """The measure and the verb of the promising phrase: "für den Ausbau der Wege", "ein Konzept"."""
    own = [w for w in _own_words(found, words) if w.tag not in {"PTKVZ", "PRF"} and w.low not in _FRAME]
    colon = next((i for i, w in enumerate(own[:4]) if w.text == ":"), -1)
    if colon > 0 and any(w.tag == "PTKVZ" and w.start < own[colon].start for w in words):
        colon = -1  # the sentence is whole, what follows explains it: "Wir setzen das fort: mit …"
    body = _until_clause(_without_proviso(trimmed(_behind_list(found, own[colon + 1 :]))))
    verb = _closing_verb(found)
    if not body:
        return None
    against = any(w.low == "gegen" for w in body) and all(w.low != "für" for w in body)
    if against and _WITH_FOR.get(verb, "").startswith("Sich"):
        return f"Sich {joined(body)} {verb}"
    if verb in _WITH_FOR and not against:
        return with_clause(f"{_WITH_FOR[verb]} {joined(_behind_for(body))} {verb}", told_of(words, body))
    if verb in _REFLEXIVE and any(w.low in _FRAME for w in words):
        return f"Sich {joined(body)} {verb}"
    said = joined(without_article(accusative(body) if _is_named_only(found) else body))
    if _GOAL_OF.match(said):
        return f"{said} verfolgen"
    text = _GOAL.sub(" ", said).strip(" :,")
    asked = object_clause(words)
    closing = f"{verb}, {asked}" if asked and asked[0].islower() and not asked.startswith("dass") else verb
    return with_clause(f"{_LEADING_ARTICLE.sub('', text)} {closing}", told_of(words, body)) if text else None


def _is_named_only(found: Found) -> bool:
    """Whether a measure stands by itself, as the items of a list do: its nouns are no object yet."""
    return found.lead_in is not None or (found.sense is not None and found.sense.form is Form.NONE)


def _without_proviso(words: list[Word]) -> list[Word]:
    """Without "wo möglich," at the head."""
    opens = len(words) > 3 and words[0].low in {"wo", "wenn", "sofern", "soweit"} and words[2].text == ","
    return words[3:] if opens else words


def _behind_list(found: Found, words: list[Word]) -> list[Word]:
    """Without a list of means before the verb: "mit A, B und C schaffen wir D" is about D."""
    fore = _forefield(found)
    present = found.sense is not None and found.sense.form is Form.PRESENT
    means = present and bool(fore) and fore[0].tag == "APPR" and any(w.text == "," for w in fore)
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
