"""Reading plain text: encodings, offsets, and files that cannot be read."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.documents.plain import read_plain
from tracker.documents.read import LARGEST, read, read_file
from tracker.errors import DocumentError

TEXT = "Frage 1\r\nWas planen Sie für die Brücke?\n\nAntwort: Größere Bögen – für 5 €."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_gives_the_same_text(encoding: str) -> None:
    assert read(TEXT.encode(encoding), "antworten.txt").text == TEXT


def test_line_ends_stay_and_a_byte_order_mark_is_no_text() -> None:
    assert read("\ufeffA\r\nB".encode(), "a.txt").text == "A\r\nB"


def test_a_document_knows_its_bytes() -> None:
    data = TEXT.encode()
    document = read(data, "antworten.txt")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.name, document.media_type) == ("antworten.txt", "text/plain")


def test_clean_text_comes_without_edits() -> None:
    assert read((TEXT * 20).encode(), "a.txt").edits == ()


def test_damaged_text_comes_with_edits_and_stays_as_it_was() -> None:
    raw = "Die Blaue Brucke setzt sich fiir saubere StraBen ein. " * 12
    document = read(raw.encode(), "a.txt")
    assert document.text == raw
    assert document.damage.damaged
    assert {e.replacement for e in document.edits} >= {"Brücke", "für", "Straßen"}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_whatever_is_written_as_utf8_is_read_as_written(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert read_plain(text.encode(), "a.txt") == text


BINARY = {
    "zeros": bytes(5000),
    "noise": bytes((i * 7919) % 251 for i in range(4000)),
}


@pytest.mark.parametrize("kind", BINARY)
def test_what_is_no_text_is_refused_with_the_mend(kind: str) -> None:
    with pytest.raises(DocumentError, match=r"kein Dokument.*speichern"):
        read(BINARY[kind], f"{kind}.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"„leer\.txt“ enthält keinen Text"):
        read(data, "leer.txt")


def test_broken_utf8_names_the_byte_instead_of_guessing() -> None:
    with pytest.raises(DocumentError, match="Stelle 8 kein gültiges UTF-8"):
        read("für ö ".encode()[:7] + b"\xff" + b" alle", "a.txt")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(data, "a.txt")
    except DocumentError:
        return
    assert document.text.strip()


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "antworten.md"
    path.write_bytes(TEXT.encode())
    assert read_file(path).text == TEXT


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="gibt es nicht"):
        read_file(tmp_path / "fehlt.txt")
    with pytest.raises(DocumentError, match="ist ein Ordner"):
        read_file(tmp_path)
    with pytest.raises(DocumentError, match="keine gewöhnliche Datei"):
        read_file(Path(os.devnull))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "riesig.txt"
    with path.open("wb") as handle:
        handle.truncate(200_000_000)
    with pytest.raises(DocumentError, match="200 MB zu groß"):
        read_file(path)


def test_huge_data_are_refused_before_decoding() -> None:
    with pytest.raises(DocumentError, match="höchstens 20 MB"):
        read(bytes(LARGEST + 1), "riesig.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "geheim.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(DocumentError, match="darf nicht gelesen werden"):
        read_file(path)
