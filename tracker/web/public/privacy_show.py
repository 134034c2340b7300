"""`/datenschutz`: what this instance does with data, written from its settings and from the pages that it has."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.responses import Response

from tracker.errors import key
from tracker.services import sign_in
from tracker.settings import Settings
from tracker.web.public.page import answer
from tracker.web.visit import Visit
from tracker.wording import Wording

Part = tuple[str, list[str]]
"""A heading and its sentences."""


def show(visit: Visit) -> Response:
    """The privacy notice."""
    settings = visit.instance.settings
    values = {
        "imprint": settings.impressum,
        "notice": list(parts(settings, visit.site.paths, visit.wording)),
    }
    return answer(visit, "public/privacy.html", lambda _session: values, canonical="/datenschutz")


def parts(settings: Settings, paths: frozenset[str], wording: Wording) -> Iterator[Part]:
    """The notice, part by part; only what this instance does is told."""
    text = wording.text
    yield (
        text(key("Lesen")),
        [
            text(key("Diese Seiten setzen beim Lesen keine Cookies, zählen niemanden und laden nichts von anderen.")),
            text(
                key(
                    "Technisch nötig ist Ihre Netzadresse, um Ihnen zu antworten. Die Anwendung speichert sie nicht; "
                    "ob der vorgeschaltete Webserver Zugriffe protokolliert, weiß, wer diese Instanz betreibt."
                )
            ),
        ],
    )
    yield text(key("Formulare")), _forms(wording)
    if "/abo" in paths:
        yield text(key("E-Mail-Abo")), _mail(settings, wording)
    yield text(key("Mitarbeit")), _people(settings, wording)
    yield text(key("Was von anderen kommt")), _foreign(settings, wording)
    yield (
        text(key("Ihre Rechte")),
        [
            text(
                key(
                    "Sie können Auskunft, Berichtigung und Löschung verlangen, der Verarbeitung widersprechen und sich "
                    "bei der Datenschutzaufsicht beschweren. Eine Nachricht an die Adresse im Impressum genügt."
                )
            )
        ],
    )


def _forms(wording: Wording) -> list[str]:
    return [
        wording.text(
            key(
                "Gegen Missbrauch zählt die Anwendung, wie oft ein Formular abgeschickt wird. Dazu bewahrt sie einen "
                "gekürzten Fingerabdruck der Netzadresse auf, aus dem sich die Adresse nicht ablesen lässt."
            )
        ),
        wording.text(
            key(
                "Wer einen Fehler oder eine Fundstelle meldet, kann eine Adresse für die Antwort angeben; sie wird mit "
                "der Antwort gelöscht und nie veröffentlicht."
            )
        ),
    ]


def _mail(settings: Settings, wording: Wording) -> list[str]:
    told = [
        wording.text(
            key(
                "Wer abonniert, hinterlegt eine E-Mail-Adresse und bestätigt sie. Gespeichert werden Adresse, Auswahl "
                "und Zeitpunkt der Bestätigung, bis Sie abbestellen; das geht ohne Anmeldung aus jeder Mail."
            )
        ),
        wording.text(key("Ob eine Mail geöffnet oder ein Link angeklickt wird, erfahren wir nicht.")),
    ]
    if settings.mail.transport == "smtp":
        told.append(wording.text(key("Die Mails verschickt der Server {host}."), host=settings.mail.host))
    return told


def _people(settings: Settings, wording: Wording) -> list[str]:
    return [
        wording.text(
            key(
                "Wer mitarbeitet, hat ein Konto mit Name und E-Mail-Adresse. Öffentlich stehen nur die "
                "Anfangsbuchstaben des Namens. Beim Anmelden wird ein Cookie gesetzt, das nach {days} Tagen verfällt."
            ),
            days=wording.number(sign_in.LASTS.days),
        ),
        wording.text(key("Die Daten liegen in einer Datenbank auf einem eigenen Datenbankserver (PostgreSQL)."))
        if settings.database_url.startswith("postgresql")
        else wording.text(key("Die Daten liegen in einer Datei auf dem Rechner, auf dem diese Instanz läuft.")),
    ]


def _foreign(settings: Settings, wording: Wording) -> list[str]:
    told = [
        wording.text(
            key(
                "Antworten auf Wahlprüfsteine und Dokumente des Rates werden gespeichert, weil sie Belege sind. "
                "Listen von Personen und Mitgliedschaften werden nicht abgerufen."
            )
        )
    ]
    if settings.opinion.url:
        host = urlsplit(settings.opinion.url).hostname or settings.opinion.url
        told.append(
            wording.text(
                key("Für eine zweite Meinung über Aussagen schickt diese Instanz Texte aus Wahlprüfsteinen an {host}."),
                host=host,
            )
        )
    else:
        told.append(
            wording.text(key("Gelesen und verglichen wird auf diesem Rechner; kein Text geht an einen anderen Dienst."))
        )
    return told
