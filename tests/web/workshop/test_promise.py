"""What the forms of a promise's page do, and what they do with bad input."""

import pytest

from tracker.db.queries import promises
from tracker.db.session import reading
from tracker.domain.person import Rank
from tracker.domain.promise import PromiseState
from tracker.domain.topic import Topic

FIELDS = {
    "titel": "Radweg bauen",
    "art": "commitment",
    "staerke": "firm",
    "was": "action",
    "pruefbar": "clear",
    "zustaendig": "municipal",
    "thema": "mobility",
    "von": "bruecke",
}
MEASURE = {"umgesetzt": "Der Radweg ist gebaut.", "wo": "Niederschriften", "wieder": "2026-09-01"}


def address(promise: str) -> str:
    return f"/werkstatt/versprechen/{promise}"


def stored(instance, public_id):
    with reading(instance.engine) as session:
        row = promises.one(session, public_id)
        return row.state, row.title, row.topic, row.criterion and row.criterion.fulfilled_if


def accept(browser, promise, **over):
    form = {"tat": "annehmen", "version": "1", "weiter": "ja", **FIELDS, **MEASURE, **over}
    return browser.post(address(promise), form)


def test_accepting_stores_fields_and_criterion_and_shows_the_next_proposal(volunteer, instance, town):
    answer = accept(volunteer, town.proposed)
    assert answer.headers["location"] == address(town.other)
    assert stored(instance, town.proposed) == (
        PromiseState.ACCEPTED,
        "Radweg bauen",
        Topic.MOBILITY,
        "Der Radweg ist gebaut.",
    )


def test_sending_the_form_twice_accepts_once(volunteer, town, happened):
    accept(volunteer, town.proposed)
    before = happened()
    accept(volunteer, town.proposed, version="")
    assert happened() == before


def test_without_a_criterion_nothing_is_accepted_and_nothing_typed_is_lost(volunteer, instance, town):
    answer = accept(volunteer, town.proposed, umgesetzt=" ", titel="Mein mühsam getippter Titel")
    assert answer.status_code == 400
    assert "Mein mühsam getippter Titel" in answer.text
    assert "wann" in answer.text
    assert stored(instance, town.proposed)[0] is PromiseState.PROPOSED


def test_the_slower_of_two_sees_both_versions(signed_in, instance, town):

    fast, slow = signed_in(Rank.EDITOR), signed_in(Rank.VOLUNTEER)
    accept(fast, town.proposed)
    answer = accept(slow, town.proposed, titel="Fassung von Ben", umgesetzt="Bens Maßstab")
    assert answer.status_code == 409
    for said in ("Jemand anderes war schneller", "Radweg bauen", "Fassung von Ben", "Bens Maßstab"):
        assert said in answer.text
    assert stored(instance, town.proposed)[1] == "Radweg bauen"


def test_an_endless_comment_comes_back_with_a_sentence(volunteer, instance, town):
    answer = volunteer.post(address(town.proposed), {"tat": "ablehnen", "warum": "x" * 6000, "version": "1"})
    assert answer.status_code == 400
    assert "zu lang" in answer.text
    assert "x" * 6000 in answer.text


def test_rejecting_asks_why(volunteer, instance, town):
    assert volunteer.post(address(town.proposed), {"tat": "ablehnen"}).status_code == 400
    volunteer.post(address(town.proposed), {"tat": "ablehnen", "warum": "nur eine Haltung", "anders": "position"})
    assert stored(instance, town.proposed)[0] is PromiseState.REJECTED
    assert "nur eine Haltung" in volunteer.text(address(town.proposed))


def test_a_rejection_can_be_taken_back(volunteer, instance, town):
    volunteer.post(address(town.proposed), {"tat": "ablehnen", "warum": "nur eine Haltung"})
    volunteer.post(address(town.proposed), {"tat": "wiederoeffnen", "warum": "doch nicht"})
    assert stored(instance, town.proposed)[0] is PromiseState.PROPOSED


def test_splitting_takes_the_empty_line_as_the_cut(volunteer, instance, town):
    answer = volunteer.post(address(town.proposed), {"tat": "teilen", "teile": "Wir bauen\n\nden Radweg."})
    assert answer.status_code == 303
    assert "Geteilt in" in volunteer.text(address(town.proposed))


def test_a_promise_that_was_withdrawn_under_the_editor_says_so(signed_in, town):

    one, other = signed_in(Rank.EDITOR), signed_in(Rank.VOLUNTEER)
    one.post(address(town.accepted), {"tat": "zurueckziehen", "warum": "eingemeindet"})
    answer = other.post(address(town.accepted), {"tat": "massstab", "version": "1", "warum": "genauer", **MEASURE})
    assert answer.status_code == 409
    assert "zurückgezogen" in answer.text
    assert "eingemeindet" in answer.text


def test_one_click_records_a_look(volunteer, town, happened):
    volunteer.post(address(town.accepted), {"tat": "pruefung", "fund": "nothing", "wo": "Haushalt"})
    assert happened()[-1] == "promise.checked"
    assert "Haushalt : nichts gefunden" in volunteer.text(address(town.accepted)).replace("Haushalt:", "Haushalt :")


def test_a_look_that_was_nowhere_is_refused(volunteer, town):
    answer = volunteer.post(address(town.accepted), {"tat": "pruefung", "fund": "nothing"})
    assert answer.status_code == 400
    assert "wo Sie" in answer.text


def test_a_source_is_kept_as_a_copy(volunteer, instance, town):
    given = {"tat": "fundstelle", "titel": "Bericht", "am": "2026-03-01", "gewicht": "administration"}
    files = {"datei": ("antwort.pdf", b"%PDF-1.4 Antwort", "application/pdf")}
    assert volunteer.post(address(town.accepted), given, files=files).status_code == 303
    page = volunteer.get(address(town.accepted)).text
    digest = page.split("/beleg/")[-1][:64]
    assert instance.store.get(digest) == b"%PDF-1.4 Antwort"


@pytest.mark.parametrize("missing", ["titel", "am", "datei"])
def test_a_source_without_its_parts_is_refused(volunteer, town, missing):
    given = {"tat": "fundstelle", "titel": "Bericht", "am": "2026-03-01", "gewicht": "press"}
    files = {"datei": ("a.txt", b"x", "text/plain")} if missing != "datei" else {"sonst": ("a.txt", b"x", "text/plain")}
    given.pop(missing, None)
    assert volunteer.post(address(town.accepted), given, files=files).status_code == 400


def test_final_outcomes_need_their_evidence(volunteer, town):
    given = {"tat": "bewertung", "stand": "fulfilled", "einsatz": "none_known", "rolle": "unknown"}
    answer = volunteer.post(address(town.accepted), {**given, "begruendung": "So."})
    assert answer.status_code == 400
    assert "fehlt ein Beleg" in answer.text
    assert "So." in answer.text


@pytest.mark.parametrize("form", [{}, {"tat": "sprengen"}, {"tat": "bewertung", "stand": "toll"}])
def test_forms_that_no_page_of_ours_sends_are_refused(volunteer, town, form):
    assert volunteer.post(address(town.accepted), form).status_code == 400


def test_a_day_that_is_none_is_named(volunteer, town):
    answer = accept(volunteer, town.proposed, wieder="31.02.2026")
    assert answer.status_code == 400
    assert "31.02.2026" in answer.text
