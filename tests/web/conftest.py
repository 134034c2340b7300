"""The web application on both databases, and browsers in which people of every rank are signed in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.factories import NOW, make_town
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import writing
from tracker.domain.person import Rank
from tracker.services import sign_in, tokens
from tracker.services.instance import Instance
from tracker.services.users import acting, add_user
from tracker.settings import Settings
from tracker.web.app import create_app
from tracker.web.cookies import SESSION, VISITOR

PEOPLE = {Rank.VOLUNTEER: "Ben", Rank.EDITOR: "Edda", Rank.OPERATOR: "Ada"}
"""Who is signed in under which rank; the first two are those of `make_town`."""


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Browser:
    """A browser without JavaScript: keeps cookies, and sends forms with the token that the site expects of it."""

    client: TestClient
    extra: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **options):
        return self.client.get(path, **options)

    def post(self, path: str, data: dict | None = None, *, files=None, token: str | None = None, **options):
        """Send a form; `token` stands in for the right one."""
        given = {"csrf": self.token if token is None else token} | (data or {})
        return self.client.post(path, data=given, files=files, **options)

    @property
    def token(self) -> str:
        """The token of this browser's forms; a visitor gets a secret from the first page with a form."""
        if not {SESSION, VISITOR} & set(self.client.cookies.keys()):
            self.client.get("/anmelden")
        cookies = self.client.cookies
        return tokens.form_token(cookies.get(SESSION) or cookies.get(VISITOR) or "")

    def text(self, path: str) -> str:
        """What a page says, without its tags."""
        return plain(self.get(path).text)


def plain(html: str) -> str:
    """The words of a page, blanks and line ends as one blank."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def town_of_three(engine: Engine, _store: FileStore) -> None:
    """The invented town, and one person of each rank."""
    with writing(engine) as session:
        make_town(session)
        add_user(session, "Edda", "edda@verein.example", now=NOW)
        for rank, name in PEOPLE.items():
            acting(session, name).rank = rank


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A workspace in a folder of its own."""
    return Settings(tmp_path)


@pytest.fixture
def instance(engine: Engine, settings: Settings, furnished) -> Instance:
    """An instance with the invented town and one person of each rank, without any promise."""
    instance = Instance(settings, engine, FileStore(settings.files))
    furnished(town_of_three, instance)
    return instance


@pytest.fixture
def app(instance: Instance, clock: Clock):
    return create_app(instance, clock)


@pytest.fixture
def browser(app) -> Iterator[Callable[[], Browser]]:
    """Open a new browser in which nobody is signed in."""
    opened: list[TestClient] = []

    def open_one() -> Browser:
        client = TestClient(app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=False)
        opened.append(client)
        return Browser(client)

    yield open_one
    for client in opened:
        client.close()


@pytest.fixture
def signed_in(browser, instance: Instance, clock: Clock) -> Callable[[Rank], Browser]:
    """A browser in which the person of that rank is signed in; READER is nobody."""

    def enter(rank: Rank) -> Browser:
        one = browser()
        if rank is not Rank.READER:
            with writing(instance.engine) as session:
                user = session.query(models.User).filter_by(name=PEOPLE[rank]).one()
                token = sign_in.open_session(session, user, now=clock.now).token
            one.client.cookies.set(SESSION, token, domain="localhost.local", path="/")
        return one

    return enter


@pytest.fixture
def visitor(signed_in) -> Browser:
    return signed_in(Rank.READER)


@pytest.fixture
def volunteer(signed_in) -> Browser:
    """Ben."""
    return signed_in(Rank.VOLUNTEER)


@pytest.fixture
def editor(signed_in) -> Browser:
    """Edda."""
    return signed_in(Rank.EDITOR)


@pytest.fixture
def operator(signed_in) -> Browser:
    """Ada."""
    return signed_in(Rank.OPERATOR)
