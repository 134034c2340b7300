"""A promise's page tells what people recorded, in order, by initials, and nothing that was not published."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import CRITERION, NOW, make_accepted, make_item, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.domain.assessment import CheckFinding, EvidenceRank, KnowledgeState, Outcome
from tracker.domain.link import Judgement
from tracker.domain.promise import Criterion
from tracker.errors import NotFoundError
from tracker.services import assess
from tracker.services.instance import Instance
from tracker.services.readers import telling
from tracker.services.readers.moments import Rated
from tracker.services.readers.stored import stored_copy
from tracker.services.readers.story import story
from tracker.services.review import (
    Look,
    NewSource,
    accept_promise,
    bring_source,
    check_promise,
    judge_link,
)
from tracker.services.users import acting, add_user
from tracker.settings import Settings

DAY = timedelta(days=1)
ZONE = Instance(Settings(None), None, None).zone


@pytest.fixture
def session(session):
    make_town(session)
    add_user(session, "Cora von Anker", "cora@verein.example", now=NOW)
    return session


def told(session, promise, days: int = 60):
    return story(session, promise.public_id, (NOW + days * DAY).date(), ZONE)


def kinds(found):
    return [one.kind for one in found.moments]


@pytest.mark.parametrize("state", ["proposed", "rejected", "merged"])
def test_what_was_never_public_has_no_page(session, state):
    one, other = make_promises(session, "Wir A.", "Wir B.")
    if state != "proposed":
        one.state, one.decision_note, one.decided_at, one.decided_by_id = state, "Notiz", NOW, acting(session, "Ada").id
        one.merged_into_id = other.id if state == "merged" else None
        session.flush()
    with pytest.raises(NotFoundError):
        told(session, one)


def test_the_quote_stands_in_its_whole_answer_character_by_character(session):
    sentences = ("Wir bauen den Radweg.", "Wir pflanzen Bäume.", "Wir öffnen das Bad.")
    _, middle, _ = make_accepted(session, *sentences)
    quoted = told(session, middle).quoted
    text = session.query(models.Document).one().text
    whole = quoted.before + quoted.quote + quoted.behind
    assert (quoted.before, quoted.quote, quoted.behind) == (
        "Wir bauen den Radweg. ",
        sentences[1],
        " Wir öffnen das Bad.",
    )
    assert text[quoted.start - len(quoted.before) :].startswith(whole)
    assert (quoted.question, quoted.cut) == ("Was tun Sie für den Radverkehr?", False)


def test_a_very_long_answer_is_cut_around_the_quote_and_says_so(session):
    rows = make_accepted(session, *(f"Wir bauen {number} {'x' * 250}." for number in range(20)))
    quoted = told(session, rows[10]).quoted
    assert quoted.cut
    assert len(quoted.before) == len(quoted.behind) == 1500


def test_the_criterion_and_every_former_wording_stay_readable(session):
    (promise,) = make_accepted(session)
    later = Criterion(fulfilled_if="Der Radweg ist gebaut und beleuchtet.")
    accept_promise(session, promise.public_id, later, by="Cora von Anker", now=NOW + DAY, replace=True)
    found = told(session, promise)
    assert (found.criterion, found.criterion_by) == (later, "C. v. A.")
    (first,), (second,) = found.told("accepted"), found.told("reworded")
    assert (first.criterion, first.by) == (CRITERION, "A.")
    assert (second.before, second.after, second.by) == (CRITERION, later, "C. v. A.")


def test_unreviewed_irrelevant_and_unsure_links_are_told_to_nobody(session):
    (promise,) = make_accepted(session)
    items = make_items(
        session, *(make_item(identity=f"https://rat.example/{n}", title=f"Geheim {n}") for n in range(3))
    )
    links = [make_link(session, promise, item) for item in items]
    judge_link(session, links[1].public_id, Judgement.IRRELEVANT, by="Ada", now=NOW, note="Passt nicht.")
    judge_link(session, links[2].public_id, Judgement.UNSURE, by="Ada", now=NOW, note="Mal sehen.")
    found = told(session, promise)
    assert kinds(found) == ["read", "accepted"]
    assert "Geheim" not in str(found)


def test_a_background_item_is_no_evidence_even_where_it_is_relevant(session):
    (promise,) = make_accepted(session)
    link = make_link(session, promise, background=True)
    judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    assert told(session, promise).knowledge.state is KnowledgeState.NEVER_CHECKED


def test_the_decision_is_told_with_its_votes_and_who_found_it_and_no_note(session):
    (promise,) = make_accepted(session)
    (item,) = make_items(session, make_item(result="mehrheitlich abgelehnt (10 Ja, 12 Nein)"))
    link = make_link(session, promise, item, passage={"field": "text", "start": 4, "end": 14})
    judge_link(session, link.public_id, Judgement.RELEVANT, by="Cora von Anker", now=NOW, note="Interne Notiz")
    found = told(session, promise)
    (happened,) = found.told("happened")
    assert (happened.organization, happened.result, happened.judged_by, happened.reference) == (
        "Verkehrsausschuss",
        item.result,
        "C. v. A.",
        "0815/2026",
    )
    assert happened.excerpt[1] == item.text[4:14]
    assert "".join(happened.excerpt) == item.text
    assert not happened.changed
    assert "Interne Notiz" not in str(found)


def test_an_item_that_changed_since_somebody_looked_says_so(session):
    (promise,) = make_accepted(session)
    link = make_link(session, promise)
    judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    link.item.content_hash = "f" * 64
    session.flush()
    assert told(session, promise).told("happened")[0].changed


def make_rated(session, store, promise, *, confirmed: bool = True):
    source = NewSource(EvidenceRank.BUDGET, "Haushaltsplan", NOW.date(), b"Haushalt", "https://stadt.example/haushalt")
    bring_source(session, store, promise.public_id, source, by="Ada", now=NOW)
    said = assess.Proposal(Outcome.FULFILLED, NOW.date(), reason="Gebaut und freigegeben.")
    row = assess.propose(session, promise.public_id, said, by="Ada", now=NOW)
    return assess.confirm(session, row.public_id, by="Cora von Anker", now=NOW + DAY) if confirmed else row


def test_a_proposed_and_a_returned_assessment_stay_inside(session, store):
    (promise,) = make_accepted(session)
    row = make_rated(session, store, promise, confirmed=False)
    assert told(session, promise).standing is None
    assert "Gebaut und freigegeben" not in str(told(session, promise))
    assess.return_assessment(session, row.public_id, "Bitte Quelle ergänzen.", by="Ben", now=NOW)
    assert "Bitte Quelle" not in str(told(session, promise))


def test_a_published_finding_names_its_evidence_and_both_persons_by_initials(session, store):
    (promise,) = make_accepted(session)
    make_rated(session, store, promise)
    found = told(session, promise)
    assert isinstance(found.standing, Rated)
    assert (found.standing.by, found.standing.confirmed_by, found.standing.reason) == (
        "A.",
        "C. v. A.",
        "Gebaut und freigegeben.",
    )
    (brought,) = found.told("brought")
    assert found.standing.evidence == (brought.id,)
    for name in ("Ada", "Cora", "Anker", "verein.example"):
        assert name not in str(found)


def test_a_reply_is_told_word_for_word_once_the_finding_is_published(session, store):
    (promise,) = make_accepted(session)
    row = make_rated(session, store, promise, confirmed=False)
    reply = models.Reply(
        public_id="r-1",
        assessment_id=row.id,
        token_hash="a" * 64,
        asked_by_id=acting(session, "Ada").id,
        asked_at=NOW,
        due_on=(NOW + 21 * DAY).date(),
        sent_to="geheim@partei.example",
        text="Wir sehen das\nanders.",
        signed="Der Vorstand",
        replied_at=NOW + DAY,
    )
    session.add(reply)
    session.flush()
    assert told(session, promise).told("replied") == ()
    assess.confirm(session, row.public_id, by="Ben", now=NOW + 2 * DAY)
    found = told(session, promise)
    assert [(one.text, one.signed) for one in found.told("replied")] == [("Wir sehen das\nanders.", "Der Vorstand")]
    assert "geheim@partei.example" not in str(found)
    reply.text, reply.replied_at = "", None
    session.flush()
    assert [one.due for one in told(session, promise).told("asked")] == [(NOW + 21 * DAY).date()]


def test_the_story_is_in_order_of_days(session, store):
    (promise,) = make_accepted(session, now=NOW)
    make_rated(session, store, promise)
    check_promise(
        session, promise.public_id, Look(CheckFinding.NOTHING, NOW.date() - DAY, "Protokolle"), by="Ben", now=NOW
    )
    session.add(
        models.Correction(
            public_id="k-1",
            promise_id=promise.id,
            day=(NOW + 3 * DAY).date(),
            text="Tippfehler.",
            by_id=acting(session, "Ben").id,
            at=NOW + 3 * DAY,
        )
    )
    session.flush()
    found = told(session, promise)
    assert kinds(found) == ["looked", "read", "accepted", "brought", "rated", "corrected"]


def test_a_withdrawn_promise_keeps_its_page_and_says_why(session):
    (promise,) = make_accepted(session)
    promise.state, promise.decision_note = "withdrawn", "Doppelt erfasst."
    session.flush()
    session.expire_all()
    assert told(session, promise).withdrawn == "Doppelt erfasst."


def test_only_copies_that_something_public_leans_on_can_be_fetched(session, store):
    (promise,) = make_promises(session)
    document = session.query(models.Document).one().sha256
    with pytest.raises(NotFoundError):
        stored_copy(session, document)
    accept_promise(session, promise.public_id, CRITERION, by="Ada", now=NOW)
    assert stored_copy(session, document).name == "antworten.txt"
    (source,) = [make_rated(session, store, promise).sources[0]]
    assert stored_copy(session, source.sha256).name == "Haushaltsplan"


def test_an_attachment_can_be_fetched_once_its_item_is_evidence(session):
    (promise,) = make_accepted(session)
    (item,) = make_items(session, make_item(attachments=("https://rat.example/a.pdf",)))
    file = models.File(
        feed_id=item.feed_id, download_url="https://rat.example/a.pdf", file_name="", mime_type="application/pdf",
        size=1, sha256="d" * 64, text="", pages=[], tries=1, fetched_at=NOW,
    )  # fmt: skip
    session.add(file)
    link = make_link(session, promise, item)
    with pytest.raises(NotFoundError):
        stored_copy(session, "d" * 64)
    judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)
    assert stored_copy(session, "d" * 64).name == "a.pdf"
    (happened,) = told(session, promise).told("happened")
    assert [copy.sha256 for copy in happened.copies] == ["d" * 64]


@given(st.text(min_size=1, max_size=900), st.data())
def test_an_excerpt_never_changes_the_passage(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    link = models.Link(passage={"field": "text", "start": start, "end": end}, item=models.CouncilItem(text=text))
    before, passage, behind = telling._excerpt(link)
    assert passage == text[start:end]
    assert before.removeprefix("… ") in text
    assert behind.removesuffix(" …") in text
