"""Sentences cut into main clauses, each with the grammar that the rules ask for.

German main clauses have the finite verb second and close with the rest of the predicate ("Wir *werden* den Platz
*umbauen*"); subordinate clauses begin with a subordinator and end with the finite verb. That is enough to find, without
a parser, who acts, in which form, and which verb says what is done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from tracker.german.tags import MODALS, Word


class Part(Enum):
    """What a stretch between two boundaries is."""

    MAIN = auto()
    SUBORDINATE = auto()
    INFINITIVE = auto()
    """A clause with "zu": "die Zeiten zu verkürzen"."""
    REST = auto()
    """A continuation without a verb of its own, or with the infinitive of the clause before."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words `[first, last)` of the sentence between two boundaries."""

    part: Part
    first: int
    last: int
    finite: int | None = None


@dataclass(frozen=True)
class Clause:
    """A main clause with everything that hangs on it: words `[first, last)` of `words`, the sentence.

    `finite` is the index of its finite verb, None for a fragment. `carried` is the clause before in the sentence when
    this one has no subject of its own.
    """

    words: Sequence[Word]
    segments: tuple[Segment, ...]
    finite: int | None
    before: "Clause | None" = field(default=None, repr=False)

    @property
    def first(self) -> int:
        """Index of the first word."""
        return self.segments[0].first

    @property
    def last(self) -> int:
        """Index after the last word."""
        return self.segments[-1].last

    def core(self) -> Iterator[int]:
        """Indices of the words outside of subordinate clauses and clauses with "zu"."""
        for segment in self.segments:
            if segment.part in {Part.MAIN, Part.REST}:
                yield from range(segment.first, segment.last)

    def forefield(self) -> range:
        """Indices of the words of the main stretch before the finite verb."""
        main = next((s for s in self.segments if s.part is Part.MAIN), None)
        if main is None or self.finite is None:
            return range(0)
        return range(main.first, self.finite)


_OPENING = {"(", "[", "„", "‚", "»"}
_CLOSING = {")", "]", "“", "”", "‘", "«"}
LONGEST_NAME = 7
"""Words of a quotation that is a name or title; longer ones are sentences."""

_STOPS = {";", ":", "–", "—", "-", "―", "…"}
_RELATIVE = {"der", "die", "das", "dem", "den", "denen", "dessen", "deren"}
_SUBORDINATORS = {"KOUS", "PRELS", "PRELAT", "PWS", "PWAV", "PWAT"}
_CONDITIONS = {"so", "sobald", "sofern", "falls", "solange", "wenn", "bevor", "nachdem"}
"""Words that open a clause even where the tagger takes them for adverbs."""
_SHORT_CLAUSE = {"möglich", "nötig", "notwendig", "erforderlich", "machbar", "gewünscht", "sinnvoll"}
"""Words that make "sofern möglich" an adverb."""
_SKIPPED = {"KON", "ADV", "$(", "XY", "FM", "APPR", "APPRART", "PTKNEG", "ADJ(D)"}


def clauses(words: Sequence[Word]) -> list[Clause]:
    """The main clauses of one sentence in order; a sentence without a finite verb is one fragment."""
    parts = segments(words)
    if not parts:
        return []
    groups: list[list[Segment]] = [[]]
    for part in parts:
        if part.part is Part.MAIN and any(s.part is Part.MAIN for s in groups[-1]):
            groups.append(_forefield_clauses(groups[-1]) if _inverted(words, part) else [])
        groups[-1].append(part)
    found: list[Clause] = []
    for group in groups:
        main = next((s for s in group if s.part is Part.MAIN), None)
        found.append(Clause(words, tuple(group), main.finite if main else None, found[-1] if found else None))
    return found


def _inverted(words: Sequence[Word], part: Segment) -> bool:
    """Whether a stretch begins with its verb and the subject follows; without one it goes on with the clause before."""
    behind = words[part.first + 1].tag if part.first + 1 < part.last else ""
    return part.finite == part.first and behind in {"PPER", "PRF", "ART", "NN", "NE", "PPOSAT", "PDAT", "PIS", "PIAT"}


def _forefield_clauses(group: list[Segment]) -> list[Segment]:
    """A main clause that begins with its verb takes the subordinate clauses right before it: they stand first in it."""
    taken: list[Segment] = []
    while group[-1].part in {Part.SUBORDINATE, Part.INFINITIVE} and len(group) > 1:
        taken.insert(0, group.pop())
    return taken


