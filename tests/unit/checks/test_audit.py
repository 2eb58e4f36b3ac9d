"""The audit finds what was done to a history: from the store alone, and what only a witness outside it can tell."""

import dataclasses
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.approvals.anchoring import anchor
from assets.approvals.ledger import Entry, head
from assets.approvals.standing import standing
from assets.identity import sha256
from assets.retraining.attempts import Receipt, write_receipt
from assets.retraining.models import write_model
from assets.snapshots.manifest import blob_key
from assets.snapshots.versions import read_manifest
from checks.audit import audit
from checks.audit.pages import render_audit, write_audit
from checks.audit.records import Audit
from resources.anchors import Anchored, FileAnchors, read_anchors
from resources.object_store import Overwrite
from tests.unit.assets.approvals.officers import (
    FOUR_EYES,
    REASON,
    START,
    MemoryStore,
    ledger,
    rewritten,
    said,
    two_versions,
    unseen,
)
from tests.unit.assets.retraining.test_models import WEIGHTS, record

TRAINED = START + timedelta(hours=2)
NOW = START + timedelta(days=3)


@dataclasses.dataclass
class History:
    """Two versions, each approved by two officers; the first one was trained on. The witness saw every entry at once."""

    store: MemoryStore
    first: str
    second: str
    anchors: list[Anchored]

    def audit(self) -> Audit:
        return audit(self.store, FOUR_EYES, NOW, self.anchors, "the witness")

    def alone(self) -> Audit:
        """Without the witness."""
        return audit(self.store, FOUR_EYES, NOW)

    def saw(self, version: str, number: int, at: datetime) -> None:
        self.anchors.append(Anchored(version, number, ledger(self.store, version)[number - 1].digest, at))

    def key(self, version: str, number: int) -> str:
        return f"ledger/{version}/{number:04}.json"


@pytest.fixture
def history() -> History:
    store, first, second = two_versions()
    made = History(store, first, second, [])
    for number, (version, person, hours) in enumerate(
        [(first, "ada", 0), (first, "ben", 1), (second, "ben", 24), (second, "cyd", 25)]
    ):
        said(store, version, person, hours=hours)
        made.saw(version, 1 + number % 2, START + timedelta(hours=hours, minutes=1))
    store.put(blob_key(sha256(WEIGHTS)), WEIGHTS)
    model = record(version=first, manifest_digest=read_manifest(store, first).digest)
    write_model(store, model)
    write_receipt(
        store,
        Receipt(
            version=first,
            manifest_digest=model.manifest_digest,
            attempt=1,
            model=model.model,
            model_digest=model.digest,
            ledger_head=head(ledger(store, first)),
            run_id="run",
            at=TRAINED,
        ),
    )
    return made


def words(found: Audit) -> str:
    return "\n".join(f"{finding.where}: {finding.words}" for finding in found.findings)


def test_a_sound_history_has_no_findings_and_is_told_in_full(history: History) -> None:
    for found in (history.audit(), history.alone()):
        assert found.findings == ()
        assert [version.version for version in found.versions] == [history.first, history.second]
        first = found.versions[0]
        assert (first.state, first.manifest_digest) == ("approved", read_manifest(history.store, history.first).digest)
        signature = first.signatures[1]
        assert (signature.name, signature.decision, signature.signed_at) == (
            "Ben Castellan",
            "approve",
            "2026-10-13T10:00:00Z",
        )
        assert (signature.reason, signature.manifest_digest) == (REASON, first.manifest_digest)
        assert signature.verdict == "holds"
        assert first.receipt
        assert first.receipt.ledger_head == signature.entry
    assert history.audit().versions[0].signatures[0].anchored_at == "2026-10-13 09:01:00 UTC"


def swap(history: History) -> None:
    objects, one, two = history.store.objects, history.key(history.first, 1), history.key(history.first, 2)
    objects[one], objects[two] = objects[two], objects[one]


def relink_in_another_order(history: History) -> None:
    history.store.objects = rewritten(history.store, history.first, ledger(history.store, history.first)[::-1]).objects


def replace_by_what_the_officer_signed_elsewhere(history: History) -> None:
    history.store.objects[history.key(history.second, 1)] = history.store.get(history.key(history.first, 2))


