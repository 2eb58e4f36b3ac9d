"""An officer's decision, from what they want to the ledger: checked, signed, appended."""

from datetime import datetime
from unicodedata import category

from assets.approvals.ledger import (
    DECISIONS,
    LONGEST_REASON,
    MEANINGS,
    Decision,
    Entry,
    LedgerBroken,
    Meaning,
    append,
    head,
    parent_of,
    read_ledger,
)
from assets.approvals.signing import Intent, Signatory
from assets.erasures import read_erased
from assets.snapshots.manifest import VersionError
from assets.snapshots.versions import integrity, read_manifest
from resources.object_store import ObjectStore


class Refused(Exception):
    """A decision that cannot be taken; the message says why, and never repeats what the officer wrote."""


def decide(
    store: ObjectStore,
    signatory: Signatory,
    version: str,
    *,
    decision: Decision,
    meaning: Meaning,
    reason: str,
    now: datetime,
) -> tuple[Entry, ...]:
    """Take a decision about a version: one ledger entry for each officer who signs.

    Raises Refused, CannotSign, StoreError; then nothing was written, or a part that does not suffice.
    """
    intent = intend(store, version, decision=decision, meaning=meaning, reason=reason, now=now)
    try:
        return tuple(append(store, signed) for signed in signatory.sign(intent))
    except LedgerBroken as problem:
        raise Refused(str(problem)) from None


def intend(
    store: ObjectStore, version: str, *, decision: Decision, meaning: Meaning, reason: str, now: datetime
) -> Intent:
    """What is to be signed, bound to the version's bytes and to the ledger as it stands (21 CFR 11.50, 11.70).

    `now` is aware. Raises Refused for an unknown or changed version, and for an incomplete decision; StoreError. A
    version whose files are damaged can still be rejected or withdrawn, never approved.
    """
    if decision not in DECISIONS:
        raise Refused(f"decision: accepted are {', '.join(DECISIONS)}.")
    if meaning not in MEANINGS:
        raise Refused(f"meaning: accepted are {', '.join(MEANINGS)}.")
    words = reason.strip().replace("\r\n", "\n")
    if not words:
        raise Refused("reason: say in your own words why; it is signed with the decision.")
    if len(words) > LONGEST_REASON:
        raise Refused(f"reason: it has {len(words)} characters, at most {LONGEST_REASON} are signed.")
    if any(category(letter).startswith("C") and letter not in "\n\t" for letter in words):
        raise Refused("reason: it holds characters that nobody can see; type it again.")
    try:
        manifest = read_manifest(store, version)
        entries = read_ledger(store, version)
    except (VersionError, LedgerBroken) as problem:
        raise Refused(str(problem)) from None
    if decision == "approve":
        erased = read_erased(store, version)
        problems = [f"It held something that was erased ({erased.erasure})."] if erased else integrity(store, version)
        checks = manifest.summary.checks
        problems += [f"The check {check.check} failed." for check in checks if check.blocking and not check.passed]
        if problems:
            raise Refused(f"Version {version} cannot be approved: {' '.join(problems)}")
    return Intent(
        version=version,
        manifest_digest=manifest.digest,
        decision=decision,
        meaning=meaning,
        reason=words,
        at=now,
        after=head(entries),
        parent=parent_of(store, version),
    )
