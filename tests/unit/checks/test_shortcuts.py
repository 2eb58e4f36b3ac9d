"""The audit fails for each cue that gives a label away, passes where only the evidence decides, and says how sure it is."""

import json

import polars as pl
import pytest

from assets.examples.records import Examples
from checks import shortcuts
from checks.results import result_bytes

THINGS = ["leave", "gifts", "travel", "laptops", "parking", "visitors", "training", "meals", "phones", "keys"]


def pairs(
    question=("How many {}?",) * 2,
    passages=(3, 3),
    skeleton=("how_many",) * 2,
    situation="undocumented",
    proof="absent",
):
    """Forty pairs in ten groups: an answered question, and the same over other passages, refused."""
    rows = []
    for number in range(40):
        thing = THINGS[number % 10]
        for side, behaviour in enumerate(("answer", "refuse")):
            context = [
                {"passage": f"{number} {side} {n}", "document": "d", "section": "s", "text": "word " * 20}
                for n in range(passages[side])
            ]
            rows.append(
                {
                    "example": f"{number:02} {side}", "split": "train", "situation": (situation, "answerable")[not side],
                    "behaviour": behaviour, "recipe": "r", "skeleton": skeleton[side], "kind": "wiki", "document": "d",
                    "section": "s", "point": "", "cell": "", "twin": f"{number:02} 0" if side else "", "group": thing,
                    "messages": [
                        {"role": "user", "content": f"Question: {question[side].format(thing)}"},
                        {"role": "assistant", "content": "Because."},
                    ],
                    "context": context, "evidence": [], "claim": json.dumps({"proof": proof}), "rejected": None,
                    "rejected_kind": None, "also_rejected": [],
                }
            )  # fmt: skip
    full = {name: None for name in Examples.column_names()}
    return Examples.cast(pl.DataFrame([{**full, **row} for row in rows], infer_schema_length=None))


def failed(result):
    return {e.name for e in result.expectations if not e.passed}


def test_nothing_but_the_evidence_decides():
    result = shortcuts.check(pairs())
    assert result.passed
    assert not failed(result)
    assert {row["auc"] for row in result.evidence["cues"]} == {0.5}
    assert result_bytes(result) == result_bytes(shortcuts.check(pairs().reverse()))


@pytest.mark.parametrize(
    ("cue", "given_away"),
    [
        ("question", {"question": ("How many {}?", "Tell me how many {}.")}),
        ("length", {"passages": (3, 2)}),
        ("phrasing", {"skeleton": ("how_many", "tell_how_many")}),
    ],
)
def test_a_cue_that_gives_the_label_away_stops_the_version(cue, given_away):
    result = shortcuts.check(pairs(**given_away))
    assert f"{cue}_evidence" in failed(result)
    assert not result.passed


def test_where_the_question_decides_its_phrasing_only_warns_and_the_situation_is_named():
    result = shortcuts.check(pairs(skeleton=("who", "heard"), situation="false_premise", proof="premise"))
    assert failed(result) == {"phrasing_all"}
    assert result.passed
    assert result.evidence["phrasing_by_situation"] == [{"situation": "false_premise", "pairs": 40, "given_away": 1.0}]


def test_a_few_pairs_do_not_fail_by_chance():
    longer = pl.col("example").is_in([f"{n:02} 1" for n in range(0, 40, 3)])
    more = pl.concat_list("context", "context")
    result = shortcuts.check(pairs().with_columns(context=pl.when(longer).then(more).otherwise("context")))
    cue = next(r for r in result.evidence["cues"] if (r["pairs_that_differ_in"], r["cue"]) == ("evidence", "length"))
    assert cue["low"] < cue["auc"] < cue["high"]


def test_too_few_pairs_are_shown_and_not_judged():
    few = pairs(passages=(3, 2)).head(2 * (shortcuts.ENOUGH - 1))
    result = shortcuts.check(few)
    assert result.passed
    assert {row["pairs"] for row in result.evidence["cues"]} == {shortcuts.ENOUGH - 1}


def test_without_pairs_there_is_nothing_to_guess():
    assert shortcuts.check(pairs().filter(pl.col("twin") == "")).passed
    assert shortcuts.check(pairs().clear()).passed
