"""A whole instance of the invented Musterstadt-Ost: something in every list, for tests that look at pages.

`dressed` is put around every text that could come from outside or from a person; tests of hostile text bring theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.factories import BRIDGE, GARDENERS, make_item, make_promises, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import writing
from tracker.domain.assessment import CheckFinding, Effort, EvidenceRank, Outcome, ReasonCode, Role
from tracker.domain.council import CouncilItem, ItemKind
from tracker.domain.link import Judgement
from tracker.domain.person import Rank
from tracker.domain.promise import Criterion
from tracker.domain.topic import Topic
from tracker.services import assess, corrections, editions, invitations, replies, review
from tracker.services.assess import Proposal
from tracker.services.instance import Instance
from tracker.services.review import Look, NewSource
from tracker.services.users import acting, add_user
from tracker.settings import Settings

NOW = datetime.fromisoformat("2026-03-14T09:30:00+00:00")
TODAY = NOW.date()
SENTENCES = {
    BRIDGE: (
        "Wir bauen den Radweg an der Lindenallee bis Ende 2027.",
        "Wir öffnen die Bücherei am Markt an jedem Sonntag.",
        "Wir stellen am Uferpark eine öffentliche Toilette auf.",
        "Wir schaffen zwanzig Plätze in der Kita Sonnenhang.",
        "Wir erhalten das Freibad Ost.",
    ),
    GARDENERS: (
        "Wir pflanzen an der Hafenstraße hundert Bäume.",
        "Wir begrünen die Dächer der städtischen Schulen.",
        "Wir richten im Rathaus eine Stelle für Stadtgrün ein.",
    ),
}


@dataclass(frozen=True)
class Sample:
    """What tests need to know of the instance: addresses that no page links to."""

    invitation: str
    reply: str
    promise: str
    """A promise that was checked, assessed and corrected."""


def same(text: str) -> str:
    """The text as it is."""
    return text


def fill(session: Session, store: FileStore, dressed: Callable[[str], str] = same) -> Sample:
    """Fill an empty database; everything is as the services would have stored it."""
    make_town(session)
    add_user(session, "Edda", "edda@verein.example", now=NOW)
    for name, rank in (("Ada", Rank.OPERATOR), ("Ben", Rank.VOLUNTEER), ("Edda", Rank.EDITOR)):
        acting(session, name).rank = rank
    acting(session, "Ben").interests = dressed("Mitglied im Kleingartenverein")
    promises = [
        row
        for respondent, sentences in SENTENCES.items()
        for row in make_promises(session, *map(dressed, sentences), respondent=dressed(respondent), now=NOW)
    ]
    for document in session.query(models.Document):
        store.put(document.text.encode())
    for row in promises[:6]:
        _accept(session, row, dressed)
    promises[0].topic = promises[1].topic = Topic.MOBILITY
    items = make_items(session, *_items(dressed), now=NOW)
    links = [make_link(session, promises[at % 6], item, score=0.9 - at / 20) for at, item in enumerate(items)]
    _judge(session, links, dressed)
    reply = _assess(session, store, promises, dressed)
    edda = acting(session, "Edda")
    token = invitations.invite(session, edda, now=NOW)
    invitations.post(session, edda, token, Settings(store.root), now=NOW)
    return Sample(invitations.path(token), f"/stellungnahme/{reply}", promises[1].public_id)


def publish(instance: Instance) -> None:
    """Freeze an edition of the sample; editions have transactions of their own."""
    editions.monthly(instance.engine, date(2026, 2, 1), instance.frame, now=NOW)


def sample_with_an_edition(engine: Engine, store: FileStore) -> None:
    """The sample as it is, and the edition of its month, frozen in the next."""
    with writing(engine) as session:
        fill(session, store)
    frame = Instance(Settings(store.root), engine, store).frame
    editions.monthly(engine, TODAY, frame, now=NOW + timedelta(days=30))


def _accept(session: Session, row: models.Promise, dressed: Callable[[str], str]) -> None:
    criterion = Criterion(
        fulfilled_if=dressed("Der Rat hat es beschlossen, und es steht."),
        partly_if=dressed("Beschlossen, aber nur ein Teil steht."),
        where_to_look=dressed("Ratsinformationssystem, Haushaltsplan"),
        next_review=TODAY + timedelta(days=40),
    )
    review.accept_promise(session, row.public_id, criterion, by="Ada", now=NOW)


def _items(dressed: Callable[[str], str]) -> list[CouncilItem]:
    titles = (
        "Radweg Lindenallee: Bau beschließen",
        "Öffnungszeiten der Bücherei",
        "Toilette am Uferpark",
        "Kita Sonnenhang",
    )
    papers = [
        make_item(
            identity=f"https://rat.example/vorlage/{number}",
            url=f"https://rat.example/vorlage/{number}",
            title=dressed(title),
            text=dressed(f"Die Verwaltung wird beauftragt: {title}. Der Rat nimmt die Vorlage zur Beratung an."),
            organization=dressed("Verkehrsausschuss"),
            reference=f"08{number}/2026",
            item_date=date(2026, 3, number + 1),
            result=dressed("mehrheitlich beschlossen (30 Ja, 4 Nein, 2 Enthaltungen)"),
        )
        for number, title in enumerate(titles)
    ]
    meeting = make_item(
        kind=ItemKind.MEETING,
        identity="https://rat.example/sitzung/1",
        url="https://rat.example/sitzung/1",
        title=dressed("Sitzung des Verkehrsausschusses"),
        text="",
        item_date=TODAY + timedelta(days=10),
    )
    return [*papers, meeting]


def _judge(session: Session, links: list[models.Link], dressed: Callable[[str], str]) -> None:
    for link, judgement in zip(links, (Judgement.RELEVANT, Judgement.RELEVANT, None, Judgement.RELEVANT), strict=False):
        if judgement is None:
            continue
        review.judge_link(session, link.public_id, judgement, by="Ben", now=NOW, note=dressed("Gleiche Straße."))


def _assess(session: Session, store: FileStore, promises: list[models.Promise], dressed: Callable[[str], str]) -> str:
    """Checks, a source, findings in every state; returns the token of a request for a reply."""
    for by, row in (("Ada", promises[2]), ("Ben", promises[2])):
        look = Look(CheckFinding.NOTHING, TODAY - timedelta(days=3), dressed("Haushaltsplan 2026"))
        review.check_promise(session, row.public_id, look, by=by, now=NOW)
    bytes_of_source = dressed("Die Bücherei öffnet.").encode()
    finding = NewSource(
        EvidenceRank.ADMINISTRATION,
        dressed("Antwort des Amtes"),
        TODAY,
        bytes_of_source,
        "https://stadt.example/antwort",
    )
    review.bring_source(session, store, promises[1].public_id, finding, by="Ben", now=NOW)
    published = assess.propose(
        session,
        promises[1].public_id,
        Proposal(
            Outcome.PARTLY_FULFILLED, TODAY, Effort.SUPPORTED, Role.MAJORITY, reason=dressed("Ein Sonntag im Monat.")
        ),
        by="Ben",
        now=NOW,
    )
    assess.confirm(session, published.public_id, by="Ada", now=NOW)
    corrections.correct(session, promises[1].public_id, dressed("Es war der zweite Sonntag."), by="Ada", now=NOW)
    assess.propose(
        session,
        promises[0].public_id,
        Proposal(Outcome.IN_PROGRESS, TODAY, Effort.PROPOSED, reason=dressed("Beschlossen, noch nicht gebaut.")),
        by="Ben",
        now=NOW,
    )
    return _asked(session, promises[3], dressed)


def _asked(session: Session, promise: models.Promise, dressed: Callable[[str], str]) -> str:
    """A finding that waits for the respondent's reply; the token of the link."""
    proposal = Proposal(
        Outcome.NOT_FULFILLED, TODAY, reason_code=ReasonCode.NO_MAJORITY, reason=dressed("Im Ausschuss abgelehnt.")
    )
    found = assess.propose(session, promise.public_id, proposal, by="Ben", now=NOW)
    assess.confirm(session, found.public_id, by="Ada", now=NOW)
    token = "eine-lange-zufaellige-zeichenfolge-der-probe"
    replies.ask_reply(session, found.public_id, replies.Request(token, 21), by="Ada", now=NOW)
    return token
