"""Dagster's view of ingest: one asset, the inventory of a UTC day."""

from datetime import date

import dagster as dg
import polars as pl

from assets.days import DAYS
from assets.discretion import discreet
from assets.erasures import tombstones
from assets.ingest.inventory import CHANGES, compare, take_inventory
from assets.ingest.raw import RawZone
from assets.ingest.reading import SourceError
from assets.ingest.records import Inventory
from assets.ingest.settings import IngestSettings
from assets.lake import Lake
from resources.object_store import ObjectStore, StoreError


@dg.asset(partitions_def=DAYS, group_name="ingest", owners=["team:data-engineering"], kinds={"parquet", "polars"})
@discreet(SourceError, StoreError)
def inventory(
    context: dg.AssetExecutionContext,
    ingest: dg.ResourceParam[IngestSettings],
    lake: dg.ResourceParam[Lake],
    raw: dg.ResourceParam[RawZone],
    store: dg.ResourceParam[ObjectStore],
    today: dg.ResourceParam[date],
) -> dg.MaterializeResult[None]:
    """Every document of every source on this UTC day, and the earlier revisions that git remembers.

    Holds keyed ids, never a path or a title. Originals go to the raw zone, which only ingest and privacy
    read.
    """
    day = context.partition_key
    taken = take_inventory(ingest, date.fromisoformat(day), today, raw, tombstones(store))
    earlier = [other for other in lake.days("inventory") if other < day]
    before = lake.read("inventory", earlier[-1], Inventory) if earlier else Inventory.create_empty()
    digest = lake.write("inventory", day, Inventory, taken.frame)
    effective = taken.frame.filter(pl.col("revision") == 0)
    held = effective.filter(pl.col("reason").is_null())
    changes = compare(before, taken.frame)
    return dg.MaterializeResult(
        metadata={
            "documents": held.height,
            "earlier revisions": taken.frame.height - effective.height,
            "quarantined": effective.height - held.height,
            "bytes": int(held["size"].sum()),
            "by source and format": _table(held.group_by("source", "kind", "format").len("documents")),
            "compared with": earlier[-1] if earlier else "nothing: no earlier day has an inventory",
            "changes": _changes(changes),
            "quarantined, by reason": _table(_reasons(taken.frame)),
            "reach": _table(pl.DataFrame({"source": list(taken.reach), "reach": list(taken.reach.values())})),
            "digest": digest,
        }
    )


def _changes(changes: pl.DataFrame) -> dg.TableMetadataValue:
    counts = changes.group_by("source").agg((pl.col("change") == change).sum().alias(change) for change in CHANGES)
    return _table(counts)


def _reasons(frame: pl.DataFrame) -> pl.DataFrame:
    """Reasons and how often; line numbers and sizes are taken out so that equal mistakes are counted
    together."""
    reason = pl.col("reason").str.replace(r"^line \d+: ", "").str.replace_all(r"line \d+|\([\d,]+\)", "…")
    return frame.filter(pl.col("reason").is_not_null()).group_by("source", reason).len("items")


def _table(frame: pl.DataFrame) -> dg.TableMetadataValue:
    """A sorted frame as a table of the UI; Dagster wants a column schema where there is no row."""
    columns = [dg.TableColumn(name, "int" if kind.is_integer() else "string") for name, kind in frame.schema.items()]
    rows = [dg.TableRecord(row) for row in frame.sort(frame.columns).to_dicts()]
    return dg.MetadataValue.table(rows, schema=dg.TableSchema(columns))
