"""Answers cut into statements: which act, which stretch, how many promises."""

import pytest

from tests.extraction.reading import acts, programme, promises, read

SPLIT = {
    "Wir wollen den Service verbessern, die Wartezeiten verkürzen und das Amt zu einem Zentrum umbauen.": [
        "Wir wollen den Service verbessern",
        "die Wartezeiten verkürzen",
        "das Amt zu einem Zentrum umbauen",
    ],
    "Wir setzen uns dafür ein, den Service zu verbessern und die Wege zu verkürzen.": [
        "Wir setzen uns dafür ein, den Service zu verbessern",
        "die Wege zu verkürzen",
    ],
    "Ich setze mich für den Ausbau der Netze, eine bessere Beleuchtung sowie die Förderung des Sports ein.": [
        "Ich setze mich für den Ausbau der Netze",
        "eine bessere Beleuchtung",
        "die Förderung des Sports ein",
    ],
    "Wir setzen uns dafür ein, dass die Bahn fährt, dass der Bus fährt und dass beide pünktlich sind.": [
        "Wir setzen uns dafür ein, dass die Bahn fährt",
        "dass der Bus fährt",
        "dass beide pünktlich sind",
    ],
    "Wir werden die Lage beobachten und prüfen, welche Hilfe nötig ist.": [
        "Wir werden die Lage beobachten",
        "prüfen, welche Hilfe nötig ist",
    ],
}

WHOLE = [
    "Wir wollen die Arbeit des Amtes evaluieren und weiterentwickeln",
    "Wir fordern mehr Personal und Mittel, um den Umbau zu beschleunigen",
    "Wir wollen die Bürokratie verringern und damit Vereine entlasten",
    "Wir werden Mittel für Vereine und Initiativen bereitstellen",
    "Wir wollen Wege sicherer machen, indem wir Lampen aufstellen und Hecken schneiden",
    "Wir setzen uns für flächendeckendes, schnelles Internet ein",
    "Das Netz werden wir stärken, dies hat mit neuen Kabeln bereits begonnen",
    "Wir unterstützen die Einführung eines Sozialtickets und haben dazu Anträge gestellt",
    "Wir versprechen: Keine Kita wird geschlossen",
]


@pytest.mark.parametrize("sentence", SPLIT)
def test_coordinated_actions_with_objects_of_their_own_are_separate_promises(sentence: str) -> None:
    assert promises(sentence) == SPLIT[sentence]


@pytest.mark.parametrize("sentence", WHOLE)
def test_means_reasons_and_pairs_stay_with_their_promise(sentence: str) -> None:
    assert promises(f"{sentence}.") == [sentence]


def test_a_sentence_that_mixes_acts_is_cut_into_its_parts() -> None:
    assert acts("Wir wollen Bleiberechte stärken und appellieren an Bund und Land, Mittel zu geben.") == [
        ("commitment", "Wir wollen Bleiberechte stärken"),
        ("appeal", "appellieren an Bund und Land, Mittel zu geben"),
    ]
    assert acts("Wir haben die Beiträge gesenkt und wollen dies in der kommenden Legislatur fortsetzen.") == [
        ("accomplishment", "Wir haben die Beiträge gesenkt"),
        ("commitment", "wollen dies in der kommenden Legislatur fortsetzen"),
    ]


def test_the_same_act_twice_in_a_sentence_is_one_statement() -> None:
    assert acts("Das Gremium schafft Klarheit, berät die Leute und stärkt ihre Rechte.") == [
        ("fact", "Das Gremium schafft Klarheit, berät die Leute und stärkt ihre Rechte"),
    ]


def test_bullets_inherit_their_lead_in_and_carry_no_sign() -> None:
    text = "Wir setzen uns ein für:\n\n• ein Konzept, das regelmäßig überprüft wird\n\n• die Stärkung des Beirats\n"
    found = programme(text).commitments
    assert [s.quote for s in found] == ["ein Konzept, das regelmäßig überprüft wird", "die Stärkung des Beirats"]
    assert {s.lead_in.of(text) for s in found if s.lead_in} == {"Wir setzen uns ein für:"}


