"""The people who work with an instance, and how far each may go."""

from dataclasses import dataclass
from enum import IntEnum


class Rank(IntEnum):
    """What somebody may do; each rank may do everything that those before it may."""

    READER = 0
    VOLUNTEER = 1
    EDITOR = 2
    OPERATOR = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. `shortcuts` says whether single keys act on pages (they can be switched off)."""

    id: int
    name: str
    rank: Rank
    shortcuts: bool = True
