"""How long an audit takes: a store of many versions, each signed by two officers, and verified from the first byte.

    .venv/bin/python -m bench.audit [--versions 1000] [--kilobytes 300] [--sealed] [--ceph]

Every version has files of its own, `--kilobytes` in all, so nothing is hashed twice; what is in them does not matter to an
audit. They lie in a directory, or in a Ceph that is started for it, under Object Lock; both are removed again. Prints
seconds and findings; the numbers are in docs/auditor.md.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import boto3

from assets.approvals.ledger import Anchor, Entry
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import DemoOfficers, Intent
from assets.identity import canonical_json, sha256
from assets.snapshots.manifest import (
    Balance,
    Coverage,
    Dataset,
    Demand,
    FileEntry,
    Manifest,
    Privacy,
    Summary,
    blob_key,
    make_manifest,
)
from assets.snapshots.versions import sealed_key
from checks.audit import audit
from deploy.installation import ceph
from resources.anchors import Anchored
from resources.object_store import ACCESS_KEY, ENDPOINT, SECRET_KEY, ObjectStore
from resources.sealing import PayloadKeys, seal
from resources.stores import open_store
from tests.installed.installed import free_ports

REVIEW = ReviewSettings(policy="demo")
FILES = 11
FIRST = date(2024, 1, 1)


def main() -> int:
    """Make the store, audit it, print how long that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--versions", type=int, default=1000)
    parser.add_argument("--kilobytes", type=int, default=300)
    parser.add_argument("--sealed", action="store_true", help="with a payload key for each version")
    parser.add_argument(
        "--ceph", action="store_true", help="in Ceph, under Object Lock (as root, with Debian's packages)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        plain = open_store(f"file://{folder}/store", {})
        store = stack.enter_context(in_ceph(folder / "ceph")) if options.ceph else plain
        store.payload_keys = folder / "keys" if options.sealed else None
        anchors = fill(store, options.versions, options.kilobytes << 10)
        begun = time.perf_counter()
        found = audit(store, REVIEW, datetime.now(UTC), anchors, "the bench")
        seconds = time.perf_counter() - begun
    print(
        f"{len(found.versions)} versions, {found.signatures} signatures, {len(anchors)} anchors, "
        f"{options.versions * options.kilobytes / 1024:.0f} MiB{' sealed' if options.sealed else ''}"
        f"{' in Ceph' if options.ceph else ''}: {seconds:.1f} s; {len(found.findings)} findings"
    )
    return 1 if found.findings else 0


@contextmanager
def in_ceph(directory: Path) -> Iterator[ObjectStore]:
    """A bucket with Object Lock in a Ceph of its own."""
    (port,) = free_ports(1)
    address = ceph.start(directory, port, "bench", "bench-only")
    known = {ENDPOINT: address, ACCESS_KEY: "bench", SECRET_KEY: "bench-only"}
    try:
        keys = {"aws_access_key_id": "bench", "aws_secret_access_key": "bench-only", "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=address, **keys).create_bucket(Bucket="audit", ObjectLockEnabledForBucket=True)
        yield open_store("s3://audit", known, lock_days=1)
    finally:
        ceph.stop(directory)


def fill(store: ObjectStore, versions: int, size: int) -> list[Anchored]:
    """Write the versions, a day after the other, and give the anchors of their ledgers."""
    anchors: list[Anchored] = []
    parent: Anchor | None = None
    for number in range(versions):
        day = FIRST + timedelta(days=number)
        manifest = write(store, day, size)
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        intent = Intent(manifest.version, manifest.digest, "approve", "approval", "as agreed", at, "", parent)
        previous = ""
        for place, signed in enumerate(DemoOfficers(REVIEW.role).sign(intent), 1):
            entry = Entry(statement=signed.statement, key=signed.key, signature=signed.signature, previous=previous)
            store.put(f"ledger/{manifest.version}/{place:04}.json", entry.canonical())
            anchors.append(Anchored(manifest.version, place, entry.digest, at))
            previous = entry.digest
        parent = Anchor(version=manifest.version, entry=previous)
    return anchors


def write(store: ObjectStore, day: date, size: int) -> Manifest:
    """A version whose files hold noise that no other version has."""
    files = {f"{number:02}.parquet": os.urandom(size // FILES) for number in range(FILES)}
    dataset = Dataset(
        files=tuple(FileEntry(name=n, sha256=sha256(d), bytes=len(d), rows=1, columns={}) for n, d in files.items()),
        sources=(),
        code={},
        settings={},
        key_fingerprint="0123456789abcdef",
    )
    manifest = make_manifest(day.isoformat(), dataset, SUMMARY)
    version = manifest.version
    if store.payload_keys is None:
        objects = {blob_key(sha256(data)): data for data in files.values()}
    else:
        key = PayloadKeys(store.payload_keys).create(version)
        sealed = {sha256(data): seal(key, version, sha256(data), data) for data in files.values()}
        objects = {sealed_key(version, digest): data for digest, data in sealed.items()}
    with ThreadPoolExecutor(FILES) as pool:
        list(pool.map(store.put, objects, objects.values()))
    if store.payload_keys is not None:
        store.put(f"versions/{version}/sealed.json", canonical_json({d: sha256(data) for d, data in sealed.items()}))
    store.put(f"versions/{version}/manifest.json", manifest.canonical())
    return manifest


SUMMARY = Summary(
    documents=1,
    passages=1,
    points=0,
    unused=(),
    counts=(),
    coverage=Coverage(owed=0, covered=0, kinds=(), reasons=()),
    demand=Demand(
        questions=0, topics=0, decisions={}, once=0, unseen=0.0, expected_topics=0.0, weighted=0.0, served=0.0
    ),
    balance=Balance(answers=0.0, refusals=0.0, evenness=0.0, twinned=0.0, preferences=0),
    privacy=Privacy(kinds=(), withheld=(), quarantined=(), kept=0),
    checks=(),
)

if __name__ == "__main__":
    sys.exit(main())
