import pytest

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
