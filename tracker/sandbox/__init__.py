"""A room without doors: parsers of foreign bytes run in a child process with limits, without network, as JSON."""

from tracker.sandbox.launch import Progress, barriers, run
from tracker.sandbox.limits import Limits

__all__ = ["Limits", "Progress", "barriers", "run"]
