"""The folder on which a demo plays."""

import shutil
from pathlib import Path

from tracker.errors import TrackerError, key

MARK = ".wortgehalten-demo"


def prepare(directory: Path) -> None:
    """An empty folder that belongs to a demo; nothing but an older demo is ever removed.

    Raises TrackerError where something else lies there.
    """
    if (directory / MARK).exists():
        shutil.rmtree(directory)
    elif directory.exists() and any(directory.iterdir()):
        raise TrackerError(
            key("Der Ordner {subject} ist nicht leer. Bitte einen anderen angeben: tracker demo ORDNER"),
            subject=str(directory),
        )
    directory.mkdir(parents=True, exist_ok=True)
    (directory / MARK).touch()
