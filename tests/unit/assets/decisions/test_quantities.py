import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.decisions.quantities import find, number, render

UNITS = (
    "USD", "EUR", "GBP", "CHF", "day", "business day", "week", "month", "year", "hour", "minute", "second",
                                        "percent", "time",
    "person", "page", "km", "mile", "kg", "GB", "MB", "°C", "quarter",
)  # fmt: skip


def only(text: str) -> tuple[float, float | None, str | None]:
    (quantity,) = find(text)
    return quantity.value, quantity.high, quantity.unit


@pytest.mark.parametrize(
    ("text", "value", "high", "unit"),
    [
        ("no more than two weeks", 2, None, "week"),
        ("a fee of $1,500.50 per case", 1500.5, None, "USD"),
        ("30 calendar days", 30, None, "day"),
        ("five (5) business days", 5, None, "business day"),
        ("25 %", 25, None, "percent"),
        ("25 km/h", 25, None, "km/h"),
        ("6 bar", 6, None, "bar"),
        ("2 tonnes", 2, None, "tonne"),
        ("twice a year", 2, None, "time"),
        ("three times per month", 3, None, "time"),
        ("a 24-hour window", 24, None, "hour"),
        ("EUR 200", 200, None, "EUR"),
        ("CHF 10'000", 10_000, None, "CHF"),
        ("more than CHF 1’250’000", 1_250_000, None, "CHF"),
        ("200 euros", 200, None, "EUR"),
        ("£40", 40, None, "GBP"),
        ("$2 million", 2_000_000, None, "USD"),
        ("1.5 hours", 1.5, None, "hour"),
        ("one and a half hours", 1.5, None, "hour"),
        ("half an hour", 0.5, None, "hour"),
        ("thirty-five miles", 35, None, "mile"),
        ("a hundred dollars", 100, None, "USD"),
        ("between 9 and 12 hours", 9, 12, "hour"),
        ("5-10 working days", 5, 10, "business day"),
        ("$5k to $10k", 5000, 10000, "USD"),
        ("an hour", 1, None, "hour"),
        ("10 GB", 10, None, "GB"),
        ("up to three vehicles", 3, None, None),
    ],
)
def test_finds(text: str, value: float, high: float | None, unit: str | None) -> None:
    assert only(text) == (value, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "one of the managers", "open 24/7", "under 18 USC 1905", "see Section 4", "SOP-12 applies",
                                        "version 3.11", "release 2.1.4",
        "call 555-123-4567", "by 5 p.m.", "at 10:30", "on May 5, 2024", "in 2024", "on 2024-05-01",
        "5/1/2024",
                                        "no one may",
        "once you leave", "Step 3", "form 630",
    ],
)  # fmt: skip
def test_names_are_no_quantities(text: str) -> None:
    assert find(text) == []


def test_spans_are_exact_and_in_order() -> None:
    text = "Claim 3 days and up to $1,500.50 within two weeks, 8 hours per day."
    found = find(text)
    assert [text[q.start : q.end] for q in found] == ["3 days", "$1,500.50", "two weeks", "8 hours"]
    assert found[-1].per == "day"


@given(st.integers(1, 9_999_999), st.sampled_from(UNITS))
def test_whole_values_round_trip(value: int, unit: str) -> None:
    assert only(f"at most {render(value, unit)} then") == (value, None, unit)


@given(st.integers(1, 999_999), st.sampled_from(("USD", "EUR", "GBP", "hour", "percent", "km", "kg")))
def test_fractions_round_trip(cents: int, unit: str) -> None:
    assert only(f"at most {render(cents / 100, unit)} then") == (cents / 100, None, unit)


@given(st.text(max_size=80))
def test_any_text_gives_disjoint_spans(text: str) -> None:
    end = 0
    for quantity in find(text):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end


def test_number_words() -> None:
    assert [number(w) for w in ("twenty-five", "two hundred and ten", "three thousand", "a dozen")] == [
        25,
        210,
        3000,
        12,
    ]
    with pytest.raises(ValueError, match="not a number"):
        number("several")


def test_so_many_a_year_are_no_years() -> None:
    (many, *_) = find("Outings are limited to two a year for each colleague.")
    assert (many.value, many.unit, many.per) == (2, None, "year")


def test_neither_half_of_a_number_with_a_gap_is_one() -> None:
    assert not find("more than CHF 10 000 per client")
    assert only("more than 10 pieces") == (10, None, None)


def test_what_is_done_every_other_time_is_not_done_every_time() -> None:
    assert not find("The yard is swept bi-weekly.")
    assert [q.unit for q in find("The yard is swept weekly.")] == ["frequency"]
