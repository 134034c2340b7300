"""Tags and base forms in context, with the corrections that the rules rely on."""

import pytest

from tracker.german.sentences import sentences
from tracker.german.tags import LONGEST_WORD, Word, tagged


def words(sentence: str) -> list[Word]:
    return tagged(sentences(sentence)[0])


def tag(sentence: str, word: str) -> str:
    return next(w.tag for w in words(sentence) if w.text == word)


TAGS = [
    ("Wir werden die Wege umbauen.", "umbauen", "VV(INF)"),
    ("Die Wege werden umgebaut.", "umgebaut", "VV(PP)"),
    ("Wir setzen uns für Wege ein.", "ein", "PTKVZ"),
    ("Wir setzen uns für Wege ein – auch im Norden.", "ein", "PTKVZ"),
    ("Darum treten wir ein für mehr Grün.", "ein", "PTKVZ"),
    ("Wir bauen ein Haus.", "ein", "ART"),
    ("Es ist Zeit, das Bad zu erhalten.", "erhalten", "VV(INF)"),
    ("Die CDU unterstützt den Ausbau.", "unterstützt", "VV(FIN)"),
    ("Sie wird von allen unterstützt.", "unterstützt", "VV(PP)"),
    ("Es wird so sein, sodass alle kommen.", "sodass", "KOUS"),
]


@pytest.mark.parametrize(("sentence", "word", "expected"), TAGS)
def test_a_word_is_tagged_by_its_context(sentence: str, word: str, expected: str) -> None:
    assert tag(sentence, word) == expected


def test_auxiliaries_and_modals_have_their_infinitive_as_lemma() -> None:
    assert [w.lemma for w in words("Sie würde wollen, wir möchten.") if w.verb] == ["werden", "wollen", "möchten"]


def test_an_inner_zu_is_gone_from_the_lemma() -> None:
    assert [w.lemma for w in words("Wir versuchen, die Ämter zusammenzufassen.")][-2] == "zusammenfassen"


def test_a_string_that_is_no_word_is_tagged_all_the_same() -> None:
    assert len(words("x" * (LONGEST_WORD * 20))) == 1


def test_long_sentences_are_tagged_in_portions() -> None:
    many = words("Haus und " * 300)
    assert len(many) == 600
