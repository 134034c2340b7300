import hashlib
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.db.files import FileStore
from tracker.errors import DatabaseError, NotFoundError


@given(data=st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_bytes_come_back_under_their_sha256(data, tmp_path):
    store = FileStore(tmp_path)
    assert store.put(data) == hashlib.sha256(data).hexdigest()
    assert store.get(store.put(data)) == data


def test_the_same_bytes_are_one_file_and_no_half_file_is_left(store):
    digests = {store.put(b"Antworten") for _ in range(3)}
    files = [path for path in store.root.rglob("*") if path.is_file()]
    assert files == [store.path(digests.pop())]


def test_half_a_file_is_written_anew(store):
    digest = store.put(b"Antworten")
    store.path(digest).write_bytes(b"Antw")
    store.put(b"Antworten")
    assert store.get(digest) == b"Antworten"


def test_a_missing_file_is_said_to_be_missing(store):
    with pytest.raises(NotFoundError, match="fehlt"):
        store.get("0" * 64)


def test_a_file_that_was_changed_is_not_handed_out(store):
    digest = store.put(b"Antworten")
    store.path(digest).write_bytes(b"Anderes!!")
    with pytest.raises(DatabaseError, match="verändert"):
        store.get(digest)


def test_a_folder_that_cannot_be_written_is_explained(tmp_path):
    (tmp_path / "files").write_text("a file where a folder should be")
    with pytest.raises(DatabaseError, match="Schreibrechte"):
        FileStore(tmp_path / "files").put(b"Antworten")


def test_a_crash_in_mid_write_leaves_nothing(store, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DatabaseError, match="No space left"):
        store.put(b"Antworten")
    assert not [path for path in store.root.rglob("*") if path.is_file()]
