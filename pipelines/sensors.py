"""The sensor `gate`: launches the retraining of the version that the gate opens for, and says what it waits for.

It has no cursor and no run key: Dagster remembers a run key for ever, even when its run failed. All that must not be
forgotten lies in the object store (`assets/retraining/attempts.py`), so a tick may be lost, repeated or doubled.
"""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from assets.approvals.settings import ReviewSettings
from assets.days import DATASET_VERSIONS
from assets.retraining.assets import ATTEMPT_TAG
from assets.retraining.attempts import Taken, Try, attempts, close_attempt, open_attempt, read_receipt
from assets.retraining.gate import Recheck
from assets.retraining.gate import gate as judge
from assets.retraining.lock import STEP, TRAINER, is_held
from assets.retraining.settings import TrainingSettings
from assets.snapshots.versions import list_versions, read_manifest
from pipelines.jobs import retraining
from resources.object_store import ObjectStore


@dg.sensor(
    job=retraining,
    minimum_interval_seconds=15,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Launches the job `retraining` for the newest approved version. What it waits for stands in its ticks.",
    owners=["team:data-engineering"],
)
def gate(
    context: dg.SensorEvaluationContext,
    store: dg.ResourceParam[ObjectStore],
    review: dg.ResourceParam[ReviewSettings],
    training: dg.ResourceParam[TrainingSettings],
    recheck: dg.ResourceParam[Recheck],
    home: dg.ResourceParam[Path],
) -> dg.RunRequest | dg.SkipReason:
    """Close the attempts whose run is gone, judge all versions, and open an attempt on the one that is open."""
    now = datetime.now(UTC)
    running = settle(context.instance, store, training, home, now)
    found = judge(store, review, training, now, recheck, busy=at_work(home), running=running)
    version = found.open_version
    if version is None:
        return dg.SkipReason(found.words)
    try:
        attempt = open_attempt(store, version, read_manifest(store, version).digest, "sensor", now)
    except Taken as taken:
        return dg.SkipReason(f"{taken} Another tick was faster.")
    # A version that was made under another Dagster home is in the store, but not yet in Dagster's list.
    context.instance.add_dynamic_partitions(str(DATASET_VERSIONS.name), [version])
    return dg.RunRequest(partition_key=version, tags={ATTEMPT_TAG: attempt.id})


def at_work(home: Path) -> bool:
    """Whether a retraining step or a trainer lives on this machine."""
    return is_held(home / STEP) or is_held(home / TRAINER)


def settle(
    instance: dg.DagsterInstance, store: ObjectStore, training: TrainingSettings, home: Path, now: datetime
) -> dict[str, str]:
    """Close every attempt whose run has ended or will never come, so that none blocks for ever.

    Returns, by id, how the attempts that stay open are getting on, in words. A run that Dagster still calls started
    although its process is gone is marked as failed, or it would keep its place in the queue. Raises RecordBroken,
    StoreError.
    """
    living: dict[str, str] = {}
    for there in _open_attempts(store):
        attempt = there.attempt
        receipt = read_receipt(store, attempt.version)
        if receipt and receipt.attempt == attempt.number:  # killed between the receipt and the outcome
            close_attempt(store, attempt, "succeeded", f"Model {receipt.model}.", receipt.run_id, now)
            continue
        run, words, gone = _run(instance, there, training, home, now)
        if not gone:
            living[attempt.id] = words
            continue
        closed = close_attempt(store, attempt, "failed", words, run.run_id if run else "", now)
        if run and not run.is_finished and closed.reason == words:  # else it has just ended well
            instance.report_run_failed(run, words)
    return living


def _open_attempts(store: ObjectStore) -> Iterator[Try]:
    tried = {key.split("/")[1] for key in store.list("attempts/")}
    for version in list_versions(store):
        if version in tried:
            yield from (there for there in attempts(store, version) if there.outcome is None)


def _run(
    instance: dg.DagsterInstance, there: Try, training: TrainingSettings, home: Path, now: datetime
) -> tuple[dg.DagsterRun | None, str, bool]:
    """The run of an open attempt, how it is in words, and whether it is gone."""
    attempt, claim = there.attempt, there.claim
    named = dg.RunsFilter(run_ids=[claim.run_id]) if claim else dg.RunsFilter(tags={ATTEMPT_TAG: attempt.id})
    record = next(iter(instance.get_run_records(named, limit=1)), None)
    run = record.dagster_run if record else None
    known = claim or run
    name = f"run {known.run_id[:8]}" if known else ""
    # From its claim to its outcome the step, then its trainer, holds a lock, which the kernel frees however they end. On
    # another machine that says nothing: there Dagster's run monitoring ends the run, and it is finished.
    here = claim is not None and claim.host == socket.gethostname()
    if here and at_work(home):
        return run, f"{name} is at work.", False
    if run and run.is_finished and not (here and run.status == dg.DagsterRunStatus.FAILURE):
        return run, f"Its {name} ended as {run.status.value.lower()} before it said why; the UI shows it.", True
    if here:
        return run, f"The process of its {name} is gone: killed, out of memory, or the machine was restarted.", True
    if claim:
        return run, f"{name} is at work.", False
    if run and run.status == dg.DagsterRunStatus.QUEUED:
        return run, f"{name} waits in Dagster's queue until other runs have ended.", False
    since = record.update_timestamp if record else attempt.opened_at
    if now - since <= timedelta(minutes=training.grace_minutes):
        return run, f"{name} is starting." if run else "no run came of it yet.", False
    if run:
        return run, f"Its {name} never began: its process was killed, or found no memory.", True
    return run, "It was never launched: the daemon was stopped between attempt and launch.", True
