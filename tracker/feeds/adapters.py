"""Which adapter polls which kind of feed, and the guard around all of them."""

import logging
from datetime import datetime

from tracker.errors import FeedError
from tracker.feeds.adapter import Adapter, Cursor, Harvest
from tracker.feeds.config import FeedConfig
from tracker.feeds.dortmund import DortmundAdapter
from tracker.feeds.exchange import Fetching
from tracker.feeds.failures import FetchError, Reason
from tracker.feeds.ics import IcsAdapter
from tracker.feeds.oparl import OparlAdapter
from tracker.feeds.rss import RssAdapter

log = logging.getLogger(__name__)


class Guarded:
    """An adapter out of which nothing but FeedError comes, whatever a hostile source makes a parser do."""

    def __init__(self, inner: Adapter) -> None:
        self._inner = inner

    def poll(self, feed: FeedConfig, fetcher: Fetching, cursor: Cursor, now: datetime) -> Harvest:
        """As the inner adapter; a defect becomes FetchError with reason `defect` and a traceback in the log."""
        try:
            return self._inner.poll(feed, fetcher, cursor, now)
        except FeedError:
            raise
        except Exception as error:
            log.exception("feed %s: the adapter for %s failed", feed.id, feed.kind)
            raise FetchError(Reason.DEFECT, feed=feed.id, url=feed.url) from error


_ADAPTERS: dict[str, Adapter] = {
    "rss": RssAdapter(),
    "oparl": OparlAdapter(),
    "dortmund": DortmundAdapter(),
    "ics": IcsAdapter(),
}


def adapter_for(kind: str) -> Adapter:
    """The guarded adapter for a `kind` of feeds.yaml, which config has checked."""
    return Guarded(_ADAPTERS[kind])
