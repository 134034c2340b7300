"""A chat endpoint on loopback that says what a test tells it to say."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Model:
    """What the fake model answers (bytes as they are, or what it says), and what it was asked."""

    port: int
    says: str = '{"commitments": []}'
    raw: bytes | None = None
    status: int = 200
    location: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def body(self) -> bytes:
        reply = {"choices": [{"message": {"role": "assistant", "content": self.says}}]}
        return json.dumps(reply).encode() if self.raw is None else self.raw


@pytest.fixture
def model() -> Iterator[Model]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told: Model = self.server.model  # type: ignore[attr-defined]
            told.paths.append(self.path)
            told.keys.append(self.headers["Authorization"])
            told.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.model = Model(server.server_port)  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.model  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()
