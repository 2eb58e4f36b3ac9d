"""From models in the store to evaluations, model cards, a verdict, and what the UI shows of it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import dagster as dg
import polars as pl
import pytest

from assets.days import DATASET_VERSIONS
from assets.evaluation.assets import evaluation
from assets.evaluation.card import listed
from assets.evaluation.cases import Message, cases_of
from assets.evaluation.evaluating import NoCases, evaluate_model, held_out
from assets.evaluation.records import read_evaluation
from assets.identity import sha256
from assets.retraining.attempts import Receipt, write_receipt
from assets.retraining.models import Arm, BrokenModel, ModelRecord, card_key, read_model, write_model
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import blob_key
from assets.snapshots.versions import read_frame, read_manifest
from checks.asset_checks import candidate_is_better
from checks.promotion import promote
from resources.object_store import ObjectStore
from tests.unit.assets.retraining.approved import proven_version
from tests.unit.assets.snapshots.days import day
from tests.unit.checks.verifier_rows import ROWS, frame

TRAINING = TrainingSettings()
HELD_OUT = frame(list(ROWS.values())).with_columns(split=pl.lit("evaluation"))
RIGHT = {case.messages[-1]["content"]: case.expected for case in cases_of(HELD_OUT)}


class Speaker:
    """The base always says yes; a trained model says what its weights tell it to."""

    name, digest = "fake", "b" * 64

    def __init__(self, weights: bytes = b"yes"):
        self.weights = weights

    def with_weights(self, weights: bytes) -> "Speaker":
        return Speaker(weights)

    def answers(
        self, prompts: Sequence[Sequence[Message]], max_new_tokens: int, progress: Callable[..., object] | None = None
    ) -> list[str]:
        return [RIGHT[p[-1]["content"]] if self.weights == b"candidate" else "Yes." for p in prompts]


def opened(_: str) -> Speaker:
    return Speaker()


def trained(store: ObjectStore, version: str, arm: Arm, base: str = Speaker.digest) -> str:
    """A model of an arm in the store."""
    store.put(blob_key(sha256(arm)), arm.encode())
    record = ModelRecord(
        arm=arm,
        version=version,
        manifest_digest=read_manifest(store, version).digest,
        base={"name": "fake", "digest": base},
        files={"model.safetensors": sha256(arm)},
        settings={"epochs": 1},
        seed=0,
        code={"fake": "1"},
        training={"rows": 3, "steps": 2, "tokens": 30, "loss": [[1, 2.0], [2, 1.0]], "parameters": 8},
    )
    return write_model(store, record)


@pytest.fixture
def version(store: ObjectStore) -> str:
    return proven_version(store, examples=HELD_OUT)


@pytest.fixture
def models(store: ObjectStore, version: str) -> tuple[str, str]:
    """The names of baseline and candidate."""
    return trained(store, version, "happy_path"), trained(store, version, "candidate")


def said(_: str) -> None:
    """Nobody listens."""


def test_base_baseline_and_candidate_are_asked_the_same_cases(store: ObjectStore, models: tuple[str, str]) -> None:
    baseline, candidate = models
    done = evaluate_model(store, TRAINING, opened, candidate, said)
    assert [e.arm for e in done] == ["base", "happy_path", "candidate"]
    assert [e.model for e in done] == ["base-" + "b" * 16, baseline, candidate]
    assert all(read_evaluation(store, e.model) == e for e in done)
    assert done[2].scores.hallucination.count == 0 < done[1].scores.hallucination.count
    assert [c.other for c in done[2].comparisons] == ["base-" + "b" * 16, baseline]
    assert len({tuple(o.example for o in e.outputs) for e in done}) == 1
    assert evaluate_model(store, TRAINING, opened, candidate, said) == done


def test_the_verdict_is_written_where_everybody_reads_it(store: ObjectStore, models: tuple[str, str]) -> None:
    _, candidate = models
    assert "was not evaluated" in " ".join(promote(store, candidate, 0.15).reasons)
    evaluate_model(store, TRAINING, opened, candidate, said)
    verdict = promote(store, candidate, 0.15)
    assert verdict.eligible
    found = read_evaluation(store, candidate)
    assert found is not None
    assert found.promotion == verdict
    card = store.get(card_key(candidate)).decode()
    assert "Eligible for promotion." in card
    assert card.count("data:image/png;base64,") == 2
    assert {row["arm"]: (row["promotion"] or {}).get("eligible") for row in listed(store)} == {
        "candidate": True,
        "happy_path": None,
    }


def test_without_a_baseline_nothing_is_eligible(store: ObjectStore, version: str) -> None:
    candidate = trained(store, version, "candidate")
    evaluate_model(store, TRAINING, opened, candidate, said)
    assert not promote(store, candidate, 0.15).eligible


def test_a_model_of_another_base_is_refused_in_words(store: ObjectStore, version: str) -> None:
    candidate = trained(store, version, "candidate", base="c" * 64)
    with pytest.raises(BrokenModel, match=r"Set \[training\] model"):
        evaluate_model(store, TRAINING, opened, candidate, said)


def test_a_version_without_held_out_cases_says_so(store: ObjectStore) -> None:
    version = proven_version(store, examples=HELD_OUT.with_columns(split=pl.lit("train")))
    with pytest.raises(NoCases, match="no held-out cases"):
        evaluate_model(store, TRAINING, opened, trained(store, version, "candidate"), said)


def test_a_limit_keeps_a_fixed_sample(store: ObjectStore, version: str) -> None:
    manifest = read_manifest(store, version)
    few, all_ = held_out(store, manifest, 5), held_out(store, manifest, 1000)
    assert len(few) == 5
    assert {case.example for case in few} < {case.example for case in all_}
    assert len(all_) == read_frame(store, manifest, "examples.parquet").height
    assert held_out(store, manifest, 5) == few


def test_cases_by_hand_are_asked_too_unless_the_documents_left_them_behind(store: ObjectStore) -> None:
    version = proven_version(store, examples=HELD_OUT, handwritten=day().handwritten)
    asked = held_out(store, read_manifest(store, version), 1000)
    (written,) = [case for case in asked if case.example not in set(HELD_OUT["example"])]
    assert (written.example, written.question, written.needs) == ("q1", "Till when do logs stay?", ("180 days",))
    assert (written.expected, written.sections) == ("180 days.", ("Retention",))


def test_the_ui_shows_numbers_pictures_and_the_verdict(
    store: ObjectStore, version: str, models: tuple[str, str]
) -> None:
    _, candidate = models
    record = read_model(store, candidate)
    lineage = {
        "manifest_digest": record.manifest_digest,
        "attempt": 1,
        "model": candidate,
        "model_digest": record.digest,
    }
    when = datetime(2026, 10, 12, tzinfo=UTC)
    write_receipt(store, Receipt(version=version, ledger_head="f" * 64, run_id="r", at=when, **lineage))
    specs = [dg.AssetSpec(name, partitions_def=DATASET_VERSIONS) for name in ("candidate", "baseline")]
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(str(DATASET_VERSIONS.name), [version])
        result = dg.materialize(
            [*specs, evaluation, candidate_is_better],
            selection=dg.AssetSelection.assets("evaluation"),
            partition_key=version,
            instance=instance,
            resources={"store": store, "training": TRAINING, "load_model": opened},
        )
    (made,) = result.asset_materializations_for_node("evaluation")
    table = made.metadata["before and after"]
    assert isinstance(table, dg.TableMetadataValue)
    assert [row.data["model"] for row in table.records] == ["base", "happy path", "candidate"]
    assert "data:image/png" in str(made.metadata["right by situation"].value)
    (check,) = result.get_asset_check_evaluations()
    assert check.passed
    assert "Eligible for promotion." in str(check.description)
