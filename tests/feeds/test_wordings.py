"""Wordings and sentences that no rule was made from: a wide table of invented ones, each with what it means.

A direction may stay unknown, but a wrong one is never told.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from tracker.domain.council import Direction
from tracker.feeds.decisions import decide
from tracker.feeds.minutes_decisions import Occasion, decisions_in

DATA = Path(__file__).parents[1] / "data/feeds/decisions"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def test_result_wordings_are_right_and_never_turned_round():
    told = [(row, decide(row["wording"])) for row in rows("wordings.tsv")]
    right = [
        decision.direction.value == row["direction"] and row["stage"] in {"", decision.stage.value}
        for row, decision in told
    ]
    wrong = [
        (row["wording"], decision.direction.value)
        for row, decision in told
        if decision.direction.value not in {row["direction"], Direction.UNKNOWN.value}
    ]
    assert wrong == []
    assert sum(right) >= 0.97 * len(right)


def test_sentences_of_minutes_are_right_and_never_turned_round():
    wrong, right = [], []
    for row in rows("sentences.tsv"):
        told = [one.decision for one in decisions_in(row["sentence"], Occasion(row["body"], "20100-21"))]
        found = [(decision.direction.value, decision.stage.value) for decision in told]
        expected = [row["direction"]] if row["direction"] else []
        right.append([d for d, _ in found] == expected and (not row["stage"] or found[0][1] == row["stage"]))
        if not {d for d, _ in found} <= {*expected, Direction.UNKNOWN.value}:
            wrong.append((row["sentence"], found))
    assert wrong == []
    assert sum(right) >= 0.95 * len(right)
