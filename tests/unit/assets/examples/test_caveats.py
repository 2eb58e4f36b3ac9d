"""Which exception of a section concerns which of its rules."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from assets.examples import caveats
from assets.examples.caveats import concerns, exceptions_beside
from assets.examples.corpus import Passage
from checks.verifier import exceptions, language
from checks.verifier.corpus import Corpus as VerifierCorpus
from tests.unit.checks.verifier_rows import Library

RULE = "Purchases above EUR 500 must be approved by the head of the department."


@pytest.mark.parametrize(
    ("exception", "follows", "expected"),
    [
        ("Purchases from a framework supplier need not be approved unless they exceed EUR 5,000.", False, True),
        ("Nobody feeds a patient unless the head of the department has approved it.", False, False),
        ("It must be signed by someone other than the head of the department.", True, False),
        ("Drivers pay an excess of EUR 250 per accident, unless the other side was at fault.", True, False),
        ("Field Service is exempt.", False, True),  # too little is said to tell from what
        ("It can be waived once in two years.", True, True),
        ("It can be waived once in two years.", False, False),
        ("This can be waived once in two years.", False, True),
        ("They're filed for ten years, except for those of guests.", True, False),  # from the filing
        ("They're approved at once, unless the desk is closed.", True, True),
        ("Orders of spare parts for customers in the field are exempt.", True, True),
        ("Orders of spare parts for customers in the field are exempt.", False, False),
        ("However, spare parts for an urgent repair can be ordered by the technician.", True, True),
        ("However, visitors get their badge at the gate from the guard on duty.", False, False),
        ("Purchases of 5 days or more are booked within 500 days, unless it is paid by EUR card.", False, False),
        ("A supplier of castings is never in the lowest tier, notwithstanding its size.", True, False),
        ("The rule does not apply to the warehouse in Linz or its forklift drivers.", True, True),
    ],
)
def test_concerns(exception, follows, expected):
    assert concerns(exception, RULE, follows=follows) is expected


@pytest.mark.parametrize("pattern", [caveats.EXCEPTION, language.EXCEPTION])
def test_what_makes_no_exception(pattern) -> None:
    assert pattern.search("Trials are exempt from the review.")
    assert not pattern.search("Trials are not exempt from the review.")
    assert pattern.search("Exceptions are granted by the board.")
    assert not pattern.search("Exception reports go in within 14 days.")
    assert not re.search(r"(?i)exception", (pattern.search("The guest completes an exception waiver.") or [""])[0])
    assert not pattern.search("Late forms are rejected, and we can't make exceptions to that.")
    assert pattern.search("Late forms are rejected, but the clerk may make exceptions.")


@pytest.mark.parametrize(
    ("exception", "rule", "expected"),
    [
        ("Entry from the yard is forbidden; exceptions are up to the foreman.", "Keys of the yard must be returned.", False),
        # what is done is another thing
        ("Operators of a press may not wear rings, unless these are taped.", "Operators of a press leave by 22:00.", False),
        ("Operators of a press may not wear rings, unless these are taped.", "Operators of a press wear no scarf.", True),
        # when it is done is not what is done
        ("A press must not be touched until its operator has left, except in a fire.", "Press operators leave by 22:00.", False),
        ("A press must not be touched until its operator has left, except in a fire.", "No press operator is touched.", True),
        # what does not apply, or what something is exempt from, has a name
        ("School minibuses are exempt from the toll.", "School plays end before 22:00.", False),
        ("School minibuses are exempt from the toll.", "The toll is paid in cash.", True),
        ("The dress code does not apply to sports lessons.", "Sports halls are locked at night.", False),
        ("The dress code does not apply to sports lessons.", "The dress code is set by the head.", True),
        ("Entry from the yard is forbidden; exceptions are up to the foreman.", "Entry from the yard is by badge only.", True),
        # two words of eight: about something else
        (
            "A refund from a supplier shall not be started later than two years after the original invoice, except for fraud.",
            "If a supplier disputes a refund, the clerk must suspend the deduction pending a decision.",
            False,
        ),
        # a waiver is a paper here, nothing is waived
        ("Suppliers file invoices by portal unless they hold a hardship waiver.", "Suppliers should call the help line.", False),
        ("The fee is waived for members.", "A fee of $15 is charged for each copy.", True),
        # what it excepts from stands before "with the exception of"
        (
            "Printing at home is not permitted, with the exception of agendas.", "Screens must not be visible to others.", False
        ),
        ("Printing at home is not permitted, with the exception of agendas.", "Printing is permitted in blue.", True),
        # an "other than" that only tells apart
        ("Visitors other than pupils park behind the hall.", "Visitors park for two hours.", False),
        ("No coaches with visitors other than pupils may park.", "Coaches with visitors may park for two hours.", True),
    ],
)  # fmt: skip
def test_two_common_words_tie_only_what_is_about_the_same(exception: str, rule: str, expected: bool) -> None:
    assert concerns(exception, rule, follows=False) is expected
    assert exceptions._concerns(exception, rule, follows=False) is expected


def excepted(rule: str, text: str) -> list[bool]:
    """Whether the recipes, and whether the verifier, find an exception to a rule in the text of its section."""
    place = Passage("p", "d", 0, "Manual > Rules", ("Rules",), text, 0, len(text), 1, "wiki", "Manual")
    library = Library((("Manual", [(("Rules",), text)]), "manual", 0))
    documents, start = library.documents, text.index(rule)
    at = documents["text"][0].index(rule)
    case: Any = SimpleNamespace(corpus=VerifierCorpus(documents, library.passages))
    of: Any = SimpleNamespace(document=documents["document"][0], start=at, end=at + len(rule), sentence=rule)
    made = list(exceptions_beside([place], start, start + len(rule), rule))
    return [bool(made), bool(exceptions.exceptions_beside(case, of))]


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Lists must be approved. Trips need a form. This does not apply to guests.", True),
        ("Lists must be approved.\n\nTrips need a form. This does not apply to guests.", False),
        ("Lists must be approved.\n\nTrips need a form.\n\n(3) This does not apply to guests.", True),
        ("Lists must be approved.\n2. Trips need a form. This does not apply to guests.", False),
        ("Lists must be approved.\n2. Trips need a form. This exception shall not apply to lists of guests.", False),
        ("Lists must be approved.\n2. Trips need a form. This doesn't apply to lists of guests.", False),
        ("Lists must be approved. Trips need a form. The rule does not apply to guests.", True),
        ("Lists must be approved.\n\nTrips need a form. The rule does not apply to guests.", False),
        ("Lists must be approved. Trips need a form. Guests are exempt.", True),
        ("Lists must be approved.\n2. Trips need a form. Guests are exempt.", False),
        ("Lists must be approved.\n\nTrips need a form. Guests are exempt from this rule but sign in.", False),
        ("Lists must be approved. The chair may make an exception for lists of guests.", True),
        ("Lists must be approved.\n2. Trips need a form. The chair may make an exception for guests.", False),
        ("Lists must be approved. However, guests hand in a form.", True),
        ("Lists must be approved.\n\nTrips need a form. However, lists are approved without one.", False),
        ("Lists must be approved.\n\nHowever, lists of trips approved before are kept.", True),
        ("Lists must be approved.\n2. Guests are exempt.", True),  # from what?
        ("Lists must be approved.\n2. Trips need a form. Guests are exempt from the lists.", True),
    ],
)
def test_this_takes_up_its_own_paragraph(text: str, beside: bool) -> None:
    assert excepted("Lists must be approved.", text) == [beside, beside]


@pytest.mark.parametrize(
    ("beside", "changes"),
    [
        ("All boats are withdrawn from use in storms, when hire is suspended.", False),
        ("In storms all boats are suspended from hire.", True),
        ("On holidays the fees for a red canoe are doubled.", True),
        ("On holidays the fees for a kayak are doubled.", False),  # of another row
        ("A red canoe may be reserved for a group.", False),
        ("Boats with a hole are patched, whatever the table says.", True),
        ("At night each boat costs EUR 5 more.", True),
        ("Visitors pay the fees in cash.", False),
        ("Lists of members are extended by the warden of the red canoe.", False),
        ("Members are suspended for a theft.", False),
    ],
)
def test_a_sentence_beside_a_table_may_change_its_rows(beside: str, changes: bool) -> None:
    row = "| Red canoe | EUR 9 |"
    table = f"| Boat | Fees |\n|---|---|\n{row}\n| Kayak | EUR 7 |"
    assert excepted(row, f"{table}\n\n{beside}") == [changes, changes]
    assert excepted("Paddles are dry.", f"{table}\n\nPaddles are dry.\n\n{beside}") == [False, False]


@pytest.mark.parametrize(
    ("half", "taken_out"),
    [
        ("; rulers are tolerated.", True),
        ("; rulers are sold.", False),
        ("; rulers are not tolerated either.", False),
        (".", False),
    ],
)
def test_the_half_behind_a_ban_may_take_something_out(half: str, taken_out: bool) -> None:
    rule = "Private tools are not allowed in the hall"
    text = f"{rule}{half} Lamps are lit at 18:00."
    place = Passage("p", "d", 0, "Manual > Rules", ("Rules",), text, 0, len(text), 1, "wiki", "Manual")
    found = [text[a:b].strip() for _, a, b in exceptions_beside([place], 0, len(rule), rule)]
    assert bool(found) == taken_out
    assert not found or found == ["rulers are tolerated."]
