"""Three cookies, none of them readable for scripts: the session, the visitor's form secret, and the last notice.

Readers get none: a form secret is made only for pages that show a form.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from tracker.services import tokens
from tracker.web.origin import inside

SESSION, VISITOR, NOTICE = "tracker-session", "tracker-form", "tracker-notice"
_LONGEST_NOTICE = 600
_MOST_NOTICES = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """What the last step left to say, and where one may want to go from there."""

    text: str
    path: str = ""
    title: str = ""


@dataclass
class Tray:
    """The cookies of one request, and what its response will set. `secure` is false only for http on one's own host."""

    sent: Mapping[str, str]
    secure: bool
    _set: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    _notices: list[Notice] = field(default_factory=list)

    @property
    def session(self) -> str:
        """The session's token as the browser sent it, or nothing."""
        return self.sent.get(self._name(SESSION), "")

    def begin_session(self, token: str, seconds: int) -> None:
        """Let the browser keep a session."""
        self._set[SESSION] = (token, seconds)

    def end_session(self) -> None:
        """Let the browser forget the session."""
        self._set[SESSION] = ("", 0)

    def visitor(self) -> str:
        """The secret of a visitor who is not signed in; made, and set, when a page first needs it."""
        known = self.sent.get(self._name(VISITOR)) or self._set.get(VISITOR, ("", 0))[0]
        if not known:
            known = tokens.fresh()
            self._set[VISITOR] = (known, None)
        return known

    def notices(self) -> list[Notice]:
        """What the last response left to say; said once."""
        raw = self.sent.get(self._name(NOTICE), "")
        if raw:
            self._set.setdefault(NOTICE, ("", 0))
        try:
            said = json.loads(base64.urlsafe_b64decode(raw)) if raw else []
        except (ValueError, binascii.Error):
            return []
        return [_notice(one) for one in said if _is_notice(one)] if isinstance(said, list) else []

    def leave(self, text: str, path: str = "", title: str = "") -> None:
        """Let the next page say this, with a link to a page of ours."""
        self._notices = [*self._notices, Notice(text[:_LONGEST_NOTICE], path, title)][-_MOST_NOTICES:]
        said = [[one.text, one.path, one.title] for one in self._notices]
        told = base64.urlsafe_b64encode(json.dumps(said, ensure_ascii=False).encode()).decode()
        self._set[NOTICE] = (told, None)

    def apply(self, response: Response) -> None:
        """Write the changes into a response."""
        for name, (value, seconds) in self._set.items():
            response.set_cookie(
                self._name(name), value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
            )
        if self._set:
            response.headers["Cache-Control"] = "no-store"

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name


def _is_notice(said: object) -> bool:
    return isinstance(said, list) and len(said) == 3 and all(isinstance(part, str) for part in said)


def _notice(said: list[str]) -> Notice:
    """A notice as a browser sent it back: only links to our own pages are followed."""
    text, path, title = (part[:_LONGEST_NOTICE] for part in said)
    return Notice(text, inside(path), title) if path else Notice(text)
