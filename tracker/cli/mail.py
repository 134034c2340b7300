"""`tracker send` and `tracker mail`: what goes out, what came back, and what only a person can know."""

from pathlib import Path
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
from tracker.errors import UsageError, key

if TYPE_CHECKING:
    from tracker.services.outbox import Sent


def send(
    resume: Annotated[bool, typer.Option("--resume", help=key("Gibt angehaltene Mails frei (mit --by)."))] = False,
    resolve: Annotated[
        tuple[int, str],
        typer.Option(
            "--resolve",
            metavar=key("NUMMER ERGEBNIS"),
            help=key("Klärt eine unsichere Mail (mit --by): „sent“, sie kam an; „again“, sie geht noch einmal hinaus."),
        ),
    ] = (0, ""),
    dry_run: Annotated[bool, typer.Option("--dry-run", help=key("Zeigt, was hinausginge, und sendet nichts."))] = False,
    by: ByOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Send what waits in the outbox."""
    from tracker.services import outbox, publish

    desk = sit(workspace, lang, as_json=as_json)
    settings = desk.settings
    if dry_run:
        raise typer.Exit(_rehearse(desk))
    if resolve[0]:
        _resolve(desk, *resolve, by=by)
    _let_go_on(desk, by, resume=resume)
    sent = outbox.send_waiting(desk.engine, publish.transport(settings), now=desk.now(), limit=settings.mail.per_minute)
    desk.console.result(
        {"sent": sent.sent, "failed": sent.failed, "uncertain": sent.uncertain, "waiting": sent.waiting}
    )
    tell_mail(desk, sent)
    if settings.mail.transport == "file" and sent.sent:
        desk.console.say(key("Die Mails liegen als Dateien in {folder}."), folder=settings.out / "mail")
    troubled = _tell_troubled(desk)
    raise typer.Exit(PARTLY_DONE if sent.failed or sent.uncertain or troubled else DONE)


def bounce(
    files: Annotated[
        list[Path], typer.Argument(metavar=key("DATEIEN"), help=key("Zurückgekommene Mails als .eml, oder ein Ordner."))
    ],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Take note of mails that came back."""
    from tracker.services import bounces

    desk = sit(workspace, lang, as_json=as_json)
    mails = [path.read_bytes() for path in _all(files)]
    returned = bounces.take_back(desk.engine, mails, now=desk.now())
    desk.console.result({"known": returned.known, "stopped": returned.stopped, "other": returned.other})
    desk.console.say(
        key("Rückläufer: {known} zu Mails von uns, {stopped} Adressen bekommen nichts mehr, {other} andere Mails."),
        known=returned.known,
        stopped=returned.stopped,
        other=returned.other,
    )


def notices(as_json: JsonOption = False, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Queue the notices before meetings."""
    from tracker.services.notices import queue_notices

    desk = sit(workspace, lang, as_json=as_json)
    queued = queue_notices(desk.instance, now=desk.now())
    desk.console.result({"queued": queued})
    desk.console.counted(
        "{n} Hinweis auf eine Sitzung liegt im Ausgang.", "{n} Hinweise auf Sitzungen liegen im Ausgang.", queued
    )


def sweep(as_json: JsonOption = False, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Forget addresses that were never confirmed."""
    from tracker.services import subscriptions

    desk = sit(workspace, lang, as_json=as_json)
    gone = subscriptions.sweep(desk.engine, now=desk.now())
    desk.console.result({"forgotten": gone})
    desk.console.counted("{n} unbestätigte Adresse ist vergessen.", "{n} unbestätigte Adressen sind vergessen.", gone)


def _all(files: list[Path]) -> list[Path]:
    """The files given, and those in the folders given. Raises UsageError for what is not there."""
    for path in files:
        if not path.exists():
            raise UsageError(key("{subject} gibt es nicht."), subject=str(path))
    return [
        file
        for path in files
        for file in (sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path])
    ]


def _rehearse(desk: Desk) -> int:
    """List what would be sent now."""
    from tracker.db.queries import outbox
    from tracker.db.session import reading

    with reading(desk.engine) as session:
        rows = [(m.id, m.recipient, m.subject, m.due_at) for m in outbox.waiting(session)]
    desk.console.result({"waiting": [{"id": n, "to": to, "subject": subject} for n, to, subject, _ in rows]})
    if rows:
        heads = [key("Nr."), key("An"), key("Betreff"), key("Fällig")]
        desk.console.table(heads, ([str(n), to, what, desk.wording.moment(due)] for n, to, what, due in rows))
    desk.console.counted(
        "{n} Mail wartet. Gesendet wurde nichts.", "{n} Mails warten. Gesendet wurde nichts.", len(rows)
    )
    return DONE


def _resolve(desk: Desk, mail: int, found: str, *, by: str) -> None:
    from tracker.db.session import writing
    from tracker.services.deliveries import Resolution, resolve

    if found not in set(Resolution):
        raise UsageError(
            key("„{subject}“ ist keine Antwort. Bitte „sent“ (kam an) oder „again“ (noch einmal)."), subject=found
        )
    with writing(desk.engine) as session:
        resolve(session, mail, Resolution(found), by=by, now=desk.now())


def _let_go_on(desk: Desk, by: str, *, resume: bool) -> None:
    """Lift the pause where somebody asks for it; say so where it stands."""
    from tracker.db.session import reading, writing
    from tracker.services import pauses

    if resume:
        with writing(desk.engine) as session:
            pauses.resume(session, pauses.MAIL, by=by, now=desk.now())
    with reading(desk.engine) as session:
        if stopped := pauses.paused(session, pauses.MAIL):
            desk.console.say(
                key("Mails sind seit {since} angehalten. Freigeben: tracker send --resume --by NAME"),
                since=desk.wording.moment(stopped.since),
            )
            desk.console.say(stopped.reason)


def _tell_troubled(desk: Desk) -> int:
    """List every mail that did not surely arrive, whenever that happened, with the reason; how many there are."""
    from tracker.db.queries import outbox
    from tracker.db.session import reading
    from tracker.domain.delivery import DeliveryState

    with reading(desk.engine) as session:
        found = outbox.troubled(session)
        if found:
            desk.console.table(
                [key("Nr."), key("An"), key("Betreff"), key("Zustand"), key("Hinweis")],
                ([str(m.id), m.recipient, m.subject, desk.wording.label(m.state), m.error] for m in found),
            )
        if any(m.state is DeliveryState.UNCERTAIN for m in found):
            desk.console.say(
                key(
                    "Unsichere Mails gehen nie von selbst noch einmal hinaus. Bitte nachfragen, dann: "
                    "tracker send --resolve NR sent (kam an) oder --resolve NR again (noch einmal), mit --by NAME"
                )
            )
        return len(found)


def tell_mail(desk: Desk, sent: "Sent") -> None:
    """What a run of sending did."""
    desk.console.say(
        key("Mails: {sent} verschickt, {failed} gescheitert, {uncertain} unsicher, {waiting} warten noch."),
        sent=sent.sent,
        failed=sent.failed,
        uncertain=sent.uncertain,
        waiting=sent.waiting,
    )
