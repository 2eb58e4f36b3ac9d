"""The sensor `gate`: one tick, one attempt, one launch; nothing that Dagster loses or repeats blocks or doubles it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin

from assets.days import DATASET_VERSIONS
from assets.retraining.assets import ATTEMPT_TAG
from assets.retraining.attempts import (
    Attempt,
    Receipt,
    Try,
    attempts,
    claim_attempt,
    close_attempt,
    open_attempt,
    write_receipt,
)
from assets.retraining.lock import STEP, TRAINER, hold
from assets.retraining.settings import TrainingSettings
from assets.snapshots.versions import read_manifest
from pipelines.sensors import gate, settle
from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore
from tests.unit.assets.retraining.approved import DEMO, decided, hashes_only, new_version

TRAINING = TrainingSettings(attempts=2, grace_minutes=2)
LATER = timedelta(minutes=3)  # more than the grace


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return DirectoryStore(tmp_path / "store")


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


def tick(store: ObjectStore, instance: dg.DagsterInstance, home: Path) -> dg.RunRequest | str:
    """The launch that a tick asks for, or the words with which it asks for none."""
    resources = {"store": store, "review": DEMO, "training": TRAINING, "recheck": hashes_only, "home": home}
    result = gate(dg.build_sensor_context(instance=instance, resources=resources))
    assert isinstance(result, dg.RunRequest | dg.SkipReason)
    return result if isinstance(result, dg.RunRequest) else str(result.skip_message)


def started(store: ObjectStore, version: str) -> Attempt:
    return open_attempt(store, version, read_manifest(store, version).digest, "sensor", datetime.now(UTC))


def launched(instance: dg.DagsterInstance, attempt: str, status: dg.DagsterRunStatus, **tags: str) -> str:
    location = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin("knowbound"), "__repository__")
    run = instance.create_run_for_job(
        dg.GraphDefinition(name="retraining").to_job(),
        tags={ATTEMPT_TAG: attempt, **tags},
        status=status,
        remote_job_origin=RemoteJobOrigin(location, "retraining"),
    )
    return run.run_id


def settled(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, after: timedelta = LATER
) -> tuple[Try, dict[str, str]]:
    """The only attempt, after settling some time from now, and the words about living ones."""
    words = settle(instance, store, TRAINING, home, datetime.now(UTC) + after)
    (version,) = {key.split("/")[1] for key in store.list("attempts/")}
    return attempts(store, version)[-1], words


def test_without_a_version_it_says_what_it_waits_for(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path
) -> None:
    assert "no version yet" in str(tick(store, instance, home))
    waiting = new_version(store)
    words = str(tick(store, instance, home))
    assert waiting in words
    assert "Waits for review" in words


def test_an_approved_version_is_launched_once(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str
) -> None:
    request = tick(store, instance, home)
    assert isinstance(request, dg.RunRequest)
    (there,) = attempts(store, version)
    assert (request.partition_key, request.run_key) == (version, None)
    assert request.tags[ATTEMPT_TAG] == there.attempt.id
    assert there.attempt.manifest_digest == read_manifest(store, version).digest
    assert instance.get_dynamic_partitions(str(DATASET_VERSIONS.name)) == [version]
    words = str(tick(store, instance, home))  # the daemon may have died before the launch: it waits a while
    assert "Attempt 1" in words
    assert len(attempts(store, version)) == 1


def test_nothing_is_launched_beside_a_living_retraining(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str
) -> None:
    for name in (STEP, TRAINER):
        with hold(home / name):
            assert "another retraining is at work" in str(tick(store, instance, home))
    assert attempts(store, version) == []


def test_an_attempt_without_a_run_is_closed_after_a_while(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str
) -> None:
    started(store, version)
    there, words = settled(store, instance, home, timedelta(seconds=5))
    assert there.outcome is None
    assert list(words.values()) == ["no run came of it yet."]
    there, words = settled(store, instance, home)
    assert there.outcome is not None
    assert "stopped between attempt and launch" in there.outcome.reason
    assert words == {}


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED])
def test_an_attempt_whose_run_ended_is_closed(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str, status: dg.DagsterRunStatus
) -> None:
    run = launched(instance, started(store, version).id, status)
    there, _ = settled(store, instance, home, timedelta(0))
    assert there.outcome is not None
    assert (there.outcome.result, there.outcome.run_id) == ("failed", run)


def test_a_queued_run_may_wait_as_long_as_it_must(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str
) -> None:
    launched(instance, started(store, version).id, dg.DagsterRunStatus.QUEUED)
    there, words = settled(store, instance, home, timedelta(days=2))
    assert there.outcome is None
    assert "queue" in "".join(words.values())


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING])
def test_a_run_that_never_begins_is_ended_and_closed(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str, status: dg.DagsterRunStatus
) -> None:
    run = launched(instance, started(store, version).id, status)
    there, words = settled(store, instance, home, timedelta(minutes=1))
    assert there.outcome is None
    assert "is starting" in "".join(words.values())
    there, _ = settled(store, instance, home)
    assert there.outcome is not None
    assert "never began" in there.outcome.reason
    assert _status(instance, run) == dg.DagsterRunStatus.FAILURE


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.FAILURE])
def test_a_run_whose_process_is_gone_is_ended_and_closed(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str, status: dg.DagsterRunStatus
) -> None:
    attempt = started(store, version)
    run = launched(instance, attempt.id, status)  # Dagster's run monitoring may have been faster
    claim_attempt(store, attempt, run)
    for name in (STEP, TRAINER):  # as long as one of them lives, it is at work, however long it takes
        with hold(home / name):
            there, words = settled(store, instance, home, timedelta(days=5))
            assert there.outcome is None
            assert "at work" in words[attempt.id]
    there, _ = settled(store, instance, home, timedelta(0))
    assert there.outcome is not None
    assert "is gone" in there.outcome.reason
    # Else it would keep its place in the queue for ever.
    assert _status(instance, run) == dg.DagsterRunStatus.FAILURE


def test_a_run_on_another_machine_is_left_to_dagster(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = started(store, version)
    run = launched(instance, attempt.id, dg.DagsterRunStatus.STARTED)
    with monkeypatch.context() as there:
        there.setattr("socket.gethostname", lambda: "elsewhere")
        claim_attempt(store, attempt, run)
    assert settled(store, instance, home, timedelta(days=5))[0].outcome is None
    known = instance.get_run_by_id(run)
    assert known is not None
    instance.report_run_failed(known, "Run monitoring missed it.")
    assert settled(store, instance, home)[0].failed


def test_a_run_that_ends_well_at_the_very_moment_is_not_ended(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = started(store, version)
    run = launched(instance, attempt.id, dg.DagsterRunStatus.STARTED)
    claim_attempt(store, attempt, run)

    def ends_now(_: Path) -> bool:
        close_attempt(store, attempt, "succeeded", "Model m.", run, datetime.now(UTC))
        return False

    monkeypatch.setattr("pipelines.sensors.at_work", ends_now)
    there, _ = settled(store, instance, home)
    assert there.outcome is not None
    assert there.outcome.result == "succeeded"
    assert _status(instance, run) == dg.DagsterRunStatus.STARTED


def test_killed_between_receipt_and_outcome_it_has_succeeded(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str
) -> None:
    attempt = started(store, version)
    run = launched(instance, attempt.id, dg.DagsterRunStatus.STARTED)
    write_receipt(
        store,
        Receipt(
            version=version, manifest_digest=attempt.manifest_digest, attempt=1, model="candidate-0123456789abcdef",
            model_digest="e" * 64, ledger_head="f" * 64, run_id=run, at=datetime.now(UTC),
        ),
    )  # fmt: skip
    there, _ = settled(store, instance, home)
    assert there.outcome is not None
    assert (there.outcome.result, there.outcome.run_id) == ("succeeded", run)
    assert "came of attempt 1" in str(tick(store, instance, home))


def test_failures_are_tried_again_as_often_as_configured(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str
) -> None:
    for _ in range(TRAINING.attempts):
        assert isinstance(tick(store, instance, home), dg.RunRequest)
        there = attempts(store, version)[-1]
        close_attempt(store, there.attempt, "failed", "The trainer was killed.", "r", datetime.now(UTC))
    words = str(tick(store, instance, home))
    assert "The trainer was killed." in words
    assert f"knowbound retrain {version}" in words
    assert len(attempts(store, version)) == TRAINING.attempts


def test_an_attempt_of_a_deleted_version_harms_nobody(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str
) -> None:
    started(store, version)
    store.delete(f"versions/{version}/manifest.json")
    assert "no version yet" in str(tick(store, instance, home))


def _status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


def test_nothing_in_dagster_s_records_stops_or_repeats_a_training(
    store: ObjectStore, instance: dg.DagsterInstance, home: Path, version: str
) -> None:
    """Poisoned run keys and forged tags: a run that says it was the sensor's, for this version, and has ended well."""
    tags = {"dagster/run_key": version, "dagster/sensor_name": "gate", "dagster/partition": version}
    forged = f"{version}/0001/0123456789abcdef"
    launched(instance, forged, dg.DagsterRunStatus.SUCCESS, **tags)
    request = tick(store, instance, home)
    assert isinstance(request, dg.RunRequest)
    assert request.tags[ATTEMPT_TAG] != forged
    assert "Attempt 1" in str(tick(store, instance, home))


def test_a_wiped_event_log_neither_loses_nor_repeats_a_training(store: ObjectStore, home: Path, version: str) -> None:
    def wiped() -> dg.DagsterInstance:
        return dg.DagsterInstance.ephemeral()

    with wiped() as instance:
        assert isinstance(tick(store, instance, home), dg.RunRequest)
    with wiped() as instance:
        assert "Attempt 1" in str(tick(store, instance, home))  # its run is gone from the log, and may still come
    write_receipt(
        store,
        Receipt(
            version=version, manifest_digest="d" * 64, attempt=1, model="candidate-0123456789abcdef",
            model_digest="e" * 64, ledger_head="f" * 64, run_id="r", at=datetime.now(UTC),
        ),
    )  # fmt: skip
    for _ in range(2):
        with wiped() as instance:
            assert not isinstance(tick(store, instance, home), dg.RunRequest)
    assert len(attempts(store, version)) == 1
