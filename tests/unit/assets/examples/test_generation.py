import json
import re
from typing import Any

import polars as pl
import pytest

from assets.examples import generation
from assets.examples.corpus import Corpus
from assets.examples.drafts import Draft, Site
from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from assets.identity import content_id
from checks.mutations.making import with_
from checks.verifier import Verifier, verdicts
from tests.unit.assets.examples.conftest import BAN, FORM, LEAVE, World, leave_limit

REALISE = generation.realise


def rows(frame: pl.DataFrame, situation: str = "") -> list[dict[str, Any]]:
    found = frame.to_dicts()
    return [r for r in found if not situation or r["situation"] == situation]


def question(row: dict[str, Any]) -> str:
    return str(row["messages"][1]["content"]).split("Question: ")[-1]


def answer(row: dict[str, Any]) -> str:
    return str(row["messages"][-1]["content"])


def test_a_sentence_that_a_recipe_breaks_on_stops_nothing(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(generation, "realise", REALISE)
    broken = leave_limit(world, world.page("Annual leave", [LEAVE]))
    ban = world.point(
        world.page("Data", [BAN]), BAN, "prohibition", "must not copy", predicate="copy", modality="must_not"
    )

    def breaks(site: Site) -> list[Draft]:
        raise IndexError(site.shown)

    monkeypatch.setitem(generation.RECIPES, "limit", (breaks, *generation.RECIPES["limit"][:1]))
    made = world.generate()
    assert ban in made.examples["point"].to_list()
    reasons = set(made.uncovered.filter(made.uncovered["point"] == broken)["reason"])
    assert "an error in the recipe breaks (IndexError); please report it" in reasons  # without the sentence
    assert not any("hours" in reason for reason in reasons)


def test_a_limit_has_three_sides_and_a_missing_amount(world: World) -> None:
    leave_limit(world, world.page("Annual leave", [LEAVE]))
    made = world.generate(refusal_budget=0.6).examples
    sides = {r["situation"]: json.loads(r["claim"]) for r in rows(made) if r["recipe"] == "limits"}
    assert set(sides) == {"inside_limit", "at_limit", "outside_limit", "missing_amount"}
    assert sides["inside_limit"]["asked"] < 240 == sides["at_limit"]["asked"] < sides["outside_limit"]["asked"]
    assert [sides[s]["polarity"] for s in ("inside_limit", "at_limit", "outside_limit")] == ["yes", "yes", "no"]
    (missing,) = rows(made, "missing_amount")
    assert missing["behaviour"] == "clarify"
    assert "240" not in question(missing)
    assert "?" in answer(missing)
    assert "“up to 240 hours”" in answer(missing)


def test_every_situation_of_the_company(company: World) -> None:
    made = company.generate(refusal_budget=0.7).examples
    assert {
        "answerable", "inside_limit", "at_limit", "outside_limit", "missing_amount", "condition_met", "condition_unmet",
        "condition_unknown", "exception_applies", "exception_not_applies", "exception_unknown", "nonexistent_reference",
        "false_premise", "undocumented",
    } <= set(made["situation"].cast(pl.String))  # fmt: skip
    for row in rows(made):
        context = {c["passage"]: c["text"] for c in row["context"]}
        texts = {d["document"]: d["text"] for d in company.documents}
        for evidence in row["evidence"]:
            assert texts[evidence["document"]][evidence["start"] : evidence["end"]] == evidence["text"]
            assert (evidence["passage"] in context) == ('"proof":"absent"' not in row["claim"])
        assert row["rejected"] not in (None, answer(row))
        assert len(row["messages"][1]["content"]) < 5000


def test_boundary_examples_stand_with_their_twin_in_one_split(company: World) -> None:
    made = company.generate(refusal_budget=0.7).examples
    by_id = {r["example"]: r for r in rows(made)}
    boundary = [r for r in by_id.values() if r["behaviour"] != "answer"]
    assert boundary
    for row in boundary:
        twin = by_id[row["twin"]]
        assert twin["behaviour"] == "answer"
        assert (twin["split"], twin["group"]) == (row["split"], row["group"])


def test_a_group_is_never_split_and_phrasings_are_not_shared(company: World) -> None:
    made = company.generate(evaluation_share=0.5, refusal_budget=0.7).examples
    assert made.group_by("group").agg(pl.col("split").n_unique().alias("n"))["n"].max() == 1
    skeletons = {s: set(g["skeleton"].str.split("+").explode()) - {"topic"} for (s,), g in made.group_by("split")}
    assert len(skeletons) == 2
    assert not set.intersection(*skeletons.values())


def test_the_refusal_budget_is_kept(company: World) -> None:
    made = company.generate(refusal_budget=0.2, evaluation_share=0.01).examples
    assert (made["behaviour"] != "answer").mean() <= 0.2  # type: ignore[operator]


def test_a_when_and_an_if_are_no_only_if(company: World) -> None:
    (unmet,) = rows(company.generate().examples, "condition_unmet")
    assert json.loads(unmet["claim"])["polarity"] is None
    assert not answer(unmet).startswith(("Yes", "No"))


def test_an_exception_beside_the_rule_is_shown_with_the_answer(world: World) -> None:
    beside = "However, trainees carry over nothing."
    leave_limit(world, world.page("Annual leave", [LEAVE, beside]))
    for row in rows(world.generate().examples, "inside_limit"):
        assert f"“{beside}”" in answer(row)
        assert beside in [e["text"] for e in row["evidence"]]


def test_several_exceptions_beside_the_rule_leave_it_uncovered(world: World) -> None:
    point = leave_limit(world, world.page("Leave", [LEAVE, "However, trainees carry none.", "Interns are exempt."]))
    made = world.generate()
    assert made.examples.is_empty()
    assert set(made.uncovered.filter(pl.col("point") == point)["reason"]) == {"unmodelled exception beside it"}


def test_an_earlier_revision_makes_a_superseded_example(world: World) -> None:
    leave_limit(world, world.page("Annual leave", [LEAVE]))
    former = LEAVE.replace("240", "200")
    leave_limit(world, world.page("Annual leave", [former], revision=1, item="Annual leave"), former, 200)
    (row,) = rows(world.generate(refusal_budget=0.9).examples, "superseded")
    assert row["behaviour"] == "correct_premise"
    assert "200 hours" in question(row)
    assert "240 hours" in answer(row)


def test_two_documents_in_force_that_disagree(world: World) -> None:
    other = LEAVE.replace("240", "160")
    leave_limit(world, world.page("Annual leave", [LEAVE]))
    leave_limit(world, world.page("Handbook of the Linz plant", [other]), other, 160)
    made = world.generate(refusal_budget=0.9)
    found = rows(made.examples, "contradictory")
    assert found
    assert set(made.examples["situation"]) == {"answerable", "contradictory"}, "no side may decide a yes or a no"
    assert set(made.uncovered["reason"]) == {"another document says otherwise"}
    assert all("“" + LEAVE + "”" in answer(r) and "“" + other + "”" in answer(r) for r in found)
    assert all(r["behaviour"] == "surface_conflict" and len(r["evidence"]) == 2 for r in found)


def test_a_refusal_flips_when_a_document_answers_it(world: World) -> None:
    leave_limit(world, world.page("Annual leave", [LEAVE]))
    (before,) = rows(world.generate(refusal_budget=0.9).examples, "undocumented")
    world.page("Leave in the Linz plant", [LEAVE.replace("next leave year", "following leave year")])
    after = rows(world.generate(refusal_budget=0.9).examples, "undocumented")
    added = world.passages[-1]["passage"]
    assert before["context"]
    assert all(added not in {c["passage"] for c in r["context"]} for r in after)


def test_points_that_are_not_used_and_tickets_give_no_example(world: World) -> None:
    doubtful = leave_limit(world, world.page("Annual leave", [LEAVE]))
    world.points[-1] |= {"used": False, "reason": "two readings"}
    leave_limit(world, world.page("Ticket 17", [LEAVE], kind="ticket"))
    made = world.generate()
    assert made.examples.is_empty()
    assert set(made.uncovered["point"]) == {doubtful}


def test_what_the_verifier_rejects_is_uncovered(company: World) -> None:
    def judge(examples: pl.DataFrame) -> pl.DataFrame:
        bad = pl.col("situation").cast(pl.String) == "at_limit"
        return examples.select("example", ok=~bad, reason=pl.when(bad).then(pl.lit("no")))

    made = generate(*company.frames(), ExampleSettings(), lambda _documents, _passages: judge)
    assert "at_limit" not in set(made.examples["situation"].cast(pl.String))
    assert "proof failed: no" in set(made.uncovered["reason"])


def test_where_the_twin_alone_is_rejected_another_answer_is_the_twin(company: World) -> None:
    def judge(examples: pl.DataFrame) -> pl.DataFrame:
        bad = pl.col("situation").cast(pl.String) == "contrast"
        left = pl.col("twin").is_in(examples.filter(bad)["example"].to_list())
        why = pl.when(bad).then(pl.lit("no")).when(left).then(pl.lit("its twin is rejected"))
        return examples.select("example", ok=~(bad | left), reason=why)

    made = generate(
        *company.frames(), ExampleSettings(refusal_budget=0.9), lambda _documents, _passages: judge
    ).examples
    told = [r for r in rows(made) if r["situation"] == "false_premise"]
    twins = {r["example"]: r for r in rows(made)}
    assert any("Contractors must not copy" in r["claim"] for r in told)
    assert all(twins[r["twin"]]["point"] == r["point"] for r in told)


def test_same_tables_in_another_order_give_the_same_examples(company: World) -> None:
    first = company.generate()
    for part in (company.documents, company.passages, company.points):
        part.reverse()
    second = company.generate()
    assert first.examples.equals(second.examples)
    assert first.uncovered.equals(second.uncovered)


def test_a_question_comes_back_only_over_the_passages_without_its_evidence(company: World) -> None:
    seen: dict[str, list[dict[str, Any]]] = {}
    for row in rows(company.generate(refusal_budget=0.9).examples):
        asked = " / ".join(m["content"].split("Question: ")[-1] for m in row["messages"] if m["role"] == "user")
        seen.setdefault(asked, []).append(row)
    for found in seen.values():
        assert len(found) <= 2
        assert len({tuple(sorted(c["passage"] for c in r["context"])) for r in found}) == len(found)
        assert len(found) == 1 or {r["example"] for r in found} & {r["twin"] for r in found}


def test_the_amount_of_a_strict_limit_itself_does_not_hold(world: World) -> None:
    rule = "You may request unpaid leave of less than 4 weeks at any time of the year."
    world.limit(
        world.page("Unpaid leave", [rule]),
        rule,
        "less than 4 weeks",
        modality="may",
        predicate="request",
        comparator="less_than",
        value=4.0,
        value_text="4 weeks",
        unit="week",
        scope="rule",
    )
    (row,) = rows(world.generate().examples, "at_limit")
    assert json.loads(row["claim"])["holds"] is False
    assert "exactly" not in answer(row)


def test_the_budget_holds_after_common_situations_are_thinned_out(world: World) -> None:
    for n, word in enumerate(
        ("glue", "paint", "steel", "paper", "cable", "timber", "copper", "rubber", "marble", "linen") * 2
    ):
        rule = f"The {word} manager must approve every order of {word} for plant {'abcdefghijklmnopqrst'[n]}."
        page = world.page(f"Orders of {word} {n}", [rule])
        world.point(page, rule, "role", f"The {word} manager", modality="must", role=f"The {word} manager")
    made = world.generate(refusal_budget=0.3, situation_share=0.2, evaluation_share=0.01).examples
    assert not made.is_empty()
    assert (made["behaviour"] != "answer").mean() <= 0.3  # type: ignore[operator]


def many_rules(world: World) -> None:
    """Eight limits on eight pages, half of them with a condition on a page of its own."""
    for n, thing in enumerate(("glue", "paint", "steel", "paper", "cable", "timber", "copper", "rubber")):
        rule = f"You may store up to {20 + n} boxes of {thing} beside the loading door."
        world.limit(
            world.page(f"Storage of {thing}", [rule]),
            rule,
            f"up to {20 + n} boxes",
            modality="may",
            predicate="store",
            comparator="at_most",
            value=20.0 + n,
            value_text=f"{20 + n} boxes",
            unit="box",
            scope="rule",
        )
        if n % 2:
            duty = f"You must label the {thing} crates if you are shipping {thing} abroad."
            clause = f"you are shipping {thing} abroad"
            page = world.page(f"Shipping of {thing}", [duty])
            world.point(page, duty, "condition", f"if {clause}", modality="must", clause=clause, marker="if")


def test_every_situation_with_four_groups_has_held_out_cases(world: World) -> None:
    many_rules(world)
    made = world.generate(refusal_budget=0.6).examples
    groups = made.group_by("situation").agg(
        groups=pl.col("group").n_unique(), held_out=(pl.col("split") == "evaluation").sum()
    )
    enough = groups.filter(pl.col("groups") >= 4)
    assert {"inside_limit", "at_limit", "condition_met"} <= set(enough["situation"].cast(pl.String))
    assert enough["held_out"].min() >= 1  # type: ignore[operator]


def test_what_cannot_be_asked_for_evaluation_is_trained_on(world: World) -> None:
    many_rules(world)

    def judge(examples: pl.DataFrame) -> pl.DataFrame:
        bad = pl.col("split").cast(pl.String) == "evaluation"
        return examples.select("example", ok=~bad, reason=pl.when(bad).then(pl.lit("no")))

    made = generate(*world.frames(), ExampleSettings(), lambda _documents, _passages: judge)
    assert set(made.examples["split"]) == {"train"}
    assert not made.uncovered["reason"].str.contains("proof failed").any()


def test_an_edit_of_its_page_leaves_a_group_where_it_was() -> None:
    splits = []
    for note in ("", "The doors close at noon."):
        world = World()
        many_rules(world)
        rule = "You may borrow up to 3 trolleys from the depot beside the ramp."
        page = world.page("Trolleys", [note, rule] if note else [rule])
        world.limit(
            page, rule, "up to 3 trolleys", modality="may", predicate="borrow", comparator="at_most", value=3.0,
            value_text="3 trolleys", unit="trolley", scope="rule",
        )  # fmt: skip
        made = world.generate().examples
        splits.append(dict(made.select("group", pl.col("split").cast(pl.String)).unique().iter_rows()))
    assert splits[0].keys() == splits[1].keys()
    # what a dialogue is about hangs on the text, so a situation may come or go, and with it one group at the edge
    assert sum(splits[0][group] != splits[1][group] for group in splits[0]) <= 2
    assert len(splits[0]) > 8


def test_a_ban_in_the_passive_is_asked_in_the_passive(world: World) -> None:
    rule = "Contracts with suppliers must not be signed by interns."
    page = world.page("Contracts", [rule])
    world.point(page, rule, "prohibition", "must not be signed", modality="must_not", predicate="sign")
    asked = [question(row) for row in rows(world.generate().examples, "answerable")]
    assert len(asked) == 1
    assert asked[0].lower().startswith(("can contracts", "are contracts", "is it fine for contracts"))
    assert "be signed by interns?" in asked[0]


def test_advice_is_still_no_ban(world: World) -> None:
    rule = "You must not be discouraged by a slow first week."
    page = world.page("First week", [rule])
    world.point(page, rule, "prohibition", "must not be", modality="must_not", predicate="be")
    assert world.generate().examples.is_empty()


def test_a_duration_after_for_is_a_limit_like_any_other(world: World) -> None:
    rule = "Encrypted sticks can be borrowed from the service desk for up to 5 days."
    world.limit(
        world.page("Sticks", [rule]), rule, "up to 5 days", modality="may", predicate="borrow", comparator="at_most",
        value=5.0, value_text="5 days", unit="day", scope="rule",
    )  # fmt: skip
    made = world.generate(refusal_budget=0.6).examples
    assert {"inside_limit", "at_limit", "outside_limit"} <= set(made["situation"].cast(pl.String))


def fact(world: World, title: str, sentence: str, phrase: str, value: float) -> str:
    """A limit that tells what is done; returns its point."""
    return world.limit(
        world.page(title, [sentence]), sentence, phrase, modality="fact", predicate="do", comparator="at_most",
        value=value, value_text=f"{value:g} days", unit="day", scope="rule",
    )  # fmt: skip


def test_what_is_done_can_be_asked_for_told_wrong_and_compared_with(world: World) -> None:
    fact(world, "Tenders", "A lost bid is discussed within 15 days.", "within 15 days", 15.0)
    fact(world, "Scans", "Printed forms are scanned within 2 days.", "within 2 days", 2.0)
    fact(world, "Files", "The complaints team opens a file within 3 days.", "within 3 days", 3.0)
    made = world.generate(refusal_budget=0.75, evaluation_share=0.01).examples
    asked = {re.split(r"[:.] ", question(row))[-1].lower() for row in rows(made, "answerable")}
    assert asked == {
        "how soon is a lost bid discussed?",
        "how soon are printed forms scanned?",
        "how soon does the complaints team open a file?",
    }
    told = " ".join(question(row) for row in rows(made, "false_premise"))
    assert "lost bid is discussed within" in told
    assert "complaints team opens a file within" in told
    late = " ".join(question(row) for row in rows(made, "outside_limit"))
    assert re.search(r"after (?:1[6-9]|[2-9]\d) days", late)
    assert "within" not in late
    for text in ("how soon a lost bid is discussed", "how soon the complaints team opens a file"):
        assert any(text in answer(row) for row in rows(made, "undocumented"))


def test_two_facts_in_one_sentence_are_not_asked_for(world: World) -> None:
    fact(world, "Files", "The complaints team opens a file and answers within 3 days.", "within 3 days", 3.0)
    assert {row["recipe"] for row in world.generate().examples.iter_rows(named=True)} <= {"look_up"}


def test_a_name_of_two_words_keeps_its_capital(world: World) -> None:
    fact(world, "Claims", "Finance Operations pays all claims in finance within 9 days.", "within 9 days", 9.0)
    assert "how soon does Finance Operations pay" in question(rows(world.generate().examples, "answerable")[0]).replace(
        "How", "how"
    )


def test_a_rule_that_is_too_short_alone_is_asked_beside_its_page(world: World) -> None:
    rule = "Partners must not be invited."
    page = world.page("Gifts, meals and hospitality", [rule])
    world.point(page, rule, "prohibition", "must not be invited", modality="must_not", predicate="invite")
    (row,) = rows(world.generate(refusal_budget=0.01).examples, "answerable")
    assert "gifts, meals and hospitality" in question(row)


def test_a_pronoun_after_its_noun_is_understood(world: World) -> None:
    rule = "Drawings may be entered if the Licence Desk has released them."
    clause = "the Licence Desk has released them"
    page = world.page("AI assistants", [rule])
    world.point(page, rule, "condition", f"if {clause}", modality="may", clause=clause, marker="if")
    assert rows(world.generate().examples, "condition_met")


def test_a_fragment_is_no_exception_that_an_answer_could_show(world: World) -> None:
    point = leave_limit(world, world.page("Annual leave", [LEAVE, "For exceptions, B."]))
    made = world.generate()
    assert made.examples.is_empty()
    assert set(made.uncovered.filter(pl.col("point") == point)["reason"]) == {"unmodelled exception beside it"}


def test_what_alone_covers_an_obligation_is_not_thinned_out(world: World) -> None:
    for n, word in enumerate(
        ("glue", "paint", "steel", "paper", "cable", "timber", "copper", "rubber", "marble", "linen") * 2
    ):
        rule = f"The {word} manager must approve every order of {word} for plant {'abcdefghijklmnopqrst'[n]}."
        page = world.page(f"Orders of {word} {n}", [rule])
        world.point(page, rule, "role", f"The {word} manager", modality="must", role=f"The {word} manager")
    page = world.page("Machines", [FORM])
    world.point(page, FORM, "reference", "Machine Transfer Form", target="Machine Transfer Form", resolves=False)
    made = world.generate(situation_share=0.2, evaluation_share=0.01).examples
    assert len({r["point"] for r in rows(made, "answerable") if r["cell"] == "asked"}) == 21
    assert rows(made, "nonexistent_reference"), "its twin is the only answer of its kind"


def test_refusals_are_worded_differently_in_evaluation(world: World) -> None:
    chores = (
        ("baker", "locks the oven"), ("porter", "feeds the cats"), ("clerk", "counts the stamps"),
        ("cook", "salts the soup"), ("guard", "rings the bell"), ("driver", "waxes the bus"),
    )  # fmt: skip
    for n, (who, what) in enumerate(chores):  # no two of them about nearly the same
        rule = f"The {who} {what} of {('north', 'west', 'east')[n % 3]} wing {'abcdef'[n]}."
        page = world.page(f"Chores {'abcdef'[n]}", [rule])
        world.point(page, rule, "role", f"The {who}", modality="fact", role=f"The {who}")
    made = world.generate(refusal_budget=0.7, evaluation_share=0.3).examples
    opening = re.compile(
        r"^(?:The passages do not|That is not documented|None of the passages|I do not know|Nothing here tells|I looked into|"
        r"The section that comes closest)"
    )
    for row in rows(made, "undocumented"):
        assert bool(opening.match(answer(row))) == (row["split"] == "train")
    assert rows(made, "undocumented")


@pytest.mark.parametrize(
    "rule",
    [
        "Changes of the roster need the approval of the finance team.",
        "Rosters of more than 30 days need the approval of the finance team.",
        "Changing a roster in July requires the approval of the finance team.",
    ],
)
def test_whose_consent_is_needed_is_asked_for_and_denied(world: World, rule: str) -> None:
    page = world.page("Roster", [rule])
    world.point(page, rule, "role", "the approval of the finance team", modality="must", predicate="need",
                role="the finance team")  # fmt: skip
    documents, passages, points = world.frames()
    made = generate(
        documents, passages, points, ExampleSettings(voiced_share=0.0, refusal_budget=0.6), verdicts
    ).examples
    asked = {
        r["cell"]: r["messages"][1]["content"] for r in made.iter_rows(named=True) if r["recipe"].startswith("consent")
    }
    assert "hose approval" in asked["asked"]
    assert re.search(r"(?:need|require) the approval of the finance team", asked["premise"])


def test_a_consent_that_is_named_by_who_gives_it_is_told_in_its_own_words(world: World) -> None:
    rule = "Refunds of more than 30 days require board approval."
    page = world.page("Refunds", [rule])
    world.point(page, rule, "role", "require board", modality="must", predicate="require", role="board")
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0), verdicts).examples
    told = [r["messages"][2]["content"] for r in made.iter_rows(named=True) if r["cell"] == "asked"]
    assert told
    assert all(re.search("board approval(?!.*of board)", t, re.IGNORECASE) for t in told)


