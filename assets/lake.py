"""`lake/<table>/<day>.parquet`: what each asset wrote for a UTC day. Our own thin writing: an auditor must see the write.

A table is replaced as a whole, in one atomic write, so a reader sees the old day or the new one, never half of one.
"""

import io

import dataframely as dy
import polars as pl

from assets.identity import sha256
from resources.object_store import ObjectStore


class Lake:
    """Typed Parquet tables by day in an object store."""

    def __init__(self, store: ObjectStore):
        self._store = store

    def write(self, table: str, day: str, schema: type[dy.Schema], frame: pl.DataFrame) -> str:
        """Validate `frame` against `schema`, replace the table of that day; returns the SHA-256 of the file.

        Raises dataframely.exc.ValidationError when a row breaks the schema.
        """
        data = parquet_bytes(schema.validate(frame, cast=True))
        self._store.replace(_key(table, day), data)
        return sha256(data)

    def read(self, table: str, day: str, schema: type[dy.Schema]) -> pl.DataFrame:
        """The table of that day; raises ObjectMissing when the asset has not been materialised for it."""
        return schema.validate(pl.read_parquet(io.BytesIO(self._store.get(_key(table, day)))), cast=True)

    def digest(self, table: str, day: str) -> str:
        """SHA-256 of the table's file; raises ObjectMissing."""
        return sha256(self._store.get(_key(table, day)))

    def has(self, table: str, day: str) -> bool:
        """Whether the table exists for that day."""
        return self._store.exists(_key(table, day))

    def days(self, table: str) -> list[str]:
        """The days (YYYY-MM-DD, ascending) for which the table exists."""
        return [key.rsplit("/", 1)[1].removesuffix(".parquet") for key in self._store.list(f"lake/{table}/")]


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """Parquet (zstd, statistics off) of a frame; equal frames give equal bytes under one polars version."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=6, statistics=False)
    return buffer.getvalue()


def _key(table: str, day: str) -> str:
    return f"lake/{table}/{day}.parquet"
