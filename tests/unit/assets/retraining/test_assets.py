"""The Dagster surface of retraining: a run ends with a receipt or with a failed attempt that says why."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets.approvals.settings import ReviewSettings
from assets.days import DATASET_VERSIONS
from assets.identity import sha256
from assets.retraining import assets as surface
from assets.retraining.attempts import (
    Attempt,
    attempts,
    claim_attempt,
    close_attempt,
    open_attempt,
    read_receipt,
)
from assets.retraining.lock import STEP, TRAINER, hold
from assets.retraining.models import list_models, models_of, read_model
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import blob_key
from assets.snapshots.versions import read_manifest
from resources.anchors import Anchors, FileAnchors, PostgresAnchors
from resources.object_store import ObjectStore
from resources.trainer import TrainingFailed
from tests.unit.assets.retraining.approved import DEMO, decided, hashes_only, new_version


class Trainer:
    """Makes weights of the request alone; `during` happens while it trains."""

    def __init__(self, store: ObjectStore, during: Callable[[], None] = lambda: None):
        self.store, self.during = store, during
        self.requests: list[Mapping[str, Any]] = []

    def train(self, _: Any, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.requests.append(request)
        self.during()
        weights = f"{request['version']} {request['arm']} {request['seed']}".encode()
        self.store.put(blob_key(sha256(weights)), weights)
        return {
            "files": {"model.safetensors": sha256(weights)},
            "base": {"name": "fake", "digest": "b" * 64},
            "code": {"fake": "1"},
            "training": {"rows": 3, "steps": 2, "tokens": 30, "loss": [[1, 2.0], [2, 1.0]], "parameters": 8},
        }


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def version(store: ObjectStore) -> str:
    name = new_version(store)
    decided(store, name)
    return name


class Retraining:
    """Runs one of the assets on a version, and says how it ended."""

    def __init__(self, store: ObjectStore, home: Path, instance: dg.DagsterInstance):
        self.store, self.home, self.instance = store, home, instance
        self.trainer = Trainer(store)
        self.anchors: Anchors = FileAnchors(home / "anchors.jsonl")

    def run(
        self,
        version: str,
        asset: Any = surface.candidate,
        review: ReviewSettings = DEMO,
        tags: Mapping[str, str] | None = None,
    ) -> tuple[dg.ExecuteInProcessResult, str]:
        self.instance.add_dynamic_partitions(str(DATASET_VERSIONS.name), [version])
        result = dg.materialize(
            [surface.candidate, surface.baseline],
            selection=[asset],
            partition_key=version,
            instance=self.instance,
            raise_on_error=False,
            tags=tags,
            resources={
                "store": self.store, "review": review, "training": TrainingSettings(), "recheck": hashes_only,
                "trainer": self.trainer, "home": self.home, "anchors": self.anchors,
            },
        )  # fmt: skip
        failure = result.failure_data_for_node(asset.op.name)
        return result, str(failure.user_failure_data.description) if failure and failure.user_failure_data else ""


@pytest.fixture
def retraining(store: ObjectStore, home: Path, instance: dg.DagsterInstance) -> Retraining:
    return Retraining(store, home, instance)


def test_an_approved_version_becomes_a_candidate_with_a_receipt(retraining: Retraining, version: str) -> None:
    result, _ = retraining.run(version)
    assert result.success
    receipt = read_receipt(retraining.store, version)
    assert receipt is not None
    record = read_model(retraining.store, receipt.model)
    manifest = read_manifest(retraining.store, version)
    assert (receipt.manifest_digest, record.manifest_digest) == (manifest.digest, manifest.digest)
    assert (receipt.attempt, receipt.run_id, receipt.model_digest) == (1, result.run_id, record.digest)
    assert len(receipt.ledger_head) == 64
    (there,) = attempts(retraining.store, version)
    assert there.attempt.by == "UI"
    assert there.outcome is not None
    assert there.outcome.result == "succeeded"
    (made,) = result.asset_materializations_for_node("candidate")
    assert made.metadata["model"].value == receipt.model
    assert str(made.metadata["loss"].value).startswith("![loss by step](data:image/png;base64,")


def test_nothing_is_trained_while_the_witness_cannot_be_reached(retraining: Retraining, version: str) -> None:
    retraining.anchors = PostgresAnchors("postgresql://nobody@127.0.0.1:1/nothing")
    result, words = retraining.run(version)
    assert not result.success
    assert "cannot be reached" in words
    assert retraining.trainer.requests == []
    retraining.anchors = FileAnchors(retraining.home / "anchors.jsonl")
    assert retraining.run(version)[0].success
    [receipt] = filter(None, [read_receipt(retraining.store, version)])
    assert retraining.anchors.all()[-1].entry == receipt.ledger_head


def test_there_is_never_a_second_one(retraining: Retraining, version: str) -> None:
    retraining.run(version)
    result, words = retraining.run(version)
    assert not result.success
    assert "candidate-" in words
    assert len(retraining.trainer.requests) == len(attempts(retraining.store, version)) == 1


def test_a_failing_trainer_leaves_its_words_and_no_receipt(retraining: Retraining, version: str) -> None:
    def fail() -> None:
        raise TrainingFailed("The trainer was killed (signal 9).")

    retraining.trainer.during = fail
    result, words = retraining.run(version)
    assert not result.success
    assert words == "The trainer was killed (signal 9)."
    (there,) = attempts(retraining.store, version)
    assert there.outcome is not None
    assert (there.outcome.result, there.outcome.reason) == ("failed", "The trainer was killed (signal 9).")
    assert read_receipt(retraining.store, version) is None
    assert list_models(retraining.store) == []
    retraining.trainer.during = lambda: None
    assert retraining.run(version)[0].success
    receipt = read_receipt(retraining.store, version)
    assert receipt is not None
    assert receipt.attempt == 2


@pytest.mark.parametrize(
    "error", [RuntimeError("Sarah Connor"), MemoryError(), KeyboardInterrupt(), dg.DagsterExecutionInterruptedError()]
)
def test_whatever_breaks_the_step_closes_the_attempt_and_repeats_no_message(
    retraining: Retraining, version: str, error: BaseException
) -> None:
    def fail() -> None:
        raise error

    retraining.trainer.during = fail
    with suppress(KeyboardInterrupt, dg.DagsterExecutionInterruptedError):
        assert not retraining.run(version)[0].success
    (there,) = attempts(retraining.store, version)
    assert there.failed
    assert there.outcome is not None
    assert "Connor" not in there.outcome.reason
    assert read_receipt(retraining.store, version) is None


def test_a_withdrawal_during_the_training_leaves_no_receipt(retraining: Retraining, version: str) -> None:
    retraining.trainer.during = lambda: decided(retraining.store, version, "withdraw")
    result, words = retraining.run(version)
    assert not result.success
    assert "Withdrawn on" in words
    assert read_receipt(retraining.store, version) is None
    assert list_models(retraining.store) == []


def test_an_attempt_closed_during_the_training_leaves_no_receipt(retraining: Retraining, version: str) -> None:
    def close() -> None:
        (there,) = attempts(retraining.store, version)
        close_attempt(retraining.store, there.attempt, "failed", "taken for dead", "", datetime.now(UTC))

    retraining.trainer.during = close
    result, words = retraining.run(version)
    assert not result.success
    assert "was closed during the training" in words
    assert read_receipt(retraining.store, version) is None


@pytest.mark.parametrize("asset", [surface.candidate, surface.baseline])
def test_nothing_unapproved_or_changed_reaches_the_trainer(
    retraining: Retraining, store: ObjectStore, asset: Any
) -> None:
    waiting = new_version(store, "2026-10-11", pages=3)
    gone = new_version(store, "2026-10-12")
    decided(store, gone)
    store.delete(blob_key(read_manifest(store, gone).file("train.sft.jsonl").sha256))
    missing = "2026-10-13-0123456789abcdef"
    for version, reason in ((waiting, "2 different persons"), (gone, "train.sft.jsonl"), (missing, "no")):
        result, words = retraining.run(version, asset)
        assert not result.success
        assert "The gate is shut" in words
        assert reason in words
    result, words = retraining.run(gone, asset, ReviewSettings(policy="four-eyes"))
    assert "demo signatures" in words
    assert retraining.trainer.requests == []
    assert store.list("attempts/") == store.list("receipts/") == []


def test_another_retraining_or_its_orphaned_trainer_keeps_it_waiting(retraining: Retraining, version: str) -> None:
    for name in (STEP, TRAINER):
        with hold(retraining.home / name):
            for asset in (surface.candidate, surface.baseline):
                result, words = retraining.run(version, asset)
                assert not result.success
                assert "another retraining is at work" in words
    assert retraining.trainer.requests == retraining.store.list("attempts/") == []


def test_retries_by_dagster_are_bound_like_the_sensor(retraining: Retraining, version: str) -> None:
    def fail() -> None:
        raise TrainingFailed("The trainer failed.")

    retraining.trainer.during = fail
    retry = {"dagster/retry_number": "1"}
    for _ in range(TrainingSettings().attempts):
        retraining.run(version, tags=retry)
    _, words = retraining.run(version, tags=retry)
    assert "attempts failed" in words
    assert len(retraining.trainer.requests) == TrainingSettings().attempts


class TestAttemptOfTheSensor:
    @pytest.fixture
    def attempt(self, store: ObjectStore, version: str) -> Attempt:
        return open_attempt(store, version, read_manifest(store, version).digest, "sensor", datetime.now(UTC))

    def test_its_run_works_on_it(self, retraining: Retraining, version: str, attempt: Attempt) -> None:
        assert retraining.run(version, tags={surface.ATTEMPT_TAG: attempt.id})[0].success
        (there,) = attempts(retraining.store, version)
        assert there.outcome is not None
        assert there.outcome.result == "succeeded"

    def test_a_second_launch_of_it_does_nothing(self, retraining: Retraining, version: str, attempt: Attempt) -> None:
        claim_attempt(retraining.store, attempt, "another run")
        result, words = retraining.run(version, tags={surface.ATTEMPT_TAG: attempt.id})
        assert not result.success
        assert "belongs to another run" in words
        (there,) = attempts(retraining.store, version)
        assert there.outcome is None  # the other run's work goes on
        assert retraining.trainer.requests == []

    def test_a_forged_tag_trains_nothing(self, retraining: Retraining, version: str, attempt: Attempt) -> None:
        for forged in (f"{version}/0001/0123456789abcdef", f"{version}/0002/{attempt.token}", "approved"):
            result, words = retraining.run(version, tags={surface.ATTEMPT_TAG: forged})
            assert not result.success
            assert "is not in the store" in words
        assert retraining.trainer.requests == []

    def test_a_run_that_comes_too_late_does_nothing(
        self, retraining: Retraining, version: str, attempt: Attempt
    ) -> None:
        close_attempt(retraining.store, attempt, "failed", "It was never launched.", "", datetime.now(UTC))
        result, words = retraining.run(version, tags={surface.ATTEMPT_TAG: attempt.id})
        assert not result.success
        assert "It was never launched." in words
        assert retraining.trainer.requests == []

    def test_a_run_of_the_ui_waits_for_it(self, retraining: Retraining, version: str, attempt: Attempt) -> None:
        result, words = retraining.run(version)
        assert not result.success
        assert f"Attempt {attempt.number}" in words
        assert retraining.trainer.requests == []

    def test_a_withdrawal_before_it_began_closes_it(
        self, retraining: Retraining, version: str, attempt: Attempt
    ) -> None:
        decided(retraining.store, version, "withdraw")
        assert not retraining.run(version, tags={surface.ATTEMPT_TAG: attempt.id})[0].success
        (there,) = attempts(retraining.store, version)
        assert there.outcome is not None
        assert "Withdrawn on" in there.outcome.reason
        assert retraining.trainer.requests == []


def test_the_baseline_is_trained_alike_and_has_no_receipt(retraining: Retraining, version: str) -> None:
    assert retraining.run(version, surface.baseline)[0].success
    assert retraining.run(version)[0].success
    asked, other = retraining.trainer.requests
    assert (asked["arm"], other["arm"]) == ("happy_path", "candidate")
    assert {**asked, "arm": ""} == {**other, "arm": ""}
    assert sorted(record.arm for record in models_of(retraining.store, version).values()) == ["candidate", "happy_path"]
    assert len(retraining.store.list("receipts/")) == 1
