"""`tracker serve`: the pages, and with them, unless asked otherwise, what runs regularly."""

import errno
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer

from tracker.cli.desk import HERE, Desk, LangOption, Language, WorkspaceOption, sit
from tracker.errors import TrackerError, key

GRACE_SECONDS = 10
"""How long requests under way may take when the program is asked to stop."""


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar=key("ADRESSE"), help=key("Auf welcher Adresse gelauscht wird."))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar=key("ZAHL"), help=key("Auf welchem Port."))] = 8000,
    schedule: Annotated[
        bool, typer.Option("--schedule/--no-schedule", help=key("Erledigt nebenher, was regelmäßig an der Reihe ist."))
    ] = True,
    workspace: WorkspaceOption = HERE,
    lang: LangOption = Language.DE,
) -> None:
    """Serve the pages until stopped."""
    import uvicorn

    from tracker.cli.desk import now
    from tracker.web.app import create_app

    desk = sit(workspace, lang)
    listening = _listen(host, port)
    bound = listening.getsockname()[1]
    desk = _addressed(desk, bound)
    config = uvicorn.Config(
        create_app(desk.instance, now),
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    desk.console.say(
        key(
            "Wortgehalten läuft auf http://{host}:{port}/ – Strg+C beendet es; was gespeichert ist, bleibt gespeichert."
        ),
        host=f"[{host}]" if ":" in host else host,
        port=bound,
    )
    with listening, _ticking(desk, wanted=schedule):
        uvicorn.Server(config).run(sockets=[listening])
    desk.console.say(key("Beendet."))


def _listen(host: str, port: int) -> socket.socket:
    """The socket, taken before anything else, so that a busy port is told in words."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise TrackerError(
                key("Auf Port {port} läuft schon ein Programm. Ein anderer Port geht so: tracker serve --port {other}"),
                subject=f"{host}:{port}",
                port=port,
                other=port + 1,
            ) from error
        raise TrackerError(
            key("Auf {subject} lässt sich nicht lauschen ({detail}). Bitte --host und --port prüfen."),
            subject=f"{host}:{port}",
            detail=getattr(error, "strerror", None) or str(error),
        ) from error
    return listening


def _addressed(desk: Desk, port: int) -> Desk:
    """Without a configured address, links lead to this machine and this port."""
    site = desk.settings.site
    if site.base_url:
        return desk
    return Desk(replace(desk.settings, site=replace(site, base_url=f"http://localhost:{port}")), desk.console)


@contextmanager
def _ticking(desk: Desk, *, wanted: bool) -> Iterator[None]:
    """The schedule, in a thread beside the pages, for as long as they run."""
    if not wanted:
        yield
        return
    from tracker.jobs import clock, plan

    stop = threading.Event()
    thread = threading.Thread(
        target=clock.run, args=(lambda: plan.tick(desk.instance, desk.now()), stop), name="schedule"
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
