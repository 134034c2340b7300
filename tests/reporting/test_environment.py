from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from tracker.domain.council import Direction, Stage
from tracker.reporting.environment import decided, html_environment
from tracker.reporting.foreign import LINE_WIDTH, line, underlined, visible, web_address, wrap


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//rat.musterhafen.example/",
        "https://",
        "http://[",
        "https://rat.example/\nx",
        'https://rat.example/"x',
        "file:///etc/passwd",
        "",
    ],
)
def test_only_addresses_of_the_web_become_links(url):
    assert web_address(url) == ""


def test_a_web_address_stays_as_it_is():
    assert web_address("https://rat.musterhafen.example/vorlage?id=1&x=2") == (
        "https://rat.musterhafen.example/vorlage?id=1&x=2"
    )


def test_control_and_direction_characters_become_blanks_so_that_offsets_stay():
    assert visible("Fähre\u202e\x00\x1b[31m\u2066nachts\x85\n") == "Fähre   [31m nachts \n"


@given(st.text())
def test_foreign_text_stays_on_one_line(text):
    assert len(line(text).splitlines()) <= 1


@given(st.text(), st.sampled_from(["", "* ", "  | "]))
def test_wrapped_text_only_begins_lines_as_asked(text, first):
    rows = wrap(text, first, first).splitlines()
    assert all(row.startswith(first.rstrip()) for row in rows)
    assert all(len(row) <= LINE_WIDTH or " " not in row[len(first) :].strip() for row in rows)


def test_a_heading_is_underlined_as_long_as_it_is():
    assert underlined("Fähre") == "Fähre\n-----"


def test_an_unknown_name_in_a_template_is_an_error(templates, german):
    with pytest.raises(UndefinedError):
        html_environment(templates, german).from_string("{{ nothing }}").render()


def test_html_escapes_every_value(templates, german):
    source, value = "{{ x }} {% trans y=x %}von {{ y }}{% endtrans %}", "<b>&</b>"
    assert html_environment(templates, german).from_string(source).render(x=value) == (
        "&lt;b&gt;&amp;&lt;/b&gt; von &lt;b&gt;&amp;&lt;/b&gt;"
    )


@pytest.mark.parametrize(
    ("direction", "stage", "words"),
    [
        (Direction.REJECTED, Stage.DECISIVE, "Beschluss: abgelehnt"),
        (Direction.REJECTED, Stage.ADVISORY, "Empfehlung: nicht empfohlen"),
        (Direction.ADOPTED, Stage.ADVISORY, "Empfehlung: empfohlen"),
        (Direction.POSTPONED, Stage.ADVISORY, "Empfehlung: vertagt"),
    ],
)
def test_a_committee_that_recommends_is_never_said_to_have_decided(edition, german, direction, stage, words):
    assert decided(replace(edition.evidence[0], direction=direction, stage=stage), german) == words
