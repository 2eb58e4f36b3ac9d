"""Erasures: what must be forgotten, written down once, in words that tell nothing of it (GDPR Art. 17).

`erasures/<id>.json` is a tombstone: items that it names are never ingested again, and it lists what held them. The erasing
itself is `pipelines/erasure.py`. `ledger/<version>/erased.json` is its entry in the ledger of a version that held them: it
closes the gate for good, and needs no signature for that, as no objection does.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assets.identity import canonical_json, content_id
from resources.object_store import ObjectMissing, ObjectStore, StoreError

ENTRY = "erased.json"
"""Its name below `ledger/<version>/`."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def canonical(self) -> bytes:
        """The bytes that are stored."""
        return canonical_json(self.model_dump(mode="json"))


class Item(_Record):
    """An item of a source, by its keyed id."""

    source: str
    item: str


class Erasure(_Record):
    """What was asked for, by whom and why, and everything that held it at that time."""

    format: Literal[1] = 1
    subject: Literal["document", "pseudonym"]
    reason: str
    by: str  # the user of the operating system who ran the command
    at: datetime
    items: tuple[Item, ...]
    versions: tuple[str, ...]  # oldest first
    approved: tuple[str, ...]  # those of them that were approved then
    models: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its name: the day, and the first 16 hex digits of the record's digest."""
        return f"{self.at:%Y-%m-%d}-{content_id(self.model_dump(mode='json'))[:16]}"


class Erased(_Record):
    """That a version held something that was erased. `head`: the last entry of its ledger then, "" for none."""

    version: str
    manifest_digest: str
    erasure: str
    head: str
    at: datetime


def write_erasure(store: ObjectStore, erasure: Erasure) -> None:
    """Write the tombstone; from here on nothing is ingested that it names. Raises StoreError."""
    store.put(f"erasures/{erasure.id}.json", erasure.canonical())


def read_erasures(store: ObjectStore) -> list[Erasure]:
    """All erasures, oldest first; raises StoreError, also for one that was changed."""
    found = []
    for key in store.list("erasures/"):
        try:
            erasure = Erasure.model_validate_json(store.get(key))
        except ValidationError:
            erasure = None
        if erasure is None or f"erasures/{erasure.id}.json" != key:
            raise StoreError(
                f"{key} in {store.url} was changed: restore it from a backup, or what it names comes back."
            )
        found.append(erasure)
    return sorted(found, key=lambda erasure: (erasure.at, erasure.id))


def tombstones(store: ObjectStore) -> frozenset[tuple[str, str]]:
    """(source, item) of everything that must never be ingested again; raises StoreError."""
    return frozenset((item.source, item.item) for erasure in read_erasures(store) for item in erasure.items)


def close_version(store: ObjectStore, erased: Erased) -> None:
    """Write the entry in the ledger of a version, unless an earlier erasure has; raises StoreError."""
    key = f"ledger/{erased.version}/{ENTRY}"
    if not store.exists(key):
        store.put(key, erased.canonical())


def read_erased(store: ObjectStore, version: str) -> Erased | None:
    """Whether and when a version lost its files to an erasure; raises StoreError, also for an entry that was changed."""
    key = f"ledger/{version}/{ENTRY}"
    try:
        erased = Erased.model_validate_json(store.get(key))
    except ObjectMissing:
        return None
    except ValidationError:
        erased = None
    if erased is None or erased.version != version:
        raise StoreError(
            f"{key} in {store.url} was changed: restore it from a backup; until then the version stays shut."
        )
    return erased
