"""`/daten`: what there is as data, under which licence, and how to prove that nothing was changed."""

from starlette.responses import Response

from tracker.errors import key
from tracker.services import events
from tracker.web.public.page import answer
from tracker.web.visit import Visit

OFFERS = (
    (
        "/daten/{name}",
        "/daten/replication.zip",
        key("Replikationspaket (ZIP)"),
        key("alle Daten mit einem Skript, das jede Zahl nachrechnet"),
    ),
    (
        "/daten/{name}",
        "/daten/readme.md",
        key("Regeln zum Nachzählen"),
        key("wer mit eigenen Werkzeugen rechnet, beginnt hier (englisch)"),
    ),
    (
        "/daten/{name}",
        "/daten/promises.csv",
        key("Versprechen (CSV)"),
        key("eine Zeile je Versprechen, für Tabellenprogramme"),
    ),
    ("/daten/{name}", "/daten/promises.jsonl", key("Versprechen (JSON)"), key("dieselben Angaben für Programme")),
    ("/api", "/api", key("Schnittstelle (OpenAPI)"), key("lesender Zugriff, jedes Feld beschrieben")),
    ("/atom/alle.xml", "/atom/alle.xml", key("Atom-Feed"), key("was sich tut, für Feedreader")),
    ("/kalender/alle.ics", "/kalender/alle.ics", key("Kalender (ICS)"), key("was demnächst im Rat ansteht")),
    ("/ausgaben", "/ausgaben", key("Eingefrorene Ausgaben"), key("jede auch als JSON mit ihrer Prüfsumme")),
)
"""The row of the table of routes, the address, what it is; only what exists is offered."""


def show(visit: Visit) -> Response:
    """The page."""
    wording = visit.wording
    offers = [
        (path, wording.text(title), wording.text(about))
        for row, path, title, about in OFFERS
        if row in visit.site.paths
    ]
    return answer(
        visit,
        "public/data.html",
        lambda session: {"offers": offers, "head": events.head_hash(session), "site": visit.instance.settings.site},
        canonical="/daten",
    )
