from datetime import timedelta

from tests.factories import NOW, make_accepted, make_item, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.link import Judgement
from tracker.services.experience import experience, measured_precision
from tracker.services.link import link
from tracker.services.review import judge_link

BODIES = ["Radweg", "Freibad", "Bücherei", "Spielplatz", "Laterne", "Steg"]


def make_judged(session, number):
    """So many judged links: what stands in a title is relevant, the same word in a text is not."""
    promises = make_accepted(session, *(f"Wir bauen eine {word}anlage." for word in BODIES))
    papers = make_items(session, *(make_item(identity=f"{n}", title=f"Nummer {n}", text="") for n in range(number)))
    for place, paper in enumerate(papers):
        field, judgement = [("title", Judgement.RELEVANT), ("text", Judgement.IRRELEVANT)][place % 2]
        row = make_link(
            session,
            promises[place % len(promises)],
            paper,
            score=0.3 + place % 5 / 10,
            reasons=[{"term": "Wort", "weight": 0.3 + place % 5 / 10}],
            passage={"field": field, "start": 0, "end": 1},
            created_at=NOW - timedelta(days=90),
        )
        judge_link(session, row.public_id, judgement, by="Ada", now=NOW)


def test_an_installation_without_judgements_has_no_experience(engine):
    with reading(engine) as session:
        assert experience(session) is None
        assert measured_precision(session) == []


def test_judgements_reorder_what_nobody_judged_and_nothing_else(engine):
    with writing(engine) as session:
        make_town(session)
        make_judged(session, 300)
        make_items(
            session,
            make_item(identity="im Titel", title="Freibadanlage", text="", reference="1/26"),
            make_item(identity="im Text", title="Bericht", text="Die Freibadanlage.", reference="2/26"),
        )
        before = {row.public_id: (row.score, row.model) for row in session.query(models.Link)}
    link(engine, budget=9, now=NOW)
    with reading(engine) as session:
        rows = session.query(models.Link).all()
        assert {row.public_id: (row.score, row.model) for row in rows if row.public_id in before} == before
        new = {row.item.identity: row for row in rows if row.public_id not in before}
        assert new["im Titel"].score > 0.8
        assert new["im Titel"].model.endswith("+learned-300")
        assert new["im Titel"].reasons[-1]["term"] == "Erfahrung aus 300 Urteilen"
        assert "im Text" not in new
    assert link(engine, budget=9, now=NOW).links_updated == 0


def test_precision_is_measured_by_source_and_unsure_is_no_answer(engine):
    with writing(engine) as session:
        make_town(session)
        make_judged(session, 10)
        unsure = session.query(models.Link).first()
        judge_link(session, unsure.public_id, Judgement.UNSURE, by="Ada", now=NOW)
        (measured,) = measured_precision(session)
    assert (measured.judged, measured.relevant) == (9, 4)
    assert measured.low < measured.share < measured.high
