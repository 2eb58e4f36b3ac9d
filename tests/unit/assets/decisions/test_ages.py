"""Ages: whom they bound, and numbers behind persons that are none."""

import pytest

from tests.unit.assets.decisions.test_rules import points


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("Children under 12 must be accompanied by an adult.", "less_than", 12),
        ("Nobody under 16 may enter the cold store.", "less_than", 16),
        ("Workers below the age of 18 may not handle pesticides.", "less_than", 18),
        ("Donors older than 70 must show a letter from their doctor.", "more_than", 70),
        ("Members aged 16 or over may borrow films.", "at_least", 16),
        ("Members who are under 18 may not use the weights.", "less_than", 18),
        ("Under-12s have to be with an adult.", "less_than", 12),
    ],
)
def test_an_age_says_about_whom_a_rule_is(text: str, comparator: str, value: int) -> None:
    (point,) = [p for p in points(text) if p.unit == "age" and p.reason is None]
    assert (point.comparator, point.value, point.scope) == (comparator, value, "subject")


@pytest.mark.parametrize(
    "text",
    [
        "Teams under 5 may share a room.",
        "Staff under 3 managers must file two reports.",
        "Departments with staff over 50 must appoint a warden.",
        "Boxes over 30 must be carried by two porters.",
    ],
)
def test_a_number_behind_persons_may_count_something(text: str) -> None:
    assert not [p for p in points(text) if p.unit == "age"]


def test_nobody_of_an_age_who_does_something_must_not() -> None:
    point = next(p for p in points("Nobody under 14 goes on the jetty without an adult.") if p.unit == "age")
    assert (point.modality, point.comparator, point.reason) == ("must_not", "less_than", None)
