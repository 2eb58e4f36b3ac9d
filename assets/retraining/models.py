"""Models in the object store: the record of what was trained from what, and the model card.

`models/<model>/model.json` is write-once and holds no clock and no run: the same version, settings, seed and code give
the same record and the same name. Weights lie under `blobs/sha256/`, by their digest.
"""

import json
import re
from difflib import get_close_matches
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assets.identity import canonical_json, sha256
from assets.snapshots.manifest import VersionError, blob_key
from resources.object_store import ObjectMissing, ObjectStore

Arm = Literal["candidate", "happy_path"]
_NAME = re.compile(r"(candidate|happy_path)-[0-9a-f]{16}")


class UnknownModel(VersionError):
    """There is no model of that name; the message lists the nearest ones."""


class BrokenModel(VersionError):
    """A model's record or weights are not what their digests say."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Base(_Record):
    """The model that was trained on: its name, and the digest of its weights and tokenizer."""

    name: str
    digest: str


class TrainingSummary(_Record):
    """What the trainer did. All of it is reproducible: no seconds, no machine."""

    rows: int  # examples trained on
    steps: int  # optimiser steps
    tokens: int  # assistant tokens that carried loss, over all steps
    loss: tuple[tuple[int, float], ...]  # (step, mean loss), ascending; a few dozen points
    parameters: int  # trained ones


class ModelRecord(_Record):
    """A model: which bytes, trained by what from what."""

    format: Literal[1] = 1
    arm: Arm
    version: str
    manifest_digest: str
    base: Base
    files: dict[str, str]  # name -> SHA-256; the bytes lie under `blob_key`
    settings: dict[str, Any]  # of the training, as JSON; no paths, no bounds of the gate
    seed: int
    code: dict[str, str]  # part of the trainer -> digest of its source, library -> version
    training: TrainingSummary

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical record."""
        return sha256(self.canonical())

    @property
    def model(self) -> str:
        """The model's name: `<arm>-<first 16 hex of the digest>`."""
        return f"{self.arm}-{self.digest[:16]}"

    def canonical(self) -> bytes:
        """The bytes that are stored and hashed."""
        return canonical_json(self.model_dump(mode="json"))


def write_model(store: ObjectStore, record: ModelRecord) -> str:
    """Write record and model card, and give the model's name. Idempotent; the weights must be there already.

    Raises BrokenModel when weights are missing or other than the record says, StoreError.
    """
    for name in record.files:
        read_weights(store, record, name)
    store.put(f"models/{record.model}/model.json", record.canonical())
    if not store.exists(card_key(record.model)):
        store.replace(card_key(record.model), model_card(record).encode())
    return record.model


def read_model(store: ObjectStore, model: str) -> ModelRecord:
    """The record of a model; raises UnknownModel with the nearest names, BrokenModel when it was changed."""
    if _NAME.fullmatch(model):
        try:
            data = store.get(f"models/{model}/model.json")
        except ObjectMissing:
            pass
        else:
            try:
                record = ModelRecord.model_validate_json(data)
            except ValidationError:
                raise BrokenModel(f"The record of model {model} is not one that this release can read.") from None
            if (record.model, record.canonical()) != (model, data):
                raise BrokenModel(f"The record of model {model} was changed: its digest is {sha256(data)}.")
            return record
    known = list_models(store)
    near = get_close_matches(model, known, n=3, cutoff=0.4) or known[-3:]
    hint = f"The nearest: {', '.join(near)}." if near else "There is none yet: retrain an approved version first."
    raise UnknownModel(f"There is no model {model[:40]!r} in {store.url}. {hint}")


def read_weights(store: ObjectStore, record: ModelRecord, name: str) -> bytes:
    """A file of a model, hashed again; raises BrokenModel for lost or other bytes, KeyError for an unknown name."""
    digest = record.files[name]
    try:
        data = store.get(blob_key(digest))
    except ObjectMissing:
        raise BrokenModel(f"{name} of model {record.model} is missing from {store.url}.") from None
    if sha256(data) != digest:
        raise BrokenModel(f"{name} of model {record.model} was changed in {store.url}: its digest differs.")
    return data


def list_models(store: ObjectStore) -> list[str]:
    """The names of all models, ascending."""
    names = (key.split("/")[1] for key in store.list("models/") if key.endswith("/model.json"))
    return sorted(name for name in names if _NAME.fullmatch(name))


def models_of(store: ObjectStore, version: str) -> dict[str, ModelRecord]:
    """The models trained from a version, by name."""
    records = (read_model(store, model) for model in list_models(store))
    return {record.model: record for record in records if record.version == version}


def card_key(model: str) -> str:
    """Where the model card lies; it may be replaced, because evaluations are added to it."""
    return f"models/{model}/README.md"


def model_card(record: ModelRecord, *sections: str) -> str:
    """The model card as Markdown: what the model is and where it comes from, then the given sections."""
    training = record.training
    arm = {
        "candidate": "trained on the whole training split of the version",
        "happy_path": "trained on answerable examples only, with the same budget: what the candidate is compared with",
    }[record.arm]
    first, last = (training.loss[0][1], training.loss[-1][1]) if training.loss else (float("nan"), float("nan"))
    rows = {
        "arm": f"{record.arm}: {arm}",
        "dataset version": f"`{record.version}`",
        "manifest digest": f"`{record.manifest_digest}`",
        "base model": f"{record.base.name} (`{record.base.digest}`)",
        "examples, steps, tokens": f"{training.rows:,}, {training.steps:,}, {training.tokens:,}",
        "trained parameters": f"{training.parameters:,}",
        "loss, first and last": f"{first:.3f}, {last:.3f}",
        "seed": str(record.seed),
        "settings": f"`{json.dumps(record.settings, sort_keys=True)}`",
        **{f"file `{name}`": f"`{digest}`" for name, digest in sorted(record.files.items())},
        **{f"code `{name}`": f"`{digest}`" for name, digest in sorted(record.code.items())},
    }
    table = "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])
    return "\n\n".join([f"# Model {record.model}", table, *sections]) + "\n"
