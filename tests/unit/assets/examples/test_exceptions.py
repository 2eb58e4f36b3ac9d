"""What becomes of exceptions in a phrase: three questions, and what is left alone."""

import json

import polars as pl
import pytest

from assets.examples.drafts import Draft
from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from assets.identity import content_id
from checks.verifier import Verifier, verdicts
from tests.unit.assets.examples.conftest import World


def cells(rule: str, marker: str, clause: str, **fields: str) -> tuple[World, dict[str, Draft]]:
    """The drafts for training on a rule with an exception, by cell; of several, the one that decides."""
    world = World()
    page = world.page("Store rooms", [rule, "Vans are washed on Fridays."])
    world.point(page, rule, "exception", f"{marker} {clause}", marker=marker, clause=clause,
                **{"modality": "must_not", **fields})  # fmt: skip
    found: dict[str, Draft] = {}
    for draft in world.drafts():
        if draft.recipe == "excepted" and draft.claim["proof"] != "quote":
            found[draft.cell] = draft
    return world, found


@pytest.mark.parametrize(
    ("rule", "marker", "clause", "within", "outside", "back"),
    [
        ("Ladders must not be kept in a cellar, except stepladders of wood.", "except", "stepladders of wood",
         "Ladders must not be kept in a cellar", "if they are not stepladders of wood", "re they stepladders of wood?"),
        ("Clients may not receive parcels from us, except brochures of the museum.", "except", "brochures of the museum",
         "apply to brochures of the museum", "if the parcels are not brochures", "re the parcels brochures of the museum?"),
        ("Painting the fence is not permitted, except during a summer camp.", "except during", "a summer camp",
         "uring a summer camp", "if it is not during a summer camp", "s it during a summer camp?"),
    ],
)  # fmt: skip
def test_a_phrase_of_exception_is_asked_from_all_sides(
    rule: str, marker: str, clause: str, within: str, outside: str, back: str
) -> None:
    _, found = cells(rule, marker, clause)
    (question, answer), (contrary, stands), (bare, asks) = (
        found[cell].turns[0] for cell in ("applies", "not_applies", "unknown")
    )
    assert within in question
    assert answer.startswith("Yes" if "uring" in within else "No")
    assert outside in contrary
    assert stands.startswith("No")
    assert clause not in bare
    assert back in asks


def test_who_is_excepted_from_a_ban_on_everybody() -> None:
    rule = "You may not discuss the accident with anyone except the insurer of the van."
    _, found = cells(rule, "except", "the insurer of the van")
    question, answer = found["applies"].turns[0]
    assert "discuss the accident with the insurer of the van?" in question
    assert answer.startswith("Yes")
    assert set(found) == {"applies"}  # whoever is not the insurer has no name


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("cellar", "attic", "the claim says more than the rule"),
        ("must not", "may", "the claim's modality is not that of the rule"),
        (
            "stepladders of wood?",
            "ladders that are not stepladders of wood?",
            "the question denies something of what the rule is about",
        ),
    ],
)
def test_the_verifier_reads_the_rule_that_is_told(old: str, new: str, reason: str) -> None:
    world, _ = cells(
        "Ladders must not be kept in a cellar, except stepladders of wood.", "except", "stepladders of wood"
    )
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0), verdicts).examples
    (row,) = made.filter(pl.col("situation") == "exception_applies").iter_rows(named=True)
    messages = [dict(m) for m in row["messages"]]
    head, mark, asked = messages[1]["content"].rpartition("Question: ")
    assert old in asked
    messages[1]["content"] = f"{head}{mark}{asked.replace(old, new)}"
    changed = {**row, "messages": messages}
    changed["example"] = content_id([messages, row["situation"], row["behaviour"], json.loads(row["claim"])])
    verifier = Verifier(documents, passages)
    assert verifier.reason(row) is None
    assert verifier.reason(changed) == reason
