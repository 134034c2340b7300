"""What other programs read: feeds, calendars, cards, pictures, data."""

from tracker.web.outlets import api_describe, card_embed, data_send, picture_show, selected
from tracker.web.outlets.atom_show import feed
from tracker.web.outlets.calendar_show import calendar
from tracker.web.outlets.selected import Choose
from tracker.web.routing import Row, route

CHOSEN: tuple[tuple[str, Choose], ...] = (
    ("alle", selected.everything),
    ("versprechen/{id}", selected.promise),
    ("antwortende/{body}/{key}", selected.party),
    ("themen/{key}", selected.topic),
    ("orte/{key}", selected.place),
    ("suche", selected.search),
)
"""What feeds and calendars are about, by the rest of their address."""

ROUTES: tuple[Row, ...] = (
    *(route(f"/atom/{rest}.xml", feed(choose)) for rest, choose in CHOSEN),
    *(route(f"/kalender/{rest}.ics", calendar(choose)) for rest, choose in CHOSEN),
    route("/einbetten/{id}", card_embed.show),
    route("/bild/{id}.png", picture_show.show),
    route("/daten/{name}", data_send.send),
    route("/api", api_describe.show),
)
