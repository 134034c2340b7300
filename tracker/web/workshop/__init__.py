"""Where volunteers judge."""

from tracker.domain.person import Rank
from tracker.web.routing import route
from tracker.web.workshop import work_list

ROUTES = (route("/werkstatt", work_list.show, rank=Rank.VOLUNTEER),)
