"""Finding words in German text as people type them: "Bäume", "baeume" and "BAUME" find the same.

Every text is kept in two spellings, ä as a and ä as ae; a word is found where one of its spellings is in the same
spelling of the text. The search of the static pages (`tracker/web/static/search.js`) does the same.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 200
"""Characters of a question that are read; nobody types more by hand."""

MOST_WORDS = 12

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_MARKS = re.compile("[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Searchable:
    """A text in both spellings."""

    plain: str
    spelled: str


def searchable(*texts: str) -> Searchable:
    """Texts as they are searched, one after the other."""
    folded = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    folded = unicodedata.normalize("NFC", " ".join(folded.split()))
    plain, spelled = _bare(folded), _bare(folded.translate(_SPELLED))
    return Searchable(plain, plain if plain == spelled else spelled)


@dataclass(frozen=True, slots=True)
class Needle:
    """The words of a question; all of them must be found, in any order, within words too."""

    words: tuple[Searchable, ...]

    def found_in(self, text: Searchable) -> bool:
        """Whether every word stands in the text."""
        return all(word.plain in text.plain or word.spelled in text.spelled for word in self.words)


def needle(question: str) -> Needle:
    """What somebody typed, as it is looked for; an empty question finds everything."""
    return Needle(tuple(searchable(word) for word in question[:LONGEST].split()[:MOST_WORDS]))


def _bare(text: str) -> str:
    """Without accents: é is found as e."""
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", text))
