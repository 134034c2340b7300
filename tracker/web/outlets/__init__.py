"""What other programs read: feeds, calendars, embeds, stored files, images."""

from tracker.web.routing import Row

ROUTES: tuple[Row, ...] = ()
