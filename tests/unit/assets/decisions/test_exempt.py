"""What the sentence behind a rule takes out of it."""

import pytest

from assets.decisions.exempt import find_exempt
from assets.decisions.points import Point
from assets.decisions.sentences import split
from resources.parser import nlp


def exempt(text: str) -> Point | None:
    before, sentence = split(text)
    found = find_exempt(before, nlp()(before.text), sentence, nlp()(sentence.text))
    if found is None:
        return None
    together, point = found
    assert together.text == text
    assert len(together.places) == len(text)
    return point


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Visitors must wear a badge. This does not apply to children.", "children"),
        ("Visitors must wear a badge. This rule does not apply to tenants, who have a key.", "tenants"),
        ("We charge a fee for copies. Charities are exempt from this fee.", "Charities"),
        ("Trucks must pay the toll. Minibuses are exempt.", "Minibuses"),
        ("All visitors sign the book. Exempt are contractors with a pass.", "contractors with a pass"),
        ("Rings must not be worn. The only exception is a plain wedding band.", "a plain wedding band"),
        ("Stock cannot be taken back. Unopened fridge lines returned within 30 minutes are the only exception.",
         "Unopened fridge lines returned within 30 minutes"),
        ("A review is held after each alarm. This is not required for false alarms.", "false alarms"),
    ],
)  # fmt: skip
def test_what_is_taken_out_of_the_rule_before_it(text: str, what: str) -> None:
    point = exempt(text)
    assert point is not None
    assert (point.clause, point.predicate) == (what, "exempt")


@pytest.mark.parametrize(
    "text",
    [
        "Visitors must wear a badge. This does not apply when the gate is closed.",
        "Visitors must wear a badge. This does not apply to those in the yard.",
        "Visitors must wear a badge. The exception is in an emergency.",
        "They must wear a badge. Children are exempt.",
        "The fee was raised in May. Members are exempt.",
        "Bags are searched at the gate. Staff are exempt from VAT.",
        "Vans are exempt. Minibuses are exempt.",
        "Is a badge needed? Guests are exempt.",
        "Visitors must wear a badge. However, it can be worn in a pocket.",
        "Visitors must wear a badge. The exception is that guests need none.",
    ],
)
def test_cases_and_other_matters_are_not_taken_out(text: str) -> None:
    assert exempt(text) is None
