"""The ledger: one chain of signed statements a version, append-only, in the object store.

An entry names the entry before it, so a changed, removed or moved entry breaks the chain (21 CFR 11.10(e)). Whoever can
write to the store could link a shortened chain anew; therefore the signed statement itself says which entry its signer
saw last (`after`), and where the ledger of the version before it stood (`parent`). What cannot be seen from a version's
own ledger is the loss of its last entries while nothing was signed after them; `parent` and the receipts show that.

Nothing here knows who may sign (`signing.py`) or what the entries amount to (`standing.py`).
"""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assets.erasures import ENTRY
from assets.identity import canonical_json, sha256
from resources.object_store import ObjectExists, ObjectMissing, ObjectStore

Decision = Literal["approve", "reject", "withdraw"]
Meaning = Literal["review", "approval", "responsibility"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)

LONGEST_REASON = 2000
_MOST_ENTRIES = 9999
_DIGEST = r"^[0-9a-f]{64}$"
_DIGEST_OR_NONE = r"^([0-9a-f]{64})?$"


class LedgerBroken(Exception):
    """The ledger of a version was changed, or cannot be read; the message says where, never what an officer wrote."""


class _Record(BaseModel):
    # A reason may name persons: no validation error may repeat it.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Anchor(_Record):
    """Where the ledger of another version stood: the digest of its last entry."""

    version: str
    entry: str = Field(pattern=_DIGEST)


