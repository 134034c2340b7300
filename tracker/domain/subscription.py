"""What somebody wants to be written about, and which words they agreed to."""

from dataclasses import dataclass
from enum import StrEnum


class Occasion(StrEnum):
    """When we write: with the monthly report, or before a meeting whose agenda touches a promise."""

    REPORT = "report"
    MEETING = "meeting"


class Scope(StrEnum):
    """How much somebody wants to hear of."""

    BODY = "body"
    TOPIC = "topic"
    RESPONDENT = "respondent"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to subscribe to. `subject` is the key of a body, a topic, "body/respondent", or a promise's id."""

    occasion: Occasion
    scope: Scope
    subject: str


@dataclass(frozen=True, slots=True)
class Facet:
    """What a promise belongs to: enough to say whether a wish covers it."""

    promise: str
    body: str
    respondent: str
    topic: str


def covers(wish: Wish, facet: Facet) -> bool:
    """Whether the wish covers the promise."""
    match wish.scope:
        case Scope.BODY:
            return wish.subject == facet.body
        case Scope.TOPIC:
            return wish.subject == facet.topic
        case Scope.RESPONDENT:
            return wish.subject == f"{facet.body}/{facet.respondent}"
        case Scope.PROMISE:
            return wish.subject == facet.promise
