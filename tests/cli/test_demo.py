from email import message_from_bytes
from email.policy import default


def test_the_demo_shows_the_main_job_from_questionnaire_to_mail(tracker, tmp_path):
    ran = tracker("demo", tmp_path / "demo")
    assert ran.code == 0, ran.err
    assert "3 angenommene Versprechen" in ran.out
    assert "teilweise umgesetzt" in ran.out
    polls = [line.split() for line in ran.out.splitlines() if "in Ordnung" in line]
    assert [row[-4:] for row in polls] == [["11", "11", "0", "0"], ["12", "1", "1", "0"]]
    (page,) = (tmp_path / "demo" / "out").glob("report-*/index.html")
    assert "Nachtfähre" in page.read_text(encoding="utf-8")
    mails = sorted((tmp_path / "demo" / "out" / "mail").glob("*.eml"))
    assert len(mails) == 2
    assert message_from_bytes(mails[0].read_bytes(), policy=default)["Subject"]


def test_the_demo_runs_again_in_its_own_folder_and_in_no_other(tracker, tmp_path):
    (tmp_path / "meins").mkdir()
    (tmp_path / "meins" / "brief.txt").touch()
    ran = tracker("demo", tmp_path / "meins")
    assert ran.code == 1
    assert "nicht leer" in ran.err
    assert (tmp_path / "meins" / "brief.txt").exists()
