import numpy as np
import pytest

from tests.factories import BODY, make_accepted, make_item, make_town
from tests.services.conftest import make_items
from tracker.db.session import writing
from tracker.errors import UsageError
from tracker.linking.synonyms import default
from tracker.services.matching import SYNONYMS_FILE, Means, item_text, means, promise_text
from tracker.services.vectors import Vectors
from tracker.settings import Settings

OWN = """
same:
  - [Radweg, Radspur]
bodies:
  musterstadt-ost:
    related: [[Steg, Brücke]]
"""


def test_without_a_file_the_programs_lists_hold(tmp_path):
    assert means(Settings(tmp_path)).synonyms(BODY) == default()


def test_a_workspace_adds_lists_for_all_and_for_one_body(tmp_path):
    (tmp_path / SYNONYMS_FILE).write_text(OWN, encoding="utf-8")
    found = means(Settings(tmp_path))
    assert found.synonyms(BODY).same[-1] == ("Radweg", "Radspur")
    assert found.synonyms(BODY).related[-1] == ("Steg", "Brücke")
    assert found.synonyms("anderswo").related == default().related


@pytest.mark.parametrize(
    "content", [b"bodies: [a]", b"bodies: {a: [b]}", b"gleich: []", b"same: [[a]]", b"\xff\xfe", b"a: ["]
)
def test_a_wrong_file_is_told_by_name(tmp_path, content):
    (tmp_path / SYNONYMS_FILE).write_bytes(content)
    with pytest.raises(UsageError, match=r"synonyms\.yaml"):
        means(Settings(tmp_path))


def test_matching_reads_who_promised_and_who_asked(engine):
    with writing(engine) as session:
        make_town(session)
        (promise,) = make_accepted(session)
        (item,) = make_items(session, make_item(submitters=("Fraktion Blaue Brücke",)))
        wanted, told = promise_text(promise), item_text(item)
    assert wanted.factions == ("Fraktion Blaue Brücke",)
    assert wanted.date == "2025-11-01"
    assert (told.reference, told.submitters) == ("0815/2026", ("Fraktion Blaue Brücke",))


def vector(number):
    return np.full(4, number, dtype=np.float16)


def test_vectors_outlive_the_run(tmp_path):
    first = Vectors(tmp_path / "data" / "vectors.npz")
    first["a"] = vector(1)
    first.save()
    again = Vectors(tmp_path / "data" / "vectors.npz")
    assert "a" in again
    assert again["a"].tolist() == [1, 1, 1, 1]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["vectors.npz"]


def test_what_was_not_used_gives_way_first(tmp_path):
    path = tmp_path / "vectors.npz"
    first = Vectors(path, most=3)
    first.update({name: vector(0) for name in "abc"})
    first.save()
    second = Vectors(path, most=3)
    second["a"], second["d"] = second["a"], vector(1)
    second.save()
    assert set(Vectors(path)) == {"a", "c", "d"}


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 half"])
def test_a_broken_file_is_an_empty_one(tmp_path, content):
    path = tmp_path / "vectors.npz"
    path.write_bytes(content)
    vectors = Vectors(path)
    assert len(vectors) == 0
    vectors["a"] = vector(1)
    vectors.save()
    assert len(Vectors(path)) == 1


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "data").write_text("no folder")
    vectors = Vectors(tmp_path / "data" / "vectors.npz")
    vectors["a"] = vector(1)
    vectors.save()
    assert vectors["a"] is not None


def test_means_compare_by_what_they_hold():
    assert Means() == Means()
