"""Sealing: payloads of versions encrypted with a key of each version's own, which lives outside the store.

What is under Object Lock cannot be deleted by anybody, and redaction is never perfect; so what is locked is encrypted, and
forgetting it means destroying 32 bytes somewhere else. The same key and payload give the same bytes, so that a rerun after
a kill writes what the first run wrote.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from resources.directory_store import DirectoryStore
from resources.object_store import ObjectExists, ObjectMissing, StoreError


class KeyMissing(StoreError):
    """The key of a version is not here; the message says which and where it was looked for."""


class KeyDestroyed(KeyMissing):
    """The key of a version was destroyed, and with it what the version held."""


class PayloadKeys:
    """The keys, one file a version, in a directory that only its owner reads (0700, files 0600).

    Whoever backs it up has to destroy a key in every copy.
    """

    def __init__(self, directory: Path):
        self.directory = directory
        self._files = DirectoryStore(directory)

    def create(self, version: str) -> bytes:
        """The version's key, made unless there is one; raises KeyDestroyed where there was one, StoreError."""
        try:
            return self.get(version)
        except KeyDestroyed:
            raise
        except KeyMissing:
            with suppress(ObjectExists):  # another process was first: its key is read below
                self._files.put(f"{version}.key", secrets.token_bytes(32))
            return self.get(version)

    def get(self, version: str) -> bytes:
        """The version's key; raises KeyMissing, KeyDestroyed, StoreError."""
        if self.destroyed(version):
            raise KeyDestroyed(
                f"The payload key of version {version} was destroyed, and with it what the version held."
            )
        try:
            return self._files.get(f"{version}.key")
        except ObjectMissing:
            raise KeyMissing(
                f"The payload key of version {version} is not in {self.directory}. Restore it from a backup of the keys, "
                "or say where they are: [store] payload_keys."
            ) from None

    def destroyed(self, version: str) -> bool:
        """Whether the version had a key, and it was destroyed."""
        return self._files.exists(f"{version}.destroyed")

    def destroy(self, version: str) -> None:
        """Destroy the version's key for good. Killed midway it counts as destroyed already; again, it ends the rest."""
        self._files.put(f"{version}.destroyed", b"")
        path = self.directory / f"{version}.key"
        with (
            suppress(FileNotFoundError),
            path.open("r+b") as file,
        ):  # overwritten first, for what that helps on this disk
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        self._files.delete(f"{version}.key")


def seal(key: bytes, version: str, digest: str, payload: bytes) -> bytes:
    """The payload, encrypted (AES-256-GCM), bound to its version and to its SHA-256.

    The nonce is made of the digest: under a version's key it repeats for equal payloads alone, and then nothing differs.
    """
    return AESGCM(key).encrypt(_nonce(digest), payload, f"{version}/{digest}".encode())


def unseal(key: bytes, version: str, digest: str, sealed: bytes) -> bytes | None:
    """The payload; None where these bytes are not what was sealed with this key for this version and digest."""
    try:
        return AESGCM(key).decrypt(_nonce(digest), sealed, f"{version}/{digest}".encode())
    except InvalidTag:
        return None


def _nonce(digest: str) -> bytes:
    return hashlib.sha256(f"nonce/{digest}".encode()).digest()[:12]
