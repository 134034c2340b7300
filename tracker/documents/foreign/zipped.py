"""Parts of a zipped office file, with a look at the table of contents before anything is unpacked."""

import zipfile
import zlib
from io import BytesIO

from tracker.documents.foreign import refusals
from tracker.errors import UnreadableError, key

MOST_ENTRIES = 2_000
LARGEST_UNPACKED = 64_000_000
HIGHEST_RATIO = 50
"""Bounds of the package index for uploads: 64 MB unpacked, and no more than 50 times the packed size."""

_HARMLESS = 5_000_000
"""Unpacked bytes that are read in a second, however well they were packed: form letters repeat themselves."""

_ENCRYPTED = 0x1
_END_OF_CONTENTS = b"PK\x05\x06"


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, if its table of contents is believable. Raises UnreadableError.

    Declared sizes may lie: `part` counts what it really unpacks.
    """
    end = data.rfind(_END_OF_CONTENTS)
    # The number of entries stands ten bytes behind the mark; reading a table of a million rows would take gigabytes.
    if end >= 0 and int.from_bytes(data[end + 10 : end + 12], "little") > MOST_ENTRIES:
        raise _too_many()
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise refusals.damaged() from error
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise _too_many()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refusals.locked()
    if any(_leaves(entry.filename) for entry in entries):
        raise UnreadableError(
            key(
                "„{subject}“ ist unlesbar: Die Datei enthält Pfade, die aus ihr hinausführen. Bitte die Datei neu "
                "speichern."
            )
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > max(_HARMLESS, min(LARGEST_UNPACKED, HIGHEST_RATIO * len(data))):
        raise _too_large()
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part unpacked. Raises KeyError where there is none, UnreadableError where it is damaged or too large."""
    entry = archive.getinfo(name)
    try:
        with archive.open(entry) as stream:
            content = stream.read(LARGEST_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise refusals.damaged() from error
    if len(content) > LARGEST_UNPACKED:
        raise _too_large()
    return content


def _leaves(name: str) -> bool:
    return ".." in name.replace("\\", "/").split("/") or name.startswith(("/", "\\")) or name[1:2] == ":"


def _too_many() -> UnreadableError:
    return UnreadableError(
        key("„{subject}“ ist unlesbar: Die Datei enthält mehr als {limit} Teile. Bitte die Datei neu speichern."),
        limit=MOST_ENTRIES,
    )


def _too_large() -> UnreadableError:
    return UnreadableError(
        key(
            "„{subject}“ ist unlesbar: Ausgepackt wäre die Datei größer als {megabytes} MB oder mehr als "
            "{ratio}-mal so "
            "groß wie gepackt. Bitte die Datei neu speichern."
        ),
        megabytes=LARGEST_UNPACKED // 1_000_000,
        ratio=HIGHEST_RATIO,
    )
