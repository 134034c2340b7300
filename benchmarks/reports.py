"""How long a report takes, with its page, text, PDF and data: `python benchmarks/reports.py`.

A month of 500 promises, and the account of a term of 2,000: half a dozen groups, a link or two each. Nothing but the
database and the typesetter; the town is invented.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import func, select

from benchmarks.town import NOW, build
from tracker.db import models
from tracker.db.session import reading
from tracker.domain.promise import PromiseState
from tracker.services import publish
from tracker.services.instance import Instance
from tracker.settings import Settings
from tracker.wording import Wording


def measured(what: str, bar: float, act: Callable[[], publish.Published]) -> bool:
    """Print one line; whether the bar holds."""
    began, worked = time.perf_counter(), time.process_time()
    made = act()
    took, worked = time.perf_counter() - began, time.process_time() - worked
    size = sum(path.stat().st_size for path in made.files) / 1e6
    print(f"{what:44} {took:6.2f} s   bar {bar:4.0f} s   of it on the processor {worked:6.2f} s   {size:6.1f} MB")
    return took <= bar


def accepted(instance: Instance, body: str) -> int:
    """How many promises of the body count."""
    with reading(instance.engine) as session:
        found = select(func.count()).where(
            models.Promise.body_id == body, models.Promise.state == PromiseState.ACCEPTED
        )
        return session.scalar(found) or 0


def town(folder: Path, promises: int) -> tuple[Instance, str, str]:
    """An instance, and the body and term with most promises."""
    instance = build(Settings(folder), promises=promises, items=promises * 4)
    with reading(instance.engine) as session:
        body = session.scalars(select(models.Body.id)).all()
        best = max(body, key=lambda one: accepted(instance, one))
        term = session.scalars(select(models.LegislativeTerm).where(models.LegislativeTerm.body_id == best)).all()
        return instance, best, term[-1].key


def main() -> int:
    """Measure both; 1 where a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").mkdir()
        instance, _, _ = town(Path(folder), 500)
        Wording().text("warm")
        good = measured("month, 500 promises", 5, lambda: publish.monthly(instance, NOW.date().replace(day=1), now=NOW))
        again = replace(instance)
        good &= measured("the same again", 5, lambda: publish.monthly(again, NOW.date().replace(day=1), now=NOW))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").mkdir()
        instance, body, term = town(Path(folder), 8000)
        what = f"account of a term, {accepted(instance, body)} promises"
        good &= measured(what, 30, lambda: publish.retrospective(instance, body, term, now=NOW))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
