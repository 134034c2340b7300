"""`tracker user …`: who works here, and the links with which they set a password."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.desk import HERE, ByOption, Desk, LangOption, Language, WorkspaceOption, sit
from tracker.errors import key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.db import models


class RankWord(StrEnum):
    """The ranks that can be given."""

    VOLUNTEER = "volunteer"
    EDITOR = "editor"
    OPERATOR = "operator"


NameArgument = Annotated[str, typer.Argument(metavar=key("NAME"), help=key("Wie die Person in Berichten heißt."))]


def user_add(
    name: NameArgument,
    email: Annotated[str, typer.Option("--email", metavar=key("ADRESSE"), help=key("Ihre Mailadresse."))] = "",
    rank: Annotated[
        RankWord | None,
        typer.Option("--rank", help=key("Wie weit die Person gehen darf (Vorgabe: volunteer, die erste: operator).")),
    ] = None,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Add somebody who may judge, and print the link with which that person sets a password."""
    from tracker.db.session import writing
    from tracker.domain.person import Rank
    from tracker.services.users import add_user

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        given = Rank[rank.name] if rank else None
        user = add_user(session, name, email or None, rank=given, now=desk.now())
        desk.console.say(key("{name} kann jetzt mitarbeiten: --by „{name}“."), name=user.name)
        desk.console.say(key("Rolle: {rank}"), rank=desk.wording.label(user.rank))
        if user.password_hash is None:
            _tell_link(desk, session, user)


def user_list(workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE) -> None:
    """Show everybody who works here."""
    from tracker.db.session import reading
    from tracker.services.users import members

    desk = sit(workspace, lang)
    states = {True: key("abgeschaltet"), False: ""}
    with reading(desk.engine) as session:
        desk.console.table(
            [key("Name"), key("Rolle"), key("Mailadresse"), key("Passwort"), key("Zweiter Faktor"), ""],
            (
                (
                    one.name,
                    desk.wording.label(one.rank),
                    one.email,
                    _yes(desk, said=one.has_password),
                    _yes(desk, said=one.second_factor),
                    desk.wording.text(states[one.disabled]),
                )
                for one in members(session)
            ),
        )


def user_rank(
    name: NameArgument,
    rank: Annotated[RankWord, typer.Argument(metavar=key("ROLLE"), help=key("volunteer, editor oder operator"))],
    by: ByOption,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Give somebody a rank."""
    from tracker.db.session import writing
    from tracker.domain.person import Rank
    from tracker.services.users import set_rank

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        set_rank(session, name, Rank[rank.name], by=by, now=desk.now())
    desk.console.say(key("{name} hat jetzt die Rolle {rank}."), name=name, rank=desk.wording.label(Rank[rank.name]))


def user_disable(
    name: NameArgument, by: ByOption, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE
) -> None:
    """Switch an account off; what the person did stays."""
    _switch(sit(workspace, lang), name, by, disabled=True)


def user_enable(
    name: NameArgument, by: ByOption, workspace: WorkspaceOption = HERE, lang: LangOption = Language.DE
) -> None:
    """Switch an account on again."""
    _switch(sit(workspace, lang), name, by, disabled=False)


def user_reset_password(
    name: NameArgument,
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help=key("Schaltet auch den zweiten Faktor ab (Telefon und Codes weg)."))
    ] = False,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Print, and mail, a link with which somebody sets a new password."""
    from tracker.db.session import writing
    from tracker.services import second_factor as factor
    from tracker.services.users import member

    desk = sit(workspace, lang)
    with writing(desk.engine) as session:
        user = member(session, name)
        if second_factor:
            factor.switch_off(user)
        _tell_link(desk, session, user)


def _switch(desk: Desk, name: str, by: str, *, disabled: bool) -> None:
    from tracker.db.session import writing
    from tracker.services.users import set_disabled

    with writing(desk.engine) as session:
        set_disabled(session, name, disabled=disabled, by=by, now=desk.now())
    said = key("Das Konto von {name} ist abgeschaltet.") if disabled else key("Das Konto von {name} ist an.")
    desk.console.say(said, name=name)


def _tell_link(desk: Desk, session: "Session", user: "models.User") -> None:
    """The link on the terminal; by mail too where the instance has an address that others can reach."""
    from tracker.services import invitations

    token = invitations.invite(session, user, now=desk.now())
    desk.console.say(
        key("Mit diesem Link legt {name} ein Passwort fest (er gilt einmal, sieben Tage lang):"), name=user.name
    )
    desk.console.say("  {link}", link=desk.settings.address + invitations.path(token))
    if desk.settings.site.base_url and invitations.post(session, user, token, desk.settings, now=desk.now()):
        desk.console.say(key("Er liegt auch als Mail im Ausgang; „tracker send“ verschickt sie."))


def _yes(desk: Desk, *, said: bool) -> str:
    return desk.wording.text(key("ja") if said else key("nein"))
