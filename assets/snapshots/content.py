"""What goes into a version: from the day's frames to its files' bytes and its summary. Pure; knows no store."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined

from assets.examples.coverage import obligations
from assets.examples.demand.figures import figures, with_demand
from assets.lake import parquet_bytes
from assets.snapshots import jsonl
from assets.snapshots.manifest import (
    Balance,
    CheckResult,
    Coverage,
    Demand,
    KindCoverage,
    KindFindings,
    Privacy,
    Reason,
    SituationCount,
    SourceState,
    Summary,
)


@dataclass(frozen=True)
class VersionContent:
    """A day's tables (schemas of the steps' records), its sources and check results, and what produced them."""

    as_of: str  # UTC day, YYYY-MM-DD
    documents: pl.DataFrame
    passages: pl.DataFrame
    findings: pl.DataFrame
    points: pl.DataFrame
    examples: pl.DataFrame
    uncovered: pl.DataFrame
    handwritten: pl.DataFrame
    demand: pl.DataFrame
    sources: tuple[SourceState, ...]
    checks: tuple[CheckResult, ...]
    code: Mapping[str, str]
    settings: Mapping[str, str]
    key_fingerprint: str
    minimum_examples: int = 1  # so many examples cover an obligation

    @cached_property
    def coverage(self) -> pl.DataFrame:
        """Every obligation with where its rule stands, how many questions are near it, and why where it is not covered."""
        owed = obligations(
            self.points, self.documents, self.examples, self.uncovered, minimum_examples=self.minimum_examples
        )
        unexplained = ~pl.col("covered") & pl.col("reason").is_null()
        explained = pl.when(unexplained).then(pl.lit("no example was made")).otherwise(pl.col("reason"))
        return with_demand(owed.with_columns(reason=explained), self.demand)

    @cached_property
    def summary(self) -> Summary:
        """What the manifest and the dataset card say about the version."""
        return _summarise(self)


@dataclass(frozen=True)
class File:
    """A file of a version before it is stored."""

    data: bytes
    rows: int | None
    columns: Mapping[str, str]


def make_files(content: VersionContent) -> dict[str, File]:
    """The files of a version by name. They do not depend on the day: the card carries no date."""
    examples = content.examples.sort("example")
    train, held_out = (examples.filter(pl.col("split") == split) for split in ("train", "evaluation"))
    documents = content.documents.filter(pl.col("status") == "ok").sort("source", "item", "revision")
    passages = content.passages.filter(
        (pl.col("status") == "ok") & pl.col("document").is_in(documents["document"].unique().implode())
    )
    return {
        "README.md": File(_card(content).encode(), None, {}),
        # Expired raw text changes `redaction` and no byte of a document: that makes no new version.
        "corpus/documents.parquet": _parquet(documents.drop("redaction")),
        "corpus/passages.parquet": _parquet(passages.sort("document", "ordinal")),
        "coverage.parquet": _parquet(content.coverage.drop("start")),
        "demand.parquet": _parquet(content.demand.sort("question")),
        "decision_points.parquet": _parquet(content.points.sort("point")),
        "evaluation.jsonl": _lines(jsonl.cases(held_out), jsonl.EVALUATION_COLUMNS),
        "examples.parquet": _parquet(examples),
        "handwritten.parquet": _parquet(content.handwritten.sort("case")),
        "train.preferences.jsonl": _lines(jsonl.preferences(train), jsonl.PREFERENCE_COLUMNS),
        "train.sft.jsonl": _lines(jsonl.sft(train), jsonl.SFT_COLUMNS),
    }


def _summarise(content: VersionContent) -> Summary:
    examples = content.examples
    effective = content.documents.filter((pl.col("status") == "ok") & (pl.col("revision") == 0))
    points = content.points.join(effective, on="document", how="semi")  # earlier revisions keep theirs, and owe nothing
    return Summary(
        documents=effective.height,
        passages=content.passages.filter(pl.col("status") == "ok").height,
        points=points.height,
        unused=_reasons(points.filter(~pl.col("used"))["reason"]),
        counts=_counts(examples),
        coverage=_coverage(content.coverage),
        demand=Demand(**figures(content.demand, content.coverage)._asdict()),
        balance=_balance(examples.filter(pl.col("split") == "train")),
        privacy=_privacy(content),
        checks=tuple(sorted(content.checks, key=lambda check: check.check)),
    )


def _counts(examples: pl.DataFrame) -> tuple[SituationCount, ...]:
    counted = (
        examples.group_by(pl.col("situation").cast(pl.String), pl.col("behaviour").cast(pl.String))
        .agg(
            train=(pl.col("split") == "train").sum().cast(pl.Int64),
            evaluation=(pl.col("split") == "evaluation").sum().cast(pl.Int64),
        )
        .sort("situation", "behaviour")
    )
    return tuple(SituationCount(**row) for row in counted.iter_rows(named=True))


def _coverage(table: pl.DataFrame) -> Coverage:
    kinds = (
        table.group_by("kind")
        .agg(points=pl.col("point").n_unique(), owed=pl.len(), covered=pl.col("covered").sum())
        .sort("kind")
    )
    return Coverage(
        owed=table.height,
        covered=table.filter("covered").height,
        kinds=tuple(KindCoverage(**row) for row in kinds.iter_rows(named=True)),
        reasons=_reasons(table.filter(~pl.col("covered"))["reason"]),
    )


def _balance(train: pl.DataFrame) -> Balance:
    boundary = train.filter(pl.col("behaviour") != "answer")
    sizes = train.group_by("situation").len().sort("situation")["len"].to_list()
    entropy = -sum(n / train.height * math.log(n / train.height) for n in sizes)
    return Balance(
        answers=_share(train.filter(pl.col("behaviour") == "answer").height, train.height),
        refusals=_share(train.filter(pl.col("behaviour") == "refuse").height, train.height),
        evenness=round(entropy / math.log(len(sizes)), 4) if len(sizes) > 1 else 0.0,
        twinned=_share(boundary.filter(pl.col("twin") != "").height, boundary.height),
        preferences=len(jsonl.preferences(train)),
    )


def _privacy(content: VersionContent) -> Privacy:
    found = content.findings.with_columns(place=pl.struct("source", "item", "revision"))
    kinds = found.group_by("kind").agg(pl.len(), pl.col("place").n_unique(), pl.col("field").sort()).sort("kind")
    withheld = [
        content.documents.filter(pl.col("status") == "withheld")["reason"],
        content.passages.filter(pl.col("status") == "withheld")["reason"],
    ]
    return Privacy(
        kinds=tuple(
            KindFindings(
                kind=kind,
                findings=count,
                items=items,
                fields={f: fields.count(f) for f in sorted(set(fields))},
            )
            for kind, count, items, fields in kinds.iter_rows()
        ),
        withheld=_reasons(pl.concat(withheld)),
        quarantined=_reasons(content.documents.filter(pl.col("status") == "quarantined")["reason"]),
        kept=content.documents.filter(pl.col("redaction") == "kept").height,
    )


def _reasons(reasons: pl.Series) -> tuple[Reason, ...]:
    counted = (
        reasons.fill_null("no reason given").alias("reason").to_frame().group_by("reason").agg(count=pl.len())
    ).sort("count", "reason", descending=[True, False])
    return tuple(Reason(**row) for row in counted.iter_rows(named=True))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _parquet(frame: pl.DataFrame) -> File:
    return File(parquet_bytes(frame), frame.height, {name: str(kind) for name, kind in frame.schema.items()})


def _lines(rows: list[jsonl.Row], columns: Mapping[str, str]) -> File:
    return File(jsonl.lines(rows), len(rows), columns)


def _card(content: VersionContent) -> str:
    """The dataset card, a Markdown datasheet. It says nothing that may change while the other files stay the same."""
    markdown = Environment(  # noqa: S701 - Markdown, not HTML
        loader=PackageLoader("assets.snapshots"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return markdown.get_template("card.md.jinja").render(summary=content.summary, content=content)
