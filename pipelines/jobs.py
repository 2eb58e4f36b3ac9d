"""The jobs: a UTC day's way from sources to a version that waits for review, retraining, and the end of raw texts."""

from datetime import UTC, date, datetime, timedelta

import dagster as dg

from assets.ingest.inventory import expire_raw
from assets.ingest.settings import IngestSettings
from assets.lake import Lake
from resources.object_store import ObjectStore

_TRAINED = dg.AssetSelection.groups("retraining", "evaluation")

daily = dg.define_asset_job(
    "daily",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("dataset_version") - _TRAINED,
    description="Ingest, redact, extract, generate, check and snapshot one UTC day.",
    owners=["team:data-engineering"],
)

retraining = dg.define_asset_job(
    "retraining",
    selection=_TRAINED,
    description="Train a model on an approved version, train its baseline, and compare them. The gate decides whether.",
    owners=["team:data-engineering"],
)


@dg.op
def expire(
    context: dg.OpExecutionContext,
    ingest: dg.ResourceParam[IngestSettings],
    store: dg.ResourceParam[ObjectStore],
    lake: dg.ResourceParam[Lake],
    today: dg.ResourceParam[date],
) -> dg.Output[int]:
    """Delete the raw texts that only days beyond `ingest.raw_retention_days` refer to; says how many objects went.

    Waits for the next tick while another run is at work: what it has just read is in no inventory yet. A run that
    was killed stays "started" for ever in Dagster, so one that said nothing for a day does not count.
    """
    at_work = dg.RunsFilter(
        statuses=[dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED],
        updated_after=datetime.now(UTC) - timedelta(days=1),
    )
    others = [run.run_id for run in context.instance.get_runs(at_work) if run.run_id != context.run_id]
    if others:
        raise dg.Failure(
            f"Nothing was deleted: {len(others)} other runs are at work ({', '.join(others)}). "
            "Launch the job again when they have ended.",
            allow_retries=False,
        )
    gone = expire_raw(store, lake, ingest.raw_retention_days, today)
    return dg.Output(gone, metadata={"deleted objects": gone, "kept for days": ingest.raw_retention_days})


@dg.job(owners=["team:data-engineering"], description="Delete raw texts that are older than the retention.")
def retention() -> None:
    """One op: `expire`."""
    expire()