def copy_a_signature_to_another_version(history: History) -> None:
    entry = ledger(history.store, history.first)[0]
    digest = read_manifest(history.store, history.second).digest
    there = entry.statement.model_copy(update={"version": history.second, "manifest_digest": digest})
    forged = Entry(statement=there, key=entry.key, signature=entry.signature, previous="")
    history.store.objects[history.key(history.second, 1)] = forged.canonical()
    history.store.delete(history.key(history.second, 2))


def edit_the_reason(history: History) -> None:
    key = history.key(history.first, 2)
    history.store.objects[key] = history.store.objects[key].replace(b"asked for", b"begged for")


def remove_from_the_middle(history: History) -> None:
    history.store.delete(history.key(history.first, 1))


def truncate_what_a_later_officer_saw(history: History) -> None:
    history.store.delete(history.key(history.first, 2))
    history.store.delete(f"receipts/{history.first}.json")


def remove_a_version(history: History) -> None:
    history.store.delete(f"versions/{history.first}/manifest.json")


def remove_a_version_and_every_trace(history: History) -> None:
    for key in list(history.store.objects):
        if history.first in key:
            history.store.delete(key)


def change_a_file(history: History) -> None:
    entry = read_manifest(history.store, history.second).dataset.files[0]
    history.store.objects[blob_key(entry.sha256)] += b" "


def change_the_manifest(history: History) -> None:
    key = f"versions/{history.second}/manifest.json"
    history.store.objects[key] = history.store.objects[key].replace(b'"documents":', b'"documents": ')


def forge_a_receipt(history: History) -> None:
    key = f"receipts/{history.first}.json"
    history.store.objects[f"receipts/{history.second}.json"] = history.store.objects[key].replace(
        history.first.encode(), history.second.encode()
    )


@pytest.mark.parametrize(
    ("attack", "said_of_it"),
    [
        (swap, "Entry 0001 .* does not follow"),
        (relink_in_another_order, "was signed after an entry that does not stand before it"),
        (replace_by_what_the_officer_signed_elsewhere, "was signed for another version"),
        (copy_a_signature_to_another_version, "is no evidence"),
        (edit_the_reason, "is no evidence"),
        (remove_from_the_middle, "is missing"),
        (truncate_what_a_later_officer_saw, "has lost an entry that Ben Castellan saw"),
        (remove_a_version, "The manifest is gone"),
        (remove_a_version_and_every_trace, "Version and ledger are gone"),
        (change_a_file, "was changed in"),
        (change_the_manifest, "was changed"),
        (forge_a_receipt, "is about another manifest"),
    ],
)
def test_from_the_store_alone(history: History, attack: Callable[[History], None], said_of_it: str) -> None:
    attack(history)
    found = history.alone()
    assert re.search(said_of_it, words(found)), words(found)


def test_truncation_is_seen_by_the_receipt(history: History) -> None:
    for key in list(history.store.objects):  # nobody signed after it
        if key.startswith(f"ledger/{history.second}/"):
            history.store.delete(key)
    history.store.delete(history.key(history.first, 2))
    assert "its last when a model was trained" in words(history.alone())


def test_truncation_with_nothing_after_it_is_seen_by_the_witness_alone(history: History) -> None:
    history.store.delete(history.key(history.second, 2))
    assert history.alone().findings == ()
    assert "Entry 0002 that a witness saw on 2026-10-14 10:01:00 UTC is gone" in words(history.audit())


def test_a_whole_ledger_that_is_gone_is_seen_by_the_witness(history: History) -> None:
    for number in (1, 2):
        history.store.delete(history.key(history.second, number))
    assert history.alone().findings == ()
    assert words(history.audit()).count("is gone or was replaced") == 2


def test_a_back_dated_entry_is_seen_by_the_witness(history: History) -> None:
    """Who has a key, or the clock, can sign with an old date; the chain holds."""
    said(history.store, history.second, "ada", hours=26)
    assert history.alone().findings == ()
    assert "Entry 0003 was seen by no witness" in words(history.audit())
    history.saw(history.second, 3, START + timedelta(days=20))
    assert "Entry 0003 is back-dated: it says 2026-10-14T11:00:00Z, and a witness first saw it on 2026-11-02" in words(
        history.audit()
    )


def test_a_back_dated_withdrawal_is_seen_by_the_receipt(history: History) -> None:
    said(history.store, history.first, "cyd", "withdraw", hours=-48)
    assert "Entry 0003 is back-dated" in words(history.alone())


