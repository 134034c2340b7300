"""What the interface answers about everything else: places, respondents, figures, editions, sittings, the chain."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from tracker.db.models import EditionKind
from tracker.domain.assessment import KnowledgeState, Outcome, Role
from tracker.web.api.shapes import Shape


class BodyShape(Shape):
    """A municipality."""

    key: Annotated[str, Field(description="Key in addresses and filters.")]
    name: Annotated[str, Field(description="Name.")]


class RespondentShape(Shape):
    """A party, list or candidate."""

    key: Annotated[str, Field(description="Key for filters: BODY/RESPONDENT.")]
    name: Annotated[str, Field(description="Name.")]
    body: Annotated[str, Field(description="Key of the municipality.")]
    role: Annotated[Role, Field(description="Where it sits today.")]
    url: Annotated[str, Field(description="Page for people.")]


class FigureShape(Shape):
    """Promises counted. Outcomes and knowledge that do not occur are left out; each adds up to the total."""

    name: Annotated[str, Field(description="Key of the group; empty for all, or where promises have none.")]
    total: Annotated[int, Field(description="Promises.", ge=0)]
    checked: Annotated[int, Field(description="Those that somebody looked at.", ge=0)]
    outcomes: Annotated[dict[Outcome, int], Field(description="How many have each outcome.")]
    knowledge: Annotated[dict[KnowledgeState, int], Field(description="How many are known how well.")]


class FiguresShape(Shape):
    """Today's figures, as every page shows them."""

    day: Annotated[date, Field(description="Cut-off: the last day that they know of.")]
    whole: Annotated[FigureShape, Field(description="All promises.")]
    bodies: Annotated[list[FigureShape], Field(description="By municipality.")]
    respondents: Annotated[list[FigureShape], Field(description="By respondent; never a ranking.")]
    topics: Annotated[list[FigureShape], Field(description="By topic.")]


class EditionShape(Shape):
    """A frozen report."""

    key: Annotated[str, Field(description="Key: report:2026-10 or retrospective:BODY:TERM.")]
    kind: Annotated[EditionKind, Field(description="Which report it is.")]
    cut_off: Annotated[date, Field(description="Last day that it knows of.")]
    frozen_at: Annotated[datetime, Field(description="When it was frozen.")]
    sha256: Annotated[str, Field(description="Hash of its canonical JSON.")]
    url: Annotated[str, Field(description="Page for people.")]


class WholeEditionShape(EditionShape):
    """A frozen report with its content."""

    frozen: Annotated[str, Field(description="The edition as canonical JSON, byte for byte what sha256 was taken of.")]


class PointShape(Shape):
    """An announced item that a person found to touch promises."""

    number: Annotated[str, Field(description="Number on the agenda; may be empty.")]
    title: Annotated[str, Field(description="Title.")]
    url: Annotated[str, Field(description="Address at the source; may be empty.")]
    reference: Annotated[str, Field(description="Number of the paper; may be empty.")]
    promises: Annotated[list[str], Field(description="Ids of the promises that it touches.")]


class SittingShape(Shape):
    """A coming day of a committee or council."""

    on: Annotated[date, Field(description="Day.")]
    organization: Annotated[str, Field(description="Committee or council; may be empty.")]
    title: Annotated[str, Field(description="Title; may be empty.")]
    url: Annotated[str, Field(description="Address at the source; may be empty.")]
    points: Annotated[list[PointShape], Field(description="What touches promises there; may be empty.")]


class ChainShape(Shape):
    """The end of the chain of events. Whoever notes it can tell later whether the past was changed."""

    length: Annotated[int, Field(description="Number of the last event; 0 where nothing has happened yet.", ge=0)]
    hash: Annotated[str, Field(description="Its hash; 64 zeros where nothing has happened yet.")]
    at: Annotated[datetime | None, Field(description="When it was recorded.")]


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: Annotated[str, Field(description="Always about:blank: the status says what it is.")]
    title: Annotated[str, Field(description="The status in words.")]
    status: Annotated[int, Field(description="The status.")]
    detail: Annotated[str, Field(description="What happened and how to mend it.")]
    errors: Annotated[
        list[dict[str, Any]] | None, Field(description="Each parameter that is wrong, with where and why.")
    ] = None
