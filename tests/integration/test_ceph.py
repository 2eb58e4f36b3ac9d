"""The object store on Ceph: its contract with versions and Object Lock, and what a hostile or careless hand leaves."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.approvals.anchoring import anchor
from assets.approvals.ledger import DECISIONS, append, read_ledger
from assets.approvals.standing import standing
from assets.ingest.raw import RawZone
from assets.snapshots.versions import integrity, list_versions, write_version
from checks.audit import audit
from deploy.installation import ceph
from pipelines.erasure import Subject, erase, plan
from resources.anchors import FileAnchors
from resources.object_store import LOCKED, ObjectExists, ObjectMissing, ObjectStore, StoreError
from resources.s3_store import S3Store
from resources.stores import open_store
from tests.integration.conftest import CephServer
from tests.unit.assets.approvals.officers import FOUR_EYES, OFFICERS, START, two_versions, unseen
from tests.unit.assets.retraining.approved import DEMO, decided
from tests.unit.assets.snapshots.days import day
from tests.unit.resources.store_contract import StoreContract

ENTRY = "ledger/2026-10-12-0123456789abcdef/0001.json"


class TestCeph(StoreContract):
    @pytest.fixture
    def store(self, ceph_server: CephServer) -> ObjectStore:
        return ceph_server.store(ceph_server.bucket())


def test_it_keeps_what_it_holds_when_it_is_stopped_and_started(ceph_server: CephServer) -> None:
    store = ceph_server.store(ceph_server.bucket())
    store.put("a", b"kept")
    port = int(ceph_server.endpoint.rpartition(":")[2])
    ceph.stop(ceph_server.directory)
    assert not any(ceph.running(ceph_server.directory).values())
    with pytest.raises(StoreError, match="no answer"):
        store.get("a")
    ceph.start(ceph_server.directory, port, "ignored", "ignored")
    assert all(ceph.running(ceph_server.directory).values())
    assert store.get("a") == b"kept"


def test_its_keys_and_data_are_its_owner_s_alone(ceph_server: CephServer) -> None:
    assert ceph_server.directory.stat().st_mode & 0o077 == 0
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert b"only-a-test" not in process.read_bytes()
        except OSError:
            continue


def test_without_the_packages_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ceph.CephFailed, match="apt-get install --no-install-recommends ceph-mon"):
        ceph.start(tmp_path / "store", 1, "a", "b")


@pytest.fixture
def locked(ceph_server: CephServer) -> S3Store:
    return ceph_server.store(ceph_server.bucket(), lock_days=1)


def _name(store: S3Store, key: str) -> dict[str, str]:
    bucket, _, prefix = store.url.removeprefix("s3://").partition("/")
    return {"Bucket": bucket, "Key": f"{prefix}/{key}"}


def test_the_first_version_is_read_behind_whatever_came_later(ceph_server: CephServer, locked: S3Store) -> None:
    locked.put(ENTRY, b"first")
    locked.put("lake/a", b"not of that kind")
    ceph_server.client.put_object(**_name(locked, ENTRY), Body=b"second")
    ceph_server.client.delete_object(**_name(locked, ENTRY))
    assert locked.get(ENTRY) == b"first"
    assert locked.exists(ENTRY)
    assert locked.list("ledger/") == [ENTRY]
    assert locked.list("") == ["lake/a", ENTRY]
    with pytest.raises(ObjectExists):
        locked.put(ENTRY, b"second")
    assert sorted(overwrite.data or b"deleted" for overwrite in locked.overwrites("ledger/")) == [b"deleted", b"second"]
    assert {overwrite.key for overwrite in locked.overwrites("")} == {ENTRY}


def test_writing_equal_bytes_again_is_nothing(ceph_server: CephServer, locked: S3Store) -> None:
    locked.put(ENTRY, b"first")
    locked.put(ENTRY, b"first")
    ceph_server.client.put_object(**_name(locked, ENTRY), Body=b"first")  # two racing writers
    locked.put("lake/a", b"one")
    locked.replace("lake/a", b"two")
    assert locked.overwrites("") == []


def test_what_is_locked_cannot_be_deleted_and_all_else_leaves_nothing(ceph_server: CephServer, locked: S3Store) -> None:
    locked.put(ENTRY, b"first")
    with pytest.raises(StoreError, match="AccessDenied"):
        locked.delete(ENTRY)
    assert locked.get(ENTRY) == b"first"
    locked.replace("lake/a", b"one")
    locked.replace("lake/a", b"two")
    locked.delete("lake/a")
    left = ceph_server.client.list_object_versions(Bucket=_name(locked, "")["Bucket"], Prefix="some/prefix/lake/")
    assert not left.get("Versions")
    assert not left.get("DeleteMarkers")


def test_who_was_first_wins_where_conditional_writes_are_ignored(
    ceph_server: CephServer, locked: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(key: str) -> bytes:
        """Another writer puts its bytes after this one has looked, and before it writes."""
        monkeypatch.undo()
        ceph_server.client.put_object(**_name(locked, key), Body=b"the other's")
        raise ObjectMissing(key)

    monkeypatch.setattr(locked, "get", overtaken)
    with pytest.raises(ObjectExists):
        locked.put(ENTRY, b"mine")
    assert locked.get(ENTRY) == b"the other's"


def test_what_the_store_can_do_is_tried(ceph_server: CephServer, locked: S3Store) -> None:
    can = locked.probe()
    assert (can.versioning, can.locking, can.conditional_put) == (True, True, "ignored")
    assert locked.list("") == []
    plain = ceph_server.store(ceph_server.bucket(locking=False)).probe()
    assert (plain.versioning, plain.locking) == (False, False)


def test_a_store_that_cannot_lock_is_refused_when_the_configuration_asks_for_it(
    ceph_server: CephServer, tmp_path: Path
) -> None:
    plain, retained = ceph_server.bucket(locking=False), ceph_server.bucket()
    with pytest.raises(StoreError, match="keeps no versions; it was made without Object Lock"):
        ceph_server.store(plain, lock_days=30)
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}
    ceph_server.client.put_object_lock_configuration(
        Bucket=retained, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )
    with pytest.raises(StoreError, match="default retention"):
        ceph_server.store(retained, lock_days=30)
    with pytest.raises(StoreError, match="is a directory, which cannot lock"):
        open_store(tmp_path.as_uri(), {}, lock_days=30)


def test_the_lock_lasts_as_long_as_configured(ceph_server: CephServer) -> None:
    store = ceph_server.store(ceph_server.bucket(), lock_days=30)
    store.put(ENTRY, b"first")
    store.put("attempts/a", b"not locked")
    kept = ceph_server.client.get_object_retention(**_name(store, ENTRY))["Retention"]
    assert kept["Mode"] == "COMPLIANCE"
    assert abs(kept["RetainUntilDate"].timestamp() - time.time() - 30 * 86400) < 60
    store.delete("attempts/a")


def test_a_version_under_object_lock_is_signed_audited_and_forgotten(ceph_server: CephServer, tmp_path: Path) -> None:
    """WORM against erasure: nothing that is locked can be deleted, and what it held is gone all the same."""
    store = ceph_server.store(ceph_server.bucket(), lock_days=1)
    store.payload_keys = tmp_path / "keys"
    version = write_version(store, day()).version
    decided(store, version)
    anchors = FileAnchors(tmp_path / "anchors.jsonl")
    anchor(store, anchors, version)
    now = datetime.now(UTC)
    found = audit(store, DEMO, now, anchors.all(), anchors.where)
    assert found.findings == ()
    assert [signature.verdict for signature in found.versions[0].signatures] == ["holds", "holds"]

    locked = [key for key in store.list("") if key.startswith(LOCKED)]
    assert len(locked) > 10
    for key in locked:
        with pytest.raises(StoreError, match="AccessDenied"):
            store.delete(key)
    raw = RawZone(store, b"k" * 32)
    words = "You may work remotely"
    planned = plan(store, raw, DEMO, Subject("pseudonym", words), reason="asked for", by="somebody", now=now)
    assert (planned.versions, planned.approved) == ((version,), (version,))
    erase(store, DEMO, planned)
    assert standing(store, version, DEMO, now).state == "erased"
    assert "was destroyed" in integrity(store, version)[0]
    assert {key for key in locked if not store.exists(key)} == set()
    found = audit(store, DEMO, now, anchors.all(), anchors.where)
    assert found.findings == ()
    assert found.versions[0].state == "erased"

    entry = f"ledger/{version}/0001.json"
    ceph_server.client.delete_object(**_name(store, entry))
    ceph_server.client.put_object(**_name(store, f"versions/{version}/manifest.json"), Body=b"{}")
    found = audit(store, DEMO, now, anchors.all(), anchors.where)
    assert [finding.where for finding in found.findings] == [entry, f"versions/{version}/manifest.json"]
    assert found.versions[0].manifest_digest.startswith(version[-16:])
    assert len(found.versions[0].signatures) == 2


def test_officers_who_sign_at_the_same_moment_all_end_up_in_one_chain(ceph_server: CephServer) -> None:
    """Conditional writes are ignored here: who was second notices, and is linked after the first."""
    store = ceph_server.store(ceph_server.bucket(), lock_days=1)
    memory, version, _ = two_versions()
    for key in memory.list("versions/"):
        store.put(key, memory.get(key))
    signed = [unseen(memory, version, person, decision) for person in OFFICERS for decision in DECISIONS]
    with ThreadPoolExecutor(len(signed)) as pool:
        written = list(pool.map(lambda one: append(store, one), signed))
    entries = read_ledger(store, version)
    assert {entry.digest for entry in entries} == {entry.digest for entry in written}
    assert len(entries) == len(signed)
    assert not [f for f in audit(store, FOUR_EYES, START).findings if f.where.startswith("ledger/")]


def test_the_store_goes_away_in_the_middle_of_an_upload(
    ceph_server: CephServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ceph_server.store(ceph_server.bucket(), lock_days=1)
    store.payload_keys = tmp_path / "keys"
    whole, left = store.put, iter(range(6))

    def put(key: str, data: bytes) -> None:
        if next(left, None) is None:
            ceph.stop(ceph_server.directory)
        whole(key, data)

    monkeypatch.setattr(store, "put", put)
    with pytest.raises(StoreError, match="no answer"):
        write_version(store, day())
    monkeypatch.undo()
    ceph.start(ceph_server.directory, int(ceph_server.endpoint.rpartition(":")[2]), "ignored", "ignored")
    assert list_versions(store) == []
    assert store.list("sealed/")
    written = write_version(store, day())
    assert (written.unchanged, integrity(store, written.version)) == (False, [])
    assert audit(store, DEMO, datetime.now(UTC)).findings == ()
