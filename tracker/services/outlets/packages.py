"""The published data as files for download, made once for every state."""

from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from tracker.db.session import reading
from tracker.errors import NotFoundError, key
from tracker.services.instance import Instance
from tracker.services.open_data.replication import archive, published_files
from tracker.services.outlets.freshness import state

REPLICATION = "replication.zip"

_KEPT: "WeakKeyDictionary[Engine, tuple[str, dict[str, bytes]]]" = WeakKeyDictionary()
_MAKING = Lock()


def package(instance: Instance, name: str, now: datetime) -> bytes:
    """A published file by its name, or the archive of all of them. Raises NotFoundError."""
    with _MAKING, reading(instance.engine) as session:
        mark = state(session, instance, now).mark
        kept = _KEPT.get(instance.engine)
        if kept is None or kept[0] != mark:
            files = published_files(instance, now)
            kept = (mark, files | {REPLICATION: archive(files)})
            _KEPT[instance.engine] = kept
    if name not in kept[1]:
        raise NotFoundError(key("Eine Datei {subject} gibt es unter den offenen Daten nicht."), subject=name)
    return kept[1][name]
