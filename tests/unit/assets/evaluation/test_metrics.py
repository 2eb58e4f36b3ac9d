"""The numbers, against values worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.evaluation.grading import Grade
from assets.evaluation.metrics import compare, macro_f1, mcnemar, points, rate, score, wilson
from tests.unit.assets.evaluation import cases as c

RIGHT = Grade("answer", True, False, False, False, False)
WRONG = Grade("answer", False, False, False, False, False)
OPEN = Grade("refuse", False, False, True, False, False)
REFUSED = Grade("refuse", True, False, False, False, False)
MADE_UP = Grade("answer", False, True, False, True, True)


def test_wilson_intervals_are_the_published_ones() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 10)[0] == 0.0
    assert round(wilson(0, 10)[1], 4) == 0.2775
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(count: int, of: int) -> None:
    low, high = wilson(min(count, of), of)
    assert 0 <= low <= min(count, of) / of <= high <= 1


def test_mcnemar_is_the_exact_binomial_test() -> None:
    one = [True] * 9 + [False] + [True] * 5
    other = [False] * 9 + [True] + [True] * 5
    only_one, only_other, p = mcnemar(one, other)
    assert (only_one, only_other) == (9, 1)
    assert math.isclose(p, 2 * (1 + 10) / 2**10)
    assert mcnemar([True], [True]) == (0, 0, 1.0)
    with pytest.raises(ValueError, match="zip"):
        mcnemar([True], [])


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_mcnemar_is_symmetric_and_a_probability(pairs: list[tuple[bool, bool]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    a, b, p = mcnemar(one, other)
    assert mcnemar(other, one) == (b, a, p)
    assert 0 < p <= 1


def test_rates_are_of_the_cases_they_can_occur_in() -> None:
    cases = [c.BOOK_5, c.HOW_FAR, c.WHO, c.COLOUR, c.GUITAR]
    found = score(cases, [RIGHT, OPEN, WRONG, REFUSED, MADE_UP])
    assert (found.over_refusal.count, found.over_refusal.of) == (1, 3)
    assert (found.accuracy.count, found.accuracy.of) == (1, 3)
    assert (found.hallucination.count, found.hallucination.of) == (1, 2)
    assert (found.fabricated_citations.count, found.fabricated_citations.of) == (1, 5)
    assert (found.invented_steps.count, found.right.count, found.cases) == (1, 2, 5)
    assert found.situations["answerable"].right.of == 5


def test_a_wrong_answer_costs_what_the_threshold_says_and_both_kinds_of_cases_weigh_the_same() -> None:
    assert [points(RIGHT, 0.75), points(REFUSED, 0.75), points(OPEN, 0.75)] == [1, 1, 0]
    assert [points(WRONG, t) for t in (0.5, 0.75)] == [-1, -3]
    assert math.isclose(points(MADE_UP, 0.9), -9)
    found = score([c.BOOK_5, c.HOW_FAR, c.WHO, c.COLOUR], [RIGHT, RIGHT, RIGHT, MADE_UP])
    assert math.isclose(found.penalised["0.5"], (1 + -1) / 2)


def test_behaviour_f1_is_the_mean_over_expected_behaviours() -> None:
    expected = ["answer", "answer", "refuse", "clarify"]
    shown = ["answer", "refuse", "refuse", "answer"]
    assert math.isclose(macro_f1(expected, shown), (0.5 + 2 / 3 + 0) / 3)
    assert macro_f1([], []) == 0.0


def test_a_comparison_counts_hallucinations_on_boundary_cases_only() -> None:
    cases = [c.COLOUR, c.GUITAR, c.BOOK_5]
    found = compare("baseline", cases, [REFUSED, REFUSED, RIGHT], [MADE_UP, MADE_UP, WRONG])
    assert (found.better, found.worse, found.other) == (3, 0, "baseline")
    assert (found.less_hallucinated, found.more_hallucinated, found.p_hallucination) == (2, 0, 0.5)


def test_an_empty_rate_says_so() -> None:
    assert str(rate([])) == "no case"
    assert str(rate([True, False])).startswith("50.0% (1 of 2, ")
