"""`python tests/supply.py`: known holes in what the lock names, and whether the list of parts is whole.

pip-audit calls a part that its service does not know of "no known vulnerabilities": here silence is no answer. What
could not be checked is named, and fails unless `--unchecked-too` says that somebody has read it.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
PARTS = ROOT / "dist" / "sbom.json"
_PINNED = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s\\;]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Audit:
    """What the service knows: holes as `name version: id`, the parts it did not know, how many it was asked about."""

    asked: int
    holes: tuple[str, ...]
    unchecked: tuple[str, ...]
    why: str = ""


def pinned(lock: str) -> set[tuple[str, str]]:
    """Name and version of everything that a lock names."""
    return {(_plain(name), version) for name, version in _PINNED.findall(lock)}


def read(report: Mapping[str, Any]) -> Audit:
    """The audit in pip-audit's own report."""
    parts = report["dependencies"]
    holes = [f"{p['name']} {p['version']}: {v['id']}" for p in parts for v in p.get("vulns", ())]
    skipped = {p["name"]: p["skip_reason"] for p in parts if "skip_reason" in p}
    return Audit(len(parts), tuple(holes), tuple(skipped), next(iter(skipped.values()), ""))


def absent(parts: Mapping[str, Any], lock: str) -> list[str]:
    """What the lock names and the list of parts does not."""
    listed = {(_plain(part["name"]), part.get("version", "")) for part in parts["components"]}
    return sorted(f"{name} {version}" for name, version in pinned(lock) - listed)


def verdict(audit: Audit, missing: list[str], *, unchecked_too: bool) -> tuple[list[str], bool]:
    """The lines to print, and whether the gate is passed."""
    lines = [f"{audit.asked - len(audit.unchecked)} of {audit.asked} parts checked, {len(audit.holes)} known holes"]
    lines += [f"hole: {hole}" for hole in audit.holes]
    if audit.unchecked:
        lines.append(f"NOT CHECKED, {len(audit.unchecked)} parts ({audit.why}): {', '.join(audit.unchecked)}")
    lines.append(f"list of parts: {'lacks ' + ', '.join(missing) if missing else 'whole'}")
    return lines, not audit.holes and not missing and (unchecked_too or not audit.unchecked)


def asked() -> Audit:
    """Ask the service about the lock; where it does not answer at all, nothing is checked."""
    names = sorted(name for name, _ in pinned(LOCK.read_text(encoding="utf-8")))
    command = ["--requirement", LOCK, "--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner=off"]
    ran = subprocess.run([_beside("pip-audit"), *command], capture_output=True, text=True, check=False)
    try:
        return read(json.loads(ran.stdout))
    except ValueError:
        why = (ran.stderr.strip().splitlines() or ["no answer"])[-1]
        return Audit(len(names), (), tuple(names), why)


def listed() -> Mapping[str, Any]:
    """Write the list of parts of this environment."""
    PARTS.parent.mkdir(exist_ok=True)
    command = ["environment", sys.prefix, "--output-format", "JSON", "--output-file", PARTS]
    subprocess.run([_beside("cyclonedx-py"), *command], check=True)
    return json.loads(PARTS.read_text(encoding="utf-8"))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _beside(command: str) -> Path:
    return Path(sys.executable).with_name(command)


if __name__ == "__main__":
    lines, passed = verdict(
        asked(), absent(listed(), LOCK.read_text(encoding="utf-8")), unchecked_too="--unchecked-too" in sys.argv
    )
    print(*lines, sep="\n")  # noqa: T201  # the figures
    sys.exit(not passed)
