"""What the verifier takes for a contradiction between two documents, and what only looks like one."""

import re
from typing import Any

import pytest

from checks.verifier import Verifier
from checks.verifier.contradictions import contradiction
from tests.unit.checks.verifier_rows import Library, example


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Refund requests must be filed within 30 days.", "You have 14 days to ask for a refund.", "bound"),
        ("Nets are mended every 6 months.", "Every 3 months we mend nets.", "bound"),
        ("Tenants must give 4 weeks' notice.", "Tenants have to give at least 2 months' notice.", "bound"),
        ("Crates must not weigh more than 8 kg.", "A crate may weigh up to 10 kg.", "bound"),
        ("Milk must be stored at no more than 8 °C.", "Milk must be stored at 4 °C or less.", "bound"),
        ("The team lead approves overtime.", "Overtime is approved by the shift manager.", "holder"),
        (
            "Refits above £900 need the approval of the harbour master.",
            "The bursar approves refits above £900.",
            "holder",
        ),
        ("Contractors may not use harbour boats.", "Contractors can use harbour boats.", "leave"),
        ("Sprayers may be used by trained workers.", "Trained workers must not use sprayers.", "leave"),
        # another thing, other people, another case
        ("Tenants must give 4 weeks' notice.", "Commercial tenants must give 8 weeks' notice.", None),
        ("The deposit for a key is £5.", "The fee for a lost key is £8.", None),
        ("Accidents must be reported within 24 hours.", "Contractors must report accidents within 2 hours.", None),
        (
            "Rooms may be booked up to 7 days in advance.",
            "On Sundays rooms may be booked up to 2 days in advance.",
            None,
        ),
        ("Claims must be made within 7 days before the trip.", "Claims must be made within 14 days of the trip.", None),
        # the same said otherwise, or what does not exclude the other
        ("Loans run for up to 2 weeks.", "Loans run for no more than 14 days.", None),
        ("The manager approves overtime.", "Overtime is approved by the shift manager.", None),
        ("The porter cleans the hall.", "The hall is cleaned by the night crew.", None),
        ("Guests may use the pool.", "Guests must use the pool.", None),
        # known from its surroundings alone
        ("The request must be answered within 5 days.", "The request must be answered within 9 days.", None),
        ("They must be returned within 5 days.", "They must be returned within 9 days.", None),
    ],
)
def test_a_contradiction_says_another_thing_of_the_very_same_matter(one: str, other: str, kind: str | None) -> None:
    for pair in ((one, other), (other, one)):
        found = contradiction(*pair)
        assert (found and found[0].kind) == kind


LEAD, SHIFT = "The team lead approves overtime.", "Overtime is approved by the shift manager."


def row(
    answer: str, behaviour: str, claim: dict[str, Any], hall: str = "Hours", question: str = "Who approves overtime?"
) -> str | None:
    """Why an example over both rules is rejected."""
    library = Library(
        (("Yard", [(("Overtime",), LEAD)]), "yard", 0),
        (("Hall", [((hall,), SHIFT)]), "hall", 0),
        (("Gate", [(("Keys",), "Keys hang in the gatehouse.")]), "gate", 0),
    )
    yard, hall = "Yard > Overtime", f"Hall > {hall}"
    made = example(
        "contradictory" if behaviour == "surface_conflict" else "answerable",
        behaviour,
        [question, answer],
        claim,
        context=[yard, hall],
        evidence=[(yard, LEAD), (hall, SHIFT)] if behaviour == "surface_conflict" else [(yard, LEAD)],
        library=library,
    )
    return Verifier(library.documents, library.passages).reason(made)


BOTH = f"The documents disagree on that. One says “{LEAD}” [Yard > Overtime], the other “{SHIFT}” [Hall > Hours]."
CLAIM = {"proof": "conflict", "quotes": [LEAD, SHIFT], "values": ["team lead", "shift manager"]}


def test_two_places_that_decide_the_same_are_shown_both() -> None:
    reason = row(BOTH, "surface_conflict", CLAIM)
    assert reason is None or reason.startswith("its twin"), reason


@pytest.mark.parametrize(
    ("question", "accepted"),
    [("On hours in the hall: who approves overtime?", True), ("On pumps and valves: who approves overtime?", False),
     ("On overtime: who approves parcels?", False)],
)  # fmt: skip
def test_what_leads_in_may_name_the_place_of_one_of_the_two(question: str, accepted: bool) -> None:
    reason = row(BOTH, "surface_conflict", CLAIM, question=question)
    assert (reason != "the question is not about both rules") == accepted


@pytest.mark.parametrize(
    ("answer", "claim"),
    [
        (BOTH, {"values": ["team lead", "harbour master"]}),
        (re.sub(r", the other .*$", ".", BOTH), {}),
        (BOTH.replace("The documents disagree on that. One says", "The rule is"), {}),
    ],
)
def test_one_side_alone_or_another_place_is_no_conflict(answer: str, claim: dict[str, Any]) -> None:
    reason = row(answer, "surface_conflict", CLAIM | claim)
    assert reason is not None
    assert not reason.startswith("its twin")


def test_titles_may_say_that_a_rule_is_for_another_case() -> None:
    night = BOTH.replace("Hall > Hours", "Hall > Night work")
    assert row(night, "surface_conflict", CLAIM, hall="Night work") == "one of the two is for others"


def test_nothing_is_answered_by_one_of_two_rules_shown_that_contradict_each_other() -> None:
    claim = {"proof": "quote", "quote": LEAD, "role": "team lead"}
    answer = f"The team lead: “{LEAD}” [Yard > Overtime]"
    assert row(answer, "answer", claim) == "another document shown contradicts the rule"
