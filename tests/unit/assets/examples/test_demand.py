"""Questions of tickets: refused while no document speaks of them, answered as soon as one does."""

import json
from typing import Any

import polars as pl
import pytest

from assets.examples.demand.clauses import indirect
from assets.examples.generation import generate
from assets.examples.grammar import Unfit
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts, verify
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.limits import meal

ASKED = "How long in advance do I have to request a sabbatical?"
REQUEST = "You must request a sabbatical at least 6 months in advance."


@pytest.fixture
def company(company: World) -> World:
    """The invented company with one more rule, beside which a question on a request can be refused."""
    machines = "You must request machine time at least 3 days in advance."
    return requestable(company, "Machine time", machines, "at least 3 days", 3.0, "day")


def requestable(world: World, title: str, sentence: str, phrase: str, value: float, unit: str) -> World:
    """The company with a page that says how long before something is requested."""
    fields = {"modality": "must", "predicate": "request", "comparator": "at_least", "value_text": f"{value:g}"}
    page = world.page(title, [sentence, "The plan of all dates hangs at the entrance of the main hall."])
    world.limit(page, sentence, phrase, **fields, value=value, unit=unit)
    return world


def ticket(world: World, *sentences: str) -> str:
    """A ticket that says this; returns its document."""
    return world.page(f"Ticket {len(world.documents)}", list(sentences), kind="ticket")


def heard(world: World) -> dict[str, dict[str, Any]]:
    """The examples on questions of tickets, by question; every example of the company is proven."""
    documents, passages, points = world.frames()
    settings = ExampleSettings(refusal_budget=0.6)
    made = generate(documents, passages, points, settings, verdicts).examples
    assert verify(made, documents, passages)["ok"].all()
    rows = made.filter(pl.col("recipe") == "demand").to_dicts()
    found = {row["messages"][1]["content"].rpartition("Question: ")[2]: row for row in rows}
    assert len(found) == len(rows)
    return found


def test_a_question_that_no_document_speaks_of_is_refused(company: World) -> None:
    asked_in = ticket(company, "I have been here for nine years.", ASKED, "Thank you.")
    (row,) = heard(company).values()
    claim = json.loads(row["claim"])
    text = next(d["text"] for d in company.documents if d["document"] == asked_in)
    place = claim["asked_in"]
    assert (row["situation"], row["behaviour"], row["evidence"]) == ("undocumented", "refuse", [])
    assert (place["document"], text[place["start"] : place["end"]]) == (asked_in, ASKED)
    assert claim["missing"] == "how long in advance you have to request a sabbatical"
    assert claim["missing"] in row["messages"][-1]["content"]
    assert "ask" in row["messages"][-1]["content"] or "check with" in row["messages"][-1]["content"]
    assert row["twin"]
    assert asked_in not in {part["document"] for part in row["context"]}


def test_a_gap_goes_to_the_owner_that_the_nearest_document_names(company: World) -> None:
    company.page(
        "Sabbaticals", ["Who has to request a sabbatical is told in advance."], ending="Rev. 2 · Owner: People Team"
    )
    ticket(company, ASKED)
    documents, passages, points = company.frames()
    demand = generate(documents, passages, points, ExampleSettings(), verdicts).demand
    assert demand["owner"].to_list() == ["People Team"]


def test_it_is_answered_once_a_document_answers_it(company: World) -> None:
    ticket(company, "I have been here for nine years.", ASKED)
    requestable(company, "Longer breaks", REQUEST, "at least 6 months", 6.0, "month")
    row = heard(company)[ASKED]
    assert (row["situation"], row["behaviour"]) == ("answerable", "answer")
    assert f"“{REQUEST}”" in row["messages"][-1]["content"]
    assert [piece["text"] for piece in row["evidence"]] == [REQUEST]


