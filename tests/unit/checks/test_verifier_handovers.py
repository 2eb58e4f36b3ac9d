"""Decisions of others, places for questions, true claims, two questions and what does not go together: each rule rejects
for its reason."""

import json
from typing import Any

import pytest

from checks.verifier import Verifier
from tests.unit.checks.verifier_kinds import DOCUMENTS, PASSAGES, ROWS
from tests.unit.checks.verifier_rows import rename

VERIFIER = Verifier(DOCUMENTS, PASSAGES)


def why(name: str, old: str, new: str, *, turn: int, claim: dict[str, Any] | None = None) -> str | None:
    """The reason against a good row with other words in a message, and in its claim where that goes along."""
    row = ROWS[name]
    messages = [dict(m) for m in row["messages"]]  # type: ignore[attr-defined]
    head, mark, said = messages[turn]["content"].rpartition("Question: ")
    assert old in said
    messages[turn]["content"] = f"{head}{mark}{said.replace(old, new)}"
    changed = json.dumps({**json.loads(str(row["claim"])), **(claim or {})})
    return VERIFIER.reason(rename({**row, "messages": messages, "claim": changed}))


@pytest.mark.parametrize(
    ("name", "old", "new", "turn", "claim", "reason"),
    [
        ("looked_up", "opening a cold room", "opening a room", 1, None, "the question does not name the topic"),
        ("looked_up", "opening a cold room", "weighing a pallet", 1, {"topic": "weighing a pallet"},
         "the question asks for something that the quoted rule does not speak of"),
        ("looked_up", "opening a cold room", "a room", 1, {"topic": ""}, "the question does not name the topic"),
        ("looked_up", "Never open a cold room at night.", "Never open a cold room", 2, {"quote": "Never open a cold room"},
         "the answer leaves out a part of the sentence"),
        ("decider", "Can you approve", "Who has to approve", 1, None, "the question does not ask for the decision itself"),
        ("decider", "the plant manager", "the site owner", 2, None, "the answer does not name the place"),
        ("decider", "the plant manager", "the site owner", 2, {"place": "site owner"},
         "the quote does not give the decision to the place"),
        ("decider", "That is not for me to decide. It", "Fine, but it", 2, None,
         "the answer does not say that it decides nothing"),
        ("decider", " Please put your request to them.", "", 2, None, "the answer does not hand over"),
        ("contact", "The page says where to turn:", "The driver knows:", 2, None, "the answer names another place"),
        ("owner", "the Returns Manager", "the driver", 2, None, "the answer names another place"),
        ("owner", "Owner: Returns Manager", "Owner: Returns", 2, {"quote": "Owner: Returns", "place": "Returns"},
         "the quote names no place for questions"),
        ("contact", "who declares an area free", "who cleans the lamp rooms", 1, None,
         "the removed sentence would not answer the question"),
        ("confirmed", "has to approve", "need not approve", 1, {"claimed": "the plant manager need not approve each purchase of "
         "forklifts"}, "the claim's modality is not that of the rule"),
        ("confirmed", "each purchase", "any purchase", 1,
         {"claimed": "the plant manager has to approve any purchase of forklifts"},
         "the claim's scope is not that of the rule"),
        *(("confirmed", "of forklifts", f"of forklifts {which}", 1,
           {"claimed": f"the plant manager has to approve each purchase of forklifts {which}"},
           "the claim names another thing than the rule") for which in ("B", "-14")),
        ("confirmed", "Yes, that is right", "Yes, but that is not right", 2, None, "the answer corrects what is right"),
        ("exempt", "empty vans", "full vans", 1, None, "the question leaves out what the rule is about"),
        ("exempt", "empty vans", "empty vans of visitors", 1, None, "the question is not about what is taken out"),
        ("exempt", "Every truck gets a lead seal. ", "", 1, None, "the question leaves out what the rule is about"),
        ("exempt", "Every truck gets", "No truck gets", 1, None, "the question denies something of what the rule is about"),
        ("exempt", "No. ", "Yes. ", 2, None, "the answer's opening is not the claim's polarity"),
        ("exempt", "Every truck gets a lead seal. Empty", "Empty", 2, {"quote": "Empty vans are exempt from this rule."},
         "the quote is not a rule with what is taken out of it"),
        ("both", "approve each purchase", "sign each purchase", 1, None, "the parts are not the whole"),
        ("clash", "another one says", "which is wrong, now it says", 1, None, "the question says which of the two holds"),
        ("clash", "Which of the two is right, 180 hours or 300 hours?", "Is it 180 hours?", 2, None,
         "the answer does not name both amounts"),
    ],
)  # fmt: skip
def test_each_rule_rejects(name: str, old: str, new: str, turn: int, claim: dict[str, Any] | None, reason: str) -> None:
    assert why(name, old, new, turn=turn, claim=claim) == reason
