"""Attached files: fetched with manners, read in the sandbox, kept by hash, searched by matching."""

from contextlib import closing
from datetime import date, timedelta

import pytest

from tests import fault_server
from tests.documents.papers import column, pdf
from tests.factories import FEED, NOW, ScriptedAdapter, make_accepted, make_feed, make_harvest, make_item, poll_feed
from tests.feeds.test_ssrf import FORMS, Canary, fetcher
from tracker.db import models
from tracker.db.queries import files
from tracker.db.session import reading, writing
from tracker.domain.link import Judgement
from tracker.feeds.exchange import Fetched
from tracker.feeds.failures import FetchError, Reason
from tracker.services.attachments import fetch_attachments
from tracker.services.link import link

PAGES = (
    ["Beschlussvorlage", "Die Verwaltung baut an der Lindenallee einen Radweg.", "Er wird drei Meter breit."],
    ["Kosten", "Der Bau kostet eine halbe Million Euro.", "Der Fährbetrieb bleibt unberührt."],
)
PAPER = pdf([column(page) for page in PAGES])
URL = "https://rat.example/datei/1"
ITEM = make_item(title="Vorlage 12", text="", attachments=(URL,))


class Shelves:
    """The network's edge: files by address; what is missing is not there."""

    def __init__(self, **answers):
        self.answers = {f"https://rat.example/datei/{name}": answer for name, answer in answers.items()}
        self.asked = []

    def get(self, url, *, access, validators=None):  # noqa: ARG002  # the protocol's signature
        self.asked.append(url)
        answer = self.answers.get(url)
        if answer is None:
            raise FetchError(Reason.NOT_FOUND, feed=access.feed, url=url, status=404)
        headers = {
            "content-type": "application/pdf",
            "content-disposition": "attachment; filename*=UTF-8''Vorl%C3%A4ge.pdf",
        }
        return Fetched(url, url, 200, answer, headers)


def publish(engine, store, *items, now=NOW):
    poll_feed(engine, make_feed(), ScriptedAdapter(make_harvest(*items, complete=False)), store, now=now)


def fetch(engine, store, shelves, *, now=NOW, limit=100, **over):
    return list(fetch_attachments(engine, [make_feed(**over)], shelves, store, now=now, limit=limit))


def file(engine, url=URL) -> models.File:
    with reading(engine) as session:
        return files.one(session, FEED, url)


def test_a_pdf_is_kept_by_its_hash_with_its_text_by_page(town, store):
    publish(town, store, ITEM)
    (done,) = fetch(town, store, Shelves(**{"1": PAPER}))
    row = file(town)
    assert (done.pages, done.error, row.problem) == (2, None, "")
    assert (row.file_name, row.mime_type, row.size) == ("Vorläge.pdf", "application/pdf", len(PAPER))
    assert store.get(row.sha256) == PAPER
    first, second = (row.text[page["start"] : page["end"]] for page in row.pages)
    assert "Lindenallee" in first
    assert "halbe Million" in second
    assert "Lindenallee" not in second


def test_a_file_is_fetched_once_however_many_items_name_it(town, store):
    publish(town, store, ITEM, make_item(identity="2", url="", reference="2", attachments=(URL,)))
    shelves = Shelves(**{"1": PAPER})
    assert len(fetch(town, store, shelves)) == 1
    assert fetch(town, store, shelves, now=NOW + timedelta(days=30)) == []
    assert shelves.asked == [URL]


def test_the_same_bytes_under_another_address_are_not_read_again(town, store, monkeypatch):
    publish(town, store, ITEM)
    fetch(town, store, Shelves(**{"1": PAPER}))
    publish(town, store, make_item(identity="2", url="", reference="2", attachments=("https://rat.example/datei/2",)))
    monkeypatch.setattr("tracker.services.attachments.read", None)
    fetch(town, store, Shelves(**{"2": PAPER}))
    again = file(town, "https://rat.example/datei/2")
    assert (again.text, again.pages) == (file(town).text, file(town).pages)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "nichts (404)"),
        (b"<!doctype html><title>Anmeldung</title>", "Webseite"),
        (b"%PDF-1.4\nkaputt", "Vorläge.pdf"),
        (b"", "Vorläge.pdf"),
        (b"\x7fELF" + bytes(100), "Programm"),
    ],
    ids=["nothing there", "sign-in page", "broken", "empty", "program"],
)
def test_what_cannot_be_read_is_noted_and_tried_three_times_in_all(town, store, answer, said):
    publish(town, store, ITEM)
    shelves = Shelves(**({"1": answer} if answer is not None else {}))
    for hours in (0, 1, 25, 50, 75, 100):
        for done in fetch(town, store, shelves, now=NOW + timedelta(hours=hours)):
            assert done.error is not None
    row = file(town)
    assert said in row.problem
    assert (row.text, row.tries, len(shelves.asked)) == ("", 3, 3)


