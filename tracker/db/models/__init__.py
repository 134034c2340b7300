"""All records, by noun. The domain's values with the same names are frozen; these are rows: `models.Promise`."""

from tracker.db.models.council import (
    AgendaItem,
    Body,
    CouncilItem,
    Feed,
    FeedRun,
    File,
    ItemAlias,
    ItemVersion,
    LegislativeTerm,
    Meeting,
    Minutes,
    Organization,
    Paper,
    RawPayload,
    Respondent,
    Tombstone,
)
from tracker.db.models.questionnaire import Answer, Criterion, Document, Promise, Question, Statement
from tracker.db.models.report import Edition, EditionKind, OutboxMail
from tracker.db.models.review import (
    Assessment,
    Check,
    Link,
    LinkJudgement,
    Source,
    assessment_link,
    assessment_source,
)
from tracker.db.models.run import Event, JobRun, RunState
from tracker.db.models.users import User
from tracker.db.types import Base

__all__ = [
    "AgendaItem",
    "Answer",
    "Assessment",
    "Base",
    "Body",
    "Check",
    "CouncilItem",
    "Criterion",
    "Document",
    "Edition",
    "EditionKind",
    "Event",
    "Feed",
    "FeedRun",
    "File",
    "ItemAlias",
    "ItemVersion",
    "JobRun",
    "LegislativeTerm",
    "Link",
    "LinkJudgement",
    "Meeting",
    "Minutes",
    "Organization",
    "OutboxMail",
    "Paper",
    "Promise",
    "Question",
    "RawPayload",
    "Respondent",
    "RunState",
    "Source",
    "Statement",
    "Tombstone",
    "User",
    "assessment_link",
    "assessment_source",
]
