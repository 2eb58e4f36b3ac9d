import pytest

from checks.verifier import Verifier
from tests.unit.checks.verifier_rows import Library, example

RULE = "If you are unfamiliar with the ledger, ask the treasurer."
QUESTION = "On bookkeeping: what should I do if I am unfamiliar with the ledger?"
OTHER = "Lamps are lit at dusk by the porter of the day."


@pytest.mark.parametrize(
    ("beside", "near"),
    [
        ("Whoever is not familiar with the ledger reads the guide first.", True),
        ("The ledger is kept in the safe of the office.", False),
        ("If you are unfamiliar with the lift, ask the porter.", False),
    ],
)
def test_nothing_is_refused_beside_what_is_about_the_same(beside: str, near: bool) -> None:
    library = Library(
        (("Books", [(("Bookkeeping",), RULE), (("Lamps",), OTHER)]), "b", 0),
        (("House", [(("Desk",), beside)]), "h", 0),
    )
    place = library.passage["Books > Bookkeeping", ""]
    claim = {
        "proof": "absent", "quote": RULE, "missing": "what to do if you are unfamiliar with the ledger",
        "removed": {k: place[k] for k in ("document", "start", "end")},
    }  # fmt: skip
    answer = "The passages do not say what to do if you are unfamiliar with the ledger; please ask the owner."
    row = example(
        "undocumented", "refuse", [QUESTION, answer], claim, context=["Books > Lamps", "House > Desk"], evidence=[],
        library=library,
    )  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert (reason == "a sentence of the context is about what is asked for") == near
    assert near or reason in (None, "it names no twin")


@pytest.mark.parametrize(("asks", "private"), [("salary", True), ("tasks", False)])
def test_a_role_with_a_private_word_in_its_name_is_no_personal_data(asks: str, private: bool) -> None:
    library = Library((("House", [(("Desk",), OTHER)]), "h", 0))
    row = example(
        "not_permitted", "refuse",
        [f"Which {asks} does the Medical Director have?", f"I can't share the {asks} of the Medical Director. Please ask them."],
        {"proof": "privacy", "asks": asks, "about": "Medical Director"}, context=["House > Desk"], evidence=[],
        library=library,
    )  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert (reason == "the question asks for no personal data") != private
