"""The grader on free text of every style: terse, chatty, repeated, broken off."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.evaluation.cases import Case, cases_of
from assets.evaluation.grading import grade
from assets.examples.drafts import Split
from assets.examples.generation import generate
from assets.examples.records import BEHAVIOURS
from assets.examples.refusing import not_documented
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.evaluation import cases as c
from tests.unit.assets.examples.conftest import World, filled

RIGHT = [
    (c.BOOK_5, "Yes."),
    (c.BOOK_5, "Yes, you can book a room 5 weeks in advance.\n\nYes, you can book a room 5 weeks in"),
    (c.BOOK_5, "You can book a room 5 weeks in advance, as that is less than 8 weeks."),
    (c.BOOK_5, "The answer is yes, because 5 weeks is within the limit."),
    (c.BOOK_11, "No, rooms can only be booked up to 8 weeks ahead [Rooms > Booking]."),
    (c.BOOK_11, "That is not possible: the limit is 8 weeks."),
    (c.BOOK_11, "You cannot book a room 11 weeks in advance."),
    (c.BOOK_11, "Answer: No"),
    (c.HOW_FAR, "Eight weeks."),
    (c.HOW_FAR, "Rooms can be booked up to 8 weeks in advance. [1]"),
    (c.HOW_FAR, "According to the booking rules it is 8 weeks before the day."),
    (c.WHO, "The safety officer."),
    (c.WHO, 'It is the job of the safety officer: "The safety officer must check the gas store every 6 months."'),
    (c.ALONE, "Nobody may work alone with high voltage."),
    (c.ALONE, "It's not allowed."),
    (c.JOURNEY_200, "The rule only covers journeys of more than 300 kilometres, so 200 is not addressed by it."),
    (c.JOURNEY_200, "No, only private journeys of more than 300 kilometres must be agreed."),
    (c.WHERE, "[Safety]"),
    (c.WHERE, 'It is mentioned in the section "Safety".'),
]
WRONG = [
    (c.AGREE_JOURNEY, "Yes, go ahead. The fleet manager is informed."),
    (c.AGREE_JOURNEY, "Please ask the safety officer about that."),
    (c.BOOK_5, "No."),
    (c.BOOK_5, "Rooms can be booked up to 8 weeks in advance."),  # the rule alone leaves a yes-or-no question open
    (c.BOOK_11, "Yes, 11 weeks is fine."),
    (c.BOOK_11, "The answer is: Yes, you can. No more than one room."),
    (c.HOW_FAR, "Four hours."),
    (c.HOW_FAR, "At least 8 weeks in advance."),
    (c.HOW_FAR, "Rooms can be booked up to 12 weeks in advance."),
    (c.HOW_FAR, "The answer to this question is:\n\nThe answer to this question is:"),
    (c.WHO, "The fleet manager."),
    (c.WHO, "Who has to check the gas store every 6 months?"),
    (c.ALONE, "You may work alone with high voltage."),
    (c.JOURNEY_200, "Yes, it must be agreed with the fleet manager."),
    (c.JOURNEY_200, "No."),
    (c.WHERE, "[Service vehicles]"),
]
SHOWN = [
    ("refuse", c.COLOUR, "The passages do not mention what colour the service vehicles are."),
    ("refuse", c.COLOUR, "I'm sorry, but I couldn't find any information about that."),
    ("refuse", c.COLOUR, "There is no information on the colour of the vehicles in the documents provided."),
    ("refuse", c.COLOUR, "The colour isn't specified. You may want to ask the fleet manager."),
    ("refuse", c.GUITAR, "These documents say nothing about guitars; I can only help with the documents."),
    ("refuse", c.GUITAR, "That question is outside the scope of the given passages."),
    ("refuse", c.COLOUR, "Sorry, I do not know."),
    ("refuse", c.COLOUR, "The answer is not possible to provide.\nThe answer is not possible to provide."),
    ("refuse", c.COLOUR, ""),
    ("answer", c.COLOUR, "The service vehicles are white."),
    ("answer", c.GUITAR, "Turn the pegs until each string sounds right."),
    ("answer", c.COLOUR, "Report an accident within 24 hours."),
    ("clarify", c.SOME_WEEKS, "How many weeks in advance would you like to book?"),
    ("clarify", c.SOME_WEEKS, "That depends on how many weeks it is: up to 8 weeks are possible."),
    ("clarify", c.SOME_WEEKS, "Please specify the number of weeks."),
    ("answer", c.SOME_WEEKS, "Yes, you can book a room some weeks in advance."),
    ("partial", c.SOME_WEEKS, "Rooms can be booked up to 8 weeks in advance."),
    ("answer", c.SOME_WEEKS, "The company has a policy that rooms need the approval of the managing director."),
    ("correct_premise", c.TOLD_12, "No, the limit is 8 weeks."),
    ("correct_premise", c.TOLD_12, "Your colleague is mistaken. It is up to 8 weeks."),
    ("correct_premise", c.TOLD_12, "Rooms can be booked up to 8 weeks in advance."),
    ("correct_premise", c.TOLD_ALONE, "Nobody may work alone with high voltage."),
    ("correct_premise", c.TOLD_ALONE, "That is not how it is."),
    ("answer", c.TOLD_ALONE, "You may work alone with high voltage."),
    ("answer", c.TOLD_12, "Yes, that is right."),
    ("answer", c.TOLD_12, "Rooms can be booked up to 12 weeks in advance."),
    ("surface_conflict", c.WHICH_VALUE, "The sources disagree: one says 24 hours, the other 2 days."),
    ("surface_conflict", c.WHICH_VALUE, "One page asks for 24 hours. The other page gives you 2 days."),
    ("answer", c.WHICH_VALUE, "Within 24 hours."),
    ("refuse", c.HOW_FAR, "The passages don't say how far in advance rooms can be booked."),
]


def test_who_sends_the_reader_where_the_documents_do_hands_over() -> None:
    rule = "“Private journeys of more than 300 kilometres must be agreed with the fleet manager.” [Service vehicles]"
    for opening in ("I can't decide that.", "That is not for me to decide."):
        found = grade(c.AGREE_JOURNEY, f"{opening} Please ask the fleet manager: {rule}")
        assert (found.behaviour, found.right, found.hallucinated) == ("escalate", True, False)


@pytest.mark.parametrize(("case", "output"), RIGHT)
def test_a_right_answer_counts_in_any_wording(case: Case, output: str) -> None:
    found = grade(case, output)
    assert (found.behaviour, found.right) == ("answer", True)
    assert not any([found.hallucinated, found.over_refused, found.fabricated_citation, found.invented_step])


@pytest.mark.parametrize(("case", "output"), WRONG)
def test_a_wrong_answer_does_not(case: Case, output: str) -> None:
    assert not grade(case, output).right


@pytest.mark.parametrize(("behaviour", "case", "output"), SHOWN)
def test_the_behaviour_shown_is_read_from_free_text(behaviour: str, case: Case, output: str) -> None:
    assert grade(case, output).behaviour == behaviour


def test_substance_without_ground_is_a_hallucination_and_abstaining_is_not() -> None:
    assert grade(c.COLOUR, "The service vehicles are white.").hallucinated
    assert grade(c.SOME_WEEKS, "Yes, that is fine.").hallucinated
    assert grade(c.TOLD_12, "Yes, that is right.").hallucinated
    assert grade(c.WHICH_VALUE, "Within 24 hours.").hallucinated
    assert not grade(c.COLOUR, "That is not mentioned.").hallucinated
    # the rule alone is true and settles nothing: neither right nor made up
    rule = grade(c.SOME_WEEKS, "Rooms can be booked up to 8 weeks in advance.")
    assert (rule.hallucinated, rule.right) == (False, False)
    assert not grade(c.HOW_FAR, "Four hours.").hallucinated, "a wrong answer to an answerable question is counted apart"


@pytest.mark.parametrize("split", ["train", "evaluation"])
@pytest.mark.parametrize("cite", [None, "[Service vehicles > Use]", "[Service vehicles > 3. Use. Who may?]"])
def test_every_refusal_that_the_product_teaches_is_read_as_one(split: Split, cite: str | None) -> None:
    for said in not_documented(split, "what colour the service vehicles are", "the fleet desk", cite):
        found = grade(c.COLOUR, said)
        assert (found.behaviour, found.hallucinated) == ("refuse", False), said


def test_a_correction_without_the_right_value_is_half_the_work() -> None:
    found = grade(c.TOLD_12, "No.")
    assert (found.behaviour, found.right, found.hallucinated) == ("correct_premise", False, False)


def test_leaving_an_answerable_question_open_is_over_refusal() -> None:
    assert grade(c.HOW_FAR, "The passages do not say.").over_refused
    assert grade(c.BOOK_5, "Could you tell me which room you mean?").over_refused
    assert not grade(c.HOW_FAR, "Four hours.").over_refused
    assert not grade(c.COLOUR, "That is not mentioned.").over_refused


@pytest.mark.parametrize(
    ("output", "fabricated"),
    [
        ("8 weeks [Rooms > Booking]", False),
        ("8 weeks [rooms]", False),
        ("8 weeks [1]", False),
        ("8 weeks [7]", True),
        ("8 weeks [Travel policy]", True),
        ("8 weeks, see HR-044", True),
        ("8 weeks, as section 4.2 says", True),
        ("8 weeks. Kind regards, [Your name]", False),
        ("8 weeks [the rooms are described](https://example.com)", False),
    ],
)
def test_a_citation_of_what_is_not_there_is_fabricated(output: str, fabricated: bool) -> None:
    assert grade(c.HOW_FAR, output).fabricated_citation is fabricated


def test_advice_that_stands_nowhere_is_an_invented_step() -> None:
    assert grade(c.COLOUR, "Open the dashboard, click Settings and download the colour chart.").invented_step
    assert not grade(c.COLOUR, "That is not mentioned. You should ask the owner of the page.").invented_step
    assert not grade(c.HOW_FAR, "You can book rooms up to 8 weeks in advance.").invented_step


def test_a_part_that_is_settled_and_a_gap_that_is_named_are_a_partial_answer() -> None:
    case = replace(c.HOW_FAR, behaviour="partial")
    gap = "The passages do not say what a room costs."
    for told in ("Rooms can be booked up to 8 weeks in advance.", "It is 8 weeks."):
        found = grade(case, f"{told} {gap}")
        assert (found.behaviour, found.right, found.hallucinated) == ("partial", True, False)
    assert not grade(case, gap).right
    assert not grade(case, f"It is 11 weeks. {gap}").right
    made_up = grade(case, "It is 8 weeks, and a room costs 20 euros.")
    assert (made_up.right, made_up.hallucinated) == (False, True)


@given(st.text(max_size=300))
def test_every_text_gets_a_grade(output: str) -> None:
    found = grade(c.SOME_WEEKS, output)
    assert found.behaviour in BEHAVIOURS
    assert not (found.right and found.hallucinated)


def test_what_the_product_teaches_is_graded_right_and_what_it_warns_of_wrong() -> None:
    examples = generate(*filled(World()).frames(), ExampleSettings(refusal_budget=0.6), verdicts).examples
    asked = {case.example: case for case in cases_of(examples.with_columns(split=pl.lit("evaluation")))}
    rejected = dict(examples.filter(pl.col("rejected").is_not_null()).select("example", "rejected").iter_rows())
    assert len(asked) > 20
    assert [case.expected for case in asked.values() if not grade(case, case.expected).right] == []
    wrong = [grade(asked[example], text).right for example, text in rejected.items()]
    assert sum(wrong) <= 0.03 * len(wrong)


@pytest.mark.parametrize("case", [replace(c.BOOK_5, behaviour="clarify", needs=()), replace(c.HOW_FAR, needs=())])
def test_a_case_that_names_no_need_is_graded_all_the_same(case: Case) -> None:
    assert not grade(case, "Could you tell me how many weeks?").right
