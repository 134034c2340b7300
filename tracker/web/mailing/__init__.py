"""Subscriptions, and what mailed links open."""

from tracker.web.routing import Row

ROUTES: tuple[Row, ...] = ()
