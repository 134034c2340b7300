"""One visit: who asks for what, and how to answer. Every page is a function from a visit to a response."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tracker.domain.person import Person, Rank
from tracker.errors import ForbiddenError, key
from tracker.services import tokens
from tracker.services.instance import Instance
from tracker.web.cookies import Notice, Tray
from tracker.web.form import NO_FIELDS, Fields, fields
from tracker.web.navigation import Entry, foot_entries, main_entries, workshop_entries
from tracker.web.origin import inside
from tracker.web.site import Site
from tracker.wording import Wording

TOKEN_FIELD = "csrf"  # noqa: S105  # the field's name


@dataclass(frozen=True)
class Visit:
    """One request with everything that a page may need; nothing in it is bound to a database session."""

    request: Request
    site: Site
    person: Person | None
    now: datetime
    tray: Tray
    form: Fields = NO_FIELDS

    @property
    def instance(self) -> Instance:
        """The opened instance."""
        return self.site.instance

    @property
    def wording(self) -> Wording:
        """The language of the pages."""
        return self.instance.wording

    @property
    def signed_in(self) -> Person:
        """Whoever is signed in, on pages whose row wants that. Raises ForbiddenError, never None."""
        if self.person is None:
            raise ForbiddenError(key("Bitte melden Sie sich zuerst an."), subject=self.request.url.path)
        return self.person

    @cached_property
    def query(self) -> Fields:
        """The part of the address after the question mark; what is not there reads as empty."""
        return fields(self.request.query_params.multi_items())

    @property
    def path(self) -> dict[str, Any]:
        """The named parts of the address, as the table's row names them."""
        return self.request.path_params

    @property
    def headers(self) -> Headers:
        """What the browser sent with it."""
        return self.request.headers

    @property
    def client(self) -> str:
        """The visitor's network address, for limits only; never stored in clear."""
        return self.request.client.host if self.request.client else ""

    @property
    def here(self) -> str:
        """The address of this page on our site, with its query."""
        query = self.request.url.query
        return inside(quote(self.request.url.path, safe="/:@!$&'()*+,;=-._~") + (f"?{query}" if query else ""))

    @property
    def csrf(self) -> str:
        """The token that every form of this visitor sends back."""
        return tokens.form_token(self.tray.session if self.person else self.tray.visitor())

    @property
    def csrf_field(self) -> Markup:
        """The hidden field with the token, for every form that posts."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, self.csrf)

    def may(self, rank: Rank | str) -> bool:
        """Whether whoever asks has at least this rank."""
        wanted = Rank[rank.upper()] if isinstance(rank, str) else rank
        return (self.person.rank if self.person else Rank.READER) >= wanted

    @property
    def navigation(self) -> tuple[Entry, ...]:
        """The public pages that there are."""
        return main_entries(self.site.paths, self.request.url.path, self.wording)

    @property
    def foot(self) -> tuple[Entry, ...]:
        """What stands below every page."""
        return foot_entries(self.site.paths, self.request.url.path, self.wording)

    @property
    def workshop(self) -> tuple[Entry, ...]:
        """The workshop's pages that this person may open."""
        return workshop_entries(self.site.paths, self.request.url.path, self.person, self.wording)

    @cached_property
    def notices(self) -> list[Notice]:
        """What the step before left to say."""
        return self.tray.notices()

    def absolute(self, path: str) -> str:
        """The whole address of a page of ours, as configured."""
        return self.site.address + path

    def page(
        self, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any
    ) -> Response:
        """A page from a template."""
        return HTMLResponse(self.site.render(template, {"visit": self, **values}), status, headers=headers)

    def see(self, path: str) -> Response:
        """Go on to another page of ours, after something was done."""
        return RedirectResponse(inside(path), 303)

    def notice(self, message: str, onward: tuple[str, str] = ("", ""), /, **values: object) -> None:
        """Let the next page say this sentence, once; `onward` is where it leads: a path and the words of the link."""
        path, title = onward
        self.tray.leave(self.wording.text(message, **values), path, self.wording.text(title))
