"""Words of a promise put down as a title: joined on one line, without article, in the infinitive."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.german.tags import Word


def joined(words: Sequence[Word]) -> str:
    """The words with the blanks that they had, on one line."""
    parts: list[str] = []
    for index, word in enumerate(words):
        glued = index > 0 and (
            words[index - 1].end == word.start
            or word.text in {",", ".", ":", ";", "?", "!", "“", "‘", ")"}
            or words[index - 1].text in {"„", "‚", "(", "»"}
        )
        parts.append(word.text if glued or not index else f" {word.text}")
    return "".join(parts)


def bare(word: Word) -> Word:
    """Without the inner "zu": "umzubauen" -> "umbauen"."""
    return replace(word, text=word.lemma) if word.tag == "VV(IZU)" and word.lemma.islower() else word


def reflexive(words: list[Word]) -> list[Word]:
    """With "sich" for "uns", unless a preposition takes it: "mit uns"."""
    own = {"uns", "mich", "mir"}
    return [
        replace(w, text="sich") if w.low in own and (not i or words[i - 1].tag != "APPR") else w
        for i, w in enumerate(words)
    ]


def accusative(words: list[Word]) -> list[Word]:
    """Adjectives of a noun that stands by itself, made the object of a title: "weiterer Bau" -> "weiteren Bau"."""
    changed = list(words)
    for index, word in enumerate(words):
        if word.tag == "ADJ(A)" and word.low.endswith("er"):
            changed[index] = replace(word, text=f"{word.text[:-1]}n")
        elif word.tag not in {"KON", "$,", "ADV", "ADJ(D)"}:
            break
    return changed if any(w.tag.startswith("NN") for w in words) else words


def without_article(words: list[Word]) -> list[Word]:
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
