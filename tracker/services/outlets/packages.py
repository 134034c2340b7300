"""The published data as files for download, made once for every state, beside what was made before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.db.session import reading
from tracker.errors import NotFoundError, key
from tracker.services.beside import Beside, Kept
from tracker.services.instance import Instance
from tracker.services.open_data.replication import archive, published_files
from tracker.services.outlets.freshness import State, state

REPLICATION = "replication.zip"


@dataclass(frozen=True, slots=True)
class Package:
    """All published files by name, and the state that they show."""

    state: State
    files: Mapping[str, bytes]

    def file(self, name: str) -> bytes:
        """A published file. Raises NotFoundError."""
        if name not in self.files:
            raise NotFoundError(key("Eine Datei {subject} gibt es unter den offenen Daten nicht."), subject=name)
        return self.files[name]


_PACKAGES: Beside[str, Package] = Beside("packages")


def package(instance: Instance, now: datetime, *, current: bool = False) -> Package:
    """The published files; while a newer state is packed, those of the last one, unless only the `current` will do."""

    def made() -> Kept[str, Package]:
        with reading(instance.engine) as session:
            shown = state(session, instance, now)  # what is read after it may know more, never less
        files = published_files(instance, now)
        return Kept(shown.mark, Package(shown, files | {REPLICATION: archive(files)}))

    with reading(instance.engine) as session:
        wanted = state(session, instance, now).mark
    return _PACKAGES.get(instance.engine, wanted, made, current=current).made
