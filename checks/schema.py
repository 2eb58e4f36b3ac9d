"""Rows as declared, ids unique, references that resolve, spans that hold the text they claim."""

import dataframely as dy
import polars as pl

from assets.decisions.records import DecisionPoints
from assets.examples.records import Demand, Examples, Uncovered
from assets.identity import sha256
from assets.privacy.records import Documents, Passages
from checks.expectations import CheckResult, Measures, Suite, expect, judge

MEANINGS = {
    "invalid": "rows that break the declared schema",
    "misnamed": "documents whose id is not the SHA-256 of their text",
    "repeated": "ids that occur more than once",
    "unresolved": "references to a document, passage, point or example that is not there",
    "misplaced": "spans that do not hold the text they claim",
    "empty_messages": "examples with no message or an empty one",
    "role_order": "examples whose roles do not run system, user, assistant, user, assistant ...",
}


def documents_summary(documents: pl.DataFrame, passages: pl.DataFrame) -> tuple[Measures, pl.DataFrame]:
    """Measures of `documents` and `passages`, and which declared rules were broken how often."""
    broken = pl.concat([_broken("documents", Documents, documents), _broken("passages", Passages, passages)])
    texts = _texts(documents)
    misnamed = sum(sha256(text) != name for name, text in texts.items())
    spans = passages.select("document", "start", "end", "text").rows()
    return {
        "documents": len(documents),
        "passages": len(passages),
        "invalid": int(broken["rows"].sum()),
        "misnamed": misnamed,
        "unresolved": sum(document not in texts for document, *_ in spans),
        "misplaced": _misplaced(texts, spans),
    }, broken


def points_summary(
    points: pl.DataFrame, documents: pl.DataFrame, passages: pl.DataFrame
) -> tuple[Measures, pl.DataFrame]:
    """Measures of `decision_points`, and the rules broken."""
    broken = _broken("decision_points", DecisionPoints, points)
    texts, known = _texts(documents), set(passages["passage"])
    return {
        "points": len(points),
        "used": points.filter("used").height,
        "invalid": int(broken["rows"].sum()),
        "repeated": _repeated(points, "point"),
        "unresolved": sum(
            document not in texts or passage not in known
            for document, passage in points.select("document", "passage").rows()
        ),
        "misplaced": _misplaced(texts, points.select("document", "start", "end", "text").rows()),
    }, broken


def examples_summary(
    examples: pl.DataFrame,
    uncovered: pl.DataFrame,
    demand: pl.DataFrame,
    points: pl.DataFrame,
    documents: pl.DataFrame,
    passages: pl.DataFrame,
) -> tuple[Measures, pl.DataFrame]:
    """Measures of `examples`, `uncovered` and `demand`, and the rules broken. Contexts and evidence are counted by entry."""
    broken = pl.concat(
        [
            _broken("examples", Examples, examples),
            _broken("uncovered", Uncovered, uncovered),
            _broken("demand", Demand, demand),
        ]
    )
    texts, ids = _texts(documents), set(examples["example"])
    known_points = set(points["point"])
    passage_texts = dict(passages.select("passage", "text").rows())
    unresolved = sum(point not in known_points for point in uncovered["point"])
    unresolved += sum(document not in texts for document in demand["document"])
    misplaced = _misplaced(texts, demand.select("document", "start", "end", "text").rows())
    for row in examples.iter_rows(named=True):
        unresolved += bool(row["document"]) and row["document"] not in texts
        unresolved += bool(row["point"]) and row["point"] not in known_points
        unresolved += bool(row["twin"]) and row["twin"] not in ids
        for part in (row["evidence"] or []) + (row["context"] or []):
            unresolved += part["document"] not in texts or part["passage"] not in passage_texts
        misplaced += _misplaced(
            texts, [(e["document"], e["start"], e["end"], e["text"]) for e in row["evidence"] or []]
        )
        misplaced += sum(passage_texts.get(c["passage"], c["text"]) != c["text"] for c in row["context"] or [])
    messages = examples["messages"].to_list()
    return {
        "examples": len(examples),
        "invalid": int(broken["rows"].sum()),
        "repeated": _repeated(examples, "example"),
        "unresolved": unresolved,
        "misplaced": misplaced,
        "empty_messages": sum(not m or any(not (t["content"] or "").strip() for t in m) for m in messages),
        "role_order": sum(not _in_order([t["role"] for t in m or []]) for m in messages),
    }, broken


def suite(measures: Measures) -> Suite:
    """Nothing may be wrong with any row, and there must be documents, passages and examples."""
    return [
        *(
            expect(rows, f"{rows} there are", minimum=1)
            for rows in ("documents", "passages", "examples")
            if rows in measures
        ),
        *(expect(name, MEANINGS[name], maximum=0) for name in measures if name in MEANINGS),
    ]


def check_documents(documents: pl.DataFrame, passages: pl.DataFrame) -> CheckResult:
    """The check `documents_schema`."""
    measures, broken = documents_summary(documents, passages)
    return judge("documents_schema", measures, suite(measures), {"broken_rules": broken})


def check_points(points: pl.DataFrame, documents: pl.DataFrame, passages: pl.DataFrame) -> CheckResult:
    """The check `decision_points_schema`."""
    measures, broken = points_summary(points, documents, passages)
    return judge("decision_points_schema", measures, suite(measures), {"broken_rules": broken})


def check_examples(
    examples: pl.DataFrame,
    uncovered: pl.DataFrame,
    demand: pl.DataFrame,
    points: pl.DataFrame,
    documents: pl.DataFrame,
    passages: pl.DataFrame,
) -> CheckResult:
    """The check `examples_schema`."""
    measures, broken = examples_summary(examples, uncovered, demand, points, documents, passages)
    return judge("examples_schema", measures, suite(measures), {"broken_rules": broken})


def _broken(table: str, schema: type[dy.Schema], frame: pl.DataFrame) -> pl.DataFrame:
    """How many rows break which declared rule: table, rule, rows."""
    counts = schema.filter(frame, cast=True)[1].counts()
    rows = [(table, rule, count) for rule, count in sorted(counts.items())]
    return pl.DataFrame(rows, schema={"table": pl.String, "rule": pl.String, "rows": pl.Int64}, orient="row")


def _texts(documents: pl.DataFrame) -> dict[str, str]:
    return dict(documents.drop_nulls(["document", "text"]).select("document", "text").rows())


def _misplaced(texts: dict[str, str], spans: list[tuple[str, int, int, str]]) -> int:
    """Spans of known documents that hold another text; an unknown document is a matter of `unresolved`."""
    return sum(document in texts and texts[document][start:end] != text for document, start, end, text in spans)


def _repeated(frame: pl.DataFrame, column: str) -> int:
    return len(frame) - frame[column].n_unique()


def _in_order(roles: list[str]) -> bool:
    turns = roles[1:] if roles[:1] == ["system"] else roles
    return bool(turns) and len(turns) % 2 == 0 and turns == ["user", "assistant"] * (len(turns) // 2)
