"""A version's examples in the files that TRL's trainers read."""

from pathlib import Path

import polars as pl

from assets.snapshots.jsonl import FORMATS, lines
from assets.snapshots.manifest import VersionError
from assets.snapshots.versions import read_frame, read_manifest
from resources.object_store import ObjectStore


def export(store: ObjectStore, version: str, format: str, out: Path) -> list[Path]:
    """Write `train.jsonl` and `evaluation.jsonl` in a format of `jsonl.FORMATS` into the folder `out`; returns both.

    Raises VersionError for an unknown version or format and for bytes that are not the version's, OSError from `out`.
    """
    if format not in FORMATS:
        raise VersionError(f"Unknown format {format!r}: use {', '.join(sorted(FORMATS))}.")
    examples = read_frame(store, read_manifest(store, version), "examples.parquet")
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for split in ("train", "evaluation"):
        path = out / f"{split}.jsonl"
        path.write_bytes(lines(FORMATS[format](examples.filter(pl.col("split") == split))))
        written.append(path)
    return written
