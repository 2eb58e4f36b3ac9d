"""Attempts, their outcomes and receipts in the object store: all that the gate remembers, each written once.

    attempts/<version>/0001.json           opened, before anything is launched
    attempts/<version>/0001.run.json       the one run that works on it
    attempts/<version>/0001.outcome.json   how it ended; the first outcome stands
    receipts/<version>.json                the model that came of the version; there is never a second one

Dagster may lose a launch or repeat it, and two daemons may tick at once. So nothing here counts on Dagster: who writes
first has it, and the other one is told so.
"""

import re
import socket
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from assets.identity import canonical_json
from assets.snapshots.manifest import VersionError
from resources.object_store import ObjectExists, ObjectMissing, ObjectStore

By = Literal["sensor", "command line", "UI"]


class Taken(Exception):
    """Someone else was first; the message says with what."""


class RecordBroken(VersionError):
    """An attempt, outcome or receipt is not what this product writes."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def canonical(self) -> bytes:
        return canonical_json(self.model_dump(mode="json"))


class Attempt(_Record):
    """An intention to train a version, written before the launch. `token` tells equal intentions apart."""

    version: str
    number: int
    manifest_digest: str
    opened_at: datetime
    by: By
    token: str

    @property
    def id(self) -> str:
        """What a run's tag `knowbound/attempt` names."""
        return f"{self.version}/{self.number:04d}/{self.token}"


class Outcome(_Record):
    """How an attempt ended, in words, and in which run ("" where none ever began)."""

    result: Literal["succeeded", "failed"]
    reason: str
    run_id: str
    at: datetime


class Receipt(_Record):
    """Which model came of a version, by which attempt, under which signatures."""

    version: str
    manifest_digest: str
    attempt: int
    model: str
    model_digest: str
    ledger_head: str
    run_id: str
    at: datetime


class Claim(_Record):
    """Which run works on an attempt, and on which machine."""

    run_id: str
    host: str


@dataclass(frozen=True)
class Try:
    """An attempt as it stands; `claim` is None before its run has begun."""

    attempt: Attempt
    claim: Claim | None
    outcome: Outcome | None

    @property
    def failed(self) -> bool:
        """Whether it has ended without a model."""
        return self.outcome is not None and self.outcome.result == "failed"


def open_attempt(store: ObjectStore, version: str, manifest_digest: str, by: By, now: datetime) -> Attempt:
    """Open the next attempt. Raises Taken while another one is open, or when someone else opens it at this moment."""
    earlier = attempts(store, version)
    if earlier and earlier[-1].outcome is None:
        raise Taken(f"Attempt {earlier[-1].attempt.number} on version {version} is still open.")
    attempt = Attempt(
        version=version,
        number=len(earlier) + 1,
        manifest_digest=manifest_digest,
        opened_at=_seconds(now),
        by=by,
        token=uuid.uuid4().hex[:16],
    )
    _write_once(store, _key(attempt), attempt, f"Attempt {attempt.number} on version {version} was opened by another")
    return attempt


def claim_attempt(store: ObjectStore, attempt: Attempt, run_id: str) -> None:
    """Make `run_id` the one run that works on the attempt; again by the same run is fine. Raises Taken."""
    claim = Claim(run_id=run_id, host=socket.gethostname())
    words = f"Attempt {attempt.number} on version {attempt.version} belongs to another run"
    _write_once(store, _key(attempt, ".run"), claim, words)


def close_attempt(
    store: ObjectStore,
    attempt: Attempt,
    result: Literal["succeeded", "failed"],
    reason: str,
    run_id: str,
    now: datetime,
) -> Outcome:
    """End the attempt, and give the outcome that stands: the first one, which may be another's."""
    outcome = Outcome(result=result, reason=reason, run_id=run_id, at=_seconds(now))
    try:
        store.put(_key(attempt, ".outcome"), outcome.canonical())
    except ObjectExists:
        return _read(store, _key(attempt, ".outcome"), Outcome)
    return outcome


def attempts(store: ObjectStore, version: str) -> list[Try]:
    """All attempts on a version, in their order; raises RecordBroken."""
    prefix = f"attempts/{version}/"
    keys = store.list(prefix)
    found = []
    for key in keys:
        if re.fullmatch(r"\d{4}\.json", key.removeprefix(prefix)):
            attempt = _read(store, key, Attempt)
            if _key(attempt) != key:
                raise RecordBroken(f"The record {key} in {store.url} belongs under another name.")
            run, outcome = _key(attempt, ".run"), _key(attempt, ".outcome")
            found.append(
                Try(
                    attempt,
                    _read(store, run, Claim) if run in keys else None,
                    _read(store, outcome, Outcome) if outcome in keys else None,
                )
            )
    return found


def write_receipt(store: ObjectStore, receipt: Receipt) -> None:
    """Write the version's receipt; raises Taken when there is another one."""
    key = f"receipts/{receipt.version}.json"
    _write_once(store, key, receipt, f"Version {receipt.version} has a receipt already")


def read_receipt(store: ObjectStore, version: str) -> Receipt | None:
    """The receipt of a version, None while there is none; raises RecordBroken."""
    key = f"receipts/{version}.json"
    try:
        receipt = _read(store, key, Receipt)
    except ObjectMissing:
        return None
    if receipt.version != version:
        raise RecordBroken(f"The record {key} in {store.url} belongs under another name.")
    return receipt


T = TypeVar("T", bound=_Record)


def _read(store: ObjectStore, key: str, kind: type[T]) -> T:
    data = store.get(key)
    try:
        return kind.model_validate_json(data)
    except ValidationError:
        raise RecordBroken(
            f"The record {key} in {store.url} was changed or damaged. Put it back from a backup: without it nobody "
            "can say what was trained."
        ) from None


def _write_once(store: ObjectStore, key: str, record: _Record, words: str) -> None:
    try:
        store.put(key, record.canonical())
        present = store.get(key)  # a store without conditional writes may have let another writer in since
    except ObjectExists:
        present = b""
    if present != record.canonical():
        raise Taken(f"{words}.")


def _key(attempt: Attempt, part: str = "") -> str:
    return f"attempts/{attempt.version}/{attempt.number:04d}{part}.json"


def _seconds(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(microsecond=0)
