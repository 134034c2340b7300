import threading
import time

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from tests.factories import NOW, make_promises, make_town
from tracker.db import models
from tracker.db.session import open_engine, reading, shown, writing
from tracker.errors import ConflictError, DatabaseError


def user(name: str) -> models.User:
    return models.User(name=name, created_at=NOW)


def test_sqlite_is_set_up_to_survive_a_power_cut_and_to_keep_its_rules(migrated_sqlite):
    engine = open_engine(f"sqlite:///{migrated_sqlite}")
    with reading(engine) as session:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        values = [session.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas]
    engine.dispose()
    assert values == ["wal", 2, 1, 1]


def test_what_is_written_is_there_afterwards(engine: Engine):
    with writing(engine) as session:
        session.add(user("Ada"))
    with reading(engine) as session:
        assert session.query(models.User).count() == 1


def test_nothing_is_stored_when_something_goes_wrong(engine: Engine):
    def stop_half_way() -> None:
        with writing(engine) as session:
            session.add(user("Ada"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()
    with reading(engine) as session:
        assert session.query(models.User).count() == 0


def test_a_reader_cannot_write(engine: Engine):
    def write_as_a_reader() -> None:
        with reading(engine) as session:
            session.add(user("Ada"))
            session.flush()

    with pytest.raises(DatabaseError):
        write_as_a_reader()
    with writing(engine) as session:  # and the connection is not spoilt for the next writer
        session.add(user("Ben"))


def test_a_reader_sees_one_state_while_others_write(engine: Engine):
    with reading(engine) as reader:
        before = reader.query(models.User).count()
        with writing(engine) as session:
            session.add(user("Ada"))
        assert reader.query(models.User).count() == before == 0


def test_writers_come_one_after_the_other(engine: Engine):
    order = []
    first_is_in = threading.Event()

    def first():
        with writing(engine) as session:
            first_is_in.set()
            session.add(user("Ada"))
            time.sleep(0.2)
            order.append("first")

    def second():
        first_is_in.wait()
        with writing(engine) as session:
            order.append("second")
            assert session.query(models.User).count() == 1

    threads = [threading.Thread(target=step) for step in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == ["first", "second"]


def test_a_row_that_somebody_else_changed_is_a_conflict(engine: Engine):
    with writing(engine) as session:
        make_town(session)
        make_promises(session)

    def change_what_changed_meanwhile() -> None:
        with writing(engine) as session:
            promise = session.query(models.Promise).one()
            session.execute(text("UPDATE promise SET version = version + 1"))
            promise.title = "Etwas anderes"

    with pytest.raises(ConflictError):
        change_what_changed_meanwhile()


def test_a_broken_rule_of_the_database_is_our_own_mistake_and_stays_loud(engine: Engine):
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add_all([user("Ada"), user("Ada")])


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://x/y", "nonsense", "", "postgresql+psycopg://:::"])
def test_an_address_that_is_no_use_is_explained(url):
    with pytest.raises(DatabaseError, match=r"\[database\] url ist nicht zu gebrauchen"):
        open_engine(url)


def test_a_folder_that_does_not_exist_is_explained(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'tracker.sqlite'}")
    with pytest.raises(DatabaseError, match="nicht nutzbar"), reading(engine) as session:
        session.connection()


def test_a_file_that_is_no_database_is_explained(tmp_path):
    path = tmp_path / "tracker.sqlite"
    path.write_bytes(b"Einkaufszettel: Brot, Butter, Bohnen. " * 100)
    engine = open_engine(f"sqlite:///{path}")
    with pytest.raises(DatabaseError, match="beschädigt"), reading(engine) as session:
        session.query(models.User).count()
    engine.dispose()


def test_a_server_that_is_not_there_is_explained_without_its_password():
    engine = open_engine("postgresql+psycopg://ada:geheim@127.0.0.1:9/wortgehalten")
    with pytest.raises(DatabaseError) as failure, reading(engine) as session:
        session.connection()
    assert "geheim" not in str(failure.value)
    assert "geheim" not in shown(engine)