@pytest.mark.parametrize(
    ("rule", "deciding", "predicate", "question", "embedded"),
    [
        ("Refunds are subject to the approval of the finance team.", "subject to the approval of the finance team", "be",
         "Whose approval are refunds subject to?", "whose approval refunds are subject to"),
        ("Refunds are subject to the finance team's approval.", "subject to the finance team", "be",
         "Whose approval are refunds subject to?", "whose approval refunds are subject to"),
        ("The vault is reserved for the finance team.", "reserved for the finance team", "reserve",
         "Who is the vault reserved for?", "who the vault is reserved for"),
        ("Refunds are at the discretion of the finance team.", "at the discretion of the finance team", "decide",
         "Who decides on refunds?", "who decides on refunds"),
        ("Whether a refund is paid is up to the finance team.", "up to the finance team", "decide",
         "Who decides whether a refund is paid?", "who decides whether a refund is paid"),
    ],
)  # fmt: skip
def test_to_whom_something_is_left_is_asked_for(
    world: World, rule: str, deciding: str, predicate: str, question: str, embedded: str
) -> None:
    page = world.page("Vault", [rule])
    world.page("Office", ["Refunds are paid at the desk, and the vault is upstairs."])
    world.point(page, rule, "role", deciding, modality="fact", predicate=predicate, role="the finance team")
    documents, passages, points = world.frames()
    made = generate(
        documents, passages, points, ExampleSettings(voiced_share=0.0, refusal_budget=0.6), verdicts
    ).examples
    (asked,) = (r for r in made.iter_rows(named=True) if r["cell"] == "asked")
    assert re.search(f"{re.escape(question)}|{re.escape(embedded)}", asked["messages"][1]["content"])


