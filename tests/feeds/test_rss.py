"""From feed bytes to council items."""

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fault_server import feed
from tracker.domain.council import CouncilItem, FeedState, ItemKind
from tracker.feeds import entry_text, markup
from tracker.feeds.adapter import Cursor
from tracker.feeds.adapters import adapter_for
from tracker.feeds.config import FeedConfig
from tracker.feeds.exchange import Access, Fetched, Validators
from tracker.feeds.failures import Doubt, FetchError, Reason
from tracker.feeds.rss import RssAdapter, read

NOW = datetime(2026, 5, 6, 14, 0, tzinfo=UTC)
URL = "https://ris.musterstadt-ost.example/feed"

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:ost</id><title>Tagesordnungspunkte</title>
<updated>2026-05-06T10:00:00Z</updated>
<entry>
 <title type="html"><![CDATA[Radweg an der Beispielallee &amp; Querung]]></title>
 <id>https://oparl.ost.example/agendaitems/101</id>
 <link href="https://ris.ost.example/termin-7;jsessionid=9A#top12"/>
 <updated>2026-05-06T09:00:00Z</updated><published>2026-05-02T14:11:16.000Z</published>
 <author><name>Erika Mustermann</name></author>
 <summary type="html">Maschinell: Es geht um einen Radweg.</summary>
 <content type="html"><![CDATA[
   <b>Sitzung:</b> Bauausschuss (öffentlich/nicht öffentlich)<br> <b>Datum:</b> 19. Mai 2026<br>
   <b>TOP 12.1:</b> Radweg an der Beispielallee<br><br>
   <b>Beratungsstand dieser Sitzung:</b> mehrheitlich zugestimmt<br>
   <b>Antragstellende Fraktionen:</b> Bürgerliste Blaue Brücke, Gartenpartei<br>
   <b>Vorlagen-Nr.:</b> 0815-26-E1<br>
   <b>KI-generierte Zusammenfassung:</b> Ein Radweg wird gebaut.<ul><li>Er wird lang.</li></ul>
   <small>Automatisch erstellt; maßgeblich sind die Unterlagen.</small><br>
   <b>Anhänge:</b><br><a href="/dateien/1?sid=4">Antrag (Erstellt am: 22.04.2026)</a><br><a href="/dateien/2">Plan</a>
 ]]></content>
</entry></feed>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://ris.ost.example/"><title>Vorlagen</title><link>https://ris.ost.example/</link></channel>
<item rdf:about="https://ris.ost.example/vo0050?__kvonr=5"><title>Neue Bänke</title>
<link>https://ris.ost.example/vo0050?__kvonr=5</link><dc:date>2026-05-01</dc:date></item></rdf:RDF>"""

RSS_0_91 = """<?xml version="1.0"?><rss version="0.91"><channel><title>Sitzungen</title><link>https://ris.ost.example</link>
<item><title>Rat der Stadt am 19.05.2026</title><link>https://ris.ost.example/si0057?__ksinr=7</link></item></channel></rss>"""


def items(text: str) -> tuple[CouncilItem, ...]:
    return read(Fetched(URL, URL, 200, text.encode()), NOW).items


def doubt(body: bytes) -> Doubt:
    with pytest.raises(markup.DoubtError) as caught:
        markup.prepared(body)
    return caught.value.doubt


def test_an_atom_entry_with_labelled_lines() -> None:
    assert items(ATOM) == (
        CouncilItem(
            kind=ItemKind.AGENDA_ITEM,
            identity="https://oparl.ost.example/agendaitems/101",
            title="Radweg an der Beispielallee & Querung",
            url="https://ris.ost.example/termin-7#top12",
            result="mehrheitlich zugestimmt",
            reference="0815-26-E1",
            organization="Bauausschuss",
            item_date=date(2026, 5, 19),
            published=datetime(2026, 5, 2, 14, 11, 16, tzinfo=UTC),
            submitters=("Bürgerliste Blaue Brücke", "Gartenpartei"),
            attachments=(
                "https://ris.musterstadt-ost.example/dateien/1",
                "https://ris.musterstadt-ost.example/dateien/2",
            ),
            number="12.1",
        ),
    )


def test_a_machine_written_summary_is_neither_text_nor_news() -> None:
    other = ATOM.replace("Ein Radweg wird gebaut.", "Gebaut werden soll etwas.").replace("Er wird lang", "Er wird kurz")
    assert items(other) == items(ATOM)


def test_rss_1_0_in_rdf() -> None:
    (item,) = items(RDF)
    assert (item.kind, item.title) == (ItemKind.PAPER, "Neue Bänke")
    assert item.identity == item.url == "https://ris.ost.example/vo0050?__kvonr=5"


def test_rss_0_91_without_guid_and_a_date_in_the_title() -> None:
    (item,) = items(RSS_0_91)
    assert (item.kind, item.item_date) == (ItemKind.MEETING, date(2026, 5, 19))
    assert item.identity == "https://ris.ost.example/si0057?__ksinr=7"


