"""What a version's ledger amounts to: whether it is approved, and if not, why not, in words."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assets.approvals.ledger import Entry, LedgerBroken, Statement, head, read_ledger
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import Forged, verify
from assets.erasures import read_erased
from assets.snapshots.manifest import Manifest, Tampered, UnknownVersion
from assets.snapshots.versions import list_versions, read_manifest
from resources.object_store import ObjectStore

State = Literal["waiting", "approved", "rejected", "withdrawn", "expired", "invalid", "erased"]


class Standing(BaseModel):
    """Where a version stands. Only `approved` opens the gate."""

    model_config = ConfigDict(frozen=True)
    version: str
    state: State
    reasons: tuple[str, ...]  # sentences; never an officer's own words
    signers: tuple[str, ...] = ()  # names of the officers whose approval counts now
    approved_at: datetime | None = None  # when the last signature that was needed was given
    expires_at: datetime | None = None  # when too few approvals will be left
    entries: tuple[Entry, ...] = ()  # none where the ledger is broken

    @property
    def approved(self) -> bool:
        """Whether it may be trained on, as far as signatures go."""
        return self.state == "approved"

    @property
    def head(self) -> str:
        """The digest of the last entry, "" for none."""
        return head(list(self.entries))

    @property
    def latest(self) -> datetime:
        """The latest time that an entry speaks of; long ago while there is none."""
        return max((_time(entry.statement) for entry in self.entries), default=datetime(2000, 1, 1, tzinfo=UTC))

    @property
    def flag(self) -> str:
        """Why a model that was trained on it must not be used; "" while the approval holds or has run out."""
        return "" if self.state in ("approved", "expired") else self.words

    @property
    def words(self) -> str:
        """All of it in one line."""
        return " ".join(self.reasons)


def standing(store: ObjectStore, version: str, settings: ReviewSettings, now: datetime) -> Standing:
    """Read, verify and weigh the ledger of a version as of `now` (aware).

    A broken chain, a forged or copied signature and a changed manifest make it invalid; a signature that cannot count
    (another policy, an unknown officer) is left out and said. A rejection or a withdrawal takes away every earlier
    approval, whoever signed it: closing the gate needs no authority. Files are not hashed here (`versions.integrity`).
    Raises UnknownVersion, StoreError.
    """
    try:
        manifest = read_manifest(store, version)
        entries = tuple(read_ledger(store, version))
    except (Tampered, LedgerBroken) as problem:
        return Standing(version=version, state="invalid", reasons=(str(problem),))
    if erased := read_erased(store, version):
        said = (
            f"It held something that was erased on {_day(erased.at)} ({erased.erasure}); its files are gone for good."
        )
        return Standing(version=version, state="erased", reasons=(said,), entries=entries)
    return weigh(manifest, entries, settings, now)


def flag(store: ObjectStore, version: str, settings: ReviewSettings, now: datetime) -> str:
    """Why a model that was trained on the version must not be used, in words; "" while its approval holds or has run out.

    Raises StoreError.
    """
    try:
        found = standing(store, version, settings, now)
    except UnknownVersion:
        return f"Version {version} is gone from the store."
    return found.flag


def last_approved(store: ObjectStore, version: str, settings: ReviewSettings, now: datetime) -> str | None:
    """The newest version before this one that officers approved and did not take back, expired or not; None for none."""
    versions = list_versions(store)
    decided = {key.split("/")[1] for key in store.list("ledger/")}
    for earlier in reversed(versions[: versions.index(version)] if version in versions else ()):
        if earlier in decided and standing(store, earlier, settings, now).state in ("approved", "expired"):
            return earlier
    return None


def weigh(manifest: Manifest, entries: tuple[Entry, ...], settings: ReviewSettings, now: datetime) -> Standing:
    """What entries in an unbroken chain amount to as of `now`."""
    problems: list[str | None] = []
    for number, entry in enumerate(entries, 1):
        try:
            if entry.statement.manifest_digest != manifest.digest:
                raise Forged("it was given for another manifest than this version has")
            problem = verify(entry, settings)
        except Forged as forged:
            said = f"Entry {number:04} of the ledger is no evidence: {forged}. Find out who wrote it."
            return Standing(version=manifest.version, state="invalid", reasons=(said,), entries=entries)
        early = f"its time, {entry.statement.signed_at}, is still to come; check the clocks"
        problems.append(problem or (early if _time(entry.statement) > now else None))

    objection = max((n for n, entry in enumerate(entries, 1) if entry.statement.decision != "approve"), default=0)
    seen = {"": 0} | {entry.digest: number for number, entry in enumerate(entries, 1)}
    approvals: dict[str, Statement] = {}  # by id, so one person counts once
    left_out = []
    for number, (entry, problem) in enumerate(zip(entries, problems, strict=True), 1):
        # Who approves again must have seen the objection: the order of entries alone would be easy to change.
        blind = seen[entry.statement.after] < objection < number
        why = problem or (f"it was signed before entry {objection:04} was seen" if blind else None)
        if why:
            left_out.append(f"Entry {number:04} ({entry.statement.decision}) does not count: {why}.")
        elif number > objection:
            approvals[entry.statement.signer] = entry.statement

    lasting = timedelta(days=settings.expires_days)
    given = sorted(approvals.values(), key=_time)
    valid = [statement for statement in given if now < _time(statement) + lasting]
    signers = tuple(statement.name for statement in valid)
    if len(valid) >= settings.signers:
        at, until = _time(valid[settings.signers - 1]), _time(valid[-settings.signers]) + lasting
        said = f"Approved by {' and '.join(signers)} on {_day(at)}; this holds until {_day(until)}."
        return Standing(
            version=manifest.version,
            state="approved",
            reasons=(said, *left_out),
            signers=signers,
            approved_at=at,
            expires_at=until,
            entries=entries,
        )
    state: State = "waiting"
    lines = []
    if len(given) >= settings.signers:
        state, ended = "expired", _time(given[-settings.signers]) + lasting
        lines.append(f"The approval expired on {_day(ended)}, {settings.expires_days} days after it was signed.")
    elif objection:
        last = entries[objection - 1].statement
        state = "rejected" if last.decision == "reject" else "withdrawn"
        who = "a signature that does not count, but closes the gate" if problems[objection - 1] else last.name
        lines.append(f"{state.capitalize()} on {_day(_time(last))} by {who} (entry {objection:04}).")
    did = f"{' and '.join(signers)} did" if signers else "nobody did"
    lines.append(f'{settings.signers} different persons in the role "{settings.role}" have to approve; {did}.')
    return Standing(
        version=manifest.version, state=state, reasons=(*lines, *left_out), signers=signers, entries=entries
    )


def _time(statement: Statement) -> datetime:
    return datetime.fromisoformat(statement.signed_at)


def _day(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"
