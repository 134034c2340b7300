"""`/werkstatt/personen`: who works here, for those who run the instance."""

from sqlalchemy.orm import Session
from starlette.responses import Response

from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.person import Rank
from tracker.errors import NotFoundError, RuleError, TrackerError, UsageError, key
from tracker.mail import AddressError
from tracker.services import invitations, users
from tracker.web.failure import status_of
from tracker.web.visit import Visit

RANKS = (Rank.VOLUNTEER, Rank.EDITOR, Rank.OPERATOR)
PLACE = "/werkstatt/personen"


def show(visit: Visit) -> Response:
    """Everybody, and the form to invite somebody."""
    return _shown(visit)


def add(visit: Visit) -> Response:
    """Add somebody and mail the invitation."""
    name, email = visit.form["name"], visit.form["mail"]
    try:
        with writing(visit.instance.engine) as session:
            rank = _rank(visit.form["rolle"])
            user = users.add_user(session, name, email, rank=rank, by=visit.signed_in.name, now=visit.now)
            _send_link(visit, session, user)
    except (RuleError, AddressError) as error:
        return _shown(visit, error)
    visit.notice(key("{name} bekommt eine Einladung per Mail."), name=name)
    return visit.see(PLACE)


def change(visit: Visit) -> Response:
    """Another rank, off, on again, or a new link."""
    by = visit.signed_in.name
    try:
        with writing(visit.instance.engine) as session:
            user = session.get(models.User, _number(visit.path["id"]))
            if user is None:
                raise _nobody()
            match visit.form["was"]:
                case "rolle":
                    users.set_rank(session, user.name, _rank(visit.form["rolle"]), by=by, now=visit.now)
                case "aus" | "an" as wanted:
                    users.set_disabled(session, user.name, disabled=wanted == "aus", by=by, now=visit.now)
                case "link":
                    _send_link(visit, session, user)
                case _:
                    raise UsageError(key("Diese Änderung kennen wir nicht. Es wurde nichts verändert."))
            name = user.name
    except RuleError as error:
        return _shown(visit, error)
    visit.notice(key("Geändert: {name}."), name=name)
    return visit.see(PLACE)


def _shown(visit: Visit, error: TrackerError | None = None) -> Response:
    with reading(visit.instance.engine) as session:
        found = users.members(session)
    return visit.page(
        "account/members.html",
        status=status_of(error) if error else 200,
        members=found,
        ranks=[(rank.name.lower(), visit.wording.label(rank)) for rank in RANKS],
        wrong=visit.wording.error(error) if error else "",
    )


def _send_link(visit: Visit, session: Session, user: models.User) -> None:
    token = invitations.invite(session, user, now=visit.now)
    if not invitations.post(session, user, token, visit.instance.settings, now=visit.now):
        raise RuleError(key("Zu {subject} kennen wir keine Mailadresse."), subject=user.name)


def _rank(word: str) -> Rank:
    found = {rank.name.lower(): rank for rank in RANKS}.get(word)
    if found is None:
        raise RuleError(key("Diese Rolle gibt es nicht."), subject=word)
    return found


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise _nobody()
    return int(text)


def _nobody() -> NotFoundError:
    return NotFoundError(key("Diese Person gibt es nicht."))
