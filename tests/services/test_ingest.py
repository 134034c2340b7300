from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.documents.papers import column, docx, mail, pdf
from tests.factories import BODY, BRIDGE, FEEDS, GARDENERS, NOW, make_extraction, make_feeds_file, make_town
from tracker.db import models
from tracker.db.queries import documents
from tracker.db.session import reading, writing
from tracker.domain.council import LegislativeTerm
from tracker.domain.promise import PromiseState
from tracker.domain.questionnaire import Act, Deadline, Extraction, Span, TermReference, UncertainReading
from tracker.errors import DocumentError, RuleError, UsageError
from tracker.services import bodies
from tracker.services.deadlines import reminder
from tracker.services.ingest import Ingested, Intake, Upload, ingest, store_extraction
from tracker.services.review import reject_promise

LATER = NOW + timedelta(days=1)
QUESTIONNAIRE = f"""{BRIDGE}

1. Was tun Sie für den Radverkehr in Musterstadt-Ost?

Wir werden bis 2028 einen Radweg an der Lindenallee bauen. Der Radverkehr ist uns wichtig.

2. Was tun Sie für die Büchereien?

Wir werden die Stadtbücherei auch sonntags öffnen.
"""


@pytest.fixture
def town(session: Session) -> Session:
    make_town(session)
    return session


def stored(session: Session, extraction: Extraction, **over) -> Ingested:
    return store_extraction(session, extraction, Intake(**{"body": BODY} | over), now=over.pop("now", NOW))


def promises(session: Session) -> list[models.Promise]:
    return session.query(models.Promise).order_by(models.Promise.start).all()


def shifted(extraction: Extraction, by: int) -> Extraction:
    """The same statements cut a little differently, as improved rules would."""
    moved = tuple(
        replace(s, span=(span := Span(s.span.start + by, s.span.end)), quote=span.of(extraction.document.text))
        for s in extraction.statements
    )
    return replace(extraction, statements=moved)


def test_a_file_becomes_answers_and_proposed_promises(engine: Engine, store):
    with writing(engine) as session:
        make_town(session)
    (done,) = ingest(engine, store, Upload("antworten.txt", QUESTIONNAIRE.encode()), Intake(), now=NOW).documents
    assert (done.answers, done.promises_known) == (2, 0)
    assert done.promises_new >= 2
    assert store.get(done.sha256) == QUESTIONNAIRE.encode()
    with reading(engine) as session:
        for promise in promises(session):
            assert promise.state is PromiseState.PROPOSED
            assert promise.quote == QUESTIONNAIRE[promise.start : promise.end]
            assert promise.respondent.key == "bruecke"


def test_the_same_file_again_is_known(engine: Engine, store):
    with writing(engine) as session:
        make_town(session)
    first, again = (
        ingest(engine, store, Upload(name, QUESTIONNAIRE.encode()), Intake(), now=NOW).documents[0]
        for name in ("a.txt", "b.txt")
    )
    assert (again.promises_new, again.promises_known) == (0, first.promises_new)
    with reading(engine) as session:
        assert session.query(models.Document).count() == 1


def test_an_unreadable_file_leaves_nothing(engine: Engine, store):
    with writing(engine) as session:
        make_town(session)
    with pytest.raises(DocumentError):
        ingest(engine, store, Upload("leer.txt", b""), Intake(), now=NOW)
    assert not store.root.exists()
    with reading(engine) as session:
        assert session.query(models.Document).count() == 0


LETTER = mail(
    "Sehr geehrte Damen und Herren, anbei unsere Antworten.\n",
    attachments=[
        ("antworten.pdf", "application/pdf", pdf([column(QUESTIONNAIRE.split("\n"))])),
        ("kaputt.docx", "application/zip", docx(["a"])[:60]),
        ("frage3.txt", "text/plain", b"Frage 3: Was noch?\n\nAntwort: Wir werden den Hafen sanieren.\n"),
    ],
)


def test_an_email_becomes_several_documents_and_tells_what_could_not_be_read(engine: Engine, store):
    with writing(engine) as session:
        make_town(session)
    done = ingest(engine, store, Upload("brief.eml", LETTER), Intake(respondent=BRIDGE), now=NOW)
    assert [(d.name, d.answers) for d in done.documents] == [
        ("brief.eml", 0),
        ("brief.eml: antworten.pdf", 2),
        ("brief.eml: frage3.txt", 1),
    ]
    assert [failure.subject for failure in done.failures] == ["brief.eml: kaputt.docx"]
    with reading(engine) as session:
        assert {row.came_in for row in session.query(models.Document)} == {sha256(LETTER).hexdigest()}
        assert session.query(models.Promise).count() >= 3
        for row in session.query(models.Document):
            assert sha256(store.get(row.sha256)).hexdigest() == row.sha256
    assert store.get(sha256(LETTER).hexdigest()) == LETTER


