import json
import re

from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
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
            assert bool(re.match(r"No[.,:]", before)) == bool(re.match(r"No[.,:]", after))
            assert not after.startswith("Yes")


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
