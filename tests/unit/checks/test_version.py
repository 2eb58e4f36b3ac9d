"""A finished version examined again: whatever was said about it before, only its bytes count."""

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.identity import canonical_json
from assets.snapshots import jsonl
from assets.snapshots.manifest import UnknownVersion, blob_key
from assets.snapshots.versions import read_manifest
from checks.version import recheck
from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore
from tests.unit.assets.retraining.approved import proven_version
from tests.unit.assets.snapshots.days import checks
from tests.unit.checks.verifier_rows import LIBRARY, ROWS, frame, rename


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return DirectoryStore(tmp_path / "store")


def test_a_good_version_passes(store: ObjectStore) -> None:
    assert recheck(store, proven_version(store), ["Sarah Connor"]) == []


@pytest.mark.parametrize("name", ["train.sft.jsonl", "examples.parquet", "corpus/passages.parquet", "README.md"])
def test_a_changed_or_lost_file(store: ObjectStore, name: str) -> None:
    version = proven_version(store)
    key = blob_key(read_manifest(store, version).file(name).sha256)
    data = bytearray(store.get(key))
    data[len(data) // 2] ^= 1
    store.replace(key, bytes(data))
    (problem,) = recheck(store, version)
    assert name in problem
    assert "was changed" in problem
    store.delete(key)
    (problem,) = recheck(store, version)
    assert name in problem
    assert "is missing" in problem


def test_an_example_that_its_proof_does_not_carry(store: ObjectStore) -> None:
    wrong = json.loads(json.dumps(ROWS["inside"]))
    wrong["claim"] = canonical_json(json.loads(wrong["claim"]) | {"value": 200.0}).decode()
    rows = [rename(wrong) if name == "inside" else row for name, row in ROWS.items()]
    (problem,) = recheck(store, proven_version(store, examples=frame(rows)))
    assert re.fullmatch(rf"The verifier rejects \d of {len(ROWS)} examples, mostly: .+\.", problem)


def test_training_files_that_say_something_else_than_the_proven_examples(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(examples: pl.DataFrame) -> list[dict[str, Any]]:
        rows = [{"messages": messages} for messages in examples["messages"].to_list()]
        rows[0]["messages"][-1]["content"] = "Yes, always."
        return rows

    with monkeypatch.context() as patched:
        patched.setattr(jsonl, "sft", poisoned)
        version = proven_version(store)
    assert recheck(store, version) == ["train.sft.jsonl says something else than examples.parquet."]


def test_personal_data_is_counted_and_never_quoted(store: ObjectStore) -> None:
    leak = pl.col("text") + "\n\nAsk sarah.connor@example.com or 10 Downing Street."
    documents = LIBRARY.documents.with_columns(text=pl.when(pl.col("revision") == 0).then(leak).otherwise("text"))
    problems = recheck(store, proven_version(store, documents=documents), ["10 downing street", "Kyle Reese"])
    assert any("email" in problem for problem in problems)
    assert "1 of the 2 seeded canaries are left." in problems
    assert "connor" not in " ".join(problems).lower()


def test_a_version_whose_checks_had_failed(store: ObjectStore) -> None:
    version = proven_version(store, checks=checks(passed=False))
    assert recheck(store, version) == ["Check residual_pii had failed."]


def test_an_unknown_version(store: ObjectStore) -> None:
    with pytest.raises(UnknownVersion):
        recheck(store, "2026-10-12-0123456789abcdef")
