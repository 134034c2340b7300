"""The clauses that hang on a promise, as its title needs them: "…, dass …", "…, die …", "… zu verkürzen"."""

from tracker.extraction.clauses import Part, Segment, segments
from tracker.extraction.lexicon import EMPTY
from tracker.extraction.phrasing import joined
from tracker.extraction.polish import LONGEST, shortened
from tracker.extraction.wordlists import listed
from tracker.german.tags import Word

LEADING = listed("""
    auch außerdem zudem deshalb daher darum deswegen dann also jedoch aber ferner zusätzlich ebenfalls ebenso
    nun darüber hinaus daneben dabei dafür dazu hierfür hierzu stattdessen gleichzeitig insbesondere natürlich gerne
    gern vor allem allerdings denn und sowie oder selbstverständlich somit so damit gleichwohl ja nein besonders
""")
"""Words before a promise that belong to no title."""

_PURPOSE = listed("um ohne statt anstatt")

NEAR = 8
"""Characters between a noun and the clause that says more of it: a comma and a separated particle ("ein,")."""


def zu_words(words: list[Word]) -> list[Word] | None:
    """The clause with "zu" that says what is done; a purpose only where an aim is all that is said."""
    aim = any(w.text in {"Ziel", "Absicht"} for w in words)
    found: list[list[Word]] = []
    parts, purpose = segments(words), False
    for index, segment in enumerate(parts):
        first_word = words[segment.first].low
        purpose = first_word in _PURPOSE or (purpose and index > 0 and parts[index - 1].part is Part.INFINITIVE)
        if segment.part is Part.INFINITIVE and (aim or not purpose) and not is_inner(words, parts, index):
            first = index
            while not purpose and first and parts[first - 1].part is Part.REST:
                first -= 1
            inside = words[parts[first].first : segment.last]
            found.append(trimmed([w for w in inside if w.low not in _PURPOSE]))
    telling = [f for f in found if not _says_nothing(f)]
    return next(iter(telling or found), None)


def gives_purpose(words: list[Word], segment: Segment) -> bool:
    """Whether a clause is not promised itself: "ohne zu zögern", "statt zu reden"."""
    return segment.part is Part.INFINITIVE and words[segment.first].low in _PURPOSE


def is_inner(words: list[Word], parts: list[Segment], index: int) -> bool:
    """Whether a clause with "zu" hangs on the subordinate clause before it, and nothing of the promise asks for it."""
    if not index or parts[index].part is not Part.INFINITIVE or parts[index - 1].part is not Part.SUBORDINATE:
        return False
    return not _points_ahead(words, parts[:index])


def _points_ahead(words: list[Word], parts: list[Segment]) -> bool:
    """Whether a clause with "zu" is still to come: "dafür", "das Ziel", "es" outside of subordinate clauses."""
    told = [w for s in parts if s.part is not Part.SUBORDINATE for w in words[s.first : s.last]]
    return any(w.tag == "PROAV" or w.low in {"ziel", "es", "versprechen", "zusage"} for w in told)


def _says_nothing(words: list[Word]) -> bool:
    last = last_infinitive(words)
    return last is not None and words[last].low in EMPTY


def object_clause(words: list[Word]) -> str | None:
    """The clause that is the verb's object: "dass …", "ob …", "welche …"."""
    for segment in segments(words):
        inside = trimmed(words[segment.first : segment.last])
        opens = inside[1:2] if inside and inside[0].tag in {"APPR", "APPRART"} else inside[:1]
        asks = opens and (inside[0].low in {"dass", "ob", "inwieweit"} or opens[0].tag in {"PWAT", "PWS", "PWAV"})
        if segment.part is Part.SUBORDINATE and asks:
            end = len(words) if inside[0].low == "dass" else segment.last
            return joined(trimmed(words[segment.first : end]))
    return None


def clause_behind(words: list[Word], verb: Word) -> str | None:
    """The subordinate clause that follows right behind a verb."""
    for segment in segments(words):
        inside = trimmed(words[segment.first : segment.last])
        if segment.part is Part.SUBORDINATE and inside and 0 < inside[0].start - verb.end <= NEAR:
            return joined(inside)
    return None


def told_of(words: list[Word], body: list[Word]) -> str | None:
    """The clause that says which one is meant, where a single noun says too little: "eine Schule, die …"."""
    nouns = [w for w in body if w.tag.startswith(("NN", "NE"))]
    if len(nouns) != 1 or nouns[0] is not body[-1]:
        return None
    for segment in segments(words):
        inside = trimmed(words[segment.first : segment.last])
        near = inside and inside[-1].verb and 0 < inside[0].start - nouns[0].end <= NEAR
        if near and segment.part is Part.SUBORDINATE and inside[0].low not in {"dass", "ob", "wenn", "weil", "damit"}:
            return joined(inside)
    return None


def with_clause(made: str, clause: str | None) -> str:
    """The title with the clause behind it where both fit."""
    whole = shortened(f"{made}, {clause}") if clause and len(made) <= LONGEST else made
    return whole if whole.startswith(f"{made}, ") else made


def trimmed(words: list[Word]) -> list[Word]:
    """Without connectives and marks at both ends."""
    first, last = 0, len(words)
    while first < last and _leads(words, first):
        first += 1
    while (
        last > first
        and (words[last - 1].tag[0] == "$" or words[last - 1].tag == "KON")
        and words[last - 1].text not in ")“"
        and not (words[last - 1].text in {'"', "”", "«"} and any(w.text in {"„", "»"} for w in words[first:last]))
    ):
        last -= 1
    return words[first:last]


def _leads(words: list[Word], index: int) -> bool:
    """Whether a word is a connective at the head of a promise; "vor" is one in "vor allem" only."""
    word = words[index]
    if word.low == "vor":
        return index + 1 < len(words) and words[index + 1].low == "allem"
    return word.low in LEADING or word.tag[0] == "$" or word.tag == "PTKANT"


def last_infinitive(words: list[Word]) -> int | None:
    """Index of the infinitive that closes the action; a plural form at the very end is one, too."""
    at = [i for i, w in enumerate(words) if w.tag.endswith("(INF)") or w.tag == "VV(IZU)"]
    ending = [i for i, w in enumerate(words) if w.tag == "VV(FIN)" and w.low.endswith("n") and _closes(words, i)]
    at = at or ending
    return at[-1] if at else None


def _closes(words: list[Word], index: int) -> bool:
    return index + 1 == len(words) or words[index + 1].tag[0] == "$"
