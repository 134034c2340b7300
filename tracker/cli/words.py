"""What people may type for a day or for a word of the glossary: the code's word, the German or the English one."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from typing import TypeVar

import typer

from tracker.errors import UsageError, key
from tracker.wording import LANGUAGES, Wording

Member = TypeVar("Member", bound=Enum)


def day(given: str) -> date:
    """A day as 2026-10-31 or 31.10.2026."""
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", given.strip())
    try:
        return date(*(int(part) for part in reversed(german.groups()))) if german else date.fromisoformat(given.strip())
    except ValueError as error:
        raise UsageError(
            key("„{subject}“ ist kein Tag. Möglich sind 2026-10-31 und 31.10.2026."), subject=given
        ) from error


def month(given: str) -> date:
    """The first day of a month given as 2026-10 or 10.2026."""
    match = re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d{1,2})|(?P<m2>\d{1,2})\.(?P<y2>\d{4})", given.strip())
    if match and 1 <= (number := int(match["m"] or match["m2"])) <= 12:
        return date(int(match["y"] or match["y2"]), number, 1)
    raise UsageError(key("„{subject}“ ist kein Monat. Möglich sind 2026-10 und 10.2026."), subject=given)


def one_of(members: Iterable[Member]) -> Callable[[str], Member]:
    """A reader for members of an enumeration by value or by label in any language."""
    allowed = list(members)
    spoken = {_plain(word): member for member in allowed for word in _names(member)}

    def read(given: str) -> Member:
        if isinstance(given, Enum):  # a default comes as it is
            return given  # type: ignore[return-value]  # it is one of ours
        if member := spoken.get(_plain(given)):
            return member
        raise UsageError(
            key("„{subject}“ ist hier nicht möglich. Möglich sind: {choices}."),
            subject=given,
            choices=", ".join(_names(member)[1] for member in allowed),
        )

    read.__name__ = "WORT"
    return read


def argument(members: Iterable[Member], purpose: str) -> typer.models.ArgumentInfo:
    """A command's argument that is one of these members."""
    choices = list(members)
    return typer.Argument(parser=one_of(choices), metavar=_choices(choices), help=purpose)  # type: ignore[no-any-return]


def option(name: str, members: Iterable[Member], purpose: str) -> typer.models.OptionInfo:
    """A command's option that is one of these members."""
    choices = list(members)
    return typer.Option(  # type: ignore[no-any-return]
        name, parser=one_of(choices), metavar=_choices(choices), help=purpose, show_default=False
    )


def _names(member: Enum) -> list[str]:
    """The value as code writes it, then the labels, German first."""
    value = member.value if isinstance(member.value, str) else member.name.lower()
    return [value, *(Wording(language).label(member) for language in LANGUAGES)]


def _choices(members: Iterable[Enum]) -> str:
    return "|".join(_names(member)[0] for member in members)


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", " ", word.strip().casefold())
