"""How long a card of the review queue takes with 50,000 links: `python benchmarks/workshop.py [--links N] [--url URL]`.

A volunteer's way, over and over: look at the card, judge it, be sent to the next one. Everything is real but the
network: the application with its gate, its templates and its database. Loopback only.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path

import sqlalchemy as sa
from httpx2 import Response
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.factories import FEED, NOW, make_accepted, make_town
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.ids import item_id, link_id
from tracker.db.schema import upgrade
from tracker.db.session import open_engine, writing
from tracker.services import sign_in, tokens
from tracker.services.instance import Instance
from tracker.services.users import acting
from tracker.settings import Settings, shipped
from tracker.web.app import create_app
from tracker.web.cookies import SESSION

BAR = 0.1
ROUNDS = 200
WORDS = ("Radweg", "Lindenallee", "Haushalt", "Ausschuss", "Vorlage", "Beschluss", "Mittel", "Planung", "Straße", "Bau")
QUEUE = "/werkstatt/treffer"


def text(chance: random.Random, length: int) -> str:
    """Some words of council German."""
    return " ".join(chance.choice(WORDS) for _ in range(length)) + "."


def fill(engine: sa.Engine, number: int) -> str:
    """A town with 500 promises and so many links; the token of somebody who is signed in."""
    chance = random.Random(7)  # noqa: S311  # no secret
    with writing(engine) as session:
        make_town(session)
        sentences = [f"Wir bauen den Radweg Nummer {n} an der Lindenallee." for n in range(50)]
        promises = [
            row for part in range(10) for row in make_accepted(session, *sentences, question=f"Frage {part}: Radwege?")
        ]
        items = add_items(session, chance, number // 20)
        add_links(session, chance, promises, items, number)
        return sign_in.open_session(session, acting(session, "Ada"), now=NOW).token


def add_items(session: sa.orm.Session, chance: random.Random, number: int) -> list[tuple[int, str]]:
    """Agenda items with two pages of text each."""
    for at in range(number):
        identity = f"item {at}"
        session.add(
            models.AgendaItem(
                public_id=item_id(FEED, identity),
                feed_id=FEED,
                identity=identity,
                title=text(chance, 8),
                text=text(chance, 600),
                attachments=[],
                item_date=NOW.date() - timedelta(days=at % 300),
                content_hash="0" * 64,
                first_seen=NOW,
                last_seen=NOW,
            )
        )
    session.flush()
    return list(session.execute(sa.select(models.CouncilItem.id, models.CouncilItem.public_id)).all())


def add_links(
    session: sa.orm.Session,
    chance: random.Random,
    promises: list[models.Promise],
    items: list[tuple[int, str]],
    number: int,
) -> None:
    """Links that nobody has judged, with reasons and passages as the matching gives them."""
    pairs = [(promise, item) for promise in promises for item in items]
    reasons = [{"term": word, "weight": 0.25} for word in WORDS[:4]]
    session.execute(
        sa.insert(models.Link),
        [
            {
                "public_id": link_id(promise.public_id, public_id),
                "promise_id": promise.id,
                "item_id": item,
                "score": round(chance.random(), 6),
                "model": "benchmark",
                "reasons": reasons,
                "passage": {"field": "text", "start": 900, "end": 1100},
                "created_at": NOW,
            }
            for promise, (item, public_id) in chance.sample(pairs, number)
        ],
    )


@dataclass
class Times:
    """How long something took, by the clock and in computing time; a busy machine shows in the difference."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def of(self, act: Callable[[], Response]) -> Response:
        """Do it and note how long it took."""
        wall, cpu = time.perf_counter(), time.process_time()
        answer = act()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)
        return answer

    def __str__(self) -> str:
        return f"p95 {p95(self.wall) * 1000:.1f} ms (computing {p95(self.cpu) * 1000:.1f} ms)"


def p95(times: list[float]) -> float:
    """What 95 of 100 stay below."""
    return statistics.quantiles(times, n=100)[94]


def run(url: str, number: int, folder: Path) -> bool:
    """Fill, review, print; whether the bar is met."""
    engine = open_engine(url)
    upgrade(engine, shipped("alembic"))
    token = fill(engine, number)
    settings = Settings(folder)
    app = create_app(Instance(settings, engine, FileStore(settings.files)), lambda: NOW.astimezone(UTC))
    shown, judged = Times(), Times()
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        client.cookies.set(SESSION, token, domain="localhost.local", path="/")
        form = {"csrf": tokens.form_token(token)}
        client.post(QUEUE, data={**form, "tat": "austeilen"})
        for _ in range(ROUNDS):
            page = shown.of(lambda: client.get(QUEUE))
            card = page.text.split('name="karte" value="', 1)[1].split('"', 1)[0]
            given = {**form, "tat": "urteilen", "karte": card, "urteil": "irrelevant", "gesehen": "unreviewed"}
            judged.of(lambda given=given: client.post(QUEUE, data=given))
    engine.dispose()
    print(f"{url.split(':', maxsplit=1)[0]}, {number} links, {ROUNDS} cards of {len(page.content) / 1024:.1f} KB")
    print(f"  card       {shown}")
    print(f"  judgement  {judged}")
    return p95(shown.wall) <= BAR


def main() -> int:
    """Measure, and fail where the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=50_000)
    parser.add_argument("--url", help="an empty PostgreSQL database instead of SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        met = run(given.url or f"sqlite:///{folder}/tracker.sqlite", given.links, Path(folder))
    print(f"bar: card p95 <= {BAR * 1000:.0f} ms: {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
