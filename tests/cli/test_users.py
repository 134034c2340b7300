"""`tracker user …`"""

import re


def test_the_first_person_runs_the_instance_and_gets_a_link(tracker, workspace):
    ran = tracker("user", "add", "Cem")
    assert "Rolle: Ehrenamtliche" in ran.out
    assert re.search(r"http://localhost:8000/einladung/[\w-]{40,}", ran.out)
    listed = tracker("user", "list").out
    assert re.search(r"Ada\s+Betrieb", listed)
    assert re.search(r"Cem\s+Ehrenamtliche", listed)


def test_with_an_address_the_link_also_goes_by_mail(tracker, workspace):
    (workspace / "tracker.toml").write_text('[site]\nbase_url = "https://wort.example"\n')
    ran = tracker("user", "add", "Cem", "--email", "cem@verein.example", "--rank", "editor")
    assert "https://wort.example/einladung/" in ran.out
    assert "liegt auch als Mail im Ausgang" in ran.out
    assert "1 verschickt" in tracker("send").out


def test_ranks_are_given_by_operators(tracker, workspace):
    assert tracker("user", "rank", "Bo", "editor", "--by", "Ada").code == 0
    refused = tracker("user", "rank", "Ada", "volunteer", "--by", "Bo")
    assert refused.code == 1
    assert "Konten ändert nur, wer den Betrieb macht." in refused.err


def test_an_account_goes_off_and_on_again(tracker, workspace):
    assert "abgeschaltet" in tracker("user", "disable", "Bo", "--by", "Ada").out
    assert "abgeschaltet" in tracker("user", "list").out
    assert "Das Konto von Bo ist abgeschaltet." in tracker("user", "rank", "Ada", "editor", "--by", "Bo").err
    assert tracker("user", "enable", "Bo", "--by", "Ada").code == 0
    assert "abgeschaltet" not in tracker("user", "list").out


def test_a_new_link_for_a_lost_password(tracker, workspace):
    ran = tracker("user", "reset-password", "Ada", "--second-factor")
    assert re.search(r"/einladung/[\w-]{40,}", ran.out)
    assert tracker("user", "reset-password", "Eve").code == 1
