"""What readers see."""

from tracker.web.public import home_show
from tracker.web.routing import route

ROUTES = (route("/", home_show.show),)
