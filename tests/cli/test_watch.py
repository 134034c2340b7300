from datetime import timedelta

import pytest

from tracker.cli import desk

BIKE = ("t1", "Radweg an der Hafenstraße: Planung", "vertagt")
BOOKS = ("t2", "Bücherei am Fischmarkt: Öffnung an Sonntagen", "mehrheitlich beschlossen")


def poll(tracker, *arguments):
    ran = tracker("poll", *arguments, "--json")
    return ran, {run["feed"]: run for run in ran.json["runs"]}


def test_the_second_poll_stores_exactly_the_news(tracker, workspace, council):
    council.feed("rat", BIKE)
    _, first = poll(tracker)
    council.feed("rat", ("t1", BIKE[1], "mehrheitlich beschlossen"), BOOKS)
    _, second = poll(tracker)
    _, third = poll(tracker)
    assert (first["rat"]["new"], first["rat"]["changed"]) == (1, 0)
    assert (second["rat"]["new"], second["rat"]["changed"]) == (1, 1)
    assert (third["rat"]["new"], third["rat"]["changed"], third["rat"]["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize(
    "answer",
    [(500, ""), (200, "<html><body>Wartung</body></html>"), (200, ""), (404, "")],
    ids=["500", "HTML", "nothing", "404"],
)
def test_a_broken_source_is_told_and_keeps_no_other_from_being_polled(tracker, workspace, council, answer):
    sources = (workspace / "feeds.yaml").read_text(encoding="utf-8")
    (workspace / "feeds.yaml").write_text(sources.replace("paused: true", "paused: false"), encoding="utf-8")
    council.feed("rat", BIKE)
    council.answers["/ausschuss"] = answer
    ran, runs = poll(tracker)
    assert runs["rat"]["new"] == 1
    assert runs["ausschuss"]["state"] in {"failing", "suspicious", "gone"}
    assert runs["ausschuss"]["error"]
    assert ran.code == (3 if runs["ausschuss"]["state"] != "suspicious" else 0)


def test_what_was_stored_stays_when_a_source_breaks(tracker, workspace, council):
    council.feed("rat", BIKE, BOOKS)
    poll(tracker)
    council.answers["/rat"] = (200, "<html>Wartung</html>")
    poll(tracker)
    council.feed("rat", BIKE, BOOKS)
    _, runs = poll(tracker)
    assert (runs["rat"]["new"], runs["rat"]["unchanged"]) == (0, 2)


def test_paused_sources_rest_and_unknown_ones_are_named(tracker, workspace, council):
    council.feed("rat", BIKE)
    _, runs = poll(tracker)
    assert list(runs) == ["rat"]
    ran = tracker("poll", "mond")
    assert ran.code == 1
    assert "rat, ausschuss" in ran.err


def test_links_are_suggested_once(tracker, workspace, council, promises):
    for promise in promises:
        tracker("promise", "accept", promise, "--by", "Ada", "--fulfilled-if", "es steht da")
    council.feed("rat", BIKE, BOOKS)
    poll(tracker)
    first, second = tracker("link", "--json").json, tracker("link", "--json").json
    assert first["links_new"] >= 2
    assert (first["promises"], first["items"]) == (2, 2)
    assert (second["links_new"], second["links_updated"]) == (0, 0)


def test_proposed_promises_are_not_matched(tracker, workspace, council, promises):
    council.feed("rat", BIKE, BOOKS)
    poll(tracker)
    assert tracker("link", "--json").json["links_new"] == 0


def test_a_dry_run_says_what_would_be_stored_and_stores_nothing(tracker, workspace, council):
    council.feed("rat", BIKE)
    poll(tracker)
    council.feed("rat", ("t1", BIKE[1], "mehrheitlich beschlossen"), BOOKS)
    for _ in range(2):
        ran, runs = poll(tracker, "--dry-run")
        assert ran.json["dry_run"]
        assert (runs["rat"]["new"], runs["rat"]["changed"]) == (1, 1)
        assert runs["rat"]["titles"] == {"new": [BOOKS[1]], "changed": [BIKE[1]]}
    _, stored = poll(tracker)
    assert (stored["rat"]["new"], stored["rat"]["changed"]) == (1, 1)


def test_a_dry_run_names_the_first_titles(tracker, workspace, council):
    council.feed("rat", *((f"t{n}", f"Vorlage {n}", "vertagt") for n in range(7)))
    said = tracker("poll", "--dry-run").out
    assert "Vorlage 0" in said
    assert "Vorlage 6" not in said
    assert "… und 2 weitere" in said
    assert "Nichts wurde gespeichert" in said


def test_a_dry_run_does_not_take_over_feeds_yaml(tracker, workspace, council):
    sources = (workspace / "feeds.yaml").read_text(encoding="utf-8")
    (workspace / "feeds.yaml").write_text(sources.replace("{id: rat,", "{id: stadtrat,"), encoding="utf-8")
    council.feed("rat", BIKE)
    assert poll(tracker, "--dry-run")[1]["stadtrat"]["new"] == 1
    assert poll(tracker, "--due", "--dry-run")[1] == {}


def test_a_dry_run_of_a_broken_source_ends_as_the_poll_would(tracker, workspace, council):
    council.answers["/rat"] = (500, "")
    assert tracker("poll", "--dry-run").code == tracker("poll").code == 1


def test_attachments_are_read_where_that_is_wanted(tracker, workspace, council):
    council.answers["/plan.txt"] = (200, "Der Radweg an der Hafenstraße wird drei Meter breit. Baubeginn ist im Mai.")
    links = f'<a href="{council.url("plan.txt")}">Plan</a> <a href="{council.url("fehlt.pdf")}">Karte</a>'
    council.feed("rat", (BIKE[0], BIKE[1], f"vertagt<br>Anlagen:<br>{links}"))
    ran = tracker("poll", "--attachments", "--json")
    assert ran.json["attachments"] == {"read": 1, "failed": 1}
    assert "Anhänge: 0 gelesen, 0 nicht lesbar." in tracker("poll", "--attachments").out


def test_a_dry_run_fetches_no_attachments(tracker, workspace, council):
    ran = tracker("poll", "--dry-run", "--attachments")
    assert ran.code == 2
    assert "--dry-run" in ran.err


def test_an_instance_without_a_contact_is_told_why_to_give_one(tracker, workspace, council, monkeypatch):
    council.feed("rat", BIKE)
    assert "contact" not in tracker("poll").out  # a server in the own network knows us
    sources = (workspace / "feeds.yaml").read_text(encoding="utf-8")
    (workspace / "feeds.yaml").write_text(sources.replace("allow_private_network: true", "every: 6h"), encoding="utf-8")
    assert "contact" in tracker("poll").out
    assert "contact" not in tracker("poll", "--json").out
    monkeypatch.setenv("TRACKER_FETCH__CONTACT", "ada@musterhafen.example")
    assert "contact" not in tracker("poll").out


def test_a_source_that_has_been_silent_for_long_is_stale(tracker, workspace, council, monkeypatch):
    council.feed("rat", BIKE)
    poll(tracker)
    council.answers["/rat"] = (500, "")
    later = desk.now() + timedelta(days=1)
    monkeypatch.setattr(desk, "now", lambda: later)
    ran, runs = poll(tracker)
    assert (runs["rat"]["state"], ran.code) == ("stale", 1)
    assert "Status 500" in runs["rat"]["error"]
    assert "veraltet" in tracker("poll").out
