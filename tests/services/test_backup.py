"""Backups are written while people work, hold everything but secrets, and are refused where they are not whole."""

import io
import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import DATABASES
from tests.factories import NOW, make_accepted, make_mail, make_town
from tests.services.conftest import make_items, make_link
from tracker.db import copying, models
from tracker.db.files import FileStore
from tracker.db.session import open_engine, reading, writing
from tracker.domain.delivery import DeliveryState
from tracker.errors import BackupError, DatabaseError
from tracker.services import events, pauses
from tracker.services.archive import opened
from tracker.services.backup import back_up, back_up_nightly, nightly_backups, without_secrets
from tracker.services.instance import Instance, open_instance
from tracker.services.moving import move
from tracker.services.outbox import Draft, queue, send_waiting
from tracker.services.proof import flaws
from tracker.services.restore import restore
from tracker.settings import load

CANARY = "Kanarienvogel-4711"
TOML = f"""
[site]
name = "Wortgehalten Musterstadt-Ost"

[mail]
transport = "smtp"
host = "mail.verein.example"
password = "{CANARY}"   # niemals weitergeben

[opinion]
key = '{CANARY}'
"""


def settled(engine: Engine, workspace: Path) -> Instance:
    """An instance with something in it: promises, items, a link, a mail that waits, stored bytes."""
    workspace.mkdir()
    (workspace / "tracker.toml").write_text(TOML, encoding="utf-8")
    (workspace / "feeds.yaml").write_text("version: 1\nbodies: []\n", encoding="utf-8")
    settings = load(workspace, {})
    store = FileStore(settings.files)
    with writing(engine) as session:
        make_town(session)
        (promise,) = make_accepted(session)
        make_link(session, promise, *make_items(session))
        queue(session, Draft("report", "report:2026-02", "ada@verein.example", make_mail()), now=NOW)
        for row in session.query(models.Document):
            row.sha256 = store.put(b"die Antworten")
    return Instance(settings, engine, store)


@pytest.fixture
def town(engine: Engine, tmp_path: Path) -> Instance:
    return settled(engine, tmp_path / "stadt")


