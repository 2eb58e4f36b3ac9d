"""Attempts and receipts: who writes first has it, whatever the store and however many ask at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.retraining.attempts import (
    Attempt,
    Receipt,
    RecordBroken,
    Taken,
    attempts,
    claim_attempt,
    close_attempt,
    open_attempt,
    read_receipt,
    write_receipt,
)
from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VERSION = "2026-10-12-0123456789abcdef"


def opened(store: ObjectStore, version: str = VERSION) -> Attempt:
    return open_attempt(store, version, "d" * 64, "sensor", NOW)


def receipt(**changes: str) -> Receipt:
    fields = {
        "version": VERSION, "manifest_digest": "d" * 64, "model": "candidate-0123456789abcdef", "model_digest": "e" * 64,
        "ledger_head": "f" * 64, "run_id": "run-1",
    }  # fmt: skip
    return Receipt(attempt=1, at=NOW, **{**fields, **changes})


def test_an_attempt_is_opened_claimed_and_closed_and_then_the_next_one_may_come(store: ObjectStore) -> None:
    first = opened(store)
    with pytest.raises(Taken, match=r"Attempt 1 .* still open"):
        opened(store)
    claim_attempt(store, first, "run-1")
    claim_attempt(store, first, "run-1")
    with pytest.raises(Taken, match="belongs to another run"):
        claim_attempt(store, first, "run-2")
    close_attempt(store, first, "failed", "the disk was full", "run-1", NOW)
    assert opened(store).number == 2
    one, two = attempts(store, VERSION)
    assert one.claim is not None
    assert (one.attempt, one.claim.run_id, one.failed) == (first, "run-1", True)
    assert (two.claim, two.outcome, two.failed) == (None, None, False)


def test_versions_have_attempts_of_their_own(store: ObjectStore) -> None:
    assert opened(store).number == opened(store, "2026-10-13-0123456789abcdef").number == 1


def test_of_many_at_once_one_opens_the_attempt(store: ObjectStore) -> None:
    def ask(_: int) -> str:
        try:
            return opened(store).id
        except Taken:
            return ""

    with ThreadPoolExecutor(16) as pool:
        won = [name for name in pool.map(ask, range(64)) if name]
    (one,) = attempts(store, VERSION)
    assert won == [one.attempt.id]


class Overwriting(DirectoryStore):
    """A store whose `put` looks and then writes, so that another writer can come between, as over S3."""

    def __init__(self, root: Path):
        super().__init__(root)
        self.between: Callable[[], None] = lambda: None

    def put(self, key: str, data: bytes) -> None:
        between, self.between = self.between, lambda: None
        super().replace(key, data)
        between()


def test_whoever_was_overwritten_notices(tmp_path: Path) -> None:
    store = Overwriting(tmp_path)
    won = []

    def other() -> None:
        store.replace(f"attempts/{VERSION}/0001.json", Attempt(
            version=VERSION, number=1, manifest_digest="d" * 64, opened_at=NOW, by="sensor", token="f" * 16
        ).canonical())  # fmt: skip
        won.append(attempts(store, VERSION)[0].attempt.token)

    store.between = other
    with pytest.raises(Taken):
        opened(store)
    assert won == ["f" * 16]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["succeeded", "failed"]), min_size=1, max_size=6))
def test_the_first_outcome_stands(tmp_path_factory: pytest.TempPathFactory, results: list[str]) -> None:
    store = DirectoryStore(tmp_path_factory.mktemp("store"))
    attempt = opened(store)
    standing = [
        close_attempt(store, attempt, result, f"reason {n}", "", NOW)  # type: ignore[arg-type]
        for n, result in enumerate(results)
    ]
    assert {(outcome.result, outcome.reason) for outcome in standing} == {(results[0], "reason 0")}


def test_a_version_has_one_receipt(store: ObjectStore) -> None:
    assert read_receipt(store, VERSION) is None
    write_receipt(store, receipt())
    write_receipt(store, receipt())
    with pytest.raises(Taken, match="has a receipt already"):
        write_receipt(store, receipt(model="candidate-ffffffffffffffff"))
    assert read_receipt(store, VERSION) == receipt()


@pytest.mark.parametrize("data", [b"{}", b"", b"\xff", receipt(version="2026-10-13-0123456789abcdef").canonical()])
def test_a_damaged_receipt_is_said(store: ObjectStore, data: bytes) -> None:
    store.replace(f"receipts/{VERSION}.json", data)
    with pytest.raises(RecordBroken, match=rf"receipts/{VERSION}\.json"):
        read_receipt(store, VERSION)


def test_damaged_and_moved_attempts_are_said(store: ObjectStore) -> None:
    attempt = opened(store)
    store.put(f"attempts/{VERSION}/0002.json", attempt.canonical())
    with pytest.raises(RecordBroken, match=r"0002\.json"):
        attempts(store, VERSION)
    store.delete(f"attempts/{VERSION}/0002.json")
    store.replace(f"attempts/{VERSION}/0001.outcome.json", b"{")
    with pytest.raises(RecordBroken, match=r"0001\.outcome\.json"):
        attempts(store, VERSION)
