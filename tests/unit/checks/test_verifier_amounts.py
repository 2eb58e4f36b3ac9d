"""The verifier's reading of numbers: units and comparators, alone and as properties."""

import inflect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.verifier.amounts import COMPLEMENT, numbers, quantities
from checks.verifier.language import clauses

PHRASES = {
    "up to {}": "at_most", "at most {}": "at_most", "no more than {}": "at_most", "not more than {}": "at_most",
    "a maximum of {}": "at_most", "within {}": "at_most", "{} or less": "at_most", "no longer than {}": "at_most",
    "less than {}": "less_than", "fewer than {}": "less_than", "under {}": "less_than", "below {}": "less_than",
    "at least {}": "at_least", "no less than {}": "at_least", "a minimum of {}": "at_least", "{} or more": "at_least",
    "more than {}": "more_than", "over {}": "more_than", "above {}": "more_than", "longer than {}": "more_than",
    "in excess of {}": "more_than", "exactly {}": "exactly",
}  # fmt: skip


UNITS = st.sampled_from(["day", "hour", "week", "page", "reviewer", "percent", "USD"])


def written(value: int, unit: str) -> str:
    if unit == "USD":
        return f"${value:,}"
    return f"{value} {unit}{'' if unit == 'percent' or value == 1 else 's'}"


@given(phrase=st.sampled_from(sorted(PHRASES)), value=st.integers(1, 99_999), unit=UNITS, asked=st.integers(0, 100_000))
def test_predicate_follows_from_the_comparator(phrase: str, value: int, unit: str, asked: int) -> None:
    sentence = f"A request may take {phrase.format(written(value, unit))}."
    (found,) = quantities(sentence)
    assert (found.value, found.comparator) == (value, PHRASES[phrase])
    assert found.has_unit(unit)
    truth = {
        "at_most": asked <= value, "less_than": asked < value, "at_least": asked >= value, "more_than": asked > value,
        "exactly": asked == value,
    }  # fmt: skip
    assert found.admits(asked) is truth[PHRASES[phrase]]
    if PHRASES[phrase] in COMPLEMENT:
        assert found.admits(asked, COMPLEMENT[PHRASES[phrase]]) is not found.admits(asked)


@given(value=st.integers(1, 999_999))
def test_written_out_numbers_are_read_as_digits_are(value: int) -> None:
    text = inflect.engine().number_to_words(value, andword="and").replace(",", "")
    (found,) = quantities(f"It takes {text} days.")
    assert found.value == value


@pytest.mark.parametrize(
    ("sentence", "comparator", "value", "unit"),
    [
        ("Orders must not exceed $500.", "at_most", 500, "USD"),
        ("A reply never takes longer than 2 days.", "more_than", 2, "day"),
        ("Submit it no later than 14 days before travel.", "at_least", 14, "day"),
        ("Submit it no later than 14 days after travel.", "at_most", 14, "day"),
        ("Book no earlier than 30 days before travel.", "at_most", 30, "day"),
        ("Trips of 5 to 10 days need approval.", "between", 5, "day"),
        ("Passwords need 12 characters or more.", "at_least", 12, "character"),
        ("Wait ten (10) business days.", "exactly", 10, "business day"),
        ("You may carry over 180 hours.", "exactly", 180, "hour"),
        ("A budget of 1.5k EUR is fine.", "exactly", 1500, "EUR"),
        ("Report changes to a part 90 days ahead.", "exactly", 90, "day"),
    ],
)
def test_quantities(sentence: str, comparator: str, value: float, unit: str) -> None:
    (found,) = quantities(sentence)
    assert (found.value, found.has_unit(unit)) == (value, True)
    if "never" not in sentence:  # "never takes longer": the negation is the verb's, not the comparator's
        assert found.comparator == comparator


def test_business_days_are_no_days() -> None:
    (found,) = quantities("within 5 business days")
    assert not found.has_unit("day")


@pytest.mark.parametrize(
    "text",
    [
        "See Section 4.",
        "Use version 2.1.",
        "on March 5, 2024",
        "at 5 pm",
        "14 USC 1905",
        "Step 3 of it",
        "SOP 09 Anaesthesia checks",
        "in WI 12 Soldering",
    ],
)
def test_identifiers_and_dates_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


def test_approximate_amounts_are_known() -> None:
    assert quantities("It usually takes about 5 days.")[0].hedged
    assert not quantities("What about 5 days?")[0].hedged


def test_ranges_and_degrees_are_quantities() -> None:
    for text, unit in (
        ("kept between 2 °C and 8 °C", "°C"),
        ("kept at 2–8 °C", "°C"),
        ("between 2% and 8%", "percent"),
    ):
        (found,) = quantities(text)
        assert (found.value, found.high, found.comparator) == (2.0, 8.0, "between")
        assert found.has_unit(unit)


@pytest.mark.parametrize("unit", ["", " months"])
def test_a_least_and_a_most_are_a_range(unit: str) -> None:
    (found,) = quantities(f"Terms must be no less than 24{unit} and no more than 84 months.")
    assert (found.value, found.high, found.comparator, found.units) == (24, 84, "between", ("month",))
    assert len(quantities("Terms must be at least 24 hours and at most 84 months.")) == 2
    assert len(quantities("Terms are 24 months and at most 84 days.")) == 2


def test_how_often_is_a_quantity_and_once_a_condition() -> None:
    (found,) = quantities("The visit may be postponed no more than twice a year.")
    assert (found.value, found.comparator, found.units) == (2.0, "at_most", ("time",))
    assert not clauses("The list must be renewed at least once a week.")
    assert clauses("A device may be lent once a clinician has shown it.")
    assert not quantities("A device may be lent once a clinician has shown it.")


@pytest.mark.parametrize("written", ["CHF 10'000", "CHF 10’000", "CHF 10,000"])
def test_thousands_stand_behind_commas_or_apostrophes(written: str) -> None:
    (found,) = quantities(f"Deposits of more than {written} must be approved.")
    assert (found.value, found.units, found.comparator) == (10_000, ("CHF",), "more_than")
    assert numbers(f"It is {written}.") == (10_000,)


def test_neither_half_of_a_number_with_a_gap_is_one() -> None:
    assert not quantities("Deposits of more than CHF 10 000 must be approved.")


def test_a_least_or_a_most_may_be_named_at_some_length() -> None:
    (most,) = quantities("The maximum permitted load of the trailer is 500 kg.")
    (least,) = quantities("The minimum crew for a night trip is three persons.")
    assert (most.comparator, least.comparator) == ("at_most", "at_least")
    (speed,) = quantities("The speed is 25 km/h.")
    assert speed.has_unit("km/h")
    assert not speed.has_unit("km")


def test_metres_are_no_millions_but_behind_a_sum_of_money() -> None:
    (length,) = quantities("The fence is at most 2.2 m high.")
    assert (length.value, length.has_unit("m")) == (2.2, True)
    (sum_of_money,) = quantities("The cover is at least £5 m.")
    assert (sum_of_money.value, sum_of_money.has_unit("GBP")) == (5_000_000, True)
    (hours,) = quantities("The bag stays for up to 24 h.")
    assert hours.has_unit("hour")
