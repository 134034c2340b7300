"""`/versprechen/{id}/hinweis`: anybody may point to a source or report an error."""

import hashlib

from starlette.responses import Response

from tracker.db.queries import promises
from tracker.db.session import reading, writing
from tracker.domain.tip import TipKind
from tracker.errors import NotFoundError, TrackerError, key
from tracker.services.tips import LONGEST, Hint, give_tip
from tracker.web.failure import status_of
from tracker.web.visit import Visit
from tracker.web.workshop import entries


def show(visit: Visit) -> Response:
    """The form."""
    return _shown(visit)


def _shown(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    with reading(visit.instance.engine) as session:
        promise = promises.one(session, visit.path["id"])
        title, state = promise.title, promise.state
    if state.value not in {"accepted", "withdrawn"}:
        raise NotFoundError(key("Ein Versprechen {subject} gibt es nicht."), subject=visit.path["id"])
    return visit.page(
        "workshop/tip.html",
        status=status,
        id=visit.path["id"],
        title=title,
        kinds=entries.choices(TipKind, visit.wording),
        wrong=wrong,
        typed=visit.form,
        longest=LONGEST,
    )


def give(visit: Visit) -> Response:
    """Keep the tip for people to read."""
    form = visit.form
    try:
        kind = entries.member(TipKind, form["art"])
        hint = Hint(kind, form["text"], form["adresse"], form["mail"].strip(), _sender(visit))
        with writing(visit.instance.engine) as session:
            give_tip(session, visit.path["id"], hint, now=visit.now)
    except NotFoundError:
        raise
    except TrackerError as error:
        return _shown(visit, wrong=visit.wording.error(error), status=status_of(error))
    visit.notice(key("Danke. Ein Mensch liest Ihren Hinweis und antwortet, wenn Sie eine Adresse angegeben haben."))
    return visit.see(f"/versprechen/{visit.path['id']}/hinweis")


def _sender(visit: Visit) -> str:
    """One sender told from another for a day, without keeping anybody's address."""
    return hashlib.sha256(f"{visit.now.date()} {visit.client}".encode()).hexdigest()
