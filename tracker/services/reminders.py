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
from tracker.services.notes import Told, queue_note, readers

SUBJECT = key("Was diese Woche wartet")
OPENING = key("In der Werkstatt von {site} warten:")
PROPOSED = key("Vorschläge, über die noch niemand entschieden hat: {n}")
LINKS = key("Treffer, die noch niemand beurteilt hat: {n}")
ASSESSMENTS = key("Bewertungen, die eine zweite Person brauchen: {n}")


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
    wording, settings = instance.wording, instance.settings
    counted = ((PROPOSED, found.proposed), (LINKS, found.links), (ASSESSMENTS, unconfirmed))
    told = Told(
        wording.text(SUBJECT),
        (wording.text(OPENING, site=settings.site.name),),
        tuple(wording.text(sentence, n=wording.number(n)) for sentence, n in counted if n),
        (f"{settings.address}/werkstatt", wording.text(key("Zur Arbeitsliste"))),
    )
    with writing(instance.engine) as session:
        for user in readers(session, Rank.VOLUNTEER):
            queue_note(session, instance, ("reminder", f"{year}-W{week:02}", user), told, now)
    return number