class Statement(_Record):
    """What one officer decided; exactly this is signed (21 CFR 11.50: name, time and meaning; 11.70: bound to the bytes)."""

    version: str
    manifest_digest: str = Field(pattern=_DIGEST)
    decision: Decision
    meaning: Meaning
    reason: str = Field(min_length=1, max_length=LONGEST_REASON)
    signer: str = Field(max_length=255)  # the officer's id, never given to anybody else
    name: str = Field(max_length=200)  # as printed
    role: str = Field(max_length=100)
    authenticated_at: str = Field(pattern=r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?$")  # UTC; "" for no person
    signed_at: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")  # UTC
    policy: str = Field(max_length=40)
    after: str = Field(pattern=_DIGEST_OR_NONE)  # the last entry of this version that the signer saw, "" for none
    parent: Anchor | None  # the ledger of the version before, as the signer saw it; None where it had none

    def canonical(self) -> bytes:
        """The bytes that are signed: canonical JSON."""
        return canonical_json(self.model_dump(mode="json"))

    @property
    def digest(self) -> str:
        """SHA-256 of the signed bytes."""
        return sha256(self.canonical())


class Signed(_Record):
    """A statement with its signature."""

    statement: Statement
    key: str = Field(pattern=r"^[0-9a-f]{16}$")  # names the public key, see `signing.key_id`
    signature: str = Field(pattern=r"^[0-9a-f]{128}$")  # Ed25519 over the statement's canonical bytes


class Entry(Signed):
    """A link of the chain."""

    previous: str = Field(pattern=_DIGEST_OR_NONE)  # digest of the entry before, "" for the first

    def canonical(self) -> bytes:
        """The bytes that are stored."""
        return canonical_json(self.model_dump(mode="json"))

    @property
    def digest(self) -> str:
        """SHA-256 of the stored bytes."""
        return sha256(self.canonical())


def read_ledger(store: ObjectStore, version: str) -> list[Entry]:
    """The entries of a version in their order; none for a version about which nobody decided yet.

    Raises LedgerBroken when an entry is missing, changed, moved, repeated or belongs to another version, and when the
    next version's officers saw an entry here that is gone; StoreError. Signatures are not checked here.
    """
    keys = entry_keys(store)
    entries = read_chain(store, version, [key for key in keys if _version(key) == version])
    if not _anchored(store, version, keys) <= {entry.digest for entry in entries}:
        raise LedgerBroken(
            f"The ledger of version {version} has lost entries: the officers of a later version saw one that is gone. "
            + _CURE
        )
    return entries


def entry_keys(store: ObjectStore) -> list[str]:
    """The keys of all entries, ascending; that a version was erased is none of its chain."""
    return [key for key in store.list("ledger/") if not key.endswith(f"/{ENTRY}")]


def append(store: ObjectStore, signed: Signed) -> Entry:
    """Add a signed statement at the end of its version's ledger and return its entry; a repetition changes nothing.

    When another writer is first, the statement is linked after the other's: the signature covers the statement alone.
    Racing writers need a store whose `put` is atomic (the directory is; over S3 let one run at a time write).
    Raises LedgerBroken, StoreError.
    """
    version = signed.statement.version
    while True:
        entries = read_ledger(store, version)
        for entry in entries:
            if entry.statement == signed.statement:
                return entry
        if signed.statement.after not in ("", *(entry.digest for entry in entries)):
            raise LedgerBroken(f"The signer saw an entry of version {version} that its ledger does not have. {_CURE}")
        if len(entries) == _MOST_ENTRIES:
            raise LedgerBroken(f"The ledger of version {version} is full ({_MOST_ENTRIES} entries).")
        entry = Entry(statement=signed.statement, key=signed.key, signature=signed.signature, previous=head(entries))
        key = _key(version, len(entries) + 1)
        try:
            store.put(key, entry.canonical())
        except ObjectExists:
            continue
        if store.get(key) == entry.canonical():  # else another writer was faster, on a store that lets both write
            return entry


def head(entries: list[Entry]) -> str:
    """The digest that names a ledger's state: that of its last entry, "" while it is empty."""
    return entries[-1].digest if entries else ""


def parent_of(store: ObjectStore, version: str) -> Anchor | None:
    """Where the ledger of the newest earlier version with a ledger stands, to be signed with a decision."""
    earlier = [key for key in entry_keys(store) if _version(key) < version]
    return Anchor(version=_version(earlier[-1]), entry=sha256(store.get(earlier[-1]))) if earlier else None


def read_chain(store: ObjectStore, version: str, own: list[str]) -> list[Entry]:
    """The entries under a version's own keys, ascending; raises LedgerBroken unless they are one chain."""
    entries: list[Entry] = []
    seen: set[str] = {""}
    said: set[str] = set()
    for number, key in enumerate(own, 1):
        if key != _key(version, number):
            raise LedgerBroken(
                f"Entry {number:04} of the ledger of version {version} is missing, or another object is there. {_CURE}"
            )
        entry = _read_entry(store, key)
        problem = (
            "was signed for another version"
            if entry.statement.version != version
            else "does not follow the entry before it"
            if entry.previous != head(entries)
            else "was signed after an entry that does not stand before it"
            if entry.statement.after not in seen
            else "repeats the statement of an earlier entry"
            if entry.statement.digest in said
            else ""
        )
        if problem:
            raise LedgerBroken(f"Entry {number:04} of the ledger of version {version} {problem}. {_CURE}")
        entries.append(entry)
        seen.add(entry.digest)
        said.add(entry.statement.digest)
    return entries


def _read_entry(store: ObjectStore, key: str) -> Entry:
    try:
        data = store.get(key)
        entry = Entry.model_validate_json(data)
        if entry.canonical() == data:
            return entry
    except (ObjectMissing, ValidationError):
        pass
    raise LedgerBroken(f"{key} in {store.url} is not an entry in canonical form: it was changed. {_CURE}")


def _anchored(store: ObjectStore, version: str, keys: list[str]) -> set[str]:
    """The entries of this version that the officers of the next version with a ledger saw."""
    later = min((_version(key) for key in keys if _version(key) > version), default=None)
    found = set()
    for key in keys:
        if _version(key) == later:
            try:
                parent = _read_entry(store, key).statement.parent
            except LedgerBroken:  # that version's own fault, and said where that version is looked at
                continue
            if parent and parent.version == version:
                found.add(parent.entry)
    return found


def _version(key: str) -> str:
    return key.split("/")[1]


def _key(version: str, number: int) -> str:
    return f"ledger/{version}/{number:04}.json"


_CURE = "Restore ledger/ of this version from a backup and find out who changed it; until then it stays shut."