@pytest.mark.parametrize(
    ("rule", "deciding", "predicate", "question", "claim"),
    [
        ("We do not accept cheques at the desk.", "not accept", "accept", r"[Dd]o we accept cheques|ould we accept cheques",
         "we accept cheques at the desk"),
        ("Nothing is to be stored on the beam.", "Nothing is to be stored", "store", r"anything .*be stored on the beam",
         "anything can be stored on the beam"),
        ("No one is to enter the vault.", "No one is to enter", "enter", r"anyone .*enter the vault",
         "anyone can enter the vault"),
        ("The shed is not to be used as a store.", "is not to be used", "use", r"the shed .*be used as a store",
         "the shed can be used as a store"),
    ],
)  # fmt: skip
def test_what_is_not_to_be_done_is_asked_about_and_told_as_allowed(
    world: World, rule: str, deciding: str, predicate: str, question: str, claim: str
) -> None:
    page = world.page("Porch", [rule])
    world.point(page, rule, "prohibition", deciding, modality="must_not", predicate=predicate)
    documents, passages, points = world.frames()
    made = generate(
        documents, passages, points, ExampleSettings(voiced_share=0.0, refusal_budget=0.6), verdicts
    ).examples
    said = {r["recipe"]: r["messages"][1]["content"] for r in made.iter_rows(named=True)}
    assert re.search(question, said["bans"])
    assert claim in said["banned_after_all"]


