"""A filled instance on loopback, and Debian's Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.browser.pages import Found, crawl, of_promise
from tests.sample import NOW, Sample, fill, publish, same
from tracker.db.files import FileStore
from tracker.db.session import open_engine, writing
from tracker.services import sign_in
from tracker.services.instance import Instance
from tracker.services.users import acting
from tracker.settings import Settings
from tracker.web.app import create_app
from tracker.web.cookies import SESSION

CHROMIUM = os.environ.get("TRACKER_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@dataclass
class Served:
    """An instance that answers on loopback, with Ada (operator) signed in under `token`."""

    instance: Instance
    sample: Sample
    base: str
    token: str

    @property
    def engine(self) -> Engine:
        return self.instance.engine


@dataclass
class Watch:
    """What must not happen on a page: dialogs, foreign requests, broken policy, errors of scripts."""

    base: str
    seen: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("dialog", lambda dialog: (self.seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: self._foreign(request.url))
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("console", lambda said: self._console(said.text))

    def _foreign(self, url: str) -> None:
        if not url.startswith((self.base, "about:", "data:")):
            self.seen.append(f"request: {url}")

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused to" in text:
            self.seen.append(f"policy: {text}")


def clock() -> datetime:
    return NOW


@contextmanager
def serving(folder: Path, template: Path, dressed: Callable[[str], str] = same) -> Iterator[Served]:
    """A filled instance, served by the real server on a free port."""
    database = folder / "tracker.sqlite"
    shutil.copyfile(template, database)
    engine = open_engine(f"sqlite:///{database}")
    instance = Instance(Settings(folder), engine, FileStore(folder / "files"))
    with writing(engine) as session:
        sample = fill(session, instance.store, dressed)
        token = sign_in.open_session(session, acting(session, "Ada"), now=NOW).token
    publish(instance)
    config = uvicorn.Config(create_app(instance, clock), host="127.0.0.1", port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(instance, sample, f"http://localhost:{port}", token)
    finally:
        server.should_exit = True
        thread.join()
        engine.dispose()


@pytest.fixture(scope="module")  # while it lives, its event loop runs, and nobody else in the process may run one
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        missing = f"no Chromium at {CHROMIUM} (TRACKER_CHROMIUM names another)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Served]:
    """The sample instance."""
    with serving(tmp_path_factory.mktemp("served"), migrated_sqlite) as one:
        yield one


def entered(chromium: Browser, served: Served, *, signed_in: bool, **options: object) -> BrowserContext:
    """A browser window, of Ada or of a visitor."""
    context = chromium.new_context(locale="de-DE", timezone_id="Europe/Berlin", **options)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    if signed_in:
        context.add_cookies([{"name": SESSION, "value": served.token, "url": served.base, "httpOnly": True}])
    return context


@pytest.fixture(scope="module")
def windows(chromium: Browser, served: Served) -> Iterator[dict[bool, BrowserContext]]:
    """Two browser windows, by whether Ada is signed in."""
    opened = {signed_in: entered(chromium, served, signed_in=signed_in) for signed_in in (False, True)}
    yield opened
    for context in opened.values():
        context.close()


def walked(served: Served) -> list[Found]:
    """Every page of an instance, read without a browser."""
    app = create_app(served.instance, clock)
    clients = {one: TestClient(app, base_url="http://localhost", follow_redirects=False) for one in (False, True)}
    clients[True].cookies.set(SESSION, served.token, domain="localhost.local", path="/")
    known = served.sample
    found = list(crawl(clients, (known.invitation, known.reply, *of_promise(known.promise))))
    for client in clients.values():
        client.close()
    return found


@pytest.fixture(scope="session")
def found(served: Served) -> list[Found]:
    """Every page of the sample instance."""
    return walked(served)
