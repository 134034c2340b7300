"""OParl systems of invented towns, played from memory: what is read, what is borne, what is refused."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.council import FeedState, ItemKind
from tracker.errors import FeedError
from tracker.feeds.adapter import Cursor
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Fetched
from tracker.feeds.failures import FetchError, NotAskedError, Reason
from tracker.feeds.oparl import OparlAdapter

DATA = Path(__file__).parents[1] / "data/feeds/oparl"
SHARED = Path(__file__).parents[3] / "shared/data/council"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOWNS = sorted(path for path in DATA.glob("*.json") if not path.name.endswith(".expected.json"))
ROOT = "https://ris.example/oparl"


class Server:
    """Answers from a table; an update (`modified_since`) finds nothing unless the table names it."""

    def __init__(self, answers, *, heeds_filter=True):
        self.answers = answers
        self.heeds_filter = heeds_filter
        self.asked = []

    def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
        self.asked.append(url)
        plain = url.partition("?modified_since=")[0]
        answer = self.answers.get(url)
        if answer is None and plain != url:
            answer = {"data": [], "links": {}} if self.heeds_filter else self.answers.get(plain)
        if answer is None:
            raise FetchError(Reason.NOT_FOUND, feed=access.feed, url=url, status=404)
        if isinstance(answer, FetchError):
            raise answer
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Fetched(url, url, 200, body, {"content-type": "application/json"})


def town(**lists):
    """A system with one body; every list is given as its pages' rows."""
    answers = {
        f"{ROOT}/system": {
            "id": f"{ROOT}/system",
            "type": "https://schema.oparl.org/1.1/System",
            "body": f"{ROOT}/bodies",
        },
        f"{ROOT}/bodies": {
            "data": [{"id": f"{ROOT}/body/1", "name": "Musterstadt"} | {n: f"{ROOT}/{n}" for n in lists}]
        },
    }
    for name, rows in lists.items():
        answers[f"{ROOT}/{name}"] = {"data": rows, "links": {}}
    return answers


def paper(n, **fields):
    return {"id": f"{ROOT}/paper/{n}", "name": f"Vorlage {n}", "reference": f"{n}/2025"} | fields


def feed(**fields):
    return FeedConfig(**{"id": "muster", "body": "muster", "kind": "oparl", "url": f"{ROOT}/system"} | fields)


def poll(server, cursor=None, now=NOW, **fields):
    return OparlAdapter().poll(feed(**fields), server, cursor or Cursor(), now)


def as_told(item):
    shown = {
        "kind": item.kind.value,
        "identity": item.identity,
        "title": item.title,
        "url": item.url,
        "text": item.text,
        "result": item.result,
        "reference": item.reference,
        "organization": item.organization,
        "date": item.item_date and item.item_date.isoformat(),
        "submitters": list(item.submitters),
        "attachments": list(item.attachments),
        "meeting": item.meeting,
        "number": item.number,
    }
    return {name: value for name, value in shown.items() if value}


def played(path):
    told = json.loads(path.read_text(encoding="utf-8"))
    prefixes = tuple(told["feed"].get("fetch_prefix", {}).items())
    server = Server(told["answers"])
    return poll(server, url=told["feed"]["url"], fetch_prefix=prefixes), server


@pytest.mark.parametrize("path", TOWNS, ids=lambda path: path.stem)
class TestTown:
    def test_every_object_becomes_its_item(self, path):
        expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
        harvest, _ = played(path)
        assert [as_told(item) for item in harvest.items] == expected
        assert (harvest.state, harvest.complete, harvest.problem) == (FeedState.OK, True, None)

    def test_persons_and_memberships_are_never_asked_for(self, path):
        _, server = played(path)
        assert [url for url in server.asked if "person" in url or "membership" in url] == []

    def test_a_second_crawl_gives_the_same_hashes(self, path):
        once, twice = (Counter(item.content_hash for item in played(path)[0].items) for _ in range(2))
        assert once == twice


