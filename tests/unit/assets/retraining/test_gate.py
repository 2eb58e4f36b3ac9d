"""The gate: at most one version is open, the right one, and every shut one says why and what to do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assets.approvals.settings import ReviewSettings
from assets.retraining.attempts import Receipt, attempts, close_attempt, open_attempt, write_receipt
from assets.retraining.gate import Gate, gate, objections
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import blob_key
from assets.snapshots.versions import read_manifest
from resources.object_store import ObjectStore
from tests.unit.assets.retraining.approved import DEMO, decided, hashes_only, new_version

TRAINING = TrainingSettings(attempts=2)
FOUR_EYES = ReviewSettings(policy="four-eyes")


def judged(store: ObjectStore, review: ReviewSettings = DEMO, now: datetime | None = None, **how: Any) -> Gate:
    return gate(store, review, how.pop("training", TRAINING), now or datetime.now(UTC), hashes_only, **how)


def states(found: Gate) -> dict[str, str]:
    return {verdict.version[:10]: verdict.state for verdict in found.verdicts}


def trained(store: ObjectStore, version: str, number: int = 1) -> None:
    write_receipt(
        store,
        Receipt(
            version=version, manifest_digest="d" * 64, attempt=number, model="candidate-0123456789abcdef",
            model_digest="e" * 64, ledger_head="", run_id="r", at=datetime.now(UTC),
        ),
    )  # fmt: skip


def failed(store: ObjectStore, version: str, reason: str = "out of memory") -> None:
    attempt = open_attempt(store, version, "d" * 64, "sensor", datetime.now(UTC))
    close_attempt(store, attempt, "failed", reason, "r", datetime.now(UTC))


def test_without_a_version_it_waits_for_one(store: ObjectStore) -> None:
    found = judged(store)
    assert (found.verdicts, found.open_version) == ((), None)
    assert "no version yet" in found.words


def test_an_approved_version_is_open_and_an_undecided_one_waits(store: ObjectStore) -> None:
    older, newer = new_version(store, "2026-10-12"), new_version(store, "2026-10-13", pages=4)
    decided(store, older)
    found = judged(store)
    assert states(found) == {"2026-10-13": "waiting", "2026-10-12": "open"}
    assert found.open_version == older
    assert f"knowbound retrain {older}" in found.words
    waiting = found.of(newer)
    assert "2 different persons" in waiting.words
    assert "`review`" in waiting.next


def test_the_newest_approved_version_is_the_one(store: ObjectStore) -> None:
    older, newer = new_version(store, "2026-10-12"), new_version(store, "2026-10-13", pages=4)
    decided(store, newer)
    decided(store, older)
    found = judged(store)
    assert found.open_version == newer
    assert found.of(older).state == "shut"
    assert f"{newer} is newer and approved" in found.of(older).words


def test_within_a_day_the_version_made_last_is_the_newest(store: ObjectStore) -> None:
    names = [new_version(store, pages=pages) for pages in (3, 4, 5)]
    for version in names[:2]:
        decided(store, version)
    assert judged(store).open_version == names[1]
    trained(store, names[1])
    assert judged(store).open_version is None
    decided(store, names[2])
    assert judged(store).open_version == names[2]


def test_a_receipt_ends_it_for_the_version_and_all_before_it(store: ObjectStore) -> None:
    oldest, older, newer = (
        new_version(store, "2026-10-11", pages=3), new_version(store, "2026-10-12"),
        new_version(store, "2026-10-13", pages=4),
    )  # fmt: skip
    for version in (oldest, older):
        decided(store, version)
    trained(store, older)
    found = judged(store)
    assert states(found) == {"2026-10-13": "waiting", "2026-10-12": "trained", "2026-10-11": "shut"}
    assert "is newer and has been trained" in found.of(oldest).words
    decided(store, newer)
    assert judged(store).open_version == newer


@pytest.mark.parametrize("decision", ["reject", "withdraw"])
def test_a_withdrawal_flags_the_model_that_was_trained_on_the_version(store: ObjectStore, decision: Any) -> None:
    version = new_version(store)
    decided(store, version)
    trained(store, version)
    assert judged(store).of(version).next == ""
    assert judged(store, now=datetime.now(UTC) + timedelta(days=365)).of(version).next == ""  # run out is no objection
    decided(store, version, decision, at=datetime.now(UTC))
    found = judged(store, now=datetime.now(UTC) + timedelta(seconds=2)).of(version)
    assert found.state == "trained"
    assert "candidate-0123456789abcdef must not be used any more." in found.next


def test_a_trained_version_that_is_gone_still_ends_it_for_older_ones(store: ObjectStore) -> None:
    older, newer = new_version(store, "2026-10-12"), new_version(store, "2026-10-13", pages=4)
    decided(store, older)
    trained(store, newer)
    store.delete(f"versions/{newer}/manifest.json")
    found = judged(store)
    assert found.open_version is None
    assert "gone from the store" in found.of(older).words


@pytest.mark.parametrize(("decision", "words"), [("reject", "Rejected on"), ("withdraw", "Withdrawn on")])
def test_an_objection_shuts_it(store: ObjectStore, decision: Any, words: str) -> None:
    version = new_version(store)
    decided(store, version)
    decided(store, version, decision, at=datetime.now(UTC))
    found = judged(store, now=datetime.now(UTC) + timedelta(seconds=1))
    assert (found.open_version, found.of(version).state) == (None, "shut")
    assert words in found.of(version).words
    assert "new version" in found.of(version).next


def test_an_approval_expires(store: ObjectStore) -> None:
    version = new_version(store)
    decided(store, version)
    found = judged(store, now=datetime.now(UTC) + timedelta(days=DEMO.expires_days))
    assert found.of(version).state == "shut"
    assert "expired" in found.of(version).words
    assert "approve it again" in found.of(version).next


@pytest.mark.parametrize("known_by", ["a newer version", "a newer signature", "an attempt"])
def test_a_clock_that_was_set_back_brings_no_approval_back(store: ObjectStore, known_by: str) -> None:
    version, signed = new_version(store, "2026-03-01"), datetime(2026, 3, 2, tzinfo=UTC)
    decided(store, version, at=signed)
    assert judged(store, now=signed + timedelta(days=10)).open_version == version
    expired = signed + timedelta(days=100)
    match known_by:
        case "a newer version":
            new_version(store, f"{expired:%Y-%m-%d}", pages=4)
        case "a newer signature":
            decided(store, new_version(store, "2026-03-01", pages=4), "reject", at=expired)
        case _:
            open_attempt(store, version, "d" * 64, "sensor", expired)
            close_attempt(store, attempts(store, version)[0].attempt, "failed", "reason", "r", expired)
    assert judged(store, now=expired + timedelta(hours=1)).open_version is None
    found = judged(store, now=signed + timedelta(days=10))
    assert found.open_version is None
    assert f"the store knows of {expired:%Y-%m-%d}" in found.of(version).words


def test_demo_signatures_count_for_nothing_under_a_real_policy(store: ObjectStore) -> None:
    version = new_version(store)
    decided(store, version)
    found = judged(store, FOUR_EYES)
    assert found.open_version is None
    assert "demo signatures count only under the policy" in found.of(version).words


def _changed_file(store: ObjectStore, version: str) -> None:
    digest = read_manifest(store, version).file("train.sft.jsonl").sha256
    data = bytearray(store.get(blob_key(digest)))
    data[0] ^= 1
    store.replace(blob_key(digest), bytes(data))


def _lost_file(store: ObjectStore, version: str) -> None:
    store.delete(blob_key(read_manifest(store, version).file("examples.parquet").sha256))


def _changed_manifest(store: ObjectStore, version: str) -> None:
    store.replace(f"versions/{version}/manifest.json", store.get(f"versions/{version}/manifest.json")[:-1] + b" }")


def _forged_signature(store: ObjectStore, version: str) -> None:
    key = f"ledger/{version}/0001.json"
    entry = store.get(key).replace(b'"as agreed"', b'"as I like"')
    store.replace(key, entry)
    store.delete(f"ledger/{version}/0002.json")


def _lost_entry(store: ObjectStore, version: str) -> None:
    store.delete(f"ledger/{version}/0001.json")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_changed_file, "train.sft.jsonl"),
        (_lost_file, "examples.parquet"),
        (_changed_manifest, "was changed"),
        (_forged_signature, "no evidence"),
        (_lost_entry, "missing"),
    ],
)
def test_nothing_is_trained_on_other_bytes_or_signatures(
    store: ObjectStore, damage: Callable[[ObjectStore, str], None], words: str
) -> None:
    version = new_version(store)
    decided(store, version)
    assert judged(store).open_version == version
    damage(store, version)
    found = judged(store)
    assert (found.open_version, found.of(version).state) == (None, "shut")
    assert words in found.of(version).words
    assert objections(store, DEMO, version, datetime.now(UTC), hashes_only)


def test_a_changed_newest_version_does_not_open_the_one_before_it(store: ObjectStore) -> None:
    older, newer = new_version(store, "2026-10-12"), new_version(store, "2026-10-13", pages=4)
    decided(store, older)
    decided(store, newer)
    _changed_file(store, newer)
    assert judged(store).open_version is None


def test_an_open_attempt_keeps_others_out_but_not_its_own_run(store: ObjectStore) -> None:
    version = new_version(store)
    decided(store, version)
    attempt = open_attempt(store, version, "d" * 64, "sensor", datetime.now(UTC))
    found = judged(store, running={attempt.id: "run abc is at work."})
    assert (found.open_version, found.of(version).state) == (None, "running")
    assert "run abc is at work." in found.words
    assert judged(store, own=attempt).open_version == version


def test_the_sensor_tries_as_often_as_configured_and_a_person_once_more(store: ObjectStore) -> None:
    version = new_version(store)
    decided(store, version)
    failed(store, version)
    assert judged(store).open_version == version
    failed(store, version, "The trainer was killed.")
    found = judged(store)
    assert found.of(version).state == "exhausted"
    assert "The trainer was killed." in found.words
    assert f"knowbound retrain {version}" in found.words
    assert judged(store, by="command line").open_version == version


def test_a_living_trainer_and_a_missing_model_keep_it_shut(store: ObjectStore) -> None:
    version = new_version(store)
    decided(store, version)
    assert judged(store, busy=True).of(version).state == "running"
    found = judged(store, training=TrainingSettings(model="/nowhere/model"))
    assert found.of(version).state == "shut"
    assert "/nowhere/model" in found.words
    assert "smollm2" in found.words


def test_damaged_records_keep_it_shut(store: ObjectStore) -> None:
    older, newer = new_version(store, "2026-10-12"), new_version(store, "2026-10-13", pages=4)
    decided(store, older)
    decided(store, newer)
    store.put(f"receipts/{newer}.json", b"{}")
    found = judged(store)
    assert found.open_version is None
    assert "damaged" in found.of(newer).words


def test_bytes_are_examined_only_where_all_else_is_well(store: ObjectStore) -> None:
    examined: list[str] = []

    def recheck(_: ObjectStore, version: str) -> list[str]:
        examined.append(version)
        return []

    first, second = new_version(store, "2026-10-12"), new_version(store, "2026-10-13", pages=4)
    gate(store, DEMO, TRAINING, datetime.now(UTC), recheck)
    decided(store, first)
    gate(store, DEMO, TRAINING, datetime.now(UTC), recheck)
    decided(store, second)
    open_attempt(store, second, "d" * 64, "sensor", datetime.now(UTC))
    gate(store, DEMO, TRAINING, datetime.now(UTC), recheck)
    assert examined == [first]


def test_an_unknown_version_is_said(store: ObjectStore) -> None:
    assert "no such version" in judged(store).of("2026-10-12-0123456789abcdef").words
    unknown = "2026-10-12-0123456789abcdef"
    assert "There is no version" in objections(store, DEMO, unknown, datetime.now(UTC), hashes_only)[0]
