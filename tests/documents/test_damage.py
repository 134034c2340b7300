"""The gauge that decides whether a text is repaired at all."""

from tracker.documents.damage import gauge

CLEAN = "Die Bürgerliste Blaue Brücke möchte die Straßen in Musterstadt-Ost begrünen und Plätze schützen. " * 6
DAMAGED = CLEAN.translate(str.maketrans({"ü": "u", "ö": "o", "ä": "a", "ß": "B"}))


def test_clean_german_is_not_damaged() -> None:
    assert not gauge(CLEAN).damaged
    assert gauge(CLEAN).umlaut_share > 0.02


def test_german_without_umlauts_is_damaged() -> None:
    assert gauge(DAMAGED).damaged
    assert gauge(DAMAGED).umlaut_share == 0.0


def test_a_short_text_says_nothing_and_counts_as_clean() -> None:
    assert not gauge("Die Liste Blaue Brucke mag grune Platze und breite Wege am Hafen. " * 5).damaged


def test_a_short_text_with_words_that_only_damage_makes_is_damaged() -> None:
    assert gauge("Die Stadt sorgt fiir StraBen und Wege.").damaged
    assert not gauge("Die Stadt sorgt fiir Wege für alle.").damaged


def test_capital_umlauts_count() -> None:
    assert not gauge("DIE ÄMTER PRÜFEN ÖFFENTLICHE WEGE. " * 20).damaged


def test_an_empty_text_has_no_share() -> None:
    assert gauge("").umlaut_share == 0.0
    assert gauge("").letters == 0


def test_only_letters_are_counted() -> None:
    assert gauge("ab 12 _-! ü").letters == 3


def test_another_language_without_umlauts_is_not_damaged() -> None:
    assert not gauge("The council will build new roads, and the people who live here want more trees. " * 12).damaged


def test_a_damaged_stretch_in_a_clean_text_is_found() -> None:
    damaged = "Die Biirgerliste wird fiir die StraBen sorgen, das miissen wir kénnen. " * 8
    text = f"{CLEAN}\n\n{damaged}\n\n{CLEAN}"
    damage = gauge(text)
    assert damage.damaged
    assert [span.of(text).strip() for span in damage.stretches] == [damaged.strip()]


def test_clean_paragraphs_without_umlauts_are_no_damaged_stretch() -> None:
    bare = "Die Wege am Hafen werden im Herbst erneuert, danach folgt der Markt mit neuen Laternen. " * 8
    assert not gauge(f"{CLEAN}\n\n{bare}\n\n{CLEAN}").damaged
