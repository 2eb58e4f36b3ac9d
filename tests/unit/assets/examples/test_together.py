"""Two needs in one message: both of them documented, or one of them."""

import json
from typing import Any

import pytest

from assets.examples.drafts import Draft
from assets.examples.generation import generate, realise
from assets.examples.recipes.together import together
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.test_generation import answer, question, rows

PLACES = "Cranes Ovens Boats Kilns Looms Mills Ponds Domes Barns Forges Docks Quarries Stables Tanks Wells Vaults"
THINGS = "chain pan rope chamber shuttle sieve carp panel gate anvil fender drill saddle valve bucket hinge"
PAPERS = "delivery burner flag colour bale sack pellet ascent seed order ferry blast ride filling sample loan"
DUTIES = {
    place: (
        f"The {place.lower()} officer must inspect each {thing}.",
        f"The {thing} clerk must approve every new {paper}.",
    )
    for place, thing, paper in zip(PLACES.split(), THINGS.split(), PAPERS.split(), strict=True)
}


@pytest.fixture
def pairs(world: World) -> World:
    """Pages with a duty in each of two sections."""
    for title, duties in DUTIES.items():
        document = world.page(title, [duties[0]], ending=duties[1])
        sections = [p["passage"] for p in world.passages if p["document"] == document]
        for sentence, passage in zip(duties, sections, strict=True):
            role = sentence.partition(" must ")[0]
            world.point(document, sentence, "role", role, modality="must", role=role, passage=passage)
    return world


def made(world: World, situation: str) -> list[dict[str, Any]]:
    settings = ExampleSettings(voiced_share=0.0, refusal_budget=0.7)
    return rows(generate(*world.frames(), settings, verdicts).examples, situation)


def test_two_rules_are_asked_for_in_one_message_and_both_are_told(pairs: World) -> None:
    found = made(pairs, "two_questions")
    assert found
    for row in found:
        one, two = json.loads(row["claim"])["quotes"]
        assert {one, two} in [set(duties) for duties in DUTIES.values()]
        assert f"“{one}”" in answer(row)
        assert f"“{two}”" in answer(row)
        assert {e["section"].rpartition(" > ")[2] for e in row["evidence"]} == {"Rules", "Help"}
        assert ", and " not in question(row)
        assert " And " in question(row)
        assert question(row).lower().count(row["section"].partition(" > ")[0].lower()) <= 1  # its topic is named once


def test_of_two_rules_the_one_that_is_not_shown_is_named_as_missing(pairs: World) -> None:
    found = made(pairs, "partial")
    assert found
    twins = {r["example"]: r for r in rows(generate(*pairs.frames(), ExampleSettings(voiced_share=0.0)).examples)}
    for row in found:
        known, gap = (part["claim"] for part in json.loads(row["claim"])["parts"])
        assert f"“{known['quote']}”" in answer(row)
        assert gap["quote"] not in row["messages"][1]["content"]
        assert gap["missing"] in answer(row)
        assert row["twin"] is None or question(twins[row["twin"]]) in question(row)


def test_what_is_asked_in_the_same_breath_is_of_one_section_or_on_the_same_things() -> None:
    def pairs_of(first: str, here: str, elsewhere: str) -> set[str]:
        said = set()
        for number in range(24):
            world = World()
            page = world.page(f"Boat yard {number}", [first, here] if here else [first], ending=elsewhere)
            own = [p["passage"] for p in world.passages if p["document"] == page]
            for rule, passage in ((first, own[0]), (here, own[0]), (elsewhere, own[1])):
                role = rule.partition(" must ")[0]
                if rule:
                    world.point(page, rule, "role", role, modality="must", role=role, passage=passage)
            said |= {d.turns[0][0] for d in talk(world)}
        return said

    def talk(world: World) -> list[Draft]:
        realised = [realise(site) for site in world.sites()]
        together(realised)
        return [d for site in realised for d in site.drafts if d.recipe in ("together", "partial")]

    first, here = "The yard officer must inspect each chain.", "The log clerk must count all lamps."
    same, other = "The chain clerk must approve every new delivery.", "The cook must order bread and cheese."
    assert any("count all lamps" in q for q in pairs_of(first, here, other))
    assert not any("order bread" in q for q in pairs_of(first, "", other))
    assert any("approve every new delivery" in q for q in pairs_of(first, "", same))
