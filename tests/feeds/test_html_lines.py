"""Pages as lines of text: odd markup is left out or shown, and nothing makes the reading fail."""

import pytest

from tracker.feeds.html_lines import lines_of


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (b"<p><![if !supportLists]>Eins<![endif]></p>Zwei", ("Eins", "Zwei")),
        (b"<![CDATA[Ein <b>Radweg</b>]]> kommt", ("Ein Radweg kommt",)),
        (b"<!DOCTYPE html><p>Eins<!-- nicht -->", ("Eins",)),
        (b"3 < 5 <![/>/a[-", ("3 < 5 /a[-",)),
        (b"<<![x>![/>a", ("<![/>a",)),
        (b"offen <![wort[", ("offen <![wort[",)),
    ],
    ids=["word processor", "CDATA", "declaration", "odd", "odd inside odd", "unclosed"],
)
def test_what_is_no_tag_is_left_out_or_shown(page: bytes, lines: tuple[str, ...]) -> None:
    assert lines_of(page) == lines
