"""Supervisors learn whether we live and how we do, and nobody else learns anything."""

import dataclasses
import logging

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from tests.conftest import SCRIPTS
from tests.factories import NOW, make_town
from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.schema import newest
from tracker.db.session import writing
from tracker.domain.council import FeedState
from tracker.journal import Redacted, secrets
from tracker.services.instance import Instance
from tracker.settings import MailSettings, MetricsSettings, Settings, SiteSettings
from tracker.web.app import create_app

TOKEN = "kanarienvogel-4711"


OFF = MetricsSettings()


def client(engine, tmp_path, metrics=OFF, client_address="127.0.0.1", **site):
    settings = Settings(tmp_path, site=SiteSettings(**site), metrics=metrics)
    app = create_app(Instance(settings, engine, FileStore(tmp_path / "files")), lambda: NOW)
    return TestClient(app, base_url="http://localhost:8000", client=(client_address, 5))


def test_the_process_answers_without_asking_the_database(engine, tmp_path):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        browser = client(engine, tmp_path)
        assert browser.get("/healthz").text == "ok\n"
        unready = browser.get("/readyz")
        assert (unready.status_code, unready.json()) == (503, {"ready": False})
    finally:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head()})


def head() -> str:
    return newest(SCRIPTS)


def test_ready_tells_how_old_the_last_poll_is(engine, tmp_path):
    browser = client(engine, tmp_path)
    assert browser.get("/readyz").json() == {"ready": True, "last_poll_seconds": None}
    with writing(engine) as session:
        make_town(session)
        session.query(models.Feed).update({"state": FeedState.OK, "last_success": NOW.replace(minute=0)})
    assert browser.get("/readyz").json() == {"ready": True, "last_poll_seconds": 1800}


def test_figures_are_off_unless_somebody_switches_them_on(engine, tmp_path):
    assert client(engine, tmp_path).get("/metrics").status_code == 404


def test_figures_without_a_token_are_for_this_machine_and_not_for_the_proxy_in_front(engine, tmp_path):
    with writing(engine) as session:
        make_town(session)
    on = MetricsSettings(enabled=True)
    here = client(engine, tmp_path, on)
    told = here.get("/metrics")
    assert told.status_code == 200
    assert 'tracker_feeds{state="stale"} 1.0' in told.text
    assert "verein.example" not in told.text
    assert here.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert client(engine, tmp_path, on, client_address="192.0.2.7").get("/metrics").status_code == 404
    public = client(engine, tmp_path, on, base_url="https://rat.example")
    assert public.get("/metrics", headers={"Host": "rat.example"}).status_code == 404


def test_figures_with_a_token_are_for_whoever_sends_it(engine, tmp_path):
    far = client(engine, tmp_path, MetricsSettings(enabled=True, token=TOKEN), client_address="192.0.2.7")
    assert far.get("/metrics").status_code == 404
    assert far.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 404
    answer = far.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, TOKEN in answer.text) == (200, False)


@pytest.mark.parametrize(
    "line",
    [
        "mail to ada.anker+rat@verein.example refused",
        f"login with {TOKEN} failed",
        "could not connect to postgresql+psycopg://ada:geheimnis@db.example/rat",
        "GET /abbestellen/kJ7-sonnenblume HTTP/1.1",
        "GET /einladung/kJ7-sonnenblume?x=1",
    ],
)
def test_logs_hold_neither_addresses_nor_secrets(line):
    settings = Settings(None, mail=MailSettings(password=TOKEN))
    record = logging.LogRecord("tracker.x", logging.WARNING, "x.py", 1, "%s", (line,), None)
    told = Redacted(secrets(settings)).format(record)
    assert not any(canary in told for canary in ("ada.anker", TOKEN, "geheimnis", "sonnenblume"))
    assert '"level": "warning"' in told


def test_a_trace_in_the_log_is_blackened_as_well():
    error = ValueError(f"{TOKEN} ada@verein.example")
    record = logging.LogRecord("tracker.x", logging.ERROR, "x.py", 1, "failed", (), (ValueError, error, None))
    told = Redacted([TOKEN]).format(record)
    assert "ValueError" in told
    assert TOKEN not in told
    assert "ada@" not in told


def test_every_hidden_setting_counts_as_a_secret():
    settings = Settings(None)
    hidden = {
        f.name
        for section in dataclasses.fields(settings)
        if dataclasses.is_dataclass(section.default)
        for f in dataclasses.fields(section.default)
        if not f.repr
    }
    assert {"password", "key", "token"} <= hidden
