"""Readers' pages: how long they take with 5,000 promises and 50,000 council items, and how they arrive in a browser.

Requests run one after the other through the whole application, without a network; half of the searches are new ones.
With TRACKER_TEST_POSTGRES the same on PostgreSQL. The browser figures come from Chromium over loopback with the work of
a slow telephone (four times slower processor); they are left out where no Chromium is.
"""

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import uvicorn
from playwright.sync_api import sync_playwright
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.town import NOW, build
from tracker.db.session import writing
from tracker.services import events
from tracker.services.instance import Instance
from tracker.services.readers import catalogue as catalogues
from tracker.services.site import write_site
from tracker.settings import DatabaseSettings, Settings
from tracker.web.app import create_app
from tracker.web.still import made

AFTER_AN_EVENT = 1000
PROMISES, ITEMS, OF_SITE = 5_000, 50_000, 2_000
ROUNDS = 100
WORDS = ("straße", "baeume", "radweg lindenallee", "brücke", "kita", "nummer 12", "gibtesnicht", "freibad öffnen")
OBSERVE = """() => new Promise((done) => {
  const found = { lcp: 0, cls: 0 };
  new PerformanceObserver((list) => { for (const one of list.getEntries()) found.lcp = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => { for (const one of list.getEntries()) found.cls += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(found), 600);
})"""


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked, and how many milliseconds nineteen of twenty answers may take."""

    name: str
    address: Callable[[int], str]
    limit: float


BARS = (
    Bar("promise page", lambda i: f"/versprechen/p-{i * 37 % PROMISES + 1:010x}", 100),
    Bar("search", lambda i: f"/versprechen?q={WORDS[i % len(WORDS)]}&seite={i % 3 + 1}", 200),
    Bar(
        "search with facets",
        lambda i: f"/versprechen?q={WORDS[i % len(WORDS)]}&ergebnis=fulfilled&ort=ort-{i % 4}",
        200,
    ),
    Bar("first page", lambda _i: "/", 200),
)


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", Settings(Path(folder) / "sqlite"))
        with _postgres() as url:
            if url:
                _measure("PostgreSQL", Settings(Path(folder) / "pg", database=DatabaseSettings(url)))
        _site(Path(folder))


def _measure(name: str, settings: Settings) -> None:
    (settings.workspace / "data").mkdir(parents=True)
    instance = build(settings, promises=PROMISES, items=ITEMS)
    print(f"\n{name}: {PROMISES:,} promises, {ITEMS:,} items")
    started = time.perf_counter()
    catalogues.catalogue(instance, NOW)
    print(f"  catalogue made anew after a change: {1000 * (time.perf_counter() - started):,.0f} ms")
    with TestClient(create_app(instance, lambda: NOW), base_url="http://localhost") as client:
        client.get("/versprechen/p-0000000001")
        for bar in BARS:
            _print(bar, *_timed(client, bar))
        if name == "SQLite":
            _browser(instance)  # before the events: what is made beside after one would be in the way
        _after_an_event(instance, client)
    instance.engine.dispose()


def _timed(client: TestClient, bar: Bar) -> tuple[list[float], list[float]]:
    """Milliseconds by the wall, and those of them that the processor worked for us: beside other work both differ."""
    took, worked = [], []
    for i in range(ROUNDS):
        started, before = time.perf_counter(), time.process_time()
        answer = client.get(bar.address(i))
        took.append(1000 * (time.perf_counter() - started))
        worked.append(1000 * (time.process_time() - before))
        if answer.status_code != 200:
            raise SystemExit(f"{bar.address(i)} answered {answer.status_code}")
    return took, worked


def _after_an_event(instance: Instance, client: TestClient) -> None:
    """How long readers wait whose request is the first after something happened; what they ask for is made beside."""
    for address in ("/versprechen", "/daten/promises.csv"):
        client.get(address)
        with writing(instance.engine) as session:
            events.record(session, "bench.happened", "instance", {}, actor="system:bench", now=NOW)
        started = time.perf_counter()
        client.get(address)
        took = 1000 * (time.perf_counter() - started)
        verdict = "ok" if took <= AFTER_AN_EVENT else "TOO SLOW"
        print(f"  {address}, first after an event: {took:,.0f} ms (bar {AFTER_AN_EVENT})  {verdict}")


def _print(bar: Bar, took: list[float], worked: list[float]) -> None:
    p95, work = (statistics.quantiles(one, n=20)[-1] for one in (took, worked))
    verdict = "ok" if p95 <= bar.limit else "TOO SLOW"
    print(
        f"  {bar.name:20} median {statistics.median(took):6.1f} ms   p95 {p95:6.1f} ms (bar {bar.limit:.0f})  {verdict}"
        f"   processor p95 {work:5.1f} ms"
    )


def _site(folder: Path) -> None:
    settings = Settings(folder / "site")
    (settings.workspace / "data").mkdir(parents=True)
    instance = build(settings, promises=OF_SITE, items=10_000)
    started = time.perf_counter()
    written = write_site(folder / "netz", made(instance, NOW))
    took = time.perf_counter() - started
    verdict = "ok" if took <= 60 else "TOO SLOW"
    size = f"{written.files:,} files, {written.size / 1e6:,.0f} MB"
    print(f"\nexport site, {OF_SITE:,} promises: {size}, {took:.1f} s (bar 60)  {verdict}")


def _browser(instance: Instance) -> None:
    chromium = os.environ.get("TRACKER_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("  no Chromium: LCP and CLS left out")
        return
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with _served(instance) as base, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=arguments)
        for name, path in (("first page", "/"), ("list", "/versprechen"), ("promise", "/versprechen/p-0000000007")):
            page = browser.new_page(viewport={"width": 390, "height": 844})
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
            page.goto(base + path)
            found = page.evaluate(OBSERVE)
            print(f"  {name:20} LCP {found['lcp']:6.0f} ms (bar 1500)   CLS {found['cls']:.3f} (bar 0.02)")
            page.close()
        browser.close()


@contextmanager
def _served(instance: Instance) -> Iterator[str]:
    config = uvicorn.Config(create_app(instance, lambda: NOW), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join()


@contextmanager
def _postgres() -> Iterator[str]:
    given = os.environ.get("TRACKER_TEST_POSTGRES", "")
    if not given:
        print("\nTRACKER_TEST_POSTGRES names no server: PostgreSQL left out")
        yield ""
        return
    url, name = sa.make_url(given), f"wortgehalten_bench_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
