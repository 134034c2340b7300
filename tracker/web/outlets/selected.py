"""Which promises an address of a feed or a calendar is about."""

from collections.abc import Callable

from tracker.services.outlets import selection
from tracker.services.outlets.feed import Sender
from tracker.services.outlets.selection import Selection
from tracker.services.readers.catalogue import Catalogue
from tracker.web.public import promise_list
from tracker.web.visit import Visit

Choose = Callable[[Visit, Catalogue], Selection]


def everything(visit: Visit, catalogue: Catalogue) -> Selection:
    """All public promises."""
    return selection.everything(catalogue, visit.wording)


def promise(visit: Visit, catalogue: Catalogue) -> Selection:
    """One promise."""
    return selection.of_promise(catalogue, visit.path["id"])


def party(visit: Visit, catalogue: Catalogue) -> Selection:
    """Those of a respondent."""
    return selection.of_party(catalogue, visit.path["body"], visit.path["key"])


def topic(visit: Visit, catalogue: Catalogue) -> Selection:
    """Those on a topic."""
    return selection.of_topic(catalogue, visit.path["key"], visit.wording)


def place(visit: Visit, catalogue: Catalogue) -> Selection:
    """Those of a municipality."""
    return selection.of_place(catalogue, visit.path["key"])


def sender(visit: Visit) -> Sender:
    """Who publishes."""
    instance = visit.instance
    return Sender(visit.site.address, instance.settings.site.name, visit.wording, instance.zone)


def search(visit: Visit, catalogue: Catalogue) -> Selection:
    """What a search finds, asked as on the list page."""
    wanted = promise_list.asked(visit)
    return selection.of_search(catalogue, wanted, promise_list.address(wanted), visit.wording)
