"""Worse answers: as long and as fluent as the chosen ones, and wrong."""

import statistics

import pytest

from assets.examples.corpus import Corpus
from assets.examples.generation import generate, place
from assets.examples.rejected import beside, turned
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.test_generation import answer, rows


def test_length_does_not_give_the_worse_answer_away(company: World) -> None:
    pairs = [(answer(r), r["rejected"]) for r in rows(company.generate().examples) if r["rejected"]]
    assert 0.8 < statistics.mean(len(worse) / len(chosen) for chosen, worse in pairs) < 1.25
    beaten = sum(len(worse) > len(chosen) for chosen, worse in pairs) / len(pairs)
    assert 0.3 < beaten < 0.7


def test_a_wrong_verdict_quotes_the_rule(company: World) -> None:
    outside = [d for d in company.drafts() if d.situation == "outside_limit" and d.claim["polarity"]]
    assert outside
    for draft in outside:
        assert draft.rejected is not None
        assert draft.claim["quote"] in draft.rejected
        assert draft.rejected.split()[0].strip(".,:") != draft.turns[-1][1].split()[0].strip(".,:")


@pytest.mark.parametrize(("also", "quoted"), [("foreman", False), ("cook", True)])
def test_a_rule_that_names_the_same_role_is_no_worse_answer(world: World, also: str, quoted: bool) -> None:
    does = {"signs": "log", "counts": "keys", "checks": "gates", "cleans": "ovens", "orders": "parts"}
    rules = [f"The foreman {verb} the {things} of each hall." for verb, things in does.items()]
    page = world.page("Yard", [*rules, f"The {also} opens the yard at dawn."])
    for rule, verb in zip([*rules, f"The {also} opens the yard at dawn."], [*does, "opens"], strict=True):
        role = "foreman" if "foreman" in rule else also
        world.point(page, rule, "role", role, role=role, predicate=verb, modality="fact")
    documents, passages, points = world.frames()
    sites = place(points, Corpus(documents, passages), ExampleSettings(), [])
    worse = [beside(site, "Who does it?")[0] for site in sites if site.role == "foreman"]
    assert not any("foreman" in text.lower() for text in worse)
    assert any("opens the yard" in text for text in worse) == quoted


@pytest.mark.parametrize(
    ("rule", "misquoted"),
    [
        ("Do not leave a laptop in a parked car.", "You may leave a laptop in a parked car."),
        ("Keys must never be lent.", "Keys may be lent."),
        ("Staff shall not lend keys.", "Staff may lend keys."),
        ("Under no circumstances may keys be lent.", "Under no circumstances may keys be lent."),
        ("Keys may at no time be lent.", "Keys may at no time be lent."),
        ("Never lend a key, not even to your manager.", "You may lend a key."),
        ("No batch may leave the line.", "A batch may leave the line."),
        ("No orders shall be placed at all.", "Orders may be placed."),
        ("When the light is red, no one may start.", "When the light is red, everybody may start."),
        ("No more than three keys may be lent.", "No more than three keys may be lent."),
        ("Interns can borrow a key.", "Interns cannot borrow a key."),
        ("Keys shall never leave the house.", "Keys may leave the house."),
        ("Home broadband is not reimbursed.", "Home broadband is reimbursed."),
        ("Late claims won't be paid.", "Late claims will be paid."),
        ("Passengers aren't allowed.", "Passengers are allowed."),
        ("Cash gifts are never allowed.", "Cash gifts are allowed."),
        ("Bags are not accepted and must not be opened.", "Bags are not accepted and must not be opened."),
        ("The head of department must approve each sabbatical.", "The head of department need not approve each sabbatical."),
        ("A manager may approve it; it must not be split.", "A manager may approve it; it must not be split."),
        ("The desk is open on Mondays.", "The desk is open on Mondays."),
    ],
)  # fmt: skip
def test_a_rule_is_turned_round_where_one_verb_binds(rule: str, misquoted: str) -> None:
    assert turned(rule) == misquoted


def test_a_ban_is_not_quoted_as_a_permission(company: World) -> None:
    bans = [d for d in company.drafts() if d.recipe.startswith("ban") or "prohibition" in d.recipe]
    wrong = [str(d.rejected) for d in bans if d.rejected_kind == "fabrication"]
    assert wrong, sorted({d.recipe for d in company.drafts()})
    assert not [w for w in wrong if w.startswith("Yes") and " not " in w]


def test_a_needless_refusal_speaks_like_a_real_one(company: World) -> None:
    drafts = company.drafts()
    real = {d.turns[-1][1].split(" ")[0] for d in drafts if d.situation == "undocumented"}
    needless = {str(d.rejected).split(" ")[0] for d in drafts if d.rejected_kind == "needless_refusal"}
    assert real & needless


def test_a_confirmed_premise_misquotes(company: World) -> None:
    wrong = [d for d in company.drafts() if d.recipe == "wrong_value"]
    assert wrong
    assert all(d.rejected and d.claim["quote"] not in d.rejected and d.claim["claimed"] in d.rejected for d in wrong)


def test_an_open_question_is_not_answered_with_yes_or_no(company: World) -> None:
    drafts = [d for split in ("train", "evaluation") for d in company.drafts(split) if d.behaviour == "clarify"]
    openly = [d for d in drafts if d.turns[0][0].lower().split("what happens")[1:] and len(d.turns) == 1]
    assert all(not str(d.rejected).startswith(("Yes", "No")) for d in openly)
    assert any(str(d.rejected).startswith(("Yes", "No")) for d in drafts)


def test_what_is_half_right_stands_between_the_chosen_and_the_worst_answer(company: World) -> None:
    made = rows(generate(*company.frames(), ExampleSettings(voiced_share=0.0, refusal_budget=0.7), verdicts).examples)
    ranked = [r for r in made if r["also_rejected"]]
    assert {r["situation"] for r in ranked} >= {"missing_amount", "inside_limit", "undocumented", "false_premise"}
    for row in ranked:
        kinds = [other["kind"] for other in row["also_rejected"]]
        assert set(kinds) <= {"partial", "needless_refusal"}
        assert len({row["rejected"], answer(row), *(other["answer"] for other in row["also_rejected"])}) == 2 + len(
            kinds
        )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("Do NOT paint the hull.", "You may paint the hull."),
        ("Don't ever paint the hull.", "You may paint the hull."),
        ("The hull should NOT be painted.", "The hull should be painted."),
    ],
)
def test_a_loud_ban_is_misquoted_like_any_other(rule: str, said: str) -> None:
    assert turned(rule) == said
