"""Work on a document or a text is remembered: results of pure functions, kept in packs, found by the digest of their input.

Key of a result: the step, the step's fingerprint (code, libraries, settings) and the digest of the input. A pack is one
Parquet file of many results, named by its content and written atomically, so a killed run loses at most the batch it was
working on and leaves nothing half-written. Deleting `memo/` changes nothing but time.
"""

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import polars as pl

from assets.identity import canonical_json, sha256
from assets.lake import parquet_bytes
from resources.object_store import ObjectStore

T = TypeVar("T")
Result = Any  # whatever canonical JSON can hold


class Memo:
    """The remembered results of one step under one fingerprint."""

    def __init__(self, store: ObjectStore, step: str, fingerprint: str, *, batch: int = 64):
        self._store, self._prefix, self._batch = store, f"memo/{step}/{fingerprint}/", batch
        self._known: dict[str, str] | None = None
        self._unwritten: dict[str, str] = {}
        self.computed = 0
        """How many results the calls so far had to compute (the rest was remembered)."""

    def map(
        self,
        items: Sequence[T],
        key: Callable[[T], str],
        compute: Callable[[Sequence[T]], Iterable[Result]],
        *,
        lasting: Callable[[Result], bool] = lambda _: True,
    ) -> list[Result]:
        """One result per item, in order. `compute` gets the batch of unknown, distinct items and yields one each.

        A result that is not `lasting` is returned, but not written: another process computes it again.
        """
        known = self._load()
        missing = list({key(item): item for item in items if key(item) not in known}.items())
        for start in range(0, len(missing), self._batch):
            chunk = missing[start : start + self._batch]
            results = dict(zip((name for name, _ in chunk), compute([item for _, item in chunk]), strict=True))
            fresh = {name: canonical_json(result).decode() for name, result in results.items()}
            kept = {name: fresh[name] for name, result in results.items() if lasting(result)}
            if kept:
                self._write(kept)
            known.update(fresh)
            self.computed += len(chunk)
        return [json.loads(known[key(item)]) for item in items]

    def recall(self, key: str, compute: Callable[[], Result]) -> Result:
        """The result of one item. Computed ones are written pack by pack, the last of them by `flush`."""
        known = self._load()
        if key not in known:
            known[key] = self._unwritten[key] = canonical_json(compute()).decode()
            self.computed += 1
            if len(self._unwritten) == self._batch:
                self.flush()
        return json.loads(known[key])

    def flush(self) -> None:
        """Write what `recall` has computed since the last pack."""
        if self._unwritten:
            self._write(self._unwritten)
            self._unwritten = {}

    def _write(self, results: Mapping[str, str]) -> None:
        """One pack."""
        names = sorted(results)
        pack = parquet_bytes(pl.DataFrame({"key": names, "value": [results[name] for name in names]}))
        self._store.put(f"{self._prefix}{sha256(pack)}.parquet", pack)

    def _load(self) -> dict[str, str]:
        if self._known is None:
            self._known = {}
            for name in self._store.list(self._prefix):
                pack = pl.read_parquet(io.BytesIO(self._store.get(name)))
                self._known.update(zip(pack["key"], pack["value"], strict=True))
        return self._known
