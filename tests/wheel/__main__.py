"""`python -m tests.wheel dist/*.whl`: a new group's first hour from the wheel alone, timed; prints what it took."""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.wheel.first_run import LONGEST, MOST_COMMANDS, first_run

LOCK = Path(__file__).parents[2] / "requirements-run.lock"


def main() -> int:
    """Install, walk, tell; 1 where it took too many commands or too long."""
    parser = argparse.ArgumentParser(prog="python -m tests.wheel", description=__doc__)
    parser.add_argument("wheel", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
        begun = time.monotonic()
        program = installed(wanted.wheel.absolute(), Path(folder) / "empty")
        ready = time.monotonic()
        commands = first_run(program, Path(folder))
        done = time.monotonic()
    sys.stdout.write(
        f"installed in {ready - begun:.0f} s; first report after {len(commands)} commands and {done - ready:.0f} s\n"
    )
    sys.stdout.writelines(f"  tracker {command}\n" for command in commands)
    return int(len(commands) > MOST_COMMANDS or done - ready > LONGEST)


def installed(wheel: Path, place: Path) -> Path:
    """The program in an environment that holds nothing else, as docs/betrieb.md installs it."""
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    pip = [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--requirement", LOCK], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    return place / "bin" / "tracker"


if __name__ == "__main__":
    sys.exit(main())
