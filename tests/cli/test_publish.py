import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path


def test_the_monthly_report_is_a_page_a_text_and_data(tracker, workspace, promises):
    ran = tracker("report", "monthly", "--month", "2026-01", "--json")
    files = {Path(f).name: Path(f) for f in ran.json["files"]}
    assert ran.json["edition"] == "report:2026-01"
    assert set(files) == {"index.html", "report.txt", "report.pdf", "edition.json"}
    assert "Januar 2026" in files["index.html"].read_text(encoding="utf-8")
    assert json.loads(files["edition.json"].read_text(encoding="utf-8"))["kind"]


def test_a_month_that_is_over_is_frozen(tracker, workspace, questionnaire):
    first = tracker("report", "monthly", "--month", "2026-01", "--json").json["files"]
    before = [Path(f).read_bytes() for f in first]
    tracker("ingest", questionnaire)
    tracker("report", "monthly", "--month", "2026-01")
    assert [Path(f).read_bytes() for f in first] == before


def test_a_report_built_again_as_of_its_day_has_the_same_files(tracker, workspace, questionnaire, promises):
    first = tracker("report", "monthly", "--month", "2026-01", "--json").json["files"]
    before = {Path(f).name: Path(f).read_bytes() for f in first}
    tracker("promise", "accept", promises[0], "--by", "Ada", "--fulfilled-if", "er ist gebaut")
    again = tracker("report", "monthly", "--month", "2026-01", "--as-of", "2026-01-31", "--json").json["files"]
    assert {Path(f).name: Path(f).read_bytes() for f in again} == before
    assert set(before) == {"index.html", "report.txt", "report.pdf", "edition.json"}


def test_a_month_to_come_is_refused_with_one_sentence(tracker, workspace):
    ran = tracker("report", "monthly", "--month", "2099-01")
    assert ran.code in {1, 2}
    assert len(ran.err.splitlines()) == 1


def test_a_month_that_is_none_is_named(tracker, workspace):
    ran = tracker("report", "monthly", "--month", "Oktober")
    assert ran.code == 2
    assert "2026-10" in ran.err


def test_the_account_of_the_running_term_is_written(tracker, workspace, promises):
    tracker("promise", "accept", promises[0], "--by", "Ada", "--fulfilled-if", "er ist gebaut")
    files = tracker("report", "retrospective", "--term", "2025-2030", "--json").json["files"]
    page = Path(files[0]).read_text(encoding="utf-8")
    assert "Bürgerliste Blaue Brücke" in page


def test_an_unknown_term_is_named(tracker, workspace):
    ran = tracker("report", "retrospective", "--term", "1984")
    assert ran.code == 2


def test_a_report_is_mailed_once_to_everybody_with_an_address(tracker, workspace):
    for _ in range(2):
        tracker("report", "monthly", "--month", "2026-01", "--mail")
    assert tracker("send", "--json").json == {"sent": 1, "failed": 0, "uncertain": 0, "waiting": 0}
    assert tracker("send", "--json").json["sent"] == 0
    (mail,) = (workspace / "out" / "mail").glob("*.eml")
    message = message_from_bytes(mail.read_bytes(), policy=default)
    assert message["To"] == "ada@musterhafen.example"
    assert "Januar 2026" in message["Subject"]
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_schedule_does_what_is_due_and_ends(tracker, workspace, council):
    council.feed("rat", ("t1", "Radweg an der Hafenstraße", "vertagt"))
    first, second = tracker("schedule", "--once"), tracker("schedule", "--once")
    assert (first.code, second.code) == (0, 0)
    assert "rat: in Ordnung, 1 neu, 0 geändert" in first.out
    assert "rat:" not in second.out


def test_what_was_mailed_of_a_running_month_stays_as_it_was_mailed(tracker, workspace, questionnaire):
    first = tracker("report", "monthly", "--mail", "--json").json["files"]
    before = [Path(f).read_bytes() for f in first]
    tracker("ingest", questionnaire)
    second = tracker("report", "monthly", "--mail")
    assert [Path(f).read_bytes() for f in first] == before
    assert "im Ausgang" in second.out
    tracker("send")
    assert "im Ausgang" not in tracker("report", "monthly", "--mail").out


def test_a_mail_that_could_not_be_sent_is_listed_with_its_reason(tracker, workspace, monkeypatch):
    monkeypatch.setenv("TRACKER_MAIL__TRANSPORT", "smtp")
    monkeypatch.setenv("TRACKER_MAIL__HOST", "127.0.0.1")
    monkeypatch.setenv("TRACKER_MAIL__PORT", "1")
    tracker("report", "monthly", "--month", "2026-01", "--mail")
    ran = tracker("send")
    assert ran.code == 3
    assert "ada@musterhafen.example" in ran.out
    assert "wartet" in ran.out
    assert "127.0.0.1:1" in ran.out


def test_a_dry_run_shows_what_would_go_out_and_sends_nothing(tracker, workspace):
    tracker("report", "monthly", "--month", "2026-01", "--mail")
    for _ in range(2):
        ran = tracker("send", "--dry-run")
        assert "ada@musterhafen.example" in ran.out
        assert "1 Mail wartet. Gesendet wurde nichts." in ran.out
    assert not (workspace / "out" / "mail").exists()


def test_only_a_person_settles_an_uncertain_mail(tracker, workspace, monkeypatch):
    monkeypatch.setenv("TRACKER_MAIL__TRANSPORT", "smtp")
    monkeypatch.setenv("TRACKER_MAIL__HOST", "127.0.0.1")
    monkeypatch.setenv("TRACKER_MAIL__PORT", "1")
    tracker("report", "monthly", "--month", "2026-01", "--mail")
    refused = tracker("send", "--resolve", "1", "sent", "--by", "Ada")
    assert refused.code == 1
    assert "weder unsicher noch gescheitert" in refused.err
    assert tracker("send", "--resolve", "1", "vielleicht", "--by", "Ada").code == 2
    assert tracker("send", "--resolve", "99", "again", "--by", "Ada").code == 1


def test_mails_that_came_back_are_noted_from_files_and_folders(tracker, workspace, tmp_path):
    (tmp_path / "heim").mkdir()
    (tmp_path / "heim" / "urlaub.eml").write_bytes(b"Subject: Bin im Urlaub\r\n\r\nBis bald.")
    assert tracker("mail", "bounce", tmp_path / "heim", "--json").json == {"known": 0, "stopped": 0, "other": 1}
    assert tracker("mail", "bounce", tmp_path / "fehlt").code == 2


def test_what_the_schedule_does_for_subscribers_are_commands_too(tracker, workspace):
    assert tracker("mail", "notices", "--json").json == {"queued": 0}
    assert tracker("mail", "sweep", "--json").json == {"forgotten": 0}
