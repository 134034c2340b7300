"""What the interface answers, field by field: promises in lists and whole."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from tracker.domain.assessment import CheckFinding, Effort, KnowledgeState, Outcome, ReasonCode, Role
from tracker.domain.council import Direction, ItemKind, Stage
from tracker.domain.promise import Competence
from tracker.domain.questionnaire import Kind, Level, Strength, Testability
from tracker.domain.topic import Topic
from tracker.services.open_data.council_nouns import ITEMS
from tracker.services.open_data.fairness_nouns import CORRECTIONS, REPLIES
from tracker.services.open_data.noun import Noun
from tracker.services.open_data.promise_nouns import ASSESSMENTS, CRITERIA, PROMISES, SOURCES


def says(noun: Noun, field: str, end: str = ".") -> Any:
    """What the exported column of that name says, as a sentence; `end` adds what holds only here."""
    (words,) = (one.says for one in noun.fields if one.name == field)
    return Field(description=words[0].upper() + words[1:] + end)


class Shape(BaseModel):
    """An object of the interface; nothing that is not described is in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KnowledgeShape(Shape):
    """How well a promise is known: evidence beats nothing found beats never checked."""

    state: Annotated[KnowledgeState, Field(description="What is known at all.")]
    count: Annotated[int, Field(description="Pieces of evidence.", ge=0)]
    on: Annotated[date | None, Field(description="Day of the latest evidence or look; null where nobody looked.")]


class PromiseShape(Shape):
    """A promise in a list, with its three separate facts: outcome, effort, knowledge. There is no score."""

    id: Annotated[str, Field(description="Public id; it never changes.", examples=["p-0123456789"])]
    url: Annotated[str, Field(description="Page for people.")]
    title: Annotated[str, Field(description="What is promised, in a few words.")]
    quote: Annotated[str, Field(description="The words of the promise, verbatim from the stored document.")]
    body: Annotated[str, Field(description="Key of the municipality.")]
    respondent: Annotated[
        str | None, Field(description="Key of who promised, BODY/RESPONDENT; null where the document names nobody.")
    ]
    respondent_name: Annotated[str, Field(description="Name of who promised; may be empty.")]
    topic: Annotated[Topic | None, Field(description="What it is about; null where nobody has said so yet.")]
    outcome: Annotated[Outcome, Field(description="Did it happen? By the published finding that stands.")]
    late: Annotated[bool, Field(description="Whether it happened after its deadline.")]
    effort: Annotated[Effort, Field(description="What the respondent itself did for it.")]
    role: Annotated[Role, Field(description="Where the respondent sat at the time: majority or opposition.")]
    knowledge: Annotated[KnowledgeShape, Field(description="How well we know.")]
    accepted: Annotated[date, Field(description="Day on which a person took it up.")]
    moved: Annotated[date, Field(description="Day on which something was last recorded of it.")]
    due: Annotated[
        date | None, Field(description="Day on which it falls due; null where nothing is promised for a day.")
    ]


class CriterionShape(Shape):
    """When the promise counts as fulfilled; written before evidence was judged."""

    fulfilled_if: Annotated[str, says(CRITERIA, "fulfilled_if", " …")]
    partly_if: Annotated[str, says(CRITERIA, "partly_if", " …; may be empty.")]
    not_fulfilled_if: Annotated[str, says(CRITERIA, "not_fulfilled_if", " …; may be empty.")]
    where_to_look: Annotated[str, Field(description="Where one can see it; may be empty.")]
    next_review: Annotated[date | None, says(CRITERIA, "next_review")]


class CopyShape(Shape):
    """Stored bytes that anybody may fetch and hash."""

    title: Annotated[str, Field(description="What it is called.")]
    sha256: Annotated[str, Field(description="Hash of the bytes.")]
    url: Annotated[str, Field(description="Where our copy lies.")]
    stored: Annotated[date, Field(description="Day on which we stored it.")]


class PlaceShape(Shape):
    """Where the promise stands."""

    document: Annotated[CopyShape, Field(description="The stored document.")]
    start: Annotated[int, Field(description="First character of the quote in the document's text as read.", ge=0)]
    pages: Annotated[list[int], Field(description="Pages of the document; empty where it has none.")]
    question: Annotated[str, Field(description="The question that was asked; may be empty.")]
    reading: Annotated[str, Field(description="The quote without errors of text recognition; empty where it had none.")]


class EvidenceShape(Shape):
    """Something in the council that a person found to belong to the promise."""

    id: Annotated[str, Field(description="Public id of the link.")]
    kind: Annotated[ItemKind, Field(description="What it is.")]
    title: Annotated[str, Field(description="Title.")]
    on: Annotated[date | None, Field(description="Date of the sitting or paper.")]
    url: Annotated[str, Field(description="Address at the source; may be empty.")]
    organization: Annotated[str, Field(description="Committee or council; may be empty.")]
    reference: Annotated[str, says(ITEMS, "reference", "; may be empty.")]
    result: Annotated[str, Field(description="Result as the source words it; may be empty.")]
    direction: Annotated[Direction, says(ITEMS, "direction")]
    stage: Annotated[Stage, Field(description="Only a decisive result is the council's decision.")]
    judged_by: Annotated[str, Field(description="Initials of who judged it.")]
    judged_on: Annotated[date, Field(description="Day of that judgement.")]
    content_hash: Annotated[str, Field(description="Hash of what the item said.")]
    copies: Annotated[list[CopyShape], Field(description="Attached documents that we stored.")]


