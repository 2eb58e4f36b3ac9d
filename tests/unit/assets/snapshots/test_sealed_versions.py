"""A version whose files are sealed is the same version: name, manifest, files; and without its key nothing is left of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.approvals.decision import Refused, intend
from assets.erasures import Erased, close_version
from assets.identity import canonical_json, sha256
from assets.snapshots.manifest import Unreadable
from assets.snapshots.versions import (
    damages,
    file_keys,
    integrity,
    read_file,
    read_manifest,
    sealed_damages,
    write_version,
)
from checks.audit import audit
from resources.directory_store import DirectoryStore
from resources.sealing import PayloadKeys
from tests.unit.assets.approvals.officers import FOUR_EYES
from tests.unit.assets.snapshots.days import day

NOW = datetime(2026, 10, 14, tzinfo=UTC)


@pytest.fixture
def sealed(tmp_path: Path) -> DirectoryStore:
    store = DirectoryStore(tmp_path / "sealed")
    store.payload_keys = tmp_path / "keys"
    return store


def test_it_is_the_same_version_whether_sealed_or_not(tmp_path: Path, sealed: DirectoryStore) -> None:
    plain = DirectoryStore(tmp_path / "plain")
    version = write_version(plain, day()).version
    assert write_version(sealed, day()).version == version
    manifest = read_manifest(sealed, version)
    assert manifest == read_manifest(plain, version)
    assert integrity(sealed, version) == []
    for file in manifest.dataset.files:
        data = read_file(plain, manifest, file.name)
        assert read_file(sealed, manifest, file.name) == data
        assert not [key for key in sealed.list("") if sealed.get(key) == data]
    assert sealed.list("blobs/") == []
    assert sorted(file_keys(sealed, manifest)) == sealed.list("sealed/")


def test_versions_share_nothing_that_could_not_be_forgotten_alone(sealed: DirectoryStore) -> None:
    first, second = write_version(sealed, day("2026-10-11", pages=2)), write_version(sealed, day("2026-10-12"))
    keys = PayloadKeys(sealed.payload_keys or Path())
    assert not set(file_keys(sealed, first.manifest)) & set(file_keys(sealed, second.manifest))
    keys.destroy(first.version)
    [problem] = integrity(sealed, first.version)
    assert "was destroyed" in problem
    with pytest.raises(Unreadable):
        read_file(sealed, first.manifest, "examples.parquet")
    assert sealed_damages(sealed, first.manifest) == []
    assert integrity(sealed, second.version) == []


def test_a_rerun_after_a_kill_writes_the_same_bytes(sealed: DirectoryStore) -> None:
    written = write_version(sealed, day())
    before = {key: sealed.get(key) for key in sealed.list("")}
    for key in (f"versions/{written.version}/manifest.json", file_keys(sealed, written.manifest)[-1]):
        sealed.delete(key)
    write_version(sealed, day())
    assert {key: sealed.get(key) for key in sealed.list("")} == before


def test_changed_sealed_bytes_are_seen_with_the_key_and_without(sealed: DirectoryStore) -> None:
    manifest = write_version(sealed, day()).manifest
    key = file_keys(sealed, manifest)[0]
    kept = sealed.get(key)
    sealed.replace(key, kept[:-1] + bytes([kept[-1] ^ 1]))
    assert "was changed in its sealed form" in damages(sealed, manifest)[0]
    copy = DirectoryStore(Path(sealed.url.removeprefix("file://")))
    assert "was changed in its sealed form" in (sealed_damages(copy, manifest) or [""])[0]
    seals = f"versions/{manifest.version}/sealed.json"
    listed = json.loads(sealed.get(seals))
    plain = key.rpartition("/")[2]
    sealed.replace(seals, canonical_json({**listed, plain: sha256(sealed.get(key))}))  # the list with them
    assert "its digest differs" in damages(sealed, manifest)[0]
    sealed.delete(key)
    assert "is missing" in (sealed_damages(copy, manifest) or [""])[0]


def test_an_officer_decides_where_the_keys_are_not(sealed: DirectoryStore) -> None:
    """The webserver signs, and has no key of a payload: it verifies the sealed bytes."""
    version = write_version(sealed, day()).version
    web = DirectoryStore(Path(sealed.url.removeprefix("file://")))
    asked: dict[str, Any] = {"decision": "approve", "meaning": "approval", "reason": "as agreed", "now": NOW}
    assert intend(web, version, **asked) == intend(sealed, version, **asked)
    key = web.list("sealed/")[0]
    kept = web.get(key)
    web.replace(key, kept + b"!")
    for store in (web, sealed):
        with pytest.raises(Refused, match="was changed"):
            intend(store, version, **asked)
    web.replace(key, kept)
    close_version(web, Erased(version=version, manifest_digest="", erasure="e", head="", at=NOW))
    for store in (web, sealed):
        with pytest.raises(Refused, match="was erased"):
            intend(store, version, **asked)


def test_auditors_verify_a_copy_without_the_keys(sealed: DirectoryStore) -> None:
    written = write_version(sealed, day())
    assert audit(sealed, FOUR_EYES, NOW).notes == ()
    copy = DirectoryStore(Path(sealed.url.removeprefix("file://")))
    found = audit(copy, FOUR_EYES, NOW)
    assert found.findings == ()
    assert "only the sealed bytes were verified" in found.notes[0].words
    copy.replace(f"versions/{written.version}/sealed.json", b"[]")
    assert "is no list of sealed files" in audit(copy, FOUR_EYES, NOW).findings[0].words
