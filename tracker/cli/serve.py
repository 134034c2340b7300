"""`tracker serve`: the pages, and with them, unless asked otherwise, what runs regularly."""

import ctypes
import errno
import logging
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Annotated

import typer

from tracker import journal
from tracker.cli.desk import HERE, Desk, LangOption, Language, WorkspaceOption, sit
from tracker.errors import TrackerError, key

GRACE_SECONDS = 10
"""How long requests under way may take when the program is asked to stop."""

_M_ARENA_MAX = -8
"""glibc's number of the setting (malloc.h)."""


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
    share_memory()
    import uvicorn

    from tracker.cli.desk import now
    from tracker.web.app import create_app

    desk = sit(workspace, lang)
    journal.keep(desk.settings, logging.WARNING)  # what nobody expected is told where the service's output goes
    with _listening(host, port) as listening:
        bound = listening.getsockname()[1]
        desk = _addressed(desk, bound)
        config = uvicorn.Config(
            create_app(desk.instance, now),
            log_config=None,
            server_header=False,
            proxy_headers=bool(desk.settings.site.proxies),
            forwarded_allow_ips=desk.settings.site.proxies,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        told = key(
            "Wortgehalten läuft auf http://{host}:{port}/ – Strg+C beendet es; was gespeichert ist, bleibt gespeichert."
        )
        server = uvicorn.Server(config)
        for number in (signal.SIGTERM, signal.SIGINT):
            # the server hands signals on when it is done with them; that must not kill us before we said goodbye
            signal.signal(number, lambda *_: setattr(server, "should_exit", True))
        desk.console.say(told, host=f"[{host}]" if ":" in host else host, port=bound)
        with _ticking(desk, wanted=schedule):
            server.run(sockets=[listening])
    desk.console.say(key("Beendet."))


def share_memory() -> None:
    """Let all threads take memory from two places instead of one each: else every one keeps the most it ever needed.

    Of a server with its schedule that was a fifth. Only glibc works like that; other C libraries have no such setting.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """The socket, taken before anything else, so that a busy port is told in words."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except (OSError, OverflowError) as error:
        raise _no_place(host, port, error) from error
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen()  # who comes while the pages are made ready waits a moment
        except (OSError, OverflowError) as error:
            raise _no_place(host, port, error) from error
        yield listening


def _no_place(host: str, port: int, error: Exception) -> TrackerError:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return TrackerError(
            key("Auf Port {port} läuft schon ein Programm. Ein anderer Port geht so: tracker serve --port {other}"),
            subject=f"{host}:{port}",
            port=port,
            other=port + 1,
        )
    return TrackerError(
        key("Auf {subject} lässt sich nicht lauschen ({detail}). Bitte --host und --port prüfen."),
        subject=f"{host}:{port}",
        detail=getattr(error, "strerror", None) or str(error),
    )


def _addressed(desk: Desk, port: int) -> Desk:
    """Without a configured address, links lead to this machine and this port."""
    site = desk.settings.site
    if site.base_url:
        return desk
    return Desk(replace(desk.settings, site=replace(site, base_url=f"http://localhost:{port}")), desk.console)


@contextmanager
def _ticking(desk: Desk, *, wanted: bool) -> Iterator[None]:
    """The schedule, in a thread beside the pages, for as long as they run.

    What it is doing when asked to stop gets the same grace as requests; after that it is cut, and taken up next time.
    """
    if not wanted:
        yield
        return
    from tracker.jobs import clock
    from tracker.jobs.look import look

    stop = threading.Event()
    thread = threading.Thread(
        target=clock.run, args=(lambda: look(desk.instance, desk.now()), stop), name="schedule", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(GRACE_SECONDS)
