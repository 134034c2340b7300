"""Document to questionnaire to statements to commitments."""

from tracker.extraction.extract import extract
from tracker.extraction.presentation import as_json

__all__ = ["as_json", "extract"]
