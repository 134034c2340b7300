"""Umlauts and ß for text that was written with ae, oe, ue and ss: edits that make it readable like any other.

The same edits as those of OCR repair, so that the source stays and offsets lead back. "neue", "Steuer" and "aktuell"
have such letters, too: a word of the dictionary stays as it is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, product

from tracker.documents.damage import written_with_digraphs
from tracker.domain.questionnaire import Edit, Span
from tracker.german import compounds, lexicon

_WORD = re.compile(r"[^\W\d_]{3,}")
_DIGRAPH = re.compile(r"(?<![aeqAEQ])[Uu]e|[AaOo]e|ss")
_LETTERS = {"ae": "ä", "oe": "ö", "ue": "ü", "Ae": "Ä", "Oe": "Ö", "Ue": "Ü"}
_MOST = 4
"""Such letters in one word: longer ones would have too many readings."""

_MORE_FREQUENT = 1.5
"""Zipf units by which "für" must be more frequent than "fuer" where the dictionary lists both."""

_SURE, _LIKELY = 0.95, 0.7
"""Confidence in a word of the dictionary, and in one put together or unknown."""


def digraph_edits(text: str) -> Iterator[Edit]:
    """Edits in the order of the text; none where it has umlauts of its own. Linear in the text."""
    if not written_with_digraphs(text):
        return
    for found in _WORD.finditer(text):
        word, confidence = with_umlauts(found[0])
        if word != found[0]:
            yield Edit(Span(*found.span()), found[0], word, "letters for umlauts", confidence)


@lru_cache(maxsize=1 << 14)
def with_umlauts(word: str) -> tuple[str, float]:
    """The word as it is usually spelled, and how sure that is."""
    pieces, marks = _DIGRAPH.split(word), _DIGRAPH.findall(word)
    if not 0 < len(marks) <= _MOST:
        return word, 1.0
    first, *others = ("".join(chain.from_iterable(zip(pieces, (*way, ""), strict=True))) for way in _ways(marks))
    listed = [s for s in (first, *others) if lexicon.known(s)]
    best = max(listed, key=lambda s: (lexicon.zipf(s), "ß" in s and not lexicon.spelled_before_reform(s)), default="")
    if lexicon.known(word) and lexicon.zipf(best) < lexicon.zipf(word) + _MORE_FREQUENT:
        return word, 1.0
    if best:
        return best, _SURE
    compound = min((first, *others), key=lambda s: (len(compounds.split(s)) == 1, len(compounds.split(s))))
    return compound, _LIKELY


def _ways(marks: list[str]) -> Iterator[tuple[str, ...]]:
    """Ways to read the letters, likeliest first: umlauts are meant, a ß is not."""
    return product(*((mark, "ß") if mark == "ss" else (_LETTERS[mark], mark) for mark in marks))
