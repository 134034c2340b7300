from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine

from tests.factories import BODY, CRITERION, NOW, make_accepted, make_item, make_promises, make_town
from tests.services.conftest import make_items
from tracker.db import models
from tracker.db.queries import links
from tracker.db.session import reading, writing
from tracker.domain.council import ItemKind
from tracker.domain.link import Judgement
from tracker.linking import model
from tracker.linking.synonyms import Synonyms
from tracker.services import link as service
from tracker.services.link import Linked, link
from tracker.services.matching import Means
from tracker.services.review import accept_promise, judge_link

LATER = NOW + timedelta(hours=1)


def paper(number: int, title: str, **over):
    address = f"https://rat.example/vorlage/{number}"
    return make_item(
        **{"identity": address, "url": address, "reference": f"{number}/2026", "title": title, "text": ""} | over
    )


@pytest.fixture
def town(engine: Engine) -> Engine:
    """One accepted promise about a cycle path, and five papers of which three mention it."""
    with writing(engine) as session:
        make_town(session)
        make_accepted(session)
        make_items(
            session,
            paper(1, "Radweg Lindenallee bauen"),
            paper(2, "Radweg an der Lindenallee: Haushalt"),
            paper(3, "Beleuchtung Radweg Lindenallee"),
            paper(4, "Satzung über die Hundesteuer"),
            paper(5, "Kindertagesstätte am Mühlbach"),
        )
    return engine


def rows(engine: Engine) -> list[tuple]:
    """Everything that is stored of links, for comparing."""
    with reading(engine) as session:
        return [
            (row.public_id, row.score, row.model, row.judgement, row.background, len(row.history))
            for row in session.query(models.Link).order_by(models.Link.public_id)
        ]


