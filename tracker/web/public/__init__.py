"""What readers see."""

from tracker.web.public import (
    agenda_show,
    copy_send,
    correction_list,
    edition_list,
    home_show,
    party_list,
    party_show,
    promise_list,
    promise_show,
    topic_list,
    topic_show,
)
from tracker.web.routing import route

ROUTES = (
    route("/", home_show.show),
    route("/versprechen", promise_list.show),
    route("/versprechen/{id}", promise_show.show),
    route("/antwortende", party_list.show),
    route("/antwortende/{body}/{key}", party_show.show),
    route("/themen", topic_list.show),
    route("/themen/{key}", topic_show.show),
    route("/termine", agenda_show.show),
    route("/ausgaben", edition_list.show),
    route("/korrekturen", correction_list.show),
    route("/beleg/{sha256}", copy_send.send),
)
