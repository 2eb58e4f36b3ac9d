"""What officers' signatures amount to, and what someone with full access to the store, but no key, can achieve."""

import dataclasses
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.approvals.decision import decide, intend
from assets.approvals.ledger import Anchor, Entry, Signed, append
from assets.approvals.settings import Officer, ReviewSettings
from assets.approvals.signing import _DEMO_KEYS, DemoOfficers, demo_officers, key_id, sign_as
from assets.approvals.standing import Standing, last_approved, standing
from assets.snapshots.manifest import UnknownVersion
from assets.snapshots.versions import read_manifest
from tests.unit.assets.approvals.officers import (
    DEMO,
    FOUR_EYES,
    KEYS,
    OFFICERS,
    REASON,
    START,
    MemoryStore,
    ledger,
    rewritten,
    said,
    two_versions,
    unseen,
)

LATER = START + timedelta(days=1)


def weigh(store: MemoryStore, version: str, review: ReviewSettings = FOUR_EYES, days: float = 1) -> Standing:
    return standing(store, version, review, START + timedelta(days=days))


def test_nobody_decided_yet() -> None:
    store, version, _ = two_versions()
    found = weigh(store, version)
    assert (found.state, found.signers, found.head) == ("waiting", (), "")
    assert found.words == '2 different persons in the role "compliance officer" have to approve; nobody did.'


def test_two_different_officers_approve() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    assert weigh(store, version).state == "waiting"
    assert "Ada Brightwater did" in weigh(store, version).words
    last = said(store, version, "ben", hours=2)
    found = weigh(store, version)
    assert (found.state, found.approved) == ("approved", True)
    assert found.signers == ("Ada Brightwater", "Ben Castellan")
    assert found.approved_at == START + timedelta(hours=2)
    assert found.expires_at == START + timedelta(days=90)
    assert found.head == last.digest
    assert found.words == (
        "Approved by Ada Brightwater and Ben Castellan on 2026-10-13 11:00 UTC; this holds until 2027-01-11 09:00 UTC."
    )


def test_one_officer_twice_is_one() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ada", hours=1)
    assert weigh(store, version).state == "waiting"


@pytest.mark.parametrize(("decision", "state"), [("reject", "rejected"), ("withdraw", "withdrawn")])
def test_one_objection_takes_every_approval_away_until_all_approve_again(decision: str, state: str) -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=1)
    said(store, version, "cyd", decision, hours=2)
    found = weigh(store, version)
    assert (found.state, found.signers) == (state, ())
    assert found.words.startswith(f"{state.capitalize()} on 2026-10-13 11:00 UTC by Cyd Dunmore (entry 0003).")
    said(store, version, "ada", hours=3)
    assert weigh(store, version).state == state
    said(store, version, "ben", hours=4)
    assert weigh(store, version).state == "approved"


def test_an_approval_that_had_not_seen_the_objection_does_not_count() -> None:
    store, version, _ = two_versions()
    first = said(store, version, "ada")
    late = unseen(store, version, "ben", after=first.digest)
    said(store, version, "cyd", "reject", hours=1)
    append(store, late)
    found = weigh(store, version)
    assert found.state == "rejected"
    assert "Entry 0003 (approve) does not count: it was signed before entry 0002 was seen." in found.reasons


def test_an_approval_ends_with_its_days() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=24)
    assert weigh(store, version, days=89.99).state == "approved"
    found = weigh(store, version, days=90)
    assert (found.state, found.signers) == ("expired", ("Ben Castellan",))
    assert "expired on 2027-01-11 09:00 UTC, 90 days after it was signed" in found.words
    said(store, version, "cyd", hours=24 * 90)
    assert weigh(store, version, days=90.5).state == "approved"
    assert weigh(store, version, days=91).state == "expired"


def test_a_signature_from_the_future_does_not_count() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=48)
    found = weigh(store, version, days=1)
    assert found.state == "waiting"
    assert "is still to come; check the clocks" in found.words


def test_demo_officers_count_under_the_demo_policy_alone() -> None:
    store, version, _ = two_versions()
    decide(store, DemoOfficers(DEMO.role), version, decision="approve", meaning="approval", reason=REASON, now=START)
    found = weigh(store, version, DEMO)
    assert found.state == "approved"
    assert found.signers == ("Demo officer A (not a person)", "Demo officer B (not a person)")
    for other in (FOUR_EYES, ReviewSettings()):
        refused = weigh(store, version, other)
        assert refused.state == "waiting"
        assert 'demo signatures count only under the policy "demo", and in force is "four-eyes"' in refused.words
    assert "[review] officers names 0 persons in this role" in weigh(store, version, ReviewSettings()).words
    said(store, version, "ada", hours=1)
    said(store, version, "ben", hours=2)
    assert weigh(store, version).state == "approved"  # persons can approve what the demo left behind


