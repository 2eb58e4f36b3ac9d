"""What an officer can decide, and what is refused before anything is signed."""

from typing import Any

import pytest

from assets.approvals.decision import Refused, decide, intend
from assets.approvals.ledger import parent_of
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import CannotSign, DemoOfficers, signatory
from assets.snapshots.versions import read_manifest, write_version
from tests.unit.assets.approvals.officers import DEMO, REASON, START, MemoryStore, ledger, said, two_versions
from tests.unit.assets.snapshots.days import day

COMPLETE = {"decision": "approve", "meaning": "approval", "reason": REASON, "now": START}


def decided(store: MemoryStore, version: str, **other: Any) -> None:
    decide(store, DemoOfficers(DEMO.role), version, **COMPLETE | other)


def blob(store: MemoryStore, version: str) -> str:
    name = read_manifest(store, version).file("train.sft.jsonl").sha256
    return f"blobs/sha256/{name[:2]}/{name}"


def test_a_decision_is_bound_to_bytes_and_to_the_ledger_as_it_stands() -> None:
    store, first, second = two_versions()
    decided(store, first)
    intent = intend(store, second, **COMPLETE)
    assert intent.manifest_digest == read_manifest(store, second).digest
    assert (intent.after, intent.parent) == ("", parent_of(store, second))
    assert intent.parent is not None
    assert intent.parent.entry == ledger(store, first)[-1].digest
    assert intend(store, first, **COMPLETE).after == ledger(store, first)[-1].digest


def test_both_demo_officers_sign() -> None:
    store, version, _ = two_versions()
    decided(store, version, reason=f"  {REASON}\r\nSecond line. ")
    names = [entry.statement.name for entry in ledger(store, version)]
    assert names == ["Demo officer A (not a person)", "Demo officer B (not a person)"]
    assert {entry.statement.policy for entry in ledger(store, version)} == {"demo"}
    assert {entry.statement.reason for entry in ledger(store, version)} == {f"{REASON}\nSecond line."}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"reason": ""}, "say in your own words why"),
        ({"reason": " \n\t "}, "say in your own words why"),
        ({"reason": "Quillfeather " * 200}, "it has 2599 characters, at most 2000"),
        ({"reason": "Quillfeather \u202e reversed"}, "nobody can see"),
        ({"reason": "Quillfeather \ud800"}, "nobody can see"),
        ({"decision": "perhaps"}, "accepted are approve, reject, withdraw"),
        ({"meaning": "fun"}, "accepted are review, approval, responsibility"),
    ],
)
def test_an_incomplete_decision_is_refused_without_repeating_it(other: dict[str, str], words: str) -> None:
    store, version, _ = two_versions()
    with pytest.raises(Refused, match=words) as refused:
        decided(store, version, **other)
    assert "Quillfeather" not in str(refused.value)
    assert ledger(store, version) == []


def test_a_reason_of_the_longest_length_and_in_any_script_is_signed() -> None:
    store, version, _ = two_versions()
    decided(store, version, reason="ü" * 2000)
    decided(store, version, reason="承認します。\n\tДа.\u00a0Ok ✓")
    assert len(ledger(store, version)) == 4


def test_an_unknown_version_is_refused() -> None:
    store, _, second = two_versions()
    with pytest.raises(Refused, match="The nearest: "):
        decided(store, second[:-1] + ("0" if second[-1] != "0" else "1"))


def test_a_changed_manifest_is_refused_whatever_is_decided() -> None:
    store, version, _ = two_versions()
    store.objects[f"versions/{version}/manifest.json"] += b" "
    for decision in ("approve", "reject", "withdraw"):
        with pytest.raises(Refused, match="was changed"):
            decided(store, version, decision=decision)
    assert ledger(store, version) == []


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_damaged_files_cannot_be_approved_but_objected_to(damage: str) -> None:
    store, version, _ = two_versions()
    decided(store, version)
    if damage == "changed":
        store.objects[blob(store, version)] += b"\n"
    else:
        del store.objects[blob(store, version)]
    with pytest.raises(Refused, match=r"cannot be approved: train.sft.jsonl of version"):
        decided(store, version)
    decided(store, version, decision="withdraw")
    assert [entry.statement.decision for entry in ledger(store, version)] == ["approve"] * 2 + ["withdraw"] * 2


def test_a_version_with_a_failed_check_cannot_be_approved() -> None:
    store = MemoryStore()
    version = write_version(store, day(passed=False)).version
    with pytest.raises(Refused, match="The check residual_pii failed"):
        decided(store, version)


def test_a_broken_ledger_takes_no_decision() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    store.objects[f"ledger/{version}/0001.json"] += b" "
    with pytest.raises(Refused, match="Restore ledger/"):
        decided(store, version)


def test_without_authenticated_signing_nobody_signs() -> None:
    store, version, _ = two_versions()
    with pytest.raises(
        CannotSign, match=r"No officer has signed for this run under the policy 'four-eyes': nobody did"
    ):
        decide(store, signatory(ReviewSettings(), store, "some-run"), version, **COMPLETE)
    assert ledger(store, version) == []
