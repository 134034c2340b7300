"""What an import does beside what is stored: nobody's judgement is overwritten, and nothing comes in by halves."""

import hashlib
import json
import shutil
from datetime import timedelta

import pytest

from tests.factories import CRITERION, NOW, make_accepted, make_promises, make_town
from tests.services.conftest import make_link
from tests.services.open_data.world import at
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.audit import Event
from tracker.domain.link import Judgement
from tracker.domain.promise import Criterion
from tracker.exchange.refusals import ExchangeError
from tracker.exchange.verdicts import Lineage, Verdict, lineage
from tracker.services import events
from tracker.services.ledger import row_flaws
from tracker.services.open_data.export import export
from tracker.services.open_data.load import load
from tracker.services.review import accept_promise, judge_link, reject_promise
from tracker.services.users import add_user


def watch(instance, decide=lambda _session, _promise, _link: None):
    """The same town, the same promise, the same link in any instance; people decide as the test wants."""
    with writing(instance.engine) as session:
        make_town(session)
        place = instance.settings.workspace.name
        add_user(session, f"Gast in {place}", now=NOW + timedelta(seconds=len(place)))  # a past of its own
        (promise,) = make_accepted(session)
        decide(session, promise, make_link(session, promise))


def relevant(session, _promise, link):
    judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=NOW)


def irrelevant(session, _promise, link):
    judge_link(session, link.public_id, Judgement.IRRELEVANT, by="Ben", now=NOW)


def standing(instance):
    """What the link's judgement is, in its row and at the end of its history."""
    with reading(instance.engine) as session:
        link = session.query(models.Link).one()
        return link.judgement, [j.judgement for j in link.history]


def taken_in(source, target, tmp_path, **over):
    folder = tmp_path / f"export-{len(list(tmp_path.iterdir()))}"
    export(source, folder)
    return load(target.engine, target.store, folder, **({"now": NOW} | over))


@pytest.fixture
def other(empty):
    return empty


@pytest.fixture
def ours(empty_again):
    return empty_again


def test_a_judgement_fills_the_place_where_nobody_had_judged(ours, other, tmp_path):
    watch(ours), watch(other, relevant)
    loaded = taken_in(other, ours, tmp_path)
    assert standing(ours) == (Judgement.RELEVANT, [Judgement.RELEVANT])
    assert (loaded.conflicts, loaded.sum(Verdict.TAKEN), loaded.events) == ([], 1, 2)


def test_two_judgements_are_a_conflict_and_ours_stays(ours, other, tmp_path):
    watch(ours, irrelevant), watch(other, relevant)
    loaded = taken_in(other, ours, tmp_path)
    assert standing(ours) == (Judgement.IRRELEVANT, [Judgement.IRRELEVANT])
    assert [(c.noun, "judgement" in c.columns) for c in loaded.conflicts] == [("links", True), ("judgements", True)]


def test_where_the_other_has_not_judged_ours_stays_without_a_conflict(ours, other, tmp_path):
    watch(ours, irrelevant), watch(other)
    assert taken_in(other, ours, tmp_path).conflicts == []
    assert standing(ours)[0] is Judgement.IRRELEVANT


def test_a_rejection_is_not_overruled_by_an_acceptance(ours, other, tmp_path):
    with writing(ours.engine) as session:
        make_town(session)
        (promise,) = make_promises(session)
        reject_promise(session, promise.public_id, "nur eine Haltung", by="Ben", now=NOW)
    watch(other)
    loaded = taken_in(other, ours, tmp_path)
    assert [c.noun for c in loaded.conflicts] == ["promises"]
    with reading(ours.engine) as session:
        assert session.query(models.Promise).one().state.value == "rejected"
        assert session.query(models.Criterion).count() == 0


def test_another_criterion_is_a_conflict(ours, other, tmp_path):
    def change(session, promise, _link):
        accept_promise(session, promise.public_id, Criterion("Anders."), by="Ben", now=at("2026-04-01"), replace=True)

    watch(ours), watch(other, change)
    loaded = taken_in(other, ours, tmp_path)
    assert [c.noun for c in loaded.conflicts] == ["promises", "criteria"]
    with reading(ours.engine) as session:
        assert session.query(models.Criterion).one().fulfilled_if == CRITERION.fulfilled_if


