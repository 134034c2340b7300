"""Subscriptions, what mailed links open, and the outbox."""

from tracker.domain.person import Rank
from tracker.web.mailing import outbox_show, subscription_ask, subscription_confirm, subscription_end
from tracker.web.routing import Row, route

ROUTES: tuple[Row, ...] = (
    route("/abo", subscription_ask.show),
    route("/abo", subscription_ask.send, "POST"),
    route("/abo/{token}", subscription_confirm.show),
    route("/abo/{token}", subscription_confirm.send, "POST"),
    route("/abbestellen/{token}", subscription_end.show),
    route("/abbestellen/{token}", subscription_end.send, "POST", mailed=True),
    route("/werkstatt/versand", outbox_show.show, rank=Rank.EDITOR),
    route("/werkstatt/versand/vorschau", outbox_show.preview, rank=Rank.EDITOR),
    route("/werkstatt/versand/vorschau/seite", outbox_show.preview_page, rank=Rank.EDITOR),
    route("/werkstatt/versand/{id}", outbox_show.mail, rank=Rank.EDITOR),
    route("/werkstatt/versand/{id}", outbox_show.settle, "POST", rank=Rank.EDITOR),
    route("/werkstatt/versand/{id}/seite", outbox_show.page, rank=Rank.EDITOR),
)
