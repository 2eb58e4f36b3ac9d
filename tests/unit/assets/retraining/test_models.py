"""Models in the store: named by what they were made of, and every changed byte is noticed."""

from typing import Any

import pytest

from assets.identity import sha256
from assets.retraining.models import (
    Base,
    BrokenModel,
    ModelRecord,
    TrainingSummary,
    UnknownModel,
    card_key,
    list_models,
    models_of,
    read_model,
    read_weights,
    write_model,
)
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import blob_key
from resources.object_store import ObjectStore

WEIGHTS = b"weights"
VERSION = "2026-10-12-0123456789abcdef"


def record(**changes: Any) -> ModelRecord:
    fields: dict[str, Any] = {
        "arm": "candidate",
        "version": VERSION,
        "manifest_digest": "d" * 64,
        "base": Base(name="smollm2", digest="b" * 64),
        "files": {"model.safetensors": sha256(WEIGHTS)},
        "settings": TrainingSettings().recipe(),
        "seed": 0,
        "code": {"torch": "2.13.0"},
        "training": TrainingSummary(rows=10, steps=3, tokens=400, loss=((1, 2.5), (3, 1.25)), parameters=1000),
    }
    return ModelRecord(**{**fields, **changes})


@pytest.fixture
def filled(store: ObjectStore) -> ObjectStore:
    store.put(blob_key(sha256(WEIGHTS)), WEIGHTS)
    return store


def test_a_model_is_written_once_and_read_again(filled: ObjectStore) -> None:
    model = write_model(filled, record())
    assert model == f"candidate-{record().digest[:16]}" == write_model(filled, record())
    assert list_models(filled) == [model]
    assert read_model(filled, model) == record()
    assert read_weights(filled, record(), "model.safetensors") == WEIGHTS
    card = filled.get(card_key(model)).decode()
    for shown in (VERSION, "smollm2", "2.500, 1.250", sha256(WEIGHTS)):
        assert shown in card


@pytest.mark.parametrize("change", [{"seed": 1}, {"version": VERSION[:-1] + "0"}, {"code": {}}, {"arm": "happy_path"}])
def test_whatever_made_a_model_is_part_of_its_name(change: dict[str, Any]) -> None:
    assert record(**change).model != record().model


def test_where_a_model_lies_and_how_long_it_may_take_is_not() -> None:
    here = TrainingSettings(model="/here", timeout_minutes=1, attempts=3)
    assert here.recipe() == TrainingSettings(model="/there").recipe()
    assert here.recipe() != TrainingSettings(learning_rate=1e-3).recipe()


def test_models_are_listed_by_version(filled: ObjectStore) -> None:
    names = [write_model(filled, record(arm=arm)) for arm in ("candidate", "happy_path")]
    write_model(filled, record(version="2026-10-13-0123456789abcdef"))
    assert set(models_of(filled, VERSION)) == set(names)


def test_an_evaluated_card_is_kept(filled: ObjectStore) -> None:
    model = write_model(filled, record())
    filled.replace(card_key(model), b"with an evaluation")
    write_model(filled, record())
    assert filled.get(card_key(model)) == b"with an evaluation"


def test_no_model_without_its_weights(store: ObjectStore) -> None:
    with pytest.raises(BrokenModel, match=r"model\.safetensors .* is missing"):
        write_model(store, record())
    store.put(blob_key(sha256(WEIGHTS)), b"others")
    with pytest.raises(BrokenModel, match="was changed"):
        write_model(store, record())
    assert list_models(store) == []


def test_a_changed_record_is_noticed(filled: ObjectStore) -> None:
    model = write_model(filled, record())
    filled.replace(f"models/{model}/model.json", record(seed=7).canonical())
    with pytest.raises(BrokenModel, match="was changed"):
        read_model(filled, model)
    filled.replace(f"models/{model}/model.json", b"{}")
    with pytest.raises(BrokenModel, match="can read"):
        read_model(filled, model)


def test_unknown_models_name_what_there_is(filled: ObjectStore) -> None:
    with pytest.raises(UnknownModel, match="none yet"):
        read_model(filled, "candidate-0123456789abcdef")
    model = write_model(filled, record())
    for name in (f"{model[:-1]}x", "candidate", "../../etc/passwd"):
        with pytest.raises(UnknownModel, match=model):
            read_model(filled, name)
