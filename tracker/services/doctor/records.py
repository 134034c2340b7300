"""What the database tells of itself: is it whole, and did what should happen regularly happen?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.models import RunState
from tracker.db.queries import council, outbox
from tracker.db.session import reading
from tracker.domain.council import FeedState
from tracker.domain.delivery import DeliveryState
from tracker.errors import FeedsFileError, key
from tracker.feeds.policy import shown_state
from tracker.services import pauses
from tracker.services.backup import nightly_backups
from tracker.services.doctor.finding import Finding, failed, hint, ill, well
from tracker.services.instance import Instance, read_feeds
from tracker.services.proof import flaws

TOLERANCE = timedelta(minutes=5)
"""So far may two machines' clocks disagree."""

OLD_BACKUP = timedelta(days=3)


def integrity(session: Session) -> Finding:
    """Whether the database file is whole, as SQLite itself sees it; a server checks its own pages."""
    about = key("Datenbank")
    if session.get_bind().dialect.name == "sqlite":
        said = session.scalar(text("PRAGMA quick_check(1)"))
        if said != "ok":
            return ill(
                about,
                key("Die Datenbank ist beschädigt ({detail}). Bitte eine Sicherung zurückspielen: tracker restore"),
                detail=said,
            )
    return well(about, key("Die Datenbank antwortet, ist ganz und auf dem Stand dieses Programms."))


def clock(instance: Instance, now: datetime) -> Iterator[Finding]:
    """Whether the clock stands before something that has already happened."""
    about = key("Uhr")
    with reading(instance.engine) as session:
        last = session.scalar(select(models.Event.at).order_by(models.Event.seq.desc()).limit(1))
    if last and datetime.fromisoformat(last) - now > TOLERANCE:
        yield ill(
            about,
            key(
                "Die Uhr steht auf {now}, doch um {last} ist schon etwas geschehen. Bitte die Uhr stellen: timedatectl"
            ),
            now=instance.wording.moment(now.astimezone(instance.zone)),
            last=instance.wording.moment(datetime.fromisoformat(last).astimezone(instance.zone)),
        )
    else:
        yield well(
            about,
            key("{now}, Zeitzone {zone}."),
            now=instance.wording.moment(now.astimezone(instance.zone)),
            zone=instance.zone.key,
        )


def feeds(instance: Instance, now: datetime) -> Iterator[Finding]:
    """Whether the sources answer; one finding for each that does not."""
    about = key("Abrufe")
    try:
        wanted = [feed.id for feed in read_feeds(instance.settings).feeds if not feed.paused]
    except FeedsFileError:
        return  # another finding tells what is wrong with the file
    with reading(instance.engine) as session:
        rows = session.scalars(select(models.Feed).where(models.Feed.id.in_(wanted)).order_by(models.Feed.id)).all()
        last = {row.id: row.last_success for row in rows}
        tried = {row.id: row.last_success or council.first_attempt(session, row.id) for row in rows}
        shown = {row.id: shown_state(row.state, tried[row.id], row.every, now) for row in rows}
    silent = [name for name, since in tried.items() if since is None and shown[name] is not FeedState.PAUSED]
    silent += [name for name in wanted if name not in tried]
    for name, state in shown.items():
        if state in {FeedState.STALE, FeedState.FAILING, FeedState.GONE} and name not in silent:
            since = last[name]
            yield hint(
                about,
                key("{feed}: {state}, zuletzt gelesen: {since}. „tracker poll {feed}“ sagt, woran es liegt."),
                feed=name,
                state=instance.wording.label(state),
                since=instance.wording.moment(since.astimezone(instance.zone))
                if since
                else instance.wording.text(key("noch nie")),
            )
    if silent:
        yield hint(about, key("Noch nie abgefragt: {feeds}. „tracker poll“ holt das nach."), feeds=", ".join(silent))
    good = sum(state in {FeedState.OK, FeedState.UNCHANGED, FeedState.SUSPICIOUS} for state in shown.values())
    if good:
        yield well(about, key("{n} von {all} Quellen antworten."), n=good, all=len(shown))


