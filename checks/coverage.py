"""Obligation coverage: which cells the company's own rules owe, which have an example, and which lack one and why; and
which pairs of properties the training examples combine."""

import re
from bisect import bisect_right

import polars as pl

from assets.decisions.records import OBLIGATIONS
from assets.examples.coverage import obligations as owed_cells
from checks.combinations import pairs, two_way
from checks.expectations import CheckResult, Measures, Suite, expect, judge
from checks.settings import CoverageSettings

# Fenced code comes first, so that its comment lines are not taken for headings.
_HEADING = re.compile(r"^```.*?^```|^(#{1,6}) +([^\n]+?)[ \t]*$", re.MULTILINE | re.DOTALL)


def obligations(
    points: pl.DataFrame,
    documents: pl.DataFrame,
    examples: pl.DataFrame,
    uncovered: pl.DataFrame,
    *,
    minimum_examples: int = 1,
) -> pl.DataFrame:
    """One row per obligation of the used points in effective wiki and SOP documents, by title, line and cell.

    Columns: point, cell, kind (of the point), document, title, path, line, section (heading path, outermost first,
    joined by " > "), covered (has at least `minimum_examples` examples), examples (how many), reason (why not; null
    when covered).
    """
    frame = owed_cells(points, documents, examples, uncovered, minimum_examples=minimum_examples).sort(
        "title", "path", "line", "start", "point", "cell"
    )
    texts = documents.filter(pl.col("document").is_in(frame["document"].unique().implode())).select("document", "text")
    sections = {document: _Sections(text) for document, text in texts.unique("document").iter_rows()}
    places = [sections[document].at(start) for document, start in frame.select("document", "start").rows()]
    return frame.with_columns(section=pl.Series(places, dtype=pl.String)).select(
        "point",
        "cell",
        "kind",
        "document",
        "title",
        "path",
        "line",
        "section",
        "covered",
        "examples",
        "reason",
    )


def by_kind(owed: pl.DataFrame) -> pl.DataFrame:
    """Coverage by kind of point and cell: kind, cell, owed, covered, share."""
    return (
        owed.group_by("kind", "cell")
        .agg(owed=pl.len().cast(pl.Int64), covered=pl.col("covered").sum().cast(pl.Int64))
        .with_columns(share=pl.col("covered") / pl.col("owed"))
        .sort("kind", "cell")
    )


def summary(owed: pl.DataFrame) -> Measures:
    """Coverage overall and by kind of point (null where nothing is owed)."""
    shares = dict(owed.group_by("kind").agg(pl.col("covered").mean()).rows())
    return {
        "owed": len(owed),
        "covered": int(owed["covered"].sum()),
        "coverage": float(owed["covered"].cast(pl.Float64).mean()) if len(owed) else None,  # type: ignore[arg-type]
        "unexplained": owed.filter(~pl.col("covered") & pl.col("reason").is_null()).height,
        **{f"coverage_{kind}": shares.get(kind) for kind in OBLIGATIONS},
    }


def suite(settings: CoverageSettings) -> Suite:
    """The obligations of the documents are met to the configured share, and every gap has its reason."""
    return [
        expect("coverage", "share of the obligations that have examples", minimum=settings.minimum_coverage),
        expect("unexplained", "uncovered obligations without a reason", maximum=0, severity="warning"),
        expect(
            "two_way",
            "share of the feasible pairs of situation, behaviour, source kind, topic, turns and register that training "
            "examples combine (2-way combination coverage)",
            minimum=0.5,
            severity="warning",
        ),
    ]


def check(
    points: pl.DataFrame,
    documents: pl.DataFrame,
    examples: pl.DataFrame,
    uncovered: pl.DataFrame,
    settings: CoverageSettings,
) -> CheckResult:
    """The check `coverage`; its evidence lists the uncovered obligations by document and line, and pairs that lack."""
    owed = obligations(points, documents, examples, uncovered, minimum_examples=settings.minimum_examples)
    missing = owed.filter(~pl.col("covered"))
    combined, apart = pairs(points, documents, examples)
    return judge(
        "coverage",
        {**summary(owed), "two_way": two_way(combined), "missing_pairs": len(apart)},
        suite(settings),
        {
            "by_kind": by_kind(owed),
            "reasons": missing.group_by("reason")
            .agg(obligations=pl.len().cast(pl.Int64))
            .sort(["obligations", "reason"], descending=[True, False]),
            "combinations": combined,
            "missing_combinations": apart,
            "uncovered": missing.select("title", "line", "section", "kind", "cell", "reason"),
        },
    )


class _Sections:
    """The heading path at an offset of a document's canonical text, whose headings are `#` lines."""

    def __init__(self, text: str):
        self._starts, self._paths = [0], [""]
        stack: list[tuple[int, str]] = []
        for heading in _HEADING.finditer(text):
            if not heading[1]:
                continue
            level = len(heading[1])
            stack = [*((depth, name) for depth, name in stack if depth < level), (level, heading[2])]
            self._starts.append(heading.start())
            self._paths.append(" > ".join(name for _, name in stack))

    def at(self, offset: int) -> str:
        return self._paths[bisect_right(self._starts, offset) - 1]
