"""The trainer believes nobody: no row is read before files and signatures are verified."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assets.approvals.settings import ReviewSettings
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import UnknownVersion, Unreadable, blob_key
from assets.snapshots.versions import read_manifest
from deploy.train import request as module
from deploy.train.request import Refused, Request, parse, training_rows
from resources.directory_store import DirectoryStore
from resources.stores import open_store
from tests.unit.assets.retraining.approved import DEMO, decided, new_version


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "store")


def asked(store: DirectoryStore, version: str, **changes: Any) -> Request:
    fields = {
        "store_url": store.url, "version": version, "arm": "candidate", "review": DEMO.model_dump(mode="json"),
        "training": TrainingSettings().model_dump(mode="json"), "model": "smollm2", "seed": 0, "lock": "/nowhere",
    }  # fmt: skip
    return parse(fields | changes)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the tables that were read."""
    seen: list[str] = []
    whole = module.read_frame

    def read(store: Any, manifest: Any, name: str) -> Any:
        seen.append(name)
        return whole(store, manifest, name)

    monkeypatch.setattr(module, "read_frame", read)
    return seen


def test_an_approved_version_gives_its_training_split(store: DirectoryStore, reads: list[str]) -> None:
    version = new_version(store)
    decided(store, version)
    rows = training_rows(store, asked(store, version), now())
    assert rows.height > 0
    assert set(rows["split"].cast(str)) == {"train"}
    assert reads == ["examples.parquet"]


def test_an_unsigned_version_is_refused(store: DirectoryStore, reads: list[str]) -> None:
    with pytest.raises(Refused, match=r"not approved: .*Nothing was read"):
        training_rows(store, asked(store, new_version(store)), now())
    assert reads == []


@pytest.mark.parametrize("decision", ["reject", "withdraw"])
def test_a_rejected_or_withdrawn_version_is_refused(store: DirectoryStore, reads: list[str], decision: Any) -> None:
    version = new_version(store)
    decided(store, version)
    decided(store, version, decision)
    with pytest.raises(Refused, match="not approved"):
        training_rows(store, asked(store, version), now())
    assert reads == []


def test_an_expired_approval_is_refused(store: DirectoryStore, reads: list[str]) -> None:
    version = new_version(store)
    decided(store, version)
    with pytest.raises(Refused, match="not approved"):
        training_rows(store, asked(store, version), now() + timedelta(days=365))
    assert reads == []


def test_a_demo_signature_is_worth_nothing_under_another_policy(store: DirectoryStore, reads: list[str]) -> None:
    version = new_version(store)
    decided(store, version)
    real = ReviewSettings(policy="four-eyes")
    with pytest.raises(Refused, match="not approved"):
        training_rows(store, asked(store, version, review=real.model_dump(mode="json")), now())
    assert reads == []


@pytest.mark.parametrize("change", ["flip", "lose"])
def test_changed_or_lost_bytes_are_refused_though_signed(
    store: DirectoryStore, tmp_path: Path, reads: list[str], change: str
) -> None:
    version = new_version(store)
    decided(store, version)
    for entry in read_manifest(store, version).dataset.files:
        blob = tmp_path / "store" / blob_key(entry.sha256)
        if entry.name == "train.sft.jsonl" and change == "flip":
            blob.chmod(0o600)
            blob.write_bytes(blob.read_bytes()[::-1])
        elif entry.name == "train.sft.jsonl":
            blob.unlink()
    with pytest.raises(Refused, match=r"train\.sft\.jsonl.*Nothing was read"):
        training_rows(store, asked(store, version), now())
    assert reads == []


def test_an_unknown_version_is_refused(store: DirectoryStore) -> None:
    with pytest.raises(UnknownVersion):
        training_rows(store, asked(store, "2026-10-12-0123456789abcdef"), now())


def test_a_request_that_is_none_names_its_fields(store: DirectoryStore) -> None:
    with pytest.raises(Refused, match="Wrong or missing: arm, lock, model"):
        parse({"store_url": store.url, "version": "v", "review": {}, "training": {}, "seed": 0, "arm": "other"})
    with pytest.raises(Refused, match="all of it"):
        parse(None)


def test_a_sealed_version_is_read_with_its_key_alone(tmp_path: Path) -> None:
    sealed = DirectoryStore(tmp_path / "sealed")
    sealed.payload_keys = tmp_path / "keys"
    version = new_version(sealed)
    decided(sealed, version)
    request = asked(sealed, version, payload_keys=str(tmp_path / "keys"))
    opened = open_store(request.store_url, {}, payload_keys=request.payload_keys)
    assert training_rows(opened, request, now()).height > 0
    with pytest.raises(Unreadable, match="payload_keys does not say where the keys are"):
        training_rows(open_store(request.store_url, {}), request, now())
