"""`tracker promise`: what was proposed, what it rests on, accepting and rejecting."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import words
from tracker.cli.desk import HERE, ByOption, Desk, LangOption, Language, WorkspaceOption, sit
from tracker.domain.promise import Criterion, Kinship, PromiseState
from tracker.domain.topic import Topic
from tracker.errors import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from tracker.db import models
    from tracker.services.kinship import Relative

SHOWN = 3
"""Similar promises named in a list; the promise itself shows all."""

PromiseArgument = Annotated[
    str, typer.Argument(metavar=key("VERSPRECHEN"), help=key("Die Kennung des Versprechens (tracker promise list)."))
]


def promise_list(
    state: Annotated[
        PromiseState | None, words.option("--state", PromiseState, key("Nur Versprechen in diesem Zustand."))
    ] = None,
    body: Annotated[
        str | None, typer.Option("--body", metavar=key("KENNUNG"), help=key("Nur diese Körperschaft."))
    ] = None,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """List promises with their state."""
    from tracker.db.queries import promises
    from tracker.db.session import reading

    desk = sit(workspace, lang)
    with reading(desk.engine) as session:
        found = promises.listing(session, states=[state] if state else tuple(PromiseState), body=body)
        alike = _alike(session, {p.body_id for p in found})
        desk.console.table(
            [key("Kennung"), key("Von"), key("Versprechen"), key("Zustand"), key("ähnlich")],
            (
                [p.public_id, _respondent(p), p.title, desk.wording.label(p.state), alike.get(p.public_id, "")]
                for p in found
            ),
        )
        if not found:
            desk.console.say(key("Noch kein Versprechen. „tracker ingest DATEI“ liest Wahlprüfsteine ein."))


def _alike(session: "Session", bodies: set[str]) -> dict[str, str]:
    """For each promise the ids of those that say the same."""
    from tracker.services.kinship import relatives

    return {
        one: " ".join(r.promise.public_id for r in others[:SHOWN])
        for body in sorted(bodies)
        for one, others in relatives(session, body).items()
    }


def promise_show(promise: PromiseArgument, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Show one promise with its source, its criterion and its links."""
    from tracker.db.queries import assessments, links, promises
    from tracker.db.session import reading
    from tracker.services.kinship import relatives_of

    desk = sit(workspace, lang)
    with reading(desk.engine) as session:
        row = promises.one(session, promise)
        _show(desk, row)
        _show_relatives(desk, relatives_of(session, row))
        _show_assessments(desk, assessments.of_promise(session, row))
        desk.console.table(
            [key("Treffer"), key("Datum"), key("Ratsvorgang"), key("Ergebnis"), key("Urteil")],
            (
                [
                    link.public_id,
                    desk.wording.day(link.item.item_date) if link.item.item_date else "",
                    link.item.title,
                    link.item.result,
                    desk.wording.label(link.judgement),
                ]
                for link in links.of_promise(session, row)
            ),
        )


def _show(desk: Desk, row: "models.Promise") -> None:
    say = desk.console.say
    say("{title} ({id}, {state})", title=row.title, id=row.public_id, state=desk.wording.label(row.state))
    say(key("Von: {respondent}"), respondent=_respondent(row))
    say(key("Wortlaut: „{quote}“"), quote=" ".join(row.quote.split()))
    say(
        key("Quelle: {document}, Zeichen {start} bis {end}, sha256 {sha256}"),
        document=row.document.name,
        start=row.start,
        end=row.end,
        sha256=row.document.sha256,
    )
    if row.uncertain:
        say(key("Achtung: Der Text ist an dieser Stelle unsicher gelesen. Bitte mit dem Original vergleichen."))
    if row.deadline_text:
        say(key("Zugesagte Frist: {deadline}"), deadline=row.deadline_text)
    if row.criterion:
        _show_criterion(desk, row.criterion)


def _show_criterion(desk: Desk, criterion: "models.Criterion") -> None:
    review = criterion.next_review
    for sentence, said in (
        (key("Umgesetzt, wenn: {said}"), criterion.fulfilled_if),
        (key("Teilweise, wenn: {said}"), criterion.partly_if),
        (key("Nicht umgesetzt, wenn: {said}"), criterion.not_fulfilled_if),
        (key("Nachsehen in: {said}"), criterion.where_to_look),
        (key("Wieder nachsehen am: {said}"), desk.wording.day(review) if review else ""),
    ):
        if said:
            desk.console.say(sentence, said=said)


def _show_assessments(desk: Desk, found: "Sequence[models.Assessment]") -> None:
    desk.console.table(
        [key("Bewertung"), key("Zustand"), key("Ergebnis"), key("Von"), key("Begründung")],
        (
            [a.public_id, desk.wording.label(a.state), desk.wording.label(a.outcome), a.proposed_by.name, a.reason]
            for a in found
        ),
    )


