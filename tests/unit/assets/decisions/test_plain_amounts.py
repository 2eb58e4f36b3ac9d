"""Amounts without words of comparison: what they bound, and where they bound nothing."""

import pytest

from tests.unit.assets.decisions.test_rules import points


@pytest.mark.parametrize(
    ("text", "comparator", "value", "scope"),
    [
        ("Employees must give four weeks' notice.", "at_least", 4, "rule"),
        ("Bookings of the hall need 14 days' notice.", "at_least", 14, "rule"),
        ("Two weeks' written notice is required to cancel a course.", "at_least", 2, "rule"),
        ("After 14 days the borrower must pay a fee.", "more_than", 14, "clause"),
        ("After 60 days your manager has to explain the delay.", "more_than", 60, "clause"),
        ("After more than 9 hours, the crew must take a break.", "more_than", 9, "clause"),
        ("Every cheque must be signed by two directors.", "exactly", 2, "rule"),
        ("Orders need three quotations.", "exactly", 3, "rule"),
        ("Pupils have to bring two pencils.", "exactly", 2, "rule"),
        ("The notice period is three months.", "exactly", 3, "rule"),
        ("There must be at least two nurses on the ward.", "at_least", 2, "rule"),
        ("The lease may be ended with four weeks' notice.", "at_least", 4, "rule"),
        ("You have 14 days to object.", "exactly", 14, "rule"),
        ("Samples are kept for a period of six months.", "exactly", 6, "rule"),
        ("Waste notes are kept two years.", "exactly", 2, "rule"),
        ("Calls are recorded and kept 90 days.", "exactly", 90, "rule"),
        ("Applications are checked and answered within five days.", "at_most", 5, "rule"),
        ("A fee of £20 is charged for late returns.", "exactly", 20, "subject"),
        ("A deposit of €50 is payable on collection.", "exactly", 50, "subject"),
        ("A pass mark of 70% is required.", "exactly", 70, "rule"),
        ("The minimum crew for a night trip is three persons.", "at_least", 3, "rule"),
        ("The maximum permitted load of the trailer is 500 kg.", "at_most", 500, "rule"),
        ("Orders exceeding €5,000 are subject to a credit check.", "more_than", 5000, "subject"),
        ("Boats with an estimated value above £3,000 must be insured.", "more_than", 3000, "subject"),
        ("If you are away for over three days, tell the office as soon as possible.", "more_than", 3, "clause"),
    ],
)
def test_what_an_amount_without_a_comparator_bounds(text: str, comparator: str, value: int, scope: str) -> None:
    (point,) = [p for p in points(text) if p.kind == "limit" and p.reason is None]
    assert (point.comparator, point.value, point.scope) == (comparator, value, scope)


@pytest.mark.parametrize(
    "text",
    [
        "The clerk read the notice for two weeks.",
        "After 14 days the borrower smiled.",
        "The story was told by two brothers.",
        "The shop has two doors.",
        "The walk is three miles.",
        "The bridge is closed and served us for ten years.",
        "The drawer is opened and the clerk waited for two hours.",
    ],
)
def test_what_is_only_told_bounds_nothing(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "limit" and p.reason is None]


def test_what_has_to_be_done_with_things_above_an_amount_is_a_rule() -> None:
    (point,) = [p for p in points("Orders over $500 have to be signed by the board.") if p.kind == "limit"]
    assert (point.modality, point.scope, point.reason) == ("must", "subject", None)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Loan terms must be at least 24 and at most 84 months.", 24, 84, "month"),
        ("Loan terms must be at least 24 months and at most 84 months.", 24, 84, "month"),
        ("A password must contain a minimum of 12 and a maximum of 64 characters.", 12, 64, "character"),
        ("Probation must last at least three but no longer than six months.", 3, 6, "month"),
    ],
)
def test_a_least_and_a_most_make_a_range(text: str, low: int, high: int, unit: str) -> None:
    (point,) = [p for p in points(text) if p.kind == "limit" and p.reason is None]
    assert (point.comparator, point.value, point.high, point.unit) == ("between", low, high, unit)


def test_a_least_and_a_most_of_two_units_make_no_range() -> None:
    found = [p for p in points("Bids must arrive at least 72 hours and at most 90 days ahead.") if p.kind == "limit"]
    assert all(p.comparator != "between" for p in found)


def test_how_often_and_for_how_long_are_no_alternatives() -> None:
    found = points("Memberships may be paused once a year for up to 3 months.")
    assert [p.value for p in found if p.kind == "limit" and p.reason is None] == [1, 3]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Members may bring two guests to the lounge.", 2, "guest"),
        ("You can borrow six books for a week.", 6, "book"),
        ("Staff may book three desks at a time.", 3, "desk"),
        ("You can carry over five days of leave.", 5, "day"),
        ("Employees may roll over 40 hours a year.", 40, "hour"),
    ],
)
def test_how_many_people_may_bring_or_borrow_is_asked_for(text: str, value: int, unit: str) -> None:
    (point,) = [p for p in points(text) if p.kind == "limit" and p.reason is None]
    assert (point.comparator, point.value, point.unit, point.modality) == ("exactly", value, unit, "may")


@pytest.mark.parametrize(
    "text",
    [
        "Clerks may take two weeks to answer.",
        "Readers may have two accounts.",
        "Members can bring their two guests.",
        "One adult may bring two children under 8.",
        "A load may be carried over five bridges.",
        "Members must bring their two guests.",
        "A storm may bring two floods.",
    ],
)
def test_what_may_take_or_bring_is_no_permission_for_so_many(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "limit" and p.reason is None]