def test_a_signature_from_after_the_training_cannot_have_opened_the_gate(history: History) -> None:
    key = f"receipts/{history.first}.json"
    early = json.loads(history.store.objects[key]) | {"at": "2026-10-13T09:30:00Z"}
    history.store.objects[key] = json.dumps(early).encode()
    found = words(history.alone())
    assert "was signed after the training it stood before" in found
    assert "without an approval that counts" in found


def test_a_witness_whose_clock_was_set_back_is_said(history: History) -> None:
    history.anchors[2] = dataclasses.replace(history.anchors[2], at=START - timedelta(days=1))
    assert "clock was set back" in words(history.audit())


def test_a_version_that_only_the_witness_remembers_is_said(history: History) -> None:
    lost = "2026-10-01-0123456789abcdef"
    history.anchors.append(Anchored(lost, 1, "a" * 64, START + timedelta(days=2)))
    assert f"{lost}: The manifest is gone" in words(history.audit())


class Versioned(MemoryStore):
    """A store that keeps versions, and tells what was done to them."""

    later: tuple[Overwrite, ...] = ()

    def overwrites(self, prefix: str) -> list[Overwrite]:
        return [overwrite for overwrite in self.later if overwrite.key.startswith(prefix)]


def test_delete_markers_and_second_versions_are_findings(history: History) -> None:
    store = history.store = Versioned(history.store.objects)
    places = [
        history.key(history.first, 1),
        f"versions/{history.first}/manifest.json",
        f"receipts/{history.first}.json",
    ]
    store.later = (*(Overwrite(key, START, None) for key in places), Overwrite(places[0], START, b"forged"))
    found = history.alone()
    assert [finding.where for finding in found.findings] == [places[0], places[0], places[2], places[1]]
    assert words(found).count("delete marker") == 3
    assert words(found).count("wrote other bytes over it") == 1


def test_two_officers_at_the_same_moment_are_no_finding(history: History) -> None:
    """Where conditional writes are ignored both write entry 0003; the second one is linked again as 0004."""
    store = history.store = Versioned(history.store.objects)
    loser = unseen(store, history.second, "ada", after=head(ledger(store, history.second)))
    late = Entry(**loser.model_dump(), previous=head(ledger(store, history.second)))
    said(store, history.second, "ben", hours=26)
    store.later = (Overwrite(history.key(history.second, 3), START, late.canonical()),)
    assert words(history.alone()).count("wrote other bytes over it") == 1
    linked = Entry(**loser.model_dump(), previous=head(ledger(store, history.second)))
    store.put(history.key(history.second, 4), linked.canonical())
    found = history.alone()
    assert found.findings == ()
    assert "two officers signed at the same moment" in found.notes[0].words


def test_the_files_for_auditors(history: History, tmp_path: Path) -> None:
    said(history.store, history.second, "ada", reason="<b>bold</b> & sure", hours=26)
    history.saw(history.second, 3, START + timedelta(hours=26))
    found = history.audit()
    written = write_audit(found, history.anchors, tmp_path / "out")
    assert [path.name for path in written] == ["audit.json", "audit.html", "anchors.jsonl"]
    assert Audit.model_validate_json(written[0].read_text()) == found
    page = written[1].read_text()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; sure" in page
    assert "<b>bold" not in page
    for signature in found.versions[1].signatures:
        assert signature.entry in page
        assert signature.name in page
    assert read_anchors(written[2]) == history.anchors
    assert "No witness outside the store was asked" in render_audit(history.alone())


def test_every_entry_is_anchored_once(tmp_path: Path, history: History) -> None:
    anchors = FileAnchors(tmp_path / "home" / "anchors.jsonl")
    assert anchors.all() == []
    anchor(history.store, anchors, history.first)
    before = anchors.all()
    said(history.store, history.first, "cyd", hours=30)
    anchor(history.store, anchors, history.first)
    assert anchors.all()[:2] == before
    assert [anchored.entry for anchored in anchors.all()] == [e.digest for e in ledger(history.store, history.first)]
    assert (tmp_path / "home" / "anchors.jsonl").stat().st_mode & 0o077 == 0
    assert all(abs(anchored.at - datetime.now(UTC)) < timedelta(minutes=1) for anchored in anchors.all())
    assert standing(history.store, history.first, FOUR_EYES, NOW).approved
