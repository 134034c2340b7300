"""What every operation of the interface starts from, and how it tells programs that nothing has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from tracker.db.session import reading
from tracker.services.instance import Instance
from tracker.services.outlets.freshness import state, state_of
from tracker.services.readers.catalogue import Catalogue, catalogue
from tracker.web.api.problems import OPEN, UnchangedError
from tracker.web.conditional import has_it, validators
from tracker.web.site import Site


@dataclass(frozen=True, slots=True)
class Desk:
    """The instance at a moment."""

    site: Site
    now: datetime
    catalogue: Catalogue
    """All public promises as they are shown."""

    @property
    def instance(self) -> Instance:
        """The opened instance."""
        return self.site.instance

    @property
    def address(self) -> str:
        """The address that goes before paths."""
        return self.site.address


def desk_of(site: Site) -> Callable[[Request, Response], Desk]:
    """The dependency of every operation: it answers 304 where the program has this state already."""

    def sit(request: Request, response: Response) -> Desk:
        now = site.clock().astimezone(site.instance.zone)
        with reading(site.instance.engine) as session:
            newest = state(session, site.instance, now)
        if has_it(request.headers, newest):
            raise UnchangedError(validators(newest))
        found = catalogue(site.instance, now)
        headers = validators(state_of(site.instance, found.mark))
        response.headers.update({**OPEN, **headers})
        return Desk(site, now, found)

    return sit