class SourceShape(Shape):
    """A source that a person brought."""

    id: Annotated[str, Field(description="Public id.")]
    kind: Annotated[str, Field(description="announcement, press, administration, budget or decision.")]
    title: Annotated[str, Field(description="Title.")]
    on: Annotated[date, says(SOURCES, "day")]
    url: Annotated[str, says(SOURCES, "url", "; may be empty.")]
    by: Annotated[str, Field(description="Initials of who brought it.")]
    stored_copy: Annotated[CopyShape, Field(description="Our stored copy.")]


class LookShape(Shape):
    """Somebody looked, and found something or nothing."""

    on: Annotated[date, Field(description="Day of the look.")]
    by: Annotated[str, Field(description="Initials of who looked.")]
    finding: Annotated[CheckFinding, Field(description="What was found.")]
    sources: Annotated[str, Field(description="Where the person looked; may be empty.")]


class FindingShape(Shape):
    """A published finding. Older ones stay readable."""

    id: Annotated[str, Field(description="Public id.")]
    published: Annotated[date, Field(description="Day of publication.")]
    effective: Annotated[date, says(ASSESSMENTS, "effective")]
    stands: Annotated[bool, Field(description="Whether it is the one that counts.")]
    outcome: Annotated[Outcome, says(ASSESSMENTS, "outcome", "?")]
    late: Annotated[bool, Field(description="Whether it happened after its deadline.")]
    effort: Annotated[Effort, says(ASSESSMENTS, "effort")]
    role: Annotated[Role, says(ASSESSMENTS, "role")]
    reason_code: Annotated[ReasonCode | None, says(ASSESSMENTS, "reason_code")]
    reason: Annotated[str, says(ASSESSMENTS, "reason", "; may be empty.")]
    by: Annotated[str, Field(description="Initials of who proposed it.")]
    confirmed_by: Annotated[str, Field(description="Initials of who confirmed it.")]
    single_person: Annotated[bool, says(ASSESSMENTS, "single_person")]
    codebook: Annotated[str, says(ASSESSMENTS, "codebook", "; empty for findings from before it was kept.")]
    evidence: Annotated[list[str], Field(description="Ids of the links and sources that it leans on.")]


class StatementShape(Shape):
    """What the respondent says of a finding, word for word."""

    on: Annotated[date, Field(description="Day on which it came.")]
    text: Annotated[str, Field(description="Its words.")]
    signed: Annotated[str, says(REPLIES, "signed", "; may be empty.")]


class CorrectionShape(Shape):
    """A public correction."""

    on: Annotated[date, Field(description="Day of the correction.")]
    text: Annotated[str, says(CORRECTIONS, "text")]
    by: Annotated[str, Field(description="Initials of who corrected it.")]


class WholePromiseShape(PromiseShape):
    """A promise with everything that is published of it."""

    withdrawn: Annotated[str, Field(description="Why it is no longer followed; empty while it is.")]
    term: Annotated[str, Field(description="Name of the council term; may be empty.")]
    place: Annotated[PlaceShape, Field(description="Where it stands.")]
    strength: Annotated[Strength, says(PROMISES, "strength")]
    kind: Annotated[Kind, Field(description="What is promised.")]
    testability: Annotated[Testability, says(PROMISES, "testability", "?")]
    level: Annotated[Level, says(PROMISES, "level")]
    competence: Annotated[Competence, says(PROMISES, "competence")]
    deadline: Annotated[str, says(PROMISES, "deadline_text", "; may be empty.")]
    condition: Annotated[str, says(PROMISES, "condition", "; may be empty.")]
    criterion: Annotated[CriterionShape | None, Field(description="When it counts as fulfilled.")]
    findings: Annotated[list[FindingShape], Field(description="Published findings, oldest first.")]
    evidence: Annotated[list[EvidenceShape], Field(description="What happened in the council, oldest first.")]
    sources: Annotated[list[SourceShape], Field(description="What people brought, oldest first.")]
    looks: Annotated[list[LookShape], Field(description="Looks that people took, oldest first.")]
    statements: Annotated[list[StatementShape], Field(description="Replies of the respondent, oldest first.")]
    corrections: Annotated[list[CorrectionShape], Field(description="Corrections, oldest first.")]


class PromisePage(Shape):
    """One page of a list of promises, with how many of all that fit anybody has looked at."""

    day: Annotated[date, Field(description="Cut-off: the last day that the answer knows of.")]
    total: Annotated[int, Field(description="Promises that fit.", ge=0)]
    checked: Annotated[int, Field(description="Those of them that somebody looked at.", ge=0)]
    page: Annotated[int, Field(description="Number of this page.", ge=1)]
    pages: Annotated[int, Field(description="Number of the last page; at least 1.", ge=1)]
    items: Annotated[list[PromiseShape], Field(description="Promises of this page; beyond the last page none.")]