def test_a_rule_that_a_lead_in_and_an_item_make_rests_on_both_places(world: World) -> None:
    lead, item = "Contractors must not:", "copy customer data to private laptops"
    page = world.page("Customer data", [f"{lead}\n\n- {item};\n- lend their badge to other contractors."])
    world.point(page, item, "prohibition", item, form="joined", lead=lead, modality="must_not", predicate="copy")
    world.points[-1]["sentence"] = "Contractors must not copy customer data to private laptops."
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0), verdicts).examples
    bans = [r for r in rows(made, "answerable") if r["recipe"] == "bans"]
    assert bans
    for row in bans:
        assert {e["text"] for e in row["evidence"]} == {item, lead}
        assert "“Contractors must not … copy customer data to private laptops.”" in answer(row)


def test_a_half_of_a_sentence_is_quoted_with_its_subject_and_rests_on_the_whole(world: World) -> None:
    rule = "Customer data is stored on our servers and must not be copied to private laptops."
    page = world.page("Customer data", [rule])
    world.point(page, rule, "prohibition", "must not be copied", form="shared", modality="must_not", predicate="copy")
    world.points[-1]["sentence"] = "Customer data must not be copied to private laptops."
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0), verdicts).examples
    bans = [r for r in rows(made, "answerable") if r["recipe"] == "bans"]
    assert bans
    for row in bans:
        assert [e["text"] for e in row["evidence"]] == [rule]
        assert "“Customer data … must not be copied to private laptops.”" in answer(row)
    hidden = [with_(row, answer=answer(row).replace(" … ", " ")) for row in bans]
    for row in hidden:
        row["example"] = content_id([row["messages"], row["situation"], row["behaviour"], json.loads(row["claim"])])
    reasons = verdicts(documents, passages)(pl.DataFrame(hidden, schema=made.schema))["reason"].to_list()
    assert set(reasons) == {"a quotation hides what it leaves out"}


