"""What readers see, as the interface words it."""

from tracker.domain.assessment import Knowledge
from tracker.services.open_data.figures import respondent_key
from tracker.services.readers import moments
from tracker.services.readers.agenda import Sitting
from tracker.services.readers.entry import Entry, Party
from tracker.services.readers.story import Story
from tracker.web.api.register_shapes import PointShape, RespondentShape, SittingShape
from tracker.web.api.shapes import (
    CopyShape,
    CorrectionShape,
    CriterionShape,
    EvidenceShape,
    FindingShape,
    KnowledgeShape,
    LookShape,
    PlaceShape,
    PromiseShape,
    SourceShape,
    StatementShape,
    WholePromiseShape,
)


def promise(one: Entry, address: str) -> PromiseShape:
    """A promise in a list."""
    return PromiseShape(
        id=one.id,
        url=f"{address}{one.path}",
        title=one.title,
        quote=one.quote,
        body=one.party.place.key,
        respondent=respondent_key(one) or None,
        respondent_name=one.party.name,
        topic=one.topic,
        outcome=one.outcome,
        late=one.late,
        effort=one.effort,
        role=one.role,
        knowledge=knowledge(one.knowledge),
        accepted=one.accepted,
        moved=one.moved,
        due=one.due,
    )


def whole_promise(listed: Entry, told: Story, address: str) -> WholePromiseShape:
    """A promise with everything that is published of it."""
    criterion = told.criterion
    return WholePromiseShape(
        **dict(promise(listed, address)),
        withdrawn=told.withdrawn,
        term=told.term,
        place=_place(told, address),
        strength=told.strength,
        kind=told.kind,
        testability=told.testability,
        level=told.level,
        competence=told.competence,
        deadline=told.deadline,
        condition=told.condition,
        criterion=CriterionShape(**{f: getattr(criterion, f) for f in CriterionShape.model_fields})
        if criterion
        else None,
        findings=[_finding(m) for m in told.moments if isinstance(m, moments.Rated)],
        evidence=[_evidence(m, address) for m in told.moments if isinstance(m, moments.Happened)],
        sources=[_source(m, address) for m in told.moments if isinstance(m, moments.Brought)],
        looks=[
            LookShape(on=m.on, by=m.by, finding=m.finding, sources=m.sources)
            for m in told.moments
            if isinstance(m, moments.Looked)
        ],
        statements=[
            StatementShape(on=m.on, text=m.text, signed=m.signed)
            for m in told.moments
            if isinstance(m, moments.Replied)
        ],
        corrections=[
            CorrectionShape(on=m.on, text=m.text, by=m.by) for m in told.moments if isinstance(m, moments.Corrected)
        ],
    )


def knowledge(one: Knowledge) -> KnowledgeShape:
    """How well something is known."""
    return KnowledgeShape(state=one.state, count=one.count, on=one.on)


def _place(told: Story, address: str) -> PlaceShape:
    quoted = told.quoted
    return PlaceShape(
        document=_copy(quoted.document, address),
        start=quoted.start,
        pages=list(quoted.pages),
        question=quoted.question,
        reading=quoted.reading,
    )


def _copy(one: moments.Copy, address: str) -> CopyShape:
    return CopyShape(title=one.title, sha256=one.sha256, url=f"{address}{one.path}", stored=one.stored)


def _finding(one: moments.Rated) -> FindingShape:
    said = {f: getattr(one, f) for f in FindingShape.model_fields if f not in {"published", "evidence"}}
    return FindingShape(**said, published=one.on, evidence=list(one.evidence))


def _evidence(one: moments.Happened, address: str) -> EvidenceShape:
    said = {f: getattr(one, f) for f in EvidenceShape.model_fields if f not in {"kind", "copies"}}
    return EvidenceShape(**said, kind=one.item_kind, copies=[_copy(copy, address) for copy in one.copies])


def _source(one: moments.Brought, address: str) -> SourceShape:
    return SourceShape(
        id=one.id,
        kind=one.rank.name.lower(),
        title=one.title,
        on=one.on,
        url=one.url,
        by=one.by,
        stored_copy=_copy(one.copy, address),
    )


def respondent(one: Party, address: str) -> RespondentShape:
    """A respondent."""
    return RespondentShape(
        key=f"{one.place.key}/{one.key}",
        name=one.name,
        body=one.place.key,
        role=one.role,
        url=f"{address}{one.path}",
    )


def sitting(one: Sitting) -> SittingShape:
    """A coming sitting."""
    points = [
        PointShape(
            number=p.number,
            title=p.title,
            url=p.url,
            reference=p.reference,
            promises=[entry.id for entry in p.promises],
        )
        for p in one.points
    ]
    return SittingShape(on=one.on, organization=one.organization, title=one.title, url=one.url, points=points)
