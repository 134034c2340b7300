"""The account of a term, composed from its edition."""

from tracker.reporting.term.compose import composed

__all__ = ["composed"]
