"""What result wordings mean; every rule of the table brings its own examples."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import Direction, Stage, Votes
from tracker.feeds.decision_rules import RULES
from tracker.feeds.decisions import decide

GOLD = Path(__file__).parents[3] / "shared/data/council/result_wordings_gold.json"


@pytest.mark.parametrize(("rule", "wording"), [(rule, hit) for rule in RULES for hit in rule.hits])
def test_a_rule_decides_its_own_examples(rule, wording):
    decision = decide(wording)
    assert (decision.rule, decision.direction) == (rule.name, rule.direction)


@pytest.mark.parametrize(("rule", "wording"), [(rule, miss) for rule in RULES for miss in rule.misses])
def test_a_rule_leaves_its_counterexamples_to_others(rule, wording):
    assert decide(wording).rule != rule.name


@pytest.mark.parametrize(
    ("wording", "direction", "stage"),
    [
        ("nicht empfohlen", Direction.REJECTED, Stage.ADVISORY),
        ("mit Änderungen empfohlen", Direction.AMENDED, Stage.ADVISORY),
        ("nicht beschlossen", Direction.REJECTED, Stage.DECISIVE),
        ("ungeändert beschlossen", Direction.ADOPTED, Stage.DECISIVE),
        ("mehrheitlich abgelehnt", Direction.REJECTED, Stage.UNKNOWN),
        ("bei Stimmengleichheit abgelehnt", Direction.REJECTED, Stage.UNKNOWN),
        ("erledigt durch Stellungnahme der Verwaltung", Direction.NOTED, Stage.UNKNOWN),
        ("", Direction.UNKNOWN, Stage.UNKNOWN),
        ("siehe Anlage", Direction.UNKNOWN, Stage.UNKNOWN),
    ],
)
def test_direction_and_stage_come_from_the_wording_alone(wording, direction, stage):
    decision = decide(wording)
    assert (decision.direction, decision.stage) == (direction, stage)


@pytest.mark.parametrize(
    ("organization", "stage"),
    [
        ("Gemeinderat", Stage.DECISIVE),
        ("Rat der Stadt Musterstadt-Ost", Stage.DECISIVE),
        ("Verbandsgemeinderat", Stage.DECISIVE),
        ("Marktgemeinderat Musterhausen", Stage.DECISIVE),
        ("12. öffentliche Sitzung des Stadtrates", Stage.DECISIVE),
        ("Ratsversammlung", Stage.DECISIVE),
        ("Kreistag", Stage.DECISIVE),
        ("Hauptausschuss des Rates", Stage.UNKNOWN),
        ("Ratsausschuss für Sport", Stage.UNKNOWN),
        ("Integrationsrat", Stage.UNKNOWN),
        ("Beirat für Senioren", Stage.UNKNOWN),
        ("", Stage.UNKNOWN),
    ],
)
def test_only_a_council_makes_an_open_wording_decisive(organization, stage):
    assert decide("mehrheitlich abgelehnt", organization).stage is stage


@pytest.mark.parametrize("shape", ["einstimmig", "mehrheitlich", "einstimmig, 0 Enthaltungen", "mit Stimmenmehrheit"])
def test_the_shape_of_a_vote_is_no_direction(shape):
    assert decide(shape).direction is Direction.UNKNOWN


@pytest.mark.parametrize(
    "wording",
    [
        "Änderungsantrag abgelehnt, Vorlage einstimmig beschlossen",
        "Beschlussvorlage: mehrheitlich zugestimmt Änderungsantrag Bürgerliste: mehrheitlich abgelehnt",
        "Antrag 1: mehrheitliche Ablehnung. Antrag 2: mehrheitliche Zustimmung.",
        "4 Ja-Stimmen, 9 Nein-Stimmen. Die Verwaltung wird beauftragt, zu berichten.",
    ],
)
def test_two_motions_in_one_field_with_two_ends_stay_unknown(wording):
    assert decide(wording).direction is Direction.UNKNOWN


def test_two_motions_with_the_same_end_share_it():
    assert decide("Antrag 1: einstimmig zugestimmt Antrag 2: mehrheitlich zugestimmt").direction is Direction.ADOPTED


@pytest.mark.parametrize(
    ("wording", "direction", "votes"),
    [
        ("13 Ja-Stimmen, 0 Enthaltungen, 2 Nein-Stimmen", Direction.ADOPTED, Votes(13, 2, 0, unanimous=False)),
        ("einstimmig12 Ja-Stimmen, 0 Nein-Stimmen", Direction.ADOPTED, Votes(12, 0, None, unanimous=True)),
        ("Mehrheitliche Ablehnung (5 Ja, 26 Nein)", Direction.REJECTED, Votes(5, 26, None, unanimous=False)),
        ("10 Ja-Stimmen, 10 Nein-Stimmen", Direction.REJECTED, Votes(10, 10, None, unanimous=False)),
        (
            "bei einer Gegenstimme und zwei Enthaltungen beschlossen",
            Direction.ADOPTED,
            Votes(None, 1, 2, unanimous=False),
        ),
        ("zugestimmt bei 3 Ablehnungen", Direction.ADOPTED, Votes(None, 3, None, unanimous=False)),
        ("a) 3 Ja-Stimmen, 7 Nein-Stimmen b) 7 Ja-Stimmen, 3 Nein-Stimmen", Direction.UNKNOWN, Votes()),
        ("JaNeinEnthaltungBM1Blaue6Rote3Gesamt1030", Direction.UNKNOWN, Votes()),
        ("0x ja, 14x nein, 0 Enthaltungen", Direction.REJECTED, Votes(0, 14, 0, unanimous=False)),
    ],
)
def test_counts_are_read_and_decide_only_for_a_single_motion(wording, direction, votes):
    decision = decide(wording)
    assert (decision.direction, decision.votes) == (direction, votes)


def test_factions_that_voted_against_or_abstained_are_named_and_persons_are_not():
    votes = decide(
        "mit Mehrheit gegen die Stimmen der Fraktion Bürgerliste Blaue Brücke, der Wählergruppe Ost und von Herrn "
        "Muster bei Enthaltung der Fraktion Grüne Gärten beschlossen"
    ).votes
    assert votes.against == ("Fraktion Bürgerliste Blaue Brücke", "Wählergruppe Ost")
    assert votes.abstaining == ("Fraktion Grüne Gärten",)
    assert votes.unanimous is False


def test_a_list_of_who_voted_how_names_the_factions():
    votes = decide("beschlossen (Ja: Grüne Gärten; Nein: Blaue Brücke, Gruppe Ost; Enthaltung: BfM)").votes
    assert (votes.against, votes.abstaining) == (("Blaue Brücke", "Gruppe Ost"), ("BfM",))


def test_a_capital_inside_a_short_name_is_no_lost_blank():
    assert decide("einstimmig bei Enthaltung der BfM-Fraktion beschlossen").votes.abstaining == ("BfM-Fraktion",)


def test_words_broken_at_a_line_end_are_joined():
    assert decide("mehr-\nheitlich abge-\nlehnt").direction is Direction.REJECTED


@given(st.text(max_size=300))
def test_any_text_gets_a_decision_that_keeps_its_wording(text):
    assert decide(text).wording == text


@given(
    st.sampled_from([hit for rule in RULES if rule.name == "rejected" for hit in rule.hits]),
    st.sampled_from(["", "\n", "  ", "."]),
)
def test_blanks_and_capitals_never_turn_a_rejection(wording, edge):
    for form in (wording, wording.upper(), wording.replace(" ", "\n")):
        assert decide(f"{edge}{form}{edge}").direction is Direction.REJECTED


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason="the development data is not beside the checkout")
def test_labelled_wordings_are_right_in_direction_and_stage():
    right = total = 0
    for row in json.loads(GOLD.read_text(encoding="utf-8")):
        decision = decide(row["wording"])
        total += row["count"]
        right += row["count"] * (
            decision.direction in row["direction"] and row["stage"] in {None, decision.stage.value}
        )
        if "adopted" not in row["direction"] and "amended" not in row["direction"]:
            assert decision.direction not in {Direction.ADOPTED, Direction.AMENDED}, row["wording"]
    assert right / total >= 0.98
