"""Where everything meets: the definitions that Dagster loads."""

import os
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

import assets.decisions.assets
import assets.evaluation.assets
import assets.examples.assets
import assets.ingest.assets
import assets.privacy.assets
import assets.retraining.assets
import assets.snapshots.assets
from assets.approvals.report import reviewed_report
from assets.approvals.review import review
from assets.days import DAYS, days_since
from assets.evaluation.evaluating import Speaker
from assets.examples.assets import Endpoint
from assets.examples.settings import LanguageModelSettings
from assets.ingest.raw import RawZone
from assets.lake import Lake
from assets.privacy.settings import read_key
from assets.snapshots.report import Report
from checks import asset_checks
from checks.privacy import read_canaries
from checks.verifier import verdicts
from checks.version import recheck
from pipelines import schedules, sensors, settings
from pipelines.console import console_logger
from pipelines.jobs import daily, retention, retraining
from resources.anchors import Anchors, open_anchors
from resources.object_store import ObjectStore
from resources.rephraser import Rephraser
from resources.trainer import SubprocessTrainer, Trainer

STEPS = [
    assets.ingest.assets,
    assets.privacy.assets,
    assets.decisions.assets,
    assets.examples.assets,
    assets.snapshots.assets,
    assets.retraining.assets,
    assets.evaluation.assets,
]


def build_definitions(config: Path | None = None, **overrides: Any) -> dg.Definitions:
    """The definitions for one configuration file (default: see `pipelines.settings.load`).

    `overrides` replace resources by their key, as tests do with `today=date(2026, 10, 12)`.
    Raises ConfigurationError; touches neither store nor sources before a run does.
    """
    loaded = settings.load(config)
    days = days_since(loaded.dagster.since)
    declared = dg.Definitions(
        assets=dg.load_assets_from_modules(STEPS),
        asset_checks=dg.load_asset_checks_from_modules([asset_checks]),
        jobs=[daily, retention, review, retraining],
        schedules=[
            schedules.daily_schedule(loaded.dagster.hour),
            schedules.retention_schedule(loaded.dagster.hour),
        ],
        sensors=[sensors.gate],
        resources={**build_resources(loaded), **overrides},
        loggers={"console": console_logger},
        executor=dg.in_process_executor,  # steps follow each other; privacy brings its own processes
    )
    # The UI says of each asset how many of its days are filled: they begin where the configuration says.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.PreviewWarning)  # in preview in 1.13, pinned and tested
        return declared.map_asset_specs(
            func=lambda spec: spec.replace_attributes(partitions_def=days) if spec.partitions_def == DAYS else spec
        )


def build_resources(loaded: settings.Settings) -> dict[str, Any]:
    """What the assets ask for by name. Opened when a run starts, so a broken store cannot hide the UI."""

    def key() -> bytes:
        return read_key(loaded.privacy.key, os.environ)

    def report(opened: ObjectStore, version: str) -> Report:
        return reviewed_report(opened, version, loaded.review, datetime.now(UTC))

    def recheck_version(opened: ObjectStore, version: str) -> list[str]:
        return recheck(opened, version, read_canaries(loaded.coverage.canaries) if loaded.coverage.canaries else ())

    opened: dict[str, Callable[[], Any]] = {
        "store": loaded.store.open,
        "lake": lambda: Lake(loaded.store.open()),
        "raw": lambda: RawZone(loaded.store.open(), key()),
        "key": key,
        "today": lambda: datetime.now(UTC).date(),
    }
    return {
        **{name: dg.ResourceDefinition(lambda _, open_=open_: open_()) for name, open_ in opened.items()},
        "anchors": dg.ResourceDefinition(lambda context: anchors_of(context.instance, loaded.dagster.home)),
        "ingest": loaded.ingest,
        "privacy": loaded.privacy,
        "example_settings": loaded.examples,
        "prove": verdicts,
        "rephraser": dg.ResourceDefinition(lambda _: _rephraser(loaded.language_model)),
        "coverage": loaded.coverage,
        "review": loaded.review,
        "report": report,
        "training": loaded.training,
        "recheck": recheck_version,
        "trainer": _trainer(loaded),
        "load_model": load_model,
        "home": loaded.dagster.home,
    }


def anchors_of(instance: dg.DagsterInstance | None, home: Path) -> Anchors:
    """The witness of the ledger: the instance's PostgreSQL, or a file in Dagster's home where it has none."""
    url = getattr(instance.event_log_storage, "postgres_url", None) if instance else None
    return open_anchors(url, home)


def load_model(model: str) -> Speaker:
    """The language model of a `[training] model`; raises as `resources.language_model.load`."""
    from resources.language_model import load  # noqa: PLC0415  torch takes seconds to import

    return load(model)


def _rephraser(configured: LanguageModelSettings | None) -> Endpoint | None:
    """The endpoint that puts examples in other words; None where none is configured, and then nothing is asked."""
    if configured is None:
        return None

    def read_token() -> str | None:
        scheme, _, name = (configured.key or "").partition(":")
        if scheme == "env":
            return os.environ.get(name, "").strip() or None
        return Path(name).read_text(encoding="utf-8").strip() if name else None

    client = Rephraser(
        configured.url, configured.model, read_token,
        timeout=configured.timeout_seconds, budget=configured.budget_seconds,
    )  # fmt: skip
    return Endpoint(configured, client)


def _trainer(loaded: settings.Settings) -> Trainer:
    """The trainer of the configuration: a process of its own, on this machine."""
    command = loaded.training.command or (sys.executable, "-m", "deploy.train")
    return SubprocessTrainer(command, timeout=60 * loaded.training.timeout_minutes)


@dg.definitions
def defs() -> dg.Definitions:
    """The code location of `workspace.yaml`, for the configuration in $KNOWBOUND_CONFIG or ./knowbound.toml."""
    return build_definitions()
