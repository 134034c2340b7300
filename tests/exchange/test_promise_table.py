from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.promise_table import BadRow, GivenPromise, parsed
from tracker.exchange.refusals import ExchangeError

HEAD = "respondent;title;quote;source;date\n"
CELLS = ("Gärtnerpartei", "Bäume pflanzen", "Wir pflanzen Bäume.", "Flugblatt")
ROW = GivenPromise(*CELLS, date(2026, 3, 14))
TURNED = (
    "Date;x;Source;Quote;Title;Respondent\n14.03.2026;1;Flugblatt; Wir pflanzen Bäume. ;Bäume pflanzen;Gärtnerpartei"
)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ";".join((*CELLS, "2026-03-14\n")),
        HEAD.replace(";", ",") + ",".join((*CELLS, "14.03.2026")),
        HEAD.replace(";", "\t") + "\t".join((*CELLS, "14.3.2026\r\n")),
        f"{TURNED}\n\n;;;;;",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_tables_are_read_as_people_make_them(text, encoding):
    assert parsed(text.encode(encoding), "promises.csv") == ((ROW,), ())


def test_a_formula_in_a_cell_is_text():
    (row,), _ = parsed((HEAD + "'=1+1;'+ plus;'@quote;Flugblatt;2026-03-14").encode(), "x")
    assert (row.respondent, row.title, row.quote) == ("=1+1", "+ plus", "@quote")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";t;q;s;2026-03-14", "respondent"),
        ("r;t;;s;2026-03-14", "quote"),
        ("r;t;q;s;31.02.2026", "date"),
        ("r;t;q;s;gestern", "date"),
        ("r;t;q", "source"),
        (f"r;{'t' * 301};q;s;2026-03-14", "title"),
        (f"r;t;{'q' * 20_001};s;2026-03-14", "quote"),
    ],
)
def test_a_bad_row_is_told_by_number_and_column_and_the_others_are_taken(row, column):
    good, bad = parsed(f"{HEAD}{row}\nr;t;q;s;2026-03-14\n".encode(), "x")
    assert (len(good), bad) == (1, (BadRow(2, column),))


@pytest.mark.parametrize("data", [b"", b"a;b\n1;2", b"\x00\x01\x02", HEAD.encode() + b'"' + b"x" * 200_000])
def test_what_is_no_such_table_is_told_in_one_sentence(data):
    with pytest.raises(ExchangeError):
        parsed(data, "promises.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        good, bad = parsed(HEAD.encode() + data, "x")
    except ExchangeError:
        return
    assert all(row.card[row.start : row.start + len(row.quote)] == row.quote for row in good)
    assert all(row.number > 1 for row in bad)
