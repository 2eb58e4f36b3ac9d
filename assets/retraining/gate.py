"""The gate: which version may be trained now, and for every other one why not, in words.

Pure over the object store: it trusts bytes and signatures and nothing else, no event, tag or tick in Dagster. A version
is open when it is the newest approved one, has no receipt, nobody works on it, and its bytes hold what was signed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from assets.approvals.settings import ReviewSettings
from assets.approvals.standing import Standing, standing
from assets.retraining.attempts import Attempt, By, Receipt, RecordBroken, Try, attempts, read_receipt
from assets.retraining.settings import BUILT_IN, TrainingSettings
from assets.snapshots.manifest import VersionError
from assets.snapshots.versions import list_versions
from resources.object_store import ObjectStore

State = Literal["open", "waiting", "shut", "running", "exhausted", "trained"]
Recheck: TypeAlias = Callable[[ObjectStore, str], list[str]]
"""What speaks against the bytes of a version, one sentence each. Handed in, because assets never import checks."""


SKEW = timedelta(minutes=5)
"""How far the clocks of two machines may differ."""


@dataclass(frozen=True)
class Verdict:
    """What the gate says about one version: why in `words`, and in `next` what somebody can do about it."""

    version: str
    state: State
    words: str
    next: str = ""


@dataclass(frozen=True)
class Gate:
    """The verdicts, newest version first. At most one is open."""

    verdicts: tuple[Verdict, ...]

    @property
    def open_version(self) -> str | None:
        """The version that may be trained now."""
        return next((v.version for v in self.verdicts if v.state == "open"), None)

    def of(self, version: str) -> Verdict:
        """The verdict on a version; shut where there is none of that name."""
        missing = Verdict(version, "shut", "There is no such version in the store.", "knowbound versions lists them.")
        return next((v for v in self.verdicts if v.version == version), missing)

    @property
    def words(self) -> str:
        """What the gate waits for, in one line: about the version that comes next, or else the newest one."""
        if not self.verdicts:
            return "There is no version yet: a run of the job `daily` makes one."
        telling = [v for v in self.verdicts if v.state in ("open", "running", "exhausted")]
        if not telling:  # up to the last trained one: what lies behind it is over
            trained = next((n for n, v in enumerate(self.verdicts) if v.state == "trained"), len(self.verdicts) - 1)
            telling = list(self.verdicts[: trained + 1][:3])
        return " ".join(f"{v.version} ({v.state}): {' '.join(filter(None, (v.words, v.next)))}" for v in telling)


def gate(
    store: ObjectStore,
    review: ReviewSettings,
    training: TrainingSettings,
    now: datetime,
    recheck: Recheck,
    *,
    by: By = "sensor",
    own: Attempt | None = None,
    busy: bool = False,
    running: Mapping[str, str] | None = None,
) -> Gate:
    """Judge all versions as of `now` (aware).

    Only the sensor is bound by `training.attempts`: a person who launches has seen why it failed. `own` is the attempt
    of the run that asks, and does not stand in its own way. `busy`: a trainer lives on this machine. `running` says in
    words, by attempt id, what became of open attempts. Bytes are examined only where all else is well, since that takes
    seconds. Raises StoreError.
    """
    verdicts: list[Verdict] = []
    latest = datetime.fromisoformat(f"{max(list_versions(store), default='2000-01-01')[:10]}T00:00:00+00:00")
    over = ""  # why versions further back are not trained any more
    for there in _newest_first(store, review, now):
        version = there if isinstance(there, str) else there.version
        if isinstance(there, str):
            words = over or "A newer version has been trained, which is gone from the store."
            verdicts.append(Verdict(version, "shut", words))
            continue
        try:
            receipt, tries = read_receipt(store, version), attempts(store, version)
        except RecordBroken as problem:
            verdicts.append(Verdict(version, "shut", str(problem)))
            over = over or f"{version} is newer, and its records are damaged."
            continue
        latest = max(latest, _latest(there, receipt, tries))
        if receipt:
            words = f"{receipt.model} came of attempt {receipt.attempt} on {receipt.at:%Y-%m-%d %H:%M} UTC."
            cure = f"{receipt.model} must not be used any more. {there.flag}" if there.flag else ""
            verdicts.append(Verdict(version, "trained", words, cure))
            over = over or f"{version} is newer and has been trained."
        elif not there.approved:
            verdicts.append(_unapproved(there))
        elif over:
            verdicts.append(Verdict(version, "shut", over))
        else:
            open_ = [t for t in tries if t.outcome is None and not (own and t.attempt.id == own.id)]
            if open_:
                verdict = _running(open_[-1], training, running or {})
            elif by == "sensor" and sum(t.failed for t in tries) >= training.attempts:
                verdict = _exhausted(version, tries, training)
            else:
                verdict = _judge(store, there, training, recheck, busy)
            verdicts.append(verdict)
            over = f"{version} is newer and approved; an older version is not trained any more."
    if latest > now + SKEW:  # under a clock that was set back, expired approvals would count again
        words = f"This machine's clock says {_minute(now)}, and the store knows of {_minute(latest)}."
        shut = partial(Verdict, state="shut", words=words, next="Set the clock right.")
        verdicts = [shut(verdict.version) if verdict.state == "open" else verdict for verdict in verdicts]
    return Gate(tuple(verdicts))


def objections(store: ObjectStore, review: ReviewSettings, version: str, now: datetime, recheck: Recheck) -> list[str]:
    """What speaks against training anything on a version: its approval and its bytes, one sentence each.

    Receipts and attempts do not matter here. Raises StoreError.
    """
    try:
        there = standing(store, version, review, now)
        return recheck(store, version) if there.approved else list(there.reasons)
    except VersionError as problem:
        return [str(problem)]


def _latest(there: Standing, receipt: Receipt | None, tries: list[Try]) -> datetime:
    """The latest time that the store's records on a version speak of."""
    times = [there.latest, *(receipt.at for receipt in (receipt,) if receipt)]
    for one in tries:
        times += [one.attempt.opened_at, *(outcome.at for outcome in (one.outcome,) if outcome)]
    return max(times)


