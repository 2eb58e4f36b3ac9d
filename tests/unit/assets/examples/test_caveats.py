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


def _excepted(rule: str, text: str) -> list[bool]:
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
        ("Lists must be approved. Trips need a form. The rule does not apply to guests.", True),
        ("Lists must be approved.\n\nTrips need a form. The rule does not apply to guests.", False),
        ("Lists must be approved. Trips need a form. Guests are exempt.", True),
        ("Lists must be approved.\n2. Trips need a form. Guests are exempt.", False),
        ("Lists must be approved.\n\nTrips need a form. Guests are exempt from this rule but sign in.", False),
        ("Lists must be approved. However, guests hand in a form.", True),
        ("Lists must be approved.\n\nTrips need a form. However, lists are approved without one.", False),
        ("Lists must be approved.\n\nHowever, lists of trips approved before are kept.", True),
        ("Lists must be approved.\n2. Guests are exempt.", True),  # from what?
        ("Lists must be approved.\n2. Trips need a form. Guests are exempt from the lists.", True),
    ],
)
def test_this_takes_up_its_own_paragraph(text: str, beside: bool) -> None:
    assert _excepted("Lists must be approved.", text) == [beside, beside]


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


GIFTS = "Staff may accept gifts of up to EUR 30 from a supplier."


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("During a tender, no gifts may be accepted.", True),
        ("During a tender, gifts may be accepted.", False),
        ("During a tender, no gifts may be bought.", False),
        ("During a tender, no supplier may be visited in the evening.", False),
        ("During a tender, no more than 2 gifts may be accepted.", False),
    ],
)
def test_what_turns_a_rule_round_under_a_circumstance_is_an_exception(beside: str, *, expected: bool) -> None:
    assert _excepted(GIFTS, f"{GIFTS} {beside}") == [expected, expected]


