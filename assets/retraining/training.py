"""From an approved version to a candidate and its baseline: what a retraining step does, without Dagster.

Both pass the gate themselves, whoever launched them. A candidate works on exactly one attempt: the one that its run was
launched for, or one that it opens. It ends in a receipt, or in a failed attempt that says why.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from assets.approvals.settings import ReviewSettings
from assets.approvals.standing import standing
from assets.retraining.attempts import (
    Attempt,
    By,
    Receipt,
    Taken,
    attempts,
    claim_attempt,
    close_attempt,
    open_attempt,
    write_receipt,
)
from assets.retraining.gate import Recheck, gate, objections
from assets.retraining.lock import STEP, TRAINER, Held, hold, is_held
from assets.retraining.models import Arm, ModelRecord, write_model
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import VersionError
from assets.snapshots.versions import read_manifest
from resources.object_store import ObjectStore, StoreError
from resources.trainer import TrainingFailed

Train: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Trains as the request says (see `_request`), and gives files, base, code and training; raises TrainingFailed."""


class NotTrained(Exception):
    """The gate is shut, or another retraining is at work; the message says why and what to do."""


IN_WORDS = (NotTrained, TrainingFailed, VersionError, StoreError)
"""The ends of a retraining whose message is for people."""


@dataclass(frozen=True)
class Run:
    """Who retrains: the run, who launched it, and the id of the attempt that it was launched for ("" for none)."""

    id: str
    by: By
    attempt: str = ""


@dataclass(frozen=True)
class Bench:
    """What a retraining works with. `home` is where the lock files lie."""

    store: ObjectStore
    review: ReviewSettings
    training: TrainingSettings
    recheck: Recheck
    home: Path
    train: Train


def make_candidate(bench: Bench, version: str, run: Run) -> tuple[ModelRecord, Receipt]:
    """Train the candidate of a version and leave the receipt; raises one of IN_WORDS.

    Whatever ends it early, an exception or a signal that Python sees, closes the attempt as failed.
    """
    store, review = bench.store, bench.review
    with _alone(bench.home):
        attempt = _attempt(bench, version, run)
        with _ending(store, attempt, run):
            _pass_gate(bench, version, attempt.by, attempt)
            record = _trained(bench, version, "candidate")
            now = datetime.now(UTC)
            there = standing(store, version, review, now)
            if not there.approved:
                raise _shut(version, f"The approval ended during the training. {there.words}")
            if attempts(store, version)[attempt.number - 1].outcome:
                raise _shut(version, f"Attempt {attempt.number} was closed during the training.")
            receipt = Receipt(
                version=version,
                manifest_digest=record.manifest_digest,
                attempt=attempt.number,
                model=write_model(store, record),
                model_digest=record.digest,
                ledger_head=there.head,
                run_id=run.id,
                at=now.replace(microsecond=0),
            )
            try:
                write_receipt(store, receipt)
            except Taken as taken:
                raise _shut(version, str(taken)) from None
            close_attempt(store, attempt, "succeeded", f"Model {record.model}.", run.id, now)
    return record, receipt


def make_baseline(bench: Bench, version: str) -> ModelRecord:
    """Train the baseline of an approved version; it needs no attempt and has no receipt. Raises IN_WORDS."""
    with _alone(bench.home):
        if problems := objections(bench.store, bench.review, version, datetime.now(UTC), bench.recheck):
            raise _shut(version, *problems)
        record = _trained(bench, version, "happy_path")
        write_model(bench.store, record)
    return record


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Nobody else on this machine retrains until the block ends; the kernel ends it with the process, however it ends."""
    try:
        with hold(home / STEP):
            if is_held(home / TRAINER):  # the trainer of a run that was killed
                raise Held(f"A trainer is still at work: another process holds {home / TRAINER}.")
            yield
    except Held as problem:
        raise NotTrained(
            f"Nothing was trained: another retraining is at work. {problem} Wait until it has ended, or end it."
        ) from None


def _attempt(bench: Bench, version: str, run: Run) -> Attempt:
    """The attempt of this run, claimed: the open one that it was launched for, else a new one at an open gate."""
    try:
        if run.attempt:
            found = next((t for t in attempts(bench.store, version) if t.attempt.id == run.attempt), None)
            if found is None or found.outcome:
                ended = f"is closed: {found.outcome.reason}" if found and found.outcome else "is not in the store."
                raise _shut(version, f"The attempt of this run {ended}", "This run came too late. Nothing was trained.")
            attempt = found.attempt
        else:
            _pass_gate(bench, version, run.by)
            digest = read_manifest(bench.store, version).digest
            attempt = open_attempt(bench.store, version, digest, run.by, datetime.now(UTC))
        claim_attempt(bench.store, attempt, run.id)
    except Taken as taken:
        raise _shut(version, str(taken)) from None
    return attempt


def _pass_gate(bench: Bench, version: str, by: By, own: Attempt | None = None) -> None:
    busy = is_held(bench.home / TRAINER)
    now = datetime.now(UTC)
    found = gate(bench.store, bench.review, bench.training, now, bench.recheck, by=by, own=own, busy=busy)
    verdict = found.of(version)
    if verdict.state != "open":
        raise _shut(version, verdict.words, verdict.next)


@contextmanager
def _ending(store: ObjectStore, attempt: Attempt, run: Run) -> Iterator[None]:
    """Close the attempt as failed, with the reason, when the block does not come to its end."""

    def failed(reason: str) -> None:
        close_attempt(store, attempt, "failed", reason, run.id, datetime.now(UTC))

    try:
        yield
    except IN_WORDS as problem:
        failed(str(problem))
        raise
    except Exception as error:
        failed(f"The retraining step ended with {type(error).__name__}; its run in the UI says where.")
        raise
    except BaseException:  # Ctrl+C, or Dagster's own when somebody cancels a run
        failed("The run was cancelled.")
        raise


def _trained(bench: Bench, version: str, arm: Arm) -> ModelRecord:
    """Let the trainer train one arm, and make the record of what it says it did."""
    manifest = read_manifest(bench.store, version)
    made = bench.train(_request(bench, version, arm))
    return ModelRecord(
        arm=arm,
        version=version,
        manifest_digest=manifest.digest,
        settings=bench.training.recipe(),
        seed=bench.training.seed,
        base=made["base"],
        files=made["files"],
        code=made["code"],
        training=made["training"],
    )


def _request(bench: Bench, version: str, arm: Arm) -> dict[str, Any]:
    """What the trainer is asked, as JSON; it verifies approval and bytes itself, so it gets what it needs for that."""
    return {
        "store_url": bench.store.url,
        "payload_keys": str(bench.store.payload_keys) if bench.store.payload_keys else None,
        "version": version,
        "arm": arm,
        "review": bench.review.model_dump(mode="json"),
        "training": bench.training.model_dump(mode="json"),
        "model": bench.training.model,
        "seed": bench.training.seed,
        "lock": str(bench.home / TRAINER),
    }


def _shut(version: str, *words: str) -> NotTrained:
    return NotTrained(f"The gate is shut for {version}: {' '.join(filter(None, words))}")
