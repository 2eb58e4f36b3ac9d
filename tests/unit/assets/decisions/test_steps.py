import pytest

from assets.decisions import rules
from assets.decisions.points import Point
from assets.decisions.sentences import Sentence, split
from assets.decisions.steps import find_lists, find_sequences
from resources.parser import nlp

LIST = """To replace a badge:

1. Report the loss to the gatehouse.
2. Complete the badge form.
   - Use capital letters.
3. Collect the new badge.
"""


def found(passage: str, *, procedure: bool = False) -> list[tuple[Sentence, Point]]:
    read = [(part, nlp()(part.text)) for part in split(passage)]
    return [*find_lists(read, passage, procedure), *find_sequences(read)]


def words(passage: str, span: tuple[int, int] | None) -> str | None:
    return passage[span[0] : span[1]] if span else None


def test_items_of_an_ordered_list_follow_each_other() -> None:
    steps = [(p.value, words(LIST, p.follows), s.text) for s, p in found(LIST) if p.reason is None]
    assert steps == [
        (1, None, "Report the loss to the gatehouse."),
        (2, "Report the loss to the gatehouse.", "Complete the badge form."),
        (3, "Complete the badge form.", "Collect the new badge."),
    ]


def test_a_gap_in_the_numbers_ends_the_order() -> None:
    assert not found("1. Report the loss.\n\n3. Collect the new badge.\n")


def test_numbered_things_and_statements_are_no_steps() -> None:
    assert not found("1. The red badge\n2. The blue badge\n")
    assert not found("1. The hall is cold.\n2. The office is warm.\n")


def test_in_a_procedure_the_plain_present_prescribes_and_both_do_something() -> None:
    text = "1. The cook counts the knives.\n2. Both lock the drawer.\n3. The porter signs the book.\n"
    assert [p.predicate for _, p in found(text, procedure=True)] == ["count", "lock", "sign"]
    assert not found(text)


def test_in_a_procedure_a_command_without_an_article_is_a_step() -> None:
    text = "1. Switch off the saw.\n2. Load profile.\n3. Press alarm.\n4. Bake if needed.\n5. Sweep the floor.\n"
    steps = [p for _, p in found(text, procedure=True) if p.reason is None]
    assert [p.predicate for p in steps] == ["switch", "load", "press", "bake", "sweep"]
    assert not [p for _, p in found(text) if p.value in (2, 3)]


@pytest.mark.parametrize(
    "item",
    ["Second person inspects and stamps.", "Safety glasses and gloves.", "Place: the yard.", "X-ray tube.", "Swabs."],
)
def test_things_among_steps_and_what_somebody_does_are_no_commands(item: str) -> None:
    text = f"1. Switch off the saw.\n2. Close the hatch.\n3. {item}\n4. Sweep the floor.\n"
    assert [p.value for _, p in found(text, procedure=True)] == [1, 2, 4]


def test_numbered_paragraphs_of_a_procedure_are_no_commands_without_an_article() -> None:
    text = "2.1 Close the hatch.\n\n2.2 Test straps at the door.\n\n2.3 Sweep the floor.\n"
    assert 2 not in [p.value for _, p in found(text, procedure=True)]


@pytest.mark.parametrize(
    "paragraphs",
    [
        "1. The fee shall be paid at the counter.\n2. Tools are lent to members without a charge.\n3. Saws are sharpened yearly.",
        "1. The owner has been asked twice.\n2. The shed has been searched by two people.\n3. Form K-2 has been filled in.",
    ],
)
def test_rules_and_conditions_that_are_numbered_are_no_steps(paragraphs: str) -> None:
    assert found(paragraphs, procedure=True) == []


def test_items_that_go_on_with_a_sentence_are_no_steps() -> None:
    assert not found("A member may\n\n1. vote in elections;\n2. propose a candidate.\n")


def test_a_list_that_begins_in_the_middle_lacks_a_step() -> None:
    rest = "4. Report the loss.\n5. Collect the new badge.\n"
    steps = [p for _, p in found(rest, procedure=True)]
    assert [p.reason for p in steps] == ["the step before it is not read", None]
    assert not found(rest)  # elsewhere it may have opened with "The committee may:"


def test_then_follows_the_sentence_before() -> None:
    passage = "Lock the valve. Then call the control room. The room is upstairs."
    ((sentence, point),) = found(passage)
    assert (sentence.text, point.marker) == ("Then call the control room.", "then")
    assert words(passage, point.follows) == "Lock the valve."
    assert sentence.text[point.start : point.end] == "call the control room"


@pytest.mark.parametrize(
    ("text", "earlier", "later"),
    [
        ("Submit the form before you book a flight.", "Submit the form", "you book a flight"),
        ("Before you book a flight, submit the form.", "submit the form", "you book a flight"),
        ("After you return, you must hand in the badge.", "you return", "you must hand in the badge"),
        ("Wash your hands before entering the ward.", "Wash your hands", "entering the ward"),
    ],
)
def test_before_and_after_order_two_actions(text: str, earlier: str, later: str) -> None:
    (sentence,) = split(text)
    (point,) = [p for p in rules.read(sentence, nlp()(sentence.text), []) if p.kind == "step"]
    assert point.reason is None
    assert words(text, point.follows) == earlier
    assert text[point.start : point.end] == later


@pytest.mark.parametrize(
    "text", ["We met before the project began.", "Reply after 5 days.", "He left after we arrived."]
)
def test_narrative_and_times_are_no_steps(text: str) -> None:
    (sentence,) = split(text)
    assert not [p for p in rules.read(sentence, nlp()(sentence.text), []) if p.kind == "step"]


def test_a_list_that_begins_in_the_middle_may_be_one_of_powers() -> None:
    items = "7. Use a second vote.\n8. Change the time of the vote.\n9. Lead the talks."
    assert not found(f"Name the members.\n{items}")
    assert found(items.replace("7.", "1.").replace("8.", "2.").replace("9.", "3."))


@pytest.mark.parametrize(
    ("lead", "steps"),
    [
        ("This policy pursues the following objectives:", 0),
        ("Our goals for the year are:", 0),
        ("The rules of the workshop:", 0),
        ("To meet these goals, do the following:", 3),
        ("Once the conditions are met, proceed as follows:", 3),
        ("Follow the rules. To replace a badge:", 3),
    ],
)
def test_what_a_list_of_goals_counts_are_no_steps(lead: str, steps: int) -> None:
    passage = f"{lead}\n\n1. Attract new drivers to the depot.\n2. Keep the fleet clean.\n3. Train every clerk.\n"
    assert len(found(passage)) == steps
