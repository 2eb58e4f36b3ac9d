"""Times of day and dates: what is read as one, and what it limits."""

import pytest

from assets.decisions.moments import moments
from tests.unit.assets.decisions.test_rules import points


@pytest.mark.parametrize(
    ("text", "unit", "value", "high"),
    [
        ("Samples are accepted between 08:00 and 16:00.", "clock", 480, 960),
        ("Ring the office before 6 p.m. on weekdays.", "clock", 1080, None),
        ("The bay closes at 5:30pm.", "clock", 1050, None),
        ("Record your hours by noon on Monday.", "clock", 720, None),
        ("Leave expires on 31 March.", "date", 331, None),
        ("Apply by March 5.", "date", 305, None),
        ("Claims reach Payroll by the 5th of the month.", "month day", 5, None),
    ],
)
def test_moments(text: str, unit: str, value: float, high: float | None) -> None:
    (found,) = moments(text)
    assert (found.unit, found.value, found.high) == (unit, value, high)


@pytest.mark.parametrize(
    "text",
    [
        "It costs $10.50 each.",
        "See 12:30:45 in the log.",
        "Tell us by the 15th week.",
        "Mix 3.15 with water.",
        "At midnight.",
        "Children under 14 may not enter.",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    assert not moments(text)


@pytest.mark.parametrize(
    ("text", "comparator", "words"),
    [
        ("Samples are accepted on working days between 08:00 and 16:00.", "between", "between 08:00 and 16:00"),
        ("Hosts must register visitors no later than 16:00 on the day before.", "at_most", "no later than 16:00"),
        ("You may work alone in the laboratory until 20:00.", "at_most", "until 20:00"),
        ("Call your line manager before 09:30.", "less_than", "before 09:30"),
        ("Carried-over leave expires on 31 March.", "exactly", "on 31 March"),
        ("The policy is valid until 30 June 2026.", "at_most", "until 30 June 2026"),
    ],
)
def test_a_moment_is_bounded_by_the_words_before_it(text: str, comparator: str, words: str) -> None:
    (point,) = [p for p in points(text) if p.kind == "limit" and p.reason is None]
    assert (point.comparator, text[point.start : point.end]) == (comparator, words)


@pytest.mark.parametrize(
    "text",
    [
        "Do not call a customer before 08:00 or after 20:00.",
        "The policy was renewed on 1 March 2026.",
        "Patients should normally be collected by 10:00.",
    ],
)
def test_a_doubtful_moment_is_not_used(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "limit" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("The weighbridge is open from 07:00 to 12:00 and from 13:00 to 17:00.", [420, 780]),
        ("Visitors are admitted between 14:00 and 16:00 and again between 18:00 and 20:00.", [840, 1080]),
        ("Visitors are admitted between 14:00 and 16:00 or between 18:00 and 20:00.", []),
        ("Visitors are admitted between 18:00 and 20:00 and between 14:00 and 16:00.", []),
    ],
)
def test_two_spans_of_hours_in_a_row_are_two_limits(text: str, used: list[float]) -> None:
    assert [p.value for p in points(text) if p.kind == "limit" and p.reason is None] == used
