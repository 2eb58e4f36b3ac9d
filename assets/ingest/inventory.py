"""The inventory of a day, what changed between two of them, and the retention of raw contents.

Ingest only moves bytes into the raw zone; parsing is privacy's, which remembers it.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from assets.ingest.raw import RawZone
from assets.ingest.readers import read
from assets.ingest.reading import Item, SourceError
from assets.ingest.records import Inventory
from assets.ingest.settings import IngestSettings, Source
from assets.lake import Lake
from resources.object_store import ObjectStore
from resources.progress import track

CHANGES = ("new", "edited", "deleted", "moved")


@dataclass(frozen=True)
class Taken:
    """A day's inventory (rows as `records.Inventory`, sorted by its key) and how far back each source
    reaches, in words."""

    frame: pl.DataFrame
    reach: dict[str, str]


def take_inventory(
    settings: IngestSettings, day: date, today: date, raw: RawZone, erased: Container[tuple[str, str]] = ()
) -> Taken:
    """Everything that every source held at the end of the UTC day `day`; originals go to the raw zone.

    What is `erased`, as (source, item), is left out as if it were not there (`assets/erasures.py`).
    `today` is the current UTC day: a source without a memory has no other. Items that cannot be taken are
    rows with a
    reason and without a content. Raises SourceError, naming every source that cannot be read at all.
    """
    readings, problems = {}, []
    for source in settings.sources:
        try:
            readings[source.name] = read(source, day, today, settings.max_document_bytes)
        except SourceError as error:
            problems.append(str(error))
    if problems:
        raise SourceError("\n".join(problems)) from None
    rows: list[dict[str, Any]] = []
    for source in settings.sources:
        reading = readings[source.name]
        for item in track(reading.items, f"reading {source.name}", reading.count):
            if (source.name, raw.place(source.name, _path(item, raw))) not in erased:
                rows.append(_row(source, item, raw))
    empty = Inventory.create_empty()
    frame = Inventory.validate(pl.DataFrame(rows, schema=empty.schema), cast=True)
    return Taken(frame.sort(Inventory.primary_key()), {name: reading.reach for name, reading in readings.items()})


def _row(source: Source, item: Item, raw: RawZone) -> dict[str, Any]:
    content = raw.put_content(item.content) if item.content else None
    return {
        "source": source.name,
        "item": raw.put_place(source.name, _path(item, raw)),
        "revision": item.revision,
        "kind": source.kind,
        "content": content,
        "format": item.format,
        "size": item.size,
        "since": item.since,
        "until": item.until,
        "reason": item.reason,
    }


def _path(item: Item, raw: RawZone) -> str:
    """Where an item lies. A row without an id is named by its content; the name is keyed, because the hash of a short
    text can be guessed."""
    return item.path if item.path is not None else f"row-{raw.content(item.content)[:16] if item.content else ''}"


def compare(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What changed between two inventories: rows (source, item, change), change one of `CHANGES`, sorted.

    A move is the same content at another place of the same source; its `item` is the new place.
    """
    keys = ["source", "item"]
    old, new = (frame.filter(pl.col("revision") == 0).select(*keys, "content") for frame in (before, after))
    edited = new.join(old, on=keys, suffix="_before").filter(pl.col("content").ne_missing(pl.col("content_before")))
    come, gone = (_numbered(a.join(b, on=keys, how="anti")) for a, b in ((new, old), (old, new)))
    same = ["source", "content", "copy"]
    parts = {
        "moved": come.join(gone, on=same, how="semi"),
        "new": come.join(gone, on=same, how="anti"),
        "deleted": gone.join(come, on=same, how="anti"),
        "edited": edited,
    }
    frames = [part.select(*keys, change=pl.lit(change, pl.String)) for change, part in parts.items()]
    return pl.concat(frames).sort(*keys, "change")


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Number equal contents, so that two copies that moved are two moves; null contents never equal each
    other."""
    return frame.sort("source", "item").with_columns(copy=pl.int_range(pl.len()).over("source", "content"))


def expire_raw(store: ObjectStore, lake: Lake, keep_days: int, today: date) -> int:
    """Delete what only inventories older than `keep_days` days refer to, or none does; returns how many
    objects.

    Run it while no ingest or redaction is running: what they are about to refer to would be deleted under
    them.
    """
    first = (today - timedelta(days=keep_days)).isoformat()
    kept: set[str] = set()
    for day in lake.days("inventory"):
        if day >= first:
            inventory = lake.read("inventory", day, Inventory)
            kept |= {f"raw/content/{name}" for name in inventory["content"].drop_nulls()}
            kept |= {f"raw/places/{name}" for name in inventory["item"]}
    expired = [key for key in store.list("raw/") if key not in kept]
    for key in expired:
        store.delete(key)
    return len(expired)
