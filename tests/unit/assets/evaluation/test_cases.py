"""What a right answer must say is read from the proven claim."""

import json
from typing import Any

import polars as pl
import pytest

from assets.evaluation.cases import Case, cases_of

CONTEXT = "[1] Rooms > Booking\nRooms can be booked up to 8 weeks in advance.\n\n[2] Vehicles\nAsk the fleet desk.\n\n"


def case_of(
    claim: dict[str, Any],
    question: str = "Can I?",
    behaviour: str = "answer",
    section: str = "Vehicles",
    messages: list[dict[str, str]] | None = None,
) -> Case:
    """The case of one held-out example with this claim."""
    row = {
        "example": "e" * 64,
        "split": "evaluation",
        "situation": "answerable",
        "behaviour": behaviour,
        "section": section,
        "claim": json.dumps(claim),
        "messages": messages
        or [
            {"role": "system", "content": "Answer."},
            {"role": "user", "content": f"{CONTEXT}Question: {question}"},
            {"role": "assistant", "content": "Expected."},
        ],
    }
    training = {**row, "example": "f" * 64, "split": "train"}
    (found,) = cases_of(pl.DataFrame([row, training]))
    return found


def dialogue_of(turns: list[dict[str, Any]], asked: list[str], behaviour: str = "answer") -> Case:
    """The case of a dialogue in which these questions were asked."""
    messages = [m for q in asked for m in ({"role": "user", "content": q}, {"role": "assistant", "content": "Yes."})]
    return case_of({"proof": "turns", "turns": turns}, behaviour=behaviour, messages=messages)


RULE = "Rooms can be booked up to 8 weeks in advance."
LIMIT = {"proof": "limit", "quote": RULE, "comparator": "at_most", "value": 8, "unit": "week", "asked": 5}


def test_a_case_is_the_conversation_up_to_the_last_answer() -> None:
    found = case_of({"proof": "polarity", "quote": RULE, "polarity": "yes"})
    assert [m["role"] for m in found.messages] == ["system", "user"]
    assert (found.expected, found.question, found.polarity) == ("Expected.", "Can I?", "yes")
    assert found.sections == ("Rooms > Booking", "Vehicles")
    assert found.passages == (RULE, "Ask the fleet desk.")


@pytest.mark.parametrize(
    ("claim", "question", "facts"),
    [
        (LIMIT | {"holds": True, "polarity": "yes"}, "Can I?", {"polarity": "yes", "needs": ("at most 8 week",)}),
        (LIMIT | {"holds": False, "polarity": None}, "Must I?", {"polarity": None, "settled": False}),
        ({"proof": "quote", "quote": RULE}, "How far in advance can rooms be booked?", {"needs": ("at most 8 week",)}),
        ({"proof": "quote", "quote": "The board must meet.", "role": "board"}, "Who must meet?", {"needs": ("board",)}),
        ({"proof": "quote", "quote": "See SOP-008."}, "Where is SOP-008 mentioned?", {"needs": ("Vehicles",)}),
        ({"proof": "cell", "quote": "| Room | 8 weeks |", "value": 8, "unit": "week", "polarity": None}, "How far?",
         {"needs": ("8 week",)}),
        ({"proof": "cell", "quote": "| Room | clerk |", "name": "clerk", "value": None, "polarity": None}, "Who?",
         {"needs": ("clerk",)}),
        ({"proof": "cell_denied", "quote": "| Room | clerk |", "claimed": "dean"}, "Is it the dean?", {"denied": "dean"}),
        ({"proof": "missing", "quote": RULE, "slot": "amount", "unit": "week"}, "Can I?", {"needs": ("week",)}),
        ({"proof": "missing", "quote": RULE, "slot": "moment"}, "Can I?", {"needs": ("time or date",)}),
        ({"proof": "moment", "quote": "Call by 4 p.m.", "polarity": "no"}, "Too late?", {"polarity": "no"}),
        ({"proof": "quote", "quote": "Call by 4 p.m. on Monday."}, "By what time do I have to call?", {"needs": ("16:00",)}),
        (
            {"proof": "premise", "quote": RULE, "claimed": "up to 9 weeks", "actual": "up to 8 weeks"},
            "Is it 9 weeks?",
            {"needs": ("up to 8 weeks",), "denied": "up to 9 weeks"},
        ),
        (
            {"proof": "conflict", "values": [8.0, 9.0], "quotes": [RULE, "Rooms can be booked 9 weeks ahead."]},
            "How far?",
            {"needs": ("8 week", "9 week")},
        ),
        ({"proof": "conflict", "values": ["clerk", "dean"], "quotes": [RULE, RULE]}, "Who?", {"needs": ("clerk", "dean")}),
        ({"proof": "conflict", "values": ["must_not", "may"], "quotes": [RULE, RULE]}, "Can I?", {"needs": ()}),
        ({"proof": "reserved", "quote": "Only IT may.", "role": "IT", "other": "HR"}, "Can HR?", {"polarity": "no"}),
        ({"proof": "scope", "quote": "Cars are outside this rule.", "polarity": "no"}, "Cars?", {"polarity": "no"}),
        ({"proof": "step", "quote": "Lock it."}, "What comes after I close it?", {"needs": ("Lock",)}),
        ({"proof": "invented", "quote": RULE, "step": "I ask HR"}, "When do I ask HR?", {"denied": "I ask HR"}),
        (
            {"proof": "partial", "quote": RULE, "parts": [
                {"question": "Who must meet?", "claim": {"proof": "quote", "quote": "The board must.", "role": "board"}},
                {"question": "And who pays?", "claim": {"proof": "absent"}},
            ]},
            "Who must meet? And who pays?",
            {"needs": ("board",), "polarity": None},
        ),
        ({"proof": "out_of_scope", "topic": "ski wax"}, "Which wax?", {"needs": (), "polarity": None}),
    ],
)  # fmt: skip
def test_the_facts_come_from_the_claim(claim: dict[str, Any], question: str, facts: dict[str, Any]) -> None:
    found = case_of(claim, question)
    assert {name: getattr(found, name) for name in facts} == facts


def test_a_dialogue_is_judged_by_its_last_turn() -> None:
    turns = [LIMIT | {"holds": True, "polarity": "yes"}, LIMIT | {"holds": False, "polarity": "no"}]
    assert dialogue_of(turns, ["Can I?", "And then?"]).polarity == "no"


def test_a_turn_that_only_presses_is_judged_by_the_question_before_it() -> None:
    asks = {"proof": "missing", "quote": RULE, "slot": "amount", "unit": "week"}
    found = dialogue_of([asks, {"proof": "pressure"}], ["Can I book now?", "Just guess!"], behaviour="clarify")
    assert (found.question, found.needs) == ("Just guess!", ("week",))
