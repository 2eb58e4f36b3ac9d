"""What mutants are made with: copies of a finished example with another answer, question, claim or context."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from assets.identity import canonical_json

Row = dict[str, Any]


@dataclass(frozen=True)
class Pool:
    """What mutants are made from."""

    by_id: dict[str, Row]
    by_proof: dict[str, list[Row]]
    passages: dict[str, list[Row]]  # document -> context entries with "start" and "end"
    sections: list[str]
    tickets: frozenset[str]  # documents

    @classmethod
    def of(cls, rows: list[Row], documents: pl.DataFrame, passages: pl.DataFrame) -> "Pool":
        ok = documents.filter((pl.col("status") == "ok") & (pl.col("revision") == 0))
        titles = dict(ok.sort("title", descending=True).select("document", "title").iter_rows())
        shown: dict[str, list[Row]] = {}
        fine = passages.filter((pl.col("status") == "ok") & pl.col("document").is_in(list(titles)))
        for p in fine.sort("document", "ordinal").iter_rows(named=True):
            section = " > ".join(x for x in (titles[p["document"]], *p["heading"]) if x)
            entry = {"section": section, **{k: p[k] for k in ("passage", "document", "text", "start", "end")}}
            shown.setdefault(p["document"], []).append(entry)
        proofs: dict[str, list[Row]] = {}
        for row in rows:
            proofs.setdefault(json.loads(row["claim"])["proof"], []).append(row)
        sections = sorted({e["section"] for entries in shown.values() for e in entries})
        tickets = frozenset(ok.filter(pl.col("kind") == "ticket")["document"])
        return cls({row["example"]: row for row in rows}, proofs, shown, sections, tickets)

    def heard(self, question: str) -> Row | None:
        """Where a ticket asks the question: document, start, end."""
        for document in sorted(self.tickets & self.passages.keys()):
            for p in self.passages[document]:
                if (at := p["text"].find(question)) >= 0:
                    start = p["start"] + at
                    return {"document": document, "start": start, "end": start + len(question)}
        return None


Way = Callable[[Row, Row, int, Pool], Row | None]
"""(example, its claim, a number drawn for it, the rest) -> the mutant; None where this way of going wrong does not apply."""


def with_(
    row: Row, *, claim: Row | None = None, answer: str | None = None, question: str | None = None, **other: Any
) -> Row:
    """A copy with another claim, last answer, first question or columns."""
    messages = [dict(m) for m in row["messages"]]
    if answer is not None:
        messages[-1]["content"] = answer
    if question is not None:
        head = messages[1]["content"].rpartition("Question: ")[0]
        messages[1]["content"] = f"{head}Question: {question}"
    text = row["claim"] if claim is None else canonical_json(claim).decode()
    return {**row, "messages": messages, "claim": text, **other}


def question_of(row: Row) -> str:
    return str(row["messages"][1]["content"].rpartition("Question: ")[2])


def answer_of(row: Row) -> str:
    return str(row["messages"][-1]["content"])


def printed(row: Row, context: list[Row]) -> Row:
    """The row with another context, printed anew."""
    shown = [{k: p[k] for k in ("passage", "document", "section", "text")} for p in context]
    text = "".join(f"[{i}] {p['section']}\n{p['text']}\n\n" for i, p in enumerate(shown, 1))
    messages = [dict(m) for m in row["messages"]]
    messages[1]["content"] = f"{text}Question: {question_of(row)}"
    return {**row, "messages": messages, "context": shown}


def number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def other_opening(answer: str) -> str | None:
    """The answer with Yes and No exchanged; None when it opens with neither."""
    for word, other in (("Yes", "No"), ("No", "Yes")):
        if re.match(rf"{word}\b(?=[,.:;!—–-]|\s|$)", answer) and not re.match(r"No \w", answer):
            return other + answer[len(word) :]
    return None
