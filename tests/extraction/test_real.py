"""The real questionnaires that lie beside the project, held to the figures that users count on."""

import json
from pathlib import Path

import pytest

from benchmarks.scoring import Labels, Score, paired, scored
from tracker.documents.read import read
from tracker.extraction import extract

DATA = Path(__file__).parents[3] / "shared" / "data"
SEED, LABELLED = DATA / "seed", DATA / "questionnaires" / "labelled"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real material is not part of the project")


def measured(text: Path, gold: Path) -> tuple[Score, int, int]:
    """The promises' score, and how many answers were labelled and found."""
    labels = Labels.of(json.loads(gold.read_text(encoding="utf-8")))
    found = extract(read(text.read_bytes(), text.name))
    score = scored(labels, [(s.span, s.rule) for s in found.commitments], found.document.text)
    return score, len(labels.answers), len(paired(labels.answers, [a.span for a in found.answers]))


@pytest.mark.parametrize(("text", "gold"), [("000_*.txt", "gold.json"), ("repaired.txt", "gold_repaired.json")])
def test_the_first_questionnaire_is_read_with_one_error_at_most(text: str, gold: str) -> None:
    score, labelled, found = measured(next(SEED.glob(text)), SEED / gold)
    assert score.false + score.missed <= 1, score.errors
    assert found == labelled


def test_the_labelled_questionnaires_are_read_as_two_people_read_them() -> None:
    whole, labelled, found = Score(), 0, 0
    for path in sorted(LABELLED.glob("*.txt")):
        score, wanted, met = measured(path, path.with_suffix(".gold.json"))
        whole.add(score)
        labelled, found = labelled + wanted, found + met
    assert whole.f1 >= 0.95, whole.line()
    assert found == labelled
