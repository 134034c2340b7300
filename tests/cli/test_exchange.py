"""`tracker export data` and `tracker import` as people and programs meet them."""

import shutil
from pathlib import Path

TABLE = "respondent,title,quote,source,date\nBürgerliste Blaue Brücke,Radweg,Wir bauen einen Radweg.,Flugblatt,{day}\n"


def test_data_goes_out_and_into_another_workspace(tracker, promises, tmp_path):
    ran = tracker("export", "data", tmp_path / "x")
    assert (ran.code, "tracker import" in ran.out) == (0, True)
    (tmp_path / "andere").mkdir()
    shutil.copy(tmp_path / "feeds.yaml", tmp_path / "andere")
    assert tracker("init", tmp_path / "andere").code == 0
    ran = tracker("import", tmp_path / "x", "--workspace", tmp_path / "andere", "--json")
    assert (ran.code, ran.json["conflicts"], ran.json["new"] > 5) == (0, [], True)
    assert tracker("export", "data", tmp_path / "y", "--workspace", tmp_path / "andere").code == 0
    assert (tmp_path / "x" / "manifest.json").read_bytes() == (tmp_path / "y" / "manifest.json").read_bytes()


def test_files_are_listed_for_programs(tracker, workspace, tmp_path):
    files = tracker("export", "data", tmp_path / "x", "--json").json["files"]
    assert files[-1].endswith("manifest.json")
    assert all(Path(path).is_file() for path in files)


def test_a_rehearsal_says_that_it_is_one(tracker, promises, tmp_path):
    tracker("export", "data", tmp_path / "x")
    tracker("init", tmp_path / "andere")
    for _ in range(2):
        ran = tracker("import", tmp_path / "x", "--dry-run", "--workspace", tmp_path / "andere")
        assert (ran.code, "Nur eine Probe" in ran.out, "Neu: 0" in ran.out) == (0, True, False)


def test_conflicts_are_listed_with_exit_code_3(tracker, promises, tmp_path):
    tracker("export", "data", tmp_path / "x")
    tracker("init", tmp_path / "andere")
    andere = ("--workspace", tmp_path / "andere")
    tracker("import", tmp_path / "x", *andere)
    tracker("promise", "reject", promises[0], "--by", "Bo", "--reason", "Haltung", *andere)
    tracker("promise", "accept", promises[0], "--by", "Ada", "--fulfilled-if", "gebaut")
    tracker("export", "data", tmp_path / "y")
    ran = tracker("import", tmp_path / "y", *andere)
    assert ran.code == 3
    assert promises[0] in ran.out
    assert "verschieden entschieden" in ran.out


def test_a_table_of_promises_is_proposed(tracker, workspace, tmp_path):
    table = tmp_path / "promises.csv"
    table.write_text(TABLE.format(day="14.03.2026"), encoding="utf-8")
    ran = tracker("import", table)
    assert (ran.code, "Vorgeschlagen: 1" in ran.out) == (0, True)
    assert len(tracker("import", table, "--json").json["known"]) == 1


def test_a_bad_row_is_told_with_exit_code_3(tracker, workspace, tmp_path):
    table = tmp_path / "promises.csv"
    table.write_text(TABLE.format(day="gestern"), encoding="utf-8")
    ran = tracker("import", table)
    assert (ran.code, "Zeile 2: Mit „date“" in ran.out) == (3, True)


def test_what_is_not_there_or_no_export_is_one_sentence(tracker, workspace, tmp_path):
    for path in (tmp_path / "nirgends", tmp_path):
        ran = tracker("import", path)
        assert (ran.code, ran.err.count("\n"), "Traceback" in ran.err) == (1, 1, False)
