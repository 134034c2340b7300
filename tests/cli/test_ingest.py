import pytest

from tests.documents.papers import mail


def test_a_file_read_twice_is_known_the_second_time(tracker, workspace, questionnaire):
    first = tracker("ingest", questionnaire, "--json")
    second = tracker("ingest", questionnaire, "--json")
    (one,), (two,) = first.json["documents"], second.json["documents"]
    assert (first.code, second.code) == (0, 0)
    assert (one["answers"], one["promises_new"], one["promises_known"], one["error"]) == (1, 2, 0, None)
    assert (two["promises_new"], two["promises_known"]) == (0, 2)
    assert one["sha256"] == two["sha256"]


def test_the_stored_bytes_lie_under_their_hash(tracker, workspace, questionnaire):
    (row,) = tracker("ingest", questionnaire, "--json").json["documents"]
    stored = workspace / "data" / "files" / row["sha256"][:2] / row["sha256"]
    assert stored.read_bytes() == questionnaire.read_bytes()


@pytest.mark.parametrize("bad", ["fehlt.txt", "leer.txt", "muell.bin", "ordner", "utf16kaputt.txt"])
def test_a_bad_file_keeps_no_other_from_being_read(tracker, workspace, questionnaire, bad):
    (workspace / "leer.txt").touch()
    (workspace / "muell.bin").write_bytes(bytes(range(256)) * 50)
    (workspace / "ordner").mkdir()
    (workspace / "utf16kaputt.txt").write_bytes(b"\xff\xfeA\x00\x00")
    ran = tracker("ingest", workspace / bad, questionnaire, "--json")
    wrong, right = ran.json["documents"]
    assert ran.code == 3
    assert wrong["error"]
    assert wrong["sha256"] is None
    assert right["promises_new"] == 2


def test_the_parts_of_an_email_are_rows_of_their_own(tracker, workspace, questionnaire):
    attachments = [
        ("a.txt", "text/plain", questionnaire.read_bytes()),
        ("b.bin", "application/zip", b"PK\x03\x04nichts"),
    ]
    letter = workspace / "brief.eml"
    letter.write_bytes(mail("Anbei die Antworten.\n", attachments=attachments))
    ran = tracker("ingest", letter, "--json")
    text, answers, broken = ran.json["documents"]
    assert ran.code == 3
    assert [row["path"] for row in ran.json["documents"]] == [f"{letter}", f"{letter}: a.txt", f"{letter}: b.bin"]
    assert (text["answers"], text["error"], answers["promises_new"], answers["error"]) == (0, None, 2, None)
    assert "brief.eml: b.bin" in broken["error"]
    assert broken["sha256"] is None


def test_where_every_file_fails_the_work_failed(tracker, workspace):
    ran = tracker("ingest", workspace / "fehlt.txt")
    assert ran.code == 1
    assert "gibt es nicht" in ran.out


def test_an_unknown_body_is_wrong_usage(tracker, workspace, questionnaire):
    ran = tracker("ingest", questionnaire, "--body", "atlantis")
    assert ran.code == 2
    assert "musterhafen" in ran.err


def test_a_programme_is_read_as_one_answer(tracker, workspace, tmp_path):
    path = tmp_path / "programm.txt"
    path.write_text("Wir werden jedes Jahr hundert Bäume pflanzen.\n", encoding="utf-8")
    (row,) = tracker("ingest", path, "--as", "programme", "--json").json["documents"]
    assert (row["answers"], row["promises_new"]) == (1, 1)


def test_another_respondent_the_second_time_is_told_with_the_mend(tracker, workspace, tmp_path):
    path = tmp_path / "antworten.txt"
    path.write_text("Frage 1: Was planen Sie?\n\nAntwort: Wir werden zehn Bänke aufstellen.\n", encoding="utf-8")
    assert tracker("ingest", path, "--respondent", "Liste Ost").err == ""
    again = tracker("ingest", path, "--respondent", "Liste West")
    assert (again.code, "bleibt bei: Liste Ost" in again.err, "promise attribute" in again.err) == (0, True, True)
    assert "Jetzt bei Liste West" in tracker("promise", "attribute", "antworten.txt", "Liste West", "--by", "Ada").out
    assert "Liste West" in tracker("promise", "list").out
    assert "stand schon so" in tracker("promise", "attribute", "antworten.txt", "Liste West", "--by", "Ada").out