def test_every_town_has_its_expectation_beside_it():
    assert TOWNS
    assert [path.name for path in TOWNS if not path.with_name(f"{path.stem}.expected.json").exists()] == []


class TestUpdates:
    def test_the_next_poll_asks_only_for_changes_from_a_day_before_the_last_start(self):
        cursor = poll(Server(town(paper=[paper(1)]))).cursor
        server = Server(town(paper=[paper(1)]))
        harvest = poll(server, cursor, NOW + timedelta(hours=6))
        assert f"{ROOT}/paper?modified_since=2026-11-22T12%3A00%3A00Z" in server.asked
        assert (harvest.items, harvest.complete) == ((), False)

    def test_somacos_gets_its_queries_unencoded(self):
        answers = town(paper=[paper(1)])
        answers[f"{ROOT}/system"]["vendor"] = "Somacos"
        cursor = poll(Server(answers)).cursor
        server = Server(answers)
        poll(server, cursor, NOW + timedelta(hours=6))
        assert f"{ROOT}/paper?modified_since=2026-11-22T12:00:00Z" in server.asked

    def test_after_a_week_the_whole_is_read_again(self):
        cursor = poll(Server(town(paper=[paper(1)]))).cursor
        harvest = poll(Server(town(paper=[paper(1), paper(2)])), cursor, NOW + timedelta(days=7))
        assert (len(harvest.items), harvest.complete) == (2, True)

    def test_a_server_that_ignores_the_filter_is_crawled_twice_a_day_and_says_so_in_between(self):
        first = poll(Server(town(paper=[paper(1)]), heeds_filter=False))
        assert first.cursor.mark("filter") == "ignored"
        server = Server(town(paper=[paper(1)]), heeds_filter=False)
        waiting = poll(server, first.cursor, NOW + timedelta(hours=6))
        assert (waiting.state, waiting.fetched) == (FeedState.UNCHANGED, 0)
        assert isinstance(waiting.problem, NotAskedError)
        assert server.asked == [f"{ROOT}/system"]
        assert poll(server, first.cursor, NOW + timedelta(hours=12)).complete

    def test_an_empty_update_told_as_code_802_is_no_failure(self):
        answers = town(paper=[paper(1)])
        cursor = poll(Server(answers)).cursor
        answers[f"{ROOT}/paper?modified_since=2026-11-22T12%3A00%3A00Z"] = FetchError(
            Reason.NOT_FOUND, feed="muster", url="", status=404, body=b'{"error": {"code": 802, "message": "leer"}}'
        )
        assert poll(Server(answers), cursor, NOW + timedelta(hours=1)).state is FeedState.OK

    def test_a_changed_agenda_item_finds_its_meeting(self):
        answers = town(paper=[paper(1)], meeting=[], agendaItem=[])
        cursor = poll(Server(answers)).cursor
        answers[f"{ROOT}/agendaItem?modified_since=2026-11-22T12%3A00%3A00Z"] = {
            "data": [
                {
                    "id": f"{ROOT}/agendaitem/1",
                    "name": "Radweg",
                    "result": "beschlossen",
                    "meeting": f"{ROOT}/meeting/1",
                }
            ]
        }
        answers[f"{ROOT}/meeting/1"] = {
            "id": f"{ROOT}/meeting/1",
            "start": "2026-11-20T16:00:00+01:00",
            "organization": [{"id": f"{ROOT}/organization/1", "name": "Rat"}],
        }
        (item,) = poll(Server(answers), cursor, NOW + timedelta(hours=1)).items
        assert (item.result, item.organization, item.item_date) == ("beschlossen", "Rat", date(2026, 11, 20))


