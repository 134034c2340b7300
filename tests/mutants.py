"""`python tests/mutants.py 80`: of mutmut's changes to each module, how many the tests noticed; fails below.

A change that nobody tried, because the run was broken off, counts as not noticed.
"""

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

NOTICED = frozenset({"killed", "timeout", "caught by type check"})
_LEFT_OUT = "skipped"


def counted(lines: Iterable[str]) -> dict[str, Counter[bool]]:
    """By module, how many changes were noticed (True) and how many were not, in what `mutmut results --all` prints."""
    modules: dict[str, Counter[bool]] = defaultdict(Counter)
    for line in lines:
        name, _, state = line.strip().partition(": ")
        if "__mutmut_" in name and state != _LEFT_OUT:
            modules[_module(name)][state in NOTICED] += 1
    return dict(modules)


def _module(name: str) -> str:
    """`tracker.mail.rules.x_pause__mutmut_3` and `tracker.web.gate.xǁGateǁ_let_in__mutmut_3` without the function."""
    return name.rpartition(".")[0]


def score(counts: Counter[bool]) -> float:
    """The percentage noticed."""
    return 100 * counts[True] / counts.total()


def table(modules: dict[str, Counter[bool]]) -> list[str]:
    """One line a module, and one of all."""
    rows = [*sorted(modules.items()), ("all", sum(modules.values(), Counter()))]
    return [
        f"{name:<30} {counts[True]:5} of {counts.total():5} noticed {score(counts):6.1f} %" for name, counts in rows
    ]


if __name__ == "__main__":
    command = [Path(sys.executable).with_name("mutmut"), "results", "--all", "true"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found = counted(ran.stdout.splitlines())
    print(*table(found), sep="\n")  # noqa: T201  # the figures
    sys.exit(not found or any(score(counts) < float(sys.argv[1]) for counts in found.values()))
