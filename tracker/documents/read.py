"""Bytes become a `Document`: media type by content, text with stable offsets, damage gauged and repaired.

Readers of all media types stand in `tracker.documents.formats`. An e-mail is several documents: `read_all`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tracker.documents import media
from tracker.documents.damage import gauge
from tracker.documents.digraphs import digraph_edits
from tracker.documents.formats import READERS, Part, mail_parts
from tracker.documents.repair import repair
from tracker.domain.questionnaire import Document
from tracker.errors import DocumentError, key
from tracker.sandbox import Progress

LARGEST = 20_000_000
"""Bytes. A long questionnaire has a hundred thousand; anything above this is a mistake or an attack."""

LONGEST = 2_000_000
"""Characters of text: the five hundred pages that are read of a PDF. It bounds the time that repair takes."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document and the bytes that it was read from: those of a file, or of one part of an e-mail."""

    document: Document
    data: bytes


@dataclass(frozen=True, slots=True)
class Sources:
    """What a file holds: the documents read, and why others in it could not be."""

    read: tuple[Source, ...]
    failures: tuple[DocumentError, ...] = ()


def _quiet(done: int, total: int) -> None:
    """Tell nobody how many pages are done."""


def read(data: bytes, name: str, progress: Progress = _quiet) -> Document:
    """Read a document from its bytes; `name` is for messages, the content alone decides how it is read.

    Of an e-mail this is its own text, or its attachment where it has no text and one attachment; `read_all` gives
    all. Raises DocumentError where the data are empty, too large, of no known kind, or broken.
    """
    kind = _kind(data, name)
    if kind != media.MAIL:
        return _document(data, name, kind, progress)
    parts = _written(data, name)
    if not parts or (parts[0].name and len(parts) > 1):
        raise _empty(name)
    return _part(parts[0], name, progress)


def read_all(data: bytes, name: str, progress: Progress = _quiet) -> Sources:
    """Read all documents of a file: an e-mail's text and each of its attachments, otherwise the one that it is.

    An attachment that cannot be read is a failure beside the others. Raises DocumentError where nothing can be read.
    """
    if _kind(data, name) != media.MAIL:
        return Sources((Source(read(data, name, progress), data),))
    found: list[Source] = []
    failures: list[DocumentError] = []
    for part in _written(data, name):
        try:
            found.append(Source(_part(part, name, progress), part.data))
        except DocumentError as error:
            failures.append(error)
    if not found:
        raise failures[0] if failures else _empty(name)
    return Sources(tuple(found), tuple(failures))


def _document(data: bytes, name: str, kind: str, progress: Progress) -> Document:
    content = READERS[kind](data, name, progress)
    if not content.text.strip():
        raise _empty(name)
    if len(content.text) > LONGEST:
        raise _too_long(name, len(content.text))
    damage = gauge(content.text)
    digest = hashlib.sha256(data).hexdigest()
    edits = repair(content.text, damage) or tuple(digraph_edits(content.text))
    return Document(name, digest, kind, content.text, damage, edits, content.pages, content.fragments)


def _written(mail: bytes, name: str) -> list[Part]:
    """The letter's own text, if there is any, and the attachments."""
    return [part for part in mail_parts(mail, name) if part.name or part.data.strip()]


def _part(part: Part, mail: str, progress: Progress) -> Document:
    """A part of an e-mail as a document; the letter's own text bears the mail's name."""
    if part.name:
        return read(part.data, f"{mail}: {part.name}", progress)
    return _document(part.data, mail, media.HTML if part.html else media.TEXT, progress)


def _kind(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise _too_large(name, len(data))
    if not data:
        raise _empty(name)
    return media.media_type(data, name)


def read_file(path: Path) -> Document:
    """Read a document from disk.

    Raises DocumentError where the path cannot be opened or `read` refuses what is in it.
    """
    return read(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; its size is checked before one is read. Raises DocumentError where it cannot be opened."""
    try:
        if path.is_dir():
            raise DocumentError(
                key("„{subject}“ ist ein Ordner. Bitte eine einzelne Datei angeben."), subject=str(path)
            )
        if not path.is_file() and path.exists():
            raise DocumentError(
                key("„{subject}“ ist keine gewöhnliche Datei. Bitte eine Datei auf der Platte angeben."),
                subject=str(path),
            )
        if (size := path.stat().st_size) > LARGEST:
            raise _too_large(path.name, size)
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(key("„{subject}“ gibt es nicht. Bitte den Pfad prüfen."), subject=str(path)) from None
    except PermissionError:
        raise DocumentError(
            key("„{subject}“ darf nicht gelesen werden. Bitte die Leserechte der Datei ändern."), subject=str(path)
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise DocumentError(
            key("„{subject}“ lässt sich nicht öffnen ({reason}). Bitte Pfad und Datenträger prüfen."),
            subject=str(path),
            reason=error,
        ) from None


def _empty(name: str) -> DocumentError:
    return DocumentError(key("„{subject}“ enthält keinen Text. Bitte die Datei noch einmal besorgen."), subject=name)


def _too_long(name: str, length: int) -> DocumentError:
    return DocumentError(
        key(
            "„{subject}“ enthält {length} Millionen Zeichen, gelesen werden höchstens {limit}. "
            "Bitte nur den Teil mit den Antworten einlesen."
        ),
        subject=name,
        length=-(-length // 1_000_000),
        limit=LONGEST // 1_000_000,
    )


def _too_large(name: str, size: int) -> DocumentError:
    return DocumentError(
        key(
            "„{subject}“ ist mit {megabytes} MB zu groß, gelesen werden höchstens {limit} MB. "
            "Bitte nur den Teil mit den Antworten einlesen."
        ),
        subject=name,
        megabytes=-(-size // 1_000_000),
        limit=LARGEST // 1_000_000,
    )
