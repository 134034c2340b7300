"""The doctor looks at everything, names the mend, and changes nothing."""

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.factories import FEEDS, NOW, make_mail, make_town
from tests.mail.conftest import LoopbackController, Post
from tracker.db import copying, models
from tracker.db.models import RunState
from tracker.db.session import open_engine, reading, writing
from tracker.domain.council import FeedState
from tracker.domain.delivery import DeliveryState
from tracker.services import pauses
from tracker.services.backup import back_up_nightly
from tracker.services.doctor import Health, examine, outside, place
from tracker.services.instance import open_instance
from tracker.services.outbox import Draft, queue
from tracker.settings import load


@pytest.fixture
def workspace(tmp_path: Path, migrated_sqlite: Path) -> Path:
    """A workspace in good health: its source answered a minute ago."""
    (tmp_path / "data").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    shutil.copyfile(migrated_sqlite, tmp_path / "data" / "tracker.sqlite")
    with changing(tmp_path) as session:
        make_town(session)
        (feed,) = session.query(models.Feed)
        feed.state, feed.last_success = FeedState.OK, NOW - timedelta(minutes=1)
    return tmp_path


def changing(workspace: Path):
    return writing(open_engine(f"sqlite:///{workspace / 'data' / 'tracker.sqlite'}"))


def findings(workspace: Path, now: datetime = NOW) -> list[tuple[str, str, str]]:
    return [(one.about, one.health.value, one.message.format(**one.values)) for one in examine(workspace, now)]


def of(about: str, workspace: Path, now: datetime = NOW) -> tuple[str, str]:
    """Health and sentence of the one finding about something."""
    (found,) = [(health, message) for name, health, message in findings(workspace, now) if name == about]
    return found


def test_a_workspace_in_good_health_has_nothing_to_mend(workspace):
    found = findings(workspace)
    assert [one for one in found if one[1] == "ill"] == []
    assert [name for name, _health, _message in found] == [
        "Einstellungen", "Rechte", "Speicherplatz", "Impressum", "Quellen", "Texterkennung", "Schutz beim Lesen",
        "Mailserver", "Datenbank", "Uhr", "Abrufe", "Mails", "Zeitplan", "Sicherungen", "Ereigniskette",
    ]  # fmt: skip


def test_looking_changes_nothing(workspace):
    def everything():
        with reading(open_engine(f"sqlite:///{workspace / 'data' / 'tracker.sqlite'}")) as session:
            rows = copying.fingerprints(session.connection())
        return rows, {p: p.read_bytes() for p in workspace.rglob("*") if p.is_file() and "sqlite" not in p.name}

    before = everything()
    findings(workspace)
    assert everything() == before


def test_wrong_settings_end_the_look_with_the_mend(workspace):
    (workspace / "tracker.toml").write_text("[site]\nnaem = 'x'\n", encoding="utf-8")
    ((about, health, message),) = findings(workspace)
    assert (about, health) == ("Einstellungen", "ill")
    assert "site.name" in message


def test_a_missing_database_does_not_hide_the_rest(workspace):
    (workspace / "data" / "tracker.sqlite").unlink()
    found = findings(workspace)
    assert ("Datenbank", "ill") in [(name, health) for name, health, _ in found]
    assert "tracker db upgrade" in of("Datenbank", workspace)[1]
    assert "Quellen" in [name for name, _, _ in found]


def test_a_damaged_database_is_told(workspace):
    path = workspace / "data" / "tracker.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    data = bytearray(path.read_bytes())
    data[8192 : len(data) : 512] = b"\xff" * len(data[8192 : len(data) : 512])
    path.write_bytes(data)
    health, message = of("Datenbank", workspace)
    assert health == "ill"
    assert "Sicherung" in message


def test_a_wrong_feeds_file_is_told_and_the_rest_is_looked_at(workspace):
    (workspace / "feeds.yaml").write_text("version: 1\nbodys: []\n", encoding="utf-8")
    assert of("Quellen", workspace)[0] == "ill"
    assert of("Uhr", workspace)[0] == "well"


