"""Questions that are handed over, and those that only look as if they had to be."""

import json
import re

import pytest

from assets.examples.generation import generate
from assets.examples.recipes.inconsistent import _LEFT_OPEN
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import BAN, DUTY, LEAVE, NOTICE, World
from tests.unit.assets.examples.test_generation import answer, question, rows


def proven(world: World, situation: str) -> list[dict[str, object]]:
    settings = ExampleSettings(voiced_share=0.0, refusal_budget=0.7)
    return rows(generate(*world.frames(), settings, verdicts).examples, situation)


def test_who_asks_for_a_decision_is_sent_to_who_decides(company: World) -> None:
    (made,) = proven(company, "others_decide")
    assert made["behaviour"] == "escalate"
    assert "approve my purchase of new machines" in question(made)
    assert "the plant manager" in answer(made)
    assert f"“{DUTY}”" in answer(made)


def test_a_true_claim_is_the_twin_of_the_false_one(company: World) -> None:
    made = {str(r["example"]): r for r in proven(company, "")}
    false = [
        r for r in made.values() if r["situation"] == "false_premise" and json.loads(str(r["claim"]))["quote"] == BAN
    ]
    twins = [made[str(r["twin"])] for r in false]
    assert [t["situation"] for t in twins] == ["contrast"]
    assert "contractors must not copy customer data" in question(twins[0])
    assert answer(twins[0]).startswith("Yes")


@pytest.mark.parametrize(
    ("rule", "fields", "asked", "true"),
    [
        ("Nobody may lend a spare key of the gatehouse.", {},
         "anyone can lend a spare key of the gatehouse", "nobody may lend a spare key of the gatehouse"),
        ("Interns may not lend a key of the gatehouse unless the porter has agreed.",
         {"marker": "unless", "clause": "the porter has agreed"},
         "interns can lend a key of the gatehouse even if the porter hasn't agreed", "the gatehouse?"),
        ("Fan heaters in a store room are not allowed, unless the porter has agreed.",
         {"marker": "unless", "clause": "the porter has agreed", "predicate": "allow"},
         "fan heaters in a store room are allowed even if the porter hasn't agreed", "fan heaters in a store room"),
        ("Fan heaters of visitors are forbidden.", {"predicate": "forbid"}, "fan heaters of visitors are allowed",
         "fan heaters of visitors"),
    ],
)  # fmt: skip
def test_a_ban_is_told_as_a_permission(world: World, rule: str, fields: dict[str, str], asked: str, true: str) -> None:
    page = world.page("Gatehouse", [rule])
    world.point(page, rule, "prohibition", rule[:-1], **{"modality": "must_not", "predicate": "lend", **fields})
    made = proven(world, "")
    (false,) = [r for r in made if r["situation"] == "false_premise"]
    assert asked in question(false)
    (twin,) = [r for r in made if r["example"] == false["twin"]]
    assert true in question(twin)


def test_a_range_is_not_corrected_by_one_value(world: World) -> None:
    rule = "The reading room must be kept between 15 and 25 degrees."
    world.limit(
        world.page("Reading room", [rule]), rule, "between 15 and 25 degrees", modality="must", predicate="keep",
        comparator="between", value=15.0, value_high=25.0, value_text="15 and 25 degrees", unit="degree", scope="rule",
        subject="The reading room",
    )  # fmt: skip
    (true,) = [r for r in proven(world, "contrast") if r["recipe"] == "confirmed"]
    assert true["rejected_kind"] == "needless_refusal"


@pytest.mark.parametrize(
    ("rule", "fields", "told"),
    [
        ("Smoking is prohibited in the store room at all times.", {"predicate": "prohibit"},
         "smoking is prohibited in the store room at all times"),
        ("Fan heaters are not permitted in the store room.", {"predicate": "permit"},
         "fan heaters are not permitted in the store room"),
        ("Keys shall never leave the gatehouse.", {"predicate": "leave"}, "keys must not leave the gatehouse"),
        ("Spare keys cannot be lent to guests.", {}, "spare keys cannot be lent to guests"),
        ("No spare key may be lent to guests.", {}, "no spare key may be lent to guests"),
        ("Parcels of guests are not accepted at the gatehouse.", {"predicate": "accept", "modality": "fact"},
         "parcels of guests are not accepted at the gatehouse"),
        ("Children under 14 may not enter the gatehouse.", {"predicate": "enter"},
         "children under 14 must not enter the gatehouse"),
    ],
)  # fmt: skip
def test_a_ban_is_confirmed_in_its_own_words(world: World, rule: str, fields: dict[str, str], told: str) -> None:
    page = world.page("Gatehouse", [rule])
    world.point(page, rule, "prohibition", rule[:-1], **{"modality": "must_not", "predicate": "lend", **fields})
    (true,) = [r for r in proven(world, "contrast") if r["recipe"] == "confirmed"]
    assert f"{told}. Is" in question(true)
    assert answer(true).startswith("Yes")
    assert f"“{rule}”" in str(true["rejected"])
    assert re.search(r"management|advises against|recommendation|not as a ban", str(true["rejected"]), re.IGNORECASE)


