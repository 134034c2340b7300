import pytest

BOOKS = ("t2", "Bücherei am Fischmarkt: Öffnung an Sonntagen", "mehrheitlich beschlossen")
POOL = ("t4", "Schwimmbad Ost: neue Wasserrutsche", "vertagt")
HALL = ("t3", "Lesehalle am Fischmarkt, Öffnungszeiten", "zur Kenntnis genommen")


@pytest.fixture
def promise(tracker, workspace, council, promises):
    """An accepted promise about the library's Sundays; what the council did, some of it in other words."""
    tracker("promise", "accept", promises[1], "--by", "Ada", "--fulfilled-if", "sie ist sonntags offen")
    council.feed("rat", BOOKS, HALL, POOL)
    return promises[1]


def test_nothing_polled_is_not_nothing_found(tracker, promise):
    assert "tracker poll" in tracker("promise", "preview", promise).out


def test_hits_of_a_year_are_counted_and_say_why(tracker, promise):
    tracker("poll")
    told = tracker("promise", "preview", promise).out
    assert "Treffer in 12 Monaten." in told
    assert "Bücherei am Fischmarkt: Öffnung an Sonntagen" in told


def test_another_wording_tells_what_comes_and_what_goes(tracker, promise):
    tracker("poll")
    wording = ("promise", "preview", promise, "--text", "Wasserrutsche für das Schwimmbad")
    found = tracker(*wording, "--json").json
    titles = {hit["item"]: hit["title"] for hit in (*found["before"], *found["after"])}
    assert [titles[item] for item in found["gained"]] == [POOL[1]]
    assert BOOKS[1] in [titles[item] for item in found["lost"]]
    told = tracker(*wording).out
    assert "1 Treffer in 12 Monaten." in told
    assert "1 kämen hinzu" in told
    assert "fällt weg" in told


def test_other_synonyms_are_tried_before_they_are_saved(tracker, promise, tmp_path):
    tracker("poll")
    (tmp_path / "probe.yaml").write_text("same: [[Bücherei, Lesehalle], [sonntags, Öffnungszeiten]]", encoding="utf-8")
    before = tracker("promise", "preview", promise, "--json").json
    after = tracker("promise", "preview", promise, "--synonyms", tmp_path / "probe.yaml", "--json").json
    scores = [{hit["title"]: hit["score"] for hit in found["after"]}.get(HALL[1], 0) for found in (before, after)]
    assert scores[0] < scores[1]
    assert not (tmp_path / "synonyms.yaml").exists()


def test_a_preview_of_nothing_names_the_mend(tracker, promise, tmp_path):
    tracker("poll")
    assert "--synonyms" in tracker("promise", "preview", promise, "--text", "Straßenbeleuchtung").out
    assert tracker("promise", "preview", "p-nothing").code == 1
    assert tracker("promise", "preview", promise, "--synonyms", tmp_path / "none.yaml").code == 2