def test_what_a_document_speaks_of_without_a_rule_is_neither_refused_nor_answered(company: World) -> None:
    ticket(company, "I have been here for nine years.", ASKED)
    company.page("Longer breaks", ["Sabbaticals are described by the people team in a letter to each employee."])
    assert heard(company) == {}


def test_only_what_stands_on_its_own_is_a_question_to_a_handbook(company: World) -> None:
    ticket(
        company, "How long may this sabbatical last?", "Why was the sabbatical refused?", "Can you request a sabbatical?",
        "Did somebody request a sabbatical?", "Is my sabbatical approved?", "Who has approved the second sabbatical?",
        "So, who approves a sabbatical?", "How about a sabbatical in Peru (for [name])?", "A sabbatical?",
        "When will she be back from a sabbatical?", "Who approves a sabbatical for PERSON_ABCDEF?", ASKED,
    )  # fmt: skip
    assert heard(company).keys() == {ASKED}


def test_a_rule_on_the_same_verb_or_another_word_for_the_same_forbids_a_refusal(company: World) -> None:
    company.page("Software", ["The service desk installs software on request. Pets stay at home."])
    ticket(company, "Can I install trombones?", "May I bring a dog to the office?", "Can I request a hammock?")
    assert heard(company).keys() == {"Can I request a hammock?"}


def test_a_question_has_one_example_whoever_asks_it(company: World) -> None:
    for greeting in ("Hello.", "Good morning.", "Dear colleagues."):
        ticket(company, greeting, ASKED)
    assert heard(company).keys() == {ASKED}


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("May I bring a dog to the office?", "whether you may bring a dog to the office"),
        ("Does an apprentice get a travel card?", "whether an apprentice gets a travel card"),
        ("Do we get our deposit?", "whether you get your deposit"),
        ("Am I allowed to keep a plant on my desk?", "whether you are allowed to keep a plant on your desk"),
        ("How long are helpdesk tickets kept?", "how long helpdesk tickets are kept"),
        ("How do I cancel a subscription?", "how you cancel a subscription"),
        ("What is the maximum size of an attachment?", "what the maximum size of an attachment is"),
        ("Who has to approve a workcation?", "who has to approve a workcation"),
        ("When does the canteen close?", "when the canteen closes"),
    ],
)
def test_a_question_as_a_clause(question: str, clause: str) -> None:
    assert indirect(question) == clause


def test_what_is_not_understood_has_no_clause() -> None:
    with pytest.raises(Unfit):
        indirect("What remarkable to be?")


def test_a_rule_answers_in_other_inflections_and_forms_what_it_says(company: World) -> None:
    kept = "Visitor books are kept for 3 years in the gatehouse."
    fields = {"modality": "fact", "predicate": "keep", "comparator": "exactly", "value": 3.0, "unit": "year"}
    company.limit(company.page("Gate records", [kept]), kept, "3 years", **fields, value_text="3 years")
    signs = "The harbour master signs crane logs."
    company.point(company.page("Cranes", [signs]), signs, "role", "The harbour master", modality="fact", predicate="sign",
                  role="The harbour master")  # fmt: skip
    answered = {
        "For how long must visitor books be kept in the gatehouse?": kept,  # the gatehouse is the rule's own
        "How long do we keep visitor books?": kept,
        "Who signs crane logs?": signs,
    }
    ticket(company, *answered, "How long is the gatehouse kept?", "For how long do we keep crane logs?")
    found = heard(company)
    assert found.keys() == answered.keys()
    assert all(f"“{rule}”" in found[question]["messages"][-1]["content"] for question, rule in answered.items())


def logs(world: World) -> None:
    """Pages on who signs crane logs, by how many pages they have."""
    for title, who, phrase, comparator, value in (
        ("Cranes", "the harbour master", "more than 12 pages", "more_than", 12.0),
        ("Winches", "the foreman", "up to 3 pages", "at_most", 3.0),
    ):
        rule = f"{title[:-1]} logs of {phrase} are signed by {who}."
        page = world.page(title, [rule])
        world.point(page, rule, "role", who, modality="fact", predicate="sign", role=who)
        world.limit(page, rule, phrase, modality="fact", predicate="sign", comparator=comparator, value=value,
                    value_text=phrase.split(" ", 2)[2], unit="page", scope="subject")  # fmt: skip