def test_a_bullet_that_is_a_sentence_of_its_own_has_an_act_of_its_own() -> None:
    text = "Wir planen:\n- einen Steg am See\n- Der alte Steg ist morsch.\n"
    assert [s.act.value for s in programme(text).statements] == ["commitment", "fact"]


def test_bullets_under_what_was_reached_are_no_promises() -> None:
    assert promises("Wir haben erreicht:\n• eine neue Halle\n• ein Jugendhaus\n") == []


def test_spans_carry_no_yes_no_and_and_no_full_stop() -> None:
    assert promises("Ja, wir werden das Bad sanieren. Und wir wollen den Platz begrünen!") == [
        "wir werden das Bad sanieren",
        "wir wollen den Platz begrünen!",
    ]


def test_an_elliptic_continuation_of_a_promise_is_a_promise() -> None:
    assert promises("Wir werden den Bus stärken. Dazu regelmäßige Sprechstunden in den Ortsteilen.") == [
        "Wir werden den Bus stärken",
        "Dazu regelmäßige Sprechstunden in den Ortsteilen",
    ]
    assert promises("Es regnet. Dazu regelmäßige Sprechstunden in den Ortsteilen.") == []


NO_PROMISES = [
    "Im Park werden vorhandene Wege genutzt.",
    "Ziel der Beratungsstelle ist es, Familien zu helfen.",
    "Die Finanzierung ist bis Ende 2026 gesichert.",
    "Wir setzen auf Vorbeugung.",
    "Die Stadt ist bestrebt, Stellen zu schaffen.",
    "Das Land muss die Kosten übernehmen.",
    "Der Radweg soll ausgebaut werden.",
    "Wir haben dafür gesorgt, dass die Halle offen bleibt.",
    "Die Verwaltung wird beauftragt, die Praxis beizubehalten.",
    "Die Bürgerliste Blaue Brücke setzt sich seit Jahren für den Sport ein.",
    "Wollen wir das wirklich?",
    "Der Plan wird umgesetzt werden.",
    "Wir lehnen nicht nur die Karte ab, sondern auch Kürzungen, die schaden.",
    "Wir wollten die Halle bauen.",
    "Wer bauen will, braucht Geduld.",
]


@pytest.mark.parametrize("sentence", NO_PROMISES)
def test_what_only_looks_like_a_promise_is_none(sentence: str) -> None:
    assert promises(sentence) == []


PROMISES = [
    "Die Digitalisierung werden wir stärken.",
    "Mit uns wird es keine Kürzungen geben.",
    "Wir werden der Karte nicht zustimmen.",
    "Daran werden wir festhalten.",
    "Für uns bleibt es das Ziel, die Ämter zusammenzulegen.",
    "Um die Hitze zu mildern, wollen wir Bäume pflanzen.",
    "Wir werden darauf drängen, dass das Land mehr zahlt.",
    "Als Bürgermeisterin würde ich mich für den See einsetzen.",
    "Unsere Fraktion wird einen Antrag stellen.",
    "Die Blaue Brücke setzt sich für günstige Busse ein.",
    "Wir machen uns stark für einen Bürgerbus – weil alle mobil sein sollen.",
    "Am Jugendticket halten wir fest.",
    "Wir möchten, dass alle Kinder schwimmen lernen.",
]


@pytest.mark.parametrize("sentence", PROMISES)
def test_promises_are_found_in_every_word_order(sentence: str) -> None:
    assert len(promises(sentence)) == 1


def test_a_bare_yes_depends_on_what_was_asked() -> None:
    asked = "1. {}\n\nCDU: Ja.\nSPD: Wir wollen das.\n"
    assert read(asked.format("Werden Sie das Bad sanieren?")).statements[0].act.value == "ambiguous"
    assert read(asked.format("Sind Sie für das Bad?")).statements[0].act.value == "position"
