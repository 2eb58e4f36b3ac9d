import pytest

from checks.verifier import Verifier
from checks.verifier.language import stands_for_nothing
from tests.unit.checks.verifier_rows import Library, example

RULE = "The record is written within 24 hours."


def judged(heading: str, *questions: str, title: str = "Changes", tickets: tuple[str, ...] = ()) -> str | None:
    heard = ((("Ticket", [(("Asked",), text)]), f"ticket {n}", 0) for n, text in enumerate(tickets))
    library = Library(((title, [((heading,), RULE)]), "changes", 0), *heard)
    section = f"{title} > {heading}"
    claim = {"proof": "quote", "quote": RULE}
    row = example(
        "answerable", "answer", [*questions, f"It says: “{RULE}” [{section}]"], claim, context=[section],
        evidence=[(section, RULE)], library=library,
    )  # fmt: skip
    return Verifier(library.documents, library.passages).reason(row)


@pytest.mark.parametrize(
    "heading", ["Emergency work", "3. Emergency work", "SEV1", "At the end", "When a server is down"]
)
def test_a_rule_under_a_heading_is_asked_for_with_it(heading: str) -> None:
    left_out = "the question leaves out the case that the rule's heading names"
    assert judged(heading, "On changes: how soon is the record written?") == left_out
    assert judged(heading, f'Under "{heading}": how soon is the record written?') is None


@pytest.mark.parametrize(
    "heading",
    [
        "Records",
        "What is written",
        "Who writes",
        "Fees",
        "Changes",
        "Procedure",
        "How emergencies are told",
        "Emergency on a Sunday?",
        "Work that is done in an emergency outside of the usual hours",
    ],
)
def test_a_heading_that_every_page_may_have_names_no_case(heading: str) -> None:
    assert judged(heading, "On changes: how soon is the record written?") is None


def test_what_a_ticket_asks_was_worded_for_no_heading() -> None:
    asked = "How soon is the record of a change written?"
    assert judged("Emergency work", asked) is not None
    assert judged("Emergency work", asked, tickets=(asked,)) is None


def test_what_a_heading_supposes_is_said() -> None:
    heading = "What if a crew is away?"
    assert judged(heading, "On changes: how soon is the record written?") is not None
    assert judged(heading, "If a crew is away, how soon is the record written?") is None


def test_of_a_long_heading_one_word_may_be_missing() -> None:
    heading = "Emergency work on customer servers"
    assert judged(heading, "On emergency work: how soon is the record written?") is not None
    assert judged(heading, "On emergency work on servers: how soon is the record written?") is None


@pytest.mark.parametrize(
    ("sentence", "nothing"),
    [
        ("An invoice without one is sent back.", True),
        ("One without a label is sent back to the ward.", True),
        ("Drivers over 50 need one every year.", True),
        ("If the laptop is late, borrow one from the desk.", False),
        ("A visitor with a badge and a guest without one are let in.", False),
        ("An order with one of the labels is kept.", False),
        ("One guard stands at each door.", False),
        ("Each room has one key.", False),
    ],
)
def test_one_stands_for_something_that_the_sentence_names(sentence: str, nothing: bool) -> None:
    assert stands_for_nothing(sentence) is nothing


def test_a_rule_on_one_that_another_sentence_names_is_not_told() -> None:
    def told(sentence: str) -> str | None:
        library = Library((("Changes", [(("Desk",), sentence)]), "changes", 0))
        claimed = sentence[0].lower() + sentence[1:].rstrip(".")
        talk = [f"At the desk: a colleague says {claimed}. Is that right?", f"Yes: “{sentence}” [Changes > Desk]"]
        row = example(
            "contrast", "answer", talk, {"proof": "confirmed", "quote": sentence, "claimed": claimed},
            context=["Changes > Desk"], evidence=[("Changes > Desk", sentence)], library=library,
        )  # fmt: skip
        return Verifier(library.documents, library.passages).reason(row)

    assert told("Changes without one are sent back.") == "the rule speaks of one that another sentence names"
    assert told("Changes without a plan are sent back.") is None


@pytest.mark.parametrize(
    ("before", "spoken_of"),
    [
        ("Emergency work may be done at once.", False),  # no plural: the recipes do not lead in with it
        ("Emergency repairs may be done at once.", True),
        ("Emergency repairs may be done at once. The owner is told.", True),
        ("Emergency repairs may be done at once. Staff are told.", False),
        ("Repairs may be done at once.", False),
        ("Emergency repairs may be done at once.\n\n", False),
    ],
)
def test_what_the_sentence_before_speaks_of_is_asked_with_the_rule(before: str, spoken_of: bool) -> None:
    def told(question: str) -> str | None:
        joint = "" if before.endswith("\n") else " "
        library = Library((("Repairs of lifts", [(("Work",), f"{before}{joint}{RULE}")]), "changes", 0))
        row = example(
            "answerable", "answer", [question, f"Within 24 hours: “{RULE}” [Repairs of lifts > Work]"],
            {"proof": "quote", "quote": RULE}, context=["Repairs of lifts > Work"],
            evidence=[("Repairs of lifts > Work", RULE)], library=library,
        )  # fmt: skip
        return Verifier(library.documents, library.passages).reason(row)

    left_out = "the question leaves out what the sentence before the rule speaks of"
    assert (told("On work: how soon is the record written?") == left_out) == spoken_of
    assert not spoken_of or told("On work, emergency repairs: how soon is the record written?") is None


@pytest.mark.parametrize(
    ("before", "label"),
    [
        ("- Late calls: ring the desk. ", "Late calls"),
        ("**Late calls.** Ring the desk. ", "Late calls"),
        ("3.2 **Late calls.** Ring the desk. ", "Late calls"),
        ("- Reminder: ring the desk. ", None),
        ("- Please note: ring the desk. ", None),
        ("Late calls. Ring the desk. ", None),
        ("- Late calls: ring the desk.\n- ", None),
    ],
)
def test_the_label_of_its_line_is_said_with_the_rule(before: str, label: str | None) -> None:
    def told(question: str) -> str | None:
        library = Library((("Repairs", [(("Work",), before + RULE)]), "changes", 0))
        row = example(
            "answerable", "answer", [question, f"Within 24 hours: “{RULE}” [Repairs > Work]"],
            {"proof": "quote", "quote": RULE}, context=["Repairs > Work"], evidence=[("Repairs > Work", RULE)],
            library=library,
        )  # fmt: skip
        return Verifier(library.documents, library.passages).reason(row)

    left_out = "the question leaves out the case that the rule's heading names"
    assert (told("On work: how soon is the record written?") == left_out) == (label is not None)
    assert label is None or told(f"On {label.lower()}: how soon is the record written?") is None


def test_the_number_of_a_document_is_no_part_of_its_title() -> None:
    title, asked = "SOP 09 Emergency work", "On emergency work: how soon is the record written?"
    assert judged("Emergency work", asked, title=title) is None
    left_out = "the question leaves out the case that the rule's heading names"
    assert judged("At night", "On emergency work: how soon is the record written?", title=title) == left_out
    assert judged("At night", "SOP 09, at night: how soon is the record written?", title=title) is None
