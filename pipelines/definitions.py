"""Where everything meets: the definitions that Dagster loads."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

import assets.decisions.assets
import assets.examples.assets
import assets.ingest.assets
import assets.privacy.assets
import assets.snapshots.assets
from assets.ingest.raw import RawZone
from assets.lake import Lake
from assets.privacy.settings import read_key
from checks import asset_checks
from checks.verifier import verify
from pipelines import schedules, settings
from pipelines.console import console_logger
from pipelines.jobs import daily, retention
from resources.object_store import ObjectStore, open_store

STEPS = [
    assets.ingest.assets,
    assets.privacy.assets,
    assets.decisions.assets,
    assets.examples.assets,
    assets.snapshots.assets,
]


def build_definitions(config: Path | None = None, **overrides: Any) -> dg.Definitions:
    """The definitions for one configuration file (default: see `pipelines.settings.load`).

    `overrides` replace resources by their key, as tests do with `today=date(2026, 10, 12)`.
    Raises ConfigurationError; touches neither store nor sources before a run does.
    """
    loaded = settings.load(config)
    return dg.Definitions(
        assets=dg.load_assets_from_modules(STEPS),
        asset_checks=dg.load_asset_checks_from_modules([asset_checks]),
        jobs=[daily, retention],
        schedules=[
            schedules.daily_schedule(loaded.dagster.hour),
            schedules.retention_schedule(loaded.dagster.hour),
        ],
        resources={**build_resources(loaded), **overrides},
        loggers={"console": console_logger},
        executor=dg.in_process_executor,  # steps follow each other; privacy brings its own processes
    )


def build_resources(loaded: settings.Settings) -> dict[str, Any]:
    """What the assets ask for by name. Opened when a run starts, so a broken store cannot hide the UI."""

    def store() -> ObjectStore:
        return open_store(loaded.store.url, os.environ)

    def key() -> bytes:
        return read_key(loaded.privacy.key, os.environ)

    opened: dict[str, Callable[[], Any]] = {
        "store": store,
        "lake": lambda: Lake(store()),
        "raw": lambda: RawZone(store(), key()),
        "key": key,
        "today": lambda: datetime.now(UTC).date(),
    }
    return {
        **{name: dg.ResourceDefinition(lambda _, open_=open_: open_()) for name, open_ in opened.items()},
        "ingest": loaded.ingest,
        "privacy": loaded.privacy,
        "example_settings": loaded.examples,
        "prove": verify,
        "coverage": loaded.coverage,
    }


@dg.definitions
def defs() -> dg.Definitions:
    """The code location of `workspace.yaml`, for the configuration in $KNOWBOUND_CONFIG or ./knowbound.toml."""
    return build_definitions()
