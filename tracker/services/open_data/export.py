"""`tracker export data`: everything stored, as a folder that `tracker import` takes."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from tracker import __version__
from tracker.db.files import FileStore
from tracker.db.session import reading
from tracker.errors import NotFoundError
from tracker.exchange import manifest as manifests
from tracker.exchange.columns import Record, Sheet
from tracker.exchange.folder import write
from tracker.exchange.lines import to_lines, to_table
from tracker.exchange.manifest import Manifest
from tracker.services.instance import Instance
from tracker.services.open_data import ledger
from tracker.services.open_data.nouns import EVENTS, NOUNS

Records = Mapping[str, tuple[Sheet, list[Record]]]
"""The records of each noun with its columns."""


def export(instance: Instance, folder: Path) -> tuple[Path, ...]:
    """Write all data of the instance; the same data gives the same files, byte for byte.

    Passwords, tokens, addresses and mails stay at home. Raises ExchangeError where the folder cannot be written.
    """
    with reading(instance.engine) as session:
        records = complete(session)
    contents, counts = files_of(records), {name: len(rows) for name, (_sheet, rows) in records.items()}
    contents |= dict(_stored(instance.store, records))
    manifest = Manifest(
        software=f"wortgehalten {__version__}",
        scope=manifests.COMPLETE,
        cut_off=cut_off(records),
        timezone=instance.settings.schedule.timezone,
        counts=counts,
        files={name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    )
    return write(folder, contents, manifest)


def complete(
    session: Session, *, without: Collection[str] = (), only: ledger.Only | None = None
) -> dict[str, tuple[Sheet, list[Record]]]:
    """Every record of every noun, but for those of some, or only some of a noun."""
    shelves = ledger.read(session, without=without, only=only)
    found = {n.name: (n.sheet, list(shelves[n.name].records.values())) for n in NOUNS if n.name in shelves}
    found[EVENTS.name] = (EVENTS, list(ledger.chain(session)))
    return found


def files_of(records: Records) -> dict[str, bytes]:
    """The two files of each noun."""
    contents: dict[str, bytes] = {}
    for name, (sheet, rows) in records.items():
        contents[f"{name}.jsonl"] = to_lines(rows).encode()
        contents[f"{name}.csv"] = to_table(sheet, rows).encode()
    return contents


def cut_off(records: Records) -> str:
    """The moment of the last thing that happened: what the data does not go beyond. Empty where nothing did."""
    return max((str(event["at"]) for event in records[EVENTS.name][1]), default="")


def _stored(store: FileStore, records: Records) -> Iterator[tuple[str, bytes]]:
    """The bytes of documents and sources, as far as they are there; proving that none is missing is not our task."""
    for digest in sorted(set(_digests(records))):
        try:
            yield f"files/{digest}", store.get(digest)
        except NotFoundError:
            continue


def _digests(records: Records) -> Iterable[str]:
    for noun, column in (("documents", "sha256"), ("documents", "came_in"), ("sources", "sha256"), ("files", "sha256")):
        for record in records[noun][1]:
            if record[column]:
                yield str(record[column])
