"""`tracker import DIR`: records come in, all or none; nobody's judgement is overwritten.

What is unknown here is stored, what is known stays, what two persons decided differently is listed. Into an empty
instance everything comes in as it went out, the chain of events too.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tracker.db import models
from tracker.db.files import FileStore
from tracker.db.session import writing
from tracker.domain.audit import Event, Plain, canonical, first_broken
from tracker.errors import key
from tracker.exchange import manifest as manifests
from tracker.exchange.columns import Record
from tracker.exchange.folder import Folder, opened
from tracker.exchange.refusals import ExchangeError
from tracker.exchange.verdicts import Lineage, Verdict, lineage, verdict
from tracker.services import events
from tracker.services.open_data import ledger
from tracker.services.open_data.imported import SYSTEM, tell
from tracker.services.open_data.noun import Noun
from tracker.services.open_data.nouns import EVENTS, NOUNS
from tracker.services.open_data.shelve import Shelver


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that people decided on differently here and there; ours stays."""

    noun: str
    id: str
    columns: tuple[str, ...]


@dataclass
class Loaded:
    """What came of an import: how many records of each noun are new, taken over, kept; and the conflicts."""

    counts: dict[str, dict[Verdict, int]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    events: int = 0

    def sum(self, *verdicts: Verdict) -> int:
        """Records of all nouns with one of these verdicts."""
        return sum(number for counts in self.counts.values() for v, number in counts.items() if v in verdicts)


def load(engine: Engine, store: FileStore, path: Path, *, rehearse: bool = False, now: datetime) -> Loaded:
    """Take an export in, in one transaction. `rehearse` says what would happen and changes nothing.

    Raises ExchangeError where the folder is damaged, forged, only the public part, or does not fit together.
    """
    folder = opened(path)
    if folder.manifest.scope != manifests.COMPLETE:
        raise ExchangeError(
            key("{subject} ist nur der veröffentlichte Teil der Daten. Einlesen lässt sich ein vollständiger Export."),
            subject=str(path),
        )
    if not rehearse:
        for content in folder.stored():  # before the rows that name them: stopping here loses nothing
            store.put(content)
    loaded = Loaded()
    with writing(engine) as session:
        _take_in(session, folder, loaded, now)
        if rehearse:
            session.rollback()
    return loaded


def _take_in(session: Session, folder: Folder, loaded: Loaded, now: datetime) -> None:
    theirs = [_event(record) for record in folder.records(EVENTS)]
    if (broken := first_broken(theirs)) is not None:
        raise ExchangeError(
            key("Die Ereigniskette des Exports ist bei Ereignis {number} gebrochen: Er wurde nachträglich verändert."),
            subject=EVENTS.name,
            number=broken,
        )
    ours = [Event(**event) for event in ledger.chain(session)]  # type: ignore[arg-type]  # as `asdict` made them
    chains = lineage(ours, theirs)
    shelves = ledger.read(session)
    shelver = Shelver(session, shelves, chains, now)
    for noun in NOUNS:
        records, known = _keyed(noun, folder), dict(shelves[noun.name].records)
        verdicts = _decide(noun, records, known, chains)
        shelver.store(noun, records, verdicts)
        _count(noun, verdicts, records, known, loaded)
    if chains in {Lineage.EMPTY, Lineage.AHEAD}:
        _go_on(session, theirs[len(ours) :], loaded)
    elif loaded.sum(Verdict.NEW, Verdict.TAKEN):
        loaded.events = tell(session, shelver.came, now)
        _note(session, folder, theirs, loaded, now)


def _keyed(noun: Noun, folder: Folder) -> dict[str, Record]:
    """The records of a noun by key. Raises ExchangeError where two have the same."""
    found: dict[str, Record] = {}
    for record in folder.records(noun.sheet):
        name = noun.sheet.key(record)
        if name in found:
            raise ExchangeError(
                key("{subject} steht im Export zweimal ({noun}). Nichts wurde eingelesen."),
                subject=name,
                noun=noun.name,
            )
        found[name] = record
    return found


def _decide(noun: Noun, records: dict[str, Record], known: Mapping[str, Record], chains: Lineage) -> dict[str, Verdict]:
    """What happens to each record of a noun."""
    decided = noun.decided or (lambda _record: False)
    contested = {r[noun.rivals] for n, r in known.items() if decided(r) and n not in records} if noun.rivals else set()
    found: dict[str, Verdict] = {}
    for name, record in records.items():
        if name in known:
            ours = known[name]
            found[name] = verdict(
                same=ours == record, ours_decided=decided(ours), theirs_decided=decided(record), chains=chains
            )
        elif noun.rivals and decided(record) and record[noun.rivals] in contested:
            found[name] = Verdict.CONFLICT if chains is Lineage.FOREIGN else Verdict.KEPT
        else:
            found[name] = Verdict.NEW
    return found


def _count(
    noun: Noun, verdicts: dict[str, Verdict], records: dict[str, Record], known: Mapping[str, Record], loaded: Loaded
) -> None:
    loaded.counts[noun.name] = dict(Counter(verdicts.values()))
    for name, one in verdicts.items():
        if one is Verdict.CONFLICT:
            ours, theirs = known.get(name, {}), records[name]
            differing = tuple(c.name for c in noun.sheet.columns if ours.get(c.name) != theirs[c.name])
            loaded.conflicts.append(Conflict(noun.name, name, differing))


def _event(record: Record) -> Event:
    try:
        event = Event(**record)  # type: ignore[arg-type]  # the sheet has checked the shapes
        canonical(event.payload)
    except TypeError as error:
        raise ExchangeError(
            key("Die Ereigniskette des Exports ist bei Ereignis {number} gebrochen: Er wurde nachträglich verändert."),
            subject=EVENTS.name,
            number=record["seq"],
        ) from error
    return event


def _go_on(session: Session, fresh: list[Event], loaded: Loaded) -> None:
    """The chain of the export becomes ours, as it is."""
    for event in fresh:
        values: dict[str, Any] = {name: getattr(event, name) for name in event.__slots__}
        session.add(models.Event(**{**values, "payload": canonical(event.payload).decode()}))
    session.flush()
    loaded.events = len(fresh)


def _note(session: Session, folder: Folder, theirs: list[Event], loaded: Loaded, now: datetime) -> None:
    """Another instance's history is not ours; an event says whose records came in, and where its chain stood."""
    digest = hashlib.sha256(manifests.to_json(folder.manifest).encode()).hexdigest()
    payload: dict[str, Plain] = {
        "manifest": digest,
        "software": folder.manifest.software,
        "chain_head": theirs[-1].hash if theirs else "",
        "new": {noun: counts.get(Verdict.NEW, 0) for noun, counts in loaded.counts.items()},
        "taken": {noun: counts.get(Verdict.TAKEN, 0) for noun, counts in loaded.counts.items()},
        "conflicts": len(loaded.conflicts),
    }
    events.record(session, "data.imported", f"export:{digest[:16]}", payload, actor=SYSTEM, now=now)
    loaded.events += 1
