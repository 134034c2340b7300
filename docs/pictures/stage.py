"""What the played term lacks so that every page has something to show, and the addresses under which it stands.

Everything is done by the services, as people would do it; the secrets in addresses are made for the pictures.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from tracker import settings
from tracker.db import models
from tracker.db.queries import promises
from tracker.db.session import writing
from tracker.domain.assessment import Outcome, ReasonCode
from tracker.domain.delivery import DeliveryState
from tracker.domain.person import Rank
from tracker.domain.promise import PromiseState
from tracker.domain.subscription import Occasion, Scope, Wish
from tracker.domain.tip import TipKind
from tracker.services import assess, invitations, replies, subscriptions, tips, uploads
from tracker.services.ingest import Upload
from tracker.services.instance import Instance, open_instance
from tracker.services.users import acting, add_user

SEEN_BY = "Ada Anker"
READER = "leserin@musterhafen.example"
REPLY_SECRET = "nur-fuer-die-bilder"  # noqa: S105  # opens a page of an invented town
LETTER = """Antworten der Wählervereinigung Kielwasser

Frage 1: Was tun Sie für den Radverkehr?

Antwort: Wir werden den Radweg am Deich bis Ende 2027 bauen. Wir wollen am Bahnhof hundert Fahrradboxen aufstellen.

Frage 2: Wie stehen Sie zur Stadtbücherei?

Antwort: Die Bücherei ist uns wichtig. Wir werden die Gebühren für Jugendliche abschaffen.
"""


@dataclass(frozen=True)
class Stage:
    """The played term with what was added; `names` fill the places in addresses."""

    instance: Instance
    names: dict[str, str]


def dressed(folder: Path, now: datetime) -> Stage:
    """Add what is missing. Made for a freshly played term: doing it twice leaves two of some things."""
    instance = open_instance(settings.load(folder))
    with writing(instance.engine) as session:
        acting(session, SEEN_BY).rank = Rank.OPERATOR
        names = {
            **_subjects(session),
            **_people(session, now),
            **_reader(session, instance, now),
            "reply": _asked(session, now),
            "file": _sent(session, instance, now),
            "mail": str(_report(session)),
        }
    return Stage(instance, names)


def _subjects(session: Session) -> dict[str, str]:
    """One promise with a whole story, and one that waits in the inbox."""
    told = next(p for p in promises.listing(session) if "Baumschutzsatzung" in p.text)
    (waiting, *_) = promises.listing(session, states=(PromiseState.PROPOSED,))
    party = told.respondent.key if told.respondent else ""
    return {"promise": told.public_id, "proposed": waiting.public_id, "party": f"{told.body_id}/{party}"}


def _people(session: Session, now: datetime) -> dict[str, str]:
    fresh = add_user(session, "Dunja Dalbe", "dunja@musterhafen.example", now=now)
    return {"invitation": invitations.invite(session, fresh, now=now)}


def _reader(session: Session, instance: Instance, now: datetime) -> dict[str, str]:
    """A reader who asked for the report, and the links in her mails; a source that somebody sent in."""
    wish = Wish(Occasion.REPORT, Scope.TOPIC, "nature")
    wishes = [wish, Wish(Occasion.MEETING, Scope.BODY, "musterhafen")]
    subscriptions.ask(session, READER, wishes, instance.settings, client="", now=now)
    reader = session.query(models.Subscriber).filter_by(email=READER).one()
    rows = list(reader.subscriptions)
    promise = next(p for p in promises.listing(session) if "Trinkbrunnen" in p.text)
    words = "Am Spielplatz am Hafen steht seit Montag ein Trinkbrunnen; in der Zeitung stand es auch."
    tips.give_tip(session, promise.public_id, tips.Hint(TipKind.SOURCE, words), now=now)
    return {
        "confirm": subscriptions.link(session, reader, rows, confirms=True, now=now),
        "end": subscriptions.link(session, reader, rows, confirms=False, now=now),
    }


def _asked(session: Session, now: datetime) -> str:
    """A respondent is asked before "nicht umgesetzt" is published; another finding waits for a second person."""
    asked, proposed = (
        next(p for p in promises.listing(session) if word in p.text) for word in ("Ahse", "Trinkbrunnen")
    )
    verdict = assess.Proposal(Outcome.NOT_FULFILLED, now.date(), reason_code=ReasonCode.NO_MONEY)
    row = assess.propose(session, asked.public_id, verdict, by="Bo Bugwelle", now=now)
    assess.confirm(session, row.public_id, by="Cem Kajüte", now=now)
    replies.ask_reply(session, row.public_id, replies.Request(REPLY_SECRET, 21), by=SEEN_BY, now=now)
    found = assess.Proposal(Outcome.PARTLY_FULFILLED, now.date(), reason="Vier von neun Spielplätzen haben einen.")
    assess.propose(session, proposed.public_id, found, by="Bo Bugwelle", now=now + timedelta(minutes=1))
    return REPLY_SECRET


def _sent(session: Session, instance: Instance, now: datetime) -> str:
    letter = Upload("kielwasser.txt", LETTER.encode())
    return uploads.receive(session, instance.store, letter, by=SEEN_BY, now=now).sha256


def _report(session: Session) -> int:
    """The last report that was mailed."""
    mails = session.query(models.OutboxMail).filter_by(kind="report", state=DeliveryState.SENT)
    return mails.order_by(models.OutboxMail.id.desc()).first().id