@pytest.fixture(scope="module")
def good(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as we wrote it."""
    folder = tmp_path_factory.mktemp("good")
    shutil.copyfile(migrated_sqlite, folder / "tracker.sqlite")
    engine = open_engine(f"sqlite:///{folder / 'tracker.sqlite'}")
    path = back_up(settled(engine, folder / "stadt"), folder / "b.tar", now=NOW).path
    engine.dispose()
    return path


@pytest.fixture(params=DATABASES)
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a second database, empty."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    yield server.make()
    server.drop([server.made.pop()])


def restored(directory: Path) -> Instance:
    return open_instance(load(directory, {}))


def fingerprints(instance: Instance):
    with reading(instance.engine) as session:
        return copying.fingerprints(session.connection())


def test_what_was_backed_up_is_there_again(town: Instance, tmp_path: Path):
    before = fingerprints(town)
    done = back_up(town, tmp_path / "b.tar", now=NOW)
    assert (done.damaged, done.files) == ((), 1)
    again = restore(done.path, tmp_path / "neu", now=NOW + timedelta(days=1))
    assert (again.rows, again.files) == (done.rows, 1)
    after = fingerprints(restored(tmp_path / "neu"))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"event", "pause"}  # the restore is itself something that happened
    assert after["event"].rows == before["event"].rows + 2
    with reading(restored(tmp_path / "neu").engine) as session:
        assert list(flaws(session, restored(tmp_path / "neu").store)) == []


def test_a_restored_instance_sends_no_mail_before_a_person_lets_it(town: Instance, tmp_path: Path):
    with writing(town.engine) as session:
        late = make_mail("ben@verein.example")
        row = queue(session, Draft("report", "report:2026-02", "ben@verein.example", late), now=NOW)
        row.state, row.claimed_at = DeliveryState.SENDING, NOW
    restore(back_up(town, tmp_path / "b.tar", now=NOW).path, tmp_path / "neu", now=NOW)
    engine = restored(tmp_path / "neu").engine
    taken: list[str] = []

    class Post:
        def send(self, _message, recipient):
            taken.append(recipient)

    assert send_waiting(engine, Post(), now=NOW + timedelta(hours=1)).waiting == 1
    with writing(engine) as session:
        assert pauses.resume(session, pauses.MAIL, by="Ada", now=NOW)
        assert not pauses.resume(session, pauses.MAIL, by="Ada", now=NOW)
    assert send_waiting(engine, Post(), now=NOW + timedelta(hours=1)).uncertain == 0
    assert taken == ["ada@verein.example"]  # Ben's mail may have arrived: only a person sends it again
    with reading(engine) as session:
        assert events.verify(session) is None
        assert session.query(models.Event).filter_by(kind="mail.resumed").count() == 1


def test_no_secret_is_in_the_archive(town: Instance, tmp_path: Path):
    archive = back_up(town, tmp_path / "b.tar", now=NOW).path.read_bytes()
    assert CANARY.encode() not in archive
    assert b"mail.verein.example" in archive
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "toml",
    [
        f'mail = {{password = "{CANARY}"}}\n',
        f'[mail]\n"password" = "{CANARY}"\n',
        f"[mail]\npassword = '''\n{CANARY}'''\n",
        f'[database]\nurl = "postgresql+psycopg://ada:{CANARY}@db/x"\n',
        f"[mail\npassword = {CANARY}",
        f'mail.password = "{CANARY}"\n',
    ],
    ids=["inline table", "quoted key", "many lines", "database address", "broken file", "dotted key"],
)
def test_secrets_leave_the_settings_in_whatever_form_they_stand(toml):
    assert CANARY not in without_secrets(toml)


def test_settings_without_secrets_stay_as_they_are():
    text = '[site]\nname = "x"  # = password\n\n[mail]\nhost = "y"\n'
    assert without_secrets(text) == text


def test_a_backup_under_writes_is_one_consistent_state(town: Instance, tmp_path: Path):
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with writing(town.engine) as session:
                digest = town.store.put(f"Fundstelle {number}".encode())
                payload = {"number": number, "sha256": digest}
                events.record(session, "test.happened", f"test:{number}", payload, actor="system:test", now=NOW)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = [back_up(town, tmp_path / f"{n}.tar", now=NOW) for n in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, one in enumerate(done):
        restore(one.path, tmp_path / f"neu{number}", now=NOW)
        again = restored(tmp_path / f"neu{number}")
        with reading(again.engine) as session:
            assert events.verify(session) is None
            spoken_of = [
                json.loads(p)["sha256"] for (p,) in session.query(models.Event.payload).filter_by(kind="test.happened")
            ]
        assert all(again.store.get(digest) for digest in spoken_of)


def test_nightly_backups_share_stored_bytes_and_the_oldest_go(town: Instance, tmp_path: Path):
    folder = town.settings.backups
    for day in range(16):
        back_up_nightly(town, now=NOW + timedelta(days=day))
        if day == 0:
            first = town.store.put(b"bleibt")
            gone = town.store.put(b"wird geloescht")
        if day == 1:
            town.store.path(gone).unlink()
    kept = nightly_backups(folder)
    assert len(kept) == 14
    stored = {path.name for path in (folder / "files").glob("??/*")}
    assert first in stored
    assert gone not in stored
    restore(kept[0], tmp_path / "neu", now=NOW)
    assert restored(tmp_path / "neu").store.get(first) == b"bleibt"


def test_a_nightly_backup_without_its_stored_bytes_is_refused(town: Instance, tmp_path: Path):
    done = back_up_nightly(town, now=NOW)
    (one,) = (town.settings.backups / "files").glob("??/*")
    one.write_bytes(b"etwas anderes")
    with pytest.raises(BackupError, match="fehlt die Datei"):
        restore(done.path, tmp_path / "neu", now=NOW)
    assert not (tmp_path / "neu").exists()


def test_damaged_stored_bytes_are_named_and_left_out(town: Instance, tmp_path: Path):
    digest = town.store.put(b"gut")
    town.store.path(digest).write_bytes(b"bad")
    done = back_up(town, tmp_path / "b.tar", now=NOW)
    assert done.damaged == (digest,)
    with opened(done.path) as (manifest, _members):
        assert digest not in manifest.files


def test_a_backup_that_cannot_be_written_says_so_and_harms_none(town: Instance, tmp_path: Path):
    (tmp_path / "datei").write_text("", encoding="utf-8")
    with pytest.raises(BackupError, match="lässt sich nicht schreiben"):
        back_up(town, tmp_path / "datei" / "b.tar", now=NOW)


def rewritten(source: Path, target: Path, change) -> Path:
    """The archive with every member passed through `change`, which gives (name, bytes) pairs."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old:
            for name, data in change(entry.name, old.extractfile(entry).read()):
                made = tarfile.TarInfo(name)
                made.size = len(data)
                new.addfile(made, io.BytesIO(data))
    return target


def slipping(name: str):
    """A member whose manifest names it, so that only its name can give it away."""

    def change(member: str, data: bytes):
        if member != "manifest.json":
            return [(member, data)]
        manifest = json.loads(data)
        manifest["members"][name] = {
            "size": 1,
            "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
        }
        return [(member, json.dumps(manifest).encode()), (name, b"a")]

    return change


def changed(where: str, old: bytes, new: bytes):
    return lambda member, data: [(member, data.replace(old, new) if member == where else data)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (slipping("../boese.txt"), "keine vollständige Sicherung"),
        (slipping("/boese.txt"), "keine vollständige Sicherung"),
        (slipping("files/../../boese.txt"), "keine vollständige Sicherung"),
        (slipping("data/boese.txt"), "keine vollständige Sicherung"),
        (changed("feeds.yaml", b"bodies", b"bodeis"), "keine vollständige Sicherung"),
        (lambda m, d: [] if m == "database.sqlite" else [(m, d)], "keine vollständige Sicherung"),
        (lambda m, d: [(m, d), ("extra", b"")], "keine vollständige Sicherung"),
        (changed("manifest.json", b'"format": 1', b'"format": 2'), "neueren Version"),
        (changed("manifest.json", b'"schema": "', b'"schema": "9'), "neueren Version"),
        (changed("manifest.json", b'"rows": ', b'"rows": 1'), "nicht die, die gesichert wurde"),
        (changed("manifest.json", b'"format"', b'"farmot"'), "keine vollständige Sicherung"),
        (lambda m, d: [("zuerst", b"x"), (m, d)], "keine vollständige Sicherung"),
    ],
    ids=[
        "up and out",
        "absolute",
        "hidden way out",
        "foreign place",
        "changed bytes",
        "missing member",
        "extra member",
        "newer format",
        "newer schema",
        "other rows",
        "no manifest",
        "manifest not first",
    ],
)
def test_an_archive_that_is_not_as_we_wrote_it_is_refused_and_leaves_nothing(
    good: Path, tmp_path: Path, change, sentence
):
    bad = rewritten(good, tmp_path / "schlecht.tar", change)
    before = sorted(p.name for p in tmp_path.iterdir())
    with pytest.raises(BackupError, match=sentence):
        restore(bad, tmp_path / "neu", now=NOW)
    assert sorted(p.name for p in tmp_path.iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"kein Archiv" * 100, None], ids=["empty", "foreign", "cut off"])