def _minute(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"


def _newest_first(store: ObjectStore, review: ReviewSettings, now: datetime) -> Iterator[Standing | str]:
    """All versions, newest first; behind the newest one with a receipt only names, and no ledger is read any more."""
    receipts = {key.removeprefix("receipts/").removesuffix(".json") for key in store.list("receipts/")}
    names = list_versions(store)
    lost = max(receipts - set(names), default="")  # trained once, and gone from the store since
    over = False
    for name in reversed(names):
        over = over or name[:10] < lost[:10]
        yield name if over else standing(store, name, review, now)
        over = over or name in receipts


def _unapproved(there: Standing) -> Verdict:
    again = f"An officer can launch the job `review` for {there.version}."
    match there.state:
        case "waiting":
            return Verdict(there.version, "waiting", f"Waits for review. {there.words}", again)
        case "expired":
            return Verdict(there.version, "shut", there.words, f"To approve it again: {again}")
        case "rejected" | "withdrawn":
            cure = "Mend what the officer names; the next run of `daily` makes a new version."
            return Verdict(there.version, "shut", there.words, cure)
        case "erased":
            return Verdict(there.version, "shut", there.words, "The next run of `daily` makes a version without it.")
        case _:
            return Verdict(there.version, "shut", there.words)


def _running(there: Try, training: TrainingSettings, running: Mapping[str, str]) -> Verdict:
    attempt = there.attempt
    words = f"Attempt {attempt.number}, opened on {attempt.opened_at:%Y-%m-%d %H:%M} UTC by the {attempt.by}, "
    words += running.get(attempt.id) or (
        f"is at work in run {there.claim.run_id}." if there.claim else "has not begun."
    )
    cure = "If its process is gone, the sensor closes it; "
    cure += f"so it does where nothing has begun after {training.grace_minutes:g} minutes."
    return Verdict(attempt.version, "running", words, cure)


def _exhausted(version: str, tries: list[Try], training: TrainingSettings) -> Verdict:
    failed = [t.outcome.reason for t in tries if t.failed and t.outcome]
    words = f"{len(failed)} attempts failed, and [training] attempts allows {training.attempts}. The last: {failed[-1]}"
    return Verdict(version, "exhausted", words, f"When the cause is mended: knowbound retrain {version}")


def _judge(store: ObjectStore, there: Standing, training: TrainingSettings, recheck: Recheck, busy: bool) -> Verdict:
    version = there.version
    if busy:
        words = "It is approved, but another retraining is at work on this machine."
        return Verdict(version, "running", words, "It comes next.")
    if training.model != BUILT_IN and not Path(training.model).is_dir():
        words = f"[training] model names {training.model}, and there is no such directory."
        return Verdict(version, "shut", words, f'Put a Hugging Face model there, or name "{BUILT_IN}".')
    if problems := recheck(store, version):
        cure = "Nothing is trained on other bytes than the signed ones: restore them from a backup and find out who "
        cure += "changed them, or let the job `daily` make a new version and have it reviewed."
        return Verdict(version, "shut", " ".join(problems), cure)
    words = f"{there.words} Every file was hashed and every example proven again."
    return Verdict(version, "open", words, f"The sensor `gate` launches it; so does: knowbound retrain {version}")
