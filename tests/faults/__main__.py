"""`python -m tests.faults --stage poll,link --kills 200 --seed 1`: prints figures, or tells what differs."""

import argparse
import tempfile
import time
from pathlib import Path

from tests.faults.chaos import survive
from tests.faults.stages import STAGES


def main() -> None:
    """Run the stages that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--stage", default=",".join(STAGES))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    for name in wanted.stage.split(","):
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="wortgehalten-faults-") as folder:
            one = survive(name, wanted.kills, wanted.seed, Path(folder))
        print(  # noqa: T201  # the figures
            f"{one.stage}: {one.kills} kills in {one.rounds} workspaces, 0 differences, "
            f"{one.uncertain} uncertain mails, {time.monotonic() - begun:.0f} s"
        )


if __name__ == "__main__":
    main()