@pytest.mark.parametrize(
    ("rule", "behind", "expected"),
    [
        ("Contracts above EUR 100,000 are insured.", "Contracts with public schools do not have to be insured.", True),
        ("Contracts above EUR 100,000 are insured.", "Contracts with public schools need not be insured.", True),
        ("Contracts above EUR 100,000 are insured.", "Contracts with public schools are not archived.", False),
        ("Contracts above EUR 100,000 are insured.", "Cars of guests do not have to be insured.", False),
        ("Contracts must not be insured abroad.", "Contracts with public schools do not have to be insured.", False),
        (
            "Contracts above EUR 100,000 are insured.",
            "Contracts are not insured.",
            False,
        ),  # a contradiction, no exception
        ("A boat may be kept for up to 14 days.", "The harbour master may extend the loan by a further 10 days.", True),
        ("A boat may be kept for up to 14 days.", "The harbour master may allow longer loans.", True),
        ("A boat may be kept for up to 14 days.", "The harbour master may extend the pier.", False),
        ("Boats are kept in the hall.", "The harbour master may extend the loan by a further 10 days.", False),
        ("You can keep a boat for up to 14 days.", "If you are a guest, you can keep one for up to 5.", True),
        ("A boat must be cleaned within 14 days.", "For canoes, it must be cleaned within 2 days.", True),
        ("You can keep a boat for up to 14 days.", "If you are a guest, you can sleep in the hall for up to 5.", False),
        ("You can keep a boat for up to 14 days.", "If you are a guest, you can keep a diary.", False),
        ("You can keep a boat in the hall.", "If you are a guest, you can keep one for up to 5 days.", False),
        ("Firms younger than 2 years must give a guarantee.", "Public schools do not need a guarantee.", True),
        ("Firms younger than 2 years must give a guarantee.", "Public schools do not need a key.", False),
        ("The secretary books rooms by phone.", "Members can also book rooms by post.", True),
        ("The secretary books rooms by phone.", "Members can also swim.", False),
        ("The secretary must not book rooms by phone.", "Members can also book rooms by post.", False),
        ("Smoke machines are prohibited in all halls.", "They can be used in the barn.", True),
        ("Smoke machines are prohibited in all halls.", "They can weigh 20 kg.", False),
        ("Smoke machines are prohibited in all halls.", "They cannot be used in the barn.", False),
        ("Smoke machines are welcome in all halls.", "They can be used in the barn.", False),
        ("A lock is removed only by its owner.", "If the owner is away, the foreman may cut it.", True),
        ("A lock is removed only by its owner.", "If the owner is away, the foreman may go home.", False),
        ("A lock is removed by its owner.", "If the owner is away, the foreman may cut it.", False),
        ("Guards are not granted leave in June.", "Parents may ask for a week in these days.", True),
        ("Guards are not granted leave in June.", "Parents may ask for a locker.", False),
        ("A loan may be extended by 30 days.", "Boats can't be extended.", True),
        ("A loan may be extended by 30 days.", "Boats can't be painted.", False),
        ("Only a guard may open the hall.", "The hall must not be open at night.", False),
        ("Ring at least 2 hours before the shift begins.", "For night shifts: four hours.", True),
        ("Ring at least 2 hours before the shift begins.", "For night shifts: ring twice.", False),
        ("Tools of up to EUR 300 are approved by the foreman.", "Above EUR 300 the chief also has to agree.", True),
        ("Tools of up to EUR 300 are approved by the foreman.", "Above EUR 900 a lift is hired.", False),
        ("Payment terms are 30 days.", "Public schools may have 60 days.", True),
        ("Payment terms are 30 days.", "Public schools may have 2 keys.", False),
        ("Windows are cleaned within 5 days of a storm.", "Carpets are cleaned within 2 days.", False),
        ("Members must make a choice.", "If you keep the old one, no further action is needed.", True),
        ("Members must make a choice.", "If you keep the old one, a list is kept.", False),
    ],
)
def test_the_sentence_behind_a_rule_may_take_some_of_it_out(rule: str, behind: str, *, expected: bool) -> None:
    assert _excepted(rule, f"{rule} {behind}") == [expected, expected]
    assert _excepted(rule, f"{rule} Guests sign a list at the gate. {behind}") == [False, False]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("If you get a grant abroad after June, it is paid in May.", True),
        ("If you get a grant abroad, it is paid in May.", False),  # another rule on the same, none on some of it
        ("If you get a boat, it is paid in May.", False),
    ],
)
def test_a_narrower_case_is_shown_with_the_rule(beside: str, expected: bool) -> None:
    rule = "If you get a grant abroad, you will be asked."
    assert _excepted(rule, f"{rule} Lists are kept. {beside}") == [expected, expected]


LOANS, VISITORS = (
    "Loans of more than EUR 50 must be approved by the clerk.",
    "Visitors may enter the hall if a guard is there.",
)


@pytest.mark.parametrize(
    ("rule", "behind", "expected"),
    [
        (LOANS, "The request must also be made in writing.", True),
        (LOANS, "They must also be signed by the board.", True),
        (LOANS, "The request is made in writing as well.", True),
        (LOANS, "In addition, the list is signed.", True),
        (LOANS, "Loans of more than EUR 5,000 must also be approved by the board.", True),
        (LOANS, "The list must be signed.", False),  # nothing says that it is demanded besides
        (LOANS, "The clerk must also water the plants.", False),  # another duty of somebody
        (LOANS, "Guests must also sign the list.", False),
        (LOANS, "Windows must also be closed by the clerk.", False),
        (
            "Loans of up to EUR 50 must be approved by the clerk.",
            "Loans above EUR 50 must also be approved by the board.",
            True,  # it goes on where the rule ends
        ),
        (VISITORS, "They must wear a vest.", True),
        (VISITORS, "They are told about the risks.", False),
        (VISITORS, "Guards must wear a vest.", False),
        ("The hall may be opened only by a guard.", "It must be checked every 30 minutes.", False),
        ("The hall must not be opened at night.", "It must also be locked.", False),
    ],
)
def test_what_is_demanded_besides_is_shown_with_the_rule(rule: str, behind: str, expected: bool) -> None:
    assert _excepted(rule, f"{rule} {behind}") == [expected, expected]
    assert _excepted(rule, f"{rule} Lamps are lit at 18:00. {behind}") == [False, False]