def test_an_email_whose_attachment_belongs_elsewhere_is_stored_not_even_in_part(engine: Engine, store):
    with writing(engine) as session:
        make_town(session)
        second = FEEDS.replace("feeds:\n", "  - {id: west, name: Musterstadt-West}\nfeeds:\n")
        bodies.sync(session, make_feeds_file(second), now=NOW)
    ingest(engine, store, Upload("a.txt", QUESTIONNAIRE.encode()), Intake(body="west"), now=NOW)
    letter = mail(
        "Anbei.\n", attachments=[("neu.txt", "text/plain", b"Neu."), ("a.txt", "text/plain", QUESTIONNAIRE.encode())]
    )
    with pytest.raises(RuleError, match="schon bei west eingelesen"):
        ingest(engine, store, Upload("brief.eml", letter), Intake(body=BODY), now=NOW)
    with reading(engine) as session:
        assert [row.body_id for row in session.query(models.Document)] == ["west"]


def test_every_page_is_told(engine: Engine, store):
    with writing(engine) as session:
        make_town(session)
    told: list[tuple[int, int]] = []
    pages = pdf([column([word]) for word in ("Hafen", "Markt", "Brücke")])
    ingest(engine, store, Upload("a.pdf", pages), Intake(), now=NOW, progress=lambda *step: told.append(step))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_text_that_promises_were_found_in_outlives_better_readers(engine: Engine, store):
    with writing(engine) as session:
        make_town(session)
    upload = Upload("a.txt", QUESTIONNAIRE.encode())
    ingest(engine, store, upload, Intake(), now=NOW)
    older = "Kopfzeile\n\n" + QUESTIONNAIRE
    with writing(engine) as session:
        document = session.query(models.Document).one()
        document.text = older
        for row in (*session.query(models.Question), *session.query(models.Answer), *session.query(models.Statement)):
            row.start, row.end = row.start + 11, row.end + 11
        for promise in promises(session):
            promise.start, promise.end = promise.start + 11, promise.end + 11
    (again,) = ingest(engine, store, upload, Intake(), now=NOW).documents
    assert again.promises_new == 0
    with reading(engine) as session:
        assert session.query(models.Document).one().text == older
        assert all(p.quote == older[p.start : p.end] for p in promises(session))


def test_storing_an_extraction_twice_is_storing_it_once(town: Session):
    extraction = make_extraction(["Wir bauen den Radweg.", "Wir öffnen die Bücherei sonntags."])
    assert stored(town, extraction).promises_new == 2
    again = stored(town, extraction)
    assert (again.promises_new, again.promises_known) == (0, 2)
    assert town.query(models.Question).count() == town.query(models.Answer).count() == 1
    assert town.query(models.Event).filter_by(kind="document.ingested").count() == 1


@pytest.mark.parametrize("cut", [1, 7, 20])
def test_rules_that_cut_differently_still_find_the_stored_promise(town: Session, cut):
    extraction = make_extraction(["Wir bauen den Radweg an der Lindenallee bis 2028."])
    stored(town, extraction)
    again = stored(town, shifted(extraction, cut))
    assert (again.promises_new, again.promises_known) == (0, 1)


def test_a_decision_of_a_person_outlives_every_new_reading(town: Session):
    extraction = make_extraction()
    stored(town, extraction)
    (promise,) = promises(town)
    reject_promise(town, promise.public_id, "nur eine Haltung", by="Ada", now=NOW)
    again = stored(town, shifted(extraction, 3))
    assert (again.promises_new, again.promises_known) == (0, 1)
    assert promises(town) == [promise]
    assert (promise.state, promise.title) == (PromiseState.REJECTED, "Wir bauen den Radweg an der Lindenallee")


def test_what_better_rules_find_later_is_new(town: Session):
    full = make_extraction(["Wir bauen den Radweg.", "Wir öffnen die Bücherei sonntags."])
    fact = replace(full.statements[1], act=Act.FACT, commitment=None)
    assert stored(town, replace(full, statements=(full.statements[0], fact))).promises_new == 1
    again = stored(town, full)
    assert (again.promises_new, again.promises_known) == (1, 1)
    document = documents.by_sha256(town, full.document.sha256)
    assert [row.act for row in documents.statements(town, document)] == [Act.COMMITMENT, Act.COMMITMENT]


