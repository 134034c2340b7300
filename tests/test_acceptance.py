"""The table of promises in docs/acceptance.md is true: each names a test that exists and asserts something."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = re.findall(
    r"^\| (\d+) \| .+ \| `(tests/[\w/]+\.py)::(test_\w+)` \|$",
    (ROOT / "docs" / "acceptance.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_there_are_twenty_promises_with_a_test_of_their_own():
    assert [int(number) for number, _file, _test in ROWS] == list(range(1, 21))
    assert len({(file, test) for _number, file, test in ROWS}) == 20


@pytest.mark.parametrize(("number", "file", "test"), ROWS)
def test_the_test_that_proves_a_promise_exists_and_can_fail(number, file, test):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    (found,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == test)
    called = {
        node.func.id for node in ast.walk(found) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    own = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in called]
    lines = [node for body in (found, *own) for node in ast.walk(body)]
    raising = any(isinstance(node, ast.Attribute) and node.attr in {"raises", "call_and_validate"} for node in lines)
    assert raising or any(isinstance(node, ast.Assert) for node in lines)
    assert not any("skip" in ast.unparse(decorator) for decorator in found.decorator_list)
