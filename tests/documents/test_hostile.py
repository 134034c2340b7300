"""Hostile and broken files: each ends with its sentence, in time, within memory, and touches nothing."""

import re
import resource
import socket
import time

import pytest

from tests.documents.bombs import READ, REFUSED, word_xml
from tests.documents.test_formats_ocr import tesseract_is_missing
from tracker.documents.read import read
from tracker.errors import DocumentError, MissingToolError

LONGEST = 30
"""Seconds of processor time, ours and of the parsers; the time on the clock tells how busy the machine is."""

MOST_MEMORY = 250_000
"""Kilobytes that the parent may grow."""


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "sentinel.txt"
    path.write_text("SENTINEL", encoding="utf-8")
    return str(path)


def _computed():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.fixture
def within_bounds():
    """The file is dealt with in time, and this process hardly grows."""
    started, size = _computed(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert _computed() - started < LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - size < MOST_MEMORY


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_ends_with_its_sentence(name, secret, request):
    build, reason = REFUSED[name]
    data = build(secret)
    request.getfixturevalue("within_bounds")
    with pytest.raises(DocumentError) as refused:
        read(data, "anhang.docx")
    if isinstance(refused.value, MissingToolError) and tesseract_is_missing():
        pytest.skip("Tesseract or its German data is not installed")
    assert re.search(reason, str(refused.value))
    assert "Bitte" in str(refused.value) or "Programm" in str(refused.value)
    assert str(refused.value).startswith("„anhang.docx")
    assert "SENTINEL" not in str(refused.value)


@pytest.mark.parametrize("name", READ)
def test_a_file_with_a_trap_is_read_past_it(name, secret, request):
    build, text = READ[name]
    data = build(secret)
    request.getfixturevalue("within_bounds")
    assert read(data, "anhang.pdf").text == text


def test_no_reader_opens_a_connection():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        pages = [
            f'<html><link rel="stylesheet" href="{address}"><base href="{address}"><body><img src="{address}">Ja.',
            f'<html><body><svg><image href="{address}"/></svg><iframe src="{address}"></iframe>Ja.',
        ]
        for page in pages:
            assert read(page.encode(), "seite").text == "Ja."
        with pytest.raises(DocumentError):
            read(word_xml(f'<!DOCTYPE w SYSTEM "{address}rules.dtd"><w/>'), "a.docx")
        with pytest.raises(TimeoutError):
            server.accept()


def test_there_are_enough_of_them():
    assert len(REFUSED) + len(READ) >= 30
