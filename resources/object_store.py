"""The object store: one small interface, its errors and its keys. What keeps the objects: `stores.py`."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


class StoreError(Exception):
    """The store cannot do what was asked; the message says what, where and what to do."""


class ObjectMissing(StoreError):
    """There is no object under the key."""


class ObjectExists(StoreError):
    """A write-once key already holds other bytes."""


WRITE_ONCE = ("attempts/", "erasures/", "ledger/", "receipts/", "sealed/", "signed/", "versions/")
"""Keys that are written once and whose history counts: readers take the first version of the object, whatever came after.

Object Lock keeps that first version; it stops neither hiding it behind a delete marker nor shadowing it with another.
"""

LOCKED = ("erasures/", "ledger/", "receipts/", "sealed/", "versions/")
"""Keys that are kept under Object Lock where the configuration says so."""

ENDPOINT = "KNOWBOUND_S3_ENDPOINT"
ACCESS_KEY, SECRET_KEY = "KNOWBOUND_S3_ACCESS_KEY", "KNOWBOUND_S3_SECRET_KEY"
"""The variables of the environment that say where S3 is, and who asks."""


@dataclass(frozen=True)
class Overwrite:
    """What somebody did to a write-once key after its first writing: other bytes, or None for a delete marker."""

    key: str
    at: datetime
    data: bytes | None


class ObjectStore(Protocol):
    """Keys are `/`-separated relative paths; values are whole byte strings."""

    url: str
    payload_keys: Path | None  # the directory of the keys that payloads of versions are sealed with; None: not sealed

    def put(self, key: str, data: bytes) -> None:
        """Write once. Idempotent for equal bytes; raises ObjectExists when other bytes are there."""

    def replace(self, key: str, data: bytes) -> None:
        """Write or overwrite atomically (only for what can be recomputed: lake tables)."""

    def get(self, key: str) -> bytes:
        """The bytes, of a WRITE_ONCE key those that were written first; raises ObjectMissing."""

    def exists(self, key: str) -> bool:
        """Whether there is an object under the key."""

    def overwrites(self, prefix: str) -> list[Overwrite]:
        """What was done to WRITE_ONCE keys below the prefix after they were written; always nothing where the store
        keeps no versions. Writing equal bytes again is nothing."""

    def list(self, prefix: str) -> list[str]:
        """All keys that start with the prefix, ascending; WRITE_ONCE keys also behind a delete marker."""

    def delete(self, key: str) -> None:
        """Remove with all its versions (raw retention and erasure); nothing happens when it is not there."""


# No segment may start with a dot: that rules out `.`, `..` and the hidden names of the directory store.
_SEGMENT = r"[A-Za-z0-9_=+-][A-Za-z0-9._=+-]*"
_KEY = re.compile(rf"(?:{_SEGMENT}/)*{_SEGMENT}")
_PREFIX = re.compile(rf"(?:{_SEGMENT}/)*(?:{_SEGMENT})?")


def valid_key(key: str) -> str:
    """The key, or a StoreError: no key leaves the store."""
    if len(key) > 900 or not _KEY.fullmatch(key):
        raise StoreError(f"Not a key: {key[:80]!r}. Keys are relative paths of letters, digits and ._=+- only.")
    return key


def valid_prefix(prefix: str) -> str:
    """The prefix, or a StoreError."""
    if not _PREFIX.fullmatch(prefix):
        raise StoreError(f"Not a prefix: {prefix[:80]!r}. Use the beginning of a key, or nothing for all.")
    return prefix


def missing(url: str, key: str) -> ObjectMissing:
    """The error for a key without an object."""
    return ObjectMissing(f"There is no object {key!r} in the store {url}.")


def exists_already(url: str, key: str) -> ObjectExists:
    """The error for a write-once key that holds other bytes."""
    return ObjectExists(f"The object {key!r} in the store {url} is write-once and holds other bytes already.")
