import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.examples.quantities import find_quantity, neighbours, rewrite, satisfies, unit_forms


@pytest.mark.parametrize(
    ("written", "old", "new", "unit", "expected"),
    [
        ("240 hours", 240, 1, "hour", "1 hour"),
        ("$1,500", 1500, 1250, "USD", "$1,250"),
        ("EUR 1500", 1500, 1250, "EUR", "EUR 1250"),
        ("two weeks", 2, 1, "week", "one week"),
        ("twelve months", 12, 15, "month", "15 months"),
        ("1 business day", 1, 2, "business day", "2 business days"),
        ("30 percent", 30, 45, "percent", "45 percent"),
        ("10 MB", 10, 12, "MB", "12 MB"),
        ("CHF 10'000", 10_000, 12_500, "CHF", "CHF 12'500"),
        ("CHF 1’200", 1200, 900, "CHF", "CHF 900"),
        ("99.5%", 99.5, 98.5, "percent", "98.5%"),
        ("99.5%", 99.5, 100, "percent", "100%"),
        ("£1m", 1e6, 8e5, "GBP", "£0.8m"),
        ("£20m per item", 2e7, 1.4e7, "GBP", "£14m per item"),
        ("EUR 1.5 million", 1.5e6, 2e6, "EUR", "EUR 2 million"),
        ("20 m", 20, 14, "m", "14 m"),  # metres
        ("a thousand labels", 1000, 800, "label", "800 labels"),
        ("two dozen crates", 24, 30, "crate", "30 crates"),
        ("2 hundred sheets", 200, 160, "sheet", "160 sheets"),
    ],
)
def test_an_amount_keeps_the_style_of_the_source(
    written: str, old: float, new: float, unit: str, expected: str
) -> None:
    assert rewrite(written, old, new, unit) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "surface"),
    [
        ("Boats are aired minimum 2 hours a day.", "minimum 2 hours", "at_least"),
        ("Racks hold max 40 kg.", "max 40 kg", "at_most"),
        ("Maximum 3 guests per boat.", "Maximum 3 guests", "at_most"),
    ],
)
def test_a_bound_stands_right_before_its_amount(text: str, phrase: str, surface: str) -> None:
    written = phrase.split(" ", maxsplit=1)[1]
    found = find_quantity(text, written, float(written.split(" ")[0]), "kg")
    assert found is not None
    assert (found.phrase, found.surface) == (phrase, surface)


def test_the_comparator_stands_in_the_phrase() -> None:
    found = find_quantity("You may take no more than two weeks.", "two weeks", 2, "week")
    assert found is not None
    assert (found.phrase, found.surface) == ("no more than two weeks", "at_most")
    after = find_quantity("Trips of 3 days or more need approval.", "3 days", 3, "day")
    assert after is not None
    assert (after.phrase, after.surface) == ("3 days or more", "at_least")
    inside = find_quantity("Nets are mended inside 3 days.", "3 days", 3, "day")
    assert inside is not None
    assert (inside.phrase, inside.surface, inside.words) == ("inside 3 days", "at_most", "within")
    bare = find_quantity("It takes 3 days.", "3 days", 3, "day")
    assert bare is not None
    assert (bare.phrase, bare.surface) == ("3 days", "exactly")
    assert find_quantity("It takes 3 days, then 3 days more.", "3 days", 3, "day") is None


@given(st.integers(1, 100_000), st.sampled_from(["hour", "day", "USD", "percent", "page"]))
def test_neighbours_lie_on_their_sides(value: int, unit: str) -> None:
    below, above = neighbours(float(value), unit, "You may use it.")
    assert all(0 < b < value for b in below)
    assert all(a > value for a in above)
    assert all(satisfies("at_most", b, value) for b in below)
    assert not any(satisfies("at_most", a, value) for a in above)


@pytest.mark.parametrize(
    ("value", "unit", "below", "above"),
    [
        (72, "hour", [60, 48, 36, 24], [84, 96, 120, 144]),
        (30, "calendar day", [28, 25, 21, 20], [35, 40, 45, 50]),
        (5, "minute", [4, 3, 2, 1], [8, 10, 15, 20]),
        (10, "day", [9, 8, 7], [11, 12, 13, 20]),
        (1.5, "hour", [1, 0.5], [2, 2.5]),
        (500, "day", [450, 400, 350, 250], [550, 600, 650, 750]),
    ],
)
def test_times_have_the_neighbours_that_people_reckon_in(
    value: float, unit: str, below: list[float], above: list[float]
) -> None:
    assert neighbours(value, unit, "You may use it.") == (below, above)


def test_a_day_has_24_hours() -> None:
    assert all(v <= 24 for v in neighbours(22.0, "hour", "up to 22 hours per day")[1])


def test_how_often_is_counted_in_times() -> None:
    assert rewrite("four times a year", 4.0, 3.0, "time") == "three times a year"
    assert rewrite("twice a year", 2.0, 3.0, "time") == "three times a year"
    assert rewrite("twice a year", 2.0, 1.0, "time") == "once a year"
    assert rewrite("2 times per week", 2.0, 1.0, "time") == "1 time per week"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("weeks", ("week", "weeks")),
        ("copy", ("copy", "copies")),
        ("people", ("person", "people")),
        ("person", ("person", "people")),
    ],
)
def test_a_unit_has_a_singular_and_a_plural(word: str, forms: tuple[str, str]) -> None:
    assert unit_forms(word) == forms


def test_less_than_a_day_is_less_than_one_at_work() -> None:
    assert all(value * 24 < 7 for value in neighbours(1, "day", "at most one day")[0])
    assert all(value * 7 < 5 for value in neighbours(1, "week", "within one week")[0])