def titles(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return {row.item.title for row in session.query(models.Link)}


def test_accepted_promises_meet_the_items_of_their_body(town: Engine):
    done = link(town, now=NOW)
    assert (done.promises, done.items, done.links_updated) == (1, 5, 0)
    assert titles(town) == {
        "Radweg Lindenallee bauen",
        "Radweg an der Lindenallee: Haushalt",
        "Beleuchtung Radweg Lindenallee",
    }
    assert {row[3] for row in rows(town)} == {Judgement.UNREVIEWED}


def test_linking_again_stores_nothing_but_its_event(town: Engine):
    link(town, now=NOW)
    before = rows(town)
    assert link(town, now=LATER) == Linked(0, 0, 1, 5)
    assert rows(town) == before
    with reading(town) as session:
        assert session.query(models.Event).filter_by(kind="links.suggested").count() == 2


def test_proposals_are_not_matched(town: Engine):
    with writing(town) as session:
        make_promises(session, "Wir senken die Hundesteuer.")
    assert link(town, now=NOW).promises == 1


def test_a_person_has_the_last_word_when_scores_change(town: Engine):
    link(town, now=NOW)
    with writing(town) as session:
        first, second, *_ = session.query(models.Link).order_by(models.Link.public_id)
        judge_link(session, first.public_id, Judgement.IRRELEVANT, by="Ada", now=NOW)
        for row in (first, second):
            row.score, row.model = 0.001, "older"
        judged, open_ = first.public_id, second.public_id
    done = link(town, now=LATER)
    assert (done.links_new, done.links_updated) == (0, 1)
    stored = {row[0]: row for row in rows(town)}
    assert stored[judged][1:4] == (0.001, "older", Judgement.IRRELEVANT)
    assert stored[open_][2] != "older"


def test_a_promise_gets_few_suggestions_a_week_and_the_best_first(town: Engine):
    assert link(town, budget=1, now=NOW).links_new == 1
    best = titles(town)
    assert link(town, budget=1, now=NOW + timedelta(days=6)).links_new == 0
    assert link(town, budget=1, now=NOW + timedelta(days=8)).links_new == 1
    with reading(town) as session:
        first, second = session.query(models.Link).order_by(models.Link.created_at)
        assert {first.item.title} == best
        assert first.score >= second.score


def test_what_is_from_before_the_term_is_background_and_waits_behind(town: Engine):
    with writing(town) as session:
        make_items(session, paper(6, "Wir bauen den Radweg an der Lindenallee", item_date=date(2024, 5, 1)))
    link(town, budget=3, now=NOW)
    assert {row[4] for row in rows(town)} == {False}
    link(town, budget=4, now=NOW)
    assert sorted(row[4] for row in rows(town)) == [False, False, False, True]


def test_what_is_from_after_the_election_can_be_evidence_before_the_council_first_sits(town: Engine):
    with writing(town) as session:
        make_items(session, paper(6, "Wir bauen den Radweg an der Lindenallee", item_date=date(2025, 10, 1)))
        for term in session.query(models.LegislativeTerm):
            term.election_date = date(2025, 9, 14)
    link(town, budget=4, now=NOW)
    assert {row[4] for row in rows(town)} == {False}


def test_meetings_and_deleted_items_are_not_suggested(town: Engine):
    with writing(town) as session:
        deleted = paper(1, "Radweg Lindenallee bauen", kind=ItemKind.DELETION)
        make_items(session, paper(7, "Sitzung zum Radweg Lindenallee", kind=ItemKind.MEETING))
        row = session.query(models.CouncilItem).filter_by(identity=deleted.identity).one()
        row.deleted_at = NOW
    assert link(town, now=NOW).items == 4


def test_items_of_another_body_are_none_of_its_business(town: Engine):
    assert link(town, body="nirgendwo", now=NOW) == Linked(0, 0, 0, 0)
    assert link(town, body=BODY, now=NOW).links_new == 3


def test_links_explain_themselves(town: Engine):
    link(town, now=NOW)
    with reading(town) as session:
        row = session.query(models.Link).first()
        assert row.reasons
        assert all({"term", "weight"} == reason.keys() for reason in row.reasons)
        assert row.passage["field"] in {"title", "text"}


def test_a_promise_rejected_in_between_is_left_out(town: Engine, monkeypatch):
    with writing(town) as session:
        (late,) = make_promises(session, "Wir senken die Hundesteuer.")
        promise_id = late.public_id
        accept_promise(session, promise_id, CRITERION, by="Ada", now=NOW)
    original = service.match

    def match_while_somebody_withdraws(*arguments, **options):
        with writing(town) as session:
            session.query(models.Promise).filter_by(public_id=promise_id).one().state = "withdrawn"
        return original(*arguments, **options)

    monkeypatch.setattr(service, "match", match_while_somebody_withdraws)
    link(town, now=NOW)
    assert "Satzung über die Hundesteuer" not in titles(town)


def test_an_item_about_everything_is_suggested_once_and_says_so(engine: Engine):
    matters = ["Radwege", "Hundesteuer", "Freibad", "Bücherei", "Spielplätze", "Straßenlampen"]
    everything = " ".join(f"Mittel für {matter} stehen bereit." for matter in matters)
    with writing(engine) as session:
        make_town(session)
        make_accepted(session, *(f"Wir verbessern {matter}." for matter in matters))
        make_items(
            session,
            make_item(identity="haushalt", title="Plan der Gemeinde", text=everything, reference="1/2026"),
            make_item(identity="bad", title="Freibad öffnet früher", text="", reference="2/2026"),
        )
    assert link(engine, now=NOW).links_new == 2
    assert link(engine, now=LATER).links_new == 0
    with reading(engine) as session:
        (plan,) = session.query(models.Link).join(models.CouncilItem).filter_by(identity="haushalt")
        assert plan.reasons[0]["term"] == "Sammelvorgang: berührt 6 von 6 Versprechen"


def test_a_rejected_paper_does_not_come_back_under_another_identity(town: Engine):
    link(town, now=NOW)
    elsewhere = {"identity": "neu", "url": "https://rat.example/neu", "item_date": date(2026, 2, 3)}
    with writing(town) as session:
        rejected = session.query(models.Link).join(models.CouncilItem).filter_by(reference="1/2026").one()
        rejected_id = rejected.public_id
        judge_link(session, rejected_id, Judgement.IRRELEVANT, by="Ada", now=NOW)
        make_items(
            session,
            paper(1, "Radweg Lindenallee: bauen", **elsewhere),
            paper(9, "Radweg Lindenallee: Baubeschluss"),
        )
    link(town, budget=9, now=LATER)
    assert "Radweg Lindenallee: Baubeschluss" in titles(town)
    assert "Radweg Lindenallee: bauen" not in titles(town)
    with writing(town) as session:
        judge_link(session, rejected_id, Judgement.RELEVANT, by="Ben", now=LATER)
    link(town, budget=9, now=LATER)
    assert "Radweg Lindenallee: bauen" in titles(town)


def test_a_workspaces_own_words_take_part(town: Engine):
    with writing(town) as session:
        make_items(session, paper(7, "Erneuerung der Blauen Spur"))
    means = Means({BODY: Synonyms(same=(("Radweg", "Blaue Spur"),)), "anderswo": Synonyms(same=(("a", "b"),))})
    link(town, budget=9, now=NOW)
    assert "Erneuerung der Blauen Spur" not in titles(town)
    link(town, budget=9, means=means, now=LATER)
    assert "Erneuerung der Blauen Spur" in titles(town)


def test_nearness_in_meaning_is_named_in_the_model_and_kept(town: Engine):
    class Everything:
        def raised(self, scores, _promises, _titles):
            return scores + (1 - scores) / 2

    kept = []
    link(town, means=Means(meaning=Everything(), keep=lambda: kept.append(1)), now=NOW)
    assert {row[2] for row in rows(town)} == {model(Everything())}
    assert kept == [1]
    with reading(town) as session:
        terms = [reason["term"] for row in session.query(models.Link) for reason in row.reasons]
    assert "ähnliche Bedeutung" in terms


def test_every_suggestion_comes_in_its_week_and_none_is_lost(engine: Engine):
    with writing(engine) as session:
        make_town(session)
        make_accepted(session)
        make_items(session, *(paper(n, f"Radweg an der Lindenallee, Abschnitt {n * n}") for n in range(90)))
    given = [link(engine, budget=7, now=NOW + timedelta(days=5 * step)).links_new for step in range(26)]
    assert sum(given) == 90
    assert all(max(pair) <= 7 and sum(pair) <= 7 for pair in pairwise(given))


def unmatched(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return links.unmatched(session)


def test_a_promise_that_was_accepted_since_wants_a_search_once(town: Engine):
    assert unmatched(town) == [BODY]
    link(town, body=BODY, now=NOW)
    assert unmatched(town) == []
    with writing(town) as session:
        make_accepted(session, "Wir öffnen die Bücherei sonntags.", now=LATER)
    assert unmatched(town) == [BODY]
    link(town, now=LATER)
    assert unmatched(town) == []
