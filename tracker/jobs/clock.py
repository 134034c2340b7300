"""The clock: APScheduler as a ticker in UTC. It only says "look now"; rows decide what is due."""

import logging
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

TICK_SECONDS = 60

log = logging.getLogger(__name__)


def run(look: Callable[[], None], stop: threading.Event) -> None:
    """Call `look` at once and then every minute, until `stop` is set; looks never overlap.

    A look that raises is logged and the clock goes on: the next look finds the same work due.
    """

    def guarded() -> None:
        try:
            look()
        except Exception:
            log.exception("a look at what is due failed")

    scheduler = BackgroundScheduler(timezone="UTC")
    # coalesce and no grace time: after a standstill one look is enough, and it must not be dropped for being late
    scheduler.add_job(
        guarded, "interval", seconds=TICK_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
    )
    guarded()
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)
