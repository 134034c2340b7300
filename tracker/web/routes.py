"""The one table of addresses. What does not stand here does not exist; tests/web/routes.txt lists it for review.

Only `/api` stands beside it: it reads, and shows what the public pages show.
"""

from tracker.web import account, mailing, outlets, public, workshop
from tracker.web.files import FILES
from tracker.web.health import HEALTH
from tracker.web.routing import Row

TABLE: tuple[Row, ...] = (
    *public.ROUTES,
    *outlets.ROUTES,
    *mailing.ROUTES,
    *account.ROUTES,
    *workshop.ROUTES,
    *FILES,
    *HEALTH,
)
