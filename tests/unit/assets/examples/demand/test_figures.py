"""The measures of demand, on counts that can be checked by hand."""

from typing import Any

import polars as pl
import pytest

from assets.examples.demand.figures import figures, gaps, with_demand
from assets.examples.records import Demand


def asked(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = {
        "document": "t", "start": 0, "end": 4, "text": "Why?", "asked_on": None, "owner": None, "topic": "a",
        "decision": "undecided", "example": "", "near_document": None, "near_start": None, "near_end": None,
    }  # fmt: skip
    frame = pl.DataFrame(
        [{**usual, "question": str(n), **row} for n, row in enumerate(rows)], schema=Demand.create_empty().schema
    )
    return Demand.validate(frame, cast=True)


def owed(*cells: tuple[str, int, bool]) -> pl.DataFrame:
    """Obligations of points of the document "d": point, where it starts, whether the cell is covered."""
    return pl.DataFrame(
        [{"point": point, "document": "d", "start": start, "covered": covered} for point, start, covered in cells],
        schema={"point": pl.String, "document": pl.String, "start": pl.Int64, "covered": pl.Boolean},
    )


NEAR = {"decision": "near", "near_document": "d", "near_start": 0, "near_end": 10}


def test_coverage_is_weighed_by_the_questions_near_each_rule() -> None:
    demand = asked(NEAR, NEAR, {**NEAR, "near_start": 10, "near_end": 20}, {"decision": "undocumented"}, {})
    coverage = with_demand(owed(("p", 3, True), ("p", 3, False), ("q", 10, True), ("r", 20, False)), demand)
    assert coverage["asked"].to_list() == [2, 2, 1, 0]
    found = figures(demand, coverage)
    assert found.weighted == pytest.approx(3 / 5)  # p: 2 covered and 2 not, q: 1 covered
    assert found.served == pytest.approx((0.5 + 0.5 + 1 + 1 + 0) / 5)
    assert found.decisions == {"answered": 0, "undocumented": 1, "open": 0, "near": 3, "undecided": 1}


def test_unseen_demand_is_estimated_from_topics_asked_once_and_twice() -> None:
    topics = ["a", "a", "a", "b", "b", "c", "d", "e"]
    found = figures(asked(*({"topic": topic} for topic in topics)), with_demand(owed(), asked()))
    assert (found.questions, found.topics, found.once) == (8, 5, 3)
    assert found.unseen == pytest.approx(3 / 8)
    assert found.expected_topics == pytest.approx(5 + 3 * 2 / (2 * 2))


def test_without_questions_nothing_is_estimated() -> None:
    found = figures(asked(), with_demand(owed(("p", 3, True)), asked()))
    assert (found.questions, found.unseen, found.weighted, found.served, found.expected_topics) == (0, 0, 0, 0, 0)


def test_what_no_document_says_is_listed_by_topic_with_its_owner_and_days() -> None:
    nursery = {"topic": "nursery", "decision": "open", "owner": "HR"}
    demand = asked(
        {**nursery, "text": "Is there a nursery on site?", "asked_on": "2026-03-01"},
        {**nursery, "text": "Have we a nursery?", "asked_on": "2026-02-01", "decision": "undocumented", "owner": None},
        {"topic": "dogs", "decision": "open", "text": "May I bring my dog?"},
        NEAR,
    )
    assert gaps(demand).rows() == [
        ("nursery", "HR", 2, 1, "Have we a nursery?", "2026-02-01", "2026-03-01"),
        ("dogs", None, 1, 0, "May I bring my dog?", None, None),
    ]


def test_a_gap_is_shown_by_a_question_that_stands_on_its_own() -> None:
    gap = {"topic": "nursery", "decision": "open"}
    texts = ("And may I see it?", "What does that cost?", "May I visit the nursery before I sign?")
    assert gaps(asked(*({**gap, "text": text} for text in texts)))["example"].to_list() == [texts[2]]
    assert gaps(asked(*({**gap, "text": text} for text in texts[:2])))["example"].to_list() == [texts[0]]
