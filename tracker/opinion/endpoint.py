"""One question to a chat endpoint and its answer: a POST with limits, to the one address that the operator set.

Addresses come from tracker.toml alone, never from a document or a council's page, so an intranet or loopback address is
the operator's wish. Redirects are not followed, nothing is tried twice, and the answer's size is bounded.
"""

import json
from dataclasses import dataclass, field
from typing import Any, Protocol

import urllib3
from urllib3.exceptions import HTTPError

from tracker.errors import TrackerError, key

CONNECT, READ = 5.0, 60.0
"""Seconds to wait for the connection, and for each part of the answer."""

LONGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read; an opinion on one answer of a questionnaire is a few thousand."""


class OpinionError(TrackerError):
    """The endpoint gave no usable answer; subject: its address."""


class Adviser(Protocol):
    """Whoever gives an opinion."""

    @property
    def model(self) -> str:
        """The name under which opinions are shown."""

    def ask(self, task: str, text: str) -> str:
        """What the adviser says to a text, given the task. Raises OpinionError."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` is the base of an OpenAI-compatible interface ("https://…/v1"), `model` a name it knows."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    def ask(self, task: str, text: str) -> str:
        """The model's answer, at temperature 0. Raises OpinionError with the mend."""
        messages = [{"role": "system", "content": task}, {"role": "user", "content": text}]
        reply = self._post({"model": self.model, "temperature": 0, "messages": messages})
        try:
            said = json.loads(reply)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError) as error:
            raise self._failed("JSON: choices[0].message.content") from error
        if not isinstance(said, str):
            raise self._failed("JSON: choices[0].message.content")
        return said

    def _post(self, request: dict[str, Any]) -> bytes:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        timeout = urllib3.Timeout(connect=CONNECT, read=READ)
        with urllib3.PoolManager(retries=False, timeout=timeout) as pool:
            try:
                response = pool.request(
                    "POST",
                    f"{self.url.rstrip('/')}/chat/completions",
                    body=json.dumps(request).encode(),
                    headers=headers,
                    redirect=False,
                    preload_content=False,
                )
                try:
                    body = response.read(LONGEST_ANSWER + 1, decode_content=True)
                finally:
                    response.close()
            except HTTPError as error:
                raise self._failed(type(error).__name__) from error
        if response.status != 200:
            raise self._failed(f"HTTP {response.status}")
        if len(body) > LONGEST_ANSWER:
            raise self._failed("> 1 MB")
        return body

    def _failed(self, detail: str) -> OpinionError:
        return OpinionError(
            key("Von {subject} kam keine brauchbare Antwort ({detail}). Bitte [opinion] in tracker.toml prüfen."),
            subject=self.url,
            detail=detail,
        )
