"""Steps, invented steps and reserved permissions: right examples pass, each wrong one fails for its reason."""

from typing import Any

import pytest

from checks.verifier import Verifier
from tests.unit.checks.verifier_rows import Library, example

LIST = "1. Check the customer number.\n2. Attach the delivery note.\n3. Send the folder to the archive."
GUIDE = (
    "Returns",
    [
        (("Procedure",), LIST),
        (("Bags",), "Only the returns technician may open a sealed bag."),
        (("Lamps",), "A red lamp on the desk tells visitors to wait."),
    ],
)
LIBRARY = Library((GUIDE, "returns", 0))
STEPS, BAGS, LAMPS = "Returns > Procedure", "Returns > Bags", "Returns > Lamps"
CHECK, ATTACH, SEND = "Check the customer number.", "Attach the delivery note.", "Send the folder to the archive."


def why(situation: str, behaviour: str, talk: list[str], claim: dict[str, Any], evidence: list[tuple[str, str]]) -> Any:
    row = example(situation, behaviour, talk, claim, context=[STEPS, BAGS, LAMPS], evidence=evidence, library=LIBRARY)
    return Verifier(LIBRARY.documents, LIBRARY.passages).reason(row)


def after(quote: str, given: str, question: str) -> Any:
    talk = [question, f"The step after that is “{quote}” [{STEPS}]"]
    claim = {"proof": "step", "quote": quote, "given": given, "asks": "next"}
    return why("answerable", "answer", talk, claim, [(STEPS, given), (STEPS, quote)])


def test_the_next_step_is_the_one_with_the_next_number() -> None:
    question = "What is the next step after I check the customer number?"
    assert after(ATTACH, CHECK, question) is None
    assert after(SEND, CHECK, question) == "the two do not stand one after the other"
    assert after(CHECK, ATTACH, "What comes after I attach the delivery note?") is not None
    assert after(ATTACH, CHECK, 'What comes after "Check the customer number"?') is None


@pytest.mark.parametrize(
    ("question", "said", "quote", "reason"),
    [
        ("At which point do I attach the delivery note?", "Right after", CHECK, None),
        ("After which step do I attach the delivery note?", "After", CHECK, None),
        ("At which point do I attach the delivery note?", "Right before", CHECK, "the answer does not say that"),
        ("At which point do I attach the delivery note?", "Right after", SEND, "the two do not stand one after the other"),
        ("At which point do I send the folder?", "Right after", CHECK, "the question does not name the step it starts from"),
        ("Before what do I attach the delivery note?", "Right after", CHECK, "the question asks for another direction"),
    ],
)  # fmt: skip
def test_when_a_step_is_done_is_after_the_one_before_it(
    question: str, said: str, quote: str, reason: str | None
) -> None:
    claim = {"proof": "step", "quote": quote, "given": ATTACH, "asks": "when"}
    found = why(
        "answerable", "answer", [question, f"{said} “{quote}” [{STEPS}]"], claim, [(STEPS, quote), (STEPS, ATTACH)]
    )
    assert (found is None) if reason is None else reason in str(found)


def test_the_step_that_a_question_starts_from_stands_at_one_place() -> None:
    again = (("Labels",), "1. Check the customer number.\n2. Print a label.")
    library = Library((("Returns", [GUIDE[1][0], again, *GUIDE[1][1:]]), "returns", 0))
    talk = ["What is the next step after I check the customer number?", f"The step after that is “{ATTACH}” [{STEPS}]"]
    claim = {"proof": "step", "quote": ATTACH, "given": CHECK, "asks": "next"}
    for shown, reason in (("Lamps", None), ("Labels", "the step that the question starts from stands at two places")):
        context = [STEPS, BAGS, f"Returns > {shown}"]
        row = example("answerable", "answer", talk, claim, context=context, evidence=[(STEPS, CHECK), (STEPS, ATTACH)],
                      library=library)  # fmt: skip
        assert Verifier(library.documents, library.passages).reason(row) == reason


def test_steps_told_in_the_wrong_order_are_put_right() -> None:
    def told(question: str) -> Any:
        talk = [question, f"No, it is the other way round. First comes “{CHECK}”, then “{ATTACH}” [{STEPS}]"]
        claim = {"proof": "order", "quote": ATTACH, "given": CHECK}
        return why("false_premise", "correct_premise", talk, claim, [(STEPS, CHECK), (STEPS, ATTACH)])

    assert (
        told("I thought I had to attach the delivery note before I check the customer number. Is that right?") is None
    )
    right = "I thought I had to check the customer number before I attach the delivery note. Is that right?"
    assert told(right) == "the question does not have the steps in the wrong order"


@pytest.mark.parametrize(
    ("step", "reason"),
    [("inform the tax adviser", None), ("attach the customer number", "the document speaks of the step")],
)
def test_only_a_step_that_the_document_does_not_hold_is_invented(step: str, reason: str | None) -> None:
    talk = [f"At which point do I {step}?", f"There is no such step in [{STEPS}]: it does not say that you {step}. One "
            f"step is “{ATTACH}”"]  # fmt: skip
    claim = {"proof": "invented", "quote": ATTACH, "step": f"I {step}"}
    assert why("invented_step", "correct_premise", talk, claim, [(STEPS, ATTACH)]) == reason


def by_number(question: str, quote: str, number: str) -> Any:
    claim = {"proof": "step", "quote": quote, "given": number, "asks": "number"}
    return why("answerable", "answer", [question, f"It says “{quote}” [{STEPS}]"], claim, [(STEPS, quote)])


