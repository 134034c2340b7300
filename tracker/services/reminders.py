"""Once a week, volunteers hear what waits for them; where nothing waits, nobody is written to."""

from datetime import datetime

from sqlalchemy import func, select

from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.assessment import AssessmentState
from tracker.domain.person import Rank
from tracker.errors import key
from tracker.services.home import waiting
from tracker.services.instance import Instance
from tracker.services.notes import queue_note, readers

SUBJECT = key("Was diese Woche wartet")
TEXT = key(
    """\
In der Werkstatt von {site} warten:

Vorschläge, über die noch niemand entschieden hat: {proposed}

Treffer, die noch niemand beurteilt hat: {links}

Bewertungen, die eine zweite Person brauchen: {assessments}

{address}/werkstatt
"""
)


def remind(instance: Instance, *, now: datetime) -> int:
    """Queue one mail per volunteer and week; how many things wait. Doing it again in the same week is harmless."""
    with reading(instance.engine) as session:
        found = waiting(session)
        proposed = models.Assessment.state == AssessmentState.PROPOSED
        unconfirmed = session.scalar(select(func.count()).select_from(models.Assessment).where(proposed)) or 0
    number = found.proposed + found.links + unconfirmed
    if not number:
        return 0
    year, week, _day = now.astimezone(instance.zone).isocalendar()
    text = instance.wording.text(
        TEXT,
        site=instance.settings.site.name,
        proposed=found.proposed,
        links=found.links,
        assessments=unconfirmed,
        address=instance.settings.address,
    )
    with writing(instance.engine) as session:
        for user in readers(session, Rank.VOLUNTEER):
            draft = ("reminder", f"{year}-W{week:02}", user.email or "")
            queue_note(session, instance, draft, (instance.wording.text(SUBJECT), text), now)
    return number