def mails(instance: Instance, _now: datetime) -> Iterator[Finding]:
    """What did not surely arrive, and whether the mail is held."""
    about = key("Mails")
    with reading(instance.engine) as session:
        counts, stopped = outbox.counts(session), pauses.paused(session, pauses.MAIL)
    if stopped:
        yield hint(
            about,
            key("Mails sind seit {since} angehalten. Freigeben: tracker send --resume --by NAME"),
            since=instance.wording.moment(stopped.since.astimezone(instance.zone)),
        )
    uncertain, lost = counts[DeliveryState.UNCERTAIN], counts[DeliveryState.FAILED]
    if uncertain or lost:
        yield hint(
            about,
            key("Vielleicht angekommen: {uncertain} Mails; sicher nicht: {failed}. „tracker send“ zeigt sie."),
            uncertain=uncertain,
            failed=lost,
        )
    if not (stopped or uncertain or lost):
        yield well(
            about,
            key("{sent} verschickt, {waiting} warten."),
            sent=counts[DeliveryState.SENT],
            waiting=counts[DeliveryState.TODO],
        )


def jobs(instance: Instance, _now: datetime) -> Iterator[Finding]:
    """Periods that failed last time, and those that wait for a person."""
    about = key("Zeitplan")
    with reading(instance.engine) as session:
        rows = session.scalars(
            select(models.JobRun)
            .where(models.JobRun.state.in_((RunState.FAILED, RunState.HELD)))
            .order_by(models.JobRun.id)
        ).all()
        done = session.scalar(select(func.max(models.JobRun.finished_at)).where(models.JobRun.state == RunState.DONE))
    for row in rows:
        if row.state is RunState.HELD:
            yield hint(
                about,
                key(
                    "{period} ist sehr verspätet und wartet auf einen Menschen: "
                    "tracker schedule --release {period} --by NAME"
                ),
                period=row.period,
            )
        else:
            yield ill(
                about,
                key("{period} ist gescheitert: {error} Der nächste Versuch kommt von selbst."),
                period=row.period,
                error=row.error,
            )
    if not rows:
        last = instance.wording.moment(done.astimezone(instance.zone)) if done else "–"
        yield well(about, key("Nichts ist gescheitert; zuletzt erledigt: {last}."), last=last)


def backups(instance: Instance, now: datetime) -> Iterator[Finding]:
    """How old the last backup is, and whether it would survive this disk."""
    about = key("Sicherungen")
    folder = instance.settings.backups
    there = nightly_backups(folder)
    if not there:
        yield hint(about, key("Es gibt noch keine Sicherung in {folder}: tracker backup"), folder=folder)
        return
    made = datetime.fromtimestamp(there[-1].stat().st_mtime, tz=now.tzinfo)
    when = instance.wording.moment(made.astimezone(instance.zone))
    if now - made > OLD_BACKUP:
        yield ill(
            about, key("Die letzte Sicherung ist vom {when}. Läuft der Zeitplan? Von Hand: tracker backup"), when=when
        )
    elif _same_disk(instance):
        yield hint(
            about,
            key(
                "Die letzte Sicherung ist vom {when}, liegt aber auf demselben Datenträger. Bitte {folder} regelmäßig "
                "woandershin kopieren."
            ),
            when=when,
            folder=folder,
        )
    else:
        yield well(about, key("Die letzte Sicherung ist vom {when}."), when=when)


def _same_disk(instance: Instance) -> bool:
    return instance.settings.backups.stat().st_dev == instance.settings.workspace.stat().st_dev


def chain(instance: Instance, _now: datetime) -> Iterator[Finding]:
    """The chain of events, the editions and the stored bytes."""
    about = key("Ereigniskette")
    with reading(instance.engine) as session:
        found = [failed(about, flaw) for flaw in flaws(session, instance.store)]
    yield from found or [well(about, key("Ereignisse, Ausgaben und gespeicherte Dateien sind unversehrt."))]
