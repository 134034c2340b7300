"""Every act of a person is exactly one event, whichever button it was; a second click adds none."""

import pytest

from tests.web.workshop.conftest import Town
from tracker.domain.person import Rank

MEASURE = {"umgesetzt": "Anders.", "warum": "genauer"}
FIELDS = {
    "titel": "Anders",
    "art": "commitment",
    "staerke": "firm",
    "was": "action",
    "pruefbar": "clear",
    "zustaendig": "municipal",
}
ACTS = {
    "promise.accepted": ("proposed", {"tat": "annehmen", **FIELDS, "umgesetzt": "Es steht."}),
    "promise.edited": ("proposed", {"tat": "aendern", **FIELDS}),
    "promise.rejected": ("proposed", {"tat": "ablehnen", "warum": "Haltung"}),
    "promise.split": ("proposed", {"tat": "teilen", "teile": "Wir bauen\n\nden Radweg."}),
    "promise.merged": ("proposed", {"tat": "zusammenfuehren", "mit": "{other}"}),
    "promise.withdrawn": ("accepted", {"tat": "zurueckziehen", "warum": "eingemeindet"}),
    "criterion.changed": ("accepted", {"tat": "massstab", **MEASURE}),
    "promise.checked": ("accepted", {"tat": "pruefung", "fund": "nothing", "wo": "Haushalt"}),
    "assessment.proposed": (
        "accepted",
        {"tat": "bewertung", "stand": "in_progress", "einsatz": "proposed", "rolle": "majority"},
    ),
    "correction.published": ("accepted", {"tat": "korrektur", "text": "Das Datum war falsch."}),
}


@pytest.mark.parametrize("kind", ACTS)
def test_each_form_of_a_promise_writes_one_event(volunteer, town: Town, happened, kind):
    where, form = ACTS[kind]
    form = {name: value.format(other=town.other) for name, value in form.items()}
    before = len(happened())
    address = f"/werkstatt/versprechen/{getattr(town, where)}"
    assert volunteer.post(address, form).status_code == 303
    assert happened()[before:] == [kind]
    volunteer.post(address, form)
    assert happened()[before:] == [kind]


LIST, QUEUE = "/werkstatt/bewertungen", "/werkstatt/treffer"
ELSEWHERE = {
    "link.judged": (QUEUE, {"tat": "urteilen", "karte": "{link}", "urteil": "relevant"}),
    "assessment.published": (LIST, {"tat": "bestaetigen", "bewertung": "{assessment}"}),
    "assessment.returned": (LIST, {"tat": "zurueckgeben", "bewertung": "{assessment}", "warum": "zu früh"}),
    "reply.asked": (LIST, {"tat": "anfragen", "bewertung": "{verdict}"}),
}


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_each_other_button_writes_one_event(signed_in, town: Town, happened, kind):
    path, form = ELSEWHERE[kind]
    ids = {"link": town.links[0], "assessment": town.assessment, "verdict": town.verdict}
    before = len(happened())
    signed_in(Rank.EDITOR).post(path, {name: value.format(**ids) for name, value in form.items()})
    assert happened()[before:] == [kind]


@pytest.mark.parametrize("act", ["austeilen", "spaeter"])
def test_what_only_moves_cards_is_no_event(volunteer, town: Town, happened, act):
    before = happened()
    volunteer.post(QUEUE, {"tat": act, "karte": town.links[0]})
    assert happened() == before
