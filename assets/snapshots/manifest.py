"""The manifest: what a version is, as canonical JSON that an officer signs by its digest.

The dataset part names every byte and where it came from; its digest does not depend on the day. The summary part says
how good it is. Nothing here reads a clock, and nothing depends on which other versions exist.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assets.identity import canonical_json, content_id, sha256


class VersionError(Exception):
    """A version cannot be used; the message says which and why."""


class UnknownVersion(VersionError):
    """There is no version of that name; the message lists the nearest ones."""


class Tampered(VersionError):
    """A manifest or file is not what its digest says."""


class Unreadable(Tampered):
    """A version is sealed, and its key is not here or was destroyed."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileEntry(_Record):
    """One file of a version; its bytes lie under `blob_key(sha256)`."""

    name: str
    sha256: str
    bytes: int
    rows: int | None  # null for the dataset card
    columns: dict[str, str]  # name -> type; empty for the dataset card


class SourceState(_Record):
    """One configured source: under which terms it may be used, and what was in it on the day."""

    name: str
    kind: str
    purpose: str
    classification: str
    licence: str
    language: str
    link: str = ""  # where people read a document: an address with {path} and {line}, "" where there is none
    items: int  # effective items of the day
    quarantined: int
    digest: str  # of the inventory's rows: item, revision, content


class Dataset(_Record):
    """Everything that decides the bytes."""

    files: tuple[FileEntry, ...]
    sources: tuple[SourceState, ...]
    code: dict[str, str]  # part -> digest of its source, library -> version
    settings: dict[str, str]  # step -> digest of its settings
    key_fingerprint: str

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON; equal on every day on which the dataset is the same."""
        return content_id(self.model_dump(mode="json"))


class Expectation(_Record):
    """One expectation of a check: what was seen and what was allowed (`min`, `max` or both)."""

    name: str
    meaning: str
    severity: str  # critical: its failure fails the check; warning: it is only shown
    passed: bool
    observed: int | float | None
    bound: dict[str, int | float]


class CheckResult(_Record):
    """What a check found. `evidence` holds tables (lists of rows), free of raw text."""

    check: str
    passed: bool
    blocking: bool
    expectations: tuple[Expectation, ...]
    evidence: dict[str, list[dict[str, str | int | float | bool | None]]] = {}


class SituationCount(_Record):
    """How many examples of a situation with a behaviour there are in each split."""

    situation: str
    behaviour: str
    train: int
    evaluation: int


class KindCoverage(_Record):
    """Obligations of one kind of decision point: how many are owed, how many have an example."""

    kind: str
    points: int
    owed: int
    covered: int


class Reason(_Record):
    """How many obligations or documents share a reason."""

    reason: str
    count: int


class Coverage(_Record):
    """Obligation coverage: cells owed by the used points of effective wiki and SOP documents, and those covered."""

    owed: int
    covered: int
    kinds: tuple[KindCoverage, ...]
    reasons: tuple[Reason, ...]  # of the uncovered, most frequent first

    @property
    def share(self) -> float:
        """Covered over owed, 0 to 1; 1 where nothing is owed."""
        return self.covered / self.owed if self.owed else 1.0


class Demand(_Record):
    """What tickets ask. How each measure is defined: docs/coverage.md. Shares are 0 to 1."""

    questions: int
    topics: int
    decisions: dict[str, int]  # what becomes of a question (`assets/examples/records.py: DECISIONS`) -> how many
    once: int  # topics that one question is on
    unseen: float  # Good-Turing: the chance that the next question is on a topic of which there was none
    expected_topics: float  # Chao1: at least so many topics there are
    weighted: float  # obligation coverage weighed by demand
    served: float  # share of the questions that are decided or whose passage's obligations are covered


class Balance(_Record):
    """How the training split is weighted. Shares are 0 to 1, rounded to four digits."""

    answers: float  # share of behaviour `answer`
    refusals: float  # share of behaviour `refuse`
    evenness: float  # Pielou's J over the situations that occur
    twinned: float  # share of boundary examples that name their answerable twin
    preferences: int  # pairs of a chosen and a rejected answer


class KindFindings(_Record):
    """How much of one kind of personal data was redacted, in how many items, and by field."""

    kind: str
    findings: int
    items: int
    fields: dict[str, int]


class Privacy(_Record):
    """What privacy did to the day's documents."""

    kinds: tuple[KindFindings, ...]
    withheld: tuple[Reason, ...]  # documents and passages withheld as a whole
    quarantined: tuple[Reason, ...]
    kept: int  # documents whose raw text has expired and whose earlier redaction stands