def test_no_source_switched_on_is_a_hint(workspace):
    (workspace / "feeds.yaml").write_text("version: 1\nbodies: []\nfeeds: []\n", encoding="utf-8")
    assert of("Quellen", workspace)[0] == "hint"


def test_little_room_is_a_hint_and_none_an_illness(workspace, monkeypatch):
    for free, expected in ((10**10, "well"), (10**9, "hint"), (10**8, "ill")):
        monkeypatch.setattr(place.shutil, "disk_usage", lambda _path, free=free: SimpleNamespace(free=free))
        assert of("Speicherplatz", workspace)[0] == expected


def test_a_folder_that_cannot_be_written_is_told(workspace, monkeypatch):
    monkeypatch.setattr(place.os, "access", lambda folder, _mode: Path(folder).name != "out")
    health, message = of("Rechte", workspace)
    assert (health, str(workspace / "out") in message) == ("ill", True)


def test_a_password_that_others_can_read_is_a_hint(workspace):
    toml = workspace / "tracker.toml"
    toml.write_text("[mail]\npassword = 'geheim'\n", encoding="utf-8")
    toml.chmod(0o644)
    workspace.chmod(0o755)
    health, message = of("Rechte", workspace)
    assert (health, "chmod 600" in message, "geheim" in message) == ("hint", True, False)
    toml.chmod(0o600)
    assert of("Rechte", workspace)[0] == "well"


def test_a_password_in_a_file_of_its_own_or_behind_a_closed_door_is_no_hint(workspace):
    toml = workspace / "tracker.toml"
    (workspace / "wort").write_text("geheim", encoding="utf-8")
    toml.write_text("[mail]\npassword_file = 'wort'\n", encoding="utf-8")
    toml.chmod(0o644)
    workspace.chmod(0o755)
    assert of("Rechte", workspace)[0] == "well"
    toml.write_text("[mail]\npassword = 'geheim'\n", encoding="utf-8")
    assert of("Rechte", workspace)[0] == "hint"
    workspace.chmod(0o700)
    assert of("Rechte", workspace)[0] == "well"


def test_public_pages_need_their_imprint(workspace):
    (workspace / "tracker.toml").write_text("[site]\npublic = true\n[impressum]\nname = 'Verein'\n", encoding="utf-8")
    health, message = of("Impressum", workspace)
    assert health == "ill"
    assert "impressum.address, impressum.email, impressum.responsible" in message
    filled = "\n".join(f"{name} = 'x'" for name in ("name", "address", "email", "responsible"))
    for url, expected in (("http://a.example", "hint"), ("https://a.example", "well")):
        (workspace / "tracker.toml").write_text(
            f"[site]\npublic = true\nbase_url = '{url}'\n[impressum]\n{filled}\n", encoding="utf-8"
        )
        assert of("Impressum", workspace)[0] == expected


def test_a_missing_text_recognition_is_a_hint_with_the_package(workspace, monkeypatch):
    monkeypatch.setenv("PATH", "/nirgends")
    health, message = of("Texterkennung", workspace)
    assert (health, "tesseract-ocr-deu" in message) == ("hint", True)


@pytest.mark.parametrize(
    ("held", "health", "word"),
    [
        ({"files": True, "network": True}, "well", "weder"),
        ({"files": True, "network": False}, "hint", "Kernels: user"),
        ({"files": False, "network": False}, "hint", "Landlock, user"),
    ],
)
def test_whether_what_reads_foreign_files_is_shut_in_is_told(workspace, monkeypatch, held, health, word):
    monkeypatch.setattr(outside, "barriers", lambda: held)
    found, message = of("Schutz beim Lesen", workspace)
    assert (found, word in message) == (health, True)


def smtp(workspace: Path, port: int) -> None:
    text = f"[mail]\ntransport = 'smtp'\nhost = '127.0.0.1'\nport = {port}\nsecurity = 'none'\n"
    (workspace / "tracker.toml").write_text(text, encoding="utf-8")


