"""What goes out comes in again, byte for byte; and nothing that must stay at home goes out."""

import csv
import json
from datetime import date

from tests.factories import NOW
from tests.services.open_data.world import FRAME, at
from tracker.db.session import reading
from tracker.exchange.folder import opened
from tracker.exchange.lines import from_lines, from_table
from tracker.exchange.verdicts import Verdict
from tracker.services import proof
from tracker.services.editions import monthly
from tracker.services.open_data import ledger
from tracker.services.open_data.export import export
from tracker.services.open_data.load import load
from tracker.services.open_data.nouns import EVENTS, NOUNS, STAYS_HOME


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_column_of_every_table_is_exported_or_left_out_on_purpose():
    undecided = {table: columns for table, columns in ledger.left_behind().items() if table not in STAYS_HOME}
    assert undecided == {}, "add a Field to the noun, or name the attribute in its left_out"


def test_export_import_export_gives_equal_files_on_every_pair_of_databases(spring, empty_again, tmp_path):
    export(spring, tmp_path / "eins")
    load(empty_again.engine, empty_again.store, tmp_path / "eins", now=NOW)
    export(empty_again, tmp_path / "zwei")
    first = contents(tmp_path / "eins")
    assert first == contents(tmp_path / "zwei")
    assert all(json.loads(first["manifest.json"])["counts"][noun.name] for noun in NOUNS if noun.name not in _BARE)


_BARE = {"aliases", "files", "codings"}
"""Nouns that the spring has no records of."""


def test_the_same_data_gives_the_same_files_whenever_it_is_exported(spring, tmp_path):
    export(spring, tmp_path / "eins")
    export(spring, tmp_path / "zwei")
    assert contents(tmp_path / "eins") == contents(tmp_path / "zwei")


def test_an_imported_instance_proves_the_same_chain_and_builds_the_same_editions(spring, empty, tmp_path):
    export(spring, tmp_path / "x")
    load(empty.engine, empty.store, tmp_path / "x", now=NOW)
    with reading(empty.engine) as session:
        assert list(proof.flaws(session, empty.store)) == []
    past = {"as_of": date(2026, 4, 20), "now": at("2026-06-01")}
    month = date(2026, 4, 1)
    assert monthly(empty.engine, month, FRAME, **past) == monthly(spring.engine, month, FRAME, **past)


def test_tables_and_json_lines_say_the_same(spring_export):
    folder = opened(spring_export)
    for sheet in (*(noun.sheet for noun in NOUNS), EVENTS):
        lines, table = ((spring_export / f"{sheet.name}.{e}").read_bytes().decode() for e in ("jsonl", "csv"))
        assert list(from_table(sheet, table, "t")) == list(from_lines(sheet, lines, "l")), sheet.name
        assert len(list(folder.records(sheet))) == folder.manifest.counts[sheet.name]


def test_no_cell_of_any_table_begins_a_formula(spring_export):
    cells = [
        cell
        for path in (spring_export).glob("*.csv")
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True))
        for cell in row
    ]
    assert len(cells) > 500
    assert [cell for cell in cells if cell[:1] in {"=", "+", "@", "-", "|", "%", "\t", "\r"}] == []


def test_no_address_and_no_secret_leaves_the_house(spring_export):
    said = b"".join(contents(spring_export).values())
    for secret in (b"ada@verein.example", b"leserin@post.example", b"bruecke@partei.example", b"token"):
        assert secret not in said


def test_importing_again_changes_nothing(spring_export, empty_again):
    first = load(empty_again.engine, empty_again.store, spring_export, now=NOW)
    again = load(empty_again.engine, empty_again.store, spring_export, now=NOW)
    assert (again.sum(Verdict.NEW, Verdict.TAKEN, Verdict.KEPT), again.conflicts, again.events) == (0, [], 0)
    assert again.sum(Verdict.KNOWN) == first.sum(Verdict.NEW)


def test_a_rehearsal_says_what_would_come_in_and_stores_nothing(spring_export, empty_again):
    rehearsed = load(empty_again.engine, empty_again.store, spring_export, rehearse=True, now=NOW)
    assert not empty_again.store.root.exists()
    assert load(empty_again.engine, empty_again.store, spring_export, now=NOW).counts == rehearsed.counts


def test_an_empty_instance_goes_out_and_in(empty, empty_again, tmp_path):
    export(empty, tmp_path / "eins")
    load(empty_again.engine, empty_again.store, tmp_path / "eins", now=NOW)
    export(empty_again, tmp_path / "zwei")
    assert contents(tmp_path / "eins") == contents(tmp_path / "zwei")
