"""One stage under a rain of kills, compared with the same stage left in peace."""

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.factories import NOW
from tests.faults.dump import dump, pages
from tests.faults.killing import Killer
from tests.faults.stages import MAILS, STAGES, Stage, opened
from tracker.db import models
from tracker.db.session import reading
from tracker.domain.delivery import DeliveryState
from tracker.services.backup import nightly_backups
from tracker.services.restore import restore


@dataclass(frozen=True)
class Survived:
    """What came of a stage: how often it was killed, and how many mails nobody knows of."""

    stage: str
    kills: int
    rounds: int
    uncertain: int = 0


def survive(name: str, kills: int, seed: int, folder: Path) -> Survived:
    """Kill a stage so often, in as many fresh workspaces as that takes. Raises AssertionError for any difference."""
    stage, luck = STAGES[name], random.Random(f"{seed} {name}")
    base = folder / "base"
    stage.prepare(base)
    with _sink(folder, wanted=name == "mail") as port:
        if port:
            (base / "tracker.toml").write_text(SMTP.format(port=port), encoding="utf-8")
        calm = _copied(base, folder / "calm")
        measured = [Killer(luck).measured(step, folder / "points") for step in stage.steps(calm, 0)]
        expected = dumped(calm)
        killed = rounds = uncertain = 0
        while killed < kills:
            rounds += 1
            workspace, noted = _copied(base, folder / f"round-{rounds}"), len(_notes(folder))
            died = _round(stage, workspace, measured, kills - killed, luck)
            killed += died
            if name == "mail":
                uncertain += _check_mail(workspace, _notes(folder)[noted:], died)
            else:
                assert dumped(workspace) == expected, f"{name} differs after {killed} kills"
            if name == "backup":
                _check_backups(workspace, folder / f"restored-{rounds}", expected)
            shutil.rmtree(workspace)
    return Survived(name, killed, rounds, uncertain)


def _copied(base: Path, workspace: Path) -> Path:
    shutil.copytree(base, workspace)
    return workspace


def dumped(workspace: Path) -> dict[str, object]:
    """The workspace's rows, files and pages."""
    instance = opened(workspace)
    told: dict[str, object] = {**dump(instance), "pages": pages(workspace)}
    instance.engine.dispose()
    return told


def _round(stage: Stage, workspace: Path, measured: Sequence[Killer], kills: int, luck: random.Random) -> int:
    """Each step dies a few times and then gets through; how many kills that were."""
    died = tries = 0
    for number, killer in enumerate(measured):
        for _ in range(min(luck.randint(4, 10), kills - died)):
            tries += 1
            if killer.strike(stage.steps(workspace, tries)[number]):
                break
            died += 1
        for _ in range(2 if stage.name == "mail" else 1):
            tries += 1
            killer.finish(stage.steps(workspace, tries)[number])
    return died


def _check_mail(workspace: Path, notes: list[str], died: int) -> int:
    """Nothing doubled, nothing lost without notice; how many are uncertain."""
    taken = Counter(notes)
    assert max(taken.values()) == 1, f"doubled: {[note for note, n in taken.items() if n > 1]}"
    instance = opened(workspace)
    with reading(instance.engine) as session:
        rows = {f"{row.recipient} {row.message_id}": row.state for row in session.query(models.OutboxMail)}
    instance.engine.dispose()
    count = Counter(rows.values())
    assert count[DeliveryState.SENT] + count[DeliveryState.FAILED] + count[DeliveryState.UNCERTAIN] == MAILS
    assert count[DeliveryState.UNCERTAIN] <= died
    assert {note for note, state in rows.items() if state is DeliveryState.SENT} <= set(taken)
    assert {rows[note] for note in taken} <= {DeliveryState.SENT, DeliveryState.UNCERTAIN}
    return count[DeliveryState.UNCERTAIN]


def _check_backups(workspace: Path, folder: Path, before: Mapping[str, object]) -> None:
    """Whatever looks like a backup is one: each can be restored, and holds what was there."""
    there = nightly_backups(workspace / "backups")
    assert there
    for number, path in enumerate({there[0], there[-1]}):
        restore(path, folder / str(number), now=NOW + timedelta(days=90))
        again = dumped(folder / str(number))
        assert again["pause"]
        assert before["pause"] == []
        differing = {name for name in before if name != "pause" and again[name] != before[name]}
        assert differing == set(), differing


def _notes(folder: Path) -> list[str]:
    path = folder / "mails.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


SMTP = """
[mail]
transport = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
"""


@contextmanager
def _sink(folder: Path, *, wanted: bool) -> Iterator[int]:
    """The port of a mail server, or 0."""
    if not wanted:
        yield 0
        return
    server = subprocess.Popen([sys.executable, "-m", "tests.faults.sink", str(folder)])
    try:
        while not (folder / "port").exists():
            assert server.poll() is None, "the mail server did not start"
            time.sleep(0.05)
        yield int((folder / "port").read_text(encoding="utf-8"))
    finally:
        server.kill()
        server.wait()