@pytest.mark.parametrize(
    ("told", "signs"),
    [
        ("I have a crane log of 20 pages on the shelf.", "the harbour master"),
        ("I have a winch log of 2 pages on the shelf.", "the foreman"),
        ("I have a crane log of 8 pages on the shelf.", None),  # not more than 12
        ("I have a crane log on the shelf.", "How many pages"),  # asked back
        ("I have a shopping list of 20 pages on the shelf.", None),
        ("I have a crane log of 20 pages and a winch log of 2 pages on the shelf.", None),
        ("A customer has a crane log of 20 pages.", None),  # it may be another matter with customers
    ],
)
def test_what_a_ticket_tells_before_its_question_goes_with_it(company: World, told: str, signs: str | None) -> None:
    logs(company)
    ticket(company, told, "Who signs it?")
    found = heard(company)
    assert found.keys() == ({f"{told} Who signs it?"} if signs else set())
    for row in found.values():
        assert row["behaviour"] == ("clarify" if signs == "How many pages" else "answer")
        assert str(signs).lower() in row["messages"][-1]["content"].lower()


def test_whose_amount_decides_is_asked_for_it(company: World) -> None:
    logs(company)
    ticket(company, "Who signs crane logs?")
    ticket(company, "Who signs crane logs of more than 12 pages?")
    ticket(company, "Who signs crane logs of 8 pages?")
    found = heard(company)
    assert {question: row["behaviour"] for question, row in found.items()} == {
        "Who signs crane logs?": "clarify",
        "Who signs crane logs of more than 12 pages?": "answer",
    }
    assert found["Who signs crane logs?"]["situation"] == "missing_amount"


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("There are 25 kg of drift ice on the quay.", "No"),
        ("There are 15 kg of drift ice on the quay.", "Yes"),
        ("There are 15 kg of dry ice on the quay.", None),  # the rule is on drift ice
        ("There are 15 kg of drift ice and 8 kg of salt on the quay.", None),
        ("There are 15 bags of drift ice on the quay.", None),
    ],
)
def test_an_amount_told_before_a_question_decides_it(company: World, told: str, verdict: str | None) -> None:
    rule = "You may load up to 20 kg of drift ice onto a barge."
    company.limit(company.page("Barges", [rule]), rule, "up to 20 kg", modality="may", predicate="load", subject="you",
                  comparator="at_most", value=20.0, value_text="20 kg", unit="kg", scope="rule")  # fmt: skip
    ticket(company, told, "Can I load it onto a barge?")
    rows = [*heard(company).values()]
    assert len(rows) == (verdict is not None)
    assert all(row["messages"][-1]["content"].startswith(str(verdict)) for row in rows)


def test_what_nobody_told_is_not_refused_by_its_article(company: World) -> None:
    ticket(company, "Who has to request the sickle?")
    ticket(
        company, "The plan of dates is at the entrance.", "Who has to request the trombone?"
    )  # what is told may say which
    assert heard(company).keys() == {"Who has to request the sickle?"}


@pytest.mark.parametrize(
    ("told", "answered"),
    [
        ("My licence for the tower crane is from 2022.", True),
        ("My tower licence is from 2022.", True),
        ("My fishing licence is from 2022.", False),
    ],
)
def test_the_one_of_a_rule_is_no_other_one(company: World, told: str, *, answered: bool) -> None:
    rule = "The licence is valid for 3 years."
    page = company.page("Tower cranes", [rule])
    company.limit(page, rule, "3 years", modality="fact", predicate="be", comparator="exactly", value=3.0,
                  value_text="3 years", unit="year", scope="rule", subject="The licence")  # fmt: skip
    ticket(company, told, "How long is the licence valid?")
    assert heard(company).keys() == ({f"{told} How long is the licence valid?"} if answered else set())


