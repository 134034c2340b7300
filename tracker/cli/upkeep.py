"""`tracker schedule` and the jobs of upkeep that have no other command: what happens by itself, and when."""

import signal
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.desk import (
    DONE,
    HERE,
    PARTLY_DONE,
    ByOption,
    Desk,
    JsonOption,
    LangOption,
    Language,
    WorkspaceOption,
    sit,
)
from tracker.cli.mail import tell_mail
from tracker.errors import UsageError, key

if TYPE_CHECKING:
    from tracker.jobs.plan import Tick


def schedule(
    once: Annotated[bool, typer.Option("--once", help=key("Erledigt, was an der Reihe ist, und endet."))] = False,
    show: Annotated[
        bool, typer.Option("--list", help=key("Zeigt, was wann an der Reihe ist und wie es zuletzt ausging."))
    ] = False,
    release: Annotated[
        str, typer.Option("--release", metavar=key("ZEITRAUM"), help=key("Erledigt sehr Verspätetes doch (mit --by)."))
    ] = "",
    by: ByOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Do what is due: poll, link, report, send; without `--once` again every minute."""
    desk = sit(workspace, lang, as_json=as_json)
    if show:
        _list(desk)
    elif release:
        _release(desk, release, by)
    elif once:
        _once(desk)
    else:
        _for_ever(desk)


def _once(desk: Desk) -> None:
    from tracker.jobs.look import look

    tick = look(desk.instance, desk.now())
    _tell_tick(desk, tick)
    raise typer.Exit(PARTLY_DONE if tick.problems or any(ran.error for ran in tick.ran) else DONE)


def _for_ever(desk: Desk) -> None:
    from tracker import journal
    from tracker.jobs import clock
    from tracker.jobs.look import look

    journal.keep(desk.settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    desk.console.say(key("Der Zeitplan läuft. Strg+C beendet ihn; was gespeichert ist, bleibt gespeichert."))
    clock.run(lambda: _tell_tick(desk, look(desk.instance, desk.now())), stop)


def _list(desk: Desk) -> None:
    from tracker.jobs.agenda import agenda

    lines = agenda(desk.instance, desk.now())
    desk.console.result(
        {
            "jobs": [
                {
                    "job": one.job,
                    "command": one.command,
                    "next": one.next_at.isoformat() if one.next_at else None,
                    "last": one.last,
                    "state": one.state,
                    "late": one.late,
                    "error": one.error,
                }
                for one in lines
            ]
        }
    )
    desk.console.table(
        [key("Aufgabe"), key("als Nächstes"), key("zuletzt"), key("Ergebnis"), key("von Hand")],
        (
            [
                one.job,
                desk.wording.moment(one.next_at.astimezone(desk.instance.zone)) if one.next_at else "–",
                one.last or "–",
                " ".join(part for part in (one.state, desk.wording.text(key("verspätet")) if one.late else "") if part),
                one.command,
            ]
            for one in lines
        ),
    )
    for one in lines:
        if one.error:
            desk.console.say("{job}: {error}", job=one.job, error=one.error)


def _release(desk: Desk, period: str, by: str) -> None:
    from tracker.jobs import plan
    from tracker.services.roll import signed
    from tracker.services.schedule import release

    if not by:
        raise UsageError(key("Bitte mit --by sagen, wer das entscheidet."), subject="--by")
    shift = plan.shift_at(desk.instance, desk.now())
    jobs, actions = plan.jobs(desk.instance), plan.actions(shift)
    with signed(desk.instance.roll) as roll:
        ran = release(desk.engine, jobs, actions, period, by=by, now=shift.now, roll=roll)
    desk.console.result({"period": ran.period, "state": ran.state.value, "error": ran.error})
    desk.console.say("{period}: {state} {error}", period=ran.period, state=ran.state.value, error=ran.error)
    raise typer.Exit(1 if ran.error else DONE)


def worker(
    concurrency: Annotated[
        int, typer.Option("--concurrency", metavar=key("ZAHL"), min=1, max=64, help=key("So vieles nebeneinander."))
    ] = 4,
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help=key("Endet, wenn nichts mehr zu tun ist."))
    ] = False,
    patience: Annotated[
        float,
        typer.Option(
            "--patience",
            metavar=key("SEKUNDEN"),
            min=1.0,
            help=key("So lange ohne Lebenszeichen, und ein Arbeiter gilt als tot."),
        ),
    ] = 30.0,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Do what the schedule hands out, together with other workers on any host; needs PostgreSQL."""
    from tracker import journal
    from tracker.jobs.queue import Crew, set_up

    desk = sit(workspace, lang)
    set_up(desk.engine)
    journal.keep(desk.settings)
    desk.console.say(key("Arbeiter läuft. Strg+C beendet ihn; was gespeichert ist, bleibt gespeichert."))
    crew = Crew(desk.instance, desk.now, patience=patience)
    (crew.work_off if until_empty else crew.work)(concurrency=concurrency)


def freshness(as_json: JsonOption = False, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Tell operators by mail which sources have fallen silent, once for each silence."""
    from tracker.services.freshness import tell_operators

    desk = sit(workspace, lang, as_json=as_json)
    silent = tell_operators(desk.instance, now=desk.now())
    desk.console.result({"silent": [{"feed": one.feed, "since": one.since.isoformat()} for one in silent]})
    for one in silent:
        desk.console.say(
            key("{feed} schweigt seit {since}."),
            feed=one.feed,
            since=desk.wording.moment(one.since.astimezone(desk.instance.zone)),
        )
    if not silent:
        desk.console.say(key("Alle Quellen antworten."))


def remind(as_json: JsonOption = False, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Tell volunteers by mail what waits for them, once a week."""
    from tracker.services.reminders import remind as write

    desk = sit(workspace, lang, as_json=as_json)
    number = write(desk.instance, now=desk.now())
    desk.console.result({"waiting": number})
    desk.console.counted("{n} Sache wartet auf jemanden.", "{n} Sachen warten auf jemanden.", number)


def retention(as_json: JsonOption = False, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Forget what the rules of docs/betrieb.md say."""
    from tracker.services.retention import forget

    desk = sit(workspace, lang, as_json=as_json)
    forgotten = forget(desk.engine, now=desk.now())
    desk.console.result({"forgotten": forgotten})
    desk.console.say(key("Vergessen, was nicht mehr gebraucht wird: {n} Einträge."), n=sum(forgotten.values()))


def _tell_tick(desk: Desk, tick: "Tick") -> None:
    for polled in tick.polled:
        desk.console.say(
            key("{feed}: {state}, {new} neu, {changed} geändert"),
            feed=polled.feed,
            state=desk.wording.label(polled.shown),
            new=polled.counts.new,
            changed=polled.counts.changed,
        )
    for ran in tick.ran:
        desk.console.say("{period}: {state} {error}", period=ran.period, state=ran.state.value, error=ran.error)
    if tick.mail and (tick.mail.sent or tick.mail.failed or tick.mail.uncertain):
        tell_mail(desk, tick.mail)
    for problem in tick.problems:
        desk.console.complain(problem)
