"""What may be asked: the filters of the list page by their English names, and paging."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tracker.domain.assessment import Effort, KnowledgeState, Outcome
from tracker.domain.topic import Topic
from tracker.services.readers.finding import NO_TOPIC, Asked


class Paging(BaseModel):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(description="Page, counted from 1.", ge=1, le=1_000_000)] = 1
    per_page: Annotated[int, Field(description="Entries on a page.", ge=1, le=100)] = 25

    @property
    def first(self) -> int:
        """Entries before this page."""
        return (self.page - 1) * self.per_page


class PromiseQuery(Paging):
    """Which promises. What is not asked for narrows nothing; a value that does not occur finds nothing."""

    q: Annotated[str, Field(description="Words of title, quote, question or evidence.", max_length=200)] = ""
    respondent: Annotated[
        str | None,
        Field(
            description="Key of who promised: BODY/RESPONDENT.", max_length=140, examples=["musterstadt-ost/bruecke"]
        ),
    ] = None
    topic: Annotated[
        Topic | Literal["none"] | None, Field(description="Topic; `none` for promises that have none yet.")
    ] = None
    outcome: Annotated[Outcome | None, Field(description="Outcome.")] = None
    effort: Annotated[Effort | None, Field(description="What the respondent did for it.")] = None
    knowledge: Annotated[KnowledgeState | None, Field(description="How well it is known.")] = None
    body: Annotated[str | None, Field(description="Key of the municipality.", max_length=64)] = None
    year: Annotated[int | None, Field(description="Year of the last movement.", ge=1900, le=9999)] = None

    def asked(self) -> Asked:
        """The search as the pages know it."""
        given = {
            "party": self.respondent,
            "topic": NO_TOPIC if self.topic == "none" else self.topic,
            "outcome": self.outcome,
            "effort": self.effort,
            "knowledge": self.knowledge,
            "body": self.body,
            "year": None if self.year is None else str(self.year),
        }
        return Asked(self.q.strip(), tuple((name, str(value)) for name, value in given.items() if value is not None))
