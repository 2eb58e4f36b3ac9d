"""Dates as ticket tools export them."""

from datetime import date

import pytest

from assets.ingest.dates import day_reader

DAY = date(2026, 2, 19)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-19",
        "2026/02/19 08:00",
        "2026-02-19T23:30:00Z",
        "2026-02-20 01:00:00+0200",
        "2026-02-19 10:00 UTC",
        "19/Feb/26 10:05 AM",
        "19 February 2026",
        "Feb 19, 2026, 8:00 PM",
        "Thu, 19 Feb 2026 20:00:00 -0300",
        "19.02.2026 10:00",
        "1771500000",
        "1771500000000",
    ],
)
def test_the_ways_in_which_tools_write_a_day(text: str) -> None:
    assert day_reader([text])(text) == DAY


def test_the_export_decides_whether_the_day_or_the_month_stands_first() -> None:
    assert day_reader(["02/03/2026", "02/19/2026 10:00 AM"])("02/03/2026") == date(2026, 2, 3)
    assert day_reader(["02/03/2026", "19/02/26"])("02/03/2026") == date(2026, 3, 2)


@pytest.mark.parametrize("values", [["02/03/2026"], ["02/19/2026", "19/02/2026", "02/03/2026"]])
def test_where_nothing_decides_there_is_no_date(values: list[str]) -> None:
    with pytest.raises(ValueError, match="day or the month"):
        day_reader(values)("02/03/2026")


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "12345", "31/31/2026"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whichever reading fails says it in its own words
        day_reader([text])(text)


def test_an_empty_cell_has_no_day() -> None:
    assert day_reader([])(" ") is None