def _show_relatives(desk: Desk, found: "Sequence[Relative]") -> None:
    if not found:
        return
    desk.console.table(
        [key("Ähnlich"), key("Beziehung"), key("Von"), key("Versprechen")],
        ([r.promise.public_id, desk.wording.label(r.kinship), _respondent(r.promise), r.promise.title] for r in found),
    )
    if any(r.kinship is Kinship.SAME for r in found):
        desk.console.say(key("Sagt es dasselbe? „tracker promise merge“ führt beide zusammen."))


def _respondent(row: "models.Promise") -> str:
    return row.respondent.name if row.respondent else ""


def promise_accept(
    promise: PromiseArgument,
    by: ByOption,
    fulfilled_if: Annotated[str, typer.Option("--fulfilled-if", metavar=key("TEXT"), help=key("Umgesetzt, wenn …"))],
    partly_if: Annotated[str, typer.Option("--partly-if", metavar=key("TEXT"), help=key("Teilweise, wenn …"))] = "",
    not_if: Annotated[str, typer.Option("--not-if", metavar=key("TEXT"), help=key("Nicht umgesetzt, wenn …"))] = "",
    where: Annotated[str, typer.Option("--where", metavar=key("TEXT"), help=key("Wo man nachsieht."))] = "",
    review: Annotated[
        date | None,
        typer.Option("--review", parser=words.day, metavar=key("TAG"), help=key("Wann man wieder nachsieht.")),
    ] = None,
    topic: Annotated[Topic | None, words.option("--topic", Topic, key("Worum es geht."))] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=key("Ersetzt einen schon festgehaltenen Prüfmaßstab."))
    ] = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Accept a proposed promise and write down when it counts as fulfilled."""
    import dataclasses

    from tracker.db.queries import promises
    from tracker.db.session import writing
    from tracker.services.editing import Seen, accept_revised
    from tracker.services.promise_values import revision_of
    from tracker.services.review import accept_promise

    desk = sit(workspace, lang)
    criterion = Criterion(fulfilled_if, partly_if, not_if, where, review)
    with writing(desk.engine) as session:
        if topic and not replace:
            revision = dataclasses.replace(revision_of(promises.one(session, promise)), topic=topic)
            row = accept_revised(session, promise, revision, criterion, by=by, now=desk.now(), seen=Seen())
        else:
            row = accept_promise(session, promise, criterion, by=by, now=desk.now(), replace=replace)
        desk.console.say(key("Angenommen: {title}"), title=row.title)


def promise_reject(
    promise: PromiseArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option("--reason", metavar=key("TEXT"), help=key("Warum es kein Versprechen ist."))],
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Reject a proposed promise with a reason."""
    from tracker.db.session import writing
    from tracker.services.review import reject_promise

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        row = reject_promise(session, promise, reason, by=by, now=desk.now())
        desk.console.say(key("Abgelehnt: {title}"), title=row.title)


def promise_merge(
    promise: PromiseArgument,
    by: ByOption,
    into: Annotated[
        str, typer.Option("--into", metavar=key("VERSPRECHEN"), help=key("Das Versprechen, das bestehen bleibt."))
    ],
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Settle a proposed promise as the same as another one of its respondent."""
    from tracker.db.session import writing
    from tracker.services.kinship import merge_promise

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        row = merge_promise(session, promise, into, by=by, now=desk.now())
        desk.console.say(key("Zusammengeführt mit {into}: {title}"), into=into, title=row.title)


def promise_attribute(
    document: Annotated[
        str,
        typer.Argument(
            metavar=key("DOKUMENT"),
            help=key("Dateiname, Anfang der Prüfsumme oder die Kennung eines Versprechens daraus."),
        ),
    ],
    respondent: Annotated[str, typer.Argument(metavar=key("NAME"), help=key("Wer geantwortet hat."))],
    by: ByOption,
    former: Annotated[
        str | None,
        typer.Option(
            "--former", metavar=key("NAME"), help=key("Nur die Antworten unter diesem Namen; leer: die ohne Namen.")
        ),
    ] = None,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Put right who answered in a document; its answers and promises follow."""
    from tracker.db.session import writing
    from tracker.services.attribution import attribute

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        done = attribute(session, document, respondent, former=former, by=by, now=desk.now())
        if not done.answers:
            desk.console.say(key("Das stand schon so da: {name}."), name=done.respondent.name)
            return
        desk.console.say(
            key("Jetzt bei {name}: {answers} Antworten, {promises} Versprechen aus „{document}“."),
            name=done.respondent.name,
            answers=len(done.answers),
            promises=len(done.promises),
            document=done.document.name,
        )