def test_what_comes_in_is_told_to_our_own_chain(ours, other, tmp_path):
    watch(ours), watch(other, relevant)
    taken_in(other, ours, tmp_path)
    with reading(ours.engine) as session:
        last = session.query(models.Event).order_by(models.Event.seq.desc()).first()
        assert (last.kind, last.actor) == ("data.imported", "system:import")
        assert events.verify(session) is None
        assert list(row_flaws(session)) == []
    assert taken_in(other, ours, tmp_path).events == 0


def test_a_whole_spring_comes_into_a_town_with_a_past_of_its_own(spring_export, ours):
    with writing(ours.engine) as session:
        make_town(session)
        make_accepted(session, "Wir pflanzen tausend Bäume.")
    loaded = load(ours.engine, ours.store, spring_export, now=NOW)
    assert (loaded.conflicts, loaded.sum(Verdict.NEW) > 50) == ([], True)
    with reading(ours.engine) as session:
        assert list(row_flaws(session)) == []


def test_a_later_state_of_the_same_instance_goes_on_from_ours(ours, other, tmp_path):
    watch(other, irrelevant)
    taken_in(other, ours, tmp_path)
    with writing(other.engine) as session:
        link = session.query(models.Link).one()
        judge_link(session, link.public_id, Judgement.RELEVANT, by="Ada", now=at("2026-04-02"))
    assert taken_in(other, ours, tmp_path).conflicts == []
    assert standing(ours) == (Judgement.RELEVANT, [Judgement.IRRELEVANT, Judgement.RELEVANT])
    export(ours, tmp_path / "a"), export(other, tmp_path / "b")
    assert (tmp_path / "a" / "manifest.json").read_bytes() == (tmp_path / "b" / "manifest.json").read_bytes()


def test_an_earlier_state_of_the_same_instance_changes_nothing(ours, other, tmp_path):
    watch(other)
    export(other, tmp_path / "alt")
    with writing(other.engine) as session:
        irrelevant(session, None, session.query(models.Link).one())
    loaded = load(other.engine, other.store, tmp_path / "alt", now=NOW)
    assert (loaded.conflicts, loaded.sum(Verdict.NEW, Verdict.TAKEN), loaded.events) == ([], 0, 0)


def test_new_rows_are_counted_on_behind_imported_ones(ours, other, tmp_path):
    watch(other)
    taken_in(other, ours, tmp_path)
    with writing(ours.engine) as session:
        make_accepted(session, "Wir pflanzen tausend Bäume.")
        judge_link(session, session.query(models.Link).one().public_id, Judgement.UNSURE, by="Ben", now=NOW)
    with reading(ours.engine) as session:
        assert session.query(models.Promise).count() == 2


