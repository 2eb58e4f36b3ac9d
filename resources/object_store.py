"""The object store: one small interface, a directory and S3 behind it."""

import errno
import fcntl
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError


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


def open_store(url: str, environ: Mapping[str, str]) -> ObjectStore:
    """The store behind a URL: `file:///absolute/dir` or `s3://bucket/prefix`. Opening writes nothing.

    S3 needs KNOWBOUND_S3_ENDPOINT, KNOWBOUND_S3_ACCESS_KEY and KNOWBOUND_S3_SECRET_KEY in `environ`.
    Raises StoreError when the URL or one of these is wrong or missing; no message ever holds a credential.
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise StoreError(f"The store URL holds credentials; give them in {_ACCESS_KEY} and {_SECRET_KEY}.")
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
        return DirectoryStore(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        missing = [name for name in (_ENDPOINT, _ACCESS_KEY, _SECRET_KEY) if not environ.get(name)]
        if missing:
            raise StoreError(f"The store {url} needs {', '.join(missing)} in the environment.")
        credentials = environ[_ACCESS_KEY], environ[_SECRET_KEY]
        return S3Store(parts.netloc, parts.path.strip("/"), environ[_ENDPOINT], *credentials)
    raise StoreError(f"Unknown store URL {url!r}: use file:///absolute/directory or s3://bucket/prefix.")


class DirectoryStore:
    """Objects as files below one directory (folders 0700, files 0600).

    An object is written aside, flushed to the disk and linked into its place in one step: `put` cannot
    overwrite, two writers can race, and a killed writer leaves nothing but a file in `.writing/`, which no
    reader looks at and the next opening of the store removes (a living writer holds a lock on its file).
    """

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
                raise _exists(self.url, key)

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
                raise _missing(self.url, key) from None

    def exists(self, key: str) -> bool:
        path = self._path(key)
        with self._errors("read", key):
            return path.is_file()

    def list(self, prefix: str) -> list[str]:
        folder = self._root / _valid_prefix(prefix).rpartition("/")[0]
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
        return self._root / _valid_key(key)

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


class S3Store:
    """Objects in a bucket of any S3 server.

    `put` looks before it writes. It does not rely on conditional requests, which some servers ignore, so
    racing writers of *different* bytes are kept apart by content-addressed keys alone.
    """

    def __init__(self, bucket: str, prefix: str, endpoint: str, access_key: str, secret_key: str):
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise StoreError(f"{_ENDPOINT} must be http(s)://host:port, without credentials.")
        self._bucket, self._prefix = bucket, f"{prefix}/" if prefix else ""
        self._endpoint = endpoint
        self.url = f"s3://{bucket}/{prefix}" if prefix else f"s3://{bucket}"
        self._client = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            region_name="us-east-1",  # part of the signature; on-premises servers take any
            config=Config(
                s3={"addressing_style": "path"},
                connect_timeout=5,
                read_timeout=60,
                retries={"mode": "standard", "total_max_attempts": 3},
            ),
        )

    def put(self, key: str, data: bytes) -> None:
        try:
            present = self.get(key)
        except ObjectMissing:
            self.replace(key, data)
            return
        if present != data:
            raise _exists(self.url, key)

    def replace(self, key: str, data: bytes) -> None:
        with self._errors("write", key):
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + _valid_key(key), Body=data)

    def get(self, key: str) -> bytes:
        with self._errors("read", key):
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + _valid_key(key))
            return bytes(answer["Body"].read())

    def exists(self, key: str) -> bool:
        # Not HEAD: its 404 does not say whether the object or the bucket is missing.
        name = self._prefix + _valid_key(key)
        with self._errors("read", key):
            found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=name, MaxKeys=1)
            return any(entry["Key"] == name for entry in found.get("Contents", ()))

    def list(self, prefix: str) -> list[str]:
        with self._errors("list", prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix + _valid_prefix(prefix)
            )
            names = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
        return sorted(name.removeprefix(self._prefix) for name in names)

    def delete(self, key: str) -> None:
        with self._errors("delete", key):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + _valid_key(key))

    @contextmanager
    def _errors(self, action: str, key: str) -> Iterator[None]:
        """Turn S3's errors into StoreErrors that say what to do, without their cause: it may name the key."""
        place = f"Cannot {action} {key!r} in the store {self.url} at {self._endpoint}"
        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "unknown"))
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if code == "NoSuchKey":
                raise _missing(self.url, key) from None
            if code == "NoSuchBucket":
                cure = f"the bucket {self._bucket!r} does not exist. Create it first"
            elif status == 507 or code in ("QuotaExceeded", "XMinioStorageFull"):
                cure = f"the storage or quota is full ({code}). Free space, then run again"
            elif status in (401, 403):
                cure = f"refused ({code}). Check {_ACCESS_KEY}, {_SECRET_KEY} and what this key may do"
            else:
                cure = f"the server answered {code} ({status}). Look into its log"
            raise StoreError(f"{place}: {cure}.") from None
        except (BotoCoreError, HTTPClientError, OSError) as error:
            cure = f"no answer ({type(error).__name__}). Check {_ENDPOINT} and the network"
            raise StoreError(f"{place}: {cure}.") from None


_ENDPOINT = "KNOWBOUND_S3_ENDPOINT"
_ACCESS_KEY, _SECRET_KEY = "KNOWBOUND_S3_ACCESS_KEY", "KNOWBOUND_S3_SECRET_KEY"
# No segment may start with a dot: that rules out `.`, `..` and the hidden names of the directory store.
_SEGMENT = r"[A-Za-z0-9_=+-][A-Za-z0-9._=+-]*"
_KEY = re.compile(rf"(?:{_SEGMENT}/)*{_SEGMENT}")
_PREFIX = re.compile(rf"(?:{_SEGMENT}/)*(?:{_SEGMENT})?")


def _valid_key(key: str) -> str:
    if len(key) > 900 or not _KEY.fullmatch(key):
        raise StoreError(f"Not a key: {key[:80]!r}. Keys are relative paths of letters, digits and ._=+- only.")
    return key


def _valid_prefix(prefix: str) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise StoreError(f"Not a prefix: {prefix[:80]!r}. Use the beginning of a key, or nothing for all.")
    return prefix


def _missing(url: str, key: str) -> ObjectMissing:
    return ObjectMissing(f"There is no object {key!r} in the store {url}.")


def _exists(url: str, key: str) -> ObjectExists:
    return ObjectExists(f"The object {key!r} in the store {url} is write-once and holds other bytes already.")


def _flush_folder(folder: Path) -> None:
    """Make a new name in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
