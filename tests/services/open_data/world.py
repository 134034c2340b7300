"""A whole spring of the invented Musterstadt-Ost: something of every noun, and hostile words wherever people write."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from tests.factories import (
    BRIDGE,
    GARDENERS,
    ScriptedAdapter,
    make_accepted,
    make_feed,
    make_harvest,
    make_item,
    make_promises,
    make_town,
    poll_feed,
)
from tests.services.conftest import make_link
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import writing
from tracker.domain.assessment import CheckFinding, Effort, EvidenceRank, Outcome, ReasonCode
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.domain.tip import TipKind
from tracker.domain.topic import Topic
from tracker.services.assess import Proposal, confirm, propose, return_assessment
from tracker.services.corrections import correct
from tracker.services.editing import Seen, edit_promise
from tracker.services.editions import Frame, monthly
from tracker.services.kinship import merge_promise
from tracker.services.promise_values import revision_of
from tracker.services.replies import Request, ask_reply, publish, receive_reply
from tracker.services.review import Look, NewSource, bring_source, check_promise, judge_link, reject_promise
from tracker.services.tips import Hint, give_tip

BERLIN = ZoneInfo("Europe/Berlin")
FRAME = Frame("Wortgehalten Musterstadt-Ost", BERLIN)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+49 231 <script>alert(1)</script>",
    "-1+1]]><!--",
    "@SUM(A1:A9)\tTab",
    "'=schon verschont",
    "''",
    'Zitat "im" Zitat; Komma, Semikolon;\r\nzweite Zeile\n\rdritte',
    "\u202eאבג \u2066שלום\u2069 عربى",
    "BEGIN:VEVENT\nATTENDEE:mailto:x@example.org",
    "Ä" * 290,
)
"""What foreign and careless people write; none of it may become a command, a tag or a line of its own."""

AGENDA = make_item(
    kind=ItemKind.AGENDA_ITEM, identity="top-7", result="einstimmig beschlossen", meeting="sitzung", number="7"
)
MEETING = make_item(
    kind=ItemKind.MEETING, identity="sitzung", url="https://rat.example/sitzung", item_date=date(2026, 5, 14)
)
PAPER = make_item(identity="vorlage-2", title=HOSTILE[1], text=HOSTILE[6], submitters=("Fraktion Blaue Brücke",))
MINUTES = make_item(kind=ItemKind.MINUTES, identity="niederschrift", title="Niederschrift", meeting="sitzung")
OTHERS = tuple(make_item(identity=f"weitere-{n}", title=text, reference=text[:20]) for n, text in enumerate(HOSTILE))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def make_spring(engine: Engine, store: FileStore) -> None:
    """Polls, promises in every state, judgements taken back, assessments in every state, and two frozen months."""
    with writing(engine) as session:
        make_town(session)
    items = make_harvest(AGENDA, PAPER, MINUTES, MEETING, *OTHERS)  # the agenda before its meeting, as sources do
    poll_feed(engine, make_feed(), ScriptedAdapter(items), store, now=at("2026-03-05"))
    again = make_harvest(AGENDA, MEETING, make_item(identity="vorlage-2", title="Neuer Titel"))
    poll_feed(engine, make_feed(), ScriptedAdapter(again), store, now=at("2026-03-20"))
    with writing(engine) as session:
        _judge(session, store)
        _say_more(session)
        for document in session.query(models.Document):
            store.put(document.text.encode())
    monthly(engine, date(2026, 3, 1), FRAME, now=at("2026-04-01T07:00"))
    monthly(engine, date(2026, 4, 1), FRAME, now=at("2026-05-01T07:00"))


def _judge(session, store):
    path, library = make_accepted(session, "Wir bauen den Radweg.", "Wir öffnen die Bücherei.", now=at("2026-03-06"))
    (dogs,) = make_promises(session, "Wir senken die Hundesteuer.", respondent=GARDENERS, now=at("2026-03-06"))
    reject_promise(session, dogs.public_id, HOSTILE[0], by="Ada", now=at("2026-03-07"))
    (same,) = make_promises(session, "Wir werden den Radweg bauen.", now=at("2026-03-06"))
    merge_promise(session, same.public_id, path.public_id, by="Ben", now=at("2026-03-08"))
    make_promises(session, *(text.split("\n")[0][:200] for text in HOSTILE), respondent=BRIDGE, now=at("2026-03-10"))
    agenda, paper = (session.query(models.CouncilItem).filter_by(identity=i).one() for i in ("top-7", "vorlage-2"))
    good, doubt = make_link(session, path, agenda), make_link(session, library, paper)
    make_link(session, library, agenda)
    judge_link(session, good.public_id, Judgement.RELEVANT, by="Ada", now=at("2026-03-08"))
    judge_link(session, doubt.public_id, Judgement.RELEVANT, by="Ben", now=at("2026-03-09"), note=HOSTILE[2])
    judge_link(session, doubt.public_id, Judgement.IRRELEVANT, by="Ada", now=at("2026-04-10"))
    look = Look(CheckFinding.NOTHING, date(2026, 3, 9), HOSTILE[3])
    check_promise(session, library.public_id, look, by="Ben", now=at("2026-03-09"))
    copy = NewSource(
        EvidenceRank.ADMINISTRATION, HOSTILE[4], date(2026, 3, 9), b"Antwort der Verwaltung", "javascript:x"
    )
    bring_source(session, store, path.public_id, copy, by="Ada", now=at("2026-03-09"))
    first = propose(
        session, path.public_id, Proposal(Outcome.IN_PROGRESS, date(2026, 3, 10)), by="Ada", now=at("2026-03-10")
    )
    confirm(session, first.public_id, by="Ben", now=at("2026-03-11"))
    done = Proposal(Outcome.FULFILLED, date(2026, 4, 10), Effort.PROPOSED, reason=HOSTILE[1])
    second = propose(session, path.public_id, done, by="Ada", now=at("2026-04-10"))
    confirm(session, second.public_id, by="Ben", now=at("2026-04-11"))
    stalled = Proposal(Outcome.STALLED, date(2026, 4, 12), reason_code=ReasonCode.NO_MONEY)
    third = propose(session, library.public_id, stalled, by="Ben", now=at("2026-04-12"))
    return_assessment(session, third.public_id, "Belege fehlen", by="Ada", now=at("2026-04-13"))
    propose(session, library.public_id, stalled, by="Ben", now=at("2026-04-14"))


def _say_more(session):
    """A topic, a reply, a correction and a tip, with hostile words."""
    (path,) = session.query(models.Promise).filter_by(title="Wir bauen den Radweg", state="accepted")
    about, seen = replace(revision_of(path), topic=Topic.MOBILITY), Seen(note="Thema")
    edit_promise(session, path.public_id, about, by="Ada", now=at("2026-03-12"), seen=seen)
    never = Proposal(Outcome.NOT_FULFILLED, date(2026, 3, 9), reason_code=ReasonCode.UNKNOWN)
    found = propose(session, path.public_id, never, by="Ada", now=at("2026-04-12")).public_id
    confirm(session, found, by="Ben", now=at("2026-04-13"))
    ask_reply(session, found, Request("geheim", 21, "bruecke@partei.example"), by="Ada", now=at("2026-04-13"))
    receive_reply(session, "geheim", HOSTILE[6], "Vorstand", now=at("2026-04-20"))
    publish(session, found, by="Ben", now=at("2026-04-21"))
    correct(session, path.public_id, HOSTILE[7], by="Ada", now=at("2026-04-21"))
    hint = Hint(TipKind.ERROR, HOSTILE[8], contact="leserin@post.example")
    give_tip(session, path.public_id, hint, now=at("2026-04-22"))
