"""Self-made things for tests: plain functions with keyword defaults, all about the invented Musterstadt-Ost."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.files import FileStore
from tracker.domain.council import CouncilItem, FeedState, ItemKind
from tracker.domain.promise import Criterion
from tracker.domain.questionnaire import (
    Act,
    Answer,
    Commitment,
    Damage,
    Document,
    Extraction,
    Kind,
    Span,
    Statement,
    Strength,
    Testability,
)
from tracker.errors import FeedError
from tracker.feeds.adapter import Cursor, Harvest, Payload
from tracker.feeds.config import FeedConfig, FeedsFile, load
from tracker.services import bodies
from tracker.services.ingest import Intake, store_extraction
from tracker.services.poll import Polled, poll_feeds
from tracker.services.review import accept_promise
from tracker.services.users import add_user

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
BODY = "musterstadt-ost"
FEED = "musterstadt-ost-rat"
BRIDGE, GARDENERS = "Bürgerliste Blaue Brücke", "Die Gärtnerpartei"
CRITERION = Criterion(fulfilled_if="Der Radweg ist gebaut.")

FEEDS = f"""
version: 1
bodies:
  - id: {BODY}
    name: Musterstadt-Ost
    terms:
      - {{id: 2020-2025, name: "Wahlperiode 2020–2025", start: 2020-11-01, end: 2025-10-31}}
      - {{id: 2025-2030, name: "Wahlperiode 2025–2030", start: 2025-11-01, end: 2030-10-31}}
    respondents:
      - {{id: bruecke, name: "{BRIDGE}", factions: ["Fraktion Blaue Brücke"]}}
feeds:
  - {{id: {FEED}, body: {BODY}, kind: rss, url: "https://rat.example/feed"}}
"""


def make_feeds_file(text: str = FEEDS) -> FeedsFile:
    return load(text, name="feeds.yaml")


def make_feed(**over: Any) -> FeedConfig:
    return replace(make_feeds_file().feeds[0], **over)


def make_town(session: Session) -> None:
    """Body, terms, respondents and source of feeds.yaml, and the volunteers Ada and Ben."""
    bodies.sync(session, make_feeds_file(), now=NOW)
    add_user(session, "Ada", "ada@verein.example", now=NOW)
    add_user(session, "Ben", "ben@verein.example", now=NOW)


def make_document(text: str, **over: Any) -> Document:
    document = Document(
        name="antworten.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        text=text,
        damage=Damage(damaged=False, umlaut_share=0.02, letters=len(text)),
    )
    return replace(document, **over)


def make_commitment(**over: Any) -> Commitment:
    commitment = Commitment("Radweg an der Lindenallee bauen", Strength.FIRM, Kind.ACTION, Testability.CLEAR)
    return replace(commitment, **over)


def make_extraction(
    sentences: Sequence[str] = ("Wir bauen den Radweg an der Lindenallee.",),
    *,
    respondent: str | None = BRIDGE,
    question: str = "Was tun Sie für den Radverkehr?",
    opening: str = "",
    **over: Any,
) -> Extraction:
    """One question with one answer in which every sentence is a commitment; `over` changes all commitments."""
    answer_text = " ".join(sentences)
    text = f"{opening}{question}\n{answer_text}\n"
    start = len(opening) + len(question) + 1
    statements, at = [], start
    for sentence in sentences:
        span = Span(at, at + len(sentence))
        commitment = make_commitment(title=sentence.rstrip("."), **over)
        statements.append(
            Statement("a1", Act.COMMITMENT, span, sentence, sentence, 0.9, "test rule", commitment=commitment)
        )
        at = span.end + 1
    asked = Span(len(opening), len(opening) + len(question))
    answer = Answer("a1", Span(start, start + len(answer_text)), asked, "1", respondent, 0.9)
    return Extraction(make_document(text), (answer,), tuple(statements))


def make_promises(session: Session, *sentences: str, now: datetime = NOW, **over: Any) -> list[models.Promise]:
    """Promises as ingest proposes them."""
    extraction = make_extraction(sentences or ("Wir bauen den Radweg an der Lindenallee.",), **over)
    store_extraction(session, extraction, Intake(body=BODY), now=now)
    rows = session.query(models.Promise).join(models.Document)
    return rows.filter(models.Document.sha256 == extraction.document.sha256).order_by(models.Promise.start).all()


def make_accepted(session: Session, *sentences: str, now: datetime = NOW, **over: Any) -> list[models.Promise]:
    """Promises that Ada accepted."""
    rows = make_promises(session, *sentences, now=now, **over)
    return [accept_promise(session, row.public_id, CRITERION, by="Ada", now=now) for row in rows]


def make_item(**over: Any) -> CouncilItem:
    item = CouncilItem(
        kind=ItemKind.PAPER,
        identity="https://rat.example/vorlage/1",
        title="Radweg Lindenallee: Bau beschließen",
        url="https://rat.example/vorlage/1",
        text="Die Verwaltung wird beauftragt, den Radweg an der Lindenallee zu bauen.",
        reference="0815/2026",
        body="Musterstadt-Ost",
        organization="Verkehrsausschuss",
        item_date=date(2026, 3, 10),
    )
    return replace(item, **over)


def make_harvest(*items: CouncilItem, **over: Any) -> Harvest:
    harvest = Harvest(
        items=items,
        state=FeedState.OK,
        cursor=Cursor(url="https://rat.example/feed", count=len(items)),
        complete=True,
        fetched=len(items),
        raw=(Payload("https://rat.example/feed", repr(items).encode(), "application/rss+xml"),),
    )
    return replace(harvest, **over)


class ScriptedAdapter:
    """An adapter that brings what it is told to, poll after poll, and remembers the cursors it was given."""

    def __init__(self, *script: Harvest | FeedError) -> None:
        self.script = list(script)
        self.cursors: list[Cursor] = []

    def poll(self, feed: FeedConfig, fetcher: object, cursor: Cursor, now: datetime) -> Harvest:
        del feed, fetcher, now
        self.cursors.append(cursor)
        step = self.script.pop(0)
        if isinstance(step, FeedError):
            raise step
        return step


def poll_feed(
    engine: Engine, feed: FeedConfig, adapter: ScriptedAdapter, store: FileStore, *, now: datetime = NOW
) -> Polled:
    """One source asked through this adapter, and what it brought stored."""
    (polled,) = poll_feeds(engine, [feed], None, store, now=now, adapter=lambda _kind: adapter)  # type: ignore[arg-type]  # the adapter fetches nothing
    return polled


def make_mail(recipient: str = "ada@verein.example", subject: str = "Bericht März 2026") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["To"] = recipient
    mail["Message-ID"] = f"<{hashlib.sha256((subject + recipient).encode()).hexdigest()[:20]}@verein.example>"
    mail.set_content("Guten Tag,\n\nhier ist der Bericht.\n")
    return mail
