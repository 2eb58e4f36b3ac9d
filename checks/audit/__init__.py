"""The audit: the whole history of a store, verified from its bytes, and against a witness outside it.

The store alone shows every change, removal, replacement and reordering before the end of a ledger, a signature that was
copied to another version or statement, and whatever was written over or deleted where the store keeps versions. It cannot
show that the last entries of a ledger are gone while nothing was signed or trained after them, nor that an entry is younger
than it says: that takes an anchor (`resources/anchors.py`), or a receipt, which names the ledger's head of its time.

It needs no network, no private key and no Dagster. It verifies signatures as the gate does (`assets/approvals/signing.py`)
and trusts nothing that a run recorded.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from assets.approvals.ledger import Entry, LedgerBroken, entry_keys, read_chain
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import Forged, verify
from assets.approvals.standing import weigh
from assets.erasures import Erased, read_erased
from assets.retraining.attempts import Receipt, RecordBroken, read_receipt
from assets.retraining.gate import SKEW
from assets.retraining.models import read_model
from assets.snapshots.manifest import Manifest, Tampered, VersionError
from assets.snapshots.versions import damages, is_sealed, list_versions, read_manifest, sealed_damages
from checks.audit.records import Audit, Finding, ReceiptRow, SignatureRow, VersionRow
from resources.anchors import Anchored
from resources.object_store import ObjectStore, StoreError
from resources.sealing import KeyDestroyed, KeyMissing, PayloadKeys

LATE = timedelta(days=1)
"""How long a signed statement may wait for its entry: the run that appends it may stand in a queue behind a retraining."""


def audit(
    store: ObjectStore, review: ReviewSettings, now: datetime, anchors: list[Anchored] | None = None, witness: str = ""
) -> Audit:
    """Verify everything as of `now` (aware): manifests, files, ledgers, parents, signatures, receipts, and anchors.

    `anchors` is None where no witness is asked; `witness` names it. Raises StoreError.
    """
    history = _History(store, review, now, anchors)
    history.read()
    history.compare_ledgers()
    history.compare_receipts()
    history.compare_anchors()
    history.look_for_overwrites()
    return Audit(
        store=store.url,
        at=_said(now),
        witness=witness,
        anchors=len(anchors or ()),
        versions=tuple(map(history.row, history.names)),
        findings=tuple(history.findings),
        notes=tuple(history.notes),
    )


@dataclass
class _History:
    """All there is in a store, and what is wrong with it."""

    store: ObjectStore
    review: ReviewSettings
    now: datetime
    anchors: list[Anchored] | None
    names: list[str] = field(default_factory=list)  # of versions, oldest first; those that are gone come first
    manifests: dict[str, Manifest] = field(default_factory=dict)  # those that hold
    chains: dict[str, list[Entry]] = field(default_factory=dict)  # those that hold, also empty ones
    erased: dict[str, Erased] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    seen: dict[str, Anchored] = field(default_factory=dict)  # the first anchor of an entry
    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    def find(self, where: str, words: str) -> None:
        """Something that must not be."""
        self.findings.append(Finding(where=where, words=words))

    def read(self) -> None:
        """Manifests, files, chains and receipts, each by itself."""
        present = list_versions(self.store)
        ledgers: dict[str, list[str]] = {}
        for key in entry_keys(self.store):
            ledgers.setdefault(key.split("/")[1], []).append(key)
        trained = [key.removeprefix("receipts/").removesuffix(".json") for key in self.store.list("receipts/")]
        lost = sorted({*ledgers, *trained, *(anchor.version for anchor in self.anchors or ())} - set(present))
        self.names = [*lost, *present]
        for version in lost:
            self.find(version, "The manifest is gone; a ledger, a receipt or an anchor shows that there was one.")
        for version in self.names:
            try:
                if erased := read_erased(self.store, version):
                    self.erased[version] = erased
            except StoreError as problem:
                self.find(version, str(problem))
        held: set[str] = set()
        for version in present:
            try:
                manifest = self.manifests[version] = read_manifest(self.store, version)
            except VersionError as problem:
                self.find(version, str(problem))
                continue
            broken = self._damages(manifest, held)
            for words in broken:
                self.find(version, words)
            if not broken:
                held |= {file.sha256 for file in manifest.dataset.files}
        for version in self.names:
            try:
                self.chains[version] = read_chain(self.store, version, ledgers.get(version, []))
            except LedgerBroken as problem:
                self.find(version, str(problem))
        for version in trained:
            try:
                receipt = read_receipt(self.store, version)
            except RecordBroken as problem:
                self.find(version, str(problem))
                continue
            if receipt:
                self.receipts[version] = receipt

    def _damages(self, manifest: Manifest, held: set[str]) -> list[str]:
        """What is wrong with the files; without their key only their sealed bytes can be verified, and that is noted."""
        version = manifest.version
        try:
            sealed = is_sealed(self.store, manifest)
        except Tampered as problem:
            return [str(problem)]
        keys = PayloadKeys(self.store.payload_keys) if self.store.payload_keys else None
        if erased := self.erased.get(version):
            words = f"Erased on {_said(erased.at)} ({erased.erasure}); the approvals before it are void."
            self.notes.append(Finding(where=version, words=words))
            left = keys and not keys.destroyed(version) if sealed else not damages(self.store, manifest)
            return ["It was erased, and what it held is still there: run knowbound erase again."] if left else []
        if not sealed:
            return damages(self.store, manifest, held)
        try:
            if keys:
                keys.get(version)
                return damages(self.store, manifest)
            words = "Its files are sealed, and the keys are not here: only the sealed bytes were verified."
        except KeyDestroyed:
            words = "Its payload key was destroyed, and no erasure says why."
            return [words, *(sealed_damages(self.store, manifest) or ())]
        except KeyMissing as problem:
            words = str(problem)
        self.notes.append(Finding(where=version, words=words))
        return sealed_damages(self.store, manifest) or []

    def compare_ledgers(self) -> None:
        """Every entry with the manifest it is about and with the ledger of the version before, which its signer saw."""
        for version, entries in self.chains.items():
            manifest = self.manifests.get(version)
            for number, entry in enumerate(entries, 1):
                if manifest and entry.statement.manifest_digest != manifest.digest:
                    self.find(version, f"Entry {number:04} was signed for another manifest than this version has.")
                try:
                    verify(entry, self.review)
                except Forged as forged:
                    self.find(version, f"Entry {number:04} is no evidence: {forged}.")
                parent = entry.statement.parent
                if parent and parent.version in self.chains and parent.entry not in _digests(self, parent.version):
                    self.find(
                        parent.version,
                        f"The ledger has lost an entry that {entry.statement.name} saw, who signed {version} later.",
                    )
                if parent and parent.version not in self.names:
                    self.find(parent.version, f"Version and ledger are gone; who signed {version} later saw them.")

    def compare_receipts(self) -> None:
        """Every receipt with the ledger of its time: truncation, back-dating, and training without an approval."""
        for version, receipt in self.receipts.items():
            entries, manifest = self.chains.get(version), self.manifests.get(version)
            if manifest and receipt.manifest_digest != manifest.digest:
                self.find(version, "The receipt is about another manifest than this version has.")
            try:
                if read_model(self.store, receipt.model).digest != receipt.model_digest:
                    self.find(version, f"The receipt is about another model than {receipt.model} is.")
            except VersionError as problem:
                self.find(version, str(problem))
            if entries is None:
                continue
            digests = [entry.digest for entry in entries]
            if receipt.ledger_head not in digests:
                self.find(
                    version, "The ledger has lost the entry that was its last when a model was trained (the receipt)."
                )
                continue
            until = digests.index(receipt.ledger_head) + 1
            if manifest:
                then = weigh(manifest, tuple(entries[:until]), self.review, receipt.at + SKEW)
                if not then.approved:
                    self.find(version, f"A model was trained without an approval that counts. {then.words}")
            for number, entry in enumerate(entries, 1):
                signed = datetime.fromisoformat(entry.statement.signed_at)
                if number <= until and signed > receipt.at + SKEW:
                    self.find(version, f"Entry {number:04} says that it was signed after the training it stood before.")
                if number > until and signed < receipt.at - LATE:
                    self.find(
                        version,
                        f"Entry {number:04} is back-dated: it says {entry.statement.signed_at}, and it was not there "
                        f"when a model was trained on {_said(receipt.at)}.",
                    )

    def compare_anchors(self) -> None:
        """Every entry with what the witness saw: truncation, replacement and back-dating."""
        if self.anchors is None:
            return
        last = datetime.min.replace(tzinfo=UTC)
        for anchor in self.anchors:
            if anchor.at + SKEW < last:
                self.find(anchor.version, f"The witness's clock was set back: {_said(anchor.at)} after {_said(last)}.")
            last = max(last, anchor.at)
            self.seen.setdefault(anchor.entry, anchor)
            entries = self.chains.get(anchor.version)
            if entries is None:
                continue
            if anchor.number > len(entries) or entries[anchor.number - 1].digest != anchor.entry:
                self.find(
                    anchor.version,
                    f"Entry {anchor.number:04} that a witness saw on {_said(anchor.at)} is gone or was replaced.",
                )
        for version, entries in self.chains.items():
            for number, entry in enumerate(entries, 1):
                anchored, signed = self.seen.get(entry.digest), datetime.fromisoformat(entry.statement.signed_at)
                if anchored is None:
                    self.find(
                        version, f"Entry {number:04} was seen by no witness: nobody can say since when it is there."
                    )
                elif signed < anchored.at - LATE:
                    self.find(
                        version,
                        f"Entry {number:04} is back-dated: it says {entry.statement.signed_at}, and a witness first "
                        f"saw it on {_said(anchored.at)}.",
                    )
                elif signed > anchored.at + SKEW:
                    self.find(version, f"Entry {number:04} says that it was signed after a witness saw it.")

    def look_for_overwrites(self) -> None:
        """What was done to write-once objects later, where the store keeps versions of them."""
        for place in ("ledger/", "receipts/", "versions/"):
            for overwrite in self.store.overwrites(place):
                if overwrite.data is None:
                    words = "it was hidden behind a delete marker; what was written first is read, and counts."
                elif self._lost_a_race(overwrite.key, overwrite.data):
                    words = "two officers signed at the same moment; the second entry was linked after the first one."
                    self.notes.append(Finding(where=overwrite.key, words=f"{_said(overwrite.at)}: {words}"))
                    continue
                else:
                    words = "somebody wrote other bytes over it; what was written first is read, and counts."
                self.find(overwrite.key, f"{_said(overwrite.at)}: {words}")

    def _lost_a_race(self, key: str, data: bytes) -> bool:
        """Whether bytes written over an entry are an entry that came too late there, and stands later in the chain."""
        try:
            late = Entry.model_validate_json(data)
        except ValidationError:
            return False
        entries = self.chains.get(key.split("/")[1], []) if key.startswith("ledger/") else []
        return any(
            entry.statement == late.statement and entry.signature == late.signature
            for entry in entries[int(key[-9:-5]) :]
        )

    def row(self, version: str) -> VersionRow:
        """The version as it is reported."""
        manifest, entries = self.manifests.get(version), self.chains.get(version)
        found = weigh(manifest, tuple(entries), self.review, self.now) if manifest and entries is not None else None
        receipt = self.receipts.get(version)
        return VersionRow(
            version=version,
            manifest_digest=manifest.digest if manifest else "",
            files=len(manifest.dataset.files) if manifest else 0,
            bytes=sum(file.bytes for file in manifest.dataset.files) if manifest else 0,
            state="erased" if version in self.erased else found.state if found else "invalid",
            signatures=tuple(self._signature(number, entry) for number, entry in enumerate(entries or (), 1)),
            receipt=ReceiptRow(
                model=receipt.model,
                at=_said(receipt.at),
                attempt=receipt.attempt,
                run_id=receipt.run_id,
                ledger_head=receipt.ledger_head,
            )
            if receipt
            else None,
        )

    def _signature(self, number: int, entry: Entry) -> SignatureRow:
        statement, seen = entry.statement, self.seen.get(entry.digest)
        try:
            verdict = verify(entry, self.review) or "holds"
        except Forged as forged:
            verdict = f"forged: {forged}"
        return SignatureRow(
            number=number,
            decision=statement.decision,
            meaning=statement.meaning,
            reason=statement.reason,
            name=statement.name,
            signer=statement.signer,
            role=statement.role,
            signed_at=statement.signed_at,
            manifest_digest=statement.manifest_digest,
            policy=statement.policy,
            key=entry.key,
            entry=entry.digest,
            verdict=verdict,
            anchored_at=_said(seen.at) if seen else "",
        )


def _digests(history: _History, version: str) -> set[str]:
    return {entry.digest for entry in history.chains[version]}


def _said(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
