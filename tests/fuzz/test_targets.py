"""The fuzz targets hold for what hypothesis thinks of; `make fuzz` goes on with a fuzzer that follows coverage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz import date, feed, markup, sentences

TARGETS = {"feed": feed, "date": date, "sentences": sentences, "markup": markup}
SNIPPETS = st.lists(
    st.sampled_from(
        [
            b"<item>",
            b"<!DOCTYPE",
            b"]]>",
            b"<![",
            b"<script>",
            b"BEGIN:VEVENT\r\n",
            b"DTSTART:",
            b"31.02.2026",
            b"&lt;",
            b"\xff",
            b"\x00",
            b" ",
            b". ",
            b"z. B.",
        ]
    )
).map(b"".join)


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.binary(max_size=300) | SNIPPETS)
def test_strange_bytes_surprise_nobody(name, data):
    TARGETS[name].target(data)
