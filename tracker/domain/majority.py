"""Who carries the council's majority on a day: what was promised in power and out of it is counted apart."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.domain.assessment import Role

Periods = Sequence[dict[str, Any]]
"""Stored periods in the majority: `{"from": "2025-11-01", "to": "2026-12-31" | null}`, both days inclusive."""


def in_majority(periods: Periods, day: date) -> bool:
    """Whether one of the periods covers the day."""
    return any(_covers(period, day) for period in periods)


def role_on(periods: Periods, day: date, *, known: bool) -> Role:
    """The role on a day. `known`: somebody of the same council is noted as in the majority that day.

    Where nobody is noted, nothing is known of anybody.
    """
    if in_majority(periods, day):
        return Role.MAJORITY
    return Role.OPPOSITION if known else Role.UNKNOWN


def _covers(period: dict[str, Any], day: date) -> bool:
    end = period.get("to")
    return date.fromisoformat(period["from"]) <= day and (end is None or day <= date.fromisoformat(end))
