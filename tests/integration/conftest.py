"""A real object store for the tests that need one: Ceph, one node, with versions and Object Lock."""

import itertools
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from deploy.installation import ceph
from resources.s3_store import S3Store
from resources.stores import open_store

_names = itertools.count()

LONGEST = ("test_corpora.py", "test_canaries.py", "test_crashes.py")
"""Files that take minutes, and the one that makes what others look at."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: none of them is left to a single process at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@dataclass(frozen=True)
class CephServer:
    """A running store: where it lies, where it answers, and a client with its owner's keys."""

    directory: Path
    endpoint: str
    client: Any

    @property
    def environment(self) -> dict[str, str]:
        """What `open_store` and the command line need."""
        return {
            "KNOWBOUND_S3_ENDPOINT": self.endpoint,
            "KNOWBOUND_S3_ACCESS_KEY": "AKIATESTONLY",
            "KNOWBOUND_S3_SECRET_KEY": "only-a-test",
        }

    def bucket(self, *, locking: bool = True) -> str:
        """A new bucket, which keeps versions and can lock them, or neither."""
        name = f"bucket-{next(_names)}"
        self.client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=locking)
        return name

    def store(self, bucket: str, *, lock_days: int = 0) -> S3Store:
        """The product's store in a bucket."""
        opened = open_store(f"s3://{bucket}/some/prefix", self.environment, lock_days=lock_days)
        assert isinstance(opened, S3Store)
        return opened


@pytest.fixture(scope="session")
def ceph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CephServer]:
    """Ceph, started once; skipped where Debian's packages are not installed (.ci/run installs them)."""
    if not all(map(shutil.which, ("ceph-mon", "ceph-mgr", "ceph-osd", "radosgw"))):
        pytest.skip(f"needs Debian's {', '.join(ceph.PACKAGES)}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    directory = tmp_path_factory.mktemp("ceph") / "store"
    endpoint = ceph.start(directory, port, "AKIATESTONLY", "only-a-test")
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id="AKIATESTONLY",
        aws_secret_access_key="only-a-test",
        region_name="us-east-1",
    )
    try:
        yield CephServer(directory, endpoint, client)
    finally:
        ceph.stop(directory)
