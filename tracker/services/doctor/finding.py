"""What a look at one thing found."""

from dataclasses import dataclass, field
from enum import StrEnum

from tracker.errors import TrackerError


class Health(StrEnum):
    """In order; worth knowing; in need of mending."""

    WELL = "well"
    HINT = "hint"
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` and `message` are German message keys; `values` fill the message, which names the mend where needed."""

    about: str
    health: Health
    message: str
    values: dict[str, object] = field(default_factory=dict)


def well(about: str, message: str, /, **values: object) -> Finding:
    """In order."""
    return Finding(about, Health.WELL, message, values)


def hint(about: str, message: str, /, **values: object) -> Finding:
    """Works, but somebody should know."""
    return Finding(about, Health.HINT, message, values)


def ill(about: str, message: str, /, **values: object) -> Finding:
    """Does not work, or will soon not."""
    return Finding(about, Health.ILL, message, values)


def failed(about: str, error: TrackerError) -> Finding:
    """What an expected failure says of the thing."""
    return Finding(about, Health.ILL, error.message_key, error.values)
