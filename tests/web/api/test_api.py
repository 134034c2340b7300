"""The interface for programs: what it answers, and how it says that something is wrong."""

import hashlib
import json

import pytest

from tests.factories import BODY
from tests.services.open_data.world import HOSTILE, at
from tracker.db import models
from tracker.db.session import writing
from tracker.services.editing import withdraw_promise


def get(visitor, path, **options):
    answer = visitor.get(f"/api{path}", **options)
    assert answer.headers["content-type"] == "application/json", answer.text
    return answer.json()


def test_a_list_shows_the_three_facts_of_each_promise(visitor, path):
    page = get(visitor, "/promises")
    assert (page["total"], page["checked"], page["page"], page["pages"], page["day"]) == (2, 2, 1, 1, "2026-05-02")
    (one,) = [item for item in page["items"] if item["id"] == path]
    assert (one["outcome"], one["effort"], one["knowledge"]) == (
        "fulfilled",
        "proposed",
        {"state": "evidence", "count": 2, "on": "2026-03-09"},
    )
    assert one["url"] == f"http://localhost/versprechen/{path}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("topic=mobility", 1),
        ("topic=none", 1),
        ("outcome=not_yet_rated", 1),
        ("knowledge=nothing_found", 1),
        ("effort=proposed", 1),
        (f"respondent={BODY}/bruecke", 2),
        (f"body={BODY}", 2),
        ("body=nirgends", 0),
        ("year=2026", 2),
        ("q=radweg", 1),
        ("q=radweg&topic=none", 0),
        ("q=%3Cscript%3E%00", 0),
    ],
)
def test_it_is_narrowed_by_the_filters_of_the_list_page(visitor, query, found):
    page = get(visitor, f"/promises?{query}")
    assert (page["total"], len(page["items"])) == (found, found)


def test_pages_follow_each_other_without_gap_or_overlap(visitor):
    pages = [get(visitor, f"/promises?per_page=1&page={n}") for n in (1, 2, 3)]
    ids = [item["id"] for page in pages for item in page["items"]]
    assert (len(ids), len(set(ids)), pages[0]["pages"], pages[2]["items"]) == (2, 2, 2, [])


def test_a_promise_is_told_whole(visitor, path):
    one = get(visitor, f"/promises/{path}")
    assert one["place"]["document"]["sha256"] in one["place"]["document"]["url"]
    assert one["criterion"]["fulfilled_if"] == "Der Radweg ist gebaut."
    assert [(f["outcome"], f["stands"], f["by"]) for f in one["findings"]] == [
        ("in_progress", False, "A."),
        ("fulfilled", True, "A."),
        ("not_fulfilled", False, "A."),
    ]
    assert one["findings"][1]["reason"] == HOSTILE[1]
    assert [e["direction"] for e in one["evidence"]] == ["adopted"]
    assert [s["kind"] for s in one["sources"]] == ["administration"]
    assert (len(one["statements"]), len(one["corrections"])) == (1, 1)


def test_figures_are_those_of_the_list(visitor):
    figures = get(visitor, "/figures")
    for group in figures["respondents"]:
        page = get(visitor, f"/promises?respondent={group['name']}")
        assert (group["total"], group["checked"]) == (page["total"], page["checked"])
    for outcome, n in figures["whole"]["outcomes"].items():
        assert get(visitor, f"/promises?outcome={outcome}")["total"] == n


def test_editions_come_byte_for_byte(visitor, instance):
    first, second = get(visitor, "/editions")
    assert (first["key"], second["key"]) == ("report:2026-04", "report:2026-03")
    whole = get(visitor, "/editions/report:2026-04")
    assert json.loads(whole["frozen"])["edition"]["key"] == "report:2026-04"
    assert hashlib.sha256(whole["frozen"].encode()).hexdigest() == whole["sha256"] == first["sha256"]


def test_the_rest_is_there(visitor):
    assert get(visitor, "/bodies") == [{"key": BODY, "name": "Musterstadt-Ost"}]
    assert get(visitor, "/respondents?per_page=1&page=2")[0]["name"] == "Die Gärtnerpartei"
    assert get(visitor, "/sittings")[0]["on"] == "2026-05-14"
    assert get(visitor, "/chain")["length"] > 20


def test_what_is_not_public_is_not_there(visitor, instance, path):
    with writing(instance.engine) as session:
        hidden = [
            p.public_id for p in session.query(models.Promise) if p.public_id != path and p.state.value != "accepted"
        ]
        withdraw_promise(session, path, "Doppelt", by="Ada", now=at("2026-05-01"))
    for one in (*hidden, path):
        assert visitor.get(f"/api/promises/{one}").status_code == 404
    assert get(visitor, "/promises")["total"] == 1


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/promises/p-0000000000", 404, "nicht veröffentlicht"),
        ("/promises/x", 422, "id"),
        ("/promises?outcome=besser", 422, "outcome"),
        ("/promises?per_page=1000", 422, "per_page"),
        ("/promises?page=0", 422, "page"),
        ("/promises?partei=x", 422, "partei"),
        ("/editions/report:1999-01", 404, "report:1999-01"),
        ("/nichts", 404, ""),
        ("/promises/a%0ab", 422, "id"),
    ],
)
def test_problems_are_json_with_a_sentence(visitor, address, status, word):
    answer = visitor.get(f"/api{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    said = answer.json()
    assert said["status"] == status
    assert word in said["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_it_only_reads(visitor, method):
    answer = visitor.client.request(method, "/api/promises")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_programs_ask_again_without_loading_again(visitor):
    mark = visitor.get("/api/promises").headers["etag"]
    again = visitor.get("/api/figures", headers={"If-None-Match": mark})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)


def test_any_page_may_read_it_and_no_cookie_is_set(visitor):
    headers = visitor.get("/api/promises", headers={"Origin": "https://anderswo.example"}).headers
    assert (headers["access-control-allow-origin"], "set-cookie" in headers) == ("*", False)


def test_every_parameter_and_every_field_says_what_it_is(visitor):
    schema = get(visitor, "/openapi.json")
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            assert operation["description"], path
            assert [p["name"] for p in operation.get("parameters", ()) if not p.get("description")] == []
    for name, shape in schema["components"]["schemas"].items():
        fields = shape.get("properties", {}).items()
        assert [f"{name}.{field}" for field, one in fields if not one.get("description")] == []


def test_its_page_names_every_operation_and_loads_nothing_from_elsewhere(visitor):
    page = visitor.get("/api").text
    for path in get(visitor, "/openapi.json")["paths"]:
        assert f"GET /api{path}" in page
    assert "//" not in page.replace("http://localhost", "").replace("://", "§")
    assert "cdn" not in page
