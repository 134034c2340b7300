from tests.factories import NOW, make_accepted
from tests.web.workshop.conftest import Town
from tracker.db.queries import links
from tracker.db.session import reading, writing
from tracker.domain.link import Judgement
from tracker.domain.person import Rank
from tracker.services.link import link

QUEUE = "/werkstatt/treffer"


def judgement(instance, link):
    with reading(instance.engine) as session:
        return links.one(session, link).judgement


def judge(browser, link, said, **over):
    return browser.post(QUEUE, {"tat": "urteilen", "karte": link, "urteil": said, "gesehen": "unreviewed", **over})


def test_dealing_is_a_post_and_lays_cards_on_the_desk(volunteer, town: Town, claims):
    assert "Karten austeilen" in volunteer.text(QUEUE)
    volunteer.post(QUEUE, {"tat": "austeilen"})
    assert claims() == 4
    page = volunteer.text(QUEUE)
    assert "Karte 1 von 4" in page
    assert "Vorlage 0: Bäume am Markt" in page


def test_a_card_marks_hits_and_says_why_in_words(volunteer, town: Town):
    page = volunteer.get(f"{QUEUE}?karte={town.links[0]}").text
    assert "<mark>Bäume</mark> am <mark>Markt</mark>" in page
    assert "weil beide davon sprechen" in page


def test_judging_goes_on_to_the_next_card(volunteer, instance, town: Town):
    volunteer.post(QUEUE, {"tat": "austeilen"})
    answer = judge(volunteer, town.links[0], "relevant", danach=town.links[1])
    assert answer.headers["location"] == f"{QUEUE}?karte={town.links[1]}"
    assert judgement(instance, town.links[0]) is Judgement.RELEVANT


def test_two_people_have_different_cards(signed_in, town: Town):
    for rank in (Rank.VOLUNTEER, Rank.EDITOR):
        signed_in(rank).post(QUEUE, {"tat": "austeilen"})
    assert "Karten austeilen" in signed_in(Rank.EDITOR).text(QUEUE)


def test_a_double_click_judges_once(volunteer, town: Town, happened):
    judge(volunteer, town.links[0], "relevant")
    before = happened()
    judge(volunteer, town.links[0], "relevant")
    assert happened() == before


def test_the_slower_of_two_learns_what_the_other_said_and_keeps_the_comment(signed_in, instance, town: Town):
    judge(signed_in(Rank.EDITOR), town.links[0], "irrelevant")
    answer = judge(signed_in(Rank.VOLUNTEER), town.links[0], "relevant", bemerkung="Es geht um denselben Markt.")
    assert answer.status_code == 409
    assert "Edda" in answer.text
    assert "Es geht um denselben Markt." in answer.text
    assert judgement(instance, town.links[0]) is Judgement.IRRELEVANT


def test_undo_takes_the_last_judgement_back(volunteer, instance, town: Town):
    judge(volunteer, town.links[0], "relevant")
    answer = volunteer.post(QUEUE, {"tat": "zurueck"})
    assert town.links[0] in answer.headers["location"]
    assert judgement(instance, town.links[0]) is Judgement.UNREVIEWED


def test_nothing_to_undo_is_said_kindly(volunteer, town: Town):
    volunteer.post(QUEUE, {"tat": "zurueck"})
    assert "nichts zurückzunehmen" in volunteer.text(QUEUE)


def test_only_who_has_judged_is_offered_to_take_it_back(volunteer, town: Town):
    assert "Letztes Urteil zurücknehmen" not in volunteer.text(QUEUE)
    judge(volunteer, town.links[0], "relevant")
    page = volunteer.get(QUEUE).text
    assert "Letztes Urteil zurücknehmen" in page
    assert f'<a href="/werkstatt/versprechen/{town.accepted}#h-bewertung">Bewertung vorschlagen</a>' in page


def test_an_empty_queue_says_why(volunteer, instance):
    assert "sobald ein Versprechen angenommen ist" in volunteer.text(QUEUE)
    with writing(instance.engine) as session:
        make_accepted(session)
    waiting = volunteer.get(QUEUE)
    assert "wird gerade im Rat gesucht" in waiting.text
    assert waiting.headers["refresh"] == "20"
    link(instance.engine, now=NOW)
    assert "Alle Treffer sind angesehen" in volunteer.text(QUEUE)


def test_later_puts_the_card_away(volunteer, town: Town):
    volunteer.post(QUEUE, {"tat": "austeilen"})
    volunteer.post(QUEUE, {"tat": "spaeter", "karte": town.links[0]})
    assert "Karte 1 von 3" in volunteer.text(QUEUE)


def test_in_a_pile_only_does_not_fit_can_be_said(volunteer, instance, town: Town):
    volunteer.post(QUEUE, {"tat": "austeilen"})
    volunteer.post(QUEUE, {"tat": "stapel", "treffer": list(town.links[:2]), "urteil": "relevant"})
    assert [judgement(instance, link) for link in town.links[:3]] == [
        Judgement.IRRELEVANT,
        Judgement.IRRELEVANT,
        Judgement.UNREVIEWED,
    ]


def test_a_card_that_does_not_exist_is_not_found(volunteer, town: Town):
    assert volunteer.get(f"{QUEUE}?karte=l-nichts").status_code == 404