FLIGHT = "Flights must be booked at least 14 days before departure unless a machine of a customer is down."


def test_an_amount_beside_an_unless_is_asked_about_where_that_does_not_hold(world: World) -> None:
    page = world.page("Flights", [FLIGHT])
    world.point(page, FLIGHT, "limit", "at least 14 days", modality="must", predicate="book", comparator="at_least",
                value=14.0, value_text="14 days", unit="day", scope="rule", marker="unless",
                clause="a machine of a customer is down")  # fmt: skip
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0), verdicts).examples
    verifier = Verifier(documents, passages)
    for situation in ("inside_limit", "at_limit", "outside_limit"):
        (row,) = [r for r in rows(made, situation) if r["recipe"] == "limits"]
        denied = " if a machine of a customer isn't down"
        assert denied in row["messages"][1]["content"]
        for other in ("", " if a machine of a customer is down"):
            messages = [dict(m) for m in row["messages"]]
            messages[1]["content"] = messages[1]["content"].replace(denied, other)
            changed = {**row, "messages": messages}
            changed["example"] = content_id([messages, row["situation"], row["behaviour"], json.loads(row["claim"])])
            assert verifier.reason(row) is None
            assert "exception" in str(verifier.reason(changed)) or "condition" in str(verifier.reason(changed))


