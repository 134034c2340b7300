"""The files that make an instance a service of its server: units, web server, and the way to call `tracker`.

The files in `deploy/` are whole and valid as they are, for the places that docs/betrieb.md names; ours replace theirs.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tracker.errors import TrackerError, key
from tracker.settings import Settings, shipped

FILES = ("wortgehalten.service", "wortgehalten-worker@.service", "Caddyfile", "nginx.conf", "tracker")

PROGRAM, WORKSPACE, PERSON, NAME, PORT = (
    "/opt/wortgehalten",
    "/srv/wortgehalten/stadt",
    "wortgehalten",
    "versprechen.beispielstadt.example",
    "8000",
)
"""What the files in `deploy/` name."""

HOMES = ("/home/", "/root/")
"""Where units see nothing, unless they say so."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where this instance lives: the environment of the program, and under whose account and port it runs."""

    program: Path
    account: str
    group: str
    port: int


def fill(text: str, settings: Settings, site: Site) -> str:
    """One of the files, with the places of this instance."""
    workspace = settings.workspace.absolute()
    host = urlsplit(settings.site.base_url).hostname or NAME
    text = text.replace(f"User={PERSON}", f"User={site.account}").replace(f"Group={PERSON}", f"Group={site.group}")
    text = text.replace(f"-u {PERSON} ", f"-u {site.account} ").replace(f"= {PERSON} ]", f"= {site.account} ]")
    text = text.replace(f"--port {PORT}", f"--port {site.port}").replace(f"127.0.0.1:{PORT}", f"127.0.0.1:{site.port}")
    text = text.replace(PROGRAM, str(site.program)).replace(NAME, host)
    writable = f"ReadWritePaths={workspace}"
    if not settings.backups.absolute().is_relative_to(workspace):
        writable += f" -{settings.backups.absolute()}"
    text = text.replace(f"ReadWritePaths={WORKSPACE}", writable).replace(WORKSPACE, str(workspace))
    if f"{workspace}/".startswith(HOMES) or f"{site.program}/".startswith(HOMES):
        text = text.replace("ProtectHome=true", "ProtectHome=read-only")
    return text


def write(settings: Settings, site: Site, folder: Path) -> tuple[Path, ...]:
    """Write all of them into a folder. Raises TrackerError where that cannot be written."""
    paths = tuple(folder / name for name in FILES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            path.write_text(fill((shipped("deploy") / path.name).read_text(encoding="utf-8"), settings, site), "utf-8")
        (folder / "tracker").chmod(0o755)
    except OSError as error:
        raise TrackerError(
            key("Der Ordner {subject} lässt sich nicht beschreiben ({detail}). Bitte Platz und Schreibrechte prüfen."),
            subject=str(folder),
            detail=error.strerror or str(error),
        ) from error
    return paths
