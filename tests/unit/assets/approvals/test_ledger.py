"""The chain in the store: what is written, who wins a race, what a reader refuses."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assets.approvals.ledger import LedgerBroken, Statement, append, read_ledger
from assets.identity import canonical_json, sha256
from resources.directory_store import DirectoryStore
from resources.object_store import ObjectExists
from tests.installation import ROOT
from tests.unit.assets.approvals.officers import (
    KEY,
    OFFICERS,
    PUBLIC,
    REASON,
    MemoryStore,
    ledger,
    said,
    two_versions,
    unseen,
)


def test_an_entry_is_canonical_json_that_names_the_one_before() -> None:
    store, version, _ = two_versions()
    first, second = said(store, version, "ada"), said(store, version, "ben", hours=1)
    stored = [store.objects[f"ledger/{version}/000{n}.json"] for n in (1, 2)]
    assert stored == [canonical_json(json.loads(data)) for data in stored]
    assert (first.previous, second.previous) == ("", sha256(stored[0]))
    statement = json.loads(stored[1])["statement"]
    assert {
        "manifest_digest",
        "decision",
        "meaning",
        "reason",
        "name",
        "role",
        "signed_at",
        "policy",
    } < statement.keys()
    assert statement["signed_at"] == "2026-10-13T10:00:00Z"
    assert statement["after"] == first.digest
    # What anyone can check with the public key and these bytes alone.
    KEY.public_key().verify(bytes.fromhex(second.signature), canonical_json(statement))


def test_the_same_statement_again_changes_nothing() -> None:
    store, version, _ = two_versions()
    signed = unseen(store, version, "ada")
    assert append(store, signed) == append(store, signed)
    assert len(ledger(store, version)) == 1


class Race(MemoryStore):
    """Another writer's entry arrives just before ours, whether the store notices or not."""

    def __init__(self, store: MemoryStore, rival: bytes, *, notices: bool):
        super().__init__(store.objects)
        self.rival, self.notices = rival, notices

    def put(self, key: str, data: bytes) -> None:
        if self.rival and key.startswith("ledger/"):
            self.objects[key], self.rival = self.rival, b""
            if self.notices:
                raise ObjectExists(key)
            return
        super().put(key, data)


@pytest.mark.parametrize("notices", [True, False])
def test_who_loses_a_race_is_linked_after_the_winner(notices: bool) -> None:
    store, version, _ = two_versions()
    rival = said(MemoryStore(store.objects), version, "ben")
    race = Race(store, rival.canonical(), notices=notices)
    lost = append(race, unseen(store, version, "ada"))
    assert [entry.statement.signer for entry in ledger(race, version)] == ["ben", "ada"]
    assert lost.previous == rival.digest


def test_nothing_is_added_to_a_broken_ledger() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=1)
    del store.objects[f"ledger/{version}/0001.json"]
    before = dict(store.objects)
    with pytest.raises(LedgerBroken, match=r"Entry 0001 .* is missing"):
        append(store, unseen(store, version, "cyd"))
    assert store.objects == before


def test_a_statement_that_saw_what_is_not_there_is_refused() -> None:
    store, version, _ = two_versions()
    with pytest.raises(LedgerBroken, match="saw an entry"):
        append(store, unseen(store, version, "ada", after="0" * 64))
    assert ledger(store, version) == []


def test_an_entry_of_another_version_is_named() -> None:
    store, version, other = two_versions()
    said(store, version, "ada")
    store.objects[f"ledger/{other}/0001.json"] = store.objects[f"ledger/{version}/0001.json"]
    with pytest.raises(
        LedgerBroken, match=f"Entry 0001 of the ledger of version {other} was signed for another version"
    ):
        read_ledger(store, other)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"{}",
        lambda data: b"\xff" + data,
        lambda data: data + b"\n",
        lambda data: data.replace(b'"approve"', b'"maybe"'),
        lambda data: data.replace(b'"key":', b'"more":1,"key":'),
    ],
)
def test_bytes_that_are_no_entry_are_named_and_never_repeated(damage: Callable[[bytes], bytes]) -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    key = f"ledger/{version}/0001.json"
    store.objects[key] = damage(store.objects[key])
    with pytest.raises(LedgerBroken, match=r"0001\.json in memory:// is not an entry") as broken:
        read_ledger(store, version)
    assert "Quillfeather" not in str(broken.value)
    assert broken.value.__cause__ is None


def test_a_statement_that_cannot_be_one_never_repeats_the_reason() -> None:
    store, version, _ = two_versions()
    values = dict(unseen(store, version, "ada").statement)
    for wrong in ({"reason": REASON * 100}, {"decision": "maybe"}, {"signed_at": "yesterday"}, {"after": "x"}):
        with pytest.raises(ValueError, match="1 validation error") as error:
            Statement(**values | wrong)
        assert "Quillfeather" not in str(error.value)


def test_a_directory_keeps_entries_write_once(tmp_path: Path) -> None:
    store, version, _ = two_versions()
    entry = said(store, version, "ada")
    directory = DirectoryStore(tmp_path)
    append(directory, entry)
    with pytest.raises(ObjectExists):
        directory.put(f"ledger/{version}/0001.json", b"other")
    assert read_ledger(directory, version) == [entry]


def test_entries_written_at_the_same_time_all_end_up_in_one_chain(tmp_path: Path) -> None:
    memory, version, _ = two_versions()
    signed = [
        unseen(memory, version, person, decision)
        for person in OFFICERS
        for decision in ("approve", "reject", "withdraw")
    ]
    with ThreadPoolExecutor(len(signed)) as pool:
        written = list(pool.map(lambda one: append(DirectoryStore(tmp_path), one), signed))
    entries = read_ledger(DirectoryStore(tmp_path), version)
    assert len(entries) == 9
    assert {entry.digest for entry in entries} == {entry.digest for entry in written}


def test_the_officers_page_shows_how_to_check_a_signature_without_us(tmp_path: Path) -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=1)
    for key, data in store.objects.items():
        (tmp_path / key).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / key).write_bytes(data)
    page = (ROOT / "docs" / "officer.md").read_text(encoding="utf-8")
    program = page.split("```python\n")[1].split("```")[0]

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-c", program, str(tmp_path), version, PUBLIC]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert run().stdout.splitlines() == [
        "0001.json approve Ada Brightwater 2026-10-13T09:00:00Z signature holds",
        "0001.json follows True manifest True",
        "0002.json approve Ben Castellan 2026-10-13T10:00:00Z signature holds",
        "0002.json follows True manifest True",
    ]
    entry = tmp_path / "ledger" / version / "0001.json"
    entry.write_bytes(entry.read_bytes().replace(b"asked for", b"begged for"))
    assert "InvalidSignature" in run().stderr
