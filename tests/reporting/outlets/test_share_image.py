from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tracker.reporting.outlets.share_image import ShareCard, clipped, png

REPORTS = Path(__file__).parents[3] / "reports"


def make_card(title="Radweg bauen", **over) -> ShareCard:
    values = {"site": "Wortgehalten", "respondent": "Bürgerliste", "outcome": "umgesetzt", "knowledge": "2 Belege"}
    return ShareCard(**(values | {"title": title, "stand": "Stand: 1. Juni 2026"} | over))


@pytest.mark.parametrize(
    "text",
    [
        "Radweg bauen",
        "",
        "Ä" * 300,
        '#panic() $x$ @y <z> \\ " ] ) }',
        "\u202eאבג عربى 中文 🚲",
        "a\x00b\n\r\tc",
        "Wort " * 80,
    ],
)
def test_any_text_gives_one_picture_of_the_agreed_size(text):
    with Image.open(BytesIO(png(make_card(text, respondent=text, site=text, outcome=text), REPORTS))) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))


def test_the_same_card_gives_the_same_bytes_and_another_one_others():
    first = png(make_card(), REPORTS)
    png.cache_clear()
    assert png(make_card(), REPORTS) == first
    assert png(make_card(outcome="stockt"), REPORTS) != first


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kurz", "kurz"),
        ("eins zwei drei", "eins zwei…"),
        ("x" * 20, "x" * 11 + "…"),
        ("ab " + "x" * 20, "ab " + "x" * 8 + "…"),
    ],
)
def test_long_text_is_cut_at_a_word_where_there_is_one(text, shown):
    assert clipped(text, 12) == shown
