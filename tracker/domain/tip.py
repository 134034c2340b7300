"""What readers send in for a promise: a source or an error. It is read and answered, never published as it is."""

from enum import StrEnum


class TipKind(StrEnum):
    """What a tip is about."""

    SOURCE = "source"
    ERROR = "error"


class TipState(StrEnum):
    """open → used or declined, each with an answer."""

    OPEN = "open"
    USED = "used"
    DECLINED = "declined"
