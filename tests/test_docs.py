"""The documents cannot lie: what they list exists, and what exists is listed."""

from dataclasses import fields
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
