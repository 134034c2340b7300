"""The documents cannot lie: what they list exists, and what exists is listed."""

import re
import tomllib
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

from tracker.cli.commands import COMMANDS
from tracker.settings import SECTIONS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path, _function, _purpose in COMMANDS])
def test_every_command_stands_in_the_readme(path):
    group, *rest = path.split()
    line = next((row for row in README.splitlines() if row.startswith("| ") and f"`tracker {group}" in row), "")
    assert all(f"{word}`" in line for word in rest or [group])


KEYS = [f"{section}.{f.metadata.get('key', f.name)}" for section, kind in SECTIONS.items() for f in fields(kind)]


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_is_explained(key):
    assert f"`{key}`" in SETTINGS


@pytest.mark.parametrize("document", [*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
def test_links_between_documents_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    targets = [part.split(")")[0] for part in text.split("](")[1:]]
    assert [t for t in targets if "://" not in t and not (document.parent / t).exists()] == []


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_room_is_described_and_every_described_room_is_there():
    described = {
        path.rstrip("/") for path in re.findall(r"`(tracker/[\w.]+/?)`", ARCHITECTURE.partition("## The way")[0])
    }
    there = {f"tracker/{path.name}" for path in (ROOT / "tracker").iterdir() if path.name[0] not in "_."}
    assert described - {"tracker/locale"} == there - {"tracker/locale", "tracker/shipped"}


def test_the_order_of_imports_is_the_one_that_is_enforced():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    enforced = [layer.replace("tracker.", "") for layer in contracts[0]["layers"]]
    (told,) = re.findall(r"`cli` >.*?`errors`", ARCHITECTURE, re.DOTALL)
    assert [layer.strip(" `\n") for layer in told.split(">")] == enforced


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(tracker(?:\.\w+)+)`", ARCHITECTURE))))
def test_what_the_architecture_names_is_there(name):
    try:
        import_module(name)
    except ModuleNotFoundError:
        module, _, part = name.rpartition(".")
        assert hasattr(import_module(module), part)
