"""The invented, labelled questionnaires: what was mended once stays mended."""

import json
from pathlib import Path

import pytest

from benchmarks.scoring import Labels, Score, paired, scored
from tracker.documents.read import read
from tracker.extraction import extract

LEAST = (0.98, 0.93)
"""Share of answers found, and F1 of promises."""
WILD = {"ninth": (0.74, 0.86)}
"""Layouts that no grammar of lines can tell: tables that lost their lines, quotations inside of a reporter's prose."""

SETS = sorted(p for p in (Path(__file__).parents[1] / "data" / "extraction").iterdir() if p.is_dir())


@pytest.mark.parametrize("folder", SETS, ids=lambda p: p.name)
def test_answers_and_promises_of_a_set_are_found(folder: Path) -> None:
    whole, labelled, found = Score(), 0, 0
    for path in sorted(folder.glob("*.txt")):
        labels = Labels.of(json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8")))
        extraction = extract(read(path.read_bytes(), path.name))
        whole.add(scored(labels, [(s.span, s.rule) for s in extraction.commitments], extraction.document.text))
        labelled += len(labels.answers)
        found += len(paired(labels.answers, [a.span for a in extraction.answers]))
    answers, f1 = WILD.get(folder.name, LEAST)
    assert found >= answers * labelled
    assert whole.f1 >= f1, whole.line()
