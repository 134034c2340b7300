"""Fixtures that more than one room uses: a migrated database of each kind, and a place for stored bytes."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import coverage
import hypothesis
import pytest
import sqlalchemy as sa
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db.files import FileStore
from tracker.db.models import Base
from tracker.db.schema import upgrade
from tracker.db.session import open_engine, writing
from tracker.services import beside, passwords
from tracker.services.instance import Instance

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "alembic"
SERVER = "TRACKER_TEST_POSTGRES"

# A busy machine is no failing law: how long an example takes is no matter of tests. What runs unattended draws the
# same examples each time, what runs at a desk new ones.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

MEMORY = Path("/dev/shm")  # noqa: S108  # where files lie in memory on Linux
ROOM = 4 << 30
"""Bytes that must be free there: tests leave some hundred megabytes behind."""


def write_into_memory() -> None:
    """Let tests' files lie in memory where there is room: every commit waits for the disk, and they make thousands.

    A kill of a process loses nothing that it had written, there or on a disk.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return
    if shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


write_into_memory()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no law either: readers of tests wait for the newest state, but where a test says otherwise."""
    monkeypatch.setattr(beside, "PATIENCE", 60.0)


def pytest_sessionfinish() -> None:
    """What a worker measured is written before it says that it is done: who then takes long is killed."""
    measuring = coverage.Coverage.current()
    if measuring is not None:
        measuring.save()


DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


class Postgres:
    """Databases on the test server, each under a name of its own and dropped at the end."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.admin = sa.create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self.made: list[str] = []

    def make(self) -> str:
        name = f"wortgehalten_test_{uuid.uuid4().hex[:16]}"
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        self.made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, names: list[str]) -> None:
        with self.admin.connect() as connection:
            for name in names:
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if SERVER not in os.environ:
        pytest.skip(f"{SERVER} names no PostgreSQL server")
    server = Postgres(os.environ[SERVER])
    yield server
    server.drop(server.made)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> Iterator[Engine]:
    engine = open_engine(postgres.make())
    upgrade(engine, SCRIPTS)
    yield engine
    engine.dispose()


def wipe(engine: Engine) -> None:
    """Empty every table, the append-only one too; making a database for each test would take seconds."""
    deletions = "; ".join(f"DELETE FROM {table.name}" for table in Base.metadata.tables.values())  # noqa: S608  # our own
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no triggers, no foreign keys
        connection.exec_driver_sql(deletions)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "tracker.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine, SCRIPTS)
    engine.dispose()
    return path


Furnish = Callable[[Engine, FileStore], None]
"""What brings a story into an empty database and its bytes into a store."""


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Callable[[Furnish, Instance], None]:
    """Let a story happen in an empty instance; on SQLite it happens once, and every test takes a copy."""
    told: dict[Furnish, Path] = {}

    def tell(story: Furnish) -> Path:
        folder = tmp_path_factory.mktemp(story.__name__)
        shutil.copyfile(migrated_sqlite, folder / "tracker.sqlite")
        engine = open_engine(f"sqlite:///{folder / 'tracker.sqlite'}")
        story(engine, FileStore(folder / "files"))
        engine.dispose()
        return folder

    def furnish(story: Furnish, instance: Instance) -> None:
        if instance.engine.dialect.name != "sqlite":
            story(instance.engine, instance.store)
            return
        if story not in told:
            told[story] = tell(story)
        instance.engine.dispose()
        shutil.copyfile(told[story] / "tracker.sqlite", str(instance.engine.url.database))
        if (told[story] / "files").exists():
            shutil.copytree(told[story] / "files", instance.store.root, dirs_exist_ok=True)

    return furnish


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tracker.sqlite'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.make()
    yield url
    server.drop([server.made.pop()])


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with all tables and no rows, once on each kind of server."""
    if request.param == "sqlite":
        path = tmp_path / "tracker.sqlite"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        engine = open_engine(f"sqlite:///{path}")
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("migrated_postgres")
    yield engine
    engine.dispose()
    wipe(engine)


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[Callable[[], PasswordHash]]:
    """What the program hashes passwords with; for all tests but its own a hash costs next to nothing."""
    real, quick = passwords._hasher, PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: quick)
        yield real


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """One writing transaction for the whole test."""
    with writing(engine) as session:
        yield session


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """A file store in a folder of its own."""
    return FileStore(tmp_path / "files")
