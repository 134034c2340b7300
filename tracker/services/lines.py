"""The lines of an edition: what was known of each promise at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.queries import asof, stood, story
from tracker.domain.assessment import Assessment, AssessmentState, Check, Effort, Outcome, Role, current, knowledge
from tracker.domain.council import Direction, ItemKind, Stage, Votes
from tracker.domain.link import Judgement
from tracker.domain.report import (
    AgendaLine,
    AssessmentLine,
    CheckLine,
    CorrectionLine,
    EvidenceLine,
    FeedLine,
    MeetingLine,
    PromiseLine,
    ReplyLine,
    SourceLine,
)
from tracker.domain.signature import signatures
from tracker.domain.topic import Topic
from tracker.feeds.policy import shown_state


@dataclass(frozen=True)
class View:
    """The database up to the end of day `cut_off` in `zone`. `body` narrows it to one municipality.

    `made` is when somebody looked: on a day that is not over, a source is not silent for hours that have not come yet.
    """

    session: Session
    cut_off: date
    zone: ZoneInfo
    body: str | None = None
    made: datetime | None = None

    @property
    def until(self) -> datetime:
        """The first moment that the view knows nothing of."""
        return midnight(self.cut_off + timedelta(days=1), self.zone)

    def day(self, moment: datetime) -> date:
        """The day on which something was recorded, as people there count days."""
        return moment.astimezone(self.zone).date()

    @cached_property
    def _stood(self) -> dict[int, stood.Stood]:
        return {one.row.id: one for one in stood.accepted(self.session, self.until, self.body)}

    @cached_property
    def accepted(self) -> dict[int, models.Promise]:
        """The promises that count, by row."""
        return {id_: one.row for id_, one in self._stood.items()}

    def accepted_at(self, promise: int) -> datetime:
        """Since when a promise counts."""
        return self._stood[promise].accepted_at

    @cached_property
    def judgements(self) -> list[models.LinkJudgement]:
        """What people had said of the links of these promises."""
        return [j for j in asof.judgements(self.session, self.until) if j.link.promise_id in self.accepted]

    @cached_property
    def evidence(self) -> list[models.LinkJudgement]:
        """Links judged relevant whose item is not from before the term."""
        return [j for j in self.judgements if j.judgement is Judgement.RELEVANT and not j.link.background]

    @cached_property
    def _evidence_days(self) -> dict[int, list[date]]:
        days: dict[int, list[date]] = {}
        for one in self.evidence:
            days.setdefault(one.link.promise_id, []).append(self.day(one.at))
        for promise, brought in self._sources.items():
            days.setdefault(promise, []).extend(self.day(source.added_at) for source in brought)
        return days

    @cached_property
    def _sources(self) -> dict[int, list[models.Source]]:
        return asof.sources(self.session, self.until)

    @cached_property
    def _checks(self) -> dict[int, list[models.Check]]:
        return asof.checks(self.session, self.until)

    @cached_property
    def _published(self) -> dict[int, list[models.Assessment]]:
        return asof.published(self.session, self.until)

    @cached_property
    def signed(self) -> dict[int, str]:
        """How people are named in what is published: by initials."""
        return signatures(story.names(self.session))

    @cached_property
    def _replies(self) -> dict[int, models.Reply]:
        return asof.replies(self.session, self.until)

    @cached_property
    def lines(self) -> dict[int, PromiseLine]:
        """All promises as they stood, by row."""
        return {row.id: self._line(row) for row in self.accepted.values()}

    def _line(self, row: models.Promise) -> PromiseLine:
        standing = current(_value(a) for a in self._published.get(row.id, []))
        looks = [Check(c.day, c.by.name, c.finding, c.sources) for c in self._checks.get(row.id, [])]
        question = row.statement.answer.question if row.statement else None
        line = PromiseLine(
            id=row.public_id,
            title=row.title,
            respondent=respondent(row),
            quote=row.quote,
            document=row.document.name,
            document_sha256=row.document.sha256,
            start=row.start,
            outcome=standing.outcome if standing else Outcome.NOT_YET_RATED,
            effort=standing.effort if standing else Effort.NONE_KNOWN,
            role=standing.role if standing else Role.UNKNOWN,
            knowledge=knowledge(looks, self._evidence_days.get(row.id, [])),
            question=" ".join(question.text.split()) if question else "",
            reading="" if row.text.split() == row.quote.split() else row.text,  # line breaks are no repair
            deadline=row.deadline_text,
            topic=row.topic,
        )
        return self._as_said(row, line)

    def _as_said(self, row: models.Promise, line: PromiseLine) -> PromiseLine:
        """The line with the words that the promise had then, where a person changed them later."""
        said = self._stood[row.id].said
        if not said:
            return line
        who = line.respondent
        if said.get("respondent", "") != (row.respondent.key if row.respondent else ""):
            who = asof.respondent_name(self.session, row.body_id, said.get("respondent", ""))
        return replace(
            line,
            title=said["title"],
            topic=Topic(said["topic"]) if said.get("topic") else None,
            deadline=said.get("deadline_text", line.deadline),
            respondent=who,
        )

    def accepted_since(self, start: datetime) -> tuple[PromiseLine, ...]:
        """Promises that were accepted in the period."""
        return tuple(self.lines[id_] for id_, one in self._stood.items() if one.accepted_at >= start)

    def published_since(self, start: datetime) -> tuple[AssessmentLine, ...]:
        """Assessments that were published in the period, oldest first."""
        rows = [a for own in self._published.values() for a in own if _at(a.published_at) >= start]
        counted = (a for a in rows if a.promise_id in self.accepted)
        return tuple(self._assessment(a) for a in sorted(counted, key=lambda a: (_at(a.published_at), a.id)))

    def _assessment(self, row: models.Assessment) -> AssessmentLine:
        promise = self.lines[row.promise_id]
        return AssessmentLine(
            promise=promise.id,
            promise_title=promise.title,
            respondent=promise.respondent,
            outcome=row.outcome,
            effort=row.effort,
            role=row.role,
            reason=row.reason,
            effective=row.effective,
            by=self.signed[row.proposed_by_id],
            confirmed_by=self.signed[row.confirmed_by_id] if row.confirmed_by_id else None,
            reason_code=row.reason_code,
            late=row.late,
            previous=self._previous(row),
            grounds=self.grounds(row),
            sources=tuple(source.title for source in sorted(row.sources, key=lambda source: source.id)),
            reply=self.reply(row),
        )

    def reply(self, row: models.Assessment) -> ReplyLine | None:
        """What the respondent was asked of an assessment, with the answer where it had come by then."""
        asked = self._replies.get(row.id)
        if asked is None:
            return None
        if asked.replied_at is None or asked.replied_at >= self.until:
            return ReplyLine(self.day(asked.asked_at))
        return ReplyLine(self.day(asked.asked_at), self.day(asked.replied_at), asked.text, asked.signed)

    def replied_since(self, start: datetime) -> tuple[AssessmentLine, ...]:
        """Assessments published before the period to which the respondent answered in it."""
        rows = [a for own in self._published.values() for a in own if _at(a.published_at) < start]
        answered = {id_ for id_, r in self._replies.items() if r.replied_at and start <= r.replied_at < self.until}
        late = (a for a in rows if a.id in answered and a.promise_id in self.accepted)
        return tuple(self._assessment(a) for a in sorted(late, key=lambda a: a.id))

    def _previous(self, row: models.Assessment) -> Outcome | None:
        """What stood when this assessment was published; None where nothing had been."""
        order = (_at(row.published_at), row.id)
        earlier = [a for a in self._published[row.promise_id] if (_at(a.published_at), a.id) < order]
        standing = current(_value(a) for a in earlier)
        return standing.outcome if standing else None

    def grounds(self, row: models.Assessment) -> tuple[EvidenceLine, ...]:
        """The council's acts that an assessment leans on, as far as they are still judged to fit."""
        links = {link.id for link in row.links}
        leaned_on = [j for j in self.evidence if j.link_id in links]
        return tuple(self._evidence(j, self._said[j.link.item_id]) for j in leaned_on)

    @cached_property
    def _said(self) -> dict[int, models.ItemVersion]:
        """What the items of all evidence said by then."""
        return asof.versions(self.session, {j.link.item_id for j in self.evidence}, self.until)

    def corrections_since(self, start: datetime) -> tuple[CorrectionLine, ...]:
        """Corrections that were made public in the period."""
        rows = [
            c for c in asof.corrections(self.session, self.until) if c.at >= start and c.promise_id in self.accepted
        ]
        return tuple(
            CorrectionLine(c.day, c.text, self.lines[c.promise_id].id, self.lines[c.promise_id].title) for c in rows
        )

    def standing_assessment(self, promise: int) -> models.Assessment | None:
        """The assessment of a promise that counts."""
        own = {a.id: a for a in self._published.get(promise, [])}
        standing = current(_value(a) for a in own.values())
        return own[standing.id] if standing else None

    def published_until(self) -> list[models.Assessment]:
        """All assessments of promises that count, in the order of their publication."""
        rows = [a for own in self._published.values() for a in own if a.promise_id in self.accepted]
        return sorted(rows, key=lambda a: (_at(a.published_at), a.id))

    def checks_of(self, promise: int) -> tuple[CheckLine, ...]:
        """Every look at a promise, oldest first."""
        return tuple(self._check(c) for c in self._checks.get(promise, []))

    def evidence_of(self, promise: int) -> tuple[EvidenceLine, ...]:
        """Every piece of evidence from the council for a promise, in the order in which it was judged."""
        return tuple(self._evidence(j, self._said[j.link.item_id]) for j in self._evidence_by_promise.get(promise, []))

    @cached_property
    def _evidence_by_promise(self) -> dict[int, list[models.LinkJudgement]]:
        found: dict[int, list[models.LinkJudgement]] = {}
        for one in self.evidence:
            found.setdefault(one.link.promise_id, []).append(one)
        return found

    def sources_of(self, promise: int) -> tuple[SourceLine, ...]:
        """Everything that people brought for a promise."""
        rows = self._sources.get(promise, [])
        return tuple(SourceLine(s.title, s.day, s.kind, s.url, s.sha256) for s in rows)

    def checks_since(self, start: datetime) -> tuple[CheckLine, ...]:
        """Looks that were recorded in the period, oldest first."""
        rows = [c for own in self._checks.values() for c in own if c.at >= start and c.promise_id in self.accepted]
        return tuple(self._check(c) for c in sorted(rows, key=lambda c: (c.at, c.id)))

    def _check(self, row: models.Check) -> CheckLine:
        promise = self.lines[row.promise_id]
        return CheckLine(promise.id, promise.title, row.day, self.signed[row.by_id], row.finding, row.sources)

    def evidence_since(self, start: datetime) -> tuple[EvidenceLine, ...]:
        """Links judged relevant in the period, with what their items said by then."""
        return tuple(self._evidence(j, self._said[j.link.item_id]) for j in self.evidence if j.at >= start)

    def _evidence(self, one: models.LinkJudgement, version: models.ItemVersion) -> EvidenceLine:
        promise, said = self.lines[one.link.promise_id], version.values
        return EvidenceLine(
            promise=promise.id,
            promise_title=promise.title,
            item_title=said["title"],
            item_url=said["url"],
            item_date=date.fromisoformat(said["item_date"]) if said["item_date"] else None,
            organization=said["organization"],
            result=said["result"],
            direction=Direction(said["decision"]["direction"]),
            stage=Stage(said["decision"]["stage"]),
            judgement=one.judgement,
            judged_by=self.signed[one.by_id],
            judged_on=self.day(one.at),
            reference=said["reference"],
            votes=votes(said["votes"]),
            item_sha256=version.content_hash,
            seen_on=self.day(version.seen_at),
        )

    def links_waiting(self) -> int:
        """Suggested links that nobody had judged."""
        return asof.waiting_links(self.session, self.until, self.accepted)

    def promises_waiting(self) -> int:
        """Proposed promises that nobody had decided on."""
        return asof.waiting_promises(self.session, self.until)

    def meetings(self, days: int) -> tuple[MeetingLine, ...]:
        """Meetings of the coming days, with the promises that people found their agenda to touch."""
        rows = asof.coming_meetings(self.session, self.until, self.cut_off, self.cut_off + timedelta(days=days))
        touching: dict[int, list[str]] = {}
        for one in self.judgements:
            if one.judgement is Judgement.RELEVANT:
                touching.setdefault(one.link.item_id, []).append(self.lines[one.link.promise_id].title)
        parts = asof.items_of_meeting(self.session, [row.id for row in rows], touching)
        said = asof.versions(self.session, [item.id for own in parts.values() for item in own], self.until)
        return tuple(self._meeting(row, parts[row.id], touching, said) for row in rows)

    def _meeting(
        self,
        row: models.Meeting,
        parts: list[models.CouncilItem],
        touching: dict[int, list[str]],
        said: dict[int, models.ItemVersion],
    ) -> MeetingLine:
        touched = {title for item in (row, *parts) for title in touching.get(item.id, [])}
        points = (
            AgendaLine(said[item.id].values["number"], said[item.id].values["title"], tuple(sorted(touching[item.id])))
            for item in parts
            if item.id in said and item.kind is ItemKind.AGENDA_ITEM
        )
        return MeetingLine(
            on=row.item_date or self.cut_off,
            organization=row.organization.name if row.organization else "",
            title=row.title,
            url=row.url,
            promises=tuple(sorted(touched)),
            points=tuple(points),
        )

    def feeds(self) -> tuple[FeedLine, ...]:
        """How the sources were doing; one without success for three intervals is stale, whatever its last poll said."""
        return tuple(self._feed(one) for one in asof.feeds(self.session, self.until))

    def _feed(self, one: asof.Standing) -> FeedLine:
        success, known_since = one.last_success, one.last_success or one.first_attempt
        looked = min(self.until, self.made) if self.made else self.until
        state = shown_state(one.state, known_since, one.feed.every, looked)
        return FeedLine(one.feed.id, one.feed.body.name, state, self.day(success) if success else None)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day begins there."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def respondent(row: models.Promise) -> str:
    """Who promised; empty where the document does not say."""
    return row.respondent.name if row.respondent else ""


def votes(stored: dict[str, object] | None) -> Votes:
    """Stored votes as a value; lists come back as tuples."""
    plain = {name: tuple(v) if isinstance(v, list) else v for name, v in (stored or {}).items()}
    return Votes(**plain)  # type: ignore[arg-type]  # written by asdict(Votes)


def in_text_order(lines: Iterable[PromiseLine]) -> tuple[PromiseLine, ...]:
    """Promises by respondent, document and place, as a reader looks for them."""
    return tuple(sorted(lines, key=lambda line: (line.respondent, line.document, line.start, line.id)))


def _value(row: models.Assessment) -> Assessment:
    """The row as it counted then: superseded ones were published at the time, the fold finds the standing one."""
    return Assessment(
        id=row.id,
        promise=row.promise.public_id,
        outcome=row.outcome,
        effective=row.effective,
        by=row.proposed_by.name,
        state=AssessmentState.PUBLISHED,
        effort=row.effort,
        role=row.role,
    )


def _at(moment: datetime | None) -> datetime:
    if moment is None:  # a CHECK of the database says otherwise
        raise ValueError("accepted and published rows have a moment")
    return moment
