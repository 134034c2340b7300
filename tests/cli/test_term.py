"""The invented term, played far enough to meet everything that can befall it."""

from datetime import timedelta
from itertools import islice

import pytest
from sqlalchemy import func, select

from tracker import settings
from tracker.cli.term import mishaps
from tracker.cli.term.council import council
from tracker.cli.term.play import Play, at, poll
from tracker.cli.term.plot import SAMPLE, load, month_start
from tracker.cli.term.volunteers import ADA
from tracker.db import models
from tracker.db.session import reading
from tracker.services import pauses
from tracker.services.instance import open_instance
from tracker.services.proof import flaws


@pytest.fixture
def play(tracker, tmp_path):
    plot, place = load(), tmp_path / "term"
    with council(plot.steps, month_start(1)) as town:
        place.mkdir()
        feeds = (SAMPLE / "feeds.yaml").read_text(encoding="utf-8")
        (place / "feeds.yaml").write_text(feeds.replace("PORT", str(town.server_port)), encoding="utf-8")
        assert tracker("init", place).code == 0
        yield Play(open_instance(settings.load(place)), town, plot)


def test_every_pledge_of_the_plot_is_found_in_a_questionnaire(play):
    assert play.begin() == len(play.plot.pledges)


def test_nine_months_bring_nine_editions_and_their_mails(play):
    play.begin()
    months = list(islice(play.months(lambda _month: None), 9))
    assert sum(month.findings for month in months) == 3
    assert [month.mails for month in months] == [3] * 9
    with reading(play.instance.engine) as session:
        keys = session.scalars(select(models.Edition.key).order_by(models.Edition.id)).all()
        assert keys == [f"report:{month_start(n):%Y-%m}" for n in range(1, 10)]
        assert list(flaws(session, play.instance.store)) == []


def test_a_killed_poll_loses_and_doubles_nothing(play):
    play.begin()
    list(islice(play.months(lambda _month: None), 2))
    day = month_start(3) + timedelta(days=5)
    play.council.today = day
    mishaps.killed_while_polling(play.instance, day)
    poll(play.instance, day)
    whole = mishaps.counted(play.instance).items
    assert poll(play.instance, day) == (0, 0)
    assert mishaps.counted(play.instance).items == whole
    with reading(play.instance.engine) as session:
        query = select(func.count(func.distinct(models.CouncilItem.identity)))
        assert session.scalar(query) == whole


def test_a_migration_back_and_forth_keeps_everything(play):
    play.begin()
    list(islice(play.months(lambda _month: None), 1))
    before = mishaps.counted(play.instance)
    assert mishaps.migrated(play.instance) == before


def test_a_lost_disk_comes_back_from_the_backup(play):
    play.begin()
    list(islice(play.months(lambda _month: None), 2))
    before = mishaps.counted(play.instance)
    play.instance = mishaps.lost_and_restored(play.instance, ADA, at(play.instance, month_start(3), 8))
    after = mishaps.counted(play.instance)
    assert (after.items, after.links) == (before.items, before.links)
    assert after.events > before.events, "the chain tells of the restore"
    with reading(play.instance.engine) as session:
        assert pauses.paused(session, pauses.MAIL) is None
        assert list(flaws(session, play.instance.store)) == []
