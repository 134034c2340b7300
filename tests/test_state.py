"""docs/state.md says of every bar whether it is met, falls short or was not measured."""

import re

import pytest

from benchmarks.state import ROOT, Bar, bars, page

SPEED = Bar("Words a second", "repair", r"warm +(\d+)", at_least=2000)


@pytest.mark.parametrize("bar", bars(), ids=lambda bar: bar.what)
def test_every_bar_names_a_benchmark_and_one_figure(bar):
    assert (ROOT / "benchmarks" / f"{bar.bench}.py").is_file()
    assert re.compile(bar.find).groups == 1
    assert bar.wanted


@pytest.mark.parametrize(("output", "figure"), [("warm  1,500", 1.0), ("warm 10\nwarm 2500", 2500.0), ("cold 7", None)])
def test_the_last_figure_counts(output, figure):
    assert SPEED.figure(output) == figure


@pytest.mark.parametrize(
    ("bar", "figure", "met"),
    [
        (Bar("a", "b", "", at_least=2), 2.0, True),
        (Bar("a", "b", "", at_least=2), 1.9, False),
        (Bar("a", "b", "", at_most=2), 2.1, False),
        (Bar("a", "b", "", exactly=138), 138.0, True),
        (Bar("a", "b", "", exactly=138), 139.0, False),
    ],
)
def test_a_bar_is_met_or_not(bar, figure, met):
    assert bar.met(figure) is met


def test_what_was_not_measured_is_said_and_what_falls_short_too():
    output = "clean texts   27504 words in 32 texts, changed 3"
    text = page({"repair": output}, "2026-11-25")
    assert "Repair of clean texts: changes: 3, wanted ≤ 0" in text
    assert "- Matching by words: nDCG@10" in text.split("## What was not measured")[1]
