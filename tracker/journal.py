"""Logs of programs that run for long: one line of JSON each, in English, without addresses and without secrets."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_PASSWORD_IN_URL = re.compile(r"(://[^/\s:@]*):[^/\s@]+@")
_TOKEN_IN_PATH = re.compile(r"(/(?:abo|abbestellen|einladung|stellungnahme|passwort)/)[^\s/?\"]+")

CHATTY = ("alembic", "apscheduler", "procrastinate", "uvicorn.access")
"""Libraries that tell at every look that nothing happened."""

SHORTEST_SECRET = 4
"""Shorter values would blacken half of every line."""


class Redacted(logging.Formatter):
    """A record as JSON; whatever looks like an address or is one of the secrets is blackened."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted({s for s in secrets if len(s) >= SHORTEST_SECRET}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps({name: self.blackened(value) for name, value in told.items()}, ensure_ascii=False)

    def blackened(self, text: str) -> str:
        """The text without what must not stand in logs."""
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        text = _PASSWORD_IN_URL.sub(r"\1:[secret]@", text)
        text = _TOKEN_IN_PATH.sub(r"\1[token]", text)
        return ADDRESS.sub("[address]", text)


def keep(settings: object, level: int = logging.INFO) -> logging.Handler:
    """Log to standard error from now on; secrets are the settings that are never shown."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted(secrets(settings)))
    root = logging.getLogger()
    root.addHandler(handler)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    root.setLevel(level)
    return handler


def secrets(settings: object) -> set[str]:
    """The values of all fields that their dataclass hides, and a database address with a password in it."""
    found: set[str] = set()
    for one in fields(settings):  # type: ignore[arg-type]  # a dataclass
        value = getattr(settings, one.name)
        if is_dataclass(value):
            found |= secrets(value)
        elif isinstance(value, str) and value and (not one.repr or (one.name == "url" and "@" in value)):
            found.add(value)
    return found