def test_a_step_may_be_asked_for_by_its_number_and_place() -> None:
    assert by_number('What is step 2 under "Procedure"?', ATTACH, "2") is None
    assert by_number('What is step 2 of "Returns"?', ATTACH, "2") is None
    assert by_number('What is step 2 under "Procedure"?', SEND, "2") == "the quote does not bear that number"
    assert by_number('What is step 3 under "Procedure"?', ATTACH, "2") == "the question does not name the step's number"
    assert by_number("What is step 2?", ATTACH, "2") == "the question does not say where the step stands"


@pytest.mark.parametrize(
    ("number", "quote", "reason"),
    [("5", SEND, None), ("3", SEND, "two steps bear that number"), ("5", ATTACH, "the quote is not the last step")],
)
def test_a_number_beyond_the_last_step_is_no_step(number: str, quote: str, reason: str | None) -> None:
    talk = [
        f'What is step {number} under "Procedure"?',
        f"There is no step {number} in [{STEPS}]. The last one is “{quote}”",
    ]
    claim = {"proof": "invented", "quote": quote, "number": number}
    found = why("invented_step", "correct_premise", talk, claim, [(STEPS, quote)])
    assert found == ("the list holds a step of that number" if number == "3" else reason)


def test_others_may_not_where_only_one_role_may() -> None:
    quote = "Only the returns technician may open a sealed bag."

    def asked(other: str, role: str = "returns technician") -> Any:
        talk = [f"Is the {other} allowed to open a sealed bag?", f"No, only the {role}: “{quote}” [{BAGS}]"]
        claim = {"proof": "reserved", "quote": quote, "role": role, "other": other}
        return why("answerable", "answer", talk, claim, [(BAGS, quote)])

    assert asked("plant manager") is None
    assert asked("returns technician") == "the other may be the role itself"
    assert asked("plant manager", "sealed bag") == "the quote does not reserve it for the role"


def test_the_direction_is_not_read_from_a_step_that_is_read_out() -> None:
    given = "Print the note after you check it."
    guide = ("Returns", [(("Procedure",), f"1. {given}\n2. Attach the note.\n3. Send it."), *GUIDE[1][1:]])
    library = Library((guide, "returns", 0))
    claim = {"proof": "step", "quote": "Attach the note.", "given": given, "asks": "next"}
    for asked, reason in (("after", None), ("right before", "the question asks for another direction")):
        talk = [f'What comes {asked} "{given.rstrip(".")}"?', f"The step after that is “Attach the note.” [{STEPS}]"]
        row = example(
            "answerable", "answer", talk, claim, context=[STEPS, BAGS, LAMPS],
            evidence=[(STEPS, given), (STEPS, "Attach the note.")], library=library,
        )  # fmt: skip
        assert Verifier(library.documents, library.passages).reason(row) == reason


NESTED = "1. Check the number.\n  1. Open the app.\n  2. Type the digits.\n2. Attach the note.\n3. Send the folder."


@pytest.mark.parametrize(
    ("number", "quote", "reason"),
    [
        ("2", "Attach the note.", None),
        ("2", "Type the digits.", "the step is a part of another step"),
        ("1", "Check the number.", "the quote is not the whole step"),
    ],
)
def test_the_number_of_a_step_is_that_of_the_outer_list(number: str, quote: str, reason: str | None) -> None:
    library = Library((("Returns", [(("Procedure",), NESTED), *GUIDE[1][1:]]), "returns", 0))
    claim = {"proof": "step", "quote": quote, "given": number, "asks": "number"}
    row = example(
        "answerable", "answer", [f'What is step {number} under "Procedure"?', f"It says “{quote}” [{STEPS}]"], claim,
        context=[STEPS, BAGS, LAMPS], evidence=[(STEPS, quote)], library=library,
    )  # fmt: skip
    assert Verifier(library.documents, library.passages).reason(row) == reason


def test_the_next_step_does_not_follow_one_that_goes_on() -> None:
    goes_on = f"1. {CHECK} Compare it with the list.\n2. {ATTACH}"
    library = Library((("Returns", [(("Procedure",), goes_on), *GUIDE[1][1:]]), "returns", 0))
    talk = ["What is the next step after I check the customer number?", f"The step after that is “{ATTACH}” [{STEPS}]"]
    claim = {"proof": "step", "quote": ATTACH, "given": CHECK, "asks": "next"}
    row = example("answerable", "answer", talk, claim, context=[STEPS, BAGS, LAMPS], evidence=[(STEPS, CHECK), (STEPS, ATTACH)],
                  library=library)  # fmt: skip
    assert Verifier(library.documents, library.passages).reason(row) == "the step that the question starts from goes on"


def test_the_first_step_of_a_heading_that_two_shown_documents_have_is_asked_for_by_the_document() -> None:
    other = ("Loans", [(("Procedure",), "1. Print the card.\n2. Sign it.")])
    library = Library((GUIDE, "returns", 0), (other, "loans", 0))
    claim = {"proof": "step", "quote": CHECK, "given": None, "asks": "first"}
    for place, reason in (
        ('"Procedure" in "Returns"', None),
        ('"Procedure"', "what is shown holds two places of that name"),
    ):
        talk = [f"What is the first step under {place}?", f"The first step is “{CHECK}” [{STEPS}]"]
        row = example("answerable", "answer", talk, claim, context=[STEPS, BAGS, "Loans > Procedure"], evidence=[(STEPS, CHECK)],
                      library=library)  # fmt: skip
        assert Verifier(library.documents, library.passages).reason(row) == reason
