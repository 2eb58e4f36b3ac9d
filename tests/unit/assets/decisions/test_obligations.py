import pytest

from assets.decisions.obligations import owes
from assets.decisions.quantities import find
from assets.decisions.records import OBLIGATIONS
from assets.decisions.rules import read
from assets.decisions.sentences import split
from resources.parser import nlp


@pytest.mark.parametrize(
    ("text", "kind", "cells"),
    [
        ("You may carry over up to 240 hours.", "limit", ["asked", "inside", "at", "outside", "missing"]),
        ("Expenses over $500 must be approved by the team lead.", "limit", ["inside", "at", "outside", "missing"]),
        ("Employees are entitled to 25 days of leave.", "limit", ["asked"]),
        ("If you are a contractor, you must wear a badge.", "condition", ["met", "unmet", "unknown"]),
        ("When you arrive at the gate, you must show your badge.", "condition", ["met"]),
        ("When you are on call, you must carry a phone.", "condition", ["met", "unmet", "unknown"]),
        ("When travelling abroad, you must carry a phone.", "condition", ["met", "unmet", "unknown"]),
        ("Once the trip is approved, you may book the flight.", "condition", ["met", "unmet", "unknown"]),
        ("If you need a locker, ask the porter for a key.", "condition", ["met"]),
        ("If the locker you need is taken, ask the porter for a key.", "condition", ["met", "unmet", "unknown"]),
        ("If you need glasses for it, the school must pay for the test.", "condition", ["met", "unmet", "unknown"]),
        ("If the pressure test fails, the red lamp turns on.", "condition", ["met"]),
        ("Submit the form before you book a flight.", "step", ["asked"]),
    ],
)
def test_a_point_owes_what_its_form_gives_a_meaning(text: str, kind: str, cells: list[str]) -> None:
    (sentence,) = split(text)
    points = [p for p in read(sentence, nlp()(sentence.text), find(text)) if p.kind == kind]
    assert [owes(p) for p in points] == [cells]
    assert set(cells) <= set(OBLIGATIONS[kind])
