import pytest

from tracker.domain.topic import STEMS, Topic, suggested_topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Wir werden den Radweg an der Lindenallee bauen.", Topic.MOBILITY),
        ("Wir schaffen 300 bezahlbare Wohnungen.", Topic.HOUSING),
        ("Jede Kita bekommt eine weitere Fachkraft.", Topic.FAMILY),
        ("Wir setzen uns für einen sicheren Aufenthalt von Geflüchteten ein.", Topic.MIGRATION),
        ("Das Hallenbad bleibt offen.", Topic.SPORT),
        ("Das Rathaus führt eine digitale Terminvergabe ein.", Topic.ADMINISTRATION),
        ("Der Hebesatz bleibt, wie er ist.", Topic.FINANCE),
        ("Wir richten einen Bürgerrat ein.", Topic.DEMOCRACY),
    ],
)
def test_the_words_of_a_promise_suggest_its_topic(text, topic):
    assert suggested_topic(text).topic is topic


def test_the_suggestion_names_the_words_that_speak_for_it():
    assert suggested_topic("Neue Radwege und mehr Fahrradstellplätze.").words == ("Radwege", "Fahrradstellplätze")


def test_the_question_helps_where_the_promise_says_too_little():
    assert suggested_topic("Das wollen wir ausbauen.", "Was tun Sie für den Nahverkehr?").topic is Topic.MOBILITY


def test_the_promise_outweighs_the_question():
    hint = suggested_topic("Wir bauen die Bücherei um.", "Was tun Sie für die Schulen?")
    assert hint.topic is Topic.CULTURE


@pytest.mark.parametrize("text", ["Wir kümmern uns darum.", "", "Theater und Sport fördern wir gleich."])
def test_nothing_is_suggested_where_words_say_nothing_or_are_even(text):
    assert suggested_topic(text) is None


def test_short_stems_do_not_hide_in_other_words():
    assert suggested_topic("Wir führen den Dialogstil fort.") is None


def test_every_topic_but_the_last_has_words():
    assert set(Topic) - STEMS.keys() == {Topic.OTHER}
