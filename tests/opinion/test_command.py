"""`tracker opinion`: off by default, and it stores nothing."""

import json
from pathlib import Path

import pytest

from tests.opinion.conftest import Model
from tracker.cli.main import main

QUESTIONNAIRE = (
    "1. Was planen Sie?\n\nBürgerliste Blaue Brücke: Wir werden das Bad sanieren. Der Eintritt soll sinken.\n"
)


@pytest.fixture
def questionnaire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_WORKSPACE", str(tmp_path))
    path = tmp_path / "frage.txt"
    path.write_text(QUESTIONNAIRE, encoding="utf-8")
    return path


def test_without_settings_nobody_is_asked(questionnaire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["opinion", str(questionnaire)]) == 2
    assert "[opinion]" in capsys.readouterr().err


def test_the_opinion_is_marked_as_one(questionnaire: Path, model: Model, capsys: pytest.CaptureFixture[str]) -> None:
    settings = f'[opinion]\nurl = "{model.url}"\nmodel = "muster-1"\n'
    (questionnaire.parent / "tracker.toml").write_text(settings, encoding="utf-8")
    model.says = json.dumps({"commitments": ["Der Eintritt soll sinken"]})
    assert main(["opinion", str(questionnaire)]) == 0
    said = capsys.readouterr().out
    assert "Zweitmeinung von muster-1" in said
    assert "Der Eintritt soll sinken" in said
    assert main(["opinion", str(questionnaire), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [p["quote"] for p in told["proposals"]] == ["Der Eintritt soll sinken"]
    assert [d["quote"] for d in told["doubts"]] == ["Wir werden das Bad sanieren"]
    assert sorted(p.name for p in questionnaire.parent.iterdir()) == ["frage.txt", "tracker.toml"]
