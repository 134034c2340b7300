"""The replication package proves every published figure, and tells every forgery."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile

import pytest

from tests.services.open_data.world import at
from tracker.db import models
from tracker.db.session import reading, writing
from tracker.domain.assessment import Outcome
from tracker.domain.questionnaire import Act
from tracker.exchange.refusals import ExchangeError
from tracker.services.editing import withdraw_promise
from tracker.services.open_data.load import load
from tracker.services.open_data.replication import archive, published_files

NOW = at("2026-06-01T12:00")


@pytest.fixture
def package(spring, tmp_path):
    """The unpacked package of the spring."""
    return unpacked(spring, tmp_path)


def unpacked(instance, tmp_path):
    with zipfile.ZipFile(io.BytesIO(archive(published_files(instance, NOW)))) as packed:
        packed.extractall(tmp_path / "paket")
    return tmp_path / "paket" / "wortgehalten"


def recompute(folder):
    """Run the script as a stranger would: a plain Python without any of our packages."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", folder / "recompute.py"], capture_output=True, text=True, timeout=60, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def rewrite(folder, name, change):
    """Change a file and let the manifest agree with it."""
    data = change((folder / name).read_text(encoding="utf-8")).encode()
    (folder / name).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = hashlib.sha256(data).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def records(folder, noun):
    return [json.loads(line) for line in (folder / f"{noun}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_stranger_recomputes_every_published_figure(package):
    code, said = recompute(package)
    assert (code, said.count("stimmt:"), "FALSCH" in said) == (0, 6, False), said
    assert "2 Ausgaben" in said


def test_a_forged_finding_is_told(package):
    rewrite(package, "assessments.jsonl", lambda text: text.replace('"outcome":"in_progress"', '"outcome":"stalled"'))
    code, said = recompute(package)
    assert code == 1
    assert "report:2026-03: p-" in said
    assert "die Zahlen von Bürgerliste Blaue Brücke" in said


def test_a_judgement_left_out_is_told(package):
    rewrite(package, "judgements.jsonl", lambda _text: "")
    code, said = recompute(package)
    assert (code, "knowledge" in said) == (1, True)


def test_a_changed_byte_is_told(package):
    with (package / "promises.csv").open("a", encoding="utf-8") as file:
        file.write(" ")
    assert "FALSCH" in recompute(package)[1].splitlines()[0]


def test_a_forged_event_and_a_cut_off_chain_are_told(package):
    rewrite(package, "events.jsonl", lambda text: text.replace('"state":"accepted"', '"state":"rejected"', 1))
    assert "hat nicht den Hash" in recompute(package)[1]
    rewrite(package, "events.jsonl", lambda text: "\n".join(text.splitlines()[:3]) + "\n")
    assert "nennt ein Ereignis, das fehlt" in recompute(package)[1]


def test_a_forged_edition_is_told(package):
    rewrite(package, "editions.jsonl", lambda text: text.replace("Wir bauen den Radweg", "Wir bauen keinen Radweg"))
    assert "report:2026-03 wurde verändert" in recompute(package)[1]


def test_forged_figures_of_today_are_told(package):
    rewrite(package, "figures.json", lambda text: text.replace('"checked": 2', '"checked": 1'))
    assert "heute, alle" in recompute(package)[1]


def test_a_forged_agreement_is_told(package):
    def forged(text):
        said = json.loads(text)
        (act,) = [step for step in said["steps"] if step["step"] == "act"]
        act["pairs"] += [["commitment", "position"], ["position", "position"]]
        return json.dumps(said)

    rewrite(package, "agreement.json", forged)
    assert "α von act" in recompute(package)[1]


def test_a_second_verdict_left_out_is_told(spring, tmp_path):
    with writing(spring.engine) as session:
        for promise in session.query(models.Promise).filter(models.Promise.state.in_(["accepted", "rejected"])):
            verdict = {"act": Act.POSITION, "testability": promise.testability, "outcome": None, "at": NOW}
            by = session.query(models.User).filter_by(name="Ben").one()
            session.add(models.Coding(public_id=f"z-{promise.id}", promise_id=promise.id, by_id=by.id, **verdict))
    package = unpacked(spring, tmp_path)
    said = json.loads((package / "agreement.json").read_text(encoding="utf-8"))
    assert len(said["steps"][0]["pairs"]) > len(records(package, "codings")) > 0
    assert recompute(package)[0] == 0
    for step in said["steps"]:
        step["pairs"], step["alpha"] = [], None
    rewrite(package, "agreement.json", lambda _text: json.dumps(said))
    assert "die Paare von act" in recompute(package)[1]


def test_forged_looks_of_late_are_told(package):
    rewrite(package, "figures.json", lambda text: re.sub(r'"recently": \d+', '"recently": 99', text))
    assert "zuletzt geprüft" in recompute(package)[1]


def test_what_was_withdrawn_later_still_counts_in_older_editions(spring, tmp_path):
    with writing(spring.engine) as session:
        (promise,) = session.query(models.Promise).filter_by(title="Wir öffnen die Bücherei").all()
        withdraw_promise(session, promise.public_id, "Doppelt geführt", by="Ada", now=at("2026-05-02"))
    code, said = recompute(unpacked(spring, tmp_path))
    assert code == 0, said


def test_only_what_is_public_is_in_it(spring, package):
    assert {r["state"] for r in records(package, "promises")} == {"accepted"}
    assert {r["state"] for r in records(package, "assessments")} == {"published", "superseded"}
    said = b"".join(path.read_bytes() for path in package.iterdir())
    with reading(spring.engine) as session:
        hidden = [p.public_id for p in session.query(models.Promise) if p.state.value in {"proposed", "rejected"}]
    hidden += ["leserin@post.example", "Hundesteuer", "ada@verein.example", "Belege fehlen"]
    assert len(hidden) > 10
    assert [word for word in hidden if word.encode() in said.replace(b"\\", b"")] == []


def test_people_are_named_by_initials_as_on_every_page(package):
    assert {r["by"] for r in records(package, "checks")} == {"B."}


def test_every_column_says_what_it_holds(package):
    columns = json.loads((package / "columns.json").read_text(encoding="utf-8"))
    for noun, sheet in columns.items():
        for record in records(package, noun):
            assert record.keys() == sheet["columns"].keys()
        assert all(column["says"] for column in sheet["columns"].values())


def test_equal_data_gives_an_equal_archive(spring):
    assert archive(published_files(spring, NOW)) == archive(published_files(spring, NOW))


def test_the_published_part_is_no_backup_and_says_so(package, empty):
    with pytest.raises(ExchangeError, match="nur der veröffentlichte Teil"):
        load(empty.engine, empty.store, package, now=NOW)


def test_an_empty_instance_has_a_package_that_agrees(empty, tmp_path):
    code, said = recompute(unpacked(empty, tmp_path))
    assert (code, "0 Ausgaben" in said) == (0, True), said


def test_figures_name_every_outcome_that_occurs(package):
    figures = json.loads((package / "figures.json").read_text(encoding="utf-8"))
    assert figures["whole"]["outcomes"] == {Outcome.NOT_YET_RATED.value: 1, Outcome.FULFILLED.value: 1}
    assert [group["name"] for group in figures["topics"]] == ["", "mobility"]
