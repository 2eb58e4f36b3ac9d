"""The JSON Lines forms of examples, as TRL reads them: conversational SFT, DPO preferences, KTO judgements; and the
held-out cases. One row per example, in the order of the frame; equal frames give equal bytes."""

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from assets.examples.records import RANKS
from assets.identity import canonical_json

Row = dict[str, Any]

SFT_COLUMNS = {"messages": "list[{role, content}]"}
PREFERENCE_COLUMNS = {
    **{name: "list[{role, content}]" for name in ("prompt", "chosen", "rejected")},
    "kind": "string, of the rejected answer: partial, needless_refusal, overconfidence, fabrication",
    "rank": "integer, how far it stands below the chosen one (assets/examples/records.py: RANKS)",
}
EVALUATION_COLUMNS = {
    "messages": "list[{role, content}], without the last answer",
    **{name: "string" for name in ("example", "expected", "situation", "behaviour", "point", "twin", "document")},
}


def sft(examples: pl.DataFrame) -> list[Row]:
    """`{"messages": [...]}` per example (Examples schema)."""
    return [{"messages": messages} for messages in examples["messages"].to_list()]


def preferences(examples: pl.DataFrame) -> list[Row]:
    """`{"prompt", "chosen", "rejected"}`, each a list of messages, with `kind` and `rank`: one row per rejected answer of an
    example, the lowest rank first. TRL leaves the last two columns alone."""
    return [
        {
            "prompt": row["messages"][:-1],
            "chosen": row["messages"][-1:],
            "rejected": [_answer(answer)],
            "kind": kind,
            "rank": RANKS[kind],
        }
        for row in _paired(examples)
        for answer, kind in _worse(row)
    ]


def judgements(examples: pl.DataFrame) -> list[Row]:
    """`{"prompt", "completion", "label"}`: the right answer of every example (true), each rejected one (false)."""
    right = [
        {"prompt": messages[:-1], "completion": messages[-1:], "label": True}
        for messages in examples["messages"].to_list()
    ]
    wrong = [
        {"prompt": row["messages"][:-1], "completion": [_answer(answer)], "label": False}
        for row in _paired(examples)
        for answer, _ in _worse(row)
    ]
    return right + wrong


def cases(examples: pl.DataFrame) -> list[Row]:
    """Held-out cases: the messages before the last answer, the expected answer, and what the case is about."""
    named = ("example", "situation", "behaviour", "point", "twin", "document")
    return [
        {
            "messages": row["messages"][:-1],
            "expected": row["messages"][-1]["content"],
            **{name: row[name] for name in named},
        }
        for row in examples.iter_rows(named=True)
    ]


def lines(rows: Iterable[Row]) -> bytes:
    """One canonical JSON object a line, UTF-8."""
    return b"".join(canonical_json(row) + b"\n" for row in rows)


FORMATS: dict[str, Callable[[pl.DataFrame], list[Row]]] = {
    "trl-sft": sft,
    "trl-dpo": preferences,
    "trl-kto": judgements,
}


def _paired(examples: pl.DataFrame) -> Iterable[Row]:
    return examples.filter(pl.col("rejected").is_not_null()).iter_rows(named=True)


def _worse(row: Row) -> list[tuple[str, str]]:
    """The rejected answers of an example with their kinds, the lowest rank first."""
    found = [(other["answer"], other["kind"]) for other in row["also_rejected"]]
    return sorted([*found, (row["rejected"], row["rejected_kind"])], key=lambda worse: RANKS[worse[1]])


def _answer(content: str) -> dict[str, str]:
    return {"role": "assistant", "content": content}
