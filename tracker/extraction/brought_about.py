"""Titles of promises in which somebody else acts, or nobody: "Mit uns wird es einen Nachtbus geben".

What the speaker brings about becomes the object of an infinitive: "Nachtbus schaffen", "Freibad nicht schließen". Where
no infinitive says it, a clause does: "Dafür sorgen, dass jeder Ortsteil einen Bolzplatz bekommt".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.extraction.clauses import Part, segments
from tracker.extraction.cues import OWN_WILL
from tracker.extraction.found import Found
from tracker.extraction.lexicon import FIRST_PERSON
from tracker.extraction.predicates import Form
from tracker.german.tags import Word

_IN_PROGRAMME = {"Teil des eigenen Programms", "auf der eigenen Liste"}
_OWN_IN_FULL = _IN_PROGRAMME | {"bekräftigt"}
"""Rules whose promise is told without a word of the speaker in its clause."""

_THEREFORE = {"weshalb", "wofür", "weswegen", "wozu"}
_LIKE_INFINITIVES = {"sollen", "werden", "müssen"}
_PASSIVES = {Form.PASSIVE, Form.FUTURE_PASSIVE, Form.MODAL}
_MARKS = {"aber", "jedoch", "also", "auch", "und", "zudem", "außerdem"}


@dataclass(frozen=True)
class _Told:
    """A clause without the words of its speaker: `words` without the finite verb, `finite` that verb."""

    words: list[Word]
    finite: Word
    form: Form

    def has(self, *forms: str) -> bool:
        """Whether one of the words is among the words."""
        return any(w.low in forms for w in self.words)

    def without(self, *forms: str) -> list[Word]:
        """The words without some of them."""
        return [w for w in self.words if w.low not in forms]


def object_and_verb(found: Found) -> tuple[list[Word], str] | None:
    """What is brought about, and the infinitive; None where the clause is of another kind."""
    if given := _given(found):
        return given
    told = _told(found)
    if told is None or found.rule in _IN_PROGRAMME:
        return _planned(found) if told else None
    if told.has("erhalten") and (told.finite.lemma == "bleiben" or told.has("bleiben")):
        return accusative(told.without("erhalten", "bleiben")), "erhalten"
    if told.finite.lemma == "sein" and told.has("machen") and told.has("zu"):
        return accusative(told.without("zu", "machen")), "zulassen" if told.has("nicht") else "mittragen"
    return _made_active(told)


def _given(found: Found) -> tuple[list[Word], str] | None:
    """What there will be, or will not: "Mit uns wird es einen Nachtbus geben", each thing of a list by itself."""
    read = found.sense
    own = [] if read is None else read.clause.words[read.clause.first : read.clause.last]
    spoken = any(w.low == "es" for w in own) and len(_without_speaker(own)) < len(own)
    if read is None or found.lead_in or "geben" not in read.verbs or not spoken:
        return None
    kept = [
        w
        for w in _without_speaker(_main_clause(found.words))
        if w.low not in {"es", "geben"} | _MARKS - {"und"}
        and w is not own[(read.clause.finite or 0) - read.clause.first]
    ]
    while kept and (kept[0].tag[0] == "$" or kept[0].low == "und"):
        kept = kept[1:]
    while kept and (kept[-1].tag[0] == "$" or kept[-1].tag == "KON"):
        kept = kept[:-1]
    denied = any(w.tag == "PTKNEG" or w.low.startswith("kein") or w.low == "nie" for w in kept)
    return (kept, "zulassen" if denied else "schaffen") if kept else None


def _made_active(told: _Told) -> tuple[list[Word], str] | None:
    """The passive as an action: "das Bad wird nicht geschlossen" -> "das Bad nicht schließen"."""
    done = [w for w in told.words if w.tag == "VV(PP)"]
    if told.form not in _PASSIVES or not done or not _passive(told):
        return None
    return accusative([w for w in told.without("werden") if w is not done[-1]]), done[-1].lemma


def _planned(found: Found) -> tuple[list[Word], str] | None:
    """What stands in the programme: the subject of its clause."""
    clause = found.sense.clause if found.sense else None
    fore = [clause.words[i] for i in clause.forefield()] if clause else []
    return (accusative(fore), "umsetzen") if fore and fore[0].tag != "APPR" else None


def clause_of(found: Found) -> str | None:
    """The words as a clause with its verb at the end: "jeder Ortsteil einen Bolzplatz bekommt"."""
    told = _told(found)
    if told is None or len(told.words) < 2 or found.rule in _IN_PROGRAMME or _without_subject(found):
        return None
    last = told.words[-1]
    apart = last.tag == "PTKVZ"
    words = told.words[:-1] if apart else told.words
    verb = f"{last.low}{told.finite.text.lower()}" if apart else told.finite.text.lower()
    if told.finite.low in _LIKE_INFINITIVES and last.tag.endswith("(INF)") and last.low != "sein":
        verb = ""  # "dass die Busse fahren": the plural looks like the infinitive
    return " ".join([*_as_written(_pronoun_first(words)), *([verb] if verb else [])])


def pledged_in_clause(found: Found) -> tuple[list[Word], str] | None:
    """What a subordinate clause says that the speaker will do: "…, die wir im ersten Jahr berufen wollen"."""
    words = found.words
    for before, segment in pairwise(segments(words)):
        inside = [w for w in words[segment.first : segment.last] if w.tag[0] != "$"]
        if len(inside) < 4 or inside[1].low not in FIRST_PERSON or inside[-1].tag[:2] not in {"VM", "VA"}:
            continue
        if inside[0].low in _THEREFORE | {"dass"}:
            return inside[2:-2], inside[-2].text
        if inside[0].low in {"die", "den", "das"}:
            return [*_last_phrase(words[before.first : before.last]), *inside[2:-2]], inside[-2].text
    return None


def _last_phrase(words: Sequence[Word]) -> list[Word]:
    """The noun phrase that a stretch ends with, from its article on."""
    said = [w for w in words if w.tag[0] != "$"]
    first = next((i for i in reversed(range(len(said))) if said[i].tag in {"ART", "CARD", "PIAT"}), 0)
    return said[first:]


def _without_subject(found: Found) -> bool:
    """Whether the clause shares the subject of the clause before it: "und soll mit uns 2027 beginnen"."""
    words = [w for w in found.words if w.tag[0] != "$" and w.tag != "KON"]
    return not words or words[0].finite or any(w.finite and w.lemma == "gelten" for w in words[:3])


def _pronoun_first(words: list[Word]) -> list[Word]:
    """Behind "dass" a pronoun comes first: "dass sie künftig Vorrang haben"."""
    at = next((i for i, w in enumerate(words[:5]) if w.tag == "PPER" and w.low in {"er", "sie", "es"}), 0)
    if not at:
        return words
    first = words[0] if words[0].tag in {"NN", "NE", "FM"} else replace(words[0], text=words[0].low)
    return [words[at], first, *words[1:at], *words[at + 1 :]]


def _told(found: Found) -> _Told | None:
    """The main clause without "mit uns", where such words made it a promise."""
    read = found.sense
    if read is None or found.lead_in or read.clause.finite is None:
        return None
    finite = read.clause.words[read.clause.finite]
    inside = [w for w in found.words if found.span.start <= w.start and w.end <= found.span.end]
    told = _main_clause(inside)
    kept = _without_speaker(told)
    if finite not in told or (len(kept) == len(told) and found.rule not in _OWN_IN_FULL):
        return None
    while kept and (kept[0].tag[0] == "$" or kept[0].low in _MARKS):
        kept = kept[1:]
    while kept and kept[-1].tag[0] == "$" and kept[-1].text not in "“)":
        kept = kept[:-1]
    return _Told([w for w in kept if w is not finite and w.low not in {"aber", "jedoch"}], finite, read.form)


def _main_clause(words: Sequence[Word]) -> list[Word]:
    """The words from the first to the last stretch of the main clause; only those behind its colon, if it has one."""
    parts = segments(words)
    own = [i for i, s in enumerate(parts) if s.part in {Part.MAIN, Part.REST}]
    if not own:
        return []
    told = list(words[parts[own[0]].first : parts[own[-1]].last])
    colon = next((i for i, w in enumerate(told[:-3]) if w.text == ":"), -1)
    return told[colon + 1 :]


def _without_speaker(words: Sequence[Word]) -> list[Word]:
    """The words without those that say by whose will it happens."""
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += f"{word.text} "
    spans = [m.span() for m in OWN_WILL.finditer(text)]
    return [w for w, at in zip(words, starts, strict=True) if not any(a <= at < b for a, b in spans)]


def _passive(told: _Told) -> bool:
    return told.finite.lemma == "werden" or told.has("werden")


def accusative(words: Sequence[Word]) -> list[Word]:
    """The words with a masculine subject as an object: "der alte Hof" -> "den alten Hof"."""
    head = words[0].low if words and words[0].tag in {"ART", "PIAT", "PDAT"} else ""
    indefinite = head in {"ein", "kein"} and words[1].tag == "ADJ(A)" and words[1].low.endswith("er")
    if head not in {"der", "jeder", "dieser"} and not indefinite:
        return list(words)
    changed = [replace(words[0], text=f"{head}en" if indefinite else f"{head[:-2]}en"), *words[1:]]
    changed[0] = replace(changed[0], text="den") if head == "der" else changed[0]
    for index, word in enumerate(changed[1:], 1):
        if word.tag == "ADJ(A)":
            changed[index] = replace(word, text=re.sub(r"e[rn]?$", "en", word.text))
        elif word.tag.startswith("NN"):
            break
    return changed


def _as_written(words: Sequence[Word]) -> list[str]:
    first, *rest = words
    lowered = first.text if first.tag in {"NN", "NE", "FM"} else first.text[:1].lower() + first.text[1:]
    said: list[str] = [lowered]
    for word in rest:
        if word.text in {",", ".", ":"}:
            said[-1] += word.text
        else:
            said.append(word.text)
    return said
