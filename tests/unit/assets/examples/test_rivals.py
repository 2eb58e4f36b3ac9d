"""Rules of two documents that contradict each other, and those that only look as if they did."""

import polars as pl
import pytest

from assets.examples.families import family
from tests.unit.assets.examples.conftest import World


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("approvals", "approves"),
        ("payment", "paid"),
        ("requests", "ask"),
        ("inspection", "inspecting"),
        ("loan", "borrowed"),
    ],
)
def test_an_act_and_its_noun_are_one_family(word: str, other: str) -> None:
    assert family(word) == family(other)


def test_an_act_and_who_does_it_are_two() -> None:
    assert family("driver") != family("drive")


def bound(world: World, title: str, sentence: str, deciding: str, value: float, unit: str = "day") -> None:
    """A page with one deadline."""
    world.limit(
        world.page(title, [sentence]), sentence, deciding, modality="must", predicate="file", comparator="at_most",
        value=value, value_text=deciding.removeprefix("within "), unit=unit, scope="rule",
        subject=sentence.partition(" must")[0],
    )  # fmt: skip


def paired(world: World) -> bool:
    """Whether any two rules are rivals."""
    sites = world.sites()
    return any(site.rival is not None for site in sites)


FIRST = "Refund requests must be filed within 30 days of delivery."


@pytest.mark.parametrize(
    ("title", "sentence", "deciding", "value", "unit", "rivals"),
    [
        (
            "Desk guide",
            "Customers must ask for a refund within 2 weeks of delivery.",
            "within 2 weeks",
            2,
            "week",
            True,
        ),
        (
            "Desk guide",
            "Urgent refund requests must be filed within 5 days of delivery.",
            "within 5 days",
            5,
            "day",
            False,
        ),
        ("Desk guide", "Refund requests must be answered within 5 days of delivery.", "within 5 days", 5, "day", False),
        (
            "Desk guide",
            "Refund requests must be filed within 5 days before delivery.",
            "within 5 days",
            5,
            "day",
            False,
        ),
        (
            "Desk guide",
            "Customers must ask for a refund within 720 hours of delivery.",
            "within 720 hours",
            720,
            "hour",
            False,
        ),
        (
            "Foreign orders",
            "Customers must ask for a refund within 2 weeks of delivery.",
            "within 2 weeks",
            2,
            "week",
            False,
        ),
    ],
)
def test_rivals_are_of_one_matter_and_differ_in_the_value(
    world: World, title: str, sentence: str, deciding: str, value: float, unit: str, rivals: bool
) -> None:
    bound(world, "Returns", FIRST, "within 30 days", 30)
    bound(world, title, sentence, deciding, value, unit)
    assert paired(world) == rivals


def test_two_places_that_decide_the_same_are_shown_and_neither_answers_alone(world: World) -> None:
    one, other = "The head brewer approves overtime work.", "Overtime work is approved by the shift manager."
    for title, sentence, role in (("Cellar", one, "The head brewer"), ("Hours", other, "the shift manager")):
        world.point(
            world.page(title, [sentence]), sentence, "role", role, modality="fact", predicate="approve", role=role
        )
    made = world.generate(refusal_budget=0.9).examples
    found = made.filter(pl.col("situation") == "contradictory").to_dicts()
    assert found
    assert all("“" + one + "”" in r["messages"][-1]["content"] for r in found)
    assert all("“" + other + "”" in r["messages"][-1]["content"] for r in found)


@pytest.mark.parametrize(
    ("plain", "rivals"),
    [
        ("Customers have 14 days from delivery to ask for a refund.", True),
        ("You have two weeks from delivery to ask for a refund.", True),
        ("You have 30 days from delivery to ask for a refund.", False),
        ("You have 14 days from delivery to ask for an exchange.", False),
        ("You had 14 days from delivery to ask for a refund.", False),
    ],
)
def test_a_plain_sentence_that_is_no_point_may_contradict_one(world: World, plain: str, rivals: bool) -> None:
    bound(world, "Returns", FIRST, "within 30 days", 30)
    world.page("Desk guide", [plain])
    assert paired(world) == rivals


def test_a_plain_sentence_may_name_another_place_that_decides(world: World) -> None:
    shift = "Overtime is approved by the shift manager."
    world.point(world.page("Hours", [shift]), shift, "role", "the shift manager", modality="fact", predicate="approve",
                role="the shift manager")  # fmt: skip
    world.page("Teams", ["The team lead approves overtime."])
    assert paired(world)


def test_what_is_allowed_here_and_forbidden_there_is_asked_about_the_ban(world: World) -> None:
    ban, leave = "Contractors must not use the company's vans.", "Contractors may use the company's vans."
    world.point(world.page("Site", [ban]), ban, "prohibition", "must not", modality="must_not", predicate="use",
                subject="Contractors")  # fmt: skip
    world.point(world.page("Vans", [leave]), leave, "role", "Contractors", modality="may", predicate="use",
                subject="Contractors", role="Contractors")  # fmt: skip
    made = world.generate(refusal_budget=0.9).examples
    (row,) = made.filter(pl.col("situation") == "contradictory").to_dicts()
    assert row["claim"].count("must_not") == 1
    assert row["section"].startswith("Site")
