"""The invented council's web server: its list of news and its calendar, as they look on a given day."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

from tracker.cli.term.plot import COUNCIL, MONTHS, Step, month_start

SHOWN = timedelta(days=100)
"""How long the list shows an entry: like many councils', it forgets what is older."""

_KINDS = {"paper": "Drucksache", "advice": "Tagesordnungspunkt", "decision": "Tagesordnungspunkt"}


def sitting(step: Step) -> date:
    """The day of a step's sitting: committees meet on the 9th, the council on the 18th, papers arrive on the 3rd."""
    day = 3 if step.kind == "paper" else 18 if step.organization == COUNCIL else 9
    return month_start(step.month).replace(day=day)


def published(step: Step) -> date:
    """The day on which it appears: a week before the sitting."""
    return sitting(step) - timedelta(days=7)


def news(steps: Sequence[Step], today: date) -> bytes:
    """The list as RSS. An agenda item's result appears on the day after its sitting."""
    shown = [s for s in steps if published(s) <= today < published(s) + SHOWN]
    entries = "".join(_entry(step, today) for step in sorted(shown, key=lambda s: (published(s), s.number)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{COUNCIL}</title><link>https://rat.musterhafen.example/</link>"
        f"<description>Neues aus dem Rat</description>{entries}</channel></rss>"
    ).encode()


def _entry(step: Step, today: date) -> str:
    day = sitting(step)
    facts = [
        f"Gremium: {step.organization}",
        f"Datum: {day:%d.%m.%Y}",
        f"Drucksache: {step.number}/{day.year}",
        f"Antragsteller: {step.submitter}" if step.submitter else "",
        f"Ergebnis: {step.result}" if step.result and today > day else "",
        step.text,
    ]
    seen = datetime.combine(published(step), time(9), UTC)
    address = f"https://rat.musterhafen.example/vorgang/{step.number}"
    return (
        f"<item><title>{escape(step.title)}</title><link>{address}</link>"
        f'<guid isPermaLink="false">musterhafen:{step.number}</guid>'
        f"<category>{_KINDS.get(step.kind, 'Tagesordnungspunkt')}</category>"
        f"<pubDate>{format_datetime(seen)}</pubDate>"
        f"<description>{escape('<br>'.join(escape(fact) for fact in facts if fact))}</description></item>"
    )


def calendar(today: date) -> bytes:
    """The council's sittings of this month and the next two as iCalendar."""
    events = []
    for month in range(1, MONTHS + 1):
        day = month_start(month).replace(day=18)
        if today - timedelta(days=31) <= day <= today + timedelta(days=62):
            events += [
                "BEGIN:VEVENT",
                f"UID:rat-{month}@musterhafen.example",
                f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T170000",
                f"SUMMARY:{COUNCIL}\\, {month}. Sitzung",
                "LOCATION:Rathaus",
                "END:VEVENT",
            ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Musterhafen//Rat//DE", *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


class Council(ThreadingHTTPServer):
    """Serves both on loopback as they look on `today`."""

    daemon_threads = True

    def __init__(self, steps: Sequence[Step], today: date) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.steps = steps
        self.today = today


class _Answers(BaseHTTPRequestHandler):
    server: Council

    def do_GET(self) -> None:  # the name that the base class calls
        match self.path:
            case "/rat.xml":
                kind, body = "application/rss+xml", news(self.server.steps, self.server.today)
            case "/sitzungen.ics":
                kind, body = "text/calendar", calendar(self.server.today)
            case _:
                self.send_error(404)
                return
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name for it
        """The play's own output is enough."""


@contextmanager
def council(steps: Sequence[Step], today: date) -> Iterator[Council]:
    """A running council; move its `today` to turn the pages."""
    with Council(steps, today) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
