"""The object store: one small interface, and the directory behind it (S3: `s3_store.py`)."""

import errno
import fcntl
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit


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


def open_store(
    url: str, environ: Mapping[str, str], *, lock_days: int = 0, payload_keys: Path | None = None
) -> ObjectStore:
    """The store behind a URL: `file:///absolute/dir` or `s3://bucket/prefix`. Opening writes nothing.

    With `lock_days` what is LOCKED is written under Object Lock (COMPLIANCE) for so many days, and a store that cannot
    do that is refused. `payload_keys`: see `resources/sealing.py`. S3 needs KNOWBOUND_S3_ENDPOINT,
    KNOWBOUND_S3_ACCESS_KEY and KNOWBOUND_S3_SECRET_KEY in `environ`. Raises StoreError when the URL or one of these is
    wrong or missing; no message ever holds a credential.
    """
    store = _opened(url, environ, lock_days)
    store.payload_keys = payload_keys
    return store


def _opened(url: str, environ: Mapping[str, str], lock_days: int) -> ObjectStore:
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise StoreError(f"The store URL holds credentials; give them in {ACCESS_KEY} and {SECRET_KEY}.")
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
        if lock_days:
            raise StoreError(f"{url} is a directory, which cannot lock: leave out [store] lock_days, or use S3.")
        return DirectoryStore(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        from resources.s3_store import S3Store  # noqa: PLC0415  boto3 takes a second to import

        missing = [name for name in (ENDPOINT, ACCESS_KEY, SECRET_KEY) if not environ.get(name)]
        if missing:
            raise StoreError(f"The store {url} needs {', '.join(missing)} in the environment.")
        credentials = environ[ACCESS_KEY], environ[SECRET_KEY]
        store = S3Store(parts.netloc, parts.path.strip("/"), environ[ENDPOINT], *credentials, lock_days=lock_days)
        if lock_days:
            store.must_lock()
        return store
    raise StoreError(f"Unknown store URL {url!r}: use file:///absolute/directory or s3://bucket/prefix.")


class DirectoryStore:
    """Objects as files below one directory (folders 0700, files 0600).

    An object is written aside, flushed to the disk and linked into its place in one step: `put` cannot
    overwrite, two writers can race, and a killed writer leaves nothing but a file in `.writing/`, which no
    reader looks at and the next opening of the store removes (a living writer holds a lock on its file).
    """

    payload_keys: Path | None = None

    def __init__(self, root: Path):
        self._root, self._writing = root, root / ".writing"
        self.url = root.as_uri()
        self._remove_leftovers()

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        with self._errors("write", key):
            if not path.exists():
                with self._written(data) as draft:
                    self._make_folder(path.parent)
                    # Another writer may be first: then its bytes are compared below.
                    with suppress(FileExistsError):
                        os.link(draft, path)
                _flush_folder(path.parent)
            if path.read_bytes() != data:
                raise exists_already(self.url, key)

    def replace(self, key: str, data: bytes) -> None:
        path = self._path(key)
        with self._errors("write", key), self._written(data) as draft:
            self._make_folder(path.parent)
            draft.replace(path)
            _flush_folder(path.parent)

    def get(self, key: str) -> bytes:
        path = self._path(key)
        with self._errors("read", key):
            try:
                return path.read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                raise missing(self.url, key) from None

    def exists(self, key: str) -> bool:
        path = self._path(key)
        with self._errors("read", key):
            return path.is_file()

    def overwrites(self, prefix: str) -> list[Overwrite]:
        return []

    def list(self, prefix: str) -> list[str]:
        folder = self._root / valid_prefix(prefix).rpartition("/")[0]
        keys: list[str] = []

        def stop(error: OSError) -> None:
            if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                raise error

        with self._errors("list", prefix):
            for parent, folders, files in os.walk(folder, onerror=stop):
                folders[:] = [name for name in folders if not name.startswith(".")]
                base = Path(parent).relative_to(self._root)
                keys += [(base / name).as_posix() for name in files if not name.startswith(".")]
        return sorted(key for key in keys if key.startswith(prefix))

    def delete(self, key: str) -> None:
        path = self._path(key)
        with self._errors("delete", key):
            try:
                path.unlink()
            except (FileNotFoundError, NotADirectoryError):
                return
            _flush_folder(path.parent)

    def _path(self, key: str) -> Path:
        return self._root / valid_key(key)

    def _make_folder(self, folder: Path) -> None:
        """Make the folder and its parents, each 0700 (mkdir(parents=True) would open the parents wider)."""
        if not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
            _flush_folder(folder.parent)

    @contextmanager
    def _written(self, data: bytes) -> Iterator[Path]:
        """The bytes in a new file in `.writing/`, on the disk; the name is gone afterwards in any case."""
        self._make_folder(self._writing)
        while True:
            descriptor, name = tempfile.mkstemp(dir=self._writing)  # mode 0600
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink == 1:
                break
            os.close(descriptor)  # another process took it for a leftover before the lock was held
        draft = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                yield draft
        finally:
            draft.unlink(missing_ok=True)

    def _remove_leftovers(self) -> None:
        with suppress(OSError):  # a store that one may only read is no error
            for leftover in self._writing.iterdir():
                with suppress(OSError), leftover.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises while its writer lives
                    leftover.unlink()

    @contextmanager
    def _errors(self, action: str, key: str) -> Iterator[None]:
        """Turn the operating system's errors into StoreErrors that say what to do."""
        try:
            yield
        except OSError as error:
            place = f"Cannot {action} {key!r} in the store {self.url}"
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                cure = "the disk or quota is full. Free space, then run again"
            elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                cure = "permission denied. Let the user who runs Knowbound read and write this directory"
            else:
                cure = f"{error.strerror or type(error).__name__}. Check this directory"
            raise StoreError(f"{place}: {cure}.") from error


ENDPOINT = "KNOWBOUND_S3_ENDPOINT"
ACCESS_KEY, SECRET_KEY = "KNOWBOUND_S3_ACCESS_KEY", "KNOWBOUND_S3_SECRET_KEY"
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


def _flush_folder(folder: Path) -> None:
    """Make a new name in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
