"""Editions and retrospectives to HTML and text: pure, from frozen values and templates."""

from tracker.reporting.edition import Edition, EditionError, edition_from_json, edition_json
from tracker.reporting.report import Links, Report, monthly, monthly_mail, retrospective

__all__ = [
    "Edition",
    "EditionError",
    "Links",
    "Report",
    "edition_from_json",
    "edition_json",
    "monthly",
    "monthly_mail",
    "retrospective",
]
