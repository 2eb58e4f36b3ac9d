"""What people ask in tickets: answered only where they name what the rule is about, and the amount on which it is."""

import pytest

from checks.verifier import Verifier
from tests.unit.checks.verifier_rows import Library, example

CLAIMS = "Claims above EUR 500 are approved by the head of finance."
BOARD = "Claims above EUR 5,000 are approved by the board as well."


def who(
    told: str, *, rule: str = CLAIMS, role: str = "head of finance", more: str = "", heard: bool = True
) -> str | None:
    """The reason against the rule as the answer to who approves "it", asked in a ticket; `heard`: the ticket is there."""
    question = f"{told} Who approves it?"
    page = ("Money", [(("Claims",), f"{rule} {more}".strip())])
    ticket = ("A request", [(("Request",), question if heard else "Thanks.")])
    library = Library((page, "money", 0), (ticket, "ticket 1", 0))
    section = "Money > Claims"
    claim = {"proof": "quote", "quote": rule, "role": role}
    row = example("answerable", "answer", [question, f"The rule is “{rule}” [{section}]"], claim, context=[section],
                  evidence=[(section, rule)], library=library)  # fmt: skip
    return Verifier(library.documents, library.passages).reason(row)


def test_an_amount_that_the_rule_admits_tells_who() -> None:
    assert who("I have a claim of EUR 1,200 here.") is None
    assert who("I have a claim of EUR 300 here.") == "the question holds an amount that the rule does not"
    assert who("I have a claim here.") == "the rule's amount is not in the question"


def test_no_other_rule_shown_is_on_the_same_amount() -> None:
    assert who("I have a claim of EUR 1,200 here.", more=BOARD) is None
    assert who("I have a claim of EUR 6,000 here.", more=BOARD) == "another rule shown is on the same amount"


def test_who_leaves_out_until_when_asks_about_one_sentence_of_the_document() -> None:
    rule = "Pumps are checked by the foreman within 5 days."

    def reason(more: str) -> str | None:
        library = Library((("Yard", [(("Pumps",), rule), (("Other",), more)]), "yard", 0))
        claim = {"proof": "quote", "quote": rule, "role": "foreman"}
        row = example("answerable", "answer", ["Who checks pumps?", f"That is the foreman: “{rule}” [Yard > Pumps]"], claim,
                      context=["Yard > Pumps"], evidence=[("Yard > Pumps", rule)], library=library)  # fmt: skip
        return Verifier(library.documents, library.passages).reason(row)

    assert reason("Masts are checked by the rigger.") is None
    assert reason("New pumps are checked by the rigger.") == "another sentence of the document tells of the same"


def test_what_is_taken_up_is_what_the_rule_is_about() -> None:
    assert who("I have an invoice of EUR 1,200 here.") == "the question leaves out what the rule is about"
    travel = "Travel claims above EUR 500 are approved by the head of finance."
    assert who("I have a travel claim of EUR 1,200 here.", rule=travel) is None
    assert who("I have a claim of EUR 1,200 here.", rule=travel) is not None
    kinds = "Travel claims for trains above EUR 500 are approved by the head of finance."
    told = "I have a claim for approved trains of EUR 1,200 here."
    assert who(told, rule=kinds) == "the rule is on one kind of what is told"