def test_demo_keys_given_to_a_person_in_the_configuration_do_not_count() -> None:
    store, version, _ = two_versions()
    demo = demo_officers("compliance officer")
    posing = tuple(Officer(id=f"p{n}", name=f"P {n}", public_key=officer.public_key) for n, officer in enumerate(demo))
    for key, officer in zip(_DEMO_KEYS, posing, strict=True):
        intent = intend(store, version, decision="approve", meaning="approval", reason=REASON, now=START)
        append(store, sign_as(key, officer, intent, "four-eyes"))
    found = weigh(store, version, ReviewSettings(officers=posing))
    assert found.state == "waiting"
    assert "demo signatures count only" in found.words


def test_signatures_of_unknown_persons_other_roles_and_other_policies_do_not_count() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=1)
    ada, ben = OFFICERS["ada"], OFFICERS["ben"]
    for officers, role, words in (
        ((ada,), "compliance officer", "names nobody with this id"),
        ((ada, ben.model_copy(update={"role": "clerk"})), "compliance officer", "name and role are not those"),
        ((ada, ben.model_copy(update={"name": "Ben New"})), "compliance officer", "name and role are not those"),
        (
            (ada, ben.model_copy(update={"public_key": OFFICERS["cyd"].public_key})),
            "compliance officer",
            "with a key that",
        ),
        ((ada, ben), "quality manager", 'the policy asks for the role "quality manager"'),
    ):
        found = weigh(store, version, ReviewSettings(officers=officers, role=role))
        assert found.state == "waiting"
        assert words in found.words
    assert (
        'given under the policy "four-eyes"'
        in weigh(store, version, ReviewSettings(policy="demo", officers=(ada, ben))).words
    )


def test_an_objection_closes_even_when_its_officer_has_left() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=1)
    said(store, version, "cyd", "withdraw", hours=2)
    without = ReviewSettings(officers=(OFFICERS["ada"], OFFICERS["ben"]))
    found = weigh(store, version, without)
    assert found.state == "withdrawn"
    assert "by a signature that does not count, but closes the gate" in found.words


def test_a_changed_manifest_makes_it_invalid_and_an_unknown_version_is_said() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben")
    store.objects[f"versions/{version}/manifest.json"] += b" "
    assert weigh(store, version).state == "invalid"
    assert "manifest of version" in weigh(store, version).words
    with pytest.raises(UnknownVersion):
        weigh(store, "2020-01-01-0000000000000000")


def test_a_true_signature_over_other_bytes_is_no_evidence() -> None:
    store, version, _ = two_versions()
    intent = intend(store, version, decision="approve", meaning="approval", reason=REASON, now=START)
    other = dataclasses.replace(intent, manifest_digest=version[-16:] * 4)  # another manifest of the same name
    append(store, sign_as(KEYS["ada"], OFFICERS["ada"], other, "four-eyes"))
    said(store, version, "ben")
    found = weigh(store, version)
    assert found.state == "invalid"
    assert "for another manifest than this version has" in found.words


def test_the_last_approved_version_is_the_newest_that_was_not_taken_back() -> None:
    store, first, second = two_versions()
    assert last_approved(store, second, FOUR_EYES, LATER) is None
    said(store, first, "ada")
    said(store, first, "ben", hours=1)
    assert last_approved(store, second, FOUR_EYES, LATER) == first
    assert last_approved(store, second, FOUR_EYES, LATER + timedelta(days=400)) == first  # expired, but once approved
    assert last_approved(store, first, FOUR_EYES, LATER) is None
    said(store, first, "cyd", "withdraw", hours=2)
    assert last_approved(store, second, FOUR_EYES, LATER) is None


def test_entries_gone_from_the_end_are_missed_by_the_officers_of_the_next_version() -> None:
    store, first, second = two_versions()
    said(store, first, "ada")
    said(store, first, "ben", hours=1)
    withdrawal = said(store, first, "cyd", "withdraw", hours=2)
    entry = said(store, second, "ada", hours=3)
    assert entry.statement.parent == Anchor(version=first, entry=withdrawal.digest)
    for kept in (2, 1, 0):
        found = weigh(rewritten(store, first, list(ledger(store, first))[:kept]), first)
        assert found.state == "invalid"
        assert "has lost entries" in found.words
    assert weigh(store, first).state == "withdrawn"


# --- someone who can write anything, but has no officer's key ---

DECISIONS = st.lists(
    st.tuples(st.sampled_from(sorted(OFFICERS)), st.sampled_from(["approve", "approve", "reject", "withdraw"])),
    min_size=2,
    max_size=6,
)


def history(decisions: list[tuple[str, str]]) -> tuple[MemoryStore, str, str, list[Entry]]:
    store, version, other = two_versions()
    for hour, (person, decision) in enumerate(decisions):
        said(store, version, person, decision, hours=hour)
    return store, version, other, ledger(store, version)


@settings(deadline=None, max_examples=40)
@given(decisions=DECISIONS, data=st.data())
def test_any_other_order_is_found(decisions: list[tuple[str, str]], data: st.DataObject) -> None:
    store, version, _, entries = history(decisions)
    order = data.draw(st.permutations(entries))
    changed = rewritten(store, version, list(order))
    assert (weigh(changed, version).state == "invalid") == (list(order) != entries)


