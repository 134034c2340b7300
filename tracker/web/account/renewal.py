"""When a session ended while somebody was writing: what was typed is kept, shown, and sent after signing in again."""

import json
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from tracker.services import tokens
from tracker.web.form import Fields
from tracker.web.origin import inside
from tracker.web.visit import TOKEN_FIELD, Visit

PATH_FIELD, KEPT_FIELD = "zurueck", "behalten"
_HIDDEN = frozenset({TOKEN_FIELD})


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that could not be accepted: where it goes, and its fields."""

    path: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def packed(self) -> str:
        """The fields as one text, for a hidden field of the sign-in form."""
        return json.dumps(self.pairs, ensure_ascii=False)

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The fields that a person typed, for showing: anything with a blank or a line in it, or long."""
        return tuple((name, value) for name, value in self.pairs if len(value.split()) > 1)


def ask_again(visit: Visit) -> Response:
    """Ask to sign in: a page for who reads, the kept form for who was sending one."""
    if visit.request.method in {"GET", "HEAD"}:
        return visit.see("/anmelden?weiter=" + quote(visit.here, safe="/"))
    pairs = tuple((name, value) for name, value in visit.form.pairs if name not in _HIDDEN)
    kept = Kept(visit.here, pairs)
    return visit.page("account/sign_in.html", status=401, onward=visit.here, kept=kept, wrong="", login="")


def kept(form: Fields) -> Kept | None:
    """The form that was kept in a sign-in form, or None."""
    try:
        packed = json.loads(form[KEPT_FIELD]) if form[KEPT_FIELD] else None
    except ValueError:
        return None
    if not isinstance(packed, list):
        return None
    pairs = tuple((str(pair[0]), str(pair[1])) for pair in packed if isinstance(pair, list) and len(pair) == 2)
    return Kept(inside(form[PATH_FIELD]), pairs)


def offer_to_send(visit: Visit, kept: Kept, session: str) -> Response:
    """After signing in: the kept form once more, to be sent by the person, never by itself."""
    return visit.page("account/send_again.html", kept=kept, token=tokens.form_token(session))
