"""German dates, zones and absurdities."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.feeds import dates

NOW = datetime(2026, 5, 6, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mi, 12 Nov 2025 10:00:00 +0100", "2025-11-12T09:00"),
        ("Wed, 12 Nov 2025 10:00:00 GMT", "2025-11-12T10:00"),
        ("Wed, 12 Nov 2025 10:00:00 GMT+0100", "2025-11-12T09:00"),
        ("Do, 06 Mrz 2025 08:00:00 CET", "2025-03-06T07:00"),
        ("Tue, 03 Jun 2025 12:00:00 CEST", "2025-06-03T10:00"),
        ("Tue, 03 Jun 2025 12:00:00 MESZ", "2025-06-03T10:00"),
        ("Sa, 06 Dez 2025 12:00:00 MEZ", "2025-12-06T11:00"),
        ("Mo, 05 Okt 2025 12:00:00", "2025-10-05T10:00"),
        ("12.11.2025, 16:00 Uhr", "2025-11-12T15:00"),
        ("Mittwoch, 12. November 2025 um 17.30 Uhr", "2025-11-12T16:30"),
        ("12.11.2025 - 17:00 Uhr", "2025-11-12T16:00"),
        ("03.04.2025 10:00", "2025-04-03T08:00"),
        ("2025-06-01T10:00:00", "2025-06-01T08:00"),
        ("2025-06-01 10:00", "2025-06-01T08:00"),
        ("2026-05-07T20:30:17.397Z", "2026-05-07T20:30"),
        ("2025-11-12T16:00:00+01:00", "2025-11-12T15:00"),
        ("20251112T160000Z", "2025-11-12T16:00"),
        ("20251112T160000", "2025-11-12T15:00"),
        ("12. März 2025", "2025-03-11T23:00"),
        ("12.11.2025", "2025-11-11T23:00"),
    ],
)
def test_moments(text: str, expected: str) -> None:
    moment = dates.moment(text, NOW)
    assert moment is not None
    assert moment.isoformat(timespec="minutes") == f"{expected}+00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.11.2025", date(2025, 11, 12)),
        ("03.04.2025", date(2025, 4, 3)),
        ("1.2.2026", date(2026, 2, 1)),
        ("am 12.11.25", date(2025, 11, 12)),
        ("12. März 2025", date(2025, 3, 12)),
        ("1. Mai 2026", date(2026, 5, 1)),
        ("28. Dez. 2025", date(2025, 12, 28)),
        ("Sitzung des Rates am 4. Jänner 2026", date(2026, 1, 4)),
        ("Vorlage 2025-0815 vom 2025-10-02", date(2025, 10, 2)),
        ("31.02.2026, verlegt auf 03.03.2026", date(2026, 3, 3)),
    ],
)
def test_days(text: str, expected: date) -> None:
    assert dates.day(text, NOW) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "Verschiedenes", "2025-13-45", "31.02.2026", "1761735153", "0001-01-01", "01.01.1899", "1.1.2099"),
        *("TOP 3.1.12", "Drucksache 18828-20-E5", "12. Brumaire 2025", "Version 10.11.12.13", "99999999"),
    ],
)
def test_what_is_no_plausible_day_is_none(text: str) -> None:
    assert dates.day(text, NOW) is None
    assert dates.moment(text, NOW) is None


def test_all_days_of_a_text_in_order() -> None:
    assert dates.days("vom 02.03.2026 bis 4. März 2026", NOW) == (date(2026, 3, 2), date(2026, 3, 4))


def test_an_hour_that_does_not_exist_is_no_moment() -> None:
    assert dates.moment("12.11.2025 25:61", NOW) is None


@given(st.dates(date(1990, 1, 1), date(2028, 5, 1)))
def test_every_way_of_writing_a_day_means_the_same(day: date) -> None:
    months = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ]
    forms = (
        f"{day:%d.%m.%Y}",
        f"{day.day}. {months[day.month - 1]} {day.year}",
        day.isoformat(),
        f"{day:%Y%m%dT000000}",
    )
    assert {dates.day(form, NOW) for form in forms} == {day}


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    moment = dates.moment(text, NOW)
    assert moment is None or moment.tzinfo is not None