@settings(deadline=None, max_examples=40)
@given(decisions=DECISIONS, data=st.data())
def test_an_entry_gone_from_before_the_end_is_found(decisions: list[tuple[str, str]], data: st.DataObject) -> None:
    store, version, _, entries = history(decisions)
    gone = data.draw(st.integers(0, len(entries) - 2))
    rest = [entry for number, entry in enumerate(entries) if number != gone]
    assert weigh(rewritten(store, version, list(rest)), version).state == "invalid"
    del store.objects[f"ledger/{version}/{gone + 1:04}.json"]  # the crude way: a hole
    assert weigh(store, version).state == "invalid"
    assert f"Entry {gone + 1:04}" in weigh(store, version).words


@settings(deadline=None, max_examples=40)
@given(decisions=DECISIONS, data=st.data())
def test_a_repeated_statement_is_found(decisions: list[tuple[str, str]], data: st.DataObject) -> None:
    store, version, _, entries = history(decisions)
    again = data.draw(st.sampled_from(entries))
    place = data.draw(st.integers(0, len(entries)))
    repeated = [*entries[:place], again, *entries[place:]]
    assert weigh(rewritten(store, version, list(repeated)), version).state == "invalid"


EDITS = {
    "decision": st.sampled_from(["approve", "reject", "withdraw"]),
    "meaning": st.sampled_from(["review", "responsibility"]),
    "reason": st.text("abc xyz", min_size=1, max_size=20),
    "name": st.sampled_from([*(officer.name for officer in OFFICERS.values()), "Eve"]),
    "signed_at": st.sampled_from(["2026-10-12T09:00:00Z", "2026-10-14T08:00:00Z"]),
    "role": st.sampled_from(["clerk", "head of compliance"]),
    "policy": st.sampled_from(["demo", "none"]),
    "manifest_digest": st.sampled_from(["0" * 64]),
    "parent": st.sampled_from([Anchor(version="2026-10-01-0123456789abcdef", entry="0" * 64)]),
}


@settings(deadline=None, max_examples=40)
@given(decisions=DECISIONS, data=st.data())
def test_an_edited_statement_is_found(decisions: list[tuple[str, str]], data: st.DataObject) -> None:
    store, version, _, entries = history(decisions)
    place = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(sorted(EDITS)))
    value = data.draw(EDITS[name])
    before = entries[place]
    statement = before.statement.model_copy(update={name: value})
    changed: list[Signed] = list(entries)
    changed[place] = before.model_copy(update={"statement": statement})
    found = weigh(rewritten(store, version, changed), version)
    assert (found.state == "invalid") == (statement != before.statement)
    assert REASON not in found.words


@settings(deadline=None, max_examples=40)
@given(decisions=DECISIONS, data=st.data())
def test_a_signature_put_under_another_statement_is_found(
    decisions: list[tuple[str, str]], data: st.DataObject
) -> None:
    store, version, other, entries = history(decisions)
    taken = data.draw(st.sampled_from(entries))
    # into the ledger of another version: as it is, and made out to that version
    for update in (
        {},
        {"version": other},
        {"version": other, "manifest_digest": other_digest(store, other), "after": ""},
    ):
        copied = taken.model_copy(update={"statement": taken.statement.model_copy(update=update)})
        assert weigh(rewritten(store, other, [copied]), other).state == "invalid"
    # under another officer's name
    posing = next(person for person in OFFICERS if person != taken.statement.signer)
    officer = OFFICERS[posing]
    place = entries.index(taken)
    statement = taken.statement.model_copy(update={"signer": posing, "name": officer.name})
    for key in (taken.key, key_id(officer.public_key)):
        changed: list[Signed] = list(entries)
        changed[place] = taken.model_copy(update={"statement": statement, "key": key})
        assert weigh(rewritten(store, version, changed), version).state == "invalid"


def other_digest(store: MemoryStore, version: str) -> str:
    return read_manifest(store, version).digest


@settings(deadline=None, max_examples=40)
@given(decisions=DECISIONS, flip=st.integers(0, 10**6), place=st.integers(0, 5))
def test_one_flipped_bit_is_found(decisions: list[tuple[str, str]], flip: int, place: int) -> None:
    store, version, _, entries = history(decisions)
    key = f"ledger/{version}/{place % len(entries) + 1:04}.json"
    data = bytearray(store.objects[key])
    data[flip % len(data)] ^= 1 << flip % 8
    store.objects[key] = bytes(data)
    found = weigh(store, version)
    assert found.state == "invalid"
    assert REASON not in found.words


@settings(deadline=None, max_examples=40)
@given(decisions=DECISIONS)
def test_what_is_approved_was_approved_by_enough_persons_after_the_last_objection(
    decisions: list[tuple[str, str]],
) -> None:
    store, version, _, _ = history(decisions)
    tail: set[str] = set()
    for person, decision in decisions:
        tail = tail | {person} if decision == "approve" else set()
    assert (weigh(store, version).state == "approved") == (len(tail) >= 2)
