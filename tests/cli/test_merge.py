"""`tracker promise merge`: the same promise twice is offered, and merged by a person only."""

import pytest

AGAIN = """Frage 1: Was planen Sie für Radwege in Musterhafen?

Antwort: Wir wollen den Bau eines Radwegs an der Hafenstraße.
"""


@pytest.fixture
def again(tracker, promises, tmp_path):
    """The id of a third promise, which says the same as the first."""
    path = tmp_path / "nochmal.txt"
    path.write_text(AGAIN, encoding="utf-8")
    tracker("ingest", path, "--respondent", "Bürgerliste Blaue Brücke")
    listed = tracker("promise", "list").out
    (found,) = {w for w in listed.split() if w.startswith("p-")} - set(promises)
    return found


def test_the_same_promise_twice_is_shown_and_merged_by_a_person(tracker, promises, again):
    shown = tracker("promise", "show", again).out
    assert promises[0] in shown
    assert "wohl dasselbe" in shown
    ran = tracker("promise", "merge", again, "--into", promises[0], "--by", "Ada")
    assert (ran.code, "Zusammengeführt" in ran.out) == (0, True)
    assert "zusammengeführt" in tracker("promise", "show", again).out


def test_a_document_without_questions_says_so_when_it_is_taken_in(tracker, workspace, tmp_path):
    path = tmp_path / "roman.txt"
    path.write_text("Es war einmal ein Hafen. Dort lag ein Boot.\n", encoding="utf-8")
    ran = tracker("ingest", path)
    assert (ran.code, "--as programme" in ran.out) == (0, True)