def rss_item(inner: str) -> CouncilItem:
    (item,) = items(feed(f"<item>{inner}</item>"))
    return item


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        ("<title>x</title><link>https://r.example/to020?TOLFDNR=3</link>", ItemKind.AGENDA_ITEM),
        ("<title>x</title><link>https://r.example/vo020?VOLFDNR=3</link>", ItemKind.PAPER),
        ("<title>x</title><link>https://r.example/risi/sitzung/detail/3</link>", ItemKind.MEETING),
        ("<title>Niederschrift Rat 1.2.2026</title><link>https://r.example/d/3</link>", ItemKind.MINUTES),
        ("<title>Sitzung des Rates</title><link>https://r.example/d/3</link>", ItemKind.MEETING),
        ("<title>Radweg</title><link>https://r.example/d/3</link>", ItemKind.PAPER),
        ("<title>Radweg</title><description>TOP 3: Radweg</description>", ItemKind.AGENDA_ITEM),
        ("<title>Übertragung der Ratssitzungen im Netz</title><link>https://r.example/d/3</link>", ItemKind.PAPER),
        ("<title>Nach der Sitzung</title><category>Drucksache</category>", ItemKind.PAPER),
        ("<title>Nach der Sitzung</title><category>Tagesordnungspunkt</category>", ItemKind.AGENDA_ITEM),
    ],
)
def test_what_an_entry_is(inner: str, kind: ItemKind) -> None:
    assert rss_item(inner).kind is kind


def test_an_enclosure_and_a_linked_file_are_attachments_other_links_are_not() -> None:
    item = rss_item(
        '<title>Plan</title><enclosure url="https://r.example/a.pdf" length="1" type="application/pdf"/>'
        "<description>&lt;a href='/b.PDF'&gt;b&lt;/a&gt; &lt;a href='/mehr'&gt;mehr&lt;/a&gt;</description>"
    )
    assert item.attachments == ("https://ris.musterstadt-ost.example/b.PDF", "https://r.example/a.pdf")


def test_a_broken_link_costs_no_entry() -> None:
    item = rss_item(
        "<title>Plan</title><link>http://[::g]/</link><guid>http://[::g]/</guid>"
        "<description>&lt;a href='http://[::g]/a.pdf'&gt;a&lt;/a&gt; &lt;a href='/b.pdf'&gt;b&lt;/a&gt;</description>"
    )
    assert (item.title, item.attachments) == ("Plan", ("https://ris.musterstadt-ost.example/b.pdf",))


def test_only_web_addresses_become_links() -> None:
    item = rss_item(
        "<title>Plan</title><link>javascript:alert(1)</link><guid>data:text/html,x</guid>"
        "<enclosure url='javascript:alert(2)//a.pdf' length='1' type='application/pdf'/>"
        "<description>&lt;a href='javascript:alert(3)//a.pdf'&gt;a&lt;/a&gt;</description>"
    )
    assert (item.url, item.attachments) == ("", ())


def test_the_feeds_own_dates_are_never_the_items_date() -> None:
    item = rss_item("<title>Radweg</title><pubDate>Mi, 06 Mai 2026 10:00:00 MESZ</pubDate>")
    assert item.item_date is None
    assert item.published == datetime(2026, 5, 6, 8, 0, tzinfo=UTC)


def test_an_entry_that_says_nothing_is_left_out() -> None:
    assert (
        items(feed("<item><description>nur Text</description></item>", "<item><title>A</title></item>"))[0].title == "A"
    )


def test_labels_in_tables_and_on_their_own_line() -> None:
    said = entry_text.read(
        "<table><tr><td>Gremium</td><td>Rat</td></tr></table><p>Ergebnis:</p><p>einstimmig</p><p>Es gab Applaus.</p>",
        URL,
    )
    assert said.fields == {"organization": "Rat", "result": "einstimmig"}
    assert said.text == "Es gab Applaus."


def test_scripts_are_not_text() -> None:
    assert entry_text.read("<script>böse()</script><style>p{}</style><p>gut</p>", URL).text == "gut"


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Bus &amp;amp; Bahn", "Bus & Bahn"),
        ("Höhe &lt; 5 m und Breite > 2 m", "Höhe < 5 m und Breite > 2 m"),
        ("<b>Rad</b>  weg\n neu", "Rad weg neu"),
        ("&lt;img src=x onerror=alert(1)&gt;Radweg", "Radweg"),
        ("Antrag <Entwurf>", "Antrag <Entwurf>"),
    ],
)
def test_plain_titles(raw: str, title: str) -> None:
    assert entry_text.plain(raw) == title


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", Doubt.EMPTY),
        (b"\xef\xbb\xbf \n", Doubt.EMPTY),
        (b"<!DOCTYPE html><html><body>Wartung</body></html>", Doubt.HTML),
        (b"<!-- x --><html><rss></rss></html>", Doubt.HTML),
        (b"{}", Doubt.NO_FEED),
        (b"<?xml version='1.0'?><opml><body/></opml>", Doubt.NO_FEED),
        (b"<?xml version='1.0'?><kalender/>", Doubt.NO_FEED),
        (b"<?xml version='1.0' encoding='utf-7'?><rss/>", Doubt.CHARSET),
        (b"<?xml version='1.0' encoding='zlib'?><rss/>", Doubt.CHARSET),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", Doubt.ENTITIES),
        (b"<!-- > --><!doctype rss\n[ ]><rss/>", Doubt.ENTITIES),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>".encode("utf-16"), Doubt.ENTITIES),
    ],
)
def test_what_is_refused(body: bytes, expected: Doubt) -> None:
    assert doubt(body) is expected


