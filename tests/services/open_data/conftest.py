import shutil
from pathlib import Path

import pytest

from tests.conftest import SCRIPTS
from tests.services.open_data.world import make_spring
from tracker import settings
from tracker.db.files import FileStore
from tracker.db.schema import upgrade
from tracker.db.session import open_engine
from tracker.services.instance import Instance
from tracker.services.open_data.export import export


@pytest.fixture
def spring(engine, store, tmp_path, furnished) -> Instance:
    """An instance in which a whole spring happened."""
    instance = Instance(settings.load(tmp_path), engine, store)
    furnished(make_spring, instance)
    return instance


@pytest.fixture(scope="session")
def spring_export(migrated_sqlite, tmp_path_factory) -> Path:
    """The export of such an instance; tests that change it take a copy."""
    place = tmp_path_factory.mktemp("spring")
    shutil.copyfile(migrated_sqlite, place / "tracker.sqlite")
    engine, store = open_engine(f"sqlite:///{place / 'tracker.sqlite'}"), FileStore(place / "files")
    make_spring(engine, store)
    export(Instance(settings.load(place), engine, store), place / "export")
    engine.dispose()
    return place / "export"


@pytest.fixture
def empty(tmp_path, migrated_sqlite) -> Instance:
    """Another instance, without anything."""
    place: Path = tmp_path / "leer"
    place.mkdir()
    shutil.copyfile(migrated_sqlite, place / "tracker.sqlite")
    engine = open_engine(f"sqlite:///{place / 'tracker.sqlite'}")
    yield Instance(settings.load(place), engine, FileStore(place / "files"))
    engine.dispose()


@pytest.fixture
def empty_again(empty_url, tmp_path) -> Instance:
    """An empty instance of each kind of database."""
    place: Path = tmp_path / "andere"
    place.mkdir()
    engine = open_engine(empty_url)
    upgrade(engine, SCRIPTS)
    yield Instance(settings.load(place), engine, FileStore(place / "files"))
    engine.dispose()
