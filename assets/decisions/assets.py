"""The Dagster surface of the decisions step."""

import dagster as dg
import polars as pl

from assets.days import DAYS
from assets.decisions import extraction
from assets.decisions.records import DecisionPoints
from assets.identity import fingerprint
from assets.lake import Lake
from assets.memo import Memo
from assets.privacy.records import Documents, Passages
from resources.object_store import ObjectStore

DEPENDS_ON = (dg.AssetKey("documents"), dg.AssetKey("passages"))
OWNERS = ["team:data-engineering"]


@dg.asset(
    partitions_def=DAYS,
    deps=list(DEPENDS_ON),
    group_name="decisions",
    owners=OWNERS,
    kinds={"polars", "spacy"},
)
def decision_points(
    context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake], store: dg.ResourceParam[ObjectStore]
) -> dg.MaterializeResult[None]:
    """The rules in the redacted documents: limits, conditions, exceptions, roles, prohibitions, references, with spans.

    Doubtful ones are kept with their reason and not used.
    """
    day = context.partition_key
    memo = Memo(store, "decisions", step_fingerprint())
    points = extraction.extract_points(
        lake.read("documents", day, Documents), lake.read("passages", day, Passages), memo
    )
    digest = lake.write("decision_points", day, DecisionPoints, points)
    return dg.MaterializeResult(
        metadata={
            "points": points.height,
            "used": int(points["used"].sum()),
            "by kind": _table(counts(points)),
            "sample": dg.MetadataValue.md(sample(points)),
            "not used because": _table(reasons(points)),
            "documents read again": memo.computed,
            "digest": digest,
        }
    )


def step_fingerprint() -> str:
    """What the memo of this step depends on: its code and the language model."""
    return fingerprint(modules=(extraction, *extraction.CODE), libraries=extraction.LIBRARIES)


def counts(points: pl.DataFrame) -> pl.DataFrame:
    """kind, used, not used: one row per kind that occurs, sorted by kind."""
    return (
        points.with_columns(pl.col("kind").cast(pl.String))
        .group_by("kind")
        .agg(used=pl.col("used").sum().cast(pl.Int64), not_used=(~pl.col("used")).sum().cast(pl.Int64))
        .sort("kind")
    )


def reasons(points: pl.DataFrame, most: int = 15) -> pl.DataFrame:
    """points, kind, reason: why points are not used, the most frequent reasons first."""
    return (
        points.filter(~pl.col("used"))
        .with_columns(pl.col("kind").cast(pl.String))
        .group_by("kind", "reason")
        .agg(points=pl.len().cast(pl.Int64))
        .sort(["points", "kind", "reason"], descending=[True, False, False])
        .select("points", "kind", "reason")
        .head(most)
    )


def sample(points: pl.DataFrame, per_kind: int = 4) -> str:
    """A Markdown table of used points of every kind, chosen by their ids; all text is redacted."""
    chosen = points.filter(pl.col("used")).sort("point").group_by("kind", maintain_order=True).head(per_kind)
    rows = chosen.with_columns(pl.col("kind").cast(pl.String)).sort("kind", "point")
    lines = ["| kind | sentence | deciding words |", "|---|---|---|"]
    for kind, sentence, text in rows.select("kind", "sentence", "text").rows():
        lines.append(f"| {kind} | {_cell(sentence)} | {_cell(text)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table(frame: pl.DataFrame) -> dg.TableMetadataValue:
    records = [dg.TableRecord(row) for row in frame.to_dicts()]
    types = {"String": "string", "Int64": "int"}
    columns = [dg.TableColumn(name, types[str(dtype)]) for name, dtype in frame.schema.items()]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns))
