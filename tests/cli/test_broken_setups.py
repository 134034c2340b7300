"""Whatever is set up wrongly: one German sentence with the mend, the right exit code, and never a traceback."""

import socket
import sqlite3
from contextlib import closing

import pytest

from tests.mail.conftest import LoopbackController, Post


def toml(text):
    return lambda workspace: (workspace / "tracker.toml").write_text(text, encoding="utf-8")


def feeds(text):
    return lambda workspace: (workspace / "feeds.yaml").write_text(text, encoding="utf-8")


def database(*statements):
    def change(workspace):
        with closing(sqlite3.connect(workspace / "data" / "tracker.sqlite")) as opened:
            for statement in statements:
                opened.execute(statement)
            opened.commit()

    return change


def damaged(workspace):
    for path in (workspace / "data").glob("tracker.sqlite*"):
        path.write_bytes(b"kein SQLite" * 1000) if path.suffix == ".sqlite" else path.unlink()


def without_database(workspace):
    (workspace / "data" / "tracker.sqlite").unlink()


def a_file_where_a_folder_should_be(workspace):
    (workspace / "out").rmdir()
    (workspace / "out").write_text("", encoding="utf-8")


BROKEN = {
    "a misspelt setting": (toml("[site]\nnaem = 'x'\n"), ["doctor"], "site.name"),
    "settings that are no TOML": (toml("[site\n"), ["promise", "list"], "Zeile"),
    "a time zone that is none": (toml("[schedule]\ntimezone = 'Berlin'\n"), ["schedule", "--once"], "Europe/Berlin"),
    "a number that is a word": (toml("[mail]\nport = 'vier'\n"), ["send"], "Zahl"),
    "a database that is none of ours": (toml("[database]\nurl = 'mysql://x/y'\n"), ["promise", "list"], "postgresql"),
    "a database server that is not there": (
        toml("[database]\nurl = 'postgresql+psycopg://x@127.0.0.1:9/y'\n"), ["promise", "list"], "Server prüfen"),
    "no database yet": (without_database, ["promise", "list"], "tracker db upgrade"),
    "an older database": (
        database("UPDATE alembic_version SET version_num = '0001'"), ["promise", "list"], "tracker db upgrade"),
    "a newer database": (
        database("UPDATE alembic_version SET version_num = '9999'"), ["promise", "list"], "Programm aktualisieren"),
    "a damaged database": (damaged, ["promise", "list"], "Sicherung"),
    "a wrong feeds file": (feeds("version: 1\nbodys: []\n"), ["poll"], "bodies"),
    "a source of an unknown body": (
        feeds("version: 1\nbodies: []\nfeeds: [{id: x, body: y, kind: rss, url: 'http://a.example/'}]\n"),
        ["poll"], "y"),
    "a feeds file that is no YAML": (feeds("version: [\n"), ["poll"], "feeds.yaml"),
    "public pages without an imprint": (
        toml("[site]\npublic = true\nbase_url = 'https://a.example'\n"), ["serve", "--port", "0"], "impressum"),
    "a folder that is a file": (a_file_where_a_folder_should_be, ["report", "monthly"], "Schreibrechte"),
    "a questionnaire that is not there": (lambda _w: None, ["ingest", "fehlt.txt"], "fehlt.txt"),
    "a backup that is not there": (lambda _w: None, ["restore", "fehlt.tar", "--to", "neu"], "fehlt.tar"),
    "a person nobody knows": (lambda _w: None, ["send", "--resume", "--by", "Cem"], "tracker user add"),
    "workers without PostgreSQL": (lambda _w: None, ["worker"], "tracker db move"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_one_sentence_with_the_mend(tracker, workspace, name):
    break_it, command, mend = BROKEN[name]
    break_it(workspace)
    ran = tracker(*command)
    assert ran.code in {1, 2}
    in_a_table = command[0] in {"doctor", "ingest"}
    told = ran.out + ran.err if in_a_table else ran.err
    assert mend in told
    assert "Traceback" not in ran.out + ran.err
    assert "Unerwarteter Fehler" not in told
    assert in_a_table or len(ran.err.strip().splitlines()) == 1


def test_there_are_fifteen_and_more():
    assert len(BROKEN) >= 15


def test_a_secret_in_a_missing_file_is_named(tracker, workspace, monkeypatch):
    monkeypatch.setenv("TRACKER_MAIL__PASSWORD_FILE", str(workspace / "fehlt"))
    ran = tracker("promise", "list")
    assert (ran.code, str(workspace / "fehlt") in ran.err) == (2, True)


def test_a_port_that_is_taken_names_another(tracker, workspace):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        ran = tracker("serve", "--port", port)
    assert ran.code == 1
    assert f"--port {port + 1}" in ran.err


@pytest.mark.parametrize("there", [True, False], ids=["refuses the password", "is not there"])
def test_a_mail_server_that_does_not_take_us_is_told_and_the_mail_waits(tracker, workspace, there):
    controller = LoopbackController(Post(), hostname="127.0.0.1", port=0)
    controller.start()
    text = f"[mail]\ntransport = 'smtp'\nhost = '127.0.0.1'\nport = {controller.port}\nsecurity = 'none'\n"
    toml(text + "user = 'ada'\npassword = 'falsch'\n")(workspace)
    if not there:
        controller.stop()
    tracker("report", "monthly", "--month", "2026-01", "--mail")
    ran = tracker("send", "--json")
    assert ran.code == 3
    assert ran.json["waiting"] == 1
    assert "✘ Mailserver" in tracker("doctor").out
    if there:
        controller.stop()
