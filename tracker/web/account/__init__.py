"""Signing in and out, and what people set for themselves."""

from tracker.domain.person import Rank
from tracker.web.account import sign_in_open, sign_out
from tracker.web.routing import route

ROUTES = (
    route("/anmelden", sign_in_open.show),
    route("/anmelden", sign_in_open.send, "POST"),
    route("/abmelden", sign_out.send, "POST", rank=Rank.VOLUNTEER),
)
