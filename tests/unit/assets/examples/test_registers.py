import re
from dataclasses import replace

import pytest

from assets.examples.generation import generate
from assets.examples.registers import HELD_OUT, give_voices, revoiced
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts, verify
from tests.unit.assets.examples.conftest import World, leave_limit
from tests.unit.assets.examples.test_generation import answer, question, rows


def test_voices_are_proven_and_keep_numbers_and_answers(company: World) -> None:
    documents, passages, points = company.frames()
    plain = {
        (r["point"], r["claim"], answer(r)): r
        for r in rows(company.generate(voiced_share=0.0, refusal_budget=0.7).examples)
    }
    settings = ExampleSettings(voiced_share=1.0, refusal_budget=0.7)
    made = generate(documents, passages, points, settings, verdicts).examples
    assert {r["register"] for r in plain.values()} == {"neutral"}
    assert len(set(made["register"])) > 2
    for row in rows(made):
        neutral = plain[row["point"], row["claim"], answer(row)]
        assert re.findall(r"\d+", question(row)) == re.findall(r"\d+", question(neutral))
    assert verify(made, documents, passages)["ok"].all()


def test_twins_speak_alike_or_one_is_neutral(company: World) -> None:
    made = {r["example"]: r for r in rows(company.generate(voiced_share=1.0, refusal_budget=0.7).examples)}
    pairs = {(r["register"], made[r["twin"]]["register"]) for r in made.values() if r["twin"]}
    assert any(one != "neutral" for one, _ in pairs)
    assert all(one == other or "neutral" in (one, other) for one, other in pairs)


def test_a_voice_that_is_not_proven_falls_back_to_the_neutral_one(world: World) -> None:
    leave_limit(
        world,
        world.page("Annual leave", ["You may carry over up to 240 hours of annual leave to the next leave year."]),
    )
    kept: list[str] = []

    def failing(examples: object) -> frozenset[str]:
        voiced = [d.example for d in examples if d.register != "neutral"]  # type: ignore[attr-defined]
        kept.append(str(len(voiced)))
        return frozenset(voiced)

    drafts = world.drafts()
    spoken = give_voices(drafts, 1.0, failing)
    assert kept[0] != "0"
    assert {d.register for d in spoken} == {"neutral"}
    assert len(spoken) == len(drafts)


@pytest.mark.parametrize(
    "register", ["terse", "chatty", "rambling", "typos", "second_language", "indirect", "hearsay", "yes_no"]
)
def test_training_and_evaluation_use_other_wrappers(company: World, register: str) -> None:
    skeletons = []
    for split in ("train", "evaluation"):
        voiced = [v for d in company.drafts(split) if (v := revoiced(d, register)) is not None]
        assert voiced
        assert all(v.register == register for v in voiced)
        skeletons.append({v.skeleton for v in voiced})
    assert not skeletons[0] & skeletons[1]


def test_some_voices_are_kept_for_evaluation(company: World) -> None:
    drafts = [d for split in ("train", "evaluation") for d in company.drafts(split)]
    spoken = give_voices(drafts, 1.0, lambda _: frozenset())
    heard = {split: {d.register for d in spoken if d.split == split} for split in ("train", "evaluation")}
    assert not heard["train"] & set(HELD_OUT)
    assert heard["evaluation"] & set(HELD_OUT)


def test_no_voice_changes_what_is_quoted_or_named_as_the_topic(company: World) -> None:
    title = 'On oars in "Boats, oars & the harbour": '
    said = {}
    for plain in company.drafts("evaluation"):
        asked = title + plain.turns[0][0]
        draft = replace(plain, skeleton="value.x+topic", recipe="who", turns=((asked, "It is so."),))
        for register in ("typos", "second_language", "terse"):
            if (voiced := revoiced(draft, register)) is not None:
                said[register] = voiced.turns[0][0]
                assert '"Boats, oars & the harbour"' in said[register]
                assert said[register].lower().startswith(title.lower())
    assert said.keys() == {"typos", "second_language", "terse"}


def test_nobody_disagrees_about_what_a_table_says(company: World) -> None:
    drafts = [replace(d, recipe="cells") for d in company.drafts("evaluation")]
    assert not any(revoiced(d, "hearsay") for d in drafts)


def test_who_wants_a_yes_or_a_no_gets_one_where_there_is_one(company: World) -> None:
    draft = next(d for d in company.drafts() if d.behaviour == "answer" and revoiced(d, "yes_no") is not None)
    question = draft.turns[0][0]
    assert revoiced(replace(draft, turns=((question, "That is wrong: [Rules] says otherwise."),)), "yes_no") is None
    unclear = replace(draft, turns=((question, "That depends: is it raining?"),), behaviour="clarify")
    assert revoiced(unclear, "yes_no") is not None
