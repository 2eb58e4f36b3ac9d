"""The object store: one small interface, a directory and S3 behind it."""

from typing import Protocol


class StoreError(Exception):
    """The store cannot do what was asked; the message says what, where and what to do."""


class ObjectMissing(StoreError):
    """There is no object under the key."""


class ObjectExists(StoreError):
    """A write-once key already holds other bytes."""


class ObjectStore(Protocol):
    """Keys are `/`-separated relative paths; values are whole byte strings."""

    url: str

    def put(self, key: str, data: bytes) -> None:
        """Write once. Idempotent for equal bytes; raises ObjectExists when other bytes are there."""

    def replace(self, key: str, data: bytes) -> None:
        """Write or overwrite atomically (only for what can be recomputed: lake tables)."""

    def get(self, key: str) -> bytes:
        """The bytes; raises ObjectMissing."""

    def exists(self, key: str) -> bool:
        """Whether there is an object under the key."""

    def list(self, prefix: str) -> list[str]:
        """All keys that start with the prefix, ascending."""

    def delete(self, key: str) -> None:
        """Remove (only for raw retention); nothing happens when it is not there."""
