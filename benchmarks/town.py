"""A large invented town for the speed of pages: promises, council items, links, checks, assessments, events."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine

from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.schema import upgrade
from tracker.db.session import open_engine, writing
from tracker.domain.assessment import AssessmentState, CheckFinding, Effort, Outcome, ReasonCode, Role
from tracker.domain.council import Direction, FeedState, ItemKind, Stage
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.domain.questionnaire import Act, Kind, Level, Strength, Testability
from tracker.domain.topic import Topic
from tracker.services import events
from tracker.services.instance import Instance
from tracker.settings import Settings, shipped

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
PLACES = ("Musterstadt-Ost", "Hafenstadt", "Auenfelde", "Hohenrieth")
PARTIES = ("Bürgerliste Blaue Brücke", "Die Gärtnerpartei", "Forum Hafenlicht", "Liste Lindenbaum", "Neue Ufer")
DOING = ("bauen", "sanieren", "begrünen", "öffnen", "fördern", "erhalten", "ausbauen", "beleuchten")
THINGS = (
    *("Radweg", "Freibad", "Schulgarten", "Bücherei", "Straßenbäume", "Wärmenetz", "Jugendzentrum", "Brücke", "Markt"),
    *("Bürgerbüro", "Kita", "Sporthalle", "Museum", "Buslinie", "Spielplatz", "Wohnungen", "Grünfläche", "Gehweg"),
)
PLACES_IN_TOWN = ("an der Lindenallee", "im Hafenviertel", "am Anger", "in der Südstadt", "auf der Speicherinsel")


def build(settings: Settings, *, promises: int, items: int, seed: int = 1) -> Instance:
    """Fill an empty database; the same numbers give the same rows."""
    engine = open_engine(settings.database_url)
    upgrade(engine, shipped("alembic"))
    _Builder(engine, Random(seed), promises, items).fill()  # noqa: S311  # reproducible, not secret
    return Instance(settings, engine, FileStore(settings.files))


class _Builder:
    def __init__(self, engine: Engine, random: Random, promises: int, items: int) -> None:
        self.engine, self.random, self.promises, self.items = engine, random, promises, items

    def fill(self) -> None:
        for table, rows in (
            (models.Body, self._bodies()),
            (models.LegislativeTerm, self._terms()),
            (models.Respondent, self._respondents()),
            (models.User, self._users()),
            (models.Document, self._documents()),
            (models.Question, self._questions()),
            (models.Answer, self._answers()),
            (models.Statement, self._statements()),
            (models.Promise, self._promises()),
            (models.Criterion, self._criteria()),
            (models.Feed, self._feeds()),
            (models.FeedRun, self._runs()),
            (models.Organization, self._organizations()),
            (models.CouncilItem, self._items()),
            (models.Paper, ({"id": i, "submitters": []} for i in range(1, self.items + 1))),
            (models.ItemVersion, self._versions()),
            (models.Link, self._links()),
            (models.LinkJudgement, self._judgements()),
            (models.Check, self._checks()),
            (models.Assessment, self._assessments()),
        ):
            self._store(table, list(rows))
        with writing(self.engine) as session:
            for number in range(1, self.promises + 1):
                payload = {"criterion": {"fulfilled_if": "Es ist gebaut."}, "state": "accepted", "title": "x"}
                subject = f"promise:{_promise_id(number)}"
                events.record(session, "promise.accepted", subject, payload, actor="user:1", now=NOW - 300 * DAY)

    def _store(self, table: type[models.Base], rows: list[Mapping[str, Any]]) -> None:
        with self.engine.begin() as connection:
            for start in range(0, len(rows), 2000):
                connection.execute(table.__table__.insert(), rows[start : start + 2000])  # type: ignore[attr-defined]

    def _bodies(self) -> Iterator[dict[str, Any]]:
        for number, name in enumerate(PLACES):
            yield {"id": f"ort-{number}", "name": name, "ags": ""}

    def _terms(self) -> Iterator[dict[str, Any]]:
        for number in range(len(PLACES)):
            yield {
                "id": number + 1,
                "body_id": f"ort-{number}",
                "key": "2025-2030",
                "name": "Wahlperiode 2025–2030",
                "start_date": date(2025, 11, 1),
                "end_date": date(2030, 10, 31),
            }

    def _respondents(self) -> Iterator[dict[str, Any]]:
        for number in range(len(PLACES) * len(PARTIES)):
            place, party = divmod(number, len(PARTIES))
            majority = [{"from": "2025-11-01", "to": None}] if party in {0, 1} else []
            yield {
                "id": number + 1,
                "body_id": f"ort-{place}",
                "key": f"liste-{party}",
                "name": PARTIES[party],
                "factions": [],
                "majority": majority,
                "listed": True,
            }

    def _users(self) -> Iterator[dict[str, Any]]:
        for number, name in enumerate(("Ada Anker", "Ben Boje"), 1):
            yield {"id": number, "name": name, "created_at": NOW - 400 * DAY}

    def _documents(self) -> Iterator[dict[str, Any]]:
        for number in range(len(PLACES) * len(PARTIES)):
            text = "".join(self._question(i) + "\n" + self._answer(i) + "\n" for i in self._of_document(number))
            yield {
                "id": number + 1,
                "sha256": hashlib.sha256(f"{number}{text}".encode()).hexdigest(),
                "body_id": f"ort-{number // len(PARTIES)}",
                "term_id": number // len(PARTIES) + 1,
                "name": f"antworten-{number}.txt",
                "media_type": "text/plain",
                "text": text,
                "damaged": False,
                "umlaut_share": 0.02,
                "letters": len(text),
                "edits": [],
                "pages": [],
                "fragments": [],
                "stored_at": NOW - 330 * DAY,
            }

    def _of_document(self, number: int) -> range:
        return range(number + 1, self.promises + 1, len(PLACES) * len(PARTIES))

    def _quote(self, number: int) -> str:
        thing, doing = THINGS[number % len(THINGS)], DOING[number % len(DOING)]
        return f"Wir werden das Vorhaben {thing} {PLACES_IN_TOWN[number % 5]} (Nummer {number}) {doing}."

    def _question(self, number: int) -> str:
        return f"{number}. Was planen Sie für {THINGS[number % len(THINGS)]}?"

    def _answer(self, number: int) -> str:
        return f"{'Die Lage ist bekannt. ' * 12}{self._quote(number)} {'Darüber reden wir mit allen. ' * 8}"

    def _places_of(self, number: int) -> tuple[int, int, int, int]:
        """Document, start of the question, start of the answer, start of the quote."""
        document = (number - 1) % (len(PLACES) * len(PARTIES))
        if not hasattr(self, "_starts"):
            self._starts: dict[int, int] = {}
            for one in range(len(PLACES) * len(PARTIES)):
                at = 0
                for i in self._of_document(one):
                    self._starts[i] = at
                    at += len(self._question(i)) + len(self._answer(i)) + 2
        asked = self._starts[number]
        answered = asked + len(self._question(number)) + 1
        return document + 1, asked, answered, answered + len("Die Lage ist bekannt. ") * 12

    def _questions(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.promises + 1):
            document, asked, _, _ = self._places_of(number)
            text = self._question(number)
            yield {
                "id": number,
                "document_id": document,
                "start": asked,
                "end": asked + len(text),
                "number": str(number),
                "text": text,
            }

    def _answers(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.promises + 1):
            document, _, answered, _ = self._places_of(number)
            yield {
                "id": number,
                "public_id": f"a-{number:010x}",
                "document_id": document,
                "question_id": number,
                "respondent_id": document,
                "number": str(number),
                "start": answered,
                "end": answered + len(self._answer(number)),
                "confidence": 1.0,
            }

    def _statements(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.promises + 1):
            start, quote = self._places_of(number)[3], self._quote(number)
            yield {
                "id": number,
                "answer_id": number,
                "act": Act.COMMITMENT,
                "start": start,
                "end": start + len(quote),
                "quote": quote,
                "text": quote,
                "rule": "bench",
                "confidence": 1.0,
                "triggers": [],
                "lead_in": None,
                "uncertain_readings": [],
            }

    def _promises(self) -> Iterator[dict[str, Any]]:
        topics = list(Topic)
        for number in range(1, self.promises + 1):
            document, _, _, start = self._places_of(number)
            quote = self._quote(number)
            yield {
                "id": number,
                "public_id": _promise_id(number),
                "version": 1,
                "state": PromiseState.ACCEPTED,
                "statement_id": number,
                "document_id": document,
                "body_id": f"ort-{(document - 1) // len(PARTIES)}",
                "term_id": (document - 1) // len(PARTIES) + 1,
                "respondent_id": document,
                "title": quote.removeprefix("Wir werden das Vorhaben ").rstrip("."),
                "start": start,
                "end": start + len(quote),
                "quote": quote,
                "text": quote,
                "strength": Strength.FIRM,
                "kind": Kind.ACTION,
                "testability": Testability.CLEAR,
                "level": Level.MUNICIPALITY,
                "negated": False,
                "condition": "",
                "deadline_text": "",
                "numbers": [],
                "bodies": [],
                "beneficiaries": [],
                "topic": topics[number % len(topics)],
                "uncertain": False,
                "decision_note": "",
                "created_at": NOW - 320 * DAY,
                "decided_at": NOW - (number % 300) * DAY,
                "decided_by_id": 1,
            }

    def _criteria(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.promises + 1):
            yield {
                "id": number,
                "promise_id": number,
                "fulfilled_if": "Es ist gebaut.",
                "partly_if": "",
                "not_fulfilled_if": "",
                "where_to_look": "Niederschriften des Rates",
                "written_by_id": 1,
                "written_at": NOW - 300 * DAY,
            }

    def _feeds(self) -> Iterator[dict[str, Any]]:
        for number in range(len(PLACES)):
            yield {
                "id": f"rat-{number}",
                "body_id": f"ort-{number}",
                "kind": "rss",
                "url": f"https://rat-{number}.example/feed",
                "every_minutes": 360,
                "state": FeedState.OK,
                "listed": True,
                "cursor": {},
                "failures": 0,
                "revision": 0,
                "last_success": NOW - timedelta(hours=3),
            }

    def _runs(self) -> Iterator[dict[str, Any]]:
        for number in range(len(PLACES)):
            at = NOW - timedelta(hours=3)
            yield {
                "id": number + 1,
                "feed_id": f"rat-{number}",
                "started_at": at,
                "finished_at": at,
                "state": FeedState.OK,
                "fetched": 0,
                "new": 0,
                "changed": 0,
                "unchanged": 0,
                "vanished": 0,
                "error": "",
            }

    def _organizations(self) -> Iterator[dict[str, Any]]:
        for number in range(len(PLACES)):
            yield {"id": number + 1, "body_id": f"ort-{number}", "name": "Rat"}

    def _items(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.items + 1):
            place = number % len(PLACES)
            thing = THINGS[number % len(THINGS)]
            yield {
                "id": number,
                "public_id": f"i-{number:016x}",
                "kind": ItemKind.PAPER,
                "feed_id": f"rat-{place}",
                "organization_id": place + 1,
                "identity": f"vorlage/{number}",
                "url": f"https://rat-{place}.example/vorlage/{number}",
                "canonical_url": "",
                "title": f"{thing} {PLACES_IN_TOWN[number % 5]}: Beschlussvorlage {number}",
                "text": f"Die Verwaltung wird beauftragt, das Vorhaben {thing} vorzubereiten. " * 6,
                "result": "mehrheitlich beschlossen",
                "reference": f"{number:05d}/26",
                "source_body": "",
                "attachments": [],
                "item_date": date(2026, 1, 1) + (number % 350) * DAY,
                "direction": Direction.ADOPTED,
                "stage": Stage.DECISIVE,
                "decision_rule": "bench",
                "votes": None,
                "content_hash": hashlib.sha256(str(number).encode()).hexdigest(),
                "first_seen": NOW - 30 * DAY,
                "last_seen": NOW - DAY,
            }

    def _versions(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.items + 1):
            yield {
                "id": number,
                "item_id": number,
                "run_id": number % len(PLACES) + 1,
                "number": 1,
                "seen_at": NOW - 30 * DAY,
                "content_hash": hashlib.sha256(str(number).encode()).hexdigest(),
                "values": self._said(number),
            }

    def _said(self, number: int) -> dict[str, Any]:
        """What a version keeps of an item: enough for a report."""
        place, thing = number % len(PLACES), THINGS[number % len(THINGS)]
        return {
            "title": f"{thing} {PLACES_IN_TOWN[number % 5]}: Beschlussvorlage {number}",
            "url": f"https://rat-{place}.example/vorlage/{number}",
            "item_date": (date(2026, 1, 1) + (number % 350) * DAY).isoformat(),
            "organization": "Rat der Stadt",
            "result": "mehrheitlich beschlossen",
            "reference": f"{number:05d}/26",
            "number": "",
            "decision": {"direction": Direction.ADOPTED.value, "stage": Stage.DECISIVE.value},
            "votes": None,
        }

    def _judged(self, number: int) -> Judgement:
        return (Judgement.RELEVANT, Judgement.UNREVIEWED, Judgement.IRRELEVANT)[number % 3]

    def _links(self) -> Iterator[dict[str, Any]]:
        for number in range(1, 3 * self.promises + 1):
            judgement = self._judged(number)
            judged = judgement is not Judgement.UNREVIEWED
            yield {
                "id": number,
                "public_id": f"l-{number:012x}",
                "promise_id": (number - 1) // 3 + 1,
                "item_id": (number * 7) % self.items + 1,
                "score": 0.5,
                "model": "bench",
                "reasons": [],
                "passage": None,
                "background": False,
                "judgement": judgement,
                "judged_by_id": 1 if judged else None,
                "judged_at": NOW - (number % 200) * DAY if judged else None,
                "created_at": NOW - 210 * DAY,
            }

    def _judgements(self) -> Iterator[dict[str, Any]]:
        for number in range(1, 3 * self.promises + 1):
            if self._judged(number) is not Judgement.UNREVIEWED:
                yield {
                    "link_id": number,
                    "judgement": self._judged(number),
                    "by_id": 1,
                    "at": NOW - (number % 200) * DAY,
                    "note": "",
                    "item_hash": hashlib.sha256(str((number * 7) % self.items + 1).encode()).hexdigest(),
                }

    def _checks(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.promises + 1, 2):
            yield {
                "public_id": f"c-{number:012x}",
                "promise_id": number,
                "day": date(2026, 9, 1),
                "finding": CheckFinding.NOTHING,
                "sources": "Niederschriften",
                "by_id": 2,
                "at": NOW - 60 * DAY,
            }

    def _assessments(self) -> Iterator[dict[str, Any]]:
        outcomes = list(Outcome)
        for number in range(1, self.promises + 1, 2):
            outcome = outcomes[self.random.randrange(len(outcomes))]
            blocked = outcome in {Outcome.STALLED, Outcome.NOT_FULFILLED}
            yield {
                "public_id": f"b-{number:010x}",
                "promise_id": number,
                "state": AssessmentState.PUBLISHED,
                "outcome": outcome,
                "effort": Effort.PROPOSED,
                "role": Role.UNKNOWN,
                "reason_code": ReasonCode.NO_MONEY if blocked else None,
                "reason": "Der Haushalt sieht es so vor.",
                "late": False,
                "effective": date(2026, 10, 1),
                "proposed_by_id": 1,
                "proposed_at": NOW - 40 * DAY,
                "confirmed_by_id": 2,
                "confirmed_at": NOW - 39 * DAY,
                "published_at": NOW - 39 * DAY,
                "single_person": False,
                "return_reason": "",
                "version": 1,
                "codebook": "1",
            }


def _promise_id(number: int) -> str:
    return f"p-{number:010x}"
