"""Where answers begin: the marks of a document, and whether it is a questionnaire at all.

Each kind of document has one kind of mark. They are tried from the surest ("Antwort:") to none at all; a document
without questions has no answers, whatever its lines look like.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.extraction.blocks import Block, Role, heads_list
from tracker.extraction.respondents import is_party
from tracker.extraction.wordlists import phrases

_ASKED = re.compile(r"\?[\"“”»«')\]*_ ]*$")
_ADDRESSED = re.compile(r"\b(?:Sie|Ihre?[mnrs]?|Ihnen|du|dein\w*|ihr|eure?\w*|euch)\b")
_THESIS = re.compile(r"\b(?:soll(?:en|te|ten)?|muss|müssen|darf|dürfen|wird|werden)\b")
_SPEAKING = re.compile(r"\b(?:[Ww]ir|[Ii]ch|[Uu]nser\w*)\b")
_GENRE = phrases(r"""
    (?:Wahlp|P)rüfsteine?
    \w*[Ww]ahl
    Kandidat(?:in|innen|en|ierende)?
    Bürgermeister(?:in)?
    Fragenkatalog
    Fragebogen
    Wahl-?[Cc]heck
    \w+-?[Oo]-?[Mm]at
    Wahlkompass
    Thesen?
    Antworten (?:der|von)
""")
_BELOW_A_NAME = {Role.TEXT, Role.BULLET, Role.HEADING, Role.STANCE, Role.DASH}


HEAD = 400
"""Characters in which minutes say what they are."""
_MINUTES = re.compile(
    r"\b(?:Niederschrift|\w*[Pp]rotokoll|Beschlussvorlage|Tagesordnung|\w*[Ss]itzung (?:vom|am) \d+)\b|^TOP \d",
    re.MULTILINE,
)
_SERVICE = re.compile(r"\b(?:häufige(?:n|r)? Fragen|FAQ zu[mr]?|Häufig gestellte Fragen)\b")
"""What heads the pages on which an office answers its public."""
_QUESTIONNAIRE = re.compile(r"\b(?:(?:Wahlp|P)rüfstein|Fragenkatalog|Fragebogen|Wahl-?[Cc]heck)")
SPOKEN = 4
"""Words that a respondent says at least."""
ALIKE = 2
"""Questions below headings that make the place below a heading the place of questions."""
NARROWING = 12
"""Words behind a question mark that still belong to the question: "Vor allem beim Wohnen"."""
_TALKS = re.compile(r"\b(?:ja|nein|gern\w*|natürlich|klar|selbstverständlich)\b", re.IGNORECASE)
LETTER = 6
"""Blocks of a letter in which its writer says "ich" or "wir"."""
_SALUTATION = re.compile(
    r"(?:Sehr geehrte[rs]?|Liebe[rs]?|Guten Tag|Hallo) (?:[A-ZÄÖÜ][\w.-]*,? ?){1,6}(?:,|!|$)", re.MULTILINE
)
FEW = 3
"""Questions that address nobody: so many make a questionnaire."""
_QUOTES = tuple('„“”»«"‚‘›‹')
"""What opens and closes speech in a story."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The indices of the blocks where answers begin; `kind` is the role of the mark, TEXT where there is none."""

    kind: Role
    at: tuple[int, ...]


def marks(text: str, found: Sequence[Block]) -> Marks | None:
    """The marks of a questionnaire; None where nothing looks like one."""
    items = list_items(text, found)
    asked = [i for i, b in enumerate(found) if i not in items and is_question(text, b)]
    answers = _all(found, Role.ANSWER)
    unasked = not asked and _told_by_names(text, found)
    labels = _labels(text, found, asked, unasked=unasked)
    if (_MINUTES.search(text, 0, HEAD) or _SERVICE.search(text)) and not _QUESTIONNAIRE.search(text):
        return None
    if answers and len(answers) * 2 >= len(labels):
        return Marks(Role.ANSWER, answers)
    letters = _letters(text, found)
    if not asked and not labels and not unasked and not letters and len(_stances(found)) < FEW:
        return None
    tried = (
        (Role.LABEL, labels, 1),
        (Role.NAME, _names(text, found, asked, unasked=unasked), 2),
        (Role.STANCE, _stances(found), 2),
        (Role.DASH, _dashes(found), 2),
        (Role.TEXT, letters, 1),
        (Role.TEXT, _unmarked(text, found, asked), 1),
    )
    return next((Marks(kind, at) for kind, at, least in tried if len(at) >= least), None)


def is_question(text: str, block: Block) -> bool:
    """Whether a block asks: by a number or name, or by its question mark."""
    return block.role is Role.MARKER or (block.role in {Role.TEXT, Role.HEADING, Role.LABEL} and asks(text, block))


