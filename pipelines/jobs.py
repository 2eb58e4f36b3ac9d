"""The jobs. One: a UTC day's whole way, from the sources to a dataset version that waits for review."""

import dagster as dg

daily = dg.define_asset_job(
    "daily",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("dataset_version"),
    description="Ingest, redact, extract, generate, check and snapshot one UTC day.",
    owners=["team:data-engineering"],
)
