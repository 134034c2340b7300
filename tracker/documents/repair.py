"""Undo what an English OCR engine did to German text: a list of edits beside the untouched source.

Only text that the damage gauge calls damaged is touched. Every word is looked up through the table of confusions
(`readings`); where several real words are left, its neighbours decide (`context`); marks and blanks are mended by their
shape (`layout`). The edits are applied and followed by `tracker.domain.edits`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.documents.context import Choice, Place, choose
from tracker.documents.layout import layout_edits
from tracker.documents.names import named
from tracker.documents.readings import Reading, is_word, readings
from tracker.domain.questionnaire import Damage, Edit, Span
from tracker.german import lexicon

_TOKEN = re.compile(r"[^\W_]+(?:(?:(?<=[a-zéäöü])|(?<=[a-z]6))[&@®€](?:(?=[a-zS])[^\W_]+|(?!\w)))*")
"""Letters and digits; a sign like the ampersand behind a small letter is a ß."""

_SENTENCE_START = re.compile(r"""(?:^|[.!?:•*][”"“)]*|\n\s*\n|\n[-+¢«°e])\s*[„",(]*$""")
_SENTENCE_END = re.compile(r"[.!?][”\"“)]*\s+[„\"(]*$")
_VOWELS = frozenset("aouäöüAOUÄÖÜ")
_LINE_BREAK = re.compile(r"-[ \t]*\r?\n[ \t]*")
_NUMBER = re.compile(r"\d{2}")

_LONGEST_WHOLE = 30
_FREQUENT_WHOLE, _MORE_FREQUENT, _SURE_WHOLE = 3.5, 0.3, 3.0
"""Two words are one if it has this Zipf value, is so much more frequent than its second half, and scores so much."""

_FUNCTION_WORD = 5.0
"""Zipf value of words that are no second half of a broken word ("Kreis-" / "und Stadtrat")."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it stands, where, and what it may have been. One broken at a line end has its two halves in `spans`."""

    raw: str
    spans: tuple[Span, ...]
    options: tuple[Reading, ...]


def repair(text: str, damage: Damage) -> tuple[Edit, ...]:
    """Edits that undo OCR damage, sorted and disjoint; none for undamaged text.

    An edit may leave a word as it stands (replacement equal to original): it is then uncertain, and the other reading
    stands among its alternatives. Any text will do; the time grows with its length alone.
    """
    if not damage.damaged:
        return ()
    stretches = damage.stretches or (Span(0, len(text)),)
    return tuple(_moved(edit, s.start) for s in stretches for edit in _repaired(s.of(text)))


def _moved(edit: Edit, by: int) -> Edit:
    return replace(edit, span=Span(edit.span.start + by, edit.span.end + by)) if by else edit


def _repaired(text: str) -> tuple[Edit, ...]:
    tokens = _named(_joined(text, _tokens(text)))
    words = [t.options[0].word if t.options else t.raw for t in tokens]
    gaps = _gaps(text, tokens)
    edits: list[Edit] = []
    for at, token in enumerate(tokens):
        if token.options:
            choice = choose(token.options, Place(words, gaps, at))
            words[at] = choice.reading.word
            edits += _edits(text, token, choice)
    return _disjoint([*edits, *layout_edits(text)])


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for found in _TOKEN.finditer(text):
        raw, start = found[0], found.start()
        initial = bool(_SENTENCE_START.search(text, max(0, start - 6), start))
        options = () if _NUMBER.search(raw) else readings(raw, initial=initial)
        if raw[0] not in _VOWELS and _SENTENCE_END.search(text, max(0, start - 6), start):
            options = tuple(_opening(option) for option in options)
        tokens.append(_Token(raw, (Span(start, found.end()),), options))
    return tokens


def _named(tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens, with a reading for names that the lexicon does not know, or knows as a made-up compound only."""
    strange = {t.raw: t.options[0].word if t.options else t.raw for t in tokens if _may_be_name(t)}
    names = named(strange.values())
    return [replace(t, options=(names[strange[t.raw]],)) if strange.get(t.raw) in names else t for t in tokens]


def _may_be_name(token: _Token) -> bool:
    return len(token.spans) == 1 and all(option.compound for option in token.options)


def _opening(reading: Reading) -> Reading:
    """The reading as a sentence opens with it: "tiber" behind a full stop was "Über"."""
    lost = reading.word[0] in "äöü"
    return replace(reading, word=reading.word[0].upper() + reading.word[1:]) if lost else reading


def _joined(text: str, tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens with halves put together: words broken at a line end, and words that a blank crept into."""
    joined: list[_Token] = []
    for token in tokens:
        whole = _whole(text, joined[-1], token) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(token)
    return joined


def _whole(text: str, left: _Token, right: _Token) -> _Token | None:
    if len(left.spans) > 1 or not (left.raw[-1].islower() and right.raw[0].islower()):
        return None
    gap = text[left.spans[0].end : right.spans[0].start]
    if gap == " " and (options := _without_blank(left.raw, right.raw)):
        span = Span(left.spans[0].start, right.spans[0].end)
        return _Token(span.of(text), (span,), options)
    if _LINE_BREAK.fullmatch(gap) and (options := _across_lines(left.raw, right.raw)):
        return _Token(left.raw + right.raw, (*left.spans, *right.spans), options)
    return None


@lru_cache(maxsize=1 << 14)
def _without_blank(left: str, right: str) -> tuple[Reading, ...]:
    """What two words were before a blank split them; empty where they stand well alone.

    Two real words are joined only where the whole is frequent and the second half rare beside it; otherwise one half
    must be unknown, and the whole a word of the dictionary.
    """
    if len(left) < 2 or len(left + right) > _LONGEST_WHOLE:
        return ()
    if is_word(left) and is_word(right):
        usual = max(_FREQUENT_WHOLE, lexicon.weight(right) + _MORE_FREQUENT)
        return _sure_whole(left + right, only=left + right) if lexicon.zipf(left + right) >= usual else ()
    unread = any(not is_word(half) and not readings(half, initial=False) for half in (left, right))
    return _sure_whole(left + right) if unread else ()


def _sure_whole(raw: str, only: str = "") -> tuple[Reading, ...]:
    """The best reading of two words without their blank, if it is no mere guess, and none but `only` where given."""
    for reading in readings(raw, initial=False):
        if not reading.compound and reading.score > _SURE_WHOLE:
            fits = reading.word == (only or reading.word)
            return (replace(reading, rules=(*reading.rules, "blank inside")),) if fits else ()
    return ()


@lru_cache(maxsize=1 << 12)
def _across_lines(left: str, right: str) -> tuple[Reading, ...]:
    """What a word broken at a line end was; empty where the halves are two words."""
    return () if lexicon.zipf(right) > _FUNCTION_WORD else readings(left + right, initial=False)


def _gaps(text: str, tokens: Sequence[_Token]) -> list[str]:
    ends = [0, *(t.spans[-1].end for t in tokens)]
    starts = [*(t.spans[0].start for t in tokens), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _edits(text: str, token: _Token, choice: Choice) -> list[Edit]:
    """The edits that make the token what was chosen: none where it is that already and the choice is plain."""
    reading = choice.reading
    only_case_differs = reading.word.lower() == token.raw.lower()
    word = token.raw if only_case_differs else reading.word  # "KiTa" is no damaged "Kita"
    rule = ", ".join(reading.rules) if not only_case_differs else "as it stands"
    sure = 0.7 if reading.name else 0.85 if reading.compound else 0.95
    confidence = sure if choice.decided else 0.5
    alternatives = tuple(o.word for o in choice.others)[:3]
    pieces: tuple[str, ...] = (word,)
    if len(token.spans) == 2:
        left, right = (span.of(text) for span in token.spans)
        cut = _cut(left, right, word)
        pieces, alternatives = (word[:cut], word[cut:]), ()
    return [
        Edit(span, span.of(text), piece, rule, confidence, alternatives, uncertain=not choice.decided)
        for span, piece in zip(token.spans, pieces, strict=True)
        if piece != span.of(text) or not choice.decided
    ]


def _cut(left: str, right: str, word: str) -> int:
    """Where the line end broke the word: the letters beside the break still fit, and the halves keep their lengths."""

    def misfit(cut: int) -> tuple[int, int]:
        edges = [*zip(left[::-1], word[:cut][::-1], strict=False)][:2] + [*zip(right, word[cut:], strict=False)][:2]
        return sum(a.lower() != b.lower() for a, b in edges), abs(cut - len(left))

    return min(range(1, len(word)), key=misfit, default=len(word))


def _disjoint(edits: list[Edit]) -> tuple[Edit, ...]:
    """The edits in order; of two that overlap the one that starts first stays."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        if not kept or kept[-1].span.end <= edit.span.start:
            kept.append(edit)
    return tuple(kept)
