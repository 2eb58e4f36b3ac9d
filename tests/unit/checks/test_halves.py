"""Which half of a sentence is a rule of its own."""

import pytest

from checks.verifier.halves import ends_before, shared, starts_after


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Keys are kept by the clerk and must not be copied.", "Keys must not be copied."),
        ("Plans are tested after an alarm, but may be changed by the board.", "Plans may be changed by the board."),
        ("Staff who work nights must log in and may leave at six.", "Staff who work nights may leave at six."),
    ],
)
def test_the_later_half_is_said_of_the_same_subject(sentence, said):
    assert said in shared(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "If keys are lost they must be reported and must be replaced.",
        "Keys are lent if the clerk agrees and must be returned.",
        "Keys are kept in a box and must be returned with it.",
        "Keys are kept in a box and must not leave the box.",
        "The form that visitors must sign and must keep is green.",
        "Keys are kept by the clerk and the manager.",
        "Keys are counted and are locked away and must not be copied.",
        "Staff who are ill and must rest call the office.",
    ],
)
def test_halves_that_need_each_other_are_none(sentence):
    assert shared(sentence) == ()


def test_a_clause_beside_another_without_a_comma():
    sentence = "Lamps are tested daily and records are kept for a year."
    first, later = "Lamps are tested daily", "records are kept for a year."
    assert ends_before(sentence[len(first) :], first)
    assert starts_after(sentence[: -len(later)], later)
    assert not ends_before(" and the manager.", "Keys are kept by the clerk")
    assert not starts_after("Doors between the lab and ", "the office must be closed.")
