import json

import pytest

PROMISES = [
    {"id": "p1", "text": "Radweg an der Hafenstraße bauen"},
    {"id": "p2", "text": "Bücherei am Sonntag öffnen", "context": "Kultur", "respondent": "Die Gärtnerpartei"},
]
ITEMS = [
    {"id": "i1", "title": "Neubau eines Radwegs an der Hafenstraße", "text": "", "date": "2026-09-01"},
    {"id": "i2", "title": "Sonntagsöffnung der Stadtbücherei", "text": "Die Bücherei soll sonntags öffnen."},
    {"id": "i3", "title": "", "text": "Jahresabschluss der Hafenbetriebe"},
]


@pytest.fixture
def files(tmp_path):
    def write(name, rows):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write("p.jsonl", PROMISES), write("i.jsonl", ITEMS)


def test_the_right_item_comes_first_and_says_why(tracker, files):
    promises, items = files
    ran = tracker("match", "--promises", promises, "--items", items)
    first = {}
    for row in ran.json_lines:
        assert set(row) == {"promise", "item", "score", "reasons", "passage"}
        first.setdefault(row["promise"], row)
    assert (first["p1"]["item"], first["p2"]["item"]) == ("i1", "i2")
    assert first["p1"]["reasons"][0]["weight"] > 0


def test_top_limits_the_hits_of_each_promise(tracker, files):
    promises, items = files
    rows = tracker("match", "--promises", promises, "--items", items, "--top", 1).json_lines
    assert sorted(row["promise"] for row in rows) == ["p1", "p2"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("{", "Zeile 1 von"), ("[]", "kein JSON-Objekt"), ('{"text": "x"}', "fehlt einem Eintrag „id“")],
)
def test_a_broken_line_is_named(tracker, files, tmp_path, line, sentence):
    broken = tmp_path / "kaputt.jsonl"
    broken.write_text(line + "\n", encoding="utf-8")
    ran = tracker("match", "--promises", broken, "--items", files[1])
    assert ran.code == 2
    assert sentence in ran.err


def test_a_missing_file_is_named(tracker, files, tmp_path):
    ran = tracker("match", "--promises", tmp_path / "fehlt.jsonl", "--items", files[1])
    assert ran.code == 2
    assert "fehlt.jsonl" in ran.err
