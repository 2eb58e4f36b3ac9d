"""Objects in a bucket of any S3 server."""

import functools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from resources.object_store import (
    ACCESS_KEY,
    ENDPOINT,
    LOCKED,
    SECRET_KEY,
    WRITE_ONCE,
    ObjectMissing,
    Overwrite,
    StoreError,
    exists_already,
    missing,
    valid_key,
    valid_prefix,
)


@dataclass(frozen=True)
class Abilities:
    """What a bucket can do, seen by trying it."""

    versioning: bool
    locking: bool  # a locked version could not be deleted
    conditional_put: Literal["honoured", "ignored", "refused"]  # `If-None-Match: *` on a key that is there


@dataclass(frozen=True)
class _Version:
    """A version of an object, or a delete marker."""

    key: str
    id: str
    at: datetime
    tag: str | None  # ETag; None for a delete marker


class S3Store:
    """Objects in a bucket.

    `put` looks before it writes, and then who was first: it does not rely on conditional requests, which some servers
    ignore. Where the bucket keeps versions, racing writers of different bytes under a WRITE_ONCE key are told apart by
    the order of the versions; elsewhere content-addressed keys alone keep them apart.
    """

    payload_keys: Path | None = None

    def __init__(
        self, bucket: str, prefix: str, endpoint: str, access_key: str, secret_key: str, *, lock_days: int = 0
    ):
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise StoreError(f"{ENDPOINT} must be http(s)://host:port, without credentials.")
        self._bucket, self._prefix = bucket, f"{prefix}/" if prefix else ""
        self._endpoint, self._lock_days = endpoint, lock_days
        self.url = f"s3://{bucket}/{prefix}" if prefix else f"s3://{bucket}"
        self._client = _session().client(
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
            self._write(key, data, timedelta(days=self._lock_days) if key.startswith(LOCKED) else timedelta())
            if not key.startswith(WRITE_ONCE):
                return
            present = self.get(key)  # another writer may have been first
        if present != data:
            raise exists_already(self.url, key)

    def replace(self, key: str, data: bytes) -> None:
        self._write(key, data, timedelta())
        with self._errors("write", key):  # what can be made again leaves no history: it would outlive an erasure
            for version in list(self._history(valid_key(key), whole=True))[1:]:
                self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key, VersionId=version.id)

    def get(self, key: str) -> bytes:
        with self._errors("read", key):
            if not key.startswith(WRITE_ONCE):
                return self._read(valid_key(key))
            written = [version for version in self._history(valid_key(key), whole=True) if version.tag is not None]
            if not written:
                raise missing(self.url, key)
            return self._read(key, written[-1].id)

    def exists(self, key: str) -> bool:
        # Not HEAD: its 404 does not say whether the object or the bucket is missing.
        with self._errors("read", key):
            if key.startswith(WRITE_ONCE):
                return any(version.tag is not None for version in self._history(valid_key(key), whole=True))
            name = self._prefix + valid_key(key)
            found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=name, MaxKeys=1)
            return any(entry["Key"] == name for entry in found.get("Contents", ()))

    def overwrites(self, prefix: str) -> list[Overwrite]:
        found: list[Overwrite] = []
        with self._errors("list", prefix):
            first: dict[str, _Version] = {}
            later: list[_Version] = []
            for version in self._history(prefix):
                if not version.key.startswith(WRITE_ONCE):
                    continue
                if version.tag is not None:  # the newest comes first, so what was first so far came later
                    later += [first[version.key]] if version.key in first else []
                    first[version.key] = version
                else:
                    found.append(Overwrite(version.key, version.at, None))
            for version in later:
                original = first[version.key]
                if version.tag != original.tag:
                    data = self._read(version.key, version.id)
                    if data != self._read(version.key, original.id):
                        found.append(Overwrite(version.key, version.at, data))
        return sorted(found, key=lambda overwrite: (overwrite.key, overwrite.at))

    def list(self, prefix: str) -> list[str]:
        with self._errors("list", prefix):
            once = [place for place in WRITE_ONCE if place.startswith(prefix) or prefix.startswith(place)]
            shown = (version for place in once for version in self._history(max(place, prefix, key=len)))
            keys = {version.key for version in shown if version.tag is not None}
            if not prefix.startswith(WRITE_ONCE):
                pages = self._client.get_paginator("list_objects_v2").paginate(
                    Bucket=self._bucket, Prefix=self._prefix + valid_prefix(prefix)
                )
                keys |= {
                    entry["Key"].removeprefix(self._prefix) for page in pages for entry in page.get("Contents", ())
                }
        return sorted(keys)

    def delete(self, key: str) -> None:
        with self._errors("delete", key):
            for version in list(self._history(valid_key(key), whole=True)):
                self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key, VersionId=version.id)

    def must_lock(self) -> None:
        """Raises StoreError, saying what is missing, unless this bucket locks what is written to it with a date."""
        with self._errors("look at the settings of", self._bucket):
            versioning = self._client.get_bucket_versioning(Bucket=self._bucket).get("Status")
            lock = self._lock_settings()
        lacks = []
        if versioning != "Enabled":
            lacks.append("it keeps no versions")
        if lock.get("ObjectLockEnabled") != "Enabled":
            lacks.append("it was made without Object Lock, which only a new bucket can have")
        if lock.get("Rule"):
            lacks.append("it has a default retention, under which raw texts could not be deleted in time: remove it")
        if lacks:
            raise StoreError(
                f"[store] lock_days asks for Object Lock, and the bucket {self._bucket!r} at {self._endpoint} cannot be "
                f"used for that: {'; '.join(lacks)}."
            )

    def probe(self) -> Abilities:
        """Try what the bucket can do, on objects below `probe/` that are removed again (locked ones after seconds)."""
        key = f"probe/{uuid4().hex}"
        name = self._prefix + key
        with self._errors("probe", key):
            versioning = self._client.get_bucket_versioning(Bucket=self._bucket).get("Status") == "Enabled"
            self._client.put_object(Bucket=self._bucket, Key=name, Body=b"1")
            conditional: Literal["honoured", "ignored", "refused"] = "ignored"
            try:
                self._client.put_object(Bucket=self._bucket, Key=name, Body=b"2", IfNoneMatch="*")
            except ClientError as error:
                status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
                conditional = "honoured" if status in (409, 412) else "refused"
            self.delete(key)
            locking = self._lock_settings().get("ObjectLockEnabled") == "Enabled" and self._locks(f"{key}-locked")
        return Abilities(versioning, locking, conditional)

    def _locks(self, key: str) -> bool:
        """Whether a version under retention withstands its deletion, until that has ended."""
        self._write(key, b"locked", timedelta(seconds=3))
        for tries in range(20):
            try:
                self.delete(key)
            except StoreError:
                time.sleep(0.5)
            else:
                return tries > 0
        return True

    def _lock_settings(self) -> dict[str, Any]:
        try:
            answer = self._client.get_object_lock_configuration(Bucket=self._bucket)
        except ClientError as error:
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in (404, 400, 409, 501):
                return {}  # servers say in different ways that there is none
            raise
        return dict(answer.get("ObjectLockConfiguration", {}))

    def _write(self, key: str, data: bytes, locked: timedelta) -> None:
        lock: dict[str, Any] = {}
        if locked:
            until = datetime.now(UTC).replace(microsecond=0) + locked
            lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}
        with self._errors("write", key):
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + valid_key(key), Body=data, **lock)

    def _read(self, key: str, version: str | None = None) -> bytes:
        chosen = {} if version is None else {"VersionId": version}
        answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + key, **chosen)
        return bytes(answer["Body"].read())

    def _history(self, prefix: str, *, whole: bool = False) -> Iterator[_Version]:
        """Versions and delete markers below a prefix, by key, the newest of each first; with `whole` of that key alone.

        Where the bucket keeps no versions, an object has one.
        """
        pages = self._client.get_paginator("list_object_versions").paginate(
            Bucket=self._bucket, Prefix=self._prefix + valid_prefix(prefix)
        )
        for page in pages:
            # S3 lists versions and markers apart, so only the order within each of them is known.
            entries = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            for entry in sorted(entries, key=lambda entry: entry["Key"]):
                key = entry["Key"].removeprefix(self._prefix)
                if whole and key > prefix:
                    return
                if not whole or key == prefix:
                    yield _Version(key, entry["VersionId"], entry["LastModified"], entry.get("ETag"))

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
                raise missing(self.url, key) from None
            if code == "NoSuchBucket":
                cure = f"the bucket {self._bucket!r} does not exist. Create it first"
            elif status == 507 or code in ("QuotaExceeded", "XMinioStorageFull"):
                cure = f"the storage or quota is full ({code}). Free space, then run again"
            elif status in (401, 403):
                cure = f"refused ({code}). Check {ACCESS_KEY}, {SECRET_KEY} and what this key may do"
            else:
                cure = f"the server answered {code} ({status}). Look into its log"
            raise StoreError(f"{place}: {cure}.") from None
        except (BotoCoreError, HTTPClientError, OSError) as error:
            cure = f"no answer ({type(error).__name__}). Check {ENDPOINT} and the network"
            raise StoreError(f"{place}: {cure}.") from None


@functools.cache
def _session() -> boto3.session.Session:
    """One for all stores of a process: it reads the description of S3, which takes long."""
    return boto3.session.Session()
