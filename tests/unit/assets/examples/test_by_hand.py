"""Hand-written cases: what is wrong with a file is named, and a case whose words are gone is kept out."""

import json

import polars as pl
import pytest

from assets.examples.by_hand import BadCases, handwritten, read_questions
from assets.examples.settings import ExampleSettings

CASE = {
    "id": "a", "situation": "ellipsis", "behaviour": "answer", "question": "And visitors?", "answer": "No.",
    "before": [{"question": "May I keep a parrot?", "answer": "Yes."}],
    "evidence": [{"section": "Pets > Visitors", "quote": "Visitors may not keep a parrot."}], "topic": [],
    "polarity": "no", "needs": [], "denied": "",
}  # fmt: skip
TEXTS = {
    "Staff": "Staff may keep a parrot.",
    "Visitors": "Visitors may not keep a parrot.",
    "Fish": "Fish are for staff.",
}


@pytest.fixture
def corpus() -> tuple[pl.DataFrame, pl.DataFrame]:
    documents = pl.DataFrame(
        [{"source": "wiki", "item": "i", "revision": 0, "kind": "wiki", "document": "d", "title": "Pets",
          "text": "\n".join(TEXTS.values()), "status": "ok"}]
    )  # fmt: skip
    passages = pl.DataFrame(
        [
            {"document": "d", "ordinal": n, "passage": heading, "heading": [heading], "text": text, "start": 0,
             "end": len(text), "line": n, "status": "ok"}
            for n, (heading, text) in enumerate(TEXTS.items())
        ]
    )  # fmt: skip
    return documents, passages


def written(tmp_path, *cases):
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in cases))
    return read_questions(file)


def test_a_case_is_asked_over_the_passages_that_decide_and_others(tmp_path, corpus):
    made = handwritten(written(tmp_path, CASE), *corpus, ExampleSettings())
    (row,) = made.to_dicts()
    roles = [m["role"] for m in row["messages"]]
    assert roles == ["system", "user", "assistant", "user", "assistant"]
    first, last = row["messages"][1]["content"], row["messages"][-2:]
    assert "Pets > Visitors\nVisitors may not keep a parrot." in first
    assert first.count("] Pets > ") > 1
    assert first.endswith("Question: May I keep a parrot?")
    assert [m["content"] for m in last] == ["And visitors?", "No. “Visitors may not keep a parrot.” [Pets > Visitors]"]
    assert row["reason"] is None


def test_a_case_whose_words_are_gone_is_named_and_not_asked(tmp_path, corpus):
    documents, passages = corpus
    changed = passages.with_columns(pl.col("text").str.replace("may not keep", "must not keep"))
    other = {**CASE, "id": "b", "evidence": [], "topic": ["Pets > Staff"]}
    made = handwritten(written(tmp_path, CASE, other), documents, changed, ExampleSettings()).to_dicts()
    assert [(row["case"], bool(row["messages"]), row["reason"]) for row in made] == [
        ("a", False, "the documents do not hold its words in Pets > Visitors"),
        ("b", True, None),
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"hint": "secret"}, "line 2: hint: Extra inputs"),
        ({"polarity": "perhaps"}, "line 2: polarity"),
        ({"question": None}, "line 2: question"),
        ({"id": "a"}, "line 2: the id stands in an earlier line"),
    ],
)
def test_a_mistake_is_named_without_the_text(tmp_path, change, told):
    with pytest.raises(BadCases, match=told) as raised:
        written(tmp_path, CASE, {**CASE, "id": "b", **change})
    assert "secret" not in str(raised.value)
    assert "perhaps" not in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadCases, match=r"none\.jsonl"):
        read_questions(tmp_path / "none.jsonl")
