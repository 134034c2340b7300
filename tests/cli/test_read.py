import pytest


def test_extract_prints_the_contract_and_nothing_else(tracker, questionnaire):
    ran = tracker("extract", questionnaire, "--json", "--respondent", "Bürgerliste Blaue Brücke")
    found = ran.json
    assert (ran.code, ran.err) == (0, "")
    assert set(found) == {"document", "answers", "statements"}
    assert [a["respondent"] for a in found["answers"]] == ["Bürgerliste Blaue Brücke"]
    text = questionnaire.read_text(encoding="utf-8")
    promises = [s for s in found["statements"] if s["act"] == "commitment"]
    assert [p["quote"] for p in promises] == [text[p["start"] : p["end"]] for p in promises]
    assert ["Radweg" in promises[0]["title"], "Bücherei" in promises[1]["title"]] == [True, True]


def test_extract_shows_people_a_table(tracker, questionnaire):
    ran = tracker("extract", questionnaire)
    assert "1 Antwort gefunden." in ran.out
    assert "2 Zusagen gefunden." in ran.out


def test_extract_can_write_the_text_as_read(tracker, questionnaire, tmp_path):
    tracker("extract", questionnaire, "--text-out", tmp_path / "gelesen.txt")
    assert (tmp_path / "gelesen.txt").read_bytes() == questionnaire.read_bytes()


def test_a_document_without_answers_is_no_error_and_says_the_mend(tracker, tmp_path):
    path = tmp_path / "gedicht.txt"
    path.write_text("Es war einmal ein Hafen, in dem lag ein Boot.\n", encoding="utf-8")
    assert tracker("extract", path, "--json").json["answers"] == []
    assert "--as programme" in tracker("extract", path).out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fehlt.txt", None),
        ("leer.txt", b""),
        ("muell.bin", bytes(range(256)) * 40),
        (".", None),
    ],
    ids=["missing", "empty", "binary junk", "a directory"],
)
def test_what_cannot_be_read_is_one_sentence_with_the_mend(tracker, tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ran = tracker("extract", path, "--json")
    assert ran.code == 1
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    assert "Traceback" not in ran.err


def test_repair_passes_clean_text_through_unchanged(tracker, questionnaire):
    assert tracker("repair", questionnaire).out == questionnaire.read_text(encoding="utf-8")
    assert tracker("repair", questionnaire, "--json").json == {"edits": []}