def test_what_is_excepted_by_a_phrase_is_asked_for(world: World) -> None:
    rule, other = (
        "Records of visits are never shared, except photographs of the gate.",
        "The freeze does not apply to repairs.",
    )
    page = world.page("Records", [rule, other])
    world.point(page, rule, "exception", "except photographs of the gate", modality="fact", predicate="share",
                marker="except", clause="photographs of the gate")  # fmt: skip
    world.point(page, other, "exception", "does not apply to repairs", modality="fact", predicate="apply",
                marker="does not apply to", clause="repairs")  # fmt: skip
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0), verdicts).examples
    (freeze,) = [r for r in rows(made, "exception_applies") if r["recipe"] == "not_applied"]
    assert "oes the freeze apply to repairs?" in question(freeze)
    assert answer(freeze).startswith("No")
    (shared,) = [r for r in rows(made, "answerable") if r["recipe"] == "excepted"]
    assert "excepted from the rule that records of visits are never shared" in question(shared)


def test_how_long_to_wait_is_no_amount_to_stay_below(world: World) -> None:
    rule = "You may not pay an invoice for at least 3 days after a report."
    page = world.page("Reports", [rule])
    world.point(page, rule, "limit", "for at least 3 days", modality="must_not", predicate="pay", comparator="at_least",
                value=3.0, value_text="3 days", unit="day", scope="rule")  # fmt: skip
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0)).examples
    assert not [r for s in ("inside_limit", "at_limit", "outside_limit") for r in rows(made, s)]


