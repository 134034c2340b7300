"""The pieces of work that are killed, each in a workspace in which it has something to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from alembic import command

from tests.conftest import SCRIPTS
from tests.factories import (
    FEEDS,
    NOW,
    ScriptedAdapter,
    make_accepted,
    make_feed,
    make_harvest,
    make_item,
    make_mail,
    make_town,
    poll_feed,
)
from tests.services.conftest import make_items
from tracker.db import schema
from tracker.db.files import FileStore
from tracker.db.session import writing
from tracker.feeds.adapter import Cursor, Payload
from tracker.services import publish
from tracker.services.backup import back_up_nightly
from tracker.services.instance import Instance, open_instance
from tracker.services.link import link
from tracker.services.outbox import Draft, queue, send_waiting
from tracker.services.upgrading import upgrade
from tracker.settings import load

SENTENCES = tuple(
    f"Wir bauen den Radweg an der {name}straße bis 2028." for name in ("Linden", "Hafen", "Mühlen", "Garten", "Berg")
)
POLLS = 3
MAILS = 40


@dataclass(frozen=True)
class Stage:
    """One kind of work. `prepare` makes the workspace, `steps` are done in their order, each possibly many times."""

    name: str
    prepare: Callable[[Path], None]
    steps: Callable[[Path, int], Sequence[Callable[[], None]]]


def opened(workspace: Path) -> Instance:
    return open_instance(load(workspace, {}))


def _town(workspace: Path) -> None:
    for folder in ("data", "out"):
        (workspace / folder).mkdir(parents=True)
    (workspace / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    upgrade(load(workspace, {}), now=NOW)
    instance = opened(workspace)
    with writing(instance.engine) as session:
        make_town(session)
        make_accepted(session, *SENTENCES)
    instance.engine.dispose()


def _told(poll: int):
    """What the council tells at each poll: more every time, and some of it changed."""
    items = [
        make_item(
            identity=f"https://rat.example/vorlage/{n}",
            url=f"https://rat.example/vorlage/{n}",
            title=f"Vorlage {n}: Radweg {SENTENCES[n % 5].split()[5]}, Stand {poll if n % 4 == 0 else 0}",
            reference=f"{n:04}/2026",
        )
        for n in range(120 + 40 * poll)
    ]
    raw = (Payload("https://rat.example/feed", f"Abruf {poll}".encode(), "application/rss+xml"),)
    return make_harvest(*items, cursor=Cursor(url="https://rat.example/feed", count=len(items)), raw=raw)


def _poll_steps(workspace: Path, _tries: int) -> list[Callable[[], None]]:
    def step(poll: int) -> Callable[[], None]:
        def work() -> None:
            instance = opened(workspace)
            adapter = ScriptedAdapter(_told(poll))
            poll_feed(instance.engine, make_feed(), adapter, instance.store, now=NOW + timedelta(hours=6 * poll))

        return work

    return [step(poll) for poll in range(POLLS)]


def _with_items(workspace: Path) -> None:
    _town(workspace)
    instance = opened(workspace)
    with writing(instance.engine) as session:
        make_items(session, *_told(0).items)
    instance.engine.dispose()


def _to_be_linked(workspace: Path) -> None:
    """Word lists are read once beforehand, so that the knife meets the work and not its preparation."""
    _linked(workspace.with_name("warm"))
    _with_items(workspace)


def _link_steps(workspace: Path, _tries: int) -> list[Callable[[], None]]:
    return [lambda: void(link(opened(workspace).engine, now=NOW + timedelta(days=1)))]


def _linked(workspace: Path) -> None:
    _with_items(workspace)
    instance = opened(workspace)
    link(instance.engine, now=NOW + timedelta(days=1))
    instance.engine.dispose()


def _report_steps(workspace: Path, _tries: int) -> list[Callable[[], None]]:
    def step(month: int) -> Callable[[], None]:
        first = date(2026, month, 1)
        return lambda: void(publish.monthly(opened(workspace), first, mail=True, now=NOW + timedelta(days=60)))

    return [step(3), step(4)]


def _with_mail(workspace: Path) -> None:
    _town(workspace)
    instance = opened(workspace)
    with writing(instance.engine) as session:
        for number in range(MAILS):
            to = f"leserin-{number:03}@verein.example"
            mail = make_mail(to)
            mail["From"] = "bericht@verein.example"
            queue(session, Draft("report", "report:2026-02", to, mail), now=NOW)
    instance.engine.dispose()


def _mail_steps(workspace: Path, tries: int) -> list[Callable[[], None]]:
    """Each try a quarter of an hour later: what a dead process left claimed is noticed by then."""

    def work() -> None:
        instance = opened(workspace)
        now = NOW + timedelta(minutes=15) * tries
        send_waiting(instance.engine, publish.transport(instance.settings), now=now)

    return [work]


def _of_last_year(workspace: Path) -> None:
    """Everything that the other stages make, under the schema of an older program."""
    _linked(workspace)
    instance = opened(workspace)
    publish.monthly(instance, date(2026, 3, 1), mail=True, now=NOW + timedelta(days=60))
    with instance.engine.begin() as connection:
        command.downgrade(schema.config(SCRIPTS, connection), "0007")
    instance.engine.dispose()


def _migrate_steps(workspace: Path, _tries: int) -> list[Callable[[], None]]:
    return [lambda: void(upgrade(load(workspace, {}), now=NOW + timedelta(days=61)))]


def _backup_steps(workspace: Path, tries: int) -> list[Callable[[], None]]:
    return [lambda: void(back_up_nightly(opened(workspace), now=NOW + timedelta(days=61, minutes=tries)))]


def _with_files(workspace: Path) -> None:
    _linked(workspace)
    store = FileStore(load(workspace, {}).files)
    for number in range(40):
        store.put(f"Fundstelle {number}".encode() * 2000)


def void(_result: object) -> None:
    """What a service tells is not asked for here."""


STAGES = {
    stage.name: stage
    for stage in (
        Stage("poll", _town, _poll_steps),
        Stage("link", _to_be_linked, _link_steps),
        Stage("report", _linked, _report_steps),
        Stage("mail", _with_mail, _mail_steps),
        Stage("migrate", _of_last_year, _migrate_steps),
        Stage("backup", _with_files, _backup_steps),
    )
}
