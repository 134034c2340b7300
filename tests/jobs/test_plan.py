from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from tests.factories import BODY, make_accepted, make_feeds_file, make_item
from tests.services.conftest import make_items
from tracker.db.files import FileStore
from tracker.db.models import Event, Link
from tracker.db.session import reading, writing
from tracker.domain.council import FeedState
from tracker.feeds.failures import FetchError, Reason
from tracker.jobs.plan import tick
from tracker.services import bodies
from tracker.services.instance import Instance
from tracker.services.users import add_user
from tracker.settings import load

FEEDS = """
version: 1
bodies: [{id: musterhafen, name: Stadt Musterhafen}]
feeds:
  - {id: rat, body: musterhafen, kind: rss, url: "https://rat.musterhafen.example/rat.xml"}
"""
SEPTEMBER = datetime(2026, 9, 10, 12, 0, tzinfo=UTC)
UPKEEP = {"attachments", "backup", "freshness", "link", "notices", "retention", "subscribers", "verify"}
NEXT_DAY = SEPTEMBER + timedelta(days=1)


class SilentCouncil:
    """The network's edge: a council whose server never answers."""

    def get(self, url, **_options):
        raise FetchError(Reason.TIMEOUT, feed="rat", url=url)


@pytest.fixture
def instance(engine, tmp_path):
    (tmp_path / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    with writing(engine) as session:
        add_user(session, "Ada", "ada@musterhafen.example", now=SEPTEMBER)
    return Instance(load(tmp_path, {}), engine, FileStore(tmp_path / "files"))


def look(instance, now):
    return tick(instance, now, SilentCouncil())


def mails(instance):
    """Reports that were sent; operators also hear of a source that is silent."""
    found = sorted((instance.settings.out / "mail").glob("*.eml"))
    return [path for path in found if "schweigt" not in path.read_text(encoding="utf-8")]


def ran(result, job):
    return [(one.period, one.state.value) for one in result.ran if one.job == job]


def test_the_report_of_a_month_is_mailed_once_after_its_end(instance):
    first = datetime(2026, 10, 1, 7, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert ran(look(instance, SEPTEMBER), "report") == []
    assert ran(look(instance, first), "report") == [("report:2026-09", "done")]
    assert ran(look(instance, first + timedelta(minutes=1)), "report") == []
    assert len(mails(instance)) == 1


def test_after_days_of_downtime_the_missed_report_comes_late_and_once(instance):
    look(instance, SEPTEMBER)
    late = datetime(2026, 10, 4, 12, 0, tzinfo=UTC)
    (report,) = [one for one in look(instance, late).ran if one.job == "report"]
    assert (report.period, report.late) == ("report:2026-09", True)
    assert len(mails(instance)) == 1


def test_after_a_very_long_downtime_no_old_report_is_mailed(instance):
    look(instance, SEPTEMBER)
    result = look(instance, SEPTEMBER + timedelta(days=200))
    assert ("report:2026-09", "held") in ran(result, "report")
    assert all("2026-09" not in path.read_text(encoding="utf-8") for path in mails(instance))


def test_a_silent_source_stops_nothing_else(instance):
    result = look(instance, NEXT_DAY)
    (polled,) = result.polled
    assert polled.state is FeedState.FAILING
    assert result.problems == ()
    assert {one.job for one in result.ran} == UPKEEP


def test_a_source_is_not_asked_again_before_its_time(instance):
    look(instance, SEPTEMBER)
    assert look(instance, SEPTEMBER + timedelta(minutes=5)).polled == ()
    assert len(look(instance, SEPTEMBER + timedelta(hours=2)).polled) == 1


def test_a_wrong_feeds_file_is_told_and_the_rest_goes_on(instance):
    instance.settings.feeds_file.write_text("version: 1\nbodys: []\n", encoding="utf-8")
    result = look(instance, NEXT_DAY)
    assert [type(p).__name__ for p in result.problems] == ["FeedsFileError"]
    assert {one.job for one in result.ran} == UPKEEP


def test_a_broken_chain_is_a_failed_job_that_names_the_event(instance):
    look(instance, SEPTEMBER)
    with instance.engine.begin() as connection:
        if instance.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER event_refuses_update"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("UPDATE event SET payload = '{}' WHERE seq = 2"))
    (verified,) = [one for one in look(instance, NEXT_DAY).ran if one.job == "verify"]
    assert "Ereignis 2" in verified.error


def test_whoever_accepts_a_promise_finds_hits_after_the_next_look(instance):
    look(instance, SEPTEMBER)
    with writing(instance.engine) as session:
        bodies.sync(session, make_feeds_file(), now=SEPTEMBER)
        make_items(session, make_item())
        make_accepted(session, now=SEPTEMBER)
    look(instance, SEPTEMBER + timedelta(minutes=1))
    look(instance, SEPTEMBER + timedelta(minutes=2))
    with reading(instance.engine) as session:
        runs = session.query(Event).filter_by(kind="links.suggested", subject=f"body:{BODY}").count()
        assert (runs, session.query(Link).count()) == (1, 1)
