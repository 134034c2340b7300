"""The workspace itself: may we write, is there room, do the files that people wrote make sense."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from tracker.errors import key
from tracker.services.doctor.finding import Finding, hint, ill, well
from tracker.services.instance import read_feeds
from tracker.settings import Settings
from tracker.wording import Wording

SCARCE, FULL = 2_000_000_000, 200_000_000
"""Bytes: below the first a person should plan, below the second polls and backups fail soon."""


def permissions(settings: Settings) -> Iterator[Finding]:
    """Whether the folders can be written, and whether strangers on this machine can read secrets."""
    about = key("Rechte")
    closed = [f for f in (settings.workspace, settings.workspace / "data", settings.out) if not _writable(f)]
    for folder in closed:
        yield ill(
            about,
            key(
                "{folder} lässt sich nicht beschreiben. Bitte dem Konto, unter dem tracker läuft, Schreibrechte geben."
            ),
            folder=folder,
        )
    toml = settings.workspace / "tracker.toml"
    if toml.is_file() and toml.stat().st_mode & settings.workspace.stat().st_mode & 0o077 and _tells(settings, toml):
        yield hint(
            about,
            key("In {path} steht ein Passwort, und andere auf diesem Rechner können es lesen: chmod 600 {path}"),
            path=toml,
        )
    elif not closed:
        yield well(about, key("Der Arbeitsordner lässt sich beschreiben."))


def _tells(settings: Settings, toml: Path) -> bool:
    """Whether a secret stands in the file itself, not in one that it names."""
    text = toml.read_text(encoding="utf-8")
    return any(secret and secret in text for secret in (settings.mail.password, settings.opinion.key))


def _writable(folder: Path) -> bool:
    return not folder.exists() or os.access(folder, os.W_OK | os.X_OK)


def disk(settings: Settings) -> Iterator[Finding]:
    """Whether there is room for what polls and backups bring."""
    about = key("Speicherplatz")
    workspace = settings.workspace.absolute()
    there = next(folder for folder in (workspace, *workspace.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    size = Wording(settings.site.language).number(round(free / 1e9, 1))
    if free < FULL:
        yield ill(
            about,
            key("Nur noch {size} GB frei: Abrufe und Sicherungen werden bald scheitern. Bitte Platz schaffen."),
            size=size,
        )
    elif free < SCARCE:
        yield hint(about, key("Nur noch {size} GB frei. Bitte bald Platz schaffen."), size=size)
    else:
        yield well(about, key("{size} GB frei."), size=size)


def imprint(settings: Settings) -> Iterator[Finding]:
    """Whether public pages say who answers for them."""
    about = key("Impressum")
    missing = [f"impressum.{f.name}" for f in fields(settings.impressum) if not getattr(settings.impressum, f.name)]
    if not settings.site.public:
        yield well(about, key("Die Seiten sind nicht öffentlich; ein Impressum ist nicht nötig."))
    elif missing:
        yield ill(
            about,
            key("Öffentliche Seiten brauchen ein Impressum. In tracker.toml fehlt: {missing}"),
            missing=", ".join(missing),
        )
    elif not settings.site.base_url.startswith("https://"):
        yield hint(
            about,
            key("site.base_url beginnt nicht mit https://. Anmelden und Links in Mails brauchen die richtige Adresse."),
        )
    else:
        yield well(about, key("Das Impressum ist vollständig."))


def feeds_file(settings: Settings) -> Iterator[Finding]:
    """Whether feeds.yaml can be read and names at least one source that is asked."""
    about = key("Quellen")
    listed = read_feeds(settings).feeds
    asked = [feed for feed in listed if not feed.paused]
    if not asked:
        yield hint(about, key("In feeds.yaml ist keine Quelle eingeschaltet; so kommt nichts Neues aus dem Rat."))
    else:
        yield well(about, key("feeds.yaml ist gültig; eingeschaltete Quellen: {n}."), n=len(asked))
