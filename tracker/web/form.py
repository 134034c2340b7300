"""What a form sent, read within limits: a body that is too large is refused before it is stored anywhere."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from tracker.db.types import storable
from tracker.errors import RuleError, TooLargeError, UsageError, key

MAX_PARTS = 50
"""Parts of a form with files."""

MAX_FIELDS = 1000
"""Fields of a form without files: a long list of cards with a box each."""

MAX_FIELD_BYTES = 200_000
"""One field; a long comment has 5,000 characters, a pasted answer 50,000."""

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form. `name` is the sender's, as text only: nothing is ever stored under it."""

    name: str
    size: int
    stream: BinaryIO


@dataclass(frozen=True)
class Fields(Mapping[str, str]):
    """Fields by name. A field that was not sent reads as empty: browsers send no unticked boxes."""

    pairs: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, Upload], ...] = field(default=())

    def __getitem__(self, name: str) -> str:
        """The first value of that name, or an empty text."""
        return next((value for known, value in self.pairs if known == name), "")

    def __iter__(self) -> Iterator[str]:
        """Every name once, in the order of the form."""
        return iter(dict(self.pairs))

    def __len__(self) -> int:
        """How many names there are."""
        return len(dict(self.pairs))

    def __contains__(self, name: object) -> bool:
        """Whether a field of that name was sent."""
        return any(known == name for known, _value in self.pairs)

    def all(self, name: str) -> list[str]:
        """Every value of that name, in the order of the form."""
        return [value for known, value in self.pairs if known == name]

    def upload(self, name: str) -> Upload | None:
        """The file of that name, or None where nobody chose one."""
        return next((file for known, file in self.files if known == name and (file.name or file.size)), None)

    def uploads(self, name: str) -> list[Upload]:
        """Every file of that name that was chosen."""
        return [file for known, file in self.files if known == name and (file.name or file.size)]


NO_FIELDS = Fields()


def fields(pairs: Sequence[tuple[str, str]]) -> Fields:
    """Fields with the line ends of our own texts, and without what no database can hold."""
    return Fields(tuple((storable(name), storable(value.replace("\r\n", "\n"))) for name, value in pairs))


async def read(request: Request, limit: int) -> Fields:
    """The form in a request's body of at most `limit` bytes. Raises TooLargeError, or RuleError for what is no form."""
    _refuse_announced(request, limit)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _FORMS:
        if await _is_empty(request):
            return NO_FIELDS
        raise RuleError(key("Das war kein Formular. Bitte schicken Sie es von der Seite aus noch einmal ab."))
    multipart = kind == _FORMS[1]
    try:
        sent = await _counted(request, limit).form(
            max_files=MAX_PARTS,
            max_fields=MAX_PARTS if multipart else MAX_FIELDS,
            max_part_size=MAX_FIELD_BYTES,
        )
    except (MultiPartException, HTTPException) as error:
        raise _unreadable(error) from error
    except ClientDisconnect as error:
        raise UsageError(key("Die Verbindung brach beim Abschicken ab. Es wurde nichts gespeichert.")) from error
    pairs = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    files = [(name, _upload(value)) for name, value in sent.multi_items() if isinstance(value, UploadFile)]
    return Fields(fields(pairs).pairs, tuple(files))


async def _is_empty(request: Request) -> bool:
    async for chunk in request.stream():
        if chunk:
            return False
    return True


def _refuse_announced(request: Request, limit: int) -> None:
    with suppress(ValueError):
        if int(request.headers.get("content-length", "0")) > limit:
            raise _too_large(limit)


def _counted(request: Request, limit: int) -> Request:
    """The same request, whose body ends in TooLargeError as soon as it is larger than announced or allowed."""
    seen = 0

    async def receive() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise _too_large(limit)
        return message

    return Request(request.scope, receive)


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(
        key(
            "Das ist zu groß: Wir nehmen höchstens {megabytes} MB auf einmal. "
            "Es wurde nichts gespeichert und nichts verändert."
        ),
        subject="body",
        megabytes=limit // (1024 * 1024),
    )


def _unreadable(error: Exception) -> TooLargeError | RuleError:
    said = getattr(error, "message", "") or getattr(error, "detail", "")
    if "aximum" in said:
        return TooLargeError(
            key(
                "Das Formular hat zu viele oder zu lange Felder. Bitte teilen Sie den Text auf mehrere Einträge auf. "
                "Es wurde nichts gespeichert."
            ),
            subject="fields",
        )
    return RuleError(key("Das Formular kam beschädigt an. Bitte schicken Sie es noch einmal ab."), subject="form")


def _upload(file: UploadFile) -> Upload:
    name = storable(PurePath((file.filename or "").replace("\\", "/")).name)
    return Upload(name[:255], file.size or 0, file.file)
