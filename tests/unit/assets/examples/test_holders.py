"""Who a table names: asked for by row and column, and told wrong with another name of the column."""

import json
from typing import Any

import polars as pl
import pytest

from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from assets.identity import canonical_json, content_id
from checks.verifier import Verifier, verdicts
from tests.unit.assets.examples.conftest import World

Row = dict[str, Any]
TABLE = (
    "| Purchase | {column} | Limit |\n|---|---|---|\n| Oars | boat keeper | 3 oars |\n| Racing shells | {cell} | 1 shell |\n"
    "| Trailers | head coach | none |"
)


def proven(column: str, cell: str = "club secretary") -> tuple[Verifier, dict[str, Row]]:
    """The verifier over a page with the table, and the proven one-turn examples on its second row by situation."""
    world = World()
    page = world.page("Buying for the club", [TABLE.format(column=column, cell=cell)])
    row = f"| Racing shells | {cell} | 1 shell"
    point = world.point(
        page, row, "role", cell, role=cell, subject="Racing shells", lead=f"Racing shells, {column}", form="row"
    )
    world.points[-1] |= {"sentence": f"Racing shells, {column}: {cell}"}
    documents, passages, points = world.frames()
    settings = ExampleSettings(voiced_share=0.0, refusal_budget=0.9, situation_share=1)
    made = generate(documents, passages, points, settings, verdicts).examples.filter(pl.col("point") == point)
    return Verifier(documents, passages), {
        r["situation"]: r for r in made.iter_rows(named=True) if len(r["messages"]) == 3
    }


def changed(row: Row, at: int, old: str, new: str, **claim: Any) -> Row:
    """The example with other words in a message, and in its claim."""
    messages = [dict(m) for m in row["messages"]]
    head, mark, said = messages[at]["content"].rpartition("Question: ")
    assert old in said
    messages[at]["content"] = f"{head}{mark}{said.replace(old, new)}"
    told = {**json.loads(row["claim"]), **claim}
    name = content_id([messages, row["situation"], row["behaviour"], told])
    return {**row, "messages": messages, "claim": canonical_json(told).decode(), "example": name}


@pytest.mark.parametrize(
    ("column", "asks"),
    [
        ("Approver", "who is the approver for racing shells"),
        ("Owner", "who is the owner of racing shells"),
        ("Approved by", "who approves racing shells"),
        ("Signed off by", "who signs off racing shells"),
        ("Escalate to", "who are racing shells escalated to"),
        ("Sign-off", "who gives the sign-off for racing shells"),
        ("Who decides", "who decides on racing shells"),
        ("Says yes", "who says yes to racing shells"),
        ("Responsible", "who is responsible for racing shells"),
        ("Who", "who is named for racing shells"),
        ("Who to call", "who do we call about racing shells"),
    ],
)
def test_who_a_table_names_is_asked_for_as_its_column_says(column: str, asks: str) -> None:
    verifier, rows = proven(column)
    asked = rows["answerable"]
    question = asked["messages"][1]["content"].rpartition("Question: ")[2]
    assert asks in question.lower()
    assert "club secretary" not in question
    assert "“club secretary”" in asked["messages"][2]["content"]
    assert verifier.reason(asked) is None
    assert verifier.reason(changed(asked, 1, "racing shells", "oars")) is not None
    answered = changed(asked, 2, "club secretary", "head coach")
    assert verifier.reason(answered) is not None
    assert verifier.reason(changed(answered, 2, "Racing shells", "Racing shells", name="head coach")) is not None


def test_a_column_that_does_not_say_what_its_names_do_is_not_asked_for() -> None:
    _, rows = proven("Escalation")
    assert "answerable" not in rows


@pytest.mark.parametrize("column", ["Approver", "Approved by", "Approval", "Who"])
def test_another_name_of_the_column_is_denied(column: str) -> None:
    verifier, rows = proven(column)
    denied = rows["false_premise"]
    other = json.loads(denied["claim"])["claimed"]
    assert other in ("boat keeper", "head coach")
    assert f"the {other}" in denied["messages"][1]["content"]
    assert "“club secretary”" in denied["messages"][2]["content"]
    assert verifier.reason(denied) is None
    assert verifier.reason(changed(denied, 1, other, "club secretary", claimed="club secretary")) is not None
    assert verifier.reason(changed(denied, 1, other, "secretary", claimed="secretary")) is not None
    row = "trailers" if other == "boat keeper" else "oars"
    assert verifier.reason(changed(denied, 1, "racing shells", row)) is not None
    assert verifier.reason(changed(denied, 2, "club secretary", other)) is not None


def test_a_name_that_shares_a_word_is_no_other_one() -> None:
    _, rows = proven("Approver", "coach of the boat keeper")
    assert "false_premise" not in rows


@pytest.mark.parametrize("cell", ["employees", "Any employee", "All members of staff", "member of staff"])
def test_nobody_asks_who_everybody_is(cell: str) -> None:
    _, rows = proven("Approver", cell)
    assert "answerable" not in rows


def test_any_of_a_kind_may_be_another_one_of_the_column() -> None:
    _, rows = proven("Approver", "Any club secretary")
    assert "false_premise" not in rows
