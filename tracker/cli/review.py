"""`tracker judge`, `check` and `assess`: what people say of what was found."""

from datetime import date
from typing import Annotated

import typer

from tracker.cli import words
from tracker.cli.desk import HERE, ByOption, LangOption, Language, WorkspaceOption, sit
from tracker.cli.promise import PromiseArgument
from tracker.domain.assessment import AssessmentState, CheckFinding, Effort, Outcome, ReasonCode, Role
from tracker.domain.link import Judgement
from tracker.errors import key

NoteOption = Annotated[str, typer.Option("--note", metavar=key("TEXT"), help=key("Eine Bemerkung dazu."))]
DayOption = Annotated[
    date | None,
    typer.Option("--on", parser=words.day, metavar=key("TAG"), help=key("Von welchem Tag (Vorgabe: heute).")),
]
AssessmentArgument = Annotated[str, typer.Argument(metavar=key("BEWERTUNG"), help=key("Die Kennung der Bewertung."))]
SAYING_SOMETHING = (Judgement.RELEVANT, Judgement.IRRELEVANT, Judgement.UNSURE)


def judge(
    link: Annotated[str, typer.Argument(metavar=key("TREFFER"), help=key("Die Kennung (tracker promise show)."))],
    judgement: Annotated[Judgement, words.argument(SAYING_SOMETHING, key("Ob der Ratsvorgang zum Versprechen passt."))],
    by: ByOption,
    note: NoteOption = "",
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Say whether a council item has to do with a promise."""
    from tracker.db.session import writing
    from tracker.services.review import judge_link

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        row = judge_link(session, link, judgement, by=by, note=note, now=desk.now())
        desk.console.say(
            "{title} – {item}: {judgement}",
            title=row.promise.title,
            item=row.item.title,
            judgement=desk.wording.label(row.judgement),
        )


def check(
    promise: PromiseArgument,
    by: ByOption,
    sources: Annotated[str, typer.Option("--sources", metavar=key("TEXT"), help=key("Wo nachgesehen wurde."))] = "",
    finding: Annotated[
        CheckFinding, words.option("--found", CheckFinding, key("Was gefunden wurde (Vorgabe: nichts)."))
    ] = CheckFinding.NOTHING,
    on: DayOption = None,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Record that somebody looked, and found something or nothing."""
    from tracker.db.session import writing
    from tracker.services.review import Look, check_promise

    desk = sit(workspace, lang)
    moment = desk.now()
    look = Look(finding, on or moment.date(), sources)
    with writing(desk.engine) as session:
        row = check_promise(session, promise, look, by=by, now=moment)
        desk.console.say(
            key("Festgehalten: {title} – am {day} geprüft, {finding}."),
            title=row.promise.title,
            day=desk.wording.day(row.day),
            finding=desk.wording.label(row.finding),
        )


def assess_propose(
    promise: PromiseArgument,
    outcome: Annotated[Outcome, words.argument(Outcome, key("Was aus dem Versprechen geworden ist."))],
    by: ByOption,
    effort: Annotated[Effort, words.option("--effort", Effort, key("Was die Antwortenden selbst getan haben."))] = (
        Effort.NONE_KNOWN
    ),
    role: Annotated[Role, words.option("--role", Role, key("Mehrheit oder Opposition."))] = Role.UNKNOWN,
    reason_code: Annotated[
        ReasonCode | None,
        words.option("--because", ReasonCode, key("Woran es liegt, wenn etwas stockt oder ausblieb.")),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar=key("TEXT"), help=key("Die Begründung."))] = "",
    late: Annotated[bool, typer.Option("--late", help=key("Umgesetzt, aber nach der Frist."))] = False,
    on: DayOption = None,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Propose what became of a promise; somebody else confirms it."""
    from tracker.db.session import writing
    from tracker.services.assess import Proposal, propose

    desk = sit(workspace, lang)
    moment = desk.now()
    proposal = Proposal(outcome, on or moment.date(), effort, role, reason_code, reason, late)
    with writing(desk.engine) as session:
        row = propose(session, promise, proposal, by=by, now=moment)
        desk.console.say(
            key("Vorgeschlagen: {title} – {outcome}. Bestätigen: tracker assess confirm {id} --by NAME"),
            title=row.promise.title,
            outcome=desk.wording.label(row.outcome),
            id=row.public_id,
        )


def assess_confirm(
    assessment: AssessmentArgument,
    by: ByOption,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Confirm a proposed finding; with that it is published."""
    from tracker.db.session import writing
    from tracker.services.assess import confirm

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        rules = desk.settings.review
        row = confirm(
            session, assessment, by=by, now=desk.now(), two_persons=rules.two_persons, reply_days=rules.reply_days
        )
        waits = row.state is AssessmentState.CONFIRMED
        desk.console.say(
            key("Bestätigt: {title} – {outcome}. Vor der Veröffentlichung: tracker assess ask {id} --by NAME")
            if waits
            else key("Bestätigt und veröffentlicht: {title} – {outcome}."),
            title=row.promise.title,
            outcome=desk.wording.label(row.outcome),
            id=row.public_id,
        )


def assess_ask(
    assessment: AssessmentArgument,
    by: ByOption,
    mail: Annotated[
        str, typer.Option("--mail", metavar=key("ADRESSE"), help=key("Wohin die Bitte um Stellungnahme geht."))
    ] = "",
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Ask the respondent for its reply: print the link, and mail it where an address is given."""
    import secrets

    from tracker.db.session import writing
    from tracker.services.fair_mail import ask_by_mail
    from tracker.services.replies import Request, ask_reply

    desk = sit(workspace, lang)
    request = Request(secrets.token_urlsafe(24), desk.settings.review.reply_days, mail)
    link = f"{desk.settings.address}/stellungnahme/{request.token}"
    with writing(desk.engine) as session:
        reply = ask_reply(session, assessment, request, by=by, now=desk.now())
        if mail:
            ask_by_mail(session, desk.settings, reply, link, now=desk.now())
        due = desk.wording.day(reply.due_on)
    desk.console.say(key("Antwort bis {due} über diesen Link, der nur jetzt gezeigt wird: {link}"), due=due, link=link)


def assess_publish(
    assessment: AssessmentArgument,
    by: ByOption,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Publish a confirmed finding once the respondent has answered or its days are over."""
    from tracker.db.session import writing
    from tracker.services.replies import publish

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        row = publish(session, assessment, by=by, now=desk.now())
        desk.console.say(key("Veröffentlicht: {title}"), title=row.promise.title)


def assess_return(
    assessment: AssessmentArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option("--reason", metavar=key("TEXT"), help=key("Warum sie zurückgeht."))],
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Give a proposed finding back with a reason."""
    from tracker.db.session import writing
    from tracker.services.assess import return_assessment

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        row = return_assessment(session, assessment, reason, by=by, now=desk.now())
        desk.console.say(key("Zurückgegeben: {title}"), title=row.promise.title)
