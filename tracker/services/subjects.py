"""What can be subscribed to, and how it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.domain.promise import PromiseState
from tracker.domain.subscription import Occasion, Scope, Wish
from tracker.domain.topic import Topic
from tracker.errors import key
from tracker.reporting.rich import Rich, foreign, said
from tracker.wording import Wording

_SAID = {
    Scope.BODY: key("{occasion}: alles aus {subject}"),
    Scope.TOPIC: key("{occasion}: Thema „{subject}“"),
    Scope.RESPONDENT: key("{occasion}: {subject}"),
    Scope.PROMISE: key("{occasion}: Versprechen „{subject}“"),
}


def names(session: Session) -> Mapping[Wish, str | Topic]:
    """Every wish that can be had, with what its subject is called."""
    found: dict[tuple[Scope, str], str | Topic] = {(Scope.TOPIC, topic.value): topic for topic in Topic}
    for body in session.scalars(select(models.Body)):
        found[Scope.BODY, body.id] = body.name
    for row in session.scalars(select(models.Respondent)):
        found[Scope.RESPONDENT, f"{row.body_id}/{row.key}"] = row.name
    promises = select(models.Promise.public_id, models.Promise.title)
    for public_id, title in session.execute(promises.where(models.Promise.state == PromiseState.ACCEPTED)):
        found[Scope.PROMISE, public_id] = title
    return {Wish(occasion, scope, subject): name for (scope, subject), name in found.items() for occasion in Occasion}


def in_words(session: Session, wishes: Sequence[Wish], wording: Wording) -> tuple[Rich, ...]:
    """Wishes as people read them; what no longer exists is called by its key."""
    known = names(session)
    return tuple(_said(wish, known.get(wish, wish.subject), wording) for wish in wishes)


def _said(wish: Wish, name: str | Topic, wording: Wording) -> Rich:
    subject = wording.label(name) if isinstance(name, Topic) else name
    return said(wording, _SAID[wish.scope], occasion=wording.label(wish.occasion), subject=foreign(subject))


@dataclass(frozen=True, slots=True)
class Offer:
    """One entry of a choice: its value in a form and its name."""

    value: str
    name: str


_GROUPS = (
    (Scope.PROMISE, key("Ein Versprechen")),
    (Scope.BODY, key("Alles aus einer Kommune")),
    (Scope.TOPIC, key("Ein Thema")),
    (Scope.RESPONDENT, key("Eine Gruppe")),
)


def offers(session: Session, chosen: str, wording: Wording) -> tuple[tuple[str, tuple[Offer, ...]], ...]:
    """What a form offers, under headings, by name. Of the promises only the chosen one: there are thousands."""
    found: dict[Scope, list[Offer]] = {scope: [] for scope in Scope}
    for wish, name in names(session).items():
        value = f"{wish.scope}:{wish.subject}"
        if wish.occasion is Occasion.REPORT and (wish.scope is not Scope.PROMISE or value == chosen):
            found[wish.scope].append(Offer(value, wording.label(name) if isinstance(name, Topic) else name))
    return tuple(
        (wording.text(title), tuple(sorted(found[scope], key=lambda offer: offer.name.casefold())))
        for scope, title in _GROUPS
        if found[scope]
    )
