"""Whatever people do in whatever order: pages, interface, tables, editions and replication count the same."""

import csv
import io
import shutil
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.factories import GARDENERS, make_accepted, make_item, make_town
from tests.services.conftest import make_items, make_link
from tests.services.open_data.world import BERLIN, FRAME
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import open_engine, writing
from tracker.domain.assessment import CheckFinding, Effort, EvidenceRank, Outcome, ReasonCode
from tracker.domain.link import Judgement
from tracker.errors import ConflictError, RuleError
from tracker.services.assess import Proposal, confirm, propose
from tracker.services.corrections import retract
from tracker.services.editing import withdraw_promise
from tracker.services.editions import monthly
from tracker.services.instance import Instance
from tracker.services.open_data import recompute
from tracker.services.open_data.replication import published_files
from tracker.services.queue import Turn, undo
from tracker.services.readers import tallies
from tracker.services.readers.catalogue import catalogue
from tracker.services.review import Look, NewSource, bring_source, check_promise, judge_link
from tracker.settings import Settings, SiteSettings
from tracker.web.app import create_app

START = datetime(2026, 3, 1, 9, tzinfo=BERLIN)
SENTENCES = ("Wir bauen den Radweg.", "Wir öffnen die Bücherei.", "Wir erhalten das Freibad.", "Wir pflanzen Bäume.")
OUTCOMES = (Outcome.IN_PROGRESS, Outcome.STALLED, Outcome.FULFILLED, Outcome.NOT_TESTABLE)
ACTS = ("judge", "undo", "look", "bring", "rate", "retract", "withdraw", "wait")
HISTORY = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 40)), min_size=3, max_size=14)


def act(session, store, what, which, now):
    """One act of a person; what the rules forbid simply does not happen."""
    promise = session.query(models.Promise).order_by(models.Promise.id).all()[which]
    link = session.query(models.Link).filter_by(promise_id=promise.id).one()
    by = "Ada" if now.day % 2 else "Ben"
    match what:
        case "judge":
            judgement = (Judgement.RELEVANT, Judgement.IRRELEVANT, Judgement.RELEVANT, Judgement.UNSURE)[now.day % 4]
            judge_link(session, link.public_id, judgement, by=by, now=now)
        case "undo":
            undo(session, Turn(by, now))
        case "look":
            finding = CheckFinding.NOTHING if now.day % 3 else CheckFinding.EVIDENCE
            check_promise(session, promise.public_id, Look(finding, now.date()), by=by, now=now)
        case "bring":
            copy = NewSource(EvidenceRank.BUDGET, "Haushalt", now.date(), f"Seite {now.day}".encode())
            bring_source(session, store, promise.public_id, copy, by=by, now=now)
        case "rate":
            outcome = OUTCOMES[now.day % 4]
            said = Proposal(outcome, now.date(), Effort.SUPPORTED, reason="So.", reason_code=ReasonCode.NO_MONEY)
            found = propose(session, promise.public_id, said, by="Ada", now=now)
            confirm(session, found.public_id, by="Ben", now=now)
        case "retract":
            standing = session.query(models.Assessment).filter_by(promise_id=promise.id, state="published").first()
            if standing:
                retract(session, standing.public_id, "Falsch.", by=by, now=now)
        case "withdraw":
            withdraw_promise(session, promise.public_id, "Doppelt.", by=by, now=now)


def live(instance, history):
    """Let the history happen; each month that ends is frozen, as the schedule does. Returns the last moment."""
    now = START
    with writing(instance.engine) as session:
        make_town(session)
        rows = make_accepted(session, *SENTENCES[:2], now=now)
        rows += make_accepted(session, *SENTENCES[2:], respondent=GARDENERS, now=now)
        told = (make_item(identity=f"v{n}", url=f"https://rat.example/{n}") for n in range(4))
        items = make_items(session, *told, now=now)
        for row, item in zip(rows, items, strict=True):
            make_link(session, row, item, created_at=now)
    for what, which, hours in history:
        then, now = now, now + timedelta(hours=7 * hours + 1)
        if then.month != now.month:
            monthly(instance.engine, then.date(), FRAME, now=now)
        with suppress(RuleError, ConflictError), writing(instance.engine) as session:
            act(session, instance.store, what, which, now)
    return now


def figures_of(lines):
    """Outcomes and how many of them somebody looked at, from pairs of outcome and knowledge."""
    pairs = list(lines)
    return Counter(outcome for outcome, _ in pairs), sum(known != "never_checked" for _, known in pairs)


@given(HISTORY)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_ways_to_the_figures_lead_to_the_same_figures(migrated_sqlite, tmp_path_factory, history):
    place = tmp_path_factory.mktemp("figures")
    shutil.copyfile(migrated_sqlite, place / "tracker.sqlite")
    engine = open_engine(f"sqlite:///{place / 'tracker.sqlite'}")
    instance = Instance(Settings(place, site=SiteSettings(base_url="http://localhost")), engine, FileStore(place / "f"))
    now = live(instance, history)

    everything = catalogue(instance, now)
    page = figures_of((one.outcome.value, one.knowledge.state.value) for one in everything.entries)
    whole = tallies.whole(everything.entries)
    assert (Counter({o.value: n for o, n in whole.counts if n}), whole.checked) == page

    edition = monthly(engine, now.date(), FRAME, now=now)
    assert figures_of((line.outcome.value, line.knowledge.state.value) for line in edition.promises) == page
    assert (edition.coverage.checked, edition.coverage.total) == (page[1], len(everything.entries))

    with TestClient(create_app(instance, lambda: now), base_url="http://localhost") as client:
        items = client.get("/api/promises?per_page=100").json()["items"]
        assert figures_of((one["outcome"], one["knowledge"]["state"]) for one in items) == page
        said = client.get("/api/figures").json()["whole"]
        assert (Counter(said["outcomes"]), said["checked"]) == page

    files = published_files(instance, now)
    table = csv.DictReader(io.StringIO(files["promises.csv"].decode(), newline=""))
    assert {row["id"] for row in table if row["state"] == "accepted"} == {one.id for one in everything.entries}
    (place / "paket").mkdir()
    for name, content in files.items():
        (place / "paket" / name).write_bytes(content)
    assert recompute.main(place / "paket") == 0
    engine.dispose()
