"""What people typed into the workshop's forms, as values of the domain; a wrong entry is named, never guessed."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import TypeVar

from tracker.domain.promise import Competence, Criterion, Revision
from tracker.domain.questionnaire import Act, Kind, Strength, Testability
from tracker.domain.topic import Topic
from tracker.errors import RuleError, key
from tracker.wording import Wording

Member = TypeVar("Member", bound=Enum)
Deed = TypeVar("Deed")

LONGEST_TEXT = 5000
"""Characters of a comment, a reason or a criterion."""


def word(member: Enum) -> str:
    """How a member stands in a form: its name in lower case."""
    return member.name.lower()


def choices(members: Iterable[Enum], wording: Wording, nothing: str = "") -> list[tuple[str, str]]:
    """Members as pairs for a choice; `nothing` is the label of the empty one, if there is one."""
    found = [(word(member), wording.label(member)) for member in members]
    return [("", nothing), *found] if nothing else found


def member(kind: type[Member], given: str) -> Member:
    """The member that a form names. Raises RuleError for another word."""
    for one in kind:
        if word(one) == given:
            return one
    raise RuleError(key("Bitte wählen Sie etwas aus der Liste; „{subject}“ steht nicht darin."), subject=given)


def optional(kind: type[Member], given: str) -> Member | None:
    """The member that a form names, None for the empty choice."""
    return member(kind, given) if given else None


def day(given: str) -> date | None:
    """A day as browsers send it (2026-10-31) or as people type it (31.10.2026); None where nothing was typed."""
    given = given.strip()
    if not given:
        return None
    parts = given.split(".")
    try:
        return date(*(int(part) for part in reversed(parts))) if len(parts) == 3 else date.fromisoformat(given)
    except ValueError as error:
        raise RuleError(
            key("„{subject}“ ist kein Tag. Möglich sind 31.10.2026 und 2026-10-31."), subject=given
        ) from error


def text(form: Mapping[str, str], name: str) -> str:
    """A text of a form within bounds. Raises RuleError for an endless one."""
    said = form[name].strip()
    if len(said) > LONGEST_TEXT:
        raise RuleError(
            key("Der Text ist zu lang: {given} von höchstens {most} Zeichen. Er steht noch im Formular."),
            subject=name,
            given=len(said),
            most=LONGEST_TEXT,
        )
    return said


def criterion(form: Mapping[str, str]) -> Criterion:
    """The criterion of a form."""
    return Criterion(
        fulfilled_if=text(form, "umgesetzt"),
        partly_if=text(form, "teilweise"),
        not_fulfilled_if=text(form, "nicht"),
        where_to_look=text(form, "wo"),
        next_review=day(form["wieder"]),
    )


def revision(form: Mapping[str, str]) -> Revision:
    """The wording and the fields of a form."""
    return Revision(
        title=text(form, "titel"),
        act=member(Act, form["art"]),
        strength=member(Strength, form["staerke"]),
        kind=member(Kind, form["was"]),
        testability=member(Testability, form["pruefbar"]),
        negated=bool(form["verneint"]),
        competence=member(Competence, form["zustaendig"]),
        topic=optional(Topic, form["thema"]),
        deadline_text=text(form, "frist"),
        deadline_date=day(form["fristtag"]),
        respondent=form["von"],
    )


def deed(known: Mapping[str, Deed], name: str) -> Deed:
    """What a button does. Raises RuleError for a button that no page of ours has."""
    if name not in known:
        raise RuleError(key("Dieses Formular kennen wir nicht. Bitte laden Sie die Seite neu."), subject=name)
    return known[name]


def number(given: str) -> int | None:
    """A whole number of a hidden field; None where there is none."""
    return int(given) if given.isdecimal() and len(given) < 10 else None
