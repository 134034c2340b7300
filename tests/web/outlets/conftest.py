import pytest

from tests.services.open_data.world import at, make_spring
from tests.web.conftest import Browser, Clock
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import reading
from tracker.services.instance import Instance
from tracker.settings import Settings, SiteSettings


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2026-05-02T12:00"))


@pytest.fixture
def instance(engine, tmp_path, furnished) -> Instance:
    """The instance in which a whole spring happened."""
    settings = Settings(tmp_path, site=SiteSettings(base_url="http://localhost"))
    instance = Instance(settings, engine, FileStore(settings.files))
    furnished(make_spring, instance)
    return instance


@pytest.fixture
def path(instance) -> str:
    """The id of the promise that was fulfilled."""
    with reading(instance.engine) as session:
        return session.query(models.Promise).filter_by(title="Wir bauen den Radweg", state="accepted").one().public_id


@pytest.fixture
def visitor(browser) -> Browser:
    return browser()
