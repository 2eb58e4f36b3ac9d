"""The Dagster surface of retraining: an approved version becomes a candidate and the baseline it is compared with."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import dagster as dg
from matplotlib.figure import Figure

from assets.approvals.anchoring import anchor
from assets.approvals.ledger import LedgerBroken
from assets.approvals.settings import ReviewSettings
from assets.days import DATASET_VERSIONS
from assets.retraining.attempts import By
from assets.retraining.gate import Recheck
from assets.retraining.models import ModelRecord, card_key, model_card
from assets.retraining.settings import TrainingSettings
from assets.retraining.training import IN_WORDS, Bench, Run, make_baseline, make_candidate
from resources.anchors import AnchorError, Anchors
from resources.object_store import ObjectStore
from resources.trainer import Trainer

ATTEMPT_TAG, BY_TAG = "knowbound/attempt", "knowbound/by"
"""Tags of a run: the attempt that it was launched for, and who launched it where that was not the UI."""


@dg.asset(
    partitions_def=DATASET_VERSIONS,
    deps=["dataset_version"],
    group_name="retraining",
    owners=["team:data-engineering"],
    kinds={"python"},
)
def candidate(
    context: dg.AssetExecutionContext,
    *,
    store: dg.ResourceParam[ObjectStore],
    review: dg.ResourceParam[ReviewSettings],
    training: dg.ResourceParam[TrainingSettings],
    recheck: dg.ResourceParam[Recheck],
    trainer: dg.ResourceParam[Trainer],
    home: dg.ResourceParam[Path],
    anchors: dg.ResourceParam[Anchors],
) -> dg.MaterializeResult[Any]:
    """The model that comes of an approved version: the base model, trained on the version's training split.

    Passes the gate, whoever launches it, and leaves a receipt: a version has one candidate.
    """
    bench = Bench(store, review, training, recheck, home, lambda request: trainer.train(context, request))
    with _in_words():
        anchor(store, anchors, context.partition_key)  # nothing is trained on signatures that no witness has seen
        record, receipt = make_candidate(bench, context.partition_key, _run(context))
    return _result(record, store, attempt=receipt.attempt, **{"ledger head": receipt.ledger_head})


@dg.asset(
    partitions_def=DATASET_VERSIONS,
    deps=[candidate],
    group_name="retraining",
    owners=["team:data-engineering"],
    kinds={"python"},
)
def baseline(
    context: dg.AssetExecutionContext,
    *,
    store: dg.ResourceParam[ObjectStore],
    review: dg.ResourceParam[ReviewSettings],
    training: dg.ResourceParam[TrainingSettings],
    recheck: dg.ResourceParam[Recheck],
    trainer: dg.ResourceParam[Trainer],
    home: dg.ResourceParam[Path],
) -> dg.MaterializeResult[Any]:
    """What the candidate has to beat: the same base model, trained with the same budget on answerable examples only.

    That is what a generator without boundary data would give. It is never promoted and has no receipt.
    """
    bench = Bench(store, review, training, recheck, home, lambda request: trainer.train(context, request))
    with _in_words():
        record = make_baseline(bench, context.partition_key)
    return _result(record, store)


def _run(context: dg.AssetExecutionContext) -> Run:
    run = context.run
    # A retry by Dagster itself is bound like the sensor: nobody has seen why the run before it failed.
    by = "sensor" if "dagster/retry_number" in run.tags else run.tags.get(BY_TAG, "UI")
    # A re-execution inherits the tags of a run whose attempt is closed.
    attempt = "" if run.parent_run_id else run.tags.get(ATTEMPT_TAG, "")
    return Run(run.run_id, cast(By, by), attempt)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (*IN_WORDS, AnchorError, LedgerBroken) as problem:
        raise dg.Failure(str(problem), allow_retries=False) from None


def _result(record: ModelRecord, store: ObjectStore, **lineage: Any) -> dg.MaterializeResult[Any]:
    return dg.MaterializeResult(
        metadata={
            "model": record.model,
            "loss": dg.MetadataValue.md(f"![loss by step]({loss_picture(record)})"),
            "card": dg.MetadataValue.md(model_card(record)),
            "model card": dg.MetadataValue.path(f"{store.url.rstrip('/')}/{card_key(record.model)}"),
            "examples": record.training.rows,
            "steps": record.training.steps,
            "tokens": record.training.tokens,
            "base model": record.base.name,
            "digest": record.digest,
            **lineage,
        },
        data_version=dg.DataVersion(record.digest),
    )


def loss_picture(record: ModelRecord) -> str:
    """The loss curve as a PNG data URI; equal records give equal bytes."""
    figure = Figure(figsize=(7, 3), layout="constrained")
    axes = figure.subplots()
    axes.plot([step for step, _ in record.training.loss], [loss for _, loss in record.training.loss], color="#2a7f62")
    axes.set_xlabel("optimiser step")
    axes.set_ylabel("loss")
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=90, metadata={"Software": None})
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
