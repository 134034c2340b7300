"""Why a folder or a table is not taken in."""

from tracker.errors import TrackerError


class ExchangeError(TrackerError):
    """What should be taken in is damaged, forged, of an unknown format or does not fit; subject: the file."""
