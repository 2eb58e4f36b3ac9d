"""The Dagster surface of evaluation: the base model, the baseline and the candidate on the held-out cases of a version."""

from typing import Any

import dagster as dg

from assets.days import DATASET_VERSIONS
from assets.evaluation.card import section, situation_rows, summary
from assets.evaluation.evaluating import LoadModel, evaluate_model
from assets.evaluation.plots import situations_picture, tradeoff_picture
from assets.retraining.attempts import read_receipt
from assets.retraining.models import card_key
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import VersionError
from resources.language_model import ModelError
from resources.object_store import ObjectStore


@dg.asset(
    partitions_def=DATASET_VERSIONS,
    deps=["candidate", "baseline"],
    group_name="evaluation",
    owners=["team:data-engineering"],
    kinds={"python"},
)
def evaluation(
    context: dg.AssetExecutionContext,
    *,
    store: dg.ResourceParam[ObjectStore],
    training: dg.ResourceParam[TrainingSettings],
    load_model: dg.ResourceParam[LoadModel],
) -> dg.MaterializeResult[Any]:
    """What base model, baseline and candidate say to the held-out cases of a version, judged and compared.

    Writes an evaluation for each of the three, and the model cards of the two trained ones.
    """
    try:
        model = _candidate(store, context.partition_key)
        evaluations = evaluate_model(store, training, load_model, model, context.log.info)
    except (VersionError, ModelError) as problem:
        raise dg.Failure(str(problem), allow_retries=False) from None
    own = next(e for e in evaluations if e.arm == "candidate")
    return dg.MaterializeResult(
        metadata={
            "before and after": dg.MetadataValue.table([dg.TableRecord(dict(row)) for row in summary(evaluations)]),
            "over-refusal against hallucination": dg.MetadataValue.md(
                f"![over-refusal against hallucination]({tradeoff_picture(evaluations)})"
            ),
            "right by situation": dg.MetadataValue.md(f"![right by situation]({situations_picture(evaluations)})"),
            "by situation": dg.MetadataValue.table([dg.TableRecord(dict(r)) for r in situation_rows(evaluations)]),
            "evaluation": dg.MetadataValue.md(section(own, [e for e in evaluations if e is not own])),
            "model card": dg.MetadataValue.path(f"{store.url.rstrip('/')}/{card_key(own.model)}"),
            "model": own.model,
            "cases": own.scores.cases,
        }
    )


def _candidate(store: ObjectStore, version: str) -> str:
    """The model of a version's receipt."""
    found = read_receipt(store, version)
    if found is None:
        raise VersionError(f"There is no candidate of {version}: it has no receipt. Materialise `candidate` first.")
    return found.model
