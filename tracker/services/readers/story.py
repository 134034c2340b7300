"""A promise's page: the promise in its whole answer, the three facts, the criterion, and the story so far."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import readers
from tracker.db.queries import story as queries
from tracker.domain.assessment import Check, Effort, Knowledge, Outcome, Role, knowledge
from tracker.domain.majority import in_majority, role_on
from tracker.domain.promise import Competence, Criterion, PromiseState
from tracker.domain.questionnaire import Kind, Level, Strength, Testability
from tracker.domain.topic import Topic
from tracker.errors import NotFoundError, key
from tracker.services.origins import pages_of
from tracker.services.readers import telling
from tracker.services.readers.entry import Party, Place
from tracker.services.readers.moments import Copy, Moment, Rated, in_order

AROUND = 1500
"""Characters of an answer shown before and behind a promise whose answer is longer than a page."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The promise in its answer: `before`, `quote` and `behind` follow each other in the document.

    `cut` says that the answer goes on beyond what is shown. `reading` is the repaired quote, empty where nothing had to
    be repaired.
    """

    question: str
    number: str
    before: str
    quote: str
    behind: str
    cut: bool
    reading: str
    start: int
    pages: tuple[int, ...]
    document: Copy


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that readers may know of one promise."""

    id: str
    title: str
    party: Party
    term: str
    topic: Topic | None
    withdrawn: str
    quoted: Quoted
    knowledge: Knowledge
    standing: Rated | None
    criterion: Criterion | None
    criterion_by: str
    criterion_on: date | None
    strength: Strength
    kind: Kind
    testability: Testability
    competence: Competence
    level: Level
    deadline: str
    due: date | None
    condition: str
    moments: tuple[Moment, ...]

    @property
    def outcome(self) -> Outcome:
        """Whether it happened, as far as anybody has published a finding."""
        return self.standing.outcome if self.standing else Outcome.NOT_YET_RATED

    @property
    def late(self) -> bool:
        """Whether it happened after the deadline."""
        return self.standing is not None and self.standing.late

    @property
    def effort(self) -> Effort:
        """What the respondent itself did."""
        return self.standing.effort if self.standing else Effort.NONE_KNOWN

    @property
    def role(self) -> Role:
        """Where the respondent sat at the time of the finding."""
        return self.standing.role if self.standing else Role.UNKNOWN

    @property
    def path(self) -> str:
        """Its permanent address."""
        return f"/versprechen/{self.id}"

    def told(self, kind: str) -> tuple[Moment, ...]:
        """The moments of one kind."""
        return tuple(one for one in self.moments if one.kind == kind)

    @property
    def counted(self) -> Counter[str]:
        """How many moments there are of each kind."""
        return Counter(one.kind for one in self.moments)


def story(session: Session, promise_id: str, day: date, zone: ZoneInfo) -> Story:
    """The page of a promise on a day. Raises NotFoundError where it was never public."""
    row = queries.promise(session, promise_id)
    if row is None:
        raise NotFoundError(
            key(
                "Ein Versprechen mit der Kennung {subject} ist hier nicht veröffentlicht. Vielleicht hilft die Suche "
                "unter „Versprechen“."
            ),
            subject=promise_id,
        )
    teller = telling.Teller(session, row, zone)
    moments = in_order(teller.moments())
    rated = [one for one in moments if isinstance(one, Rated)]
    written = row.criterion
    return Story(
        id=row.public_id,
        title=row.title,
        party=_party(session, row, day),
        term=row.term.name if row.term else "",
        topic=row.topic,
        withdrawn=row.decision_note if row.state is PromiseState.WITHDRAWN else "",
        quoted=_quoted(session, row, teller),
        knowledge=_knowledge(teller, zone),
        standing=next((one for one in rated if one.stands), None),
        criterion=telling.criterion(written) if written else None,
        criterion_by=teller.initials_of(written.written_by_id) if written else "",
        criterion_on=teller.day(written.written_at) if written else None,
        strength=row.strength,
        kind=row.kind,
        testability=row.testability,
        competence=row.competence,
        level=row.level,
        deadline=row.deadline_text,
        due=row.due_on,
        condition=row.condition,
        moments=moments,
    )


def _party(session: Session, row: models.Promise, day: date) -> Party:
    place = Place(row.body.id, row.body.name)
    if row.respondent is None:
        return Party("", "", place)
    known = any(in_majority(one.majority, day) for one in readers.respondents(session) if one.body_id == row.body_id)
    return Party(row.respondent.key, row.respondent.name, place, role_on(row.respondent.majority, day, known=known))


def _knowledge(teller: telling.Teller, zone: ZoneInfo) -> Knowledge:
    """The same derivation as in every list and edition."""
    days = [_on(link.judged_at, zone) for link in teller.links if link.judged_at]
    days += [_on(source.added_at, zone) for source in teller.sources]
    return knowledge([Check(look.day, "", look.finding) for look in teller.checks], days)


def _quoted(session: Session, row: models.Promise, teller: telling.Teller) -> Quoted:
    answer = row.statement.answer if row.statement else None
    first, last = (min(answer.start, row.start), max(answer.end, row.end)) if answer else (row.start, row.end)
    shown_first, shown_last = max(first, row.start - AROUND), min(last, row.end + AROUND)
    question = answer.question if answer else None
    return Quoted(
        question=" ".join(question.text.split()) if question else "",
        number=(question.number or "") if question else "",
        before=queries.stretch(session, row.document_id, shown_first, row.start),
        quote=row.quote,
        behind=queries.stretch(session, row.document_id, row.end, shown_last),
        cut=(shown_first, shown_last) != (first, last),
        reading="" if row.text.split() == row.quote.split() else row.text,  # line breaks are no repair
        start=row.start,
        pages=tuple(page.number for page in pages_of(row)),
        document=teller.document,
    )


def _on(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
