"""Editions and retrospectives to HTML, text, mail and PDF: pure, from frozen values and templates."""

from tracker.reporting.edition import Edition, EditionError, edition_from_json, edition_json
from tracker.reporting.report import Links, Report, monthly, monthly_mail, pdf, retrospective

__all__ = [
    "Edition",
    "EditionError",
    "Links",
    "Report",
    "edition_from_json",
    "edition_json",
    "monthly",
    "monthly_mail",
    "pdf",
    "retrospective",
]
