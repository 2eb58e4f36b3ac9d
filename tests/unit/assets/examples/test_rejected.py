"""Worse answers: as long and as fluent as the chosen ones, and wrong."""

import statistics

import pytest

from assets.examples.generation import generate
from assets.examples.rejected import beside, refusal, verdict
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.test_generation import answer, rows


def test_length_does_not_give_the_worse_answer_away(company: World) -> None:
    pairs = [(answer(r), r["rejected"]) for r in rows(company.generate().examples) if r["rejected"]]
    assert 0.8 < statistics.mean(len(worse) / len(chosen) for chosen, worse in pairs) < 1.25
    beaten = sum(len(worse) > len(chosen) for chosen, worse in pairs) / len(pairs)
    assert 0.3 < beaten < 0.7


def test_a_wrong_verdict_follows_from_the_rule_that_it_misquotes(company: World) -> None:
    outside = [d for d in company.drafts() if d.situation == "outside_limit" and d.claim["polarity"]]
    assert outside
    for draft in outside:
        assert draft.rejected is not None
        assert draft.claim["quote"] not in draft.rejected
        assert draft.rejected.split()[0].strip(".,:") != draft.turns[-1][1].split()[0].strip(".,:")


def test_no_wrong_verdict_on_a_condition_quotes_the_sentence_that_denies_it(company: World) -> None:
    told = [d for d in company.drafts() if d.situation in ("condition_met", "condition_unmet", "condition_unknown")]
    wrong = [d for d in told if d.rejected and d.rejected.startswith(("Yes", "No, ", "No. ", "Then"))]
    assert {d.situation for d in wrong} == {"condition_met", "condition_unmet", "condition_unknown"}
    assert not [d.rejected for d in wrong if d.claim["quote"] in str(d.rejected)]


@pytest.mark.parametrize(("also", "quoted"), [("foreman", False), ("cook", True)])
def test_a_rule_that_names_the_same_role_is_no_worse_answer(world: World, also: str, quoted: bool) -> None:
    does = {"signs": "log", "counts": "keys", "checks": "gates", "cleans": "ovens", "orders": "parts"}
    rules = [f"The foreman {verb} the {things} of each hall." for verb, things in does.items()]
    page = world.page("Yard", [*rules, f"The {also} opens the hall at dawn."])
    for rule, verb in zip([*rules, f"The {also} opens the hall at dawn."], [*does, "opens"], strict=True):
        role = "foreman" if "foreman" in rule else also
        world.point(page, rule, "role", role, role=role, predicate=verb, modality="fact")
    sites = world.sites()
    worse = [beside(site, "Who does it?")[0] for site in sites if site.role == "foreman"]
    assert not any("foreman" in text.lower() for text in worse)
    assert any("opens the hall" in text for text in worse) == quoted


def test_what_is_banned_is_allowed_as_if_it_were_advice_or_with_a_consent_that_nobody_asks_for(world: World) -> None:
    things = ("sails", "oars", "ropes", "masts", "keys", "boats", "tents", "lamps")
    rules = [f"Lending {thing} to strangers is forbidden." for thing in things]
    page = world.page("Lending", rules)
    for rule in rules:
        world.point(page, rule, "prohibition", rule, predicate="forbid", modality="must_not")
    wrong = [verdict(site, True, {"proof": "polarity"})[0] for site in world.sites()]
    assert all(w.startswith("Yes") and "is forbidden." in w for w in wrong)
    assert 0 < sum("management" in w.lower() for w in wrong) < len(wrong) / 2


def test_a_later_turn_quotes_what_the_conversation_has_quoted(company: World) -> None:
    talks = [d for d in company.drafts() if d.recipe == "dialogues" and d.claim["turns"][0]["proof"] != "absent"]
    assert {d.situation for d in talks} >= {"pressure", "clarified"}
    for draft in talks:
        rule, worse = draft.claim["turns"][0]["quote"], str(draft.rejected)
        assert rule in worse or draft.rejected_kind == "needless_refusal"
        assert worse.startswith("Yes") != draft.turns[-1][1].startswith("Yes") or not worse.startswith("Yes")


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
    ("question", "missing"),
    [
        ("Which document says how to lock up?", "which document says how to lock up"),
        ("Can I park in the yard?", "whether you can park in the yard"),
        ("What about 20 days?", "what the rule is for that"),
        ("", "what the rule is for that"),
    ],
)
def test_a_needless_refusal_names_what_was_asked_for(world: World, question: str, missing: str) -> None:
    rule = "The foreman keeps the log of each hall."
    world.point(world.page("Yard", [rule]), rule, "role", "foreman", role="foreman", predicate="keeps", modality="fact")
    site = world.sites()[0]
    assert missing in refusal(site, question)[0]


def test_a_needless_refusal_does_not_look_in_vain_into_the_place_that_the_question_names(world: World) -> None:
    rule = "The foreman keeps the log of each hall."
    world.point(world.page("Yard", [rule]), rule, "role", "foreman", role="foreman", predicate="keeps", modality="fact")
    site = world.sites()[0]
    steps = range(1, 30)
    assert not any("[" in refusal(site, "", f'what step {n} of "Yard" says')[0] for n in steps)
    assert any("[" in refusal(site, "", f'what step {n} of "Gate" says')[0] for n in steps)


def test_nobody_in_particular_is_confused_with_a_role_and_no_one_of_another_source(world: World) -> None:
    def keeps(who: str, source: str) -> None:
        rule = f"The {who} keeps the log of the {who}'s hall."
        world.point(
            world.page(f"Log of the {who}", [rule]), rule, "role", who, role=who, predicate="keeps", modality="fact"
        )
        world.documents[-1]["source"] = source

    for who in ("warden", "porter", "smith", "groom", "baker", "employee"):
        keeps(who, "wiki")
    keeps("pilot", "sops")
    roles = {site.role: set(site.roles) for site in world.sites()}
    assert roles["warden"] == {"warden", "porter", "smith", "groom", "baker"}
    assert roles["pilot"] == {
        "warden",
        "porter",
        "smith",
        "groom",
        "baker",
        "pilot",
    }  # one alone is confused with nobody
