import sqlite3

import pytest


def test_init_makes_a_workspace_that_works_at_once(tracker, tmp_path):
    ran = tracker("init", tmp_path / "stadt")
    assert ran.code == 0
    assert sorted(p.name for p in (tmp_path / "stadt").iterdir()) == ["data", "feeds.yaml", "out", "tracker.toml"]
    assert tracker("promise", "list", "--workspace", tmp_path / "stadt").code == 0


def test_a_new_workspace_is_nobody_elses_business(tracker, tmp_path):
    tracker("init", tmp_path / "tief" / "stadt")
    assert (tmp_path / "tief" / "stadt").stat().st_mode & 0o777 == 0o700


def test_init_twice_keeps_what_people_wrote(tracker, tmp_path, workspace):
    before = (tmp_path / "feeds.yaml").read_text(encoding="utf-8")
    assert tracker("init", tmp_path).code == 0
    assert (tmp_path / "feeds.yaml").read_text(encoding="utf-8") == before


def test_init_refuses_a_place_it_cannot_write(tracker, tmp_path):
    (tmp_path / "datei").write_text("x", encoding="utf-8")
    ran = tracker("init", tmp_path / "datei" / "stadt")
    assert ran.code == 1
    assert "lässt sich nicht anlegen" in ran.err


def test_a_workspace_without_database_says_how_to_get_one(tracker, tmp_path):
    ran = tracker("promise", "list", "--workspace", tmp_path / "nirgends")
    assert ran.code == 1
    assert "tracker db upgrade" in ran.err


@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        ("version: 1\nbodys: []\n", "bodies"),
        ("version: 1\nbodies: []\nfeeds: [{id: x, body: y, kind: rss, url: 'http://a.example/'}]\n", "y"),
        ("version: [\n", "feeds.yaml"),
        ("", "feeds.yaml"),
    ],
    ids=["a misspelt key", "an unknown body", "broken YAML", "an empty file"],
)
@pytest.mark.parametrize("command", [["poll"], ["ingest", "frage.txt"]], ids=["poll", "ingest"])
def test_a_wrong_feeds_file_is_named_with_the_mend(tracker, workspace, wrong, mend, command):
    (workspace / "feeds.yaml").write_text(wrong, encoding="utf-8")
    ran = tracker(*command)
    assert ran.code == 2
    assert "feeds.yaml" in ran.err
    assert mend in ran.err


def test_the_chain_of_events_is_proved(tracker, workspace):
    ran = tracker("audit", "verify")
    assert ran.code == 0
    assert "unversehrt" in ran.out


def test_changed_bytes_and_a_cut_off_chain_are_named(tracker, workspace, questionnaire):
    (row,) = tracker("ingest", questionnaire, "--json").json["documents"]
    tracker("report", "monthly", "--mail")
    assert tracker("audit", "verify").code == 0
    stored = workspace / "data" / "files" / row["sha256"][:2] / row["sha256"]
    stored.write_bytes(b"etwas anderes")
    with sqlite3.connect(workspace / "data" / "tracker.sqlite") as database:
        database.execute("DROP TRIGGER event_refuses_delete")
        database.execute("DELETE FROM event WHERE seq > 1")
    database.close()
    ran = tracker("audit", "verify")
    assert ran.code == 1
    assert row["sha256"] in ran.err
    assert "fehlt das Ende" in ran.err


def test_a_damaged_database_is_not_called_unharmed(tracker, workspace):
    for journal in (workspace / "data").glob("tracker.sqlite-*"):
        journal.unlink()  # it holds whole pages, and SQLite would read those instead
    (workspace / "data" / "tracker.sqlite").write_bytes(b"kein SQLite" * 1000)
    ran = tracker("promise", "list")
    assert ran.code == 1
    assert "beschädigt" in ran.err
    assert "unversehrt" not in ran.err


def test_a_place_that_cannot_be_written_is_one_sentence(tracker, workspace, questionnaire):
    ran = tracker("extract", questionnaire, "--text-out", workspace / "fehlt" / "text.txt")
    assert ran.code == 1
    assert "lässt sich nicht zugreifen" in ran.err


def test_tracker_alone_shows_what_there_is(tracker):
    ran = tracker()
    assert ran.code == 2
    assert "Befehle:" in ran.out + ran.err