def test_a_mail_server_is_greeted_and_gets_no_mail(workspace):
    post = Post()
    controller = LoopbackController(post, hostname="127.0.0.1", port=0)
    controller.start()
    smtp(workspace, controller.port)
    assert of("Mailserver", workspace)[0] == "well"
    controller.stop()
    assert post.received == []
    assert of("Mailserver", workspace)[0] == "ill"


def test_a_user_of_the_mail_server_without_a_password_is_told_before_anybody_is_asked(workspace):
    smtp(workspace, 1)
    toml = workspace / "tracker.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "user = 'bericht'\n", encoding="utf-8")
    health, message = of("Mailserver", workspace)
    assert (health, "password_file" in message) == ("ill", True)


def test_a_clock_behind_what_has_happened_is_told(workspace):
    health, message = of("Uhr", workspace, NOW - timedelta(hours=2))
    assert (health, "timedatectl" in message) == ("ill", True)
    assert of("Uhr", workspace, NOW - timedelta(minutes=1))[0] == "well"


def test_sources_that_do_not_answer_are_named_one_by_one(workspace):
    health, message = of("Abrufe", workspace, NOW + timedelta(days=9))
    assert health == "hint"
    assert "musterstadt-ost-rat: veraltet, zuletzt gelesen: 14.03.2026" in message
    (workspace / "feeds.yaml").write_text(FEEDS.replace("musterstadt-ost-rat", "neu"), encoding="utf-8")
    assert of("Abrufe", workspace)[1] == "Noch nie abgefragt: neu. „tracker poll“ holt das nach."


def test_a_source_that_never_answered_is_not_said_to_have_been_read(workspace):
    with changing(workspace) as session:
        (feed,) = session.query(models.Feed)
        feed.state, feed.last_success = FeedState.FAILING, None
        session.add(models.FeedRun(feed_id=feed.id, state=FeedState.FAILING, started_at=NOW, finished_at=NOW))
    assert "gestört, zuletzt gelesen: noch nie" in of("Abrufe", workspace)[1]


def test_mail_that_nobody_knows_of_and_held_mail_are_told(workspace):
    with changing(workspace) as session:
        row = queue(session, Draft("report", "report:2026-02", "ada@verein.example", make_mail()), now=NOW)
        row.state = DeliveryState.UNCERTAIN
    assert "Vielleicht angekommen: 1 Mails" in of("Mails", workspace)[1]
    with changing(workspace) as session:
        session.query(models.OutboxMail).delete()
        pauses.pause(session, pauses.MAIL, reason="Probe", actor="system:test", now=NOW)
    assert "angehalten" in of("Mails", workspace)[1]


@pytest.mark.parametrize(
    ("state", "health", "word"), [(RunState.FAILED, "ill", "kein Papier"), (RunState.HELD, "hint", "--release")]
)
def test_jobs_that_failed_or_wait_are_told(workspace, state, health, word):
    with changing(workspace) as session:
        session.add(
            models.JobRun(job="report", period="report:2026-01", state=state, started_at=NOW, error="kein Papier")
        )
    found, message = of("Zeitplan", workspace)
    assert (found, word in message) == (health, True)


def test_old_backups_are_told_and_so_are_those_on_the_same_disk(workspace):
    assert of("Sicherungen", workspace)[0] == "hint"
    instance = open_instance(load(workspace, {}))
    path = back_up_nightly(instance, now=NOW).path
    made = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    with changing(workspace) as session:  # the clock of this test is that of the disk
        session.query(models.Feed).update({"last_success": made})
    assert "demselben Datenträger" in of("Sicherungen", workspace, made + timedelta(hours=1))[1]
    assert of("Sicherungen", workspace, made + timedelta(days=4))[0] == "ill"


def test_a_broken_chain_is_told_with_the_event(workspace):
    with sqlite3.connect(workspace / "data" / "tracker.sqlite") as database:
        database.execute("DROP TRIGGER event_refuses_update")
        database.execute("UPDATE event SET actor = 'user:9' WHERE seq = 2")
    database.close()
    health, message = of("Ereigniskette", workspace)
    assert (health, "Ereignis 2" in message) == ("ill", True)


def test_every_finding_is_one_of_three_kinds():
    assert {health.value for health in Health} == {"well", "hint", "ill"}
