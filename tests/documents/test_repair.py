"""Repair of German text that an English OCR engine read; town and lists are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.documents.damage import gauge
from tracker.documents.repair import repair
from tracker.domain.edits import apply_edits, disjoint
from tracker.domain.questionnaire import Damage, Edit

BROKEN = Damage(damaged=True, umlaut_share=0.0, letters=1000)
SOUND = Damage(damaged=False, umlaut_share=0.025, letters=1000)


def repaired(raw: str) -> str:
    return apply_edits(raw, repair(raw, BROKEN))


def edit_of(raw: str, word: str) -> Edit | None:
    return next((e for e in repair(raw, BROKEN) if e.original == word), None)


WORDS = [
    # as read, as printed
    ("fiir alle Biirger", "für alle Bürger"),
    ("Das Gefthl der Biirgerinnen", "Das Gefühl der Bürgerinnen"),
    ("die Unterstltzung der Vereine", "die Unterstützung der Vereine"),
    ("die Uberpriifung der Gebuhren", "die Überprüfung der Gebühren"),
    ("Das kdnnen wir nicht", "Das können wir nicht"),
    ("Das ist méglich", "Das ist möglich"),
    ("eine neue Behodrde in der Nahe", "eine neue Behörde in der Nähe"),
    ("fiir 6ffentliche Platze", "für öffentliche Plätze"),
    ("die MaBnahmen der Stadt", "die Maßnahmen der Stadt"),
    ("die MalRnahmen der Stadt", "die Maßnahmen der Stadt"),
    ("ein Grol3teil der Hauser", "ein Großteil der Häuser"),
    ("viele FuRganger und Fu&wege", "viele Fußgänger und Fußwege"),
    ("in der StraBe", "in der Straße"),
    ("die grofe Brucke", "die große Brücke"),
    ("auf gro&en Flachen", "auf großen Flächen"),
    ("eine regelmaliige Prufung", "eine regelmäßige Prüfung"),
    ("die HUrden im Alltag", "die Hürden im Alltag"),
    ("wir unterstUtzen das", "wir unterstützen das"),
    ("der OPNV in Musterstadt", "der ÖPNV in Musterstadt"),
    ("unsere GRUNE Liste", "unsere GRÜNE Liste"),
    ("Der Bericht tber die Arbeit", "Der Bericht über die Arbeit"),
    ("und Uber die Arbeit", "und über die Arbeit"),
    ("eine gute Ubersicht", "eine gute Übersicht"),
]


@pytest.mark.parametrize(("raw", "printed"), WORDS, ids=[raw for raw, _ in WORDS])
def test_a_damaged_word_is_read_as_printed(raw: str, printed: str) -> None:
    assert repaired(raw) == printed


RARE = [
    # signs inside words, letters seen twice, letters melted into one
    ("zu Fu& gehen", "zu Fuß gehen"),
    ("der Rat beschlie@t das", "der Rat beschließt das"),
    ("ein ma&voller Plan", "ein maßvoller Plan"),
    ("unsere Magnahmen", "unsere Maßnahmen"),
    ("die Uubrigen Wege", "die übrigen Wege"),
    ("wurde Zzugebaut", "wurde zugebaut"),
    ("die dltere Halle ist modemer", "die ältere Halle ist moderner"),
    ("das ist gem. Satzung so", "das ist gem. Satzung so"),
    ("hoch. Uber den Rest", "hoch. Über den Rest"),
    ("hoch. tiber den Rest", "hoch. Über den Rest"),
    ("alle Kammererinnen", "alle Kämmererinnen"),
    ("hohe Bugelder", "hohe Bußgelder"),
]


@pytest.mark.parametrize(("raw", "printed"), RARE, ids=[raw for raw, _ in RARE])
def test_rare_damage_is_undone_as_well(raw: str, printed: str) -> None:
    assert repaired(raw) == printed


NAMES = [
    ("in Wiilferskamp und Brenk", "in Wülferskamp und Brenk"),
    ("Frau Pléhnert aus Hurth", "Frau Plöhnert aus Hürth"),
    (
        "In Plehnfelden ist es still, in Pléhnert laut, in Plohnert auch",
        "In Plehnfelden ist es still, in Plöhnert laut, in Plöhnert auch",
    ),
    ("die Quollhéner StraBe", "die Quollhöner Straße"),
    ("in der Quollhénerstrafe", "in der Quollhönerstraße"),
    ("das Café am StuRa-Haus", "das Café am StuRa-Haus"),
]


@pytest.mark.parametrize(("raw", "printed"), NAMES, ids=[raw for raw, _ in NAMES])
def test_names_that_no_dictionary_lists_are_told_by_their_signs(raw: str, printed: str) -> None:
    assert repaired(raw) == printed


COMPOUNDS = [
    ("Die Larmschutzmalinahmen in der Siedlung", "Die Lärmschutzmaßnahmen in der Siedlung"),
    ("Die Spielplatzgebuhren in der Siedlung", "Die Spielplatzgebühren in der Siedlung"),
    ("Die Brickenprifungskosten in der Siedlung", "Die Brückenprüfungskosten in der Siedlung"),
    ("Wohnen an der Kranichhuderstrafse", "Wohnen an der Kranichhuderstraße"),
    ("mit zukunftsfahigen Betrieben", "mit zukunftsfähigen Betrieben"),
]


@pytest.mark.parametrize(("raw", "printed"), COMPOUNDS, ids=[raw for raw, _ in COMPOUNDS])
def test_compounds_are_read_part_by_part(raw: str, printed: str) -> None:
    assert repaired(raw) == printed


MEANINGS = [
    # stärken, kürzen: verb or adjective
    ("Wir wollen den Radverkehr in der Altstadt starken.", "Wir wollen den Radverkehr in der Altstadt stärken."),
    ("Die Vereine werden wir starken, das ist sicher.", "Die Vereine werden wir stärken, das ist sicher."),
    ("Es gibt einen starken Verkehr.", "Es gibt einen starken Verkehr."),
    ("Wir versuchen, die Wege zu kurzen.", "Wir versuchen, die Wege zu kürzen."),
    ("Auf den kurzen Wegen ist es eng.", "Auf den kurzen Wegen ist es eng."),
    # würden: with an infinitive; wurden: with a participle
    ("Wir wurden einen Neubau nur dann unterstutzen.", "Wir würden einen Neubau nur dann unterstützen."),
    ("Im Mai wurden drei Baume gepflanzt.", "Im Mai wurden drei Bäume gepflanzt."),
    # fördern, fordern
    ("Wir fordern, dass der Rat bald entscheidet.", "Wir fordern, dass der Rat bald entscheidet."),
    ("Wir wollen den Sport fordern.", "Wir wollen den Sport fördern."),
    ("Unsere Forderung nach Ruhe bleibt.", "Unsere Forderung nach Ruhe bleibt."),
    # zahlt, zählt; bewahrt, bewährt
    ("Wer parkt, zahlt eine Gebuhr.", "Wer parkt, zahlt eine Gebühr."),
    ("Das zahlt zu den Aufgaben.", "Das zählt zu den Aufgaben."),
    ("Das Modell hat sich bewahrt.", "Das Modell hat sich bewährt."),
    # verbs whose vowel changes, comparatives, plurals behind prepositions
    ("Der Bus fahrt abends nicht.", "Der Bus fährt abends nicht."),
    ("Wer alter ist, darf sitzen.", "Wer älter ist, darf sitzen."),
    ("Ein alter Mann darf sitzen.", "Ein alter Mann darf sitzen."),
    ("Das gilt in begriindeten Fallen.", "Das gilt in begründeten Fällen."),
    ("Beim Einkauf achten wir auf den Preis.", "Beim Einkauf achten wir auf den Preis."),
    ("Bisher waren es sieben.", "Bisher waren es sieben."),
    ("Die Strafen sind eng.", "Die Straßen sind eng."),
    # nouns and what looks like them
    ("Die Hohe der Kosten ist bekannt.", "Die Höhe der Kosten ist bekannt."),
    ("Das weil: niemand.", "Das weiß: niemand."),
]


@pytest.mark.parametrize(("raw", "printed"), MEANINGS, ids=[raw for raw, _ in MEANINGS])
def test_the_neighbours_decide_between_two_real_words(raw: str, printed: str) -> None:
    assert repaired(raw) == printed


LAYOUT = [
    ("Dazu gehort:\n\ne mehr Baume\n\ne weniger Larm", "Dazu gehört:\n\n• mehr Bäume\n\n• weniger Lärm"),
    ("nach 8 12 Abs. 3 der Satzung", "nach § 12 Abs. 3 der Satzung"),
    ("eine Stelle nach 8 16i ist frei", "eine Stelle nach § 16i ist frei"),
    ("unter 8 Prozent und 8 12 Meter", "unter 8 Prozent und 8 12 Meter"),
    ("bis Ende2027 fertig", "bis Ende 2027 fertig"),
    ("das Bundnis ,Blaue Brucke” tagt", "das Bündnis „Blaue Brücke“ tagt"),
    ("das Bundnis „Blaue Brucke* tagt", "das Bündnis „Blaue Brücke“ tagt"),
    ("¢ mehr Baume", "• mehr Bäume"),
    ("erst Kreide, dann Burger*innen", "erst Kreide, dann Bürger*innen"),
    ("erst Kreide, dann Tafel", "erst Kreide, dann Tafel"),
    ("ist hin sichtlich der Kosten offen", "ist hinsichtlich der Kosten offen"),
    ("wir gehen hin und her", "wir gehen hin und her"),
]


@pytest.mark.parametrize(("raw", "printed"), LAYOUT, ids=[raw for raw, _ in LAYOUT])
def test_marks_and_blanks_are_mended(raw: str, printed: str) -> None:
    assert repaired(raw) == printed


def test_a_word_broken_at_a_line_end_is_repaired_and_stays_broken() -> None:
    assert repaired("Die Wohnungs-\nbehdrde pruft") == "Die Wohnungs-\nbehörde prüft"
    assert repaired("Die Brii-\ncken sind alt") == "Die Brü-\ncken sind alt"


def test_two_words_around_a_hyphen_at_a_line_end_stay_two() -> None:
    assert repaired("im Kreis-\nund Stadtrat") == "im Kreis-\nund Stadtrat"


def test_abbreviations_names_and_foreign_words_stay() -> None:
    text = "Die AfDB und das KiTaG, z. B. Frau Wexlbrunn, nutzen Open Source und WLAN gem. AsylbLG."
    assert repaired(text) == text


def test_clean_text_has_no_edits_whatever_it_says() -> None:
    text = "Wir wollen starken Verkehr, fordern mehr und hätten 8 1 Abs. 4 gern. e so"
    assert repair(text, SOUND) == ()


def test_an_undecided_word_keeps_its_likelier_reading_and_names_the_other() -> None:
    found = edit_of("In der Stadt fordern wir mehr Gruppen.", "fordern")
    assert found is not None
    assert found.uncertain
    assert {found.replacement, *found.alternatives} >= {"fordern", "fördern"}
    assert found.confidence <= 0.5


def test_a_plain_repair_is_certain_and_says_what_it_undid() -> None:
    found = edit_of("Das gilt fiir alle.", "fiir")
    assert found is not None
    assert (found.replacement, found.rule, found.uncertain) == ("für", "ü as ii", False)
    assert found.confidence > 0.9


LETTERS = st.sampled_from([*"abdefilnorstuBRlI1368é&", "ii", "fur ", "starken ", "fordern, ", "-\n", "\n\n", " ", ". "])


@settings(max_examples=150, deadline=None)
@given(st.text() | st.lists(LETTERS, max_size=60).map("".join))
def test_any_text_is_repaired_without_fail_and_its_edits_fit(text: str) -> None:
    edits = repair(text, BROKEN)
    assert disjoint(edits)
    assert isinstance(apply_edits(text, edits), str)
    assert all(e.original == e.span.of(text) for e in edits)
    assert all(0 <= e.confidence <= 1 for e in edits)
    assert all(e.replacement != e.original or e.uncertain for e in edits)


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_whatever_the_gauge_calls_sound_is_not_touched(text: str) -> None:
    damage = gauge(text)
    assert damage.damaged or repair(text, damage) == ()


@pytest.mark.parametrize("unit", ["ii", "ii ", "l3", " ,a", "e a\n", "a&b", "a-\n", "8 1 "])
def test_a_long_senseless_text_ends_and_keeps_its_sense(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    edits = repair(text, BROKEN)
    assert disjoint(edits)
    apply_edits(text, edits)
