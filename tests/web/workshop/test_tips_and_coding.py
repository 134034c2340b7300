from dataclasses import replace

from tests.web.workshop.conftest import Town
from tracker.db import models
from tracker.db.session import reading
from tracker.domain.tip import TipState


def give(visitor, town, text="Im Amtsblatt steht der Auftrag.", **over):
    form = {"art": "source", "text": text, "mail": "leserin@mail.example", **over}
    return visitor.post(f"/versprechen/{town.accepted}/hinweis", form)


def tips(instance):
    with reading(instance.engine) as session:
        return [(tip.text, tip.state, tip.contact) for tip in session.query(models.Tip).order_by(models.Tip.id)]


def test_anybody_may_send_a_tip_and_a_person_answers(visitor, editor, instance, town: Town):
    assert give(visitor, town).status_code == 303
    page = editor.get("/werkstatt/meldungen").text
    assert "Im Amtsblatt steht der Auftrag." in page
    assert "leserin@mail.example" not in page
    tip = page.split('name="hinweis" value="')[1].split('"')[0]
    editor.post("/werkstatt/meldungen", {"hinweis": tip, "ergebnis": "used", "antwort": "Danke, steht jetzt da."})
    assert tips(instance) == [("Im Amtsblatt steht der Auftrag.", TipState.USED, "")]
    with reading(instance.engine) as session:
        (mail,) = session.query(models.OutboxMail).filter_by(kind="tip")
        assert mail.recipient == "leserin@mail.example"


def test_too_many_tips_are_slowed_down(visitor, instance, town: Town):
    answers = [give(visitor, town, f"Hinweis {n}").status_code for n in range(6)]
    assert answers == [303] * 5 + [429]


def test_an_empty_tip_is_refused(visitor, town: Town):
    assert give(visitor, town, " ").status_code == 400


def test_an_answer_without_words_is_refused(visitor, editor, town: Town):
    give(visitor, town)
    page = editor.get("/werkstatt/meldungen").text
    tip = page.split('name="hinweis" value="')[1].split('"')[0]
    answer = editor.post("/werkstatt/meldungen", {"hinweis": tip, "ergebnis": "declined", "antwort": " "})
    assert answer.status_code == 400


CODING = "/werkstatt/zweitkodierung"


def blind_id(page):
    return page.split('name="versprechen" value="')[1].split('"')[0]


def test_the_second_person_codes_blind(volunteer, settings, instance, town: Town, happened):
    everything = replace(settings.review, second_percent=100)
    object.__setattr__(instance, "settings", replace(settings, review=everything))
    page = volunteer.get(CODING + "?verdeckt=ja").text
    assert "Blaue Brücke" not in page
    form = {"versprechen": blind_id(page), "art": "commitment", "pruefbar": "partial"}
    assert volunteer.post(CODING, {**form, "art": ""}).status_code == 400
    assert volunteer.post(CODING, form).status_code == 303
    assert happened()[-1] == "coding.given"
    differs = volunteer.get(CODING).text
    assert "Verschieden eingeordnet" in differs
    coding = differs.split('name="kodierung" value="')[1].split('"')[0]
    volunteer.post(CODING, {"tat": "klaeren", "kodierung": coding, "einigung": "Der Ort ist genannt."})
    assert "Der Ort ist genannt." in volunteer.text(CODING)