def fact(world: World, title: str, rule: str, phrase: str, **fields: Any) -> None:
    """A page with a limit that states an amount, exactly unless told otherwise."""
    told = {
        "modality": "fact",
        "predicate": "be",
        "comparator": "exactly",
        "scope": "rule",
        "value_text": phrase,
        **fields,
    }
    world.limit(world.page(title, [rule]), rule, phrase, **told)


def test_a_cell_is_told_to_who_names_its_row_and_its_column(company: World) -> None:
    meal(company, column="Allowance")
    ticket(
        company, "How much is the allowance for lunch?", "How much is lunch?", "How much is the allowance for dinner?",
        "How long is the allowance for lunch?", "How much is the allowance for lunch abroad?",
    )  # fmt: skip
    (question, row), *others = heard(company).items()
    assert (question, others) == ("How much is the allowance for lunch?", [])
    assert all(f"“{part}”" in row["messages"][-1]["content"] for part in ("EUR 20", "Lunch", "Allowance"))
    assert "how much the allowance for lunch is" in row["rejected"]


def test_one_noun_is_enough_for_a_rule_on_nothing_else(company: World) -> None:
    fact(
        company,
        "Towing",
        "The probation period lasts 6 hours.",
        "6 hours",
        value=6.0,
        unit="hour",
        subject="The probation period",
    )
    fact(company, "Bollards", "Bollards must be greased within 5 days.", "within 5 days", value=5.0, unit="day",
         value_text="5 days", comparator="at_most", modality="must", predicate="grease", subject="Bollards")  # fmt: skip
    ticket(company, "How long is the probation period?", "How long is a bollard?")
    assert heard(company).keys() == {"How long is the probation period?"}


def test_what_something_is_is_told_where_it_is_an_amount(company: World) -> None:
    fact(company, "Leaving", "The mooring fee is EUR 30.", "EUR 30", value=30.0, unit="EUR",
         subject="The mooring fee")  # fmt: skip
    fact(
        company,
        "Pilots",
        "A pilot chart is valid for 9 days.",
        "9 days",
        value=9.0,
        unit="day",
        subject="A pilot chart",
    )
    ticket(company, "What is the mooring fee?", "What is the pilot chart?")
    assert heard(company).keys() == {"What is the mooring fee?"}


def test_which_of_two_rules_a_question_means_is_not_guessed(company: World) -> None:
    for title, hours in (("Cranes", 4), ("Winches", 8)):
        fact(company, title, f"Report a jammed drum within {hours} hours.", f"within {hours} hours", value=float(hours),
             unit="hour", value_text=f"{hours} hours", comparator="at_most", modality="must", predicate="report")  # fmt: skip
    ticket(company, "By when must I report a jammed drum?", "By when must I report a jammed drum in winches?")
    assert heard(company).keys() <= {"By when must I report a jammed drum in winches?"}


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("How often must we inspect anchor chains in the first season?", True),
        ("How often must we inspect anchor chains next season?", False),  # the rule says nothing of that
        ("How long must we inspect anchor chains in the first season?", False),
    ],
)
def test_how_often_is_answered_by_what_recurs(company: World, question: str, *, answered: bool) -> None:
    rule = "You must inspect anchor chains every 2 weeks in the first season."
    fact(company, "Anchors", rule, "every 2 weeks", value=2.0, unit="week", value_text="2 weeks", modality="must",
         predicate="inspect", subject="you")  # fmt: skip
    ticket(company, question)
    assert heard(company).keys() == ({question} if answered else set())


