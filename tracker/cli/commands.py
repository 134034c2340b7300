"""The table of all commands in the order in which people meet them, and the program made from it."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from tracker.cli import (
    care,
    demo,
    deploy,
    exchange,
    ingest,
    mail,
    match,
    opinion,
    preview,
    promise,
    publish,
    read,
    review,
    serve,
    site,
    upkeep,
    users,
    watch,
    workspace,
)
from tracker.cli.desk import LangOption, Language
from tracker.cli.speech import Command, Group
from tracker.errors import key
from tracker.wording import Wording

PURPOSE = key("Wortgehalten liest Wahlprüfsteine, verfolgt die Zusagen im Rat und berichtet, was daraus wurde.")

GROUPS = {
    "promise": key("Versprechen ansehen, annehmen, ablehnen, zusammenführen."),
    "assess": key("Bewertungen vorschlagen, bestätigen, zurückgeben."),
    "report": key("Monatsbericht und Bilanz."),
    "export": key("Daten und Seiten zum Mitnehmen."),
    "mail": key("Was mit Mails geschah."),
    "user": key("Wer mitarbeitet."),
    "db": key("Die Datenbank pflegen."),
    "audit": key("Die Ereigniskette prüfen."),
}

COMMANDS: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("demo", demo.demo, key("Führt alles an einer erfundenen Stadt vor.")),
    ("init", workspace.init, key("Legt einen Arbeitsordner an.")),
    ("ingest", ingest.ingest, key("Liest Wahlprüfsteine ein und schlägt Versprechen vor.")),
    ("extract", read.extract, key("Findet Antworten und Zusagen in einem Dokument, ohne etwas zu speichern.")),
    ("repair", read.repair, key("Gibt den Text eines Dokuments aus, von Lesefehlern der Texterkennung befreit.")),
    ("opinion", opinion.opinion, key("Fragt ein eingerichtetes Sprachmodell nach seiner Meinung zu einem Dokument.")),
    ("match", match.match, key("Ordnet Ratsvorgänge nach ihrer Nähe zu Versprechen (JSON-Zeilen).")),
    ("promise list", promise.promise_list, key("Zeigt die Versprechen und ihren Zustand.")),
    ("promise show", promise.promise_show, key("Zeigt ein Versprechen mit Quelle, Prüfmaßstab und Treffern.")),
    ("promise accept", promise.promise_accept, key("Nimmt ein Versprechen an und hält den Prüfmaßstab fest.")),
    ("promise reject", promise.promise_reject, key("Lehnt einen Vorschlag mit Begründung ab.")),
    ("promise preview", preview.promise_preview, key("Zeigt, was ein anderer Wortlaut finden würde.")),
    ("promise merge", promise.promise_merge, key("Führt zwei Versprechen zusammen, die dasselbe sagen.")),
    ("promise attribute", promise.promise_attribute, key("Berichtigt, wer in einem Dokument geantwortet hat.")),
    ("poll", watch.poll, key("Fragt die Quellen des Rats ab.")),
    ("link", watch.link, key("Schlägt Ratsvorgänge vor, die Versprechen berühren.")),
    ("judge", review.judge, key("Sagt, ob ein Ratsvorgang zu einem Versprechen passt.")),
    ("check", review.check, key("Hält fest, dass jemand nachgesehen hat.")),
    ("assess propose", review.assess_propose, key("Schlägt vor, was aus einem Versprechen geworden ist.")),
    ("assess confirm", review.assess_confirm, key("Bestätigt und veröffentlicht eine Bewertung.")),
    ("assess ask", review.assess_ask, key("Bittet die Antwortenden um ihre Stellungnahme.")),
    ("assess publish", review.assess_publish, key("Veröffentlicht eine bestätigte Bewertung.")),
    ("assess return", review.assess_return, key("Gibt eine Bewertung mit Begründung zurück.")),
    ("report monthly", publish.report_monthly, key("Schreibt den Bericht eines Monats.")),
    ("report retrospective", publish.report_retrospective, key("Schreibt die Bilanz einer Wahlperiode.")),
    ("send", mail.send, key("Verschickt, was im Ausgang liegt.")),
    ("mail notices", mail.notices, key("Legt Hinweise auf kommende Sitzungen in den Ausgang.")),
    ("mail sweep", mail.sweep, key("Vergisst Adressen, die nie bestätigt wurden.")),
    ("mail bounce", mail.bounce, key("Nimmt zurückgekommene Mails zur Kenntnis.")),
    ("schedule", upkeep.schedule, key("Erledigt regelmäßig, was an der Reihe ist.")),
    ("serve", serve.serve, key("Zeigt die Seiten und die Werkstatt im Browser.")),
    ("export data", exchange.export_data, key("Schreibt alle Daten in offenem Format in einen Ordner.")),
    ("export site", site.export_site, key("Schreibt die öffentlichen Seiten als Dateien für jeden Webspace.")),
    ("import", exchange.import_, key("Liest einen Export oder eine Tabelle von Versprechen ein.")),
    ("worker", upkeep.worker, key("Erledigt mit anderen Arbeitern, was der Zeitplan verteilt (PostgreSQL).")),
    ("freshness", upkeep.freshness, key("Meldet der Betriebsleitung Quellen, die schweigen.")),
    ("remind", upkeep.remind, key("Erinnert die Mitarbeitenden an das, was wartet.")),
    ("retention", upkeep.retention, key("Vergisst, was nicht mehr gebraucht wird.")),
    ("deploy", deploy.deploy, key("Schreibt die Dateien für den Dauerbetrieb: Dienst, Webserver, Aufruf.")),
    ("doctor", care.doctor, key("Sieht nach, ob alles in Ordnung ist, und nennt die Abhilfe.")),
    ("user add", users.user_add, key("Fügt jemanden hinzu, der mitarbeitet.")),
    ("user list", users.user_list, key("Zeigt, wer mitarbeitet.")),
    ("user rank", users.user_rank, key("Gibt jemandem eine Rolle.")),
    ("user reset-password", users.user_reset_password, key("Gibt einen Link für ein neues Passwort aus.")),
    ("user disable", users.user_disable, key("Schaltet ein Konto ab.")),
    ("user enable", users.user_enable, key("Schaltet ein Konto wieder an.")),
    ("backup", care.backup, key("Sichert Datenbank und Dateien, auch während gearbeitet wird.")),
    ("restore", care.restore, key("Stellt einen Arbeitsordner aus einer Sicherung wieder her.")),
    ("db upgrade", care.db_upgrade, key("Bringt die Datenbank auf den Stand dieses Programms.")),
    ("db move", care.db_move, key("Zieht in eine PostgreSQL-Datenbank um und beweist, dass nichts fehlt.")),
    ("audit verify", workspace.audit_verify, key("Beweist die Ereigniskette oder nennt die Bruchstelle.")),
)


def program() -> typer.Typer:
    """The command line, made from the table."""
    root = _group(PURPOSE)
    root.callback()(_root)
    groups = {name: _group(purpose) for name, purpose in GROUPS.items()}
    for path, function, purpose in COMMANDS:
        *group, name = path.split()
        parent = groups[group[0]] if group else root
        parent.command(name, cls=Command, help=purpose)(function)
    for name, group_app in groups.items():
        root.add_typer(group_app, name=name)
    return root


def _group(purpose: str) -> typer.Typer:
    return typer.Typer(
        cls=Group,
        add_completion=False,
        rich_markup_mode=None,
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=purpose,
    )


def _tell_version(wanted: bool) -> None:
    if wanted:
        from tracker import __version__

        print(f"wortgehalten {__version__}")  # noqa: T201  # the answer
        raise typer.Exit


def _root(
    context: typer.Context,
    lang: LangOption = Language.DE,
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help=key("Zeigt die Version."))
    ] = False,
) -> None:
    del lang, version  # read before the arguments were; the callback has answered
    context.ensure_object(Wording)