@pytest.mark.parametrize(
    ("told", "answered"), [("My tower licence is from May.", True), ("My fishing licence is from May.", False)]
)
def test_the_one_that_a_rule_means_is_no_other(told: str, *, answered: bool) -> None:
    rule, question = "The licence is valid for 3 years.", f"{told} How long is the licence valid?"
    page = ("Tower cranes", [(("Licence",), rule)])
    library = Library((page, "cranes", 0), (("A request", [(("Request",), question)]), "ticket 1", 0))
    section = "Tower cranes > Licence"
    row = example("answerable", "answer", [question, f"The rule is “{rule}” [{section}]"], {"proof": "quote", "quote": rule},
                  context=[section], evidence=[(section, rule)], library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert reason == (None if answered else "the question is about another one than the rule means")


def cell(question: str, row: str = "Staff", value: int = 40) -> str | None:
    """The reason against a cell of a table on what is lent as the answer to what a ticket asks."""
    table = "| Group | Items at once |\n|---|---|\n| Staff | 40 |\n| Retired staff | 5 |"
    section = "Lending rules > Staff and retired staff"
    library = Library((("Lending rules", [(("Staff and retired staff",), table)]), "lending", 0),
                      (("A request", [(("Request",), question)]), "ticket 1", 0))  # fmt: skip
    quote = f"| {row} | {value} |"
    claim = {"proof": "cell", "quote": quote, "row": row, "column": "Items at once", "value": value, "unit": None,
             "asked": None, "holds": None, "polarity": None}  # fmt: skip
    answer = f"[{section}] gives “{value}” for “{row}” under “Items at once”."
    made = example("answerable", "answer", [question, answer], claim, context=[section], evidence=[(section, quote)],
                   library=library)  # fmt: skip
    return Verifier(library.documents, library.passages).reason(made)


def test_a_cell_of_the_row_that_is_named_most_fully_in_a_verb_that_says_the_same() -> None:
    assert cell("How many items may staff borrow at once?") is None
    assert cell("How many items may retired staff borrow at once?", "Retired staff", 5) is None
    assert cell("How many items may retired staff borrow at once?") == "the question names another row"
    unknown = "the question asks for something that the quoted rule does not speak of"
    assert cell("How many items may staff renew at once?") == unknown


def test_a_row_that_the_question_spells_out_is_the_one_that_is_asked_for() -> None:
    table = "| Service | Leave (days) |\n|---|---|\n| Less than 2 years | 27 |\n| 2 to 10 years | 29 |"
    library = Library((("Handbook", [(("Leave",), table)]), "handbook", 0))
    section, quote = "Handbook > Leave", "| Less than 2 years | 27 |"
    claim = {"proof": "cell", "quote": quote, "row": "Less than 2 years", "column": "Leave (days)", "value": 27, "unit": "day",
             "asked": None, "holds": None, "polarity": None}  # fmt: skip
    answer = f"[{section}] gives “27” for “Less than 2 years” under “Leave (days)”."
    reasons = []
    for asked in ("Less than 2 years", "2 to 10 years"):
        talk = [f'What stands in the column "Leave (days)" for "{asked}"?', answer]
        row = example(
            "answerable", "answer", talk, claim, context=[section], evidence=[(section, quote)], library=library
        )
        reasons.append(Verifier(library.documents, library.passages).reason(row))
    assert reasons == [None, "the question names another row"]


def test_a_follow_up_for_another_row_is_not_told_the_row_before() -> None:
    table = "| Group | Items |\n|---|---|\n| Staff | 5 |\n| Visitors | 5 |"
    library = Library((("Loans", [(("Groups",), table)]), "loans", 0))
    section, quotes = "Loans > Groups", {"Staff": "| Staff | 5 |", "Visitors": "| Visitors | 5 |"}

    def told(then: str) -> str | None:
        claims = [{"proof": "cell", "quote": quotes[row], "row": row, "column": "Items", "value": 5, "unit": None,
                   "asked": None, "holds": None, "polarity": None} for row in ("Staff", then)]  # fmt: skip
        if then == "Visitors":
            claims[1]["instead"] = {"of": '"Staff"', "now": '"Visitors"'}
        answers = [f"[{section}] gives “5” for “{row}” under “Items”." for row in ("Staff", then)]
        talk = ['What stands in the column "Items" for "Staff"?', answers[0], 'And for "Visitors"?', answers[1]]
        row = example("ellipsis", "answer", talk, {"proof": "turns", "turns": claims}, context=[section],
                      evidence=[(section, q) for q in quotes.values()], library=library)  # fmt: skip
        return Verifier(library.documents, library.passages).reason(row)

    assert told("Visitors") is None
    assert told("Staff") == "the cell has been told before"


def test_what_becomes_of_things_above_a_limit_is_not_what_it_is_about() -> None:
    rule, question, section = "Parcels heavier than 20 kg are rejected.", "How heavy can a parcel be?", "Post > Parcels"
    library = Library(
        (("Post", [(("Parcels",), rule)]), "post", 0), (("A parcel", [(("Request",), question)]), "ticket 1", 0)
    )
    row = example("answerable", "answer", [question, f"The rule is “{rule}” [{section}]"], {"proof": "quote", "quote": rule},
                  context=[section], evidence=[(section, rule)], library=library)  # fmt: skip
    assert Verifier(library.documents, library.passages).reason(row) is None
