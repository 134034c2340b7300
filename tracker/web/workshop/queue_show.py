"""`/werkstatt/treffer`: the review queue, one card at a time; looking writes nothing."""

from starlette.responses import Response

from tracker.db.session import reading
from tracker.domain.link import Judgement
from tracker.services.card import card, title_pieces
from tracker.services.queue import Desk, Turn, desk, hand
from tracker.web.visit import Visit


def turn(visit: Visit) -> Turn:
    """Whose turn it is."""
    by = visit.person.name if visit.person else ""
    return Turn(by, visit.now, visit.instance.settings.review.claim_minutes)


def show(visit: Visit) -> Response:
    """The card that was asked for, else the best one on the person's desk, else how many wait."""
    if visit.query["stapel"]:
        return _pile(visit)
    return shown(visit)


def shown(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    """The card with its neighbours; `wrong` says why the last judgement was not stored."""
    with reading(visit.instance.engine) as session:
        held = hand(session, turn(visit))
        wanted = visit.form["karte"] or visit.query["karte"] or (held[0] if held else "")
        found = card(session, wanted, visit.instance.zone) if wanted else None
        laid = desk(session, turn(visit))
    if found is None:
        return visit.page("workshop/queue_start.html", desk=laid, wrong=wrong, status=status, headers=_again(laid))
    place = held.index(wanted) if wanted in held else -1
    return visit.page(
        "workshop/card.html",
        status=status,
        card=found,
        title_pieces=title_pieces(found),
        previous=held[place - 1] if place > 0 else "",
        following=held[place + 1] if 0 <= place < len(held) - 1 else "",
        place=place + 1,
        held=len(held),
        waiting=laid.waiting,
        judged=laid.judged,
        wrong=wrong,
        typed=visit.form["bemerkung"] if wrong else "",
        unreviewed=Judgement.UNREVIEWED,
    )


def _again(laid: Desk) -> dict[str, str]:
    """While the machine searches, the page asks again by itself."""
    return {"Refresh": "20"} if laid.searching and not laid.waiting else {}


def _pile(visit: Visit) -> Response:
    with reading(visit.instance.engine) as session:
        cards = [card(session, one, visit.instance.zone) for one in hand(session, turn(visit))]
    return visit.page("workshop/pile.html", cards=[(one, title_pieces(one)) for one in cards])
