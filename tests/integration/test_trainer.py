"""The reference trainer as Dagster runs it: a real process, real files and signatures, a real (tiny) model."""

import fcntl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import blob_key
from assets.snapshots.versions import read_manifest
from resources.directory_store import DirectoryStore
from resources.language_model import load
from resources.trainer import SubprocessTrainer, TrainingFailed
from tests.unit.assets.retraining.approved import DEMO, decided, proven_version
from tests.unit.resources.tiny import tiny_model

COMMAND = (sys.executable, "-m", "deploy.train")
Train = Callable[..., dict[str, Any]]


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "store")


@pytest.fixture
def version(store: DirectoryStore) -> str:
    name = proven_version(store)
    decided(store, name)
    return name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model"), room=8192)


@pytest.fixture
def train(store: DirectoryStore, folder: Path, tmp_path: Path) -> Train:
    """Let the trainer train in a step: what it made or its words, and the log of the run."""

    def train(version: str, **changes: Any) -> dict[str, Any]:
        request = {
            "store_url": store.url, "version": version, "arm": "candidate", "review": DEMO.model_dump(mode="json"),
            "training": TrainingSettings(layers=1).model_dump(mode="json"), "model": str(folder), "seed": 0,
            "lock": str(tmp_path / "training.lock"),
        } | changes  # fmt: skip
        outcome: dict[str, Any] = {}

        @dg.asset
        def model(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
            try:
                outcome["made"] = SubprocessTrainer(COMMAND, 300).train(context, request)
            except TrainingFailed as failed:
                outcome["words"] = str(failed)
            return dg.MaterializeResult()

        with dg.DagsterInstance.ephemeral() as instance:
            run = dg.materialize([model], instance=instance)
            outcome["log"] = [record.user_message for record in instance.all_logs(run.run_id)]
        return outcome

    return train


def test_a_signed_version_becomes_weights_and_the_run_shows_how(
    train: Train, store: DirectoryStore, version: str, folder: Path
) -> None:
    first = train(version)
    made = first["made"]
    assert made == train(version)["made"], "equal requests give equal bytes"
    assert made["base"] == {"name": folder.name, "digest": load(str(folder)).digest}
    assert [*made["files"]] == ["layers.safetensors"]
    weights = store.get(blob_key(made["files"]["layers.safetensors"]))
    assert load(str(folder)).with_weights(weights).answers([[{"role": "user", "content": "May I?"}]], 4)
    summary = made["training"]
    assert summary["steps"] == summary["loss"][-1][0] > 0
    assert any(line.startswith("Step 1 of ") for line in first["log"]), "the loss streams into the run"
    assert any("Files and signatures" in line for line in first["log"])


def test_the_happy_path_has_fewer_rows_and_the_same_budget(train: Train, version: str) -> None:
    candidate, baseline = (train(version, arm=arm)["made"]["training"] for arm in ("candidate", "happy_path"))
    assert baseline["rows"] < candidate["rows"]
    assert baseline["steps"] == candidate["steps"]
    assert baseline["tokens"] == pytest.approx(candidate["tokens"], rel=0.2)


def test_it_believes_no_gate(train: Train, store: DirectoryStore) -> None:
    version = proven_version(store)
    ended = train(version)
    assert "is not approved" in ended["words"]
    decided(store, version)
    entry = read_manifest(store, version).file("examples.parquet")
    (Path(store.url.removeprefix("file://")) / blob_key(entry.sha256)).unlink()
    ended = train(version)
    assert "examples.parquet" in ended["words"]
    assert "Nothing was read." in ended["words"]


def test_a_model_that_is_not_there_is_said(train: Train, version: str, tmp_path: Path) -> None:
    assert "does not exist. Set [training] model" in train(version, model=str(tmp_path / "nowhere"))["words"]


def test_a_second_trainer_is_sent_away(train: Train, version: str, tmp_path: Path) -> None:
    with (tmp_path / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another trainer is at work" in train(version)["words"]
    assert "made" in train(version)


def test_by_hand_it_says_who_asks_it(tmp_path: Path) -> None:
    ended = subprocess.run(COMMAND, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "knowbound retrain" in ended.stderr


def test_the_model_of_the_installation_answers() -> None:
    model = load("smollm2")
    assert model.name == "SmolLM2-135M-Instruct"
    [said] = model.answers([[{"role": "user", "content": "What is the capital of France?"}]], 24)
    assert "Paris" in said
