"""Runs of the daily job that the command line starts: the same job as in the UI, in this process and instance."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg

from pipelines.definitions import build_definitions
from pipelines.settings import Settings

EMBEDDED_INSTANCE = Path(__file__).parent.parent / "deploy" / "embedded" / "dagster.yaml"


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
    if not (home / "dagster.yaml").exists():
        shutil.copyfile(EMBEDDED_INSTANCE, home / "dagster.yaml")
    with dg.DagsterInstance.from_config(str(home)) as opened:
        yield opened


def run_day(settings: Settings, day: str) -> DayRun:
    """Run the daily job for one UTC day (YYYY-MM-DD) and say what came of it; failures are in the result."""
    job = build_definitions().resolve_job_def("daily")
    with instance(settings) as opened:
        result = job.execute_in_process(
            partition_key=day,
            instance=opened,
            raise_on_error=False,
            tags={".dagster/repository": "__repository__@knowbound"},  # so that the UI lists it under the job
            run_config={"loggers": {"console": {}}},  # pipelines/console.py instead of Dagster's own lines
        )
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