def asks(text: str, block: Block) -> bool:
    """Whether the block's words end with a question mark, or with a few words that only narrow the question down."""
    words = block.words(text)
    if _ASKED.search(words) is not None:
        return True
    asked, mark, rest = words.rpartition("?")
    narrowed = mark and block.gap and block.role in {Role.TEXT, Role.MARKER} and 0 < len(rest.split()) <= NARROWING
    return bool(narrowed and _ADDRESSED.search(asked) and not _SPEAKING.search(words) and not _TALKS.search(rest))


def list_items(text: str, region: Sequence[Block]) -> set[int]:
    """Indices of numbers that count an answer's own list: line by line or below its head, none of them asking."""
    found: set[int] = set()
    for index in range(1, len(region)):
        before, block = region[index - 1], region[index]
        if block.gap or block.role is not Role.MARKER or asks(text, block):
            continue
        if before.role is Role.MARKER and not asks(text, before):
            found |= {index - 1, index}
        elif heads_list(text, before):
            found.add(index)
    return found


def opens_letter(text: str, block: Block) -> bool:
    """Whether a block begins with a salutation."""
    return _SALUTATION.match(text, block.start) is not None


def _letters(text: str, found: Sequence[Block]) -> tuple[int, ...]:
    """Salutations of letters that answer, in a document about an election; the letter that asks is none of them."""
    if not _GENRE.search(text):
        return ()
    opened = [i for i, b in enumerate(found) if opens_letter(text, b)]
    asking = {i for i, stop in pairwise([*opened, len(found)]) if any(asks(text, b) for b in found[i:stop])}
    told = [i for i in opened if i not in asking]
    spoken = [i for i in told if any(_SPEAKING.search(b.words(text)) for b in found[i : i + LETTER])]
    return tuple(spoken)


def _all(found: Sequence[Block], role: Role) -> tuple[int, ...]:
    return tuple(i for i, b in enumerate(found) if b.role is role)


def _told_by_names(text: str, found: Sequence[Block]) -> bool:
    """Whether a document without a question mark is told by its names: several, each above or before its own words.

    The document says what it is, or a name comes again; and somebody speaks in the first person below half of them.
    """
    at = [i for i, b in enumerate(found) if b.role in {Role.NAME, Role.LABEL} and _words_of(text, found, i) >= SPOKEN]
    names = [found[i].name for i in at]
    again = len(set(names)) < len(names) and any(is_party(name or "") for name in names)
    if len(set(names)) < 2 or not (again or _GENRE.search(text)):
        return False
    return sum(_answers_below(text, found, i) for i in at) * 2 >= len(at)


def _answers_below(text: str, found: Sequence[Block], index: int) -> bool:
    """Whether somebody speaks behind or right below a name, or lists points there."""
    below = found[min(index + 1, len(found) - 1)]
    listed = below.role in {Role.BULLET, Role.DASH}
    return listed or _SPEAKING.search(text, found[index].start, below.end) is not None


def _words_of(text: str, found: Sequence[Block], index: int) -> int:
    """How many words stand behind a label, or in the block below a name."""
    block = found[index] if found[index].role is Role.LABEL else found[min(index + 1, len(found) - 1)]
    if block.role is Role.LABEL and not block.words(text):
        block = found[min(index + 1, len(found) - 1)]
    return len(block.words(text).split()) if block.role in {Role.LABEL, *_BELOW_A_NAME} else 0


def _labels(text: str, found: Sequence[Block], asked: Sequence[int], *, unasked: bool) -> tuple[int, ...]:
    """Labels that answer: not those whose words mostly ask, and after something was asked unless `unasked`."""
    by_name: dict[str, list[int]] = {}
    for index in _all(found, Role.LABEL):
        by_name.setdefault(found[index].name or "", []).append(index)
    askers = {n for n, at in by_name.items() if not is_party(n) and sum(asks(text, found[i]) for i in at) * 2 > len(at)}
    first = min([*asked, *(i for n in askers for i in by_name[n])], default=-1 if unasked else len(found))
    return tuple(sorted(i for name, at in by_name.items() if name not in askers for i in at if i > first))


def _names(text: str, found: Sequence[Block], asked: Sequence[int], *, unasked: bool) -> tuple[int, ...]:
    """Names alone on a line, after the first question unless `unasked`, each above words that do not ask."""
    first = asked[0] if asked else -1 if unasked else len(found)
    return tuple(
        i
        for i in _all(found, Role.NAME)
        if first < i < len(found) - 1
        if found[i + 1].role in _BELOW_A_NAME and not is_question(text, found[i + 1])
    )


def _stances(found: Sequence[Block]) -> tuple[int, ...]:
    """Stances alone on a line ("stimme zu") that words follow."""
    return tuple(i for i in _all(found, Role.STANCE) if 0 < i < len(found) - 1 and found[i + 1].role is not Role.MARKER)


