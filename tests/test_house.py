"""The house keeps its own rules where a linter cannot see them."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))


def test_the_migrations_folder_is_no_package_because_it_would_shadow_the_library():
    assert not (ROOT / "alembic" / "__init__.py").exists()


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "misc"])
def test_no_module_has_a_name_that_says_nothing(name):
    assert not [path for path in SOURCES if name in path.stem]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_fit_on_a_screen_and_files_have_one_subject(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 450
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    assert not long


def test_what_trust_rests_on_is_there_to_be_measured():
    rules = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    told = re.search(r"^TRUSTED := \$\(addprefix tracker/,(.+)\)$", rules, re.MULTILINE)
    named = [f"tracker/{name}" for name in told[1].split()]
    mutated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]["only_mutate"]
    assert set(mutated) <= set(named)
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_every_dependency_has_its_line():
    words = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    names = [re.split(r"[\[>=<,~ ]", requirement)[0] for requirement in wanted]
    assert [name for name in names if name.lower() not in words] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-run.lock", "requirements-bench.lock"])
def test_a_lock_names_no_address(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock


def test_what_an_operator_installs_is_what_was_tested():
    def pins(name):
        return {line.split(" ")[0] for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "==" in line}

    assert pins("requirements-run.lock") - pins("requirements.lock") == set()


def test_the_benchmarks_peers_are_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    peers = [re.split(r"[\[>=<,~ ]", peer)[0] for peer in project["optional-dependencies"]["bench"]]
    lock = (ROOT / "requirements-bench.lock").read_text(encoding="utf-8")
    assert [peer for peer in peers if f"\n{peer}==" not in f"\n{lock}"] == []