def main_words(words: Sequence[Word]) -> list[Word]:
    """The words outside of subordinate clauses."""
    return [w for s in segments(words) if s.part is not Part.SUBORDINATE for w in words[s.first : s.last]]


def segments(words: Sequence[Word]) -> list[Segment]:
    """The stretches of a sentence between commas, colons, dashes and coordinated clauses."""
    found: list[Segment] = []
    open_subordinate = False
    governed = False
    for first, last in _stretches(words):
        segment = _segment(words, first, last, governed=governed)
        if open_subordinate and segment.part in {Part.REST, Part.MAIN}:
            ends = _ends_with_verb(words, first, last)
            if segment.part is Part.REST or (ends and segment.finite == _last_verb(words, first, last)):
                segment = Segment(Part.SUBORDINATE, first, last)
                open_subordinate = not ends
        elif (
            segment.part is Part.MAIN
            and found
            and found[-1].part is Part.SUBORDINATE
            and _only_verbs(words, first, last)
        ):
            segment = Segment(Part.SUBORDINATE, first, last)
        elif segment.part is Part.SUBORDINATE:
            open_subordinate = not _has_final_verb(words, first, last)
        else:
            open_subordinate = False
        if len(found) == 1 and _is_condition(words, found[0], segment):
            found[0] = Segment(Part.SUBORDINATE, found[0].first, found[0].last)
        governed = governed or (segment.part is Part.MAIN and _governs(words[segment.finite or first]))
        found.append(segment)
    return found


def _is_condition(words: Sequence[Word], before: Segment, segment: Segment) -> bool:
    """Whether a sentence goes on with its verb behind a condition: "Sollte sie das tun, werden wir …"."""
    ends = words[before.last - 1].tag == "$," and before.part is Part.MAIN and segment.finite == segment.first
    so = words[before.first].low in _CONDITIONS and before.finite == before.last - 2
    return ends and (before.finite == before.first == 0 or so)


