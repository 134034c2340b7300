"""The order in which things are looked at: what others stand on comes first."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from tracker.db.session import reading
from tracker.errors import TrackerError, key
from tracker.services.doctor import outside, place, records
from tracker.services.doctor.finding import Finding, Health, failed, well
from tracker.services.instance import Instance, open_instance
from tracker.settings import Settings, load

SETTINGS, DATABASE = key("Einstellungen"), key("Datenbank")

OF_THE_PLACE: tuple[tuple[str, Callable[[Settings], Iterable[Finding]]], ...] = (
    (key("Rechte"), place.permissions),
    (key("Speicherplatz"), place.disk),
    (key("Impressum"), place.imprint),
    (key("Quellen"), place.feeds_file),
    (key("Texterkennung"), outside.text_recognition),
    (key("Schutz beim Lesen"), outside.shut_in),
    (key("Mailserver"), outside.mail_server),
)
OF_THE_INSTANCE: tuple[tuple[str, Callable[[Instance, datetime], Iterable[Finding]]], ...] = (
    (key("Uhr"), records.clock),
    (key("Abrufe"), records.feeds),
    (key("Mails"), records.mails),
    (key("Zeitplan"), records.jobs),
    (key("Sicherungen"), records.backups),
    (key("Ereigniskette"), records.chain),
)


def examine(workspace: Path, now: datetime) -> Iterator[Finding]:
    """Look at everything that can be looked at; nothing is changed, and nothing that is broken stops the rest."""
    try:
        settings = load(workspace)
    except TrackerError as error:
        yield failed(SETTINGS, error)
        return
    yield well(SETTINGS, key("Die Einstellungen in {path} sind gültig."), path=workspace / "tracker.toml")
    for about, look in OF_THE_PLACE:
        yield from _looked(about, partial(look, settings))
    try:
        instance = open_instance(settings)
        with reading(instance.engine) as session:
            intact = records.integrity(session)
    except TrackerError as error:
        yield failed(DATABASE, error)
        return
    yield intact
    if intact.health is Health.WELL:
        for about, inspect in OF_THE_INSTANCE:
            yield from _looked(about, partial(inspect, instance, now))
    instance.engine.dispose()


def _looked(about: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except TrackerError as error:
        yield failed(about, error)
