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


OBJECTS = {
    "Wir wollen Gehwege, Gebäude und Spielplätze barrierefrei umbauen.": 3,
    "Wir werden Bänke, Mülleimer und Trinkbrunnen aufstellen.": 3,
    "Wir werden die Turnhalle und das Freibad sanieren.": 2,
    "Wir wollen einen Radweg an der Bahn und eine Brücke über den Fluss bauen.": 2,
    "Wir fordern: mehr Personal im Ordnungsamt, eine Mängel-App und saubere Toiletten.": 3,
    "Ich setze mich für ein Ärztehaus, für einen Zuschuss und für eine Gemeindeschwester ein.": 3,
    "Wir werden darauf dringen, dass die Formel offengelegt und die Abrechnung verständlicher gestaltet wird.": 2,
    "Wir wollen Kinder, Jugendliche und Familien unterstützen.": 1,
    "Wir werden eine Lotsin oder einen Lotsen einstellen.": 1,
    "Wir werden Personal, Mittel und Zeit bereitstellen.": 1,
    "Wir wollen einen Ausgleich für die Anwohner und die Betriebe schaffen.": 1,
    "Wir wollen nicht nur reden, sondern Radwege bauen.": 1,
}


@pytest.mark.parametrize("sentence", OBJECTS)
def test_objects_are_separate_promises_where_each_is_a_measure_of_its_own(sentence: str) -> None:
    assert len(promises(sentence)) == OBJECTS[sentence]


def test_objects_share_the_words_that_close_them() -> None:
    found = programme("Wir wollen Gehwege, Gebäude und Spielplätze barrierefrei umbauen.").commitments
    assert [s.commitment.title for s in found if s.commitment] == [
        "Gehwege barrierefrei umbauen",
        "Gebäude barrierefrei umbauen",
        "Spielplätze barrierefrei umbauen",
    ]


PLEDGED = [
    "Ein Bücherbus soll den Stadtteil anfahren, das werden wir im Herbst beantragen",
    "Bis 2029 sollen alle Leuchten umgerüstet sein, dazu stehe ich",
    "Die Zweigstelle gehört wieder an ihren Platz, dafür kämpfen wir",
    "Jetzt wollen wir bauen, Baubeginn soll 2028 sein",
    "Wir unterstützen einen Fonds für Vereine und werden dafür Mittel vorsehen",
    "Die fünf Kreuzungen nehmen wir uns vor und bauen sie um",
]


@pytest.mark.parametrize("sentence", PLEDGED)
def test_a_demand_and_the_pledge_behind_it_are_one_promise(sentence: str) -> None:
    assert promises(f"{sentence}.") == [sentence]


def test_she_is_the_party_of_the_sentence_before() -> None:
    said = (
        "Die Bürgerliste Blaue Brücke tritt an. Sie will den Radverkehr stärken und setzt sich für einen Nachtbus ein."
    )
    assert promises(said) == ["Sie will den Radverkehr stärken", "setzt sich für einen Nachtbus ein"]
    assert promises("Wir kennen die Lage. Sie wird besser werden.") == []


def test_a_town_in_the_name_of_a_respondent_does_not_speak() -> None:
    text = "1. Was kommt?\n\nSPD Musterau: Musterau wird in Zukunft weiter wachsen. Die SPD wird Bäume pflanzen.\n"
    assert [s.quote for s in read(text).commitments] == ["Die SPD wird Bäume pflanzen"]


def test_a_sentence_may_begin_with_its_condition() -> None:
    assert promises("Sollte das Land nicht zahlen, werden wir selbst einen Rufbus einrichten.") == [
        "Sollte das Land nicht zahlen, werden wir selbst einen Rufbus einrichten"
    ]


def test_list_items_inherit_a_lead_in_without_a_colon_and_a_promise_goes_on_in_its_list() -> None:
    assert promises("Wir werden\n- das Bad sanieren,\n- den Steg erneuern.\n") == [
        "das Bad sanieren",
        "den Steg erneuern",
    ]
    assert promises("Unsere Ziele\n\n1. Schwimmkurse für alle Kinder\n2. Freier Eintritt im Winter\n") == [
        "Schwimmkurse für alle Kinder",
        "Freier Eintritt im Winter",
    ]
    assert promises("Wir werden den Sport fördern. Dazu gehören:\n• ein Fonds für Vereine\n• freie Hallen\n")[1:] == [
        "ein Fonds für Vereine",
        "freie Hallen",
    ]
    assert promises("Der Hafen ist alt. Dazu gehören:\n• ein Kran\n• zwei Schuppen\n") == []


def test_a_list_item_that_begins_with_what_hangs_on_its_sentence_is_a_sentence() -> None:
    text = "Wir planen:\n- Um Wege zu verkürzen, hat die Stadt eine Brücke gebaut.\n- einen Steg\n"
    assert promises(text) == ["einen Steg"]


def test_a_number_may_end_a_sentence() -> None:
    assert promises("Siehe Antwort zu 1. Für Betriebe würden wir eine Prämie auflegen.") == [
        "Für Betriebe würden wir eine Prämie auflegen"
    ]
    assert promises("Am 1. Mai werden wir das Bad öffnen.") == ["Am 1. Mai werden wir das Bad öffnen"]
