"""What the trainer is asked to do, and whether it may."""

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from assets.approvals.settings import ReviewSettings
from assets.approvals.standing import standing
from assets.retraining.models import Arm
from assets.retraining.settings import TrainingSettings
from assets.snapshots.versions import integrity, read_frame, read_manifest
from resources.object_store import ObjectStore


class Refused(Exception):
    """The trainer does not train; the message says why and what to do, and may be shown."""


class Request(BaseModel):
    """One arm of a version, on one base model, under one policy. `lock`: the file that keeps a second trainer away."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    store_url: str
    payload_keys: Path | None = None
    version: str
    arm: Arm
    review: ReviewSettings
    training: TrainingSettings
    model: str
    seed: int
    lock: Path


def parse(extras: Any) -> Request:
    """The request in the extras of a Pipes context; raises Refused naming the fields that are wrong."""
    try:
        return Request.model_validate(extras)
    except ValidationError as problem:
        fields = ", ".join(sorted({".".join(map(str, error["loc"])) or "all of it" for error in problem.errors()}))
        raise Refused(f"The request to the trainer is not one of this release. Wrong or missing: {fields}.") from None


def training_rows(store: ObjectStore, request: Request, now: datetime) -> pl.DataFrame:
    """The training split of the version, once its files are whole and officers' signatures over them count at `now`.

    Schema: Examples. Raises Refused, VersionError, StoreError.
    """
    if problems := integrity(store, request.version):
        raise Refused(f"Version {request.version} is not what was made: {' '.join(problems)} Nothing was read.")
    found = standing(store, request.version, request.review, now)
    if not found.approved:
        raise Refused(f"Version {request.version} is not approved: {found.words} Nothing was read.")
    examples = read_frame(store, read_manifest(store, request.version), "examples.parquet")
    return examples.filter(pl.col("split") == "train")
