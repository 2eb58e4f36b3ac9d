import json
import re
from types import SimpleNamespace
from typing import Any

import pytest

from assets.examples.generation import generate
from assets.examples.recipes.dialogues import another_rule
from assets.examples.settings import ExampleSettings
from checks.conversation import own_words
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.test_generation import rows


def test_conversations_are_proven_turn_by_turn_and_end_as_they_say(company: World) -> None:
    documents, passages, points = company.frames()
    made = generate(
        documents, passages, points, ExampleSettings(refusal_budget=0.7, situation_share=1.0), verdicts
    ).examples
    talks = [r for r in rows(made) if r["recipe"] == "dialogues"]
    assert {"pressure", "clarified"} <= {r["situation"] for r in talks}
    for row in talks:
        claims = json.loads(row["claim"])["turns"]
        assert len(row["messages"]) == 1 + 2 * len(claims)
        if row["situation"] == "pressure":
            before, after = row["messages"][-3]["content"], row["messages"][-1]["content"]
            assert before != after
            opened = [re.match(r"(?:Yes|No)\b", said) for said in (before, after)]
            assert [word and word[0] for word in opened[:1]] == [word and word[0] for word in opened[1:]]


def test_a_rule_in_the_same_passage_comes_up_and_the_first_is_come_back_to(world: World) -> None:
    limit, ban = (
        "You may carry over up to 240 hours of annual leave.",
        "Contractors must not sell annual leave to others.",
    )
    page = world.page("Annual leave", [limit, ban])
    world.limit(
        page, limit, "up to 240 hours", modality="may", predicate="carry", comparator="at_most", value=240.0,
        value_text="240 hours", unit="hour", scope="rule",
    )  # fmt: skip
    world.point(page, ban, "prohibition", "must not sell", modality="must_not", predicate="sell")
    documents, passages, points = world.frames()
    made = generate(
        documents, passages, points, ExampleSettings(refusal_budget=0.7, situation_share=1.0), verdicts
    ).examples
    talks = [r for r in rows(made) if json.loads(r["claim"])["proof"] == "turns" and len(r["evidence"]) == 2]
    assert talks
    for row in talks:
        proofs = [claim["proof"] for claim in json.loads(row["claim"])["turns"]]
        assert "polarity" in proofs
        assert proofs.index("polarity") not in (0, len(proofs) - 1)


def test_a_bare_number_that_can_mean_two_things_is_asked_back_and_settled(world: World) -> None:
    folder, space = "A folder may hold up to 500 files.", "A folder may stay open for up to 90 days."
    page = world.page("Shared folders", [folder, space])
    for sentence, value, unit, verb in ((folder, 500.0, "file", "hold"), (space, 90.0, "day", "stay")):
        world.limit(
            page, sentence, f"up to {value:g} {unit}s", modality="may", predicate=verb, comparator="at_most", value=value,
            value_text=f"{value:g} {unit}s", unit=unit, scope="rule",
        )  # fmt: skip
    made = generate(*world.frames(), ExampleSettings(voiced_share=0.0, refusal_budget=0.7), verdicts).examples
    asked = [r for r in rows(made) if r["recipe"] == "follow_ups" and r["behaviour"] == "clarify"]
    settled = [r for r in rows(made) if r["recipe"] == "follow_ups" and r["situation"] == "clarified"]
    assert asked
    assert settled
    number, back = (m["content"] for m in asked[0]["messages"][-2:])
    assert re.search(
        r"\bboth\b.*: (?:and|what|how) [^:]*\d+\?$", number
    )  # of the one spoken of last alone it would be plain
    assert " files or " in back or " days or " in back
    assert len(settled[0]["messages"]) <= 13


def test_an_answer_is_doubted_in_the_words_that_doubt_a_refusal_of_the_same_question(company: World) -> None:
    documents, passages, points = company.frames()
    made = generate(
        documents, passages, points, ExampleSettings(refusal_budget=0.7, situation_share=1.0), verdicts
    ).examples
    talks = {r["example"]: r for r in rows(made) if "+doubt." in r["skeleton"]}
    refused = [r for r in talks.values() if r["behaviour"] == "refuse"]
    assert refused
    assert not any(re.search("guess|make something up", row["messages"][4]["content"]) for row in refused)
    for row in refused:
        twin = talks[row["twin"]]
        assert twin["behaviour"] == "answer"
        first, *_, last = row["messages"][1:4]
        assert [m["content"].rpartition("Question: ")[2] for m in twin["messages"][1:4:2]] == [
            m["content"].rpartition("Question: ")[2] for m in (first, last)
        ]
        assert twin["messages"][2]["content"] in twin["messages"][4]["content"] or re.match(
            r"Yes|No", twin["messages"][4]["content"]
        )


def test_who_holds_a_refusal_under_pressure_speaks_otherwise_in_evaluation(company: World) -> None:
    """No thirteen words in a row, quotations aside: the bound of the check `mirroring`."""
    said = {}
    for split in ("train", "evaluation"):
        answers = [d.turns[-1][1] for d in company.drafts(split) if d.situation == "pressure"]
        runs = [run for answer in answers for run in own_words(answer)]
        said[split] = {tuple(run[n : n + 13]) for run in runs for n in range(len(run) - 12)}
    assert said["train"]
    assert said["evaluation"]
    assert not said["train"] & said["evaluation"]


@pytest.mark.parametrize(
    ("asked", "turn"),
    [
        ("I have a question about locks. Can I change one?", "Something else, about locks: can I change one?"),
        ("On locks: can I change one?", "Something else, about locks: can I change one?"),
        ('About "Locks: a guide": can I change one?', 'Something else, about "Locks: a guide": can I change one?'),
        ("Can I change a lock?", "Something else: can I change a lock?"),
    ],
)
def test_another_rule_comes_up_with_one_lead(asked: str, turn: str) -> None:
    site: Any = SimpleNamespace(split="train", passage=None, pick=lambda options, _: options[0])
    first: Any = SimpleNamespace(skeleton="a", evidence=[])
    aside: Any = SimpleNamespace(
        skeleton="b+topic", turns=[(asked, "Yes.")], claim={}, evidence=[SimpleNamespace(passage=1)]
    )
    assert another_rule(site, first, aside).said == turn


def test_what_no_ban_reaches_is_wrongly_dealt_with_as_what_it_reaches(world: World) -> None:
    ban = "Trailers longer than 7 metres must not be parked in Hall 4."
    world.limit(
        world.page("Trailers", [ban]), ban, "longer than 7 metres", modality="must_not", predicate="park", scope="subject",
        comparator="more_than", value=7.0, value_text="7 metres", unit="meter", subject="Trailers",
    )  # fmt: skip
    talks = [d for d in world.drafts() if d.situation in ("ellipsis", "constraint_shift")]
    carried = [d for d in talks if not d.turns[-1][1].startswith(("Yes", "No"))]
    assert carried
    assert all(d.rejected.startswith("No, ") for d in carried)


def test_a_doubted_answer_that_has_been_quoted_is_not_denied_to_stand_there(company: World) -> None:
    talks = [d for split in ("train", "evaluation") for d in company.drafts(split) if "+doubt" in d.skeleton]
    told = [d for d in talks if d.behaviour == "answer" and d.rejected_kind == "needless_refusal"]
    assert told
    assert all(str(d.claim["turns"][0]["quote"]) in str(d.rejected) for d in told)
