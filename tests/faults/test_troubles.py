"""A full disk, a folder that cannot be written, a clock that jumps, a database that is gone for a minute.

Nothing is lost, the sentence says what is the matter, and when the trouble is over the work goes on by itself.
"""

import os
import resource
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.factories import NOW, ScriptedAdapter, make_feed, poll_feed
from tests.faults.dump import dump
from tests.faults.stages import STAGES, _told, opened
from tracker.db import copying, models
from tracker.db.files import FileStore
from tracker.db.models import RunState
from tracker.db.session import open_engine, reading, writing
from tracker.errors import TrackerError
from tracker.feeds.failures import FetchError, Reason
from tracker.jobs.plan import tick
from tracker.services import bodies
from tracker.services.backup import back_up, back_up_nightly, nightly_backups
from tracker.services.instance import Instance, read_feeds
from tracker.services.upgrading import upgrade
from tracker.settings import load

NOBODY = 65534


class SilentCouncil:
    """The network's edge: a council whose server never answers."""

    def get(self, url, **_options):
        raise FetchError(Reason.TIMEOUT, feed="rat", url=url)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    STAGES["poll"].prepare(tmp_path / "stadt")
    return tmp_path / "stadt"


def told_in_a_child(work: Callable[[], object]) -> str:
    """What a forked child says when `work` fails in the expected way; empty where it was done."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        said = ""
        try:
            work()
        except TrackerError as error:
            said = str(error)
        except BaseException as error:  # noqa: BLE001  # told through the pipe
            said = f"UNEXPECTED {type(error).__name__}: {error}"
        os.write(write_end, said.encode()[:4000])
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8", errors="replace") as pipe:
        said = pipe.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return said


def poll(workspace: Path, number: int = 2) -> None:
    instance = opened(workspace)
    adapter = ScriptedAdapter(_told(number))
    poll_feed(instance.engine, make_feed(), adapter, instance.store, now=NOW)
    instance.engine.dispose()


def dumped(workspace: Path):
    instance = opened(workspace)
    told = dump(instance)
    instance.engine.dispose()
    return told


def on_a_full_disk(work: Callable[[], object], room: int) -> Callable[[], object]:
    """The same where no file may grow beyond `room` bytes: the kernel refuses as a full disk does."""

    def limited() -> object:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        return work()

    return limited


@pytest.mark.parametrize("room", [0, 4_096, 100_000])
def test_a_full_disk_stops_a_poll_with_a_sentence_and_loses_nothing(workspace: Path, room: int):
    before = dumped(workspace)
    said = told_in_a_child(on_a_full_disk(lambda: poll(workspace), room))
    assert "Speicherplatz" in said
    assert "UNEXPECTED" not in said
    after = dumped(workspace)
    assert [after[name] for name in ("promise", "flaws", "chain")] == [
        before[name] for name in ("promise", "flaws", "chain")
    ]
    poll(workspace)  # somebody made room
    whole = dumped(workspace)
    assert len(whole["council_item"]) == len(_told(2).items)
    assert whole["flaws"] == before["flaws"]


def test_a_full_disk_leaves_earlier_backups_whole(workspace: Path):
    instance = opened(workspace)
    first = back_up_nightly(instance, now=NOW).path.read_bytes()
    instance.engine.dispose()
    said = told_in_a_child(
        on_a_full_disk(lambda: back_up_nightly(opened(workspace), now=NOW + timedelta(days=1)), 50_000)
    )
    assert "UNEXPECTED" not in said
    assert "Speicherplatz" in said
    (there,) = nightly_backups(workspace / "backups")
    assert there.read_bytes() == first


@pytest.mark.parametrize("folder", ["data", "."])
def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(workspace: Path, folder: str):
    """As another user, where the tests run as root: nothing is forbidden to root."""
    before = dumped(workspace)
    for path in (workspace, *workspace.rglob("*"), *workspace.parents[:4]):
        if path.is_dir():
            path.chmod(path.stat().st_mode | 0o055)
    closed = workspace / folder

    def work() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        if folder == "data":
            poll(workspace)
        else:
            back_up(opened(workspace), closed / "b.tar", now=NOW)

    if os.geteuid() != 0:
        closed.chmod(0o555)
    said = told_in_a_child(work)
    closed.chmod(0o755)
    assert "UNEXPECTED" not in said
    assert "Schreibrechte" in said
    assert dumped(workspace) == before


@pytest.mark.postgres
def test_a_database_that_is_gone_for_a_minute_is_told_and_then_used_again(postgres, tmp_path: Path):
    (tmp_path / "feeds.yaml").write_text(FEEDS_OF_A_TOWN, encoding="utf-8")
    url = postgres.make()
    (tmp_path / "tracker.toml").write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    name = sa.make_url(url).database
    upgrade(load(tmp_path, {}), now=NOW)
    instance = opened(tmp_path)
    with writing(instance.engine) as session:
        bodies.sync(session, read_feeds(instance.settings), now=NOW)
    assert tick(instance, NOW, SilentCouncil()).problems == ()
    with postgres.admin.connect() as admin:
        admin.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        sessions = sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        admin.execute(sessions, {"name": name})
    gone = tick(instance, NOW + timedelta(days=1), SilentCouncil())
    assert gone.problems
    assert all("Server prüfen" in str(problem) for problem in gone.problems)
    with postgres.admin.connect() as admin:
        admin.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    back = tick(instance, NOW + timedelta(days=1, minutes=1), SilentCouncil())
    assert back.problems == ()
    assert {one.state for one in back.ran} == {RunState.DONE}
    instance.engine.dispose()


FEEDS_OF_A_TOWN = """
version: 1
bodies: [{id: musterhafen, name: Stadt Musterhafen}]
feeds:
  - {id: rat, body: musterhafen, kind: rss, url: "https://rat.musterhafen.example/rat.xml"}
"""


def test_a_clock_that_jumps_ahead_and_back_mails_nothing_and_stops_nothing(migrated_sqlite: Path, tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tracker.sqlite").write_bytes(migrated_sqlite.read_bytes())
    (tmp_path / "feeds.yaml").write_text(FEEDS_OF_A_TOWN, encoding="utf-8")
    instance = Instance(
        load(tmp_path, {}),
        open_engine(f"sqlite:///{tmp_path / 'data' / 'tracker.sqlite'}"),
        FileStore(tmp_path / "files"),
    )
    now = datetime(2026, 9, 10, 12, tzinfo=UTC)
    tick(instance, now, SilentCouncil())
    ahead = tick(instance, now + timedelta(days=5 * 365), SilentCouncil())
    assert {one.state for one in ahead.ran if one.job == "report"} == {RunState.HELD}
    with reading(instance.engine) as session:
        assert session.query(models.Edition).count() == 0
        before = copying.fingerprints(session.connection())["council_item"]
    back = tick(instance, now + timedelta(days=1), SilentCouncil())
    assert [one.feed for one in back.polled] == ["rat"]
    assert back.problems == ()
    with reading(instance.engine) as session:
        assert copying.fingerprints(session.connection())["council_item"] == before
    instance.engine.dispose()