class TestDefects:
    def test_an_error_object_with_status_200_is_suspicious_and_names_its_message(self):
        answers = {f"{ROOT}/system": {"type": "https://schema.oparl.org/1.1/Error", "message": "OParl is not active."}}
        harvest = poll(Server(answers))
        assert (harvest.state, harvest.items) == (FeedState.SUSPICIOUS, ())
        assert "OParl is not active." in str(harvest.problem)

    @pytest.mark.parametrize(
        "body", [b"", b"<html>Wartung</html>", b"[[[[", b"[" * 100_000, b"null", b'"x"', b"\xff\xfe\x00"]
    )
    def test_an_answer_that_is_no_system_is_suspicious(self, body):
        assert poll(Server({f"{ROOT}/system": body})).state is FeedState.SUSPICIOUS

    def test_raw_control_characters_are_borne(self):
        answers = town(paper=[])
        answers[f"{ROOT}/paper"] = (
            b'{"data": [{"id": "https://ris.example/p/1", "name": "Zeile\nzwei\x01"}], "links": {}}'
        )
        assert poll(Server(answers)).items[0].title.startswith("Zeile zwei")

    def test_a_stumbling_server_is_asked_a_second_time(self):
        class Stumbling(Server):
            def get(self, url, *, access, validators=None):  # the protocol's signature
                if url.endswith("/paper") and self.asked.count(url) == 0:
                    self.asked.append(url)
                    raise FetchError(Reason.STATUS, feed=access.feed, url=url, status=500)
                return super().get(url, access=access, validators=validators)

        assert poll(Stumbling(town(paper=[paper(1)]))).state is FeedState.OK

    def test_a_list_without_data_is_an_incomplete_crawl_and_moves_no_cursor(self):
        answers = town(paper=[paper(1)])
        answers[f"{ROOT}/paper"]["links"] = {"next": f"{ROOT}/paper?page=2"}
        answers[f"{ROOT}/paper?page=2"] = {"message": "try later"}
        harvest = poll(Server(answers))
        assert (harvest.state, len(harvest.items), harvest.complete) == (FeedState.SUSPICIOUS, 1, False)
        assert (harvest.cursor.full_at, harvest.cursor.modified_since) == ("", "")

    @pytest.mark.parametrize(
        "following", [f"{ROOT}/paper", "https://elsewhere.example/paper", "http://127.0.0.1/", "http://[::1"]
    )
    def test_a_circle_and_a_next_page_on_another_host_are_refused(self, following):
        answers = town(paper=[paper(1)])
        answers[f"{ROOT}/paper"]["links"] = {"next": following}
        server = Server(answers)
        assert poll(server).state is FeedState.SUSPICIOUS
        assert all(url.startswith(ROOT) for url in server.asked)

    def test_pages_without_end_are_left(self):
        class Endless(Server):
            def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
                self.asked.append(url)
                if "/paper" not in url:
                    return super().get(url, access=access)
                page = {"data": [paper(1)], "links": {"next": f"{ROOT}/paper?page={len(self.asked)}"}}
                return Fetched(url, url, 200, json.dumps(page).encode())

        server = Endless(town(paper=[]))
        assert poll(server).state is FeedState.SUSPICIOUS
        assert len(server.asked) < 20

    def test_after_a_broken_list_of_papers_agenda_items_are_not_read_without_their_references(self):
        answers = town(
            paper=[paper(1)], meeting=[{"id": f"{ROOT}/meeting/1", "agendaItem": [{"id": "x", "name": "y"}]}]
        )
        answers[f"{ROOT}/paper"]["links"] = {"next": f"{ROOT}/paper?page=2"}
        assert {item.kind for item in poll(Server(answers)).items} == {ItemKind.PAPER}

    def test_far_fewer_objects_than_last_time_are_doubted_until_seen_three_times(self):
        cursor = poll(Server(town(paper=[paper(n) for n in range(10)]))).cursor
        states = []
        for week in (1, 2, 3):
            harvest = poll(Server(town(paper=[paper(1)])), cursor, NOW + timedelta(weeks=week))
            cursor = harvest.cursor
            states.append(harvest.state)
        assert states == [FeedState.SUSPICIOUS, FeedState.SUSPICIOUS, FeedState.OK]

    def test_a_dead_server_raises(self):
        with pytest.raises(FetchError):
            poll(Server({}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                (
                    "id",
                    "name",
                    "data",
                    "links",
                    "next",
                    "agendaItem",
                    "organization",
                    "deleted",
                    "consultation",
                    "mainFile",
                    "start",
                    "type",
                )
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


class TestWhatIsNamedInsteadOfEmbedded:
    ITEM: ClassVar = {
        "id": f"{ROOT}/agendaItem/1",
        "name": "Radweg",
        "result": "einstimmig beschlossen",
        "meeting": f"{ROOT}/meeting/1",
    }
    MEETING: ClassVar = {
        "id": f"{ROOT}/meeting/1",
        "name": "Sitzung",
        "start": "2026-01-15T16:00:00+01:00",
        "organization": [{"id": f"{ROOT}/organization/1", "name": "Stadtrat"}],
        "agendaItem": [f"{ROOT}/agendaItem/1"],
    }

    def test_agenda_items_that_meetings_only_name_are_read_from_their_list(self):
        harvest = poll(Server(town(paper=[paper(1)], meeting=[self.MEETING], agendaItem=[self.ITEM])))
        (item,) = [i for i in harvest.items if i.kind is ItemKind.AGENDA_ITEM]
        assert (item.title, item.organization, item.item_date) == ("Radweg", "Stadtrat", date(2026, 1, 15))
        assert item.meeting == f"{ROOT}/meeting/1"

    def test_consultations_in_a_list_of_their_own_tell_which_paper_is_treated(self):
        consultation = {
            "id": f"{ROOT}/consultation/1",
            "paper": f"{ROOT}/paper/1",
            "agendaItem": f"{ROOT}/agendaItem/1",
        }
        lists = {"paper": [paper(1)], "consultation": [consultation], "meeting": [self.MEETING]}
        server = Server(town(**lists, agendaItem=[self.ITEM]))
        (item,) = [i for i in poll(server).items if i.kind is ItemKind.AGENDA_ITEM]
        assert item.reference == "1/2025"
        assert [url for url in server.asked if url.endswith(("/paper/1", "/consultation/1"))] == []


@given(st.dictionaries(st.sampled_from(("system", "bodies", "paper", "meeting", "organization")), JSON, max_size=5))
def test_any_json_gives_a_harvest_or_a_feed_error(values):
    answers = town(paper=[paper(1)], meeting=[], organization=[]) | {
        f"{ROOT}/{name}": value for name, value in values.items() if value is not None
    }
    try:
        harvest = poll(Server(answers))
    except FeedError:
        return
    assert harvest.state in {FeedState.OK, FeedState.SUSPICIOUS}


@given(st.binary(max_size=60))
def test_any_bytes_give_a_harvest_or_a_feed_error(body):
    assert poll(Server({f"{ROOT}/system": body})).state is FeedState.SUSPICIOUS


class Played(Server):
    """The recorded pages of a real town."""

    def __init__(self, folder, root):
        super().__init__({})
        self.folder, self.root = folder, root

    def get(self, url, *, access, validators=None):  # the protocol's signature
        name = url.removeprefix(self.root).replace("/", "__").replace("?", "_")
        path = self.folder / f"{name}.json"
        if path.is_file():
            self.answers[url] = path.read_bytes()
        return super().get(url, access=access, validators=validators)


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "huertgenwald").is_dir(), reason="the development data is not beside the checkout")
def test_the_recorded_town_is_read_whole_and_alike_twice():
    root = json.loads((SHARED / "huertgenwald/system.json").read_text())["id"].removesuffix("system")
    once, twice = (poll(Played(SHARED / "huertgenwald", root), url=f"{root}system") for _ in range(2))
    assert Counter(item.kind.value for item in once.items) == {
        "paper": 2097,
        "meeting": 346,
        "deletion": 39,
        "agenda_item": 5106,
    }
    assert [(i.identity, i.content_hash) for i in once.items] == [(i.identity, i.content_hash) for i in twice.items]