def test_what_is_no_archive_is_refused(good: Path, tmp_path: Path, content):
    path = tmp_path / "b.tar"
    path.write_bytes(good.read_bytes()[: good.stat().st_size // 2] if content is None else content)
    with pytest.raises(BackupError, match="keine vollständige Sicherung"):
        restore(path, tmp_path / "neu", now=NOW)


def test_symbolic_links_are_refused(good: Path, tmp_path: Path):
    bad = shutil.copyfile(good, tmp_path / "b.tar")
    with tarfile.open(bad, "a") as tar:
        link = tarfile.TarInfo("feeds.yaml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(BackupError, match="keine vollständige Sicherung"):
        restore(bad, tmp_path / "neu", now=NOW)


def test_a_place_that_is_taken_is_not_overwritten(good: Path, tmp_path: Path):
    with pytest.raises(BackupError, match="ist nicht leer"):
        restore(good, good.parent, now=NOW)
    (tmp_path / "leer").mkdir()
    assert restore(good, tmp_path / "leer", now=NOW).directory == tmp_path / "leer"


def test_a_missing_archive_is_one_sentence(tmp_path: Path):
    with pytest.raises(BackupError, match="lässt sich nicht lesen"):
        restore(tmp_path / "fehlt.tar", tmp_path / "neu", now=NOW)


def test_moving_to_another_database_proves_that_both_hold_the_same(town: Instance, other_url: str):
    before = fingerprints(town)
    moved = move(town.engine, other_url)
    assert dict(moved.tables) == before
    assert moved.rows == sum(one.rows for one in before.values())
    target = open_engine(other_url)
    with writing(target) as session:  # numbering goes on behind the copied rows
        make_accepted(session, "Wir bauen eine neue Bücherei am Markt.")
        assert events.verify(session) is None
    for url in (other_url, town.engine.url.render_as_string(hide_password=False)):
        with pytest.raises(DatabaseError, match="nicht leer"):
            move(town.engine, url)
    target.dispose()


def test_a_backup_of_one_kind_of_server_is_restored_into_another(town: Instance, tmp_path: Path, other_url: str):
    done = back_up(town, tmp_path / "b.tar", now=NOW)
    restore(done.path, tmp_path / "neu", url=other_url, now=NOW)
    assert not (tmp_path / "neu" / "data" / "tracker.sqlite").exists()
    target = open_engine(other_url)
    with reading(target) as session:
        assert events.verify(session) is None
        assert session.query(models.Promise).count() == 1
    target.dispose()


def test_a_backup_is_a_plain_sqlite_file_that_any_tool_opens(good: Path, tmp_path: Path):
    with tarfile.open(good) as tar:
        (tmp_path / "x.sqlite").write_bytes(tar.extractfile("database.sqlite").read())
    database = sqlite3.connect(tmp_path / "x.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("SELECT count(*) FROM promise").fetchone() == (1,)
    database.close()