def test_what_is_told_before_it_may_name_the_thing_that_a_question_takes_for_known(company: World) -> None:
    rule = "After 6 failed pulls the hatch is locked for 30 minutes."
    fact(company, "Hatches", rule, "30 minutes", value=30.0, unit="minute", subject="the hatch", predicate="lock")
    ticket(company, "Our hatch shut with a bang.", "How long is the hatch locked?")
    ticket(company, "Our barge shut with a bang.", "How long is the hatch locked?")
    assert heard(company).keys() == {"Our hatch shut with a bang. How long is the hatch locked?"}


@pytest.mark.parametrize(
    ("question", "phrase", "unit", "rule"),
    [
        ("How many working days may apprentices spend on rafts?", "9 working days", "business day",
         "Apprentices may spend 9 working days on rafts."),
        ("What percentage of timber is resold?", "15 percent", "percent", "15 percent of timber is resold."),
        ("How long must a mooring line be?", "12 metres", "meter", "A mooring line must be 12 metres long."),
        ("What is the maximum rafting period for apprentices?", "3 weeks", "week",
         "The rafting period for apprentices is 3 weeks."),
    ],
)  # fmt: skip
def test_amounts_are_asked_for_by_what_they_measure(
    company: World, question: str, phrase: str, unit: str, rule: str
) -> None:
    fact(company, "Rafts", rule, phrase, value=float(phrase.split(maxsplit=1)[0]), unit=unit, subject="Apprentices")
    ticket(company, question)
    assert heard(company).keys() == {question}


def test_a_maximum_is_no_time_by_which_something_is_done(company: World) -> None:
    rule = "The boatswain opens a claim within 5 hours of the first call."
    fact(company, "Claims", rule, "within 5 hours", value=5.0, unit="hour", value_text="5 hours", comparator="at_most",
         subject="The boatswain", predicate="open")  # fmt: skip
    ticket(company, "What is the limit per claim for a boatswain?", "How soon does the boatswain open a claim?")
    assert heard(company).keys() <= {"How soon does the boatswain open a claim?"}


def test_a_subject_is_a_gap_where_its_ticket_speaks_of_it(company: World) -> None:
    company.page("broken kettle", ["The kettle in our kitchen leaks.", "Who replaces it?"], kind="ticket")
    company.page("vacation", ["We shall be away in July.", "How soon do I have to enter it?"], kind="ticket")
    found = generate(*company.frames(), ExampleSettings(), verdicts).demand
    assert dict(found.select("topic", pl.col("decision").cast(pl.String)).iter_rows()) == {
        "broken kettle": "open",
        "vacation": "undecided",
    }


@pytest.mark.parametrize(("amount", "verdict"), [("fifteen kg", "Yes"), ("thirty kg", "No"), ("fifteen bags", None)])
def test_an_amount_in_words_is_one(company: World, amount: str, verdict: str | None) -> None:
    rule = "You may load up to 20 kg of drift ice onto a barge."
    fact(company, "Barges", rule, "up to 20 kg", modality="may", predicate="load", subject="you", comparator="at_most",
         value=20.0, value_text="20 kg", unit="kg")  # fmt: skip
    ticket(company, f"Can I load {amount} of drift ice onto a barge?")
    rows = [*heard(company).values()]
    assert len(rows) == (verdict is not None)
    assert all(row["messages"][-1]["content"].startswith(str(verdict)) for row in rows)


def test_a_rule_on_another_amount_says_nothing_of_one_that_is_asked_about(company: World) -> None:
    rule = "Rafts can be booked up to 8 weeks in advance."
    fact(company, "Rafts", rule, "up to 8 weeks", modality="may", predicate="book", subject="Rafts", value=8.0, unit="week",
         comparator="at_most", value_text="8 weeks")  # fmt: skip
    ticket(company, "Can I book rafts in advance?", "Can I book rafts in advance for six hours?")
    made = generate(*company.frames(), ExampleSettings()).examples.filter(pl.col("recipe") == "demand")  # unproven
    assert [row[1]["content"].rpartition("Question: ")[2] for row in made["messages"]] == [
        "Can I book rafts in advance?"
    ]