def test_cdata_is_left_alone_while_bare_ampersands_are_mended() -> None:
    body = markup.prepared(b"<rss><item>a & b &amp; &uuml; &#38; &x;<![CDATA[c & d]]></item></rss>").body
    assert body == b"<rss><item>a &amp; b &amp; &#252; &#38; &amp;x;<![CDATA[c & d]]></item></rss>"


@given(st.integers(0, 1200))
def test_however_a_feed_is_cut_no_half_entry_is_read(length: int) -> None:
    whole = feed(*(f"<item><guid>g{n}</guid><title>Titel Nummer {n}</title></item>" for n in range(20)))
    titles = {f"Titel Nummer {n}" for n in range(20)}
    try:
        reading = read(Fetched(URL, URL, 200, whole.encode()[:length]), NOW)
    except markup.DoubtError:
        return
    assert {item.title for item in reading.items} <= titles
    assert reading.whole == (length >= len(whole.encode()))


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<rss>", b"<feed><entry>", b"<?xml version='1.0'?><rss><item><title>"]),
)
def test_any_bytes_are_read_or_doubted(body: bytes, start: bytes) -> None:
    with contextlib.suppress(markup.DoubtError):
        assert read(Fetched(URL, URL, 200, start + body), NOW).count >= 0


class Answers:
    """A fetcher that gives prepared answers by address and remembers what it was asked."""

    def __init__(self, **answers: Fetched | FetchError) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Validators | None]] = []

    def get(self, url: str, *, access: Access, validators: Validators | None = None) -> Fetched:
        assert access == FEED.access
        self.asked.append((url, validators))
        answer = self.answers[url.rpartition("/")[2]]
        if isinstance(answer, FetchError):
            raise answer
        return answer


FEED = FeedConfig(id="ost-rat", body="ost", kind="rss", url=URL)
GOOD = Fetched(URL, URL, 200, ATOM.encode(), {"etag": '"1"'})


def test_a_good_answer_moves_the_cursor_and_is_kept_for_replay() -> None:
    harvest = RssAdapter().poll(FEED, Answers(feed=GOOD), Cursor(), NOW)
    assert (harvest.state, harvest.complete, harvest.fetched) == (FeedState.OK, True, 1)
    assert harvest.cursor == Cursor(url=URL, validators=Validators('"1"'), count=1)
    assert [(payload.url, payload.body) for payload in harvest.raw] == [(URL, GOOD.body)]


def test_items_before_since_are_left_out() -> None:
    harvest = RssAdapter().poll(replace(FEED, since=date(2026, 5, 20)), Answers(feed=GOOD), Cursor(), NOW)
    assert (harvest.items, harvest.fetched) == ((), 1)


def test_a_new_address_starts_with_a_new_cursor() -> None:
    answers = Answers(feed=GOOD)
    RssAdapter().poll(FEED, answers, Cursor(url="https://alt.example/", validators=Validators('"alt"'), count=99), NOW)
    assert answers.asked == [(URL, Validators())]


def test_where_an_adopted_address_is_gone_the_configured_one_is_asked_again() -> None:
    cursor = Cursor(url=URL, moved_to="https://neu.example/neu", moved_seen=3, validators=Validators('"1"'))
    lost = FetchError(Reason.NOT_FOUND, feed="ost-rat", url="https://neu.example/neu", status=404)
    answers = Answers(neu=lost, feed=GOOD)
    harvest = RssAdapter().poll(FEED, answers, cursor, NOW)
    assert [url for url, _ in answers.asked] == ["https://neu.example/neu", URL]
    assert (harvest.state, harvest.cursor.moved_to, harvest.cursor.moved_seen) == (FeedState.OK, "", 0)


def test_a_failing_adopted_address_fails_the_poll() -> None:
    cursor = Cursor(url=URL, moved_to="https://neu.example/neu", moved_seen=3)
    busy = FetchError(Reason.BUSY, feed="ost-rat", url="https://neu.example/neu", status=503)
    with pytest.raises(FetchError, match="überlastet"):
        adapter_for("rss").poll(FEED, Answers(neu=busy), cursor, NOW)


def test_a_cursor_survives_being_stored() -> None:
    cursor = Cursor(
        URL, Validators('"1"', "gestern"), 7, 1, "https://neu.example/", 2, "2026-01-01T00:00:00Z"
    ).with_marks(seite="3", leer="")
    assert Cursor.from_json(cursor.to_json()) == cursor
    assert cursor.mark("seite") == "3"
    assert cursor.with_marks(seite="").marks == ()
    assert Cursor.from_json(None) == Cursor.from_json({"unbekannt": 1}) == Cursor()
