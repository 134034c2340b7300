"""An XML part as a stream of elements and characters, each character with the bytes it came from."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from tracker.documents.foreign import refusals
from tracker.errors import UnreadableError, key

DEEPEST = 300
"""Elements inside each other; word processors write some thirty."""

_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)")


@dataclass(slots=True)
class Handler:
    """What is done with an XML part. Names are "prefix:local" as in the usual documents, by their name space."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]
    characters: Callable[[str, int, int, bool], None]
    """The characters, the first byte and the byte behind them, and whether the bytes spell them in UTF-8."""


@dataclass(slots=True)
class _Reader:
    handler: Handler
    source: bytes
    prefixes: dict[str, str]
    parser: expat.XMLParserType
    depth: int = field(default=0)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _too_deep()
        self.handler.start(self.short(name), {self.short(n): value for n, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.handler.end(self.short(name))

    def characters(self, text: str) -> None:
        first = self.parser.CurrentByteIndex
        if self.source.startswith(b"&", first):
            self.handler.characters(text, first, self.source.find(b";", first) + 1, False)  # noqa: FBT003  # an entity is not spelled
        else:
            self.handler.characters(text, first, first + len(text.encode()), not self.source.startswith(b"\r", first))

    def short(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        return f"{self.prefixes.get(space, '?')}:{local}" if space else local


def parse(source: bytes, prefixes: dict[str, str], handler: Handler) -> None:
    """Stream the part through the handler. `prefixes` gives the short name of each name space.

    Raises UnreadableError for a document type (home of every entity attack), for damage and for another encoding than
    UTF-8, which no word processor writes.
    """
    declared = _DECLARED.match(source.removeprefix(b"\xef\xbb\xbf")[:200])
    if source[:2] in {b"\xff\xfe", b"\xfe\xff"} or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}):
        raise refusals.damaged()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = False
    reader = _Reader(handler, source, prefixes, parser)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(source, True)  # noqa: FBT003  # expat's own signature: this is the last chunk
    except expat.ExpatError as error:
        raise refusals.damaged() from error


def _refuse_doctype(*_: object) -> NoReturn:
    raise UnreadableError(
        key(
            "„{subject}“ ist unlesbar: Die Datei bringt eigene XML-Regeln (DOCTYPE) mit. Bitte die Datei neu speichern."
        )
    )


def _too_deep() -> UnreadableError:
    return UnreadableError(
        key(
            "„{subject}“ ist unlesbar: Die Datei ist tiefer verschachtelt als {limit} Ebenen. Bitte die Datei neu "
            "speichern."
        ),
        limit=DEEPEST,
    )
