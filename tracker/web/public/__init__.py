"""What readers see."""

from tracker.web.public import (
    agenda_show,
    copy_send,
    correction_list,
    data_show,
    edition_list,
    edition_show,
    home_show,
    imprint_show,
    method_show,
    party_list,
    party_show,
    privacy_show,
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
    route("/ausgaben/{key}", edition_show.show),
    route("/ausgaben/{key}/json", edition_show.send_json),
    route("/korrekturen", correction_list.show),
    route("/methodik", method_show.show),
    route("/daten", data_show.show),
    route("/impressum", imprint_show.show),
    route("/datenschutz", privacy_show.show),
    route("/beleg/{sha256}", copy_send.send),
)
