"""One look at the clock: do what is due, or hand it out where workers do it."""

from datetime import datetime

from tracker.jobs import plan
from tracker.jobs.plan import Tick
from tracker.services.instance import Instance


def look(instance: Instance, now: datetime) -> Tick:
    """What the clock calls every minute."""
    if not instance.settings.schedule.workers:
        return plan.tick(instance, now)
    from tracker.jobs.queue import Crew  # noqa: PLC0415  # most instances need no queue

    Crew(instance, lambda: now).hand_out()
    return Tick((), (), None, ())
