"""Arms: which rows each is trained on."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.train.arms import PLAIN, rows_of

ROWS = pl.DataFrame(
    [
        {"example": f"{i:03}", "situation": situation, "behaviour": behaviour}
        for i, (situation, behaviour) in enumerate(
            [("answerable", "answer"), ("at_limit", "answer"), ("ellipsis", "answer"), ("condition_unmet", "answer")]
            * 15
            + [("undocumented", "refuse"), ("missing_amount", "clarify"), ("false_premise", "correct_premise")] * 10
        )
    ]
)


def share(rows: pl.DataFrame) -> float:
    return rows.filter(pl.col("behaviour") != "answer").height / rows.height


def test_the_candidate_gets_the_whole_training_split_in_order() -> None:
    assert rows_of("candidate", ROWS.reverse(), None).equals(ROWS)


def test_the_happy_path_gets_plain_answers_whatever_the_dose() -> None:
    rows = rows_of("happy_path", ROWS, None)
    assert set(rows["situation"]) == {"answerable", "at_limit"} <= set(PLAIN)
    assert set(rows["behaviour"]) == {"answer"}
    assert rows.equals(rows_of("happy_path", ROWS, 0.5))


@pytest.mark.parametrize(("dose", "height"), [(0.0, 60), (0.2, 75), (0.5, 60), (1.0, 30)])
def test_a_dose_keeps_as_many_rows_as_it_can(dose: float, height: int) -> None:
    rows = rows_of("candidate", ROWS, dose)
    assert (share(rows), rows.height) == (pytest.approx(dose), height)


@given(dose=st.floats(0, 1))
def test_a_dose_is_met_whatever_the_order_of_the_rows(dose: float) -> None:
    rows = rows_of("candidate", ROWS, dose)
    assert abs(share(rows) * rows.height - dose * rows.height) <= 1
    assert rows["example"].is_unique().all()
    assert set(rows["example"]) <= set(ROWS["example"])
    assert rows_of("candidate", ROWS.sample(fraction=1, shuffle=True, seed=7), dose).equals(rows)


def test_more_of_the_dose_keeps_the_same_first_rows() -> None:
    """Doses differ by what they leave out, not by a new draw."""
    low, high = rows_of("candidate", ROWS, 0.1), rows_of("candidate", ROWS, 0.2)
    boundary = pl.col("behaviour") != "answer"
    assert set(low.filter(boundary)["example"]) < set(high.filter(boundary)["example"])


def test_at_most_so_many_rows_are_trained_on_with_the_share_of_boundary_kept() -> None:
    rows = rows_of("candidate", ROWS, 0.5, 6)
    assert rows.height == 6
    assert rows.filter(pl.col("behaviour") == "answer").height == 3
    assert rows_of("candidate", ROWS, None, 5).height == 5
    assert rows_of("happy_path", ROWS, None, 2).height == 2
    assert rows_of("candidate", ROWS, None, 5).equals(rows_of("candidate", ROWS.reverse(), None, 5))
