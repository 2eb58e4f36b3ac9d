"""Runs that the command line starts: the same jobs as in the UI, in this process and instance."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from assets.days import DATASET_VERSIONS
from assets.retraining.assets import BY_TAG
from assets.retraining.attempts import By, Receipt, attempts, read_receipt
from assets.retraining.gate import Gate, gate
from pipelines.sensors import at_work, settle
from pipelines.settings import Settings
from resources.anchors import Anchored
from resources.object_store import ObjectStore

EMBEDDED_INSTANCE = Path(__file__).parent.parent / "deploy" / "embedded" / "dagster.yaml"

_TAGS = {".dagster/repository": "__repository__@knowbound"}  # so that the UI lists a run under its job


@dataclass(frozen=True)
class DayRun:
    """What became of one day."""

    day: str
    success: bool
    version: str | None = None  # the version ready for review: a new one, or the unchanged newest one
    new: bool = False
    failed_checks: tuple[str, ...] = ()  # names of blocking checks that failed
    seconds: dict[str, float] = field(default_factory=dict)  # per step, in order of execution


@contextmanager
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """The Dagster instance of the configuration; a new home starts as the embedded one."""
    home = settings.dagster.home
    home.mkdir(parents=True, exist_ok=True)
    lock = os.open(home, os.O_RDONLY)
    try:
        # Of two processes that make Dagster's SQLite tables at once one dies ("table instigators already exists").
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "dagster.yaml").exists():
            shutil.copyfile(EMBEDDED_INSTANCE, home / "dagster.yaml")
        made = dg.DagsterInstance.from_config(str(home))
    finally:
        os.close(lock)
    with made as opened:
        yield opened


def read_witness(settings: Settings) -> tuple[list[Anchored], str]:
    """What the witness of the ledgers has seen, and where it is; raises AnchorError."""
    from pipelines.definitions import anchors_of  # noqa: PLC0415  what a run needs takes seconds to import

    with instance(settings) as opened:
        anchors = anchors_of(opened, settings.dagster.home)
        return anchors.all(), anchors.where


def execute(
    settings: Settings, job: str, partition: str, config: Mapping[str, Any] | None = None, **tags: str
) -> dg.ExecuteInProcessResult:
    """Run a job of ours for one partition in this process; what fails is in the result, and on the console."""
    from pipelines.definitions import build_definitions  # noqa: PLC0415  what a run needs takes seconds to import

    with instance(settings) as opened:
        return (
            build_definitions()
            .resolve_job_def(job)
            .execute_in_process(
                partition_key=partition,
                instance=opened,
                raise_on_error=False,
                tags=_TAGS | tags,
                run_config={"loggers": {"console": {}}}
                | dict(config or {}),  # pipelines/console.py, not Dagster's lines
            )
        )


def run_day(settings: Settings, day: str) -> DayRun:
    """Run the daily job for one UTC day (YYYY-MM-DD) and say what came of it; failures are in the result."""
    result = execute(settings, "daily", day)
    seconds = {
        event.step_key: event.event_specific_data.duration_ms / 1000  # type: ignore[union-attr]
        for event in result.all_events
        if event.event_type == dg.DagsterEventType.STEP_SUCCESS and event.step_key
    }
    failed = tuple(
        evaluation.check_name
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed and evaluation.blocking and evaluation.severity == dg.AssetCheckSeverity.ERROR
    )
    made = [
        event.materialization
        for event in result.all_events
        if event.event_type == dg.DagsterEventType.ASSET_MATERIALIZATION
    ]
    snapshots = [m for m in made if m.asset_key == dg.AssetKey("snapshot")]
    version = str(snapshots[-1].metadata["version"].value) if snapshots else None
    new = any(m.asset_key == dg.AssetKey("dataset_version") for m in made)
    return DayRun(day, result.success, version, new, failed, seconds)


@dataclass(frozen=True)
class Retraining:
    """What became of a retraining. `receipt` is there once there is a candidate, also when a later step failed."""

    success: bool
    receipt: Receipt | None
    failed: str  # why there is no candidate, or which steps failed after it


def look_at_gate(settings: Settings, store: ObjectStore, *, by: By = "sensor") -> Gate:
    """The gate as it stands for whoever would launch, after closing the attempts whose run is gone."""
    from pipelines.definitions import build_resources  # noqa: PLC0415  what a run needs takes seconds to import

    now, home = datetime.now(UTC), settings.dagster.home
    with instance(settings) as opened:
        running = settle(opened, store, settings.training, home, now)
    recheck = build_resources(settings)["recheck"]
    return gate(store, settings.review, settings.training, now, recheck, by=by, busy=at_work(home), running=running)


def retrain(settings: Settings, store: ObjectStore, version: str) -> Retraining:
    """Run the job `retraining` for a version, which passes the gate itself; failures are in the result."""
    with instance(settings) as opened:
        opened.add_dynamic_partitions(str(DATASET_VERSIONS.name), [version])
    result = execute(settings, "retraining", version, None, **{BY_TAG: "command line"})
    receipt = read_receipt(store, version)
    if receipt and receipt.run_id == result.run_id:
        steps = [e.step_key for e in result.all_events if e.event_type == dg.DagsterEventType.STEP_FAILURE]
        return Retraining(result.success, receipt, ", ".join(step for step in steps if step))
    outcomes = [
        t.outcome.reason for t in attempts(store, version) if t.claim and t.claim.run_id == result.run_id and t.outcome
    ]
    return Retraining(False, None, outcomes[-1] if outcomes else "The gate had been shut meanwhile.")
