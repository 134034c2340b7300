"""A real mail server on loopback, and one letter."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tracker.mail import Letter, SmtpTransport, compose, stable_message_id

CERTIFICATE = Path(__file__).parents[1] / "data" / "mail" / "localhost.pem"
PASSWORD = "ahoi"


@dataclass
class Post:
    """What the server keeps, and what it answers instead of yes."""

    rcpt_answer: str = "250 OK"
    data_answer: str = "250 OK"
    hang_up_after_data: bool = False
    received: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.rcpt_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt_answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        if self.data_answer.startswith("250"):
            self.received.append(envelope)
        if self.hang_up_after_data:
            server.transport.abort()
        return self.data_answer


class LoopbackController(Controller):
    """Takes any free port and knows which one it got before it is first called."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@dataclass(frozen=True)
class Office:
    """A running server."""

    host: str
    port: int
    post: Post

    def transport(self, **over: object) -> SmtpTransport:
        return SmtpTransport(**{"host": self.host, "port": self.port, "security": "none", "timeout": 5.0} | over)  # type: ignore[arg-type]


Opening = Callable[..., Office]


@pytest.fixture
def open_office() -> Iterator[Opening]:
    """Starts servers and stops them after the test."""
    with ExitStack() as stack:

        def start(post: Post | None = None, *, tls: bool = False, **server: object) -> Office:
            handler = post or Post()
            context = server_context() if tls else None
            controller = LoopbackController(handler, hostname="127.0.0.1", port=0, ssl_context=context, **server)
            controller.start()
            stack.callback(controller.stop)
            return Office("127.0.0.1", controller.port, handler)

        yield start


def server_context() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


def trusting() -> ssl.SSLContext:
    """A client that trusts the test certificate."""
    return ssl.create_default_context(cafile=CERTIFICATE)


def only_known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    return AuthResult(success=getattr(data, "password", b"") == PASSWORD.encode(), handled=False)


@pytest.fixture
def letter() -> Letter:
    return Letter(
        subject="Monatsbericht Oktober 2026 für Musterhafen",
        text="Stand: 31. Oktober 2026\n\n.\nDrei von sechs geprüft.\n",
        html="<!DOCTYPE html><html lang='de'><head><style>p { color: #111 } @media print { p { color: #000 } }</style>"
        "</head><body><p>Drei von sechs geprüft.</p></body></html>",
    )


@pytest.fixture
def message(letter: Letter) -> EmailMessage:
    return make_message(letter)


def make_message(letter: Letter, **over: str) -> EmailMessage:
    values = {
        "sender": "Wortgehalten Musterhafen <bericht@musterhafen.example>",
        "recipient": "ada.anker@musterhafen.example",
        "message_id": stable_message_id("musterhafen.example", "report:2026-10", "ada"),
    } | over
    return compose(letter, sent_at=datetime(2026, 11, 1, 7, tzinfo=UTC), **values)