def _dashes(found: Sequence[Block]) -> tuple[int, ...]:
    """Lines that begin with a dash right below a line of text, where most dashes do: answers rather than lists."""
    dashes = _all(found, Role.DASH)
    alone = tuple(i for i in dashes if _answers_line_above(found, i))
    return alone if len(alone) * 2 > len(dashes) else ()


def _answers_line_above(found: Sequence[Block], index: int) -> bool:
    above = index > 0 and not found[index].gap and found[index - 1].role in {Role.TEXT, Role.MARKER, Role.HEADING}
    return above and (index + 1 == len(found) or found[index + 1].role is not Role.DASH or found[index + 1].gap)


def _unmarked(text: str, found: Sequence[Block], asked: Sequence[int]) -> tuple[int, ...]:
    """The block after each question, where respondents speak there and the document is a questionnaire.

    Questions that address somebody, or carry a number, are sure; those that address nobody count beside them, or where
    there are several and a respondent speaks below most of them.
    """
    genre = _GENRE.search(text) is not None
    told = [i for i in asked if not genre and found[i].words(text).startswith(_QUOTES)]
    pointed = [i for i in asked if found[i].role is Role.MARKER or _ADDRESSED.search(found[i].words(text))]
    sure = [i for i in (*pointed, *_alike(found, asked)) if i not in told]
    loose = [i for i in asked if i not in sure and _asks_nobody(text, found, i)]
    starts = _below(text, found, [*sure, *loose])
    if not starts:
        return ()
    spoken = _spoken_below(text, found, starts)
    really = sum(asks(text, found[i]) for i in (*sure, *loose))
    if genre and _theses(text, found):
        return starts
    plausible = genre or (len(starts) >= 2 and really * 2 >= len(starts))
    if _below(text, found, sure):
        return starts if plausible and spoken * 3 >= len(starts) else ()
    return starts if len(starts) >= FEW and plausible and spoken * 2 >= len(starts) else ()


def _alike(found: Sequence[Block], asked: Sequence[int]) -> list[int]:
    """Blocks that stand like the document's questions do: right below a heading, and above a blank line."""

    def placed(index: int) -> bool:
        headed = 0 < index < len(found) - 1 and found[index - 1].role is Role.HEADING and not found[index].gap
        return headed and found[index].role is Role.TEXT and found[index + 1].gap

    standing = [i for i in asked if placed(i)]
    if len(standing) < ALIKE or len(standing) * 2 <= len(asked):
        return []
    return [i for i in range(len(found)) if placed(i) and i not in asked]


def _theses(text: str, found: Sequence[Block]) -> bool:
    """Whether the numbers of a document count theses: demands without a speaker, most of them."""
    counted = [b.words(text) for b in found if b.role is Role.MARKER]
    demands = [words for words in counted if _THESIS.search(words) and not _SPEAKING.search(words)]
    return len(counted) >= FEW and len(demands) * 3 >= len(counted) * 2


def _below(text: str, found: Sequence[Block], questions: Sequence[int]) -> tuple[int, ...]:
    """The first block below each question that is no question itself."""
    starts = set()
    for question in (_asking(text, found, q) for q in questions):
        below = next((i for i in range(question + 1, len(found)) if not is_question(text, found[i])), None)
        if below is not None:
            starts.add(below)
    return tuple(sorted(starts))


def _asking(text: str, found: Sequence[Block], mark: int) -> int:
    """The block that asks under a number whose own words do not: "2." – a preamble – "Wird das Bad saniert?"."""
    if found[mark].role is not Role.MARKER or asks(text, found[mark]):
        return mark
    end = next((i for i in range(mark + 1, len(found)) if found[i].role is Role.MARKER), len(found))
    spoken = next((i for i in range(mark + 1, end) if _SPEAKING.search(found[i].words(text))), end)
    return next((i for i in range(mark + 1, spoken) if asks(text, found[i])), mark)


def _spoken_below(text: str, found: Sequence[Block], starts: Sequence[int]) -> int:
    """Below how many questions somebody speaks in the first person before the next question."""
    count = 0
    for start, stop in zip(starts, [*starts[1:], len(found)], strict=True):
        own = [b for b in found[start:stop] if not is_question(text, b)]
        count += any(_SPEAKING.search(b.words(text)) for b in own)
    return count


def _asks_nobody(text: str, found: Sequence[Block], index: int) -> bool:
    """Whether a block asks without addressing anybody, and not for the sake of the answer: "Was hilft den Kitas?"."""
    block, words = found[index], found[index].words(text)
    if not asks(text, block) or _SPEAKING.search(words) or words.startswith(_QUOTES) or words.endswith(_QUOTES):
        return False
    headed = index > 0 and found[index - 1].role in {Role.HEADING, Role.MARKER}
    return headed or block.gap
