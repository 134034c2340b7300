import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.conftest import SCRIPTS
from tracker.cli import desk
from tracker.db.schema import upgrade
from tracker.db.session import open_engine


def test_a_backup_becomes_a_workspace_again(tracker, workspace, promises, tmp_path):
    done = tracker("backup", tmp_path / "b.tar", "--json")
    assert (done.code, done.json["files"], done.json["damaged"]) == (0, 1, [])
    ran = tracker("restore", tmp_path / "b.tar", "--to", tmp_path / "neu")
    assert ran.code == 0
    assert "Mails sind angehalten" in ran.out
    listed = tracker("promise", "list", "--workspace", tmp_path / "neu").out
    assert all(promise in listed for promise in promises)
    assert tracker("audit", "verify", "--workspace", tmp_path / "neu").code == 0


def test_held_mail_goes_when_a_named_person_says_so(tracker, workspace, tmp_path):
    tracker("report", "monthly", "--month", "2026-01", "--mail")
    tracker("backup", tmp_path / "b.tar")
    there = ("--workspace", tmp_path / "neu")
    assert tracker("restore", tmp_path / "b.tar", "--to", tmp_path / "neu").code == 0
    held = tracker("send", *there)
    assert "angehalten" in held.out
    assert not (tmp_path / "neu" / "out" / "mail").exists()
    assert tracker("send", "--resume", "--by", "Niemand", *there).code == 1
    assert tracker("send", "--resume", "--by", "Ada", "--json", *there).json["sent"] == 1


def test_without_a_name_a_backup_goes_into_the_folder_of_backups(tracker, workspace):
    ran = tracker("backup", "--json")
    assert Path(ran.json["path"]).parent == workspace / "backups"
    assert "Gesichert in" in tracker("backup").out


def test_damaged_files_make_a_backup_partly_done(tracker, workspace, promises):
    (stored,) = (workspace / "data" / "files").glob("??/*")
    stored.write_bytes(b"etwas anderes")
    ran = tracker("backup")
    assert ran.code == 3
    assert stored.name in ran.out


def test_a_missing_backup_is_one_sentence(tracker, tmp_path):
    ran = tracker("restore", tmp_path / "fehlt.tar", "--to", tmp_path / "neu")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1


def test_an_upgrade_backs_up_what_is_there_first(tracker, workspace, tmp_path):
    database = workspace / "data" / "tracker.sqlite"
    database.unlink()
    upgrade(open_engine(f"sqlite:///{database}"), SCRIPTS, "0007")
    with sqlite3.connect(database) as old:
        old.execute("INSERT INTO user_account (name, created_at) VALUES ('Cem', '2026-01-01 00:00:00.000000')")
    old.close()
    ran = tracker("db", "upgrade")
    assert ran.code == 0
    (saved,) = (workspace / "backups").glob("*.tar")
    assert str(saved) in ran.out
    assert tracker("restore", saved, "--to", tmp_path / "neu").code == 0
    there = sqlite3.connect(tmp_path / "neu" / "data" / "tracker.sqlite")
    assert there.execute("SELECT name FROM user_account").fetchall() == [("Cem",)]
    there.close()


def test_an_upgrade_with_nothing_to_do_makes_no_backup(tracker, workspace):
    assert tracker("db", "upgrade").code == 0
    assert not (workspace / "backups").exists()


def test_a_move_shows_every_table_and_what_to_do_next(tracker, workspace, promises, tmp_path):
    url = f"sqlite:///{tmp_path / 'neu.sqlite'}"
    ran = tracker("db", "move", url)
    assert ran.code == 0
    assert "promise" in ran.out
    assert "[database] url" in ran.out
    shutil.copyfile(tmp_path / "neu.sqlite", workspace / "data" / "tracker.sqlite")
    assert tracker("audit", "verify").code == 0


def test_a_wrong_address_is_explained(tracker, workspace):
    ran = tracker("db", "move", "mysql://nirgends/x")
    assert ran.code == 1
    assert "postgresql+psycopg://" in ran.err


def test_the_doctor_finds_a_new_workspace_well(tracker, workspace):
    ran = tracker("doctor")
    assert ran.code == 0
    assert "✘" not in ran.out
    assert "✔ Datenbank" in ran.out
    assert tracker("doctor", "--json").json["healthy"] is True


def test_the_doctor_fails_where_something_is_ill(tracker, workspace):
    (workspace / "tracker.toml").write_text("[site]\npublic = true\n", encoding="utf-8")
    ran = tracker("doctor")
    assert ran.code == 1
    assert "✘ Impressum" in ran.out
    assert "✘ Imprint" in tracker("doctor", "--lang", "en").out


def test_the_plan_shows_what_comes_next_and_how_it_went(tracker, workspace, council):
    council.feed("rat", ("1", "Radweg Hafenstraße", "beschlossen"))
    tracker("schedule", "--once")
    lines = {line["job"]: line for line in tracker("schedule", "--list", "--json").json["jobs"]}
    assert list(lines)[:2] == ["poll", "send"]
    assert {"backup", "report", "verify", "link", "retention", "freshness"} <= set(lines)
    assert all(line["next"] for name, line in lines.items() if name != "send")
    assert lines["poll"]["state"] == "ok"
    shown = tracker("schedule", "--list")
    assert shown.code == 0
    assert "tracker report monthly --mail" in shown.out


def test_the_plan_takes_up_at_once_what_a_killed_schedule_held(tracker, workspace, monkeypatch):
    tomorrow = desk.now() + timedelta(days=1)
    monkeypatch.setattr(desk, "now", lambda: tomorrow)
    tracker("schedule", "--once")

    def runs(*change):
        with closing(sqlite3.connect(workspace / "data" / "tracker.sqlite")) as opened, opened:
            for statement in change:
                opened.execute(statement)
            return opened.execute("SELECT state, attempts FROM job_run WHERE job = 'retention'").fetchall()

    killed = "UPDATE job_run SET state = 'running', finished_at = NULL, runner = 'tot' WHERE job = 'retention'"
    assert runs(killed) == [("running", 1)]
    tracker("schedule", "--once")
    assert runs() == [("running", 1)]  # who signed elsewhere may be alive
    (workspace / "data" / "at-work" / "tot").touch()
    tracker("schedule", "--once")
    assert runs() == [("done", 2)]


def test_releasing_needs_a_name_and_something_that_waits(tracker, workspace):
    assert tracker("schedule", "--release", "report:2026-01").code == 2
    ran = tracker("schedule", "--release", "report:2026-01", "--by", "Ada")
    assert ran.code == 1
    assert "wartet auf niemanden" in ran.err


def test_upkeep_tells_what_it_did(tracker, workspace):
    assert tracker("retention", "--json").json["forgotten"]["sign_in"] == 0
    assert "Vergessen" in tracker("retention").out
    assert tracker("freshness", "--json").json == {"silent": []}
    assert "Alle Quellen antworten" in tracker("freshness").out
