"""Only a candidate that beats its baseline by more than chance, without refusing too much, is eligible."""

from dataclasses import replace

import pytest

from assets.evaluation.cases import Case
from assets.evaluation.evaluating import compared, evaluate
from assets.evaluation.records import Arm, Evaluation
from checks.promotion import judge
from tests.unit.assets.evaluation import cases as c

BOUND = 0.15


def version(cases: int) -> list[Case]:
    """Answerable and boundary cases, `cases` of each."""
    kinds = (c.HOW_FAR, c.COLOUR)
    return [replace(kind, example=f"{number:064x}") for number in range(cases) for kind in kinds]


def said(arm: Arm, cases: list[Case], *, boundary: str, rest: str = "8 weeks.") -> Evaluation:
    """What a model of that arm says: one text to boundary cases and one to the others."""
    texts = [boundary if case.abstain else rest for case in cases]
    return evaluate(f"{arm}-{'0' * 16}", arm, "2026-01-01-0123456789abcdef", "0" * 64, cases, texts)


CASES = version(10)
BASELINE = said("happy_path", CASES, boundary="They are white.")
GOOD = said("candidate", CASES, boundary="That is not mentioned.")


def verdict(candidate: Evaluation, baseline: Evaluation, cases: list[Case] = CASES) -> tuple[bool, str]:
    """Eligible or not, and the reasons in one text."""
    found = judge(compared(candidate, cases, [baseline]), {baseline.model: baseline}, BOUND)
    return found.eligible, " ".join(found.reasons)


def test_a_better_candidate_is_eligible_and_the_words_say_why() -> None:
    eligible, words = verdict(GOOD, BASELINE)
    assert eligible
    assert "hallucinates less than the baseline (0 of 10 against 10 of 10" in words


def test_no_better_than_the_baseline_is_not_eligible() -> None:
    eligible, words = verdict(said("candidate", CASES, boundary="They are red."), BASELINE)
    assert not eligible
    assert "does not hallucinate less" in words


def test_a_difference_that_may_be_chance_is_not_enough() -> None:
    few = version(3)
    mine, its = said("candidate", few, boundary="That is not mentioned."), said("happy_path", few, boundary="White.")
    eligible, words = verdict(mine, its, few)
    assert not eligible
    assert "may be chance" in words


def test_refusing_everything_is_not_eligible() -> None:
    eligible, words = verdict(
        said("candidate", CASES, boundary="That is not mentioned.", rest="That is not mentioned."), BASELINE
    )
    assert not eligible
    assert "exceeds the bound of 15%: 100.0% (10 of 10" in words


@pytest.mark.parametrize("change", ["grader", "manifest_digest"])
def test_an_evaluation_of_other_cases_or_by_another_grader_does_not_count(change: str) -> None:
    eligible, words = verdict(GOOD, BASELINE.model_copy(update={change: "f" * 64}))
    assert not eligible
    assert "no evaluation of a baseline" in words


def test_a_baseline_is_never_eligible() -> None:
    assert not judge(BASELINE, {}, BOUND).eligible