def _stretches(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches between boundaries; a boundary mark belongs to the stretch before it."""
    first, inside = 0, set_aside(words)
    for index, word in enumerate(words):
        if index in inside:
            continue
        if (word.tag == "$," and not _between_adjectives(words, index)) or (
            word.text in _STOPS and not _is_hyphen(words, index)
        ):
            yield first, index + 1
            first = index + 1
        elif index > first and (
            (word.tag == "KON" and _opens_clause(words, first, index)) or _lost_full_stop(words, index)
        ):
            yield first, index
            first = index
    if first < len(words):
        yield first, len(words)


def _between_adjectives(words: Sequence[Word], index: int) -> bool:
    """Whether a comma stands between adjectives, where it bounds nothing: "eine zweite, weltliche Stelle"."""
    behind = index + 2 if index + 2 < len(words) and words[index + 1].tag in {"ADV", "ADJ(D)"} else index + 1
    return index > 0 and behind < len(words) and words[index - 1].tag == words[behind].tag == "ADJ(A)"


def _is_hyphen(words: Sequence[Word], index: int) -> bool:
    """A stroke without a blank before it joins: "2020-2030"."""
    return words[index].text in {"-", "–"} and index > 0 and words[index - 1].end == words[index].start


def set_aside(words: Sequence[Word]) -> set[int]:
    """Indices inside of brackets and of short quotations, which are names rather than clauses."""
    inside: set[int] = set()
    opened: list[int] = []
    for index, word in enumerate(words):
        if word.text in _OPENING:
            opened.append(index)
        elif word.text in _CLOSING and opened:
            start = opened.pop()
            bracket = words[start].text in {"(", "["}
            if not _filled_in(words[start : index + 1]) and (bracket or index - start <= LONGEST_NAME):
                inside.update(range(start, index + 1))
    return inside


def _filled_in(words: Sequence[Word]) -> bool:
    """Whether an editor filled in words that belong to the sentence: "[ich werde] mich dafür einsetzen"."""
    inside = words[1:-1]
    return words[0].text == "[" and 0 < len(inside) <= LONGEST_NAME and any(w.verb or w.tag == "PPER" for w in inside)


def _lost_full_stop(words: Sequence[Word], index: int) -> bool:
    """A capital that only a new sentence explains: "… bewertet werden Dabei setzen wir uns …"."""
    opener = words[index].text in {"Wir", "Dabei", "Dafür", "Dazu", "Daher", "Deshalb", "Außerdem", "Zudem"}
    return opener and words[index - 1].verb


def _opens_clause(words: Sequence[Word], first: int, conjunction: int) -> bool:
    """Whether "und" is followed by a clause with its own finite verb while one stands before it already."""
    if not any(w.finite for w in words[first:conjunction]):
        return _resumes(words, first, conjunction)
    if conjunction + 1 < len(words) and words[conjunction + 1].tag == "KOUS":
        return True
    end = _stretch_end(words, conjunction + 1)
    finite = next((i for i in range(conjunction + 1, end) if _finite_here(words, i, end)), None)
    if finite is None or any(w.tag == "KON" for w in words[conjunction + 1 : finite]):
        return False
    return finite <= conjunction + 2 or any(w.tag == "PPER" for w in words[conjunction + 1 : finite + 2])


def _resumes(words: Sequence[Word], first: int, conjunction: int) -> bool:
    """Whether the verb right behind "und" goes on with the main clause after a clause with "zu"."""
    with_zu = any(w.tag in {"PTKZU", "VV(IZU)"} for w in words[first:conjunction])
    return with_zu and conjunction + 1 < len(words) and words[conjunction + 1].tag in {"VM(FIN)", "VA(FIN)"}


def _finite_here(words: Sequence[Word], index: int, end: int) -> bool:
    """A finite verb, or one that was taken for an infinitive though its complements follow ("appellieren an")."""
    word = words[index]
    if word.finite:
        return True
    behind = {"APPR", "APPRART", "PRF", "ART", "PPER", "PPOSAT", "PROAV", "NN"}
    follows = index + 1 < end and words[index + 1].tag in behind
    return word.tag in {"VV(INF)", "NNI"} and word.text.islower() and words[index - 1].tag == "KON" and follows


def _stretch_end(words: Sequence[Word], start: int) -> int:
    return next((i for i in range(start, len(words)) if words[i].tag == "$," or words[i].text in _STOPS), len(words))


def _segment(words: Sequence[Word], first: int, last: int, *, governed: bool) -> Segment:
    finite = _finite(words, first, last, governed=governed)
    opener = _opener(words, first, last)
    # An article taken for a pronoun opens no clause: ", das Wohnheim aufzustocken".
    article = opener is not None and finite is None and words[opener].tag == "PRELS"
    if article and _ends_with_zu(words, first, last):
        return Segment(Part.INFINITIVE, first, last)
    opened = opener is not None and _is_subordinate(words, opener, finite, last)
    if opened or (first and _is_relative(words, first, last, finite)):
        return Segment(Part.SUBORDINATE, first, last)
    if finite is not None:
        return Segment(Part.MAIN, first, last, finite)
    if any(words[i].tag == "PTKZU" or words[i].tag == "VV(IZU)" for i in range(first, last)):
        return Segment(Part.INFINITIVE, first, last)
    behind_comma = first > 0 and words[first - 1].tag == "$,"
    if behind_comma and (
        _singular_relative(words, first, last) or (not governed and _plural_relative(words, first, last))
    ):
        return Segment(Part.SUBORDINATE, first, last)
    return Segment(Part.REST, first, last)


def _is_subordinate(words: Sequence[Word], opener: int, finite: int | None, last: int) -> bool:
    """Subordinate clauses keep their finite verb for the end; "Wie bisher wollen wir …" and "Damit wird …" do not."""
    if finite is None or words[opener].tag in {"PRELS", "PRELAT"}:
        return True
    if words[opener].tag == "PWAV" and finite + 1 < last and words[finite + 1].low in {"wir", "ich", "sind", "hier"}:
        return False
    return finite > opener + 1


def _opener(words: Sequence[Word], first: int, last: int) -> int | None:
    """Index of the subordinator that the stretch begins with, a preposition or adverb before it aside."""
    for index in range(first, min(last, first + 4)):
        if words[index].tag in _SUBORDINATORS:
            return None if index + 1 < last and words[index + 1].low in _SHORT_CLAUSE else index
        if words[index].tag not in _SKIPPED:
            return None
    return None


def _is_relative(words: Sequence[Word], first: int, last: int, finite: int | None) -> bool:
    """A relative clause whose pronoun was taken for an article: ", in der Geflüchtete Schutz finden"."""
    if finite is None or _is_modal_relative(words, first, last):
        return _is_modal_relative(words, first, last)
    start = first + (words[first].tag in {"APPR", "APPRART"})
    pronoun = words[start].low in _RELATIVE if start < last else False
    final = all(w.tag.startswith("$") or w.tag in {"XY", "FM"} for w in words[finite + 1 : last])
    return pronoun and final and finite >= start + 2 and words[first - 1].tag == "$,"


def _is_modal_relative(words: Sequence[Word], first: int, last: int) -> bool:
    """A relative clause that a modal verb closes: ", über den alle Menschen ab 14 Jahren abstimmen dürfen"."""
    start = first + (words[first].tag in {"APPR", "APPRART"})
    said = [i for i in range(start, last) if words[i].tag[0] != "$" and words[i].tag != "KON"]
    opened = len(said) > 3 and words[start].low in _RELATIVE and words[first - 1].tag == "$,"
    closed = opened and words[said[-1]].lemma in MODALS and words[said[-1]].tag[:2] == "VM"
    return closed and words[said[-2]].tag in {"VV(INF)", "VA(INF)"}


def _ends_with_zu(words: Sequence[Word], first: int, last: int) -> bool:
    verb = _last_verb(words, first, last)
    if verb is None or not _ends_with_verb(words, first, last):
        return False
    return words[verb].tag == "VV(IZU)" or words[verb - 1].tag == "PTKZU"


def _singular_relative(words: Sequence[Word], first: int, last: int) -> bool:
    """A relative clause whose verb was taken for a participle: ", die Menschen aller Ortsteile unterstützt"."""
    verb = _last_verb(words, first, last)
    opened = (
        last > first + 2 and words[first].low in _RELATIVE and verb is not None and _ends_with_verb(words, first, last)
    )
    return opened and words[verb or first].tag == "VV(PP)" and words[verb or first].low.endswith("t")


def _plural_relative(words: Sequence[Word], first: int, last: int) -> bool:
    """A relative clause whose plural verb was taken for an infinitive: ", die allen ein Leben in Würde ermöglichen"."""
    opened = last > first + 1 and words[first].low in {"die", "welche"} and words[first + 1].tag != "NN"
    return opened and _ends_with_verb(words, first, last)


def _finite(words: Sequence[Word], first: int, last: int, *, governed: bool) -> int | None:
    """Index of the stretch's finite verb, words in brackets aside."""
    inside = set_aside(words)
    for index in range(first, last):
        word = words[index]
        if word.low == "sei" and index + 1 < last and words[index + 1].low == "es":
            continue  # "sei es in … oder in …" lists cases
        if index > first and words[index - 1].tag == "PTKZU":
            continue  # "um fahren zu können" ends in an infinitive that looks finite
        if index in inside or not (word.finite or (index == first + 1 and _finite_here(words, index, last))):
            continue
        if (governed or words[0].tag == "KON") and _is_governed_infinitive(words, index, first, last):
            continue
        return index
    return None


def _is_governed_infinitive(words: Sequence[Word], index: int, first: int, last: int) -> bool:
    """After "wir wollen …," a plural form at the end of a stretch without subject is the next infinitive."""
    final = all(w.tag.startswith("$") or w.tag in {"KON", "XY"} for w in words[index + 1 : last])
    subject = any(
        w.tag in {"PPER", "PDS"} and w.low in {"wir", "ich", "sie", "es", "dies", "das"} for w in words[first:index]
    )
    return words[index].tag == "VV(FIN)" and words[index].low.endswith("n") and final and not subject and index > first


def _governs(word: Word) -> bool:
    return word.tag == "VM(FIN)" or word.lemma == "werden"


def _only_verbs(words: Sequence[Word], first: int, last: int) -> bool:
    """One more verb of the clause before: ", die hier leben, arbeiten, …"."""
    listed = any(w.tag == "KON" for w in words[first:last])
    beside = {"KON", "ADV", "PTKNEG"} if listed else {"KON"}
    return all(w.verb or w.tag[0] == "$" or w.tag in beside for w in words[first:last])


def _last_verb(words: Sequence[Word], first: int, last: int) -> int | None:
    return next((i for i in range(last - 1, first - 1, -1) if words[i].verb), None)


def _ends_with_verb(words: Sequence[Word], first: int, last: int) -> bool:
    for index in range(last - 1, first - 1, -1):
        if words[index].verb:
            return True
        if not words[index].tag.startswith("$") and words[index].tag not in {"KON", "XY", "FM"}:
            return False
    return False


def _has_final_verb(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether the subordinate clause is complete: its finite verb has come."""
    return any(w.finite for w in words[first:last]) or _ends_with_verb(words, first, last)
