"""Dagster's view of privacy: redacted documents, their passages, and findings of a UTC day, written together."""

import time

import dagster as dg
import polars as pl

from assets.days import DAYS
from assets.discretion import discreet
from assets.ingest.raw import RawZone
from assets.ingest.records import Inventory
from assets.lake import Lake
from assets.privacy.records import Documents, Findings, Passages
from assets.privacy.redaction import Redacted, redact_inventory
from assets.privacy.settings import PrivacySettings
from resources.object_store import ObjectStore, StoreError


def _spec(name: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        name,
        description=description,
        deps=["inventory"],
        owners=["team:data-engineering"],
        kinds={"parquet", "polars", "presidio"},
    )


@dg.multi_asset(
    name="redaction",
    partitions_def=DAYS,
    group_name="privacy",
    specs=[
        _spec("documents", "Every document of the day, redacted, or why it is withheld."),
        _spec("passages", "Sections of the redacted documents, with spans and lines."),
        _spec("findings", "What was redacted: kind, span, score, recognizer; never text."),
    ],
)
@discreet(StoreError)
def redaction(
    context: dg.AssetExecutionContext,
    privacy: dg.ResourceParam[PrivacySettings],
    lake: dg.ResourceParam[Lake],
    store: dg.ResourceParam[ObjectStore],
    raw: dg.ResourceParam[RawZone],
    key: dg.ResourceParam[bytes],
) -> tuple[dg.MaterializeResult[None], dg.MaterializeResult[None], dg.MaterializeResult[None]]:
    """Redact the inventory of this UTC day. Contents seen before are remembered, not analysed again."""
    day = context.partition_key
    before = time.monotonic()
    done = redact_inventory(lake.read("inventory", day, Inventory), raw, store, privacy, key)
    work = {
        "analysed": done.analysed,
        "remembered": done.remembered,
        "seconds": round(time.monotonic() - before, 1),
        "pseudonyms": privacy.pseudonyms,
    }
    return (
        dg.MaterializeResult(
            asset_key="documents",
            metadata={
                "documents": done.documents.height,
                **work,
                "by status": _table(done.documents.group_by("source", "status", "redaction").len("documents")),
                "withheld and quarantined, by reason": _table(_reasons(done.documents)),
                "digest": lake.write("documents", day, Documents, done.documents),
            },
        ),
        dg.MaterializeResult(
            asset_key="passages",
            metadata={
                "passages": done.passages.height,
                "withheld, by reason": _table(_reasons(done.passages)),
                "digest": lake.write("passages", day, Passages, done.passages),
            },
        ),
        dg.MaterializeResult(
            asset_key="findings",
            metadata={
                "findings": done.findings.height,
                "PII by kind": _table(by_kind(done)),
                "by recognizer": _table(done.findings.group_by("kind", "recognizer").len("findings")),
                "digest": lake.write("findings", day, Findings, done.findings),
            },
        ),
    )


def by_kind(done: Redacted) -> pl.DataFrame:
    """Findings and the documents they are in, by kind and field."""
    rows = pl.struct("source", "item", "revision")
    return done.findings.group_by("kind", "field").agg(pl.len().alias("findings"), rows.n_unique().alias("documents"))


def _reasons(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("status") != "ok").group_by("status", "reason").len("number")


def _table(frame: pl.DataFrame) -> dg.TableMetadataValue:
    """A sorted frame as a table of the UI; Dagster wants a column schema where there is no row."""
    columns = [dg.TableColumn(name, "int" if kind.is_integer() else "string") for name, kind in frame.schema.items()]
    rows = [dg.TableRecord(row) for row in frame.sort(frame.columns).to_dicts()]
    return dg.MetadataValue.table(rows, schema=dg.TableSchema(columns))
