"""`python tests/mutants.py 80`: how many of mutmut's changes the tests noticed, by its own counts; fails below."""

import json
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    subprocess.run([Path(sys.executable).with_name("mutmut"), "export-cicd-stats"], check=True)
    counts = json.loads(Path("mutants/mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    noticed = counts["killed"] + counts.get("timeout", 0)
    tried = noticed + counts["survived"] + counts.get("suspicious", 0) + counts.get("no_tests", 0)
    score = 100 * noticed / tried
    print(f"{noticed} of {tried} noticed: {score:.1f} %")  # noqa: T201  # the figure
    sys.exit(score < float(sys.argv[1]))
