import json
from typing import Any

import pytest

from assets.decisions.records import COMPARATORS, OBLIGATIONS
from bench.decisions import LABELS, ROOT, agrees, frames, meets, stale

RULE = {"kind": "condition", "start": 10, "end": 40}
POINT = {
    "kind": "condition", "start": 12, "end": 30, "form": "sentence", "lead": None, "marker": "if", "clause": "you leave early",
    "value": None, "comparator": None, "unit": None,
}  # fmt: skip


def labels() -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    return [row for row in rows if (ROOT / row["file"]).exists()]


def test_labels_point_at_the_text_that_was_labelled() -> None:
    documents, _ = frames(sorted({row["file"] for row in labels()}))
    texts = dict(documents.select("path", "text").iter_rows())
    assert not [row["file"] for row in labels() if stale(row, texts[row["file"]])]
    assert stale({**labels()[0], "digest": "0" * 12}, texts[labels()[0]["file"]])


def test_labels_are_well_formed() -> None:
    for row in labels():
        for rule in row["points"]:
            assert row["start"] <= rule["start"] < rule["end"] <= row["end"]
            assert set(rule["owes"]) <= set(OBLIGATIONS[rule["kind"]])
            assert rule.get("comparator", "exactly") in COMPARATORS


@pytest.mark.parametrize(
    ("change", "met"),
    [({}, True), ({"kind": "role"}, False), ({"start": 40, "end": 50}, False)],
)
def test_a_point_meets_a_rule_of_its_kind_and_place(change: dict[str, Any], met: bool) -> None:
    assert meets(POINT | change, RULE, "If you leave early") == met


def test_an_item_meets_the_rule_of_its_lead_in() -> None:
    item = POINT | {"start": 90, "end": 99, "form": "joined", "lead": "If you leave early:"}
    assert meets(item, RULE, "If you leave early")


@pytest.mark.parametrize(
    ("change", "rule", "right"),
    [
        ({}, {}, True),
        ({"clause": "you"}, {}, False),
        ({"kind": "limit", "value": 3.0, "unit": "day"}, {"value": 3.0, "unit": "day"}, True),
        ({"kind": "limit", "value": 3.0, "unit": "day"}, {"value": 3.0, "unit": "week"}, False),
    ],
)
def test_a_point_agrees_in_value_and_clause(change: dict[str, Any], rule: dict[str, Any], right: bool) -> None:
    assert agrees(POINT | change, RULE | rule, "If you leave early") == right
