"""How much there is: the counts that people look at first."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.domain.link import Judgement


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of everything stored; `promises` by respondent in the order of their names."""

    documents: int
    answers: int
    promises: tuple[tuple[str, int], ...]
    items: int
    links: int
    judged: int


def overview(session: Session) -> Overview:
    """What the instance holds now."""
    by_respondent = (
        select(models.Respondent.name, func.count())
        .join(models.Promise, models.Promise.respondent_id == models.Respondent.id)
        .group_by(models.Respondent.name)
        .order_by(models.Respondent.name)
    )

    def count(table: type[models.Base]) -> int:
        return session.scalar(select(func.count()).select_from(table)) or 0

    judged = select(func.count()).where(models.Link.judgement != Judgement.UNREVIEWED)
    return Overview(
        documents=count(models.Document),
        answers=count(models.Answer),
        promises=tuple((name, number) for name, number in session.execute(by_respondent)),
        items=count(models.CouncilItem),
        links=count(models.Link),
        judged=session.scalar(judged) or 0,
    )