class TestAHostileFolder:
    """One clear sentence each, and nothing is stored."""

    @pytest.fixture
    def folder(self, spring_export, tmp_path):
        return shutil.copytree(spring_export, tmp_path / "x")

    def forge(self, folder, name, change):
        """Change a file and let the manifest agree with it, as a forger would."""
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        data = change((folder / name).read_text(encoding="utf-8")).encode()
        (folder / name).write_bytes(data)
        manifest["files"][name] = hashlib.sha256(data).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    def change(self, folder, **values):
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        (folder / "manifest.json").write_text(json.dumps(manifest | values), encoding="utf-8")

    def refused(self, empty, folder, sentence):
        with pytest.raises(ExchangeError) as refused:
            load(empty.engine, empty.store, folder, now=NOW)
        assert sentence in str(refused.value)
        with reading(empty.engine) as session:
            assert session.query(models.Body).count() == session.query(models.Event).count() == 0

    def test_a_changed_file_is_told(self, empty, folder):
        with (folder / "promises.jsonl").open("a", encoding="utf-8") as file:
            file.write("{}\n")
        self.refused(empty, folder, "promises.jsonl stimmt nicht mit dem Verzeichnis")

    def test_a_missing_file_is_told(self, empty, folder):
        (folder / "links.jsonl").unlink()
        self.refused(empty, folder, "links.jsonl fehlt")

    def test_a_symbolic_link_is_not_followed(self, empty, folder, tmp_path):
        shutil.move(folder / "links.jsonl", tmp_path / "woanders")
        (folder / "links.jsonl").symlink_to(tmp_path / "woanders")
        self.refused(empty, folder, "stimmt nicht mit dem Verzeichnis")

    def test_an_unknown_format_is_told(self, empty, folder):
        self.change(folder, version=2)
        self.refused(empty, folder, "Bitte das Programm aktualisieren")

    def test_what_is_no_export_is_told(self, empty, folder):
        self.change(folder, format="etwas anderes")
        self.refused(empty, folder, "kein Export von Wortgehalten")

    def test_a_folder_without_manifest_is_told(self, empty, tmp_path):
        self.refused(empty, tmp_path, "keine manifest.json")

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "files/../x.csv", "promises.exe", "a\x00.csv"])
    def test_a_path_out_of_the_folder_is_refused(self, empty, folder, name):
        self.change(folder, files={name: "0" * 64})
        self.refused(empty, folder, "die kein Export enthält")

    def test_a_truncated_line_is_told_with_its_number(self, empty, folder):
        self.forge(folder, "promises.jsonl", lambda text: text[:-40])
        self.refused(empty, folder, "promises.jsonl, Zeile")

    def test_a_wrong_kind_of_value_is_told_with_its_column(self, empty, folder):
        self.forge(folder, "promises.jsonl", lambda text: text.replace('"negated":false', '"negated":"nein"', 1))
        self.refused(empty, folder, "Spalte „negated“")

    def test_an_unknown_column_is_told(self, empty, folder):
        self.forge(folder, "bodies.jsonl", lambda text: text.replace('{"ags"', '{"admin":true,"ags"', 1))
        self.refused(empty, folder, "Spalte „admin“")

    def test_an_unknown_word_is_told(self, empty, folder):
        self.forge(folder, "promises.jsonl", lambda text: text.replace('"kind":"action"', '"kind":"wunder"', 1))
        self.refused(empty, folder, "passt promises")

    def test_a_reference_to_nothing_is_told(self, empty, folder):
        self.forge(folder, "criteria.jsonl", lambda text: text.replace('"promise":"p-', '"promise":"p-x', 1))
        self.refused(empty, folder, "passt criteria")

    def test_a_record_twice_is_told(self, empty, folder):
        self.forge(folder, "bodies.jsonl", lambda text: text * 2)
        self.refused(empty, folder, "steht im Export zweimal")

    def test_a_forged_history_is_told(self, empty, folder):
        self.forge(folder, "events.jsonl", lambda text: text.replace("fulfilled", "not_fulfilled"))
        self.refused(empty, folder, "Ereigniskette des Exports")

    def test_what_the_database_forbids_is_told(self, empty, folder):
        self.forge(folder, "promises.jsonl", lambda text: text.replace('"start":', '"start":-', 1))
        self.refused(empty, folder, "passt promises")

    @pytest.mark.parametrize("junk", ["NaN\n", "[" * 100_000 + "\n", "null\n", '{"a":1e999}\n', "\ufeff{}\n"])
    def test_junk_in_a_line_is_told(self, empty, folder, junk):
        self.forge(folder, "bodies.jsonl", lambda text: text + junk)
        self.refused(empty, folder, "bodies.jsonl, Zeile")


def test_chains_are_told_apart():
    chain = [Event(n, "", "", "", "", {}, "", str(n)) for n in range(3)]
    other = [Event(n, "", "", "", "", {}, "", f"x{n}") for n in range(2)]
    cases = {
        Lineage.EMPTY: ([], chain),
        Lineage.OURS: (chain, chain[:2]),
        Lineage.AHEAD: (chain[:2], chain),
        Lineage.FOREIGN: (chain, other),
    }
    for expected, (ours, theirs) in cases.items():
        assert expected is lineage(ours, theirs)