def test_ids_are_the_same_in_every_instance(town: Session):
    stored(town, make_extraction())
    assert [promise.public_id for promise in promises(town)] == ["p-f97bdc0402"]


def test_uncertain_readings_ask_a_person_to_look(town: Session):
    extraction = make_extraction()
    reading_ = UncertainReading(Span(36, 39), "den", "denn")
    stored(town, replace(extraction, statements=(replace(extraction.statements[0], uncertain_readings=(reading_,)),)))
    assert promises(town)[0].uncertain


def test_a_faction_name_means_its_party_and_an_unknown_name_is_added_once(town: Session):
    stored(town, make_extraction(respondent="FRAKTION  Blaue Brücke"))
    stored(town, make_extraction(respondent=GARDENERS, question="Und die Gärten?"))
    stored(town, make_extraction(respondent=GARDENERS.upper(), question="Und die Parks?"))
    stored(town, make_extraction(respondent=None, question="Und wer fragt?"))
    names = [p.respondent.name if p.respondent else None for p in promises(town)]
    assert sorted(names, key=str) == [BRIDGE, GARDENERS, GARDENERS, None]


def test_the_chain_tells_what_was_proposed(town: Session):
    done = stored(town, make_extraction())
    event = town.query(models.Event).filter_by(kind="document.ingested").one()
    assert event.subject == f"document:{done.sha256}"
    assert promises(town)[0].public_id in event.payload


@pytest.mark.parametrize(
    ("intake", "message"),
    [
        (Intake(body="nirgendwo"), "--body.*bekannt sind: musterstadt-ost"),
        (Intake(body=BODY, term="1999"), "Die Wahlperiode „1999“ steht in feeds.yaml nicht"),
    ],
)
def test_an_unknown_body_or_term_is_explained(town: Session, intake, message):
    with pytest.raises(UsageError, match=message):
        store_extraction(town, make_extraction(), intake, now=NOW)


def test_without_any_body_the_mend_is_feeds_yaml(session: Session):
    with pytest.raises(UsageError, match=r"feeds\.yaml steht noch keine"):
        stored(session, make_extraction())


def test_with_two_bodies_one_must_be_named(town: Session):
    second = FEEDS.replace("feeds:\n", "  - {id: west, name: Musterstadt-West}\nfeeds:\n")
    bodies.sync(town, make_feeds_file(second), now=NOW)
    with pytest.raises(UsageError, match="--body"):
        store_extraction(town, make_extraction(), Intake(), now=NOW)
    stored(town, make_extraction(), body="west")
    with pytest.raises(RuleError, match="schon bei west eingelesen"):
        stored(town, make_extraction())


OLD = LegislativeTerm("2020-2025", "alt", date(2020, 11, 1), date(2025, 10, 31))
NEW = LegislativeTerm("2025-2030", "neu", date(2025, 11, 1), date(2030, 10, 31))
BEFORE_ELECTION, AFTER_ELECTION = date(2025, 8, 1), date(2026, 3, 14)


@pytest.mark.parametrize(
    ("deadline", "today", "expected"),
    [
        (Deadline("bis 2028", date=date(2028, 12, 31)), AFTER_ELECTION, date(2028, 12, 31)),
        (Deadline("in der nächsten Wahlperiode", term=TermReference.NEXT), BEFORE_ELECTION, NEW.end),
        (Deadline("in der nächsten Wahlperiode", term=TermReference.NEXT), AFTER_ELECTION, NEW.end),
        (Deadline("in dieser Wahlperiode", term=TermReference.CURRENT), BEFORE_ELECTION, OLD.end),
        (Deadline("in dieser Wahlperiode", term=TermReference.CURRENT), AFTER_ELECTION, NEW.end),
        (Deadline("zeitnah"), AFTER_ELECTION, None),
    ],
)
def test_a_deadline_becomes_a_day_to_remind_of(deadline, today, expected):
    assert reminder(deadline, [OLD, NEW], NEW, today) == expected


def test_without_terms_a_named_term_gives_no_day():
    assert reminder(Deadline("in der nächsten Wahlperiode", term=TermReference.NEXT), [], None, AFTER_ELECTION) is None


def test_a_promise_keeps_its_deadline_as_worded_and_as_a_day(town: Session):
    deadline = Deadline("in der nächsten Wahlperiode", term=TermReference.NEXT)
    stored(town, make_extraction(deadline=deadline))
    (promise,) = promises(town)
    assert (promise.deadline_text, promise.deadline_term) == (deadline.text, TermReference.NEXT)
    assert promise.due_on == date(2030, 10, 31)
