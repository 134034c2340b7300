"""How well something is known, in a line for cards and pictures."""

from tracker.domain.assessment import Knowledge, KnowledgeState
from tracker.errors import key
from tracker.wording import Wording


def known_words(known: Knowledge, wording: Wording) -> str:
    """For instance: 2 Belege, zuletzt am 11. April 2026."""
    day = wording.day(known.on) if known.on else ""
    if known.state is KnowledgeState.EVIDENCE:
        return wording.counted("{n} Beleg, zuletzt am {day}", "{n} Belege, zuletzt am {day}", known.count, day=day)
    if known.state is KnowledgeState.NOTHING_FOUND:
        return wording.text(key("nachgesehen, nichts gefunden, zuletzt am {day}"), day=day)
    return wording.label(known.state)
