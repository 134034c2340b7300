from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from tests.factories import CRITERION, NOW, make_accepted, make_promises, make_town
from tests.services.conftest import make_link
from tracker.db import models
from tracker.domain.audit import FIRST_PREV, Event
from tracker.domain.link import Judgement
from tracker.domain.promise import Criterion
from tracker.services.editing import Seen, change_criterion, split_promise, withdraw_promise
from tracker.services.history import SENTENCES, log, story, told
from tracker.services.queue import Turn, judge, undo
from tracker.wording import Wording

ZONE = ZoneInfo("Europe/Berlin")
GERMAN, ENGLISH = Wording("de"), Wording("en")


def said(lines, wording=GERMAN):
    return [wording.text(line.sentence, **line.values) for line in lines]


def event(kind, **payload):
    return Event(1, "2026-03-14T09:30:00.000000Z", "user:1", kind, "promise:p-1", payload, FIRST_PREV, "0" * 64)


def test_the_story_of_a_promise_is_told_newest_first_with_names_and_reasons(session: Session):
    make_town(session)
    (promise,) = make_accepted(session)
    turn = Turn("Ben", NOW)
    judge(session, make_link(session, promise).public_id, Judgement.RELEVANT, turn)
    undo(session, turn)
    change = Criterion("Er ist befahrbar.")
    change_criterion(session, promise.public_id, change, by="Ada", now=NOW, seen=Seen(note="Bau allein genügt nicht."))
    withdraw_promise(session, promise.public_id, "eingemeindet", by="Ada", now=NOW)
    lines = story(session, promise, ZONE)
    assert said(lines) == [
        "Zurückgezogen: „Wir bauen den Radweg an der Lindenallee“",
        "Prüfmaßstab geändert. Jetzt: umgesetzt, wenn Er ist befahrbar.",
        "Urteil über einen Treffer zurückgenommen. Es gilt wieder: noch nicht angesehen",
        "Treffer beurteilt: passt",
        f"Angenommen: „Wir bauen den Radweg an der Lindenallee“. Umgesetzt, wenn: {CRITERION.fulfilled_if}",
        "Wahlprüfsteine eingelesen: antworten.txt",
    ]
    assert [line.by for line in lines] == ["Ada", "Ada", "Ben", "Ben", "Ada", ""]
    assert [line.detail for line in lines[:2]] == ["eingemeindet", "Bau allein genügt nicht."]


def test_a_split_names_its_parts(session: Session):
    make_town(session)
    (whole,) = make_promises(session, "Wir bauen den Radweg und pflanzen Bäume.")
    parts = split_promise(session, whole.public_id, ["Wir bauen den Radweg", "pflanzen Bäume."], by="Ada", now=NOW)
    (line, *_) = story(session, whole, ZONE)
    assert all(part.public_id in said([line])[0] for part in parts)


def test_the_log_is_read_backwards_a_page_at_a_time(session: Session):
    make_town(session)
    make_accepted(session)
    first = log(session, ZONE, limit=2)
    second = log(session, ZONE, before=first[-1].seq, limit=2)
    last = session.query(models.Event).count()
    assert [line.seq for line in (*first, *second)] == [last, last - 1, last - 2, last - 3]


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_kind_of_event_is_told_also_where_its_payload_is_bare(kind):
    for wording in (GERMAN, ENGLISH):
        sentence = said([told(event(kind), {}, ZONE)], wording)[0]
        assert sentence
        assert "{" not in sentence


def test_an_unknown_kind_is_told_by_its_name():
    assert said([told(event("promise.sung"), {}, ZONE)]) == ["promise.sung"]


def test_every_event_that_the_services_write_has_its_sentence(session: Session):
    make_town(session)
    make_accepted(session)
    kinds = {kind for (kind,) in session.query(models.Event.kind).distinct()}
    assert kinds <= SENTENCES.keys()


def test_every_line_of_the_log_leads_to_its_promise(session: Session):
    make_town(session)
    (promise,) = make_accepted(session)
    judge(session, make_link(session, promise).public_id, Judgement.RELEVANT, Turn("Ben", NOW))
    judged, accepted, read, *_ = log(session, ZONE)
    assert (judged.promise, judged.promise_title) == (promise.public_id, promise.title)
    assert accepted.promise == promise.public_id
    assert read.promise == ""
