"""A second opinion on one document, where the operator has configured somebody to ask."""

from tracker.domain.questionnaire import Extraction
from tracker.errors import SettingsError, key
from tracker.opinion.compare import Opinion, second_opinion
from tracker.opinion.endpoint import Endpoint
from tracker.settings import OpinionSettings


def opinion_on(extraction: Extraction, settings: OpinionSettings) -> Opinion:
    """What the configured model thinks of an extraction; nothing is stored, nothing decided.

    Raises SettingsError where none is configured, OpinionError where it does not answer.
    """
    if not (settings.url and settings.model):
        raise SettingsError(
            key("Für eine Zweitmeinung fehlen url und model im Abschnitt [opinion] von tracker.toml."),
            subject="opinion.url",
        )
    return second_opinion(extraction, Endpoint(settings.url, settings.model, settings.key))
