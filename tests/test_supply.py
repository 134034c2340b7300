"""The gate over what we stand on: a service that does not know a part has not called it sound."""

import pytest

from tests.supply import LOCK, Audit, absent, pinned, read, verdict

LOCKED = "anyio==4.9.0 \\\n    --hash=sha256:00\nSoMaJo[a]==2.5 ; python_version > '3'\n# via x==1\n"
WHOLE = {"components": [{"name": "anyio", "version": "4.9.0"}, {"name": "somajo", "version": "2.5"}]}


def test_a_lock_names_parts_and_versions():
    assert pinned(LOCKED) == {("anyio", "4.9.0"), ("somajo", "2.5")}
    assert len(pinned(LOCK.read_text(encoding="utf-8"))) == LOCK.read_text(encoding="utf-8").count("==")


def test_a_report_tells_holes_from_what_nobody_looked_at():
    report = {
        "dependencies": [
            {"name": "anyio", "version": "4.9.0", "vulns": []},
            {"name": "loch", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1"}, {"id": "PYSEC-2026-2"}]},
            {"name": "somajo", "skip_reason": "not found"},
        ]
    }
    assert read(report) == Audit(3, ("loch 1.0: PYSEC-2026-1", "loch 1.0: PYSEC-2026-2"), ("somajo",), "not found")


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        (WHOLE, []),
        ({"components": WHOLE["components"][:1]}, ["somajo 2.5"]),
        ({"components": [{"name": "anyio", "version": "4.8.0"}, WHOLE["components"][1]]}, ["anyio 4.9.0"]),
    ],
    ids=["whole", "one is absent", "another version"],
)
def test_the_list_of_parts_holds_what_the_lock_names(parts, missing):
    assert absent(parts, LOCKED) == missing


@pytest.mark.parametrize(
    ("audit", "missing", "unchecked_too", "passed"),
    [
        (Audit(2, (), ()), [], False, True),
        (Audit(2, ("loch 1.0: PYSEC-2026-1",), ()), [], True, False),
        (Audit(2, (), ("anyio",), "not found"), [], False, False),
        (Audit(2, (), ("anyio",), "not found"), [], True, True),
        (Audit(2, (), ()), ["anyio 4.9.0"], True, False),
    ],
    ids=["sound", "a hole", "unchecked", "unchecked and read", "list not whole"],
)
def test_the_gate_is_passed_only_by_what_was_checked_or_read(audit, missing, unchecked_too, passed):
    lines, verdict_ = verdict(audit, missing, unchecked_too=unchecked_too)
    assert verdict_ is passed
    assert any("NOT CHECKED, 1 parts (not found): anyio" in line for line in lines) is bool(audit.unchecked)