class Summary(_Record):
    """The canonical summary of a version: reproducible, and signed with it."""

    documents: int
    passages: int
    points: int  # decision points found in documents in force, used or not
    unused: tuple[Reason, ...]  # points that owe nothing, because their parse is doubtful
    counts: tuple[SituationCount, ...]
    coverage: Coverage
    demand: Demand
    balance: Balance
    privacy: Privacy
    checks: tuple[CheckResult, ...]

    @property
    def examples(self) -> int:
        """Training examples and held-out cases together."""
        return sum(count.train + count.evaluation for count in self.counts)

    def expectations(self, check: str) -> tuple[Expectation, ...]:
        """What a check expects, and how it fared; nothing where it has not run."""
        return tuple(e for c in self.checks if c.check == check for e in c.expectations)

    def evidence(self, check: str, table: str) -> list[dict[str, str | int | float | bool | None]]:
        """A table of a check's evidence; empty where there is none."""
        return next((c.evidence.get(table, []) for c in self.checks if c.check == check), [])


class Manifest(_Record):
    """A version. `dataset_digest` repeats `dataset.digest`, so that versions compare without recomputing."""

    format: Literal[1] = 1
    as_of: str  # the UTC day whose picture this is
    dataset_digest: str
    dataset: Dataset
    summary: Summary

    def canonical(self) -> bytes:
        """The bytes that are stored, hashed and signed."""
        return canonical_json(self.model_dump(mode="json"))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical bytes."""
        return sha256(self.canonical())

    @property
    def version(self) -> str:
        """The version's name: `YYYY-MM-DD-<first 16 hex of the digest>`."""
        return f"{self.as_of}-{self.digest[:16]}"

    def file(self, name: str) -> FileEntry:
        """The entry of a file; raises VersionError naming the files there are."""
        for entry in self.dataset.files:
            if entry.name == name:
                return entry
        known = ", ".join(entry.name for entry in self.dataset.files)
        raise VersionError(f"Version {self.version} has no file {name!r}; it has {known}.")


def make_manifest(as_of: str, dataset: Dataset, summary: Summary) -> Manifest:
    """The manifest of a dataset on a UTC day (YYYY-MM-DD; raises ValueError when it is not one)."""
    date.fromisoformat(as_of)
    return Manifest(as_of=as_of, dataset_digest=dataset.digest, dataset=dataset, summary=summary)


def parse_manifest(version: str, data: bytes) -> Manifest:
    """The manifest stored under a version's name; raises Tampered when name, bytes and digests do not agree."""
    if sha256(data)[:16] != version[-16:]:
        raise Tampered(f"The manifest of version {version} was changed: its digest is {sha256(data)}.")
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError:
        raise Tampered(f"The manifest of version {version} is not one that this release can read.") from None
    if (manifest.version, manifest.canonical()) != (version, data):
        raise Tampered(f"The manifest of version {version} is not in canonical form or belongs to another day.")
    if manifest.dataset.digest != manifest.dataset_digest:
        raise Tampered(f"The manifest of version {version} states another dataset digest than its files have.")
    return manifest


def blob_key(digest: str) -> str:
    """Where the bytes with this SHA-256 lie in the object store."""
    return f"blobs/sha256/{digest[:2]}/{digest}"


def digests(values: Mapping[str, Any]) -> dict[str, str]:
    """Each value's content id, by name."""
    return {name: content_id(values[name]) for name in sorted(values)}