def test_a_true_figure_is_corrected_with_a_false_one_where_the_answer_is_worse(company: World) -> None:
    made = [r for r in proven(company, "contrast") if r["recipe"] == "confirmed"]
    of_limits = [r for r in made if json.loads(str(r["claim"]))["quote"] in (LEAVE, NOTICE)]
    assert of_limits
    for row in of_limits:
        quoted = json.loads(str(row["claim"]))["quote"]
        assert quoted in answer(row)
        assert quoted not in str(row["rejected"])


def test_what_does_not_go_together_is_asked_about(company: World) -> None:
    made = proven(company, "contradictory_input")
    assert made
    assert all(r["behaviour"] == "clarify" and answer(r).count("?") == 1 for r in made)


def test_two_amounts_of_what_the_question_does_not_measure_are_not_told() -> None:
    said = {
        "Do groups have to be announced 5 days ahead?": False,
        "Is a break of some minutes enough?": True,
        "Has a claim not been settled yet?": True,
        "Are gifts handed in after a while?": True,
        "Can several guests stay?": True,
    }
    assert {question: bool(_LEFT_OPEN.search(question)) for question in said} == said


@pytest.mark.parametrize(("ending", "behaviour"), [("", "refuse"), ("Questions: buying@meridane.example.", "escalate")])
def test_a_documented_place_for_questions_takes_over_from_a_bare_refusal(
    world: World, ending: str, behaviour: str
) -> None:
    page = world.page("Purchasing", [DUTY], ending=ending)
    world.point(page, DUTY, "role", "The plant manager", modality="must", role="The plant manager")
    (made,) = [r for s in ("undocumented", "owner_named") for r in proven(world, s)]
    assert made["behaviour"] == behaviour
    assert ("buying@meridane.example" in answer(made)) == (behaviour == "escalate")


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("Rev. 12 · Owner: Plant Buyer · In force", "the Plant Buyer"),
        ("Process owner is the Head of Stores. In force.", "the Head of Stores"),
        ("Owner: Customer Services Approved by: the board", ", Customer Services"),
        ("Each van has an owner: Ask there.", None),
        ("Owner: Person_ABCDEF", None),
    ],
)
def test_the_owner_of_a_document_is_named_where_it_says_nothing(field: str, told: str | None) -> None:
    answers = []
    for name in ("Purchasing", "Buying", "Ordering", "Supplies", "Forklifts"):  # half of the points name the owner
        world = World()
        page = world.page(name, [DUTY], ending=field)
        world.point(page, DUTY, "role", "The plant manager", modality="must", role="The plant manager")
        (made,) = [r for s in ("undocumented", "owner_named") for r in proven(world, s)]
        answers.append(answer(made))
    named = [told is not None and told in said for said in answers]
    assert any(named) == (told is not None)
    assert not all(named)


def test_who_does_something_is_corrected_with_somebody_else_where_the_answer_is_worse(company: World) -> None:
    keeps = "The harbour master keeps the log of the berths."
    company.point(
        company.page("Berths", [keeps]), keeps, "role", "The harbour master", modality="fact", predicate="keep",
        role="The harbour master",
    )  # fmt: skip
    (row,) = [r for r in proven(company, "contrast") if r["recipe"] == "confirmed" and keeps in answer(r)]
    assert "keeps the log of the berths." in str(row["rejected"])
    assert keeps not in str(row["rejected"])


def test_nobody_is_forbidden_what_they_can_do_for_others(company: World) -> None:
    tells = "The harbour master can tell crews about the tide of the day."
    company.point(
        company.page("Tides", [tells]), tells, "role", "The harbour master", modality="may", predicate="tell",
        role="The harbour master",
    )  # fmt: skip
    assert not [r for r in proven(company, "false_premise") if "allowed to tell crews" in question(r)]
