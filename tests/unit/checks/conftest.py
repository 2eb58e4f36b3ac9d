"""A small good day: two documents, six rules, their examples, as the lake would hold them."""

from dataclasses import dataclass, fields, replace

import polars as pl
import pytest

from assets.decisions.records import DecisionPoints
from assets.examples.records import Demand, Examples, Handwritten, Rephrasings, Uncovered
from assets.identity import canonical_json, content_id, sha256
from assets.privacy.records import Documents, Findings, Passages
from checks.settings import CoverageSettings

RULES = {  # heading -> (title, sentence, amount)
    "Desks": ("Expenses", "Staff may spend up to $500 on a desk.", 500),
    "Books": ("Expenses", "Teams can order books for at most $90 each.", 90),
    "Chairs": ("Expenses", "A replacement chair costs $250 or less.", 250),
    "Hotels": ("Travel", "Hotel nights must stay below $180 in every city.", 180),
    "Trains": ("Travel", "Rail tickets over $120 need a manager.", 120),
    "Taxis": ("Travel", "Reimburse taxi rides up to $40.", 40),
}
HELD_OUT = ("Trains", "Taxis")


@dataclass(frozen=True)
class Day:
    """The tables of a day; `with_examples` changes rows of one of them."""

    documents: pl.DataFrame
    passages: pl.DataFrame
    findings: pl.DataFrame
    decision_points: pl.DataFrame
    examples: pl.DataFrame
    uncovered: pl.DataFrame
    handwritten: pl.DataFrame
    demand: pl.DataFrame
    rephrasings: pl.DataFrame

    def tables(self) -> dict[str, pl.DataFrame]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def changed(self, table: str, where: pl.Expr, **values: object) -> "Day":
        """The same day with other values in the rows of a table that `where` selects."""
        frame: pl.DataFrame = getattr(self, table)
        rows = frame.with_columns(_chosen=where.fill_null(False)).to_dicts()
        new = [{**row, **values} if row["_chosen"] else row for row in rows]
        schema = {name: pl.String if isinstance(kind, pl.Enum) else kind for name, kind in frame.schema.items()}
        return replace(self, **{table: pl.DataFrame([{k: r[k] for k in schema} for r in new], schema=schema)})


@pytest.fixture
def settings() -> CoverageSettings:
    return CoverageSettings()


@pytest.fixture(scope="session")
def good() -> Day:
    return _day()


