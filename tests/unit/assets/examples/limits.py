"""Pages with a limit, and the proven examples made of them."""

import json
from typing import Any

import polars as pl

from assets.examples.generation import Generated, generate
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World

TABLE = "| Meal | Limit | Receipt |\n| --- | --- | --- |\n| Lunch | EUR 20 | none |\n| Dinner | EUR 42 | always |"
LINES = (
    "- **Eye tests**: up to £30 per test.\n- Blood tests: up to £90, or free at the nurse.\n- Clinic Nurse: up to £60."
)


def proven(world: World) -> Generated:
    """Examples that the verifier accepts."""
    settings = ExampleSettings(evaluation_share=0.01, refusal_budget=0.9, situation_share=1.0, voiced_share=0.0)
    return generate(*world.frames(), settings, verdicts)


def of(made: Generated, situation: str) -> list[dict[str, Any]]:
    """Rows of a situation, with question, answers and claim."""
    rows = made.examples.filter(pl.col("situation").cast(pl.String) == situation).iter_rows(named=True)
    return [
        {
            "question": row["messages"][1]["content"].rpartition("Question: ")[2],
            "answer": row["messages"][-1]["content"],
            "claim": json.loads(row["claim"]),
            "rejected": row["rejected"],
        }
        for row in rows
    ]


def add(world: World, sentence: str, phrase: str, value: float, written: str, unit: str, **fields: Any) -> None:
    """A page with a limit."""
    world.limit(
        world.page("Cylinders in vehicles", [sentence]), sentence, phrase, predicate="be", value=value,
        value_text=written, unit=unit, scope="rule", **fields,
    )  # fmt: skip


def meal(world: World, more: str = "", column: str = "Limit", *, both: bool = False) -> None:
    """The limit of lunch in a table, with more in its cell; of `both` meals that of dinner too."""
    table = TABLE.replace("EUR 20", f"EUR 20{more}").replace("Limit", column)
    document = world.page("Meals on journeys", [table])
    for name, value, end in (("Lunch", 20.0, f"{more} | none"), ("Dinner", 42.0, " | always"))[: 1 + both]:
        cell = f"EUR {value:.0f}"
        world.limit(document, f"| {name} | {cell}{end}", cell, value=value, value_text=cell, unit="USD", scope="rule",
                    modality="fact", subject=name, lead=f"{name}, {column}", form="row", comparator="at_most")  # fmt: skip
        world.points[-1] |= {"sentence": f"{name}, {column}: {cell}{end.partition(' |')[0]}", "unit": "EUR"}


def benefit(world: World, line: str, phrase: str, value: float) -> None:
    """A line of LINES that gives an amount."""
    name = line.partition(":")[0].strip("*")
    document = world.page("Staff benefits", [LINES])
    world.limit(document, line, phrase, value=value, value_text=phrase.removeprefix("up to "), unit="GBP", scope="rule",
                modality="fact", subject=name, lead=name, form="line", comparator="at_most")  # fmt: skip
