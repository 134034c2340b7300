"""Where the house stands: runs the benchmarks and writes docs/state.md, each bar beside the figure of this run.

`bars.toml` says what was promised and where the figure stands in a benchmark's output. What could not be measured is
said, and so is what falls short. `--only NAME …` runs some of them, `--from DIR` reads outputs that were kept there.
"""

import argparse
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LONGEST = 1800
"""Seconds after which a benchmark is given up: a limit for runaways, no measurement."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One promise about the program, and where its figure is printed."""

    what: str
    bench: str
    find: str
    at_least: float | None = None
    at_most: float | None = None
    exactly: float | None = None

    @property
    def wanted(self) -> str:
        """The bar as people read it."""
        for sign, value in (("≥", self.at_least), ("≤", self.at_most), ("=", self.exactly)):
            if value is not None:
                return f"{sign} {value:g}"
        raise ValueError(self.what)

    def met(self, figure: float) -> bool:
        """Whether the figure reaches the bar."""
        return (
            (self.at_least is None or figure >= self.at_least)
            and (self.at_most is None or figure <= self.at_most)
            and (self.exactly is None or figure == self.exactly)
        )

    def figure(self, output: str) -> float | None:
        """The figure in a benchmark's output; None where it was not measured."""
        found = re.findall(self.find, output)
        return float(found[-1].replace(",", "")) if found else None


def bars() -> list[Bar]:
    """The bars, in their order."""
    return [Bar(**one) for one in _written()["bar"]]


def once() -> list[str]:
    """What was measured once, at a first reading, and cannot be measured again."""
    return [f"{one['what']}: {' '.join(one['best'].split())}." for one in _written()["once"]]


def _written() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((Path(__file__).parent / "bars.toml").read_text(encoding="utf-8"))


def measured(names: Iterable[str], kept: Path) -> dict[str, str]:
    """Run the benchmarks one after the other; their outputs, also kept as files."""
    kept.mkdir(parents=True, exist_ok=True)
    outputs = {}
    for name in names:
        print(f"== {name}", file=sys.stderr)
        try:
            ran = subprocess.run(
                [sys.executable, f"benchmarks/{name}.py"],
                cwd=ROOT,
                env={"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin", **_servers()},
                capture_output=True,
                text=True,
                timeout=LONGEST,
                check=False,
            )
            outputs[name] = ran.stdout if ran.returncode == 0 else f"{ran.stdout}\n{ran.stderr}"
        except subprocess.TimeoutExpired:
            outputs[name] = f"given up after {LONGEST} s"
        (kept / f"{name}.txt").write_text(outputs[name], encoding="utf-8")
    return outputs


def _servers() -> dict[str, str]:
    """The PostgreSQL server that a benchmark may use, where one is named."""
    return {name: os.environ[name] for name in ("TRACKER_TEST_POSTGRES",) if name in os.environ}


def page(outputs: Mapping[str, str], today: str) -> str:
    """The document."""
    rows, short, silent = [], [], []
    for bar in bars():
        figure = bar.figure(outputs.get(bar.bench, ""))
        verdict = "not measured" if figure is None else "met" if bar.met(figure) else "**falls short**"
        rows.append(f"| {bar.what} | {bar.wanted} | {'–' if figure is None else f'{figure:g}'} | {verdict} |")
        if figure is None:
            silent.append(bar.what)
        elif not bar.met(figure):
            short.append(f"{bar.what}: {figure:g}, wanted {bar.wanted}")
    return "\n".join(
        [
            "# Where the house stands",
            "",
            f"Written by `make state` on {today} from the last output of each benchmark. Times depend on machines;",
            "ratios and qualities do not. README and guides claim nothing that is not here.",
            "",
            "| what | bar | figure | |",
            "|---|---|---|---|",
            *rows,
            "",
            "## What falls short",
            "",
            *(f"- {line}" for line in short or ["Nothing that was measured."]),
            "",
            "## What a first reading told",
            "",
            *(f"- {line}" for line in once()),
            "",
            "## What was not measured in this run",
            "",
            *(f"- {line}" for line in silent or ["Nothing: every bar has its figure."]),
            "",
        ]
    )


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=sorted({bar.bench for bar in bars()}))
    parser.add_argument("--from", dest="kept", type=Path)
    chosen = parser.parse_args()
    if chosen.kept:
        outputs = {path.stem: path.read_text(encoding="utf-8") for path in sorted(chosen.kept.glob("*.txt"))}
    else:
        outputs = measured(chosen.only, ROOT / "build" / "state")
    today = datetime.now(UTC).date().isoformat()  # noqa: TID251  # the edge
    (ROOT / "docs" / "state.md").write_text(page(outputs, today), encoding="utf-8")


if __name__ == "__main__":
    main()
