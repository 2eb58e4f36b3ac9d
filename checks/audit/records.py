"""What an audit says, as records: the same in the printed report, in JSON and on the page."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Finding(_Record):
    """Something that must not be: where, and in words what."""

    where: str  # a version, or a key of the store
    words: str


class SignatureRow(_Record):
    """Who decided what, when and why, over which bytes (21 CFR 11.50, 11.70)."""

    number: int
    decision: str
    meaning: str
    reason: str
    name: str
    signer: str
    role: str
    signed_at: str
    manifest_digest: str
    policy: str
    key: str
    entry: str  # digest of the entry: the ledger's head after it
    verdict: str  # "holds", or why the signature does not count under the policy in force
    anchored_at: str  # when a witness outside the store saw it; "" where none did or none was asked


class ReceiptRow(_Record):
    """What was trained on the version."""

    model: str
    at: str
    attempt: int
    run_id: str
    ledger_head: str


class VersionRow(_Record):
    """A version, as far as it can be read."""

    version: str
    manifest_digest: str  # "" where the manifest does not hold
    files: int
    bytes: int
    state: str  # of its approval, on the day of the audit
    signatures: tuple[SignatureRow, ...]
    receipt: ReceiptRow | None


class Audit(_Record):
    """The whole history of a store."""

    format: Literal[1] = 1
    store: str
    at: str  # UTC
    witness: str  # where the anchors are; "" where none were asked
    anchors: int
    versions: tuple[VersionRow, ...]  # oldest first
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]  # what an auditor should know, and is no fault

    @property
    def signatures(self) -> int:
        """How many entries there are in all ledgers."""
        return sum(len(version.signatures) for version in self.versions)