def test_a_name_in_an_address_stays_a_name(world: World) -> None:
    world.page("Addresses", ["Aldovar answers letters. Write to desk@aldovar.example or see aldovar.example/help."])
    corpus = Corpus(*world.frames()[:2])
    assert "aldovar" not in corpus.common_words
    assert "letters" in corpus.common_words


def test_a_name_that_is_a_command_too_stays_a_name(world: World) -> None:
    world.page("Tools", ["Run Aldovar at night and read what Aldovar says. It starts as aldovar in a shell."])
    assert "aldovar" not in Corpus(*world.frames()[:2]).common_words


def test_what_was_done_within_another_time_is_superseded_too(world: World) -> None:
    sentence = "Deposits for keys are paid back within 28 days of the request."
    for revision, days in ((0, 28), (1, 42)):
        said = sentence.replace("28", str(days))
        page = world.page("Deposits", [said], revision=revision, item="deposits")
        world.limit(page, said, f"within {days} days", predicate="pay", value=float(days), value_text=f"{days} days",
                    unit="day", comparator="at_most", modality="fact", scope="rule")  # fmt: skip
    (row,) = rows(world.generate(refusal_budget=0.9).examples, "superseded")
    assert "within 42 days of the request" in question(row)


def test_a_later_clause_takes_up_what_is_known_but_no_name(world: World) -> None:
    whole = "Yoghurt is tested by two clerks; desserts have to be released by the Dairy Manager."
    other = "Yoghurt is tested by two clerks; desserts have to be released by the manager."
    for title, said in (("Tests", whole), ("Other tests", other)):
        later = said.partition("; ")[2]
        by = later.rpartition(" by ")[2].rstrip(".")
        world.point(
            world.page(title, [said]), later, "role", f"released by {by}", modality="must", predicate="release", role=by
        )
    made = world.generate()
    assert {r["section"].partition(" > ")[0] for r in rows(made.examples, "answerable")} == {"Tests"}
    assert "its premise stands in what is said before" in made.uncovered["reason"].to_list()


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("If a tin is dented, call the dairy.", False),
        ("Tins may be dented.", True),
        ("Where in doubt, ask. Tins rust.", True),
    ],
)
def test_what_is_commanded_in_a_case_is_not_asked_without_it(world: World, before: str, asked: bool) -> None:
    ban = "Do not open the tins of the dairy yourself."
    page = world.page("Tins of the dairy", [before, ban])
    point = world.point(page, ban, "prohibition", "Do not open", modality="must_not", predicate="open", subject="you")
    assert (point in world.generate().examples["point"].to_list()) == asked


def test_beside_a_long_passage_there_is_room_for_one_that_resembles_it_less(world: World) -> None:
    about = "Annual leave and the leave year are discussed with the team at length in every season of the year. "
    leave_limit(world, world.page("Annual leave", [about * 10, LEAVE]))
    for n in range(14):
        world.page(f"Annual leave {n}", [about * 5, f"It is the talk of hall {n}."])
    made = world.generate(context_characters=1500, distractors=(1, 2)).examples
    (row,) = [r for r in rows(made, "inside_limit")][:1]
    assert len(row["context"]) == 2
    assert sum(len(part["text"]) for part in row["context"]) < 1500
    # without the long passage there would be room for others, and the length of the prompt would tell
    absent = [json.loads(claim)["proof"] == "absent" for claim in made["claim"]]
    assert LEAVE not in str(made.filter(pl.Series(absent))["evidence"].to_list())
