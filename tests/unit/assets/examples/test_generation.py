import json
from typing import Any

import polars as pl

from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from tests.unit.assets.examples.conftest import LEAVE, World, leave_limit


def rows(frame: pl.DataFrame, situation: str = "") -> list[dict[str, Any]]:
    found = frame.to_dicts()
    return [r for r in found if not situation or r["situation"] == situation]


def question(row: dict[str, Any]) -> str:
    return str(row["messages"][1]["content"]).split("Question: ")[-1]


def answer(row: dict[str, Any]) -> str:
    return str(row["messages"][-1]["content"])


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
            assert (evidence["passage"] in context) == (row["situation"] != "undocumented")
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
    assert set(made.uncovered["reason"]) == {"another document gives another value"}
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
    def prove(examples: pl.DataFrame, _documents: pl.DataFrame, _passages: pl.DataFrame) -> pl.DataFrame:
        bad = pl.col("situation").cast(pl.String) == "at_limit"
        return examples.select("example", ok=~bad, reason=pl.when(bad).then(pl.lit("no")))

    made = generate(*company.frames(), ExampleSettings(), prove)
    assert "at_limit" not in set(made.examples["situation"].cast(pl.String))
    assert "proof failed: no" in set(made.uncovered["reason"])


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


def test_at_a_strict_limit_the_answer_is_no_and_says_why(world: World) -> None:
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
    assert answer(row).startswith("No")
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