def _day() -> Day:
    documents, passages, points, examples = [], [], [], []
    for number, title in enumerate(("Expenses", "Travel")):
        text = f"# {title}\n\n"
        spans = {}
        for heading, (of, sentence, _) in RULES.items():
            if of == title:
                text += f"## {heading}\n\n"
                spans[heading] = (len(text), len(text) + len(sentence))
                text += f"{sentence}\n\n"
        document = sha256(text)
        documents.append(
            {
                "source": "handbook", "item": f"{number:064x}", "revision": 0, "kind": "wiki", "document": document,
                "path": f"handbook/{title.lower()}.md", "title": title, "text": text, "owner": "finance team",
                "updated": "2026-01-05", "since": None, "until": None, "status": "ok", "reason": None,
                "redaction": "current",
            }
        )  # fmt: skip
        for ordinal, (heading, (start, end)) in enumerate(spans.items()):
            sentence = text[start:end]
            passage = content_id([[heading], sentence])
            passages.append(
                {
                    "document": document, "ordinal": ordinal, "passage": passage, "heading": [heading],
                    "text": sentence, "start": start, "end": end, "line": 3 + 4 * ordinal, "status": "ok",
                    "reason": None,
                }
            )  # fmt: skip
            point = content_id([document, "limit", start, end])
            points.append(
                {
                    "point": point, "document": document, "passage": passage, "kind": "limit", "start": start,
                    "end": end, "text": sentence, "sentence": sentence, "sentence_start": start,
                    "sentence_end": end, "line": 3 + 4 * ordinal, "comparator": "at_most",
                    "value": float(RULES[heading][2]), "unit": "USD", "form": "sentence",
                    "confidence": 0.9, "used": True, "owes": ["inside", "at", "outside", "missing"],
                }
            )  # fmt: skip
            source = {"passage": passage, "document": document, "section": f"{title} > {heading}", "text": sentence}
            examples.extend(_examples(heading, source, point, start, end))
    findings = [{
        "source": "handbook", "item": f"{0:064x}", "revision": 0, "field": "body", "kind": "PERSON", "start": 3,
        "end": 9, "score": 0.9, "recognizer": "lexicon",
    }]  # fmt: skip
    uncovered = [{"point": row["point"], "cell": "at", "reason": "no natural form"} for row in points]
    written = {
        "case": "q1", "situation": "answerable", "behaviour": "answer", "polarity": "no", "needs": [], "denied": "",
        "reason": None, "messages": [
            {"role": "user", "content": "[1] Travel > Taxis\nReimburse taxi rides up to $40.\n\nQuestion: "
             "My cab cost me 55 bucks, will I see all of it again?"},
            {"role": "assistant", "content": "No, up to $40."},
        ],
    }  # fmt: skip
    page = documents[0]
    asked = {
        "question": content_id([page["document"], 2, 10]), "document": page["document"], "start": 2, "end": 10,
        "text": str(page["text"])[2:10], "asked_on": None, "owner": None, "topic": "expenses", "decision": "undecided",
        "example": "", "near_document": None, "near_start": None, "near_end": None,
    }  # fmt: skip
    full = {name: None for name in DecisionPoints.column_names()}
    return Day(
        Documents.validate(pl.DataFrame(documents), cast=True),
        Passages.validate(pl.DataFrame(passages), cast=True),
        Findings.validate(pl.DataFrame(findings), cast=True),
        DecisionPoints.validate(pl.DataFrame([{**full, **row} for row in points]), cast=True),
        Examples.validate(pl.DataFrame(examples), cast=True),
        Uncovered.validate(pl.DataFrame(uncovered), cast=True),
        Handwritten.validate(pl.DataFrame([written], schema=Handwritten.create_empty().schema)),
        Demand.validate(pl.DataFrame([asked]), cast=True),
        Rephrasings.create_empty(),
    )


def _examples(heading: str, source: dict[str, str], point: str, start: int, end: int) -> list[dict[str, object]]:
    _, sentence, amount = RULES[heading]
    split = "evaluation" if heading in HELD_OUT else "train"
    section = source["section"]
    asking = {  # training and evaluation are phrased differently
        "train": (f"{heading} for ${{}}?", f"{heading}, fine?"),
        "evaluation": (f"Would ${{}} be all right by the rule on {heading}?", f"By the rule on {heading}, all right?"),
    }
    asked, asked_without = asking[split]
    forms = {  # situation -> behaviour, cell, question, answer
        "inside_limit": (
            "answer",
            "inside",
            asked.format(amount - 10),
            f"Yes. “{sentence}” [{section}]",
        ),
        "outside_limit": (
            "answer",
            "outside",
            asked.format(amount + 10),
            f"No. “{sentence}” [{section}]",
        ),
        "missing_amount": (
            "clarify",
            "missing",
            asked_without,
            f"How much in dollars? “{sentence}” [{section}]",
        ),
    }
    rows: list[dict[str, object]] = []
    for situation, (behaviour, cell, question, answer) in forms.items():
        messages = [
            {"role": "system", "content": "Answer from the passages only."},
            {"role": "user", "content": f"[1] {section}\n{sentence}\n\nQuestion: {question}"},
            {"role": "assistant", "content": answer},
        ]
        claim = canonical_json({"proof": "limit", "quote": sentence, "cell": cell}).decode()
        skeleton = f"{split}-{cell}" if cell == "outside" else f"{split}-asked"  # no phrasing of its own for clarify
        rows.append(
            {
                "example": content_id([messages, situation, behaviour, claim]), "split": split,
                "situation": situation, "behaviour": behaviour, "recipe": situation,
                "skeleton": skeleton, "register": "neutral", "kind": "wiki",
                "document": source["document"], "section": section,
                "point": point, "cell": cell, "twin": rows[0]["example"] if rows else "", "group": f"group {heading}",
                "messages": messages, "context": [source],
                "evidence": [{**source, "start": start, "end": end}],
                "claim": claim, "rejected": None, "rejected_kind": None, "also_rejected": [],
            }
        )  # fmt: skip
    return rows
