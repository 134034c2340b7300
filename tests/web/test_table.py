"""The table of routes against the list that was looked at: who may do what, for every method and rank."""

from pathlib import Path

import pytest

from tests.web.conftest import PEOPLE
from tracker.domain.person import Rank
from tracker.web.routes import TABLE

LISTED = {
    (method, path): Rank[rank.upper()]
    for method, path, rank in (
        line.split()
        for line in (Path(__file__).parent / "routes.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
}
REAL = {(method, row.path): row.rank for row in TABLE for method in row.methods}
RANKS = (Rank.READER, *PEOPLE)


def test_the_router_is_exactly_the_list():
    assert sorted(REAL.items()) == sorted(LISTED.items()), "tests/web/routes.txt and the table of routes differ"


def test_no_address_stands_in_the_table_twice():
    assert len(REAL) == sum(len(row.methods) for row in TABLE)


def filled(path: str) -> str:
    """The address with something in its gaps that does not exist."""
    return "/".join("nichts" if part.startswith("{") else part for part in path.split("/"))


@pytest.mark.parametrize("rank", RANKS, ids=lambda rank: rank.name)
def test_each_rank_gets_exactly_what_the_list_says(signed_in, rank):
    """Let in is everything but the door, the question to sign in again, and the refusal of a rank."""
    for (method, path), needed in LISTED.items():
        browser, address = signed_in(rank), filled(path)
        answer = browser.get(address) if method == "GET" else browser.post(address)
        assert turned_away(answer) == (rank < needed), f"{method} {address}: {answer.status_code}"


def turned_away(answer) -> bool:
    to_the_door = answer.headers.get("location", "").startswith("/anmelden?")
    lacks_rank = answer.status_code == 403 and "Dafür braucht es die Rolle" in answer.text
    return to_the_door or answer.status_code == 401 or lacks_rank


@pytest.mark.parametrize("path", sorted({path for _method, path in LISTED}))
def test_other_methods_are_refused(visitor, path):
    for method in ("PUT", "DELETE", "PATCH"):
        assert visitor.client.request(method, filled(path)).status_code in {404, 405}
