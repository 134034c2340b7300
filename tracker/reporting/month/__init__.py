"""The month's report, composed from its edition."""

from tracker.reporting.month.compose import composed, shortened

__all__ = ["composed", "shortened"]
