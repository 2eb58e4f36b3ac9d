"""What officers' signatures amount to, and what someone with full access to the store, but no key, can achieve."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assets.approvals.decision import decide, intend
from assets.approvals.keys import PublicKey, key_id
from assets.approvals.ledger import Anchor, Entry, Signed, append
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import _DEMO_KEYS, _DEMO_PUBLIC, DemoOfficers, sign_as
from assets.approvals.standing import Standing, flag, last_approved, standing
from assets.snapshots.manifest import UnknownVersion
from assets.snapshots.versions import read_manifest
from tests.unit.assets.approvals.officers import (
    DEMO,
    FOUR_EYES,
    KEY,
    OFFICERS,
    OTHER_KEY,
    OTHER_PUBLIC,
    PUBLIC,
    REASON,
    SINCE,
    START,
    MemoryStore,
    ledger,
    registered,
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
    said(store, version, "ada", hours=1)
    said(store, version, "ben", hours=2)
    assert weigh(store, version).state == "approved"  # persons can approve what the demo left behind


def test_demo_keys_in_the_register_do_not_count() -> None:
    store, version, _ = two_versions()
    for key, officer in zip(_DEMO_KEYS, ("ada", "ben"), strict=True):
        intent = intend(store, version, decision="approve", meaning="approval", reason=REASON, now=START)
        append(store, sign_as(key, OFFICERS[officer], intent, "four-eyes"))
    found = weigh(store, version, registered(*(PublicKey(public=public, since=SINCE) for public in _DEMO_PUBLIC)))
    assert found.state == "invalid"
    assert "made with the key of Demo officer A (not a person), and names somebody else" in found.words


OLD = PublicKey(public=PUBLIC, since=SINCE, until="2026-10-13T09:30:00Z", ended="rotated")


@pytest.mark.parametrize(
    ("review", "words"),
    [
        (ReviewSettings(), "[review] keys names no register of public keys"),
        (ReviewSettings(keys=Path("/nowhere/keys.json")), "/nowhere/keys.json is missing"),
        (registered(), "with a key that the register of [review] keys does not have"),
        (registered(PublicKey(public=OTHER_PUBLIC, since=SINCE)), "that the register of [review] keys does not have"),
        (registered(PublicKey(public=PUBLIC, since="2026-10-13T09:30:00Z")), "valid from 2026-10-13T09:30:00Z on only"),
        (registered(OLD), "was rotated on 2026-10-13T09:30:00Z"),
        (registered(OLD.model_copy(update={"ended": "revoked"})), "was revoked on 2026-10-13T09:30:00Z"),
        (FOUR_EYES.model_copy(update={"role": "quality manager"}), 'the policy asks for the role "quality manager"'),
        (FOUR_EYES.model_copy(update={"policy": "demo"}), 'given under the policy "four-eyes"'),
    ],
)
def test_signatures_that_the_register_or_the_policy_does_not_cover_do_not_count(
    review: ReviewSettings, words: str
) -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=1)
    found = weigh(store, version, review)
    assert found.state == "waiting"
    assert words in found.words


def test_an_old_signature_stays_valid_after_a_rotation_and_falls_with_a_revocation() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    intent = intend(
        store, version, decision="approve", meaning="approval", reason=REASON, now=START + timedelta(hours=1)
    )
    append(store, sign_as(OTHER_KEY, OFFICERS["ben"], intent, "four-eyes"))
    new = PublicKey(public=OTHER_PUBLIC, since="2026-10-13T09:30:00Z")
    assert weigh(store, version, registered(OLD, new)).state == "approved"
    early = OLD.model_copy(update={"until": "2026-10-13T08:00:00Z", "ended": "revoked"})
    assert weigh(store, version, registered(early, new)).signers == ("Ben Castellan",)


def test_one_person_is_one_whatever_name_they_bear() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    intent = intend(
        store, version, decision="approve", meaning="approval", reason=REASON, now=START + timedelta(hours=1)
    )
    married = dataclasses.replace(OFFICERS["ada"], name="Ada Castellan")
    append(store, sign_as(KEY, married, intent, "four-eyes"))
    assert weigh(store, version).state == "waiting"


def test_an_objection_closes_even_when_its_key_was_revoked() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=1)
    said(store, version, "cyd", "withdraw", hours=2)
    found = weigh(
        store, version, registered(OLD.model_copy(update={"until": "2026-10-13T10:30:00Z", "ended": "revoked"}))
    )
    assert found.state == "withdrawn"
    assert "by a signature that does not count, but closes the gate" in found.words


def test_what_was_trained_is_flagged_by_whatever_takes_the_approval_away() -> None:
    store, version, _ = two_versions()
    said(store, version, "ada")
    said(store, version, "ben", hours=1)
    for review, days in ((FOUR_EYES, 1), (FOUR_EYES, 400)):
        assert flag(store, version, review, START + timedelta(days=days)) == ""
    revoked = registered(OLD.model_copy(update={"until": SINCE, "ended": "revoked"}))
    assert "was revoked on" in flag(store, version, revoked, LATER)
    said(store, version, "cyd", "withdraw", hours=2)
    assert flag(store, version, FOUR_EYES, LATER).startswith("Withdrawn on 2026-10-13 11:00 UTC by Cyd Dunmore")
    assert flag(store, "2020-01-01-0000000000000000", FOUR_EYES, LATER).endswith("is gone from the store.")


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
    append(store, sign_as(KEY, OFFICERS["ada"], other, "four-eyes"))
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


BOTH = registered(PublicKey(public=PUBLIC, since=SINCE), PublicKey(public=OTHER_PUBLIC, since=SINCE))


def history(decisions: list[tuple[str, str]]) -> tuple[MemoryStore, str, str, list[Entry]]:
    store, version, other = two_versions()
    for hour, (person, decision) in enumerate(decisions):
        said(store, version, person, decision, hours=hour)
    return store, version, other, ledger(store, version)


@settings(max_examples=40)
@given(decisions=DECISIONS, data=st.data())
def test_any_other_order_is_found(decisions: list[tuple[str, str]], data: st.DataObject) -> None:
    store, version, _, entries = history(decisions)
    order = data.draw(st.permutations(entries))
    changed = rewritten(store, version, list(order))
    assert (weigh(changed, version).state == "invalid") == (list(order) != entries)


@settings(max_examples=40)
@given(decisions=DECISIONS, data=st.data())
def test_an_entry_gone_from_before_the_end_is_found(decisions: list[tuple[str, str]], data: st.DataObject) -> None:
    store, version, _, entries = history(decisions)
    gone = data.draw(st.integers(0, len(entries) - 2))
    rest = [entry for number, entry in enumerate(entries) if number != gone]
    assert weigh(rewritten(store, version, list(rest)), version).state == "invalid"
    del store.objects[f"ledger/{version}/{gone + 1:04}.json"]  # the crude way: a hole
    assert weigh(store, version).state == "invalid"
    assert f"Entry {gone + 1:04}" in weigh(store, version).words


@settings(max_examples=40)
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
    "signer": st.sampled_from([*OFFICERS, "eve"]),
    "authenticated_at": st.sampled_from(["", "2026-10-13T08:59:00Z"]),
    "manifest_digest": st.sampled_from(["0" * 64]),
    "parent": st.sampled_from([Anchor(version="2026-10-01-0123456789abcdef", entry="0" * 64)]),
}


@settings(max_examples=40)
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


@settings(max_examples=40)
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
    for key in (taken.key, key_id(OTHER_PUBLIC)):
        changed: list[Signed] = list(entries)
        changed[place] = taken.model_copy(update={"statement": statement, "key": key})
        assert weigh(rewritten(store, version, changed), version, BOTH).state == "invalid"


def other_digest(store: MemoryStore, version: str) -> str:
    return read_manifest(store, version).digest


@settings(max_examples=40)
@given(decisions=DECISIONS, flip=st.integers(0, 10**6), place=st.integers(0, 5))
@example(decisions=[("ada", "approve"), ("ben", "approve")], flip=9170, place=1)
def test_one_flipped_bit_is_found(decisions: list[tuple[str, str]], flip: int, place: int) -> None:
    store, version, _, entries = history(decisions)
    number = place % len(entries) + 1
    key = f"ledger/{version}/{number:04}.json"
    data = bytearray(store.objects[key])
    data[flip % len(data)] ^= 1 << flip % 8
    store.objects[key] = bytes(data)
    found = weigh(store, version)
    # a flipped name of the last entry's key is the name of a key that nobody has: the entry is shown and does not count
    unknown = (
        f"Entry {number:04} ({entries[number - 1].statement.decision}) does not count: it was made with a key that"
    )
    assert found.state == "invalid" or any(reason.startswith(unknown) for reason in found.reasons)
    assert REASON not in found.words


@settings(max_examples=40)
@given(decisions=DECISIONS)
def test_what_is_approved_was_approved_by_enough_persons_after_the_last_objection(
    decisions: list[tuple[str, str]],
) -> None:
    store, version, _, _ = history(decisions)
    tail: set[str] = set()
    for person, decision in decisions:
        tail = tail | {person} if decision == "approve" else set()
    assert (weigh(store, version).state == "approved") == (len(tail) >= 2)
