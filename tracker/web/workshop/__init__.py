"""Where volunteers judge; and the two forms by which others answer: a respondent's reply, a reader's tip."""

from tracker.domain.person import Rank
from tracker.web.routing import UPLOAD_BYTES, route
from tracker.web.workshop import (
    assessment_act,
    assessment_list,
    coding,
    inbox_list,
    log_show,
    promise_act,
    promise_show,
    queue_act,
    queue_show,
    reply_give,
    tip_give,
    tip_list,
    upload,
    work_list,
)

ROUTES = (
    route("/werkstatt", work_list.show, rank=Rank.VOLUNTEER),
    route("/werkstatt/posteingang", inbox_list.show, rank=Rank.VOLUNTEER),
    route("/werkstatt/versprechen/{id}", promise_show.show, rank=Rank.VOLUNTEER),
    route("/werkstatt/versprechen/{id}", promise_act.act, "POST", rank=Rank.VOLUNTEER, body=UPLOAD_BYTES),
    route("/werkstatt/treffer", queue_show.show, rank=Rank.VOLUNTEER),
    route("/werkstatt/treffer", queue_act.act, "POST", rank=Rank.VOLUNTEER),
    route("/werkstatt/bewertungen", assessment_list.show, rank=Rank.VOLUNTEER),
    route("/werkstatt/bewertungen", assessment_act.act, "POST", rank=Rank.VOLUNTEER),
    route("/werkstatt/einlesen", upload.show, rank=Rank.VOLUNTEER),
    route("/werkstatt/einlesen", upload.receive, "POST", rank=Rank.VOLUNTEER, body=UPLOAD_BYTES),
    route("/werkstatt/einlesen/{sha256}", upload.preview, rank=Rank.VOLUNTEER),
    route("/werkstatt/einlesen/{sha256}", upload.adopt, "POST", rank=Rank.VOLUNTEER),
    route("/werkstatt/zweitkodierung", coding.show, rank=Rank.VOLUNTEER),
    route("/werkstatt/zweitkodierung", coding.act, "POST", rank=Rank.VOLUNTEER),
    route("/werkstatt/meldungen", tip_list.show, rank=Rank.EDITOR),
    route("/werkstatt/meldungen", tip_list.act, "POST", rank=Rank.EDITOR),
    route("/werkstatt/protokoll", log_show.show, rank=Rank.VOLUNTEER),
    route("/stellungnahme/{token}", reply_give.show),
    route("/stellungnahme/{token}", reply_give.give, "POST"),
    route("/versprechen/{id}/hinweis", tip_give.show),
    route("/versprechen/{id}/hinweis", tip_give.give, "POST"),
)
