"""`tracker report`: the month and the term, as page, text, paper and data."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import words
from tracker.cli.desk import HERE, Desk, JsonOption, LangOption, Language, WorkspaceOption, sit
from tracker.errors import UsageError, key

if TYPE_CHECKING:
    from tracker.services.publish import Published

AsOfOption = Annotated[
    date | None,
    typer.Option("--as-of", parser=words.day, metavar=key("TAG"), help=key("So, wie es an diesem Tag bekannt war.")),
]


def report_monthly(
    month: Annotated[
        date | None,
        typer.Option(
            "--month",
            parser=words.month,
            metavar=key("MONAT"),
            help=key("2026-10 oder 10.2026 (Vorgabe: der laufende)."),
        ),
    ] = None,
    as_of: AsOfOption = None,
    mail: Annotated[
        bool, typer.Option("--mail", help=key("Legt den Bericht allen mit Mailadresse in den Ausgang."))
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Write the report of a month as page, text and data."""
    from tracker.services import publish

    desk = sit(workspace, lang, as_json=as_json)
    moment = desk.now()
    month = month or moment.date()
    _tell(desk, publish.monthly(desk.instance, month, as_of=as_of, mail=mail, now=moment))


def report_retrospective(
    term: Annotated[str, typer.Option("--term", metavar=key("KENNUNG"), help=key("Die Wahlperiode (feeds.yaml)."))],
    body: Annotated[
        str, typer.Option("--body", metavar=key("KENNUNG"), help=key("Um welche Körperschaft es geht (feeds.yaml)."))
    ] = "",
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Write the account of a council term."""
    from tracker.services import publish

    desk = sit(workspace, lang, as_json=as_json)
    _tell(desk, publish.retrospective(desk.instance, body or _body_of(desk, term), term, as_of=as_of, now=desk.now()))


def _body_of(desk: Desk, term: str) -> str:
    """The body that the term belongs to, where only one has a term of that id."""
    from tracker.services.instance import synced_feeds

    bodies = synced_feeds(desk.instance, now=desk.now()).bodies
    having = [body.id for body in bodies if any(t.id == term for t in body.terms)]
    if len(having) == 1:
        return having[0]
    raise UsageError(
        key("Bitte geben Sie mit --body an, um welche Körperschaft es geht; bekannt sind: {known}."),
        subject=term,
        known=", ".join(having or [body.id for body in bodies]),
    )


def _tell(desk: Desk, published: "Published") -> None:
    desk.console.result({"edition": published.edition, "files": [str(path) for path in published.files]})
    desk.console.say(key("Der Bericht {edition} liegt hier:"), edition=published.edition)
    for path in published.files:
        desk.console.say("  {path}", path=path)
    if published.mails:
        desk.console.counted(
            "{n} Mail liegt im Ausgang; „tracker send“ verschickt sie.",
            "{n} Mails liegen im Ausgang; „tracker send“ verschickt sie.",
            published.mails,
        )