def test_a_file_that_comes_later_is_read_then(town, store):
    publish(town, store, ITEM)
    fetch(town, store, Shelves())
    fetch(town, store, Shelves(**{"1": PAPER}), now=NOW + timedelta(days=2))
    assert (file(town).problem, file(town).tries) == ("", 2)


def test_a_run_is_capped_and_the_newest_come_first(town, store):
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(5)]
    publish(
        town,
        store,
        *(
            make_item(
                identity=f"v{n}",
                url="",
                reference=f"{n}",
                item_date=day,
                attachments=(f"https://rat.example/datei/{n}",),
            )
            for n, day in enumerate(days)
        ),
    )
    shelves = Shelves()
    fetched = [[one.url[-1] for one in fetch(town, store, shelves, limit=2)] for _ in range(3)]
    assert fetched == [["4", "3"], ["2", "1"], ["0"]]


def test_what_is_older_than_the_term_is_left_where_it_is(town, store):
    publish(town, store, make_item(item_date=date(2019, 5, 1), attachments=(URL,)))
    assert fetch(town, store, Shelves(**{"1": PAPER})) == []


def test_an_item_without_a_date_counts_as_of_today(town, store):
    publish(town, store, make_item(item_date=None, attachments=(URL,)))
    assert len(fetch(town, store, Shelves(**{"1": PAPER}))) == 1


def test_a_paused_source_is_not_asked_for_files(town, store):
    publish(town, store, ITEM)
    assert fetch(town, store, Shelves(**{"1": PAPER}), paused=True) == []


def test_matching_reads_what_is_attached(town, store):
    publish(town, store, ITEM, make_item(identity="2", url="", title="Haushalt", text="Alle Mittel.", reference="2"))
    with writing(town) as session:
        make_accepted(session, "Wir bauen den Radweg an der Lindenallee.")
    before = link(town, now=NOW).links_new
    fetch(town, store, Shelves(**{"1": PAPER}))
    link(town, now=NOW + timedelta(days=8))
    with reading(town) as session:
        rows = session.query(models.Link).filter(models.Link.judgement == Judgement.UNREVIEWED).all()
        found = {row.item.title: row for row in rows}
        assert "Vorlage 12" in found
        texts = files.searched_texts(session, [found["Vorlage 12"].item])
        passage = found["Vorlage 12"].passage
        text = texts[found["Vorlage 12"].item_id]
    assert before == 0
    assert "Radweg" in text[passage["start"] : passage["end"]]


def test_the_own_text_of_an_item_stays_where_it_is_when_attachments_are_read(town, store):
    publish(town, store, make_item(text="Eigener Text.", attachments=(URL,)))
    fetch(town, store, Shelves(**{"1": PAPER}))
    with reading(town) as session:
        row = session.query(models.CouncilItem).one()
        text = files.searched_texts(session, [row])[row.id]
    assert row.text == "Eigener Text."
    assert text.startswith("Eigener Text.\n\n")
    assert "halbe Million" in text


def test_polling_again_keeps_what_was_attached(town, store):
    publish(town, store, ITEM)
    fetch(town, store, Shelves(**{"1": PAPER}))
    publish(town, store, ITEM, now=NOW + timedelta(hours=1))
    with reading(town) as session:
        row = session.query(models.CouncilItem).one()
        assert "Lindenallee" in files.searched_texts(session, [row])[row.id]
        assert len(row.versions) == 1


@pytest.mark.parametrize("way", ["direct", "redirect"])
def test_no_attachment_leads_into_an_internal_network(town, store, monkeypatch, way):
    canary = Canary()
    with closing(canary.socket), fault_server.running() as origin:
        addresses = [form.format(port=canary.port) for form in FORMS]
        if way == "redirect":
            for n, address in enumerate(addresses):
                location = address.replace("\r\n", "\r").encode()
                answer = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
                monkeypatch.setitem(fault_server.ANSWERS, f"datei-{n}", answer)
            addresses = [origin.url(f"datei-{n}", "inside.example") for n in range(len(FORMS))]
        publish(town, store, make_item(attachments=tuple(addresses)))
        done = fetch(town, store, fetcher(trusted_port=origin.port))
    assert len(done) == len(FORMS)
    assert all(one.error is not None for one in done)
    assert canary.hits == 0


@pytest.mark.parametrize(
    "hostile", ["javascript:alert(1)", "http://[::1", "datei/1", "https://rat.example/" + "x" * 5000]
)
def test_an_address_that_is_none_harms_nobody(town, store, hostile):
    publish(town, store, make_item(attachments=(hostile, URL)))
    shelves = Shelves(**{"1": PAPER})
    assert any(one.url == URL and one.error is None for one in fetch(town, store, shelves))
