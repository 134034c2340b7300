"""schema.org ClaimReview: only for final findings, because a promise in progress is no claim that is true or false."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.assessment import Outcome
from tracker.reporting.foreign import line, visible

_IN_A_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": None, "\u2029": None})
"""What could end the script element or begin a comment in it; in JSON they may always be written like this."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A promise with the finding that stands: who promised what where, and what became of it in people's words.

    `read_at` is the address of the stored document, `rating` the German or English word for the outcome.
    """

    page: str
    promise: str
    respondent: str
    document: str
    read_at: str
    outcome: Outcome
    rating: str
    published: date
    publisher: str
    publisher_at: str


def claim_review(one: Reviewed) -> dict[str, Any] | None:
    """The structured data, None where nothing final is published."""
    if not one.outcome.final:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": one.page,
        "datePublished": one.published.isoformat(),
        "author": {"@type": "Organization", "name": line(one.publisher), "url": one.publisher_at},
        "claimReviewed": line(one.promise),
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": line(one.respondent)},
            "appearance": {"@type": "CreativeWork", "name": line(one.document), "url": one.read_at},
        },
        "reviewRating": {"@type": "Rating", "alternateName": one.rating},
    }


def script_safe(value: dict[str, Any]) -> str:
    """JSON that may stand in a script element of a page, whatever its texts say."""
    return visible(json.dumps(value, ensure_ascii=False)).translate(_IN_A_SCRIPT)
