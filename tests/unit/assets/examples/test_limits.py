"""Limits: what an amount means for a rule, how it is asked for, and that the verifier agrees."""

import json
import re
from typing import Any

import polars as pl
import pytest

from assets.examples.generation import Generated, generate
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World


def proven(world: World) -> Generated:
    """Examples that the verifier accepts."""
    settings = ExampleSettings(evaluation_share=0.01, refusal_budget=0.9, situation_share=1.0, voiced_share=0.0)
    return generate(*world.frames(), settings, verdicts)


def of(made: Generated, situation: str) -> list[dict[str, Any]]:
    """Rows of a situation, with question, answer and claim."""
    rows = made.examples.filter(pl.col("situation").cast(pl.String) == situation).iter_rows(named=True)
    return [
        {
            "question": row["messages"][1]["content"].rpartition("Question: ")[2],
            "answer": row["messages"][-1]["content"],
            "claim": json.loads(row["claim"]),
        }
        for row in rows
    ]


def add(world: World, sentence: str, phrase: str, value: float, written: str, unit: str, **fields: Any) -> None:
    """A page with a limit."""
    world.limit(
        world.page("Cylinders in vehicles", [sentence]), sentence, phrase, predicate="be", value=value,
        value_text=written, unit=unit, scope="rule", **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "value", "unit", "comparator"),
    [
        ("An exposed key must be replaced within 4 hours.", "within 4 hours", "4 hours", 4.0, "hour", "at_most"),
        ("You must announce repairs of pumps at least 5 days in advance.", "at least 5 days", "5 days", 5.0, "day", "at_least"),
    ],
)  # fmt: skip
def test_an_amount_takes_the_place_of_the_limit(
    world: World, sentence: str, phrase: str, written: str, value: float, unit: str, comparator: str
) -> None:
    add(world, sentence, phrase, value, written, unit, comparator=comparator, modality="must")
    made = proven(world)
    for situation in ("inside_limit", "at_limit", "outside_limit"):
        (row,) = of(made, situation)
        assert f"{row['claim']['asked']:g} {unit}" in row["question"]
        assert phrase not in row["question"]
        assert f"“{phrase}”" in row["answer"]


def test_a_question_whether_the_limit_is_broken_turns_yes_and_no_round(world: World) -> None:
    for n, word in enumerate(("reports", "letters", "samples", "invoices", "drawings", "permits")):
        sentence = f"{word.capitalize()} of the {word[:-1]} desk are sent within {n + 5} days."
        world.limit(
            world.page(f"Desk for {word}", [sentence]), sentence, f"within {n + 5} days", predicate="send", value=n + 5.0,
            value_text=f"{n + 5} days", unit="day", scope="rule", comparator="at_most", modality="fact",
        )  # fmt: skip
    made = of(proven(world), "outside_limit")
    broken = [row for row in made if "too late" in row["question"]]
    kept = [row for row in made if "too late" not in row["question"]]
    assert broken
    assert kept
    assert all(row["answer"].startswith("Yes") for row in broken)
    assert all(row["answer"].startswith("No") for row in kept)


def test_less_than_one_hour_is_asked_in_minutes(world: World) -> None:
    add(world, "A gas leak must be reported within 1 hour.", "within 1 hour", 1.0, "1 hour", "hour", comparator="at_most",
        modality="must")  # fmt: skip
    (row,) = of(proven(world), "inside_limit")
    assert re.search(r"\d\d minutes", row["question"])
    assert row["claim"]["asked"] < 1


def test_a_deadline_with_an_alternative_decides_nothing(world: World) -> None:
    add(world, "Findings are closed within 30 days or explained to the board.", "within 30 days", 30.0, "30 days", "day",
        comparator="at_most", modality="fact")  # fmt: skip
    made = proven(world)
    assert not of(made, "outside_limit")


def test_the_amount_left_out_is_asked_for(world: World) -> None:
    add(world, "A vehicle may carry at most 4 cylinders.", "at most 4 cylinders", 4.0, "4 cylinders", "cylinder",
        comparator="at_most", modality="may")  # fmt: skip
    (row,) = of(proven(world), "missing_amount")
    assert not re.search(r"\d", row["question"])
    assert re.search(r"[Hh]ow many cylinders", row["answer"])


TABLE = "| Meal | Limit | Receipt |\n| --- | --- | --- |\n| Lunch | EUR 20 | none |\n| Dinner | EUR 42 | always |"


def meal(world: World, more: str = "", column: str = "Limit") -> None:
    """The limit of lunch in a table, with more in its cell."""
    table = TABLE.replace("EUR 20", f"EUR 20{more}").replace("Limit", column)
    document = world.page("Meals on journeys", [table])
    row = f"| Lunch | EUR 20{more} | none"
    world.limit(document, row, "EUR 20", value=20.0, value_text="EUR 20", unit="USD", scope="rule", modality="fact",
                subject="Lunch", lead=f"Lunch, {column}", form="row", comparator="at_most")  # fmt: skip
    world.points[-1] |= {"sentence": f"Lunch, {column}: EUR 20{more}", "unit": "EUR"}


def test_what_a_note_says_is_no_limit(world: World) -> None:
    meal(world, column="Note")
    made = proven(world)
    assert of(made, "answerable")
    assert not of(made, "outside_limit")


def test_a_cell_is_asked_for_by_row_and_column_and_compared_with(world: World) -> None:
    meal(world)
    made = proven(world)
    (asked,) = of(made, "answerable")
    assert "Lunch" in asked["question"]
    assert "EUR 20" not in asked["question"]
    assert all(f"“{part}”" in asked["answer"] for part in ("EUR 20", "Lunch", "Limit"))
    (outside,) = of(made, "outside_limit")
    assert outside["claim"]["asked"] > 20
    assert outside["answer"].startswith("No")


@pytest.mark.parametrize(
    ("more", "compared"),
    [
        (" per head", True),
        (" a head", True),
        (", with a bill", True),
        (", or 30 abroad", False),
        ("; not on Sundays", False),
    ],
)
def test_a_cell_that_says_more_is_compared_with_where_that_is_no_rule_of_its_own(
    world: World, more: str, compared: bool
) -> None:
    meal(world, more)
    outside = of(proven(world), "outside_limit")
    assert bool(outside) == compared
    assert all((" head" in row["question"]) == more.endswith(" head") for row in outside)


@pytest.mark.parametrize(
    ("clause", "done"),
    [
        ("a cylinder is not returned within 10 days", "is returned"),
        ("the driver does not call within 10 days", "the driver calls"),
    ],
)
def test_what_is_not_done_within_a_time_is_done_too_late(world: World, clause: str, done: str) -> None:
    sentence = f"If {clause}, the deposit must be paid again."
    add(
        world,
        sentence,
        "within 10 days",
        10.0,
        "10 days",
        "day",
        comparator="at_most",
        modality="must",
        clause=clause,
        marker="if",
    )
    world.points[-1]["scope"] = "clause"
    made = proven(world)
    (late,) = of(made, "inside_limit")
    assert late["claim"]["comparator"] == "more_than"
    assert late["claim"]["asked"] > 10
    assert done in late["question"].replace("The driver", "the driver")
    for situation in ("at_limit", "outside_limit"):
        (soon,) = of(made, situation)
        assert soon["claim"]["polarity"] is None


@pytest.mark.parametrize(
    ("which", "asked"),
    [("all cylinders that weigh", True), ("cylinders that weigh", False), ("a cylinder that weighs", False)],
)
def test_an_amount_tells_of_all_things_to_which_a_rule_applies(world: World, which: str, asked: bool) -> None:
    sentence = f"The driver must secure {which} more than 20 kg."
    add(world, sentence, "more than 20 kg", 20.0, "20 kg", "kg", comparator="more_than", modality="must")
    world.points[-1]["scope"] = "object"
    assert bool(of(proven(world), "inside_limit")) == asked


LINES = (
    "- **Eye tests**: up to £30 per test.\n- Blood tests: up to £90, or free at the nurse.\n- Clinic Nurse: up to £60."
)


def benefit(world: World, line: str, phrase: str, value: float) -> None:
    """A line of LINES that gives an amount."""
    name = line.partition(":")[0].strip("*")
    document = world.page("Staff benefits", [LINES])
    world.limit(document, line, phrase, value=value, value_text=phrase.removeprefix("up to "), unit="GBP", scope="rule",
                modality="fact", subject=name, lead=name, form="line", comparator="at_most")  # fmt: skip


def test_a_line_is_asked_for_and_compared_with(world: World) -> None:
    benefit(world, "**Eye tests**: up to £30 per test.", "up to £30", 30.0)
    made = proven(world)
    (asked,) = of(made, "answerable")
    assert "eye tests" in asked["question"].lower()
    assert "“Eye tests: up to £30 per test.”" in asked["answer"]
    (outside,) = of(made, "outside_limit")
    assert outside["claim"]["asked"] > 30
    assert outside["answer"].startswith("No")
    (missing,) = of(made, "missing_amount")
    assert "£" not in missing["question"]
    assert "“Eye tests: up to £30 per test.”" in missing["answer"]


def test_a_line_that_says_more_is_only_quoted(world: World) -> None:
    benefit(world, "Blood tests: up to £90, or free at the nurse.", "up to £90", 90.0)
    made = proven(world)
    assert of(made, "answerable")
    assert not of(made, "outside_limit")


def test_no_amount_is_enough_for_whom_a_line_names(world: World) -> None:
    benefit(world, "Clinic Nurse: up to £60.", "up to £60", 60.0)
    made = proven(world)
    assert "Clinic Nurse" in of(made, "answerable")[0]["question"]
    assert not of(made, "outside_limit")


@pytest.mark.parametrize("hours", ["08:00–16:30", "22:00 to 06:00"])
def test_a_time_is_held_against_the_hours_of_a_cell(world: World, hours: str) -> None:
    low, high = (60.0 * int(hours[:2]), 60.0 * int(hours[-5:-3]) + int(hours[-2:]))
    document = world.page("Desks", [f"| Desk | Weekdays |\n| --- | --- |\n| Porters | {hours} |\n| Tills | closed |"])
    world.limit(document, f"| Porters | {hours}", hours, value=low, value_text=hours, unit="clock", scope="rule",
                modality="fact", subject="Porters", lead="Porters, Weekdays", form="row", comparator="between")  # fmt: skip
    world.points[-1] |= {"sentence": f"Porters, Weekdays: {hours}", "value_high": high}
    made = proven(world)
    for situation, word in (("inside_limit", "Yes"), ("outside_limit", "No")):
        (row,) = of(made, situation)
        assert re.search(r"\d\d:\d\d (?:fall )?within the hours .*Porters.*Weekdays", row["question"])
        assert row["answer"].startswith(word)
        assert f"“{hours}”" in row["answer"]


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("4", 4.0, "guest"),
        ("4", 4.0, None),
        ("45p", 45.0, None),
        ("42c/km", 42.0, None),
        ("08:00–16:30", 480.0, "clock"),
    ],
)
def test_a_bare_number_or_time_is_asked_for(world: World, cell: str, value: float, unit: str | None) -> None:
    document = world.page(
        "Meals on journeys", [f"| Table | Guests |\n| --- | --- |\n| Corner | {cell} |\n| Hall | 6 |"]
    )
    world.limit(document, f"| Corner | {cell}", cell, value=value, value_text=cell, unit=unit, scope="rule", modality="fact",
                subject="Corner", lead="Corner, Guests", form="row", comparator="exactly")  # fmt: skip
    world.points[-1] |= {"sentence": f"Corner, Guests: {cell}"}
    (row,) = of(proven(world), "answerable")
    assert f"“{cell}”" in row["answer"]


def test_how_often_is_asked_for_with_the_count(world: World) -> None:
    add(world, "Cylinders must be tested at least once every 12 months.", "every 12 months", 12.0, "12 months", "month",
        comparator="exactly", modality="must")  # fmt: skip
    (row,) = [r for r in of(proven(world), "answerable") if "often" in r["question"].lower()]
    assert re.search("at least once every 12 months.*at least once every 12 months", row["answer"], re.IGNORECASE)


def test_a_time_within_which_something_is_due_is_asked_back(world: World) -> None:
    document = world.page(
        "Findings of audits", ["| Class | Closed within |\n| --- | --- |\n| Major | 20 days |\n| Minor | 60 days |"]
    )
    world.limit(document, "| Major | 20 days", "20 days", value=20.0, value_text="20 days", unit="day", scope="rule",
                modality="fact", subject="Major", lead="Major, Closed within", form="row", comparator="at_most")  # fmt: skip
    world.points[-1] |= {"sentence": "Major, Closed within: 20 days"}
    (row,) = of(proven(world), "missing_amount")
    assert "in time" in row["question"] or "too late" in row["question"]
    assert "How many days" in row["answer"]


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "value", "unit", "comparator", "modality"),
    [
        ("Gangways of at least 3 metres shall be kept clear.", "at least 3 metres", "3 metres", 3.0, "metre", "at_least",
         "must"),
        ("Drums are kept at least 3 metres apart or separated by a wall.", "at least 3 metres", "3 metres", 3.0, "metre",
         "at_least", "fact"),
        ("Drums must stand at least 3 metres apart or have a wall between them.", "at least 3 metres", "3 metres", 3.0,
         "metre", "at_least", "must"),
        ("You may carry forward up to 15 hours or 7½ shifts.", "up to 15 hours", "15 hours", 15.0, "hour", "at_most", "may"),
    ],
)  # fmt: skip
def test_what_an_amount_alone_does_not_decide_is_not_asked(
    world: World, sentence: str, phrase: str, written: str, value: float, unit: str, comparator: str, modality: str
) -> None:
    add(world, sentence, phrase, value, written, unit, comparator=comparator, modality=modality)
    made = proven(world)
    assert not any(of(made, s) for s in ("inside_limit", "at_limit", "outside_limit", "missing_amount"))


def test_a_subject_above_an_amount_triggers_its_rule(world: World) -> None:
    add(world, "Cylinders of more than 3 metres must be kept upright.", "more than 3 metres", 3.0, "3 metres", "metre",
        comparator="more_than", modality="must")  # fmt: skip
    assert of(proven(world), "inside_limit")


def test_the_amount_of_a_ban_is_told_as_what_is_allowed(world: World) -> None:
    add(world, "A vehicle may not carry more than 4 cylinders of gas.", "more than 4 cylinders", 4.0, "4 cylinders", "cylinder",
        comparator="at_most", modality="must_not")  # fmt: skip
    [row] = of(proven(world), "answerable")
    assert row["question"].endswith("How many cylinders of gas can a vehicle carry?")
    assert re.search(r"no more than 4 cylinders", row["answer"], re.IGNORECASE)


def test_no_question_is_cut_at_a_possessive(world: World) -> None:
    add(world, "You must give at least 5 days' notice.", "at least 5 days", 5.0, "5 days", "day", comparator="at_least",
        modality="must")  # fmt: skip
    made = proven(world)
    assert of(made, "outside_limit")
    assert all(re.search(r"how much notice (?:do )?I have to give", row["question"]) for row in of(made, "answerable"))


def test_no_question_ends_with_a_word_that_belonged_to_the_amount(world: World) -> None:
    add(world, "You must enter visits in the calendar for within 5 days of the request.", "within 5 days", 5.0, "5 days", "day",
        comparator="at_most", modality="must")  # fmt: skip
    assert not [row for row in of(proven(world), "answerable") if row["question"].endswith(" for?")]


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "value", "unit", "comparator"),
    [
        ("Entries must be made within five days of receipt, or of refusal.", "within five days", "five days", 5.0, "day",
         "at_most"),
        ("Lost keys must be reported within 30 minutes of your noticing.", "within 30 minutes", "30 minutes", 30.0, "minute",
         "at_most"),
        ("Waste must be held in the hall for at most seven days, and in the yard for ninety.", "at most seven days",
         "seven days", 7.0, "day", "at_most"),
        ("Plans are tested on paper and are updated within 25 days of a change.", "within 25 days", "25 days", 25.0, "day",
         "at_most"),
        ("A loan must last at most seven days, or from Friday to Monday for a washer.", "at most seven days", "seven days",
         7.0, "day", "at_most"),
        ("A branch has at least four keyholders and no more than six.", "at least four keyholders", "four keyholders", 4.0,
         "keyholder", "at_least"),
        ("You must report a shift in which you have worked for more than two hours.", "more than two hours", "two hours", 2.0,
         "hour", "more_than"),
    ],
)  # fmt: skip
def test_an_amount_that_cannot_be_told_as_a_fact_is_left_alone(
    world: World, sentence: str, phrase: str, written: str, value: float, unit: str, comparator: str
) -> None:
    modality = "must" if "must" in sentence else "fact"
    add(world, sentence, phrase, value, written, unit, comparator=comparator, modality=modality)
    assert not any(of(proven(world), s) for s in ("inside_limit", "outside_limit", "missing_amount"))


@pytest.mark.parametrize(
    ("sentence", "written", "value", "unit", "question"),
    [
        ("Cylinders are returned after 90 days.", "90 days", 90.0, "day", "After how long are cylinders returned?"),
        (
            "A cylinder belongs to the workshop after 3 years of use.", "3 years", 3.0, "year",
            "After how many years of use does a cylinder belong to the workshop?",
        ),
        ("Cylinders are checked weekly by the workshop.", "weekly", 1.0, "frequency",
         "How often are cylinders checked by the workshop?"),
    ],
)  # fmt: skip
def test_what_is_done_by_the_calendar_is_asked_for(
    world: World, sentence: str, written: str, value: float, unit: str, question: str
) -> None:
    add(world, sentence, written, value, written, unit, comparator="exactly", modality="fact")
    (row,) = of(proven(world), "answerable")
    assert row["question"].lower().endswith(question.lower())
    assert written in row["answer"]


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "value", "high", "unit"),
    [
        ("Cylinders must be kept between 5 and 25 °C.", "between 5 and 25 °C", "5 and 25 °C", 5.0, 25.0, "°C"),
        ("Crates must have between 4 and 12 labels.", "between 4 and 12 labels", "4 and 12 labels", 4.0, 12.0, "label"),
        ("Crates must have at least 4 and at most 12 labels.", "at least 4 and at most 12 labels", "4 and at most 12 labels",
         4.0, 12.0, "label"),
    ],
)  # fmt: skip
def test_a_range_is_asked_about_inside_and_outside_but_not_at_its_ends(
    world: World, sentence: str, phrase: str, written: str, value: float, high: float, unit: str
) -> None:
    owes = ["asked", "inside", "outside", "missing"]
    add(
        world, sentence, phrase, value, written, unit, value_high=high, comparator="between", modality="must", owes=owes
    )
    made = proven(world)
    (inside,), (outside,) = of(made, "inside_limit"), of(made, "outside_limit")
    assert value < inside["claim"]["asked"] < high
    assert not value <= outside["claim"]["asked"] <= high
    assert "inside that range" in inside["answer"] or "you are asking about" in inside["answer"]
    assert of(made, "answerable")
    assert not of(made, "at_limit")


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Deliveries are announced at least 5 days before they arrive.",
            "How long before deliveries arrive are they announced?",
        ),
        (
            "You must register crates at least 5 days before they arrive.",
            "How long before crates arrive do I have to register them?",
        ),
        (
            "Samples must rest for at least 5 days before they are cut.",
            "For how long do samples have to rest before they are cut?",
        ),
    ],
)
def test_a_pronoun_does_not_come_before_its_noun(world: World, sentence: str, question: str) -> None:
    add(world, sentence, "at least 5 days", 5.0, "5 days", "day", comparator="at_least", modality="must")
    (row,) = of(proven(world), "answerable")
    assert question.casefold() in row["question"].casefold()


def test_what_falls_below_an_amount_falls_to_another_one(world: World) -> None:
    sentence = "The pressure of a cylinder must not fall below 40 bar."
    add(world, sentence, "below 40 bar", 40.0, "40 bar", "bar", comparator="at_least", modality="must_not")
    asked = [row["question"] for row in of(proven(world), "outside_limit")]
    assert asked
    assert all(re.search(r"fall to \d+ bar", question) for question in asked)


@pytest.mark.parametrize(
    ("sentence", "phrase", "left_out"),
    [
        ("Two clerks must check orders of cylinders with a price of more than $300.", "more than $300", "orders of cylinders?"),
        ("Cylinders with a price of more than $300 need the approval of the manager.", "more than $300", "cylinders need"),
    ],
)  # fmt: skip
def test_an_amount_of_the_things_decides_whether_the_rule_reaches_them(
    world: World, sentence: str, phrase: str, left_out: str
) -> None:
    add(world, sentence, phrase, 300.0, "$300", "USD", comparator="more_than", modality="must")
    made = proven(world)
    for row in of(made, "outside_limit"):
        assert row["claim"]["polarity"] is None
        assert "nough" not in row["question"]
    (vague,) = of(made, "missing_amount")
    assert left_out.rpartition(" ")[0].lower() in vague["question"].lower()
    assert "price" not in vague["question"]


def test_what_has_to_be_done_at_once_is_held_against_no_time(world: World) -> None:
    sentence = "A leak of a cylinder must be reported immediately and in any case within 24 hours."
    add(world, sentence, "within 24 hours", 24.0, "24 hours", "hour", comparator="at_most", modality="must")
    made = proven(world)
    assert not of(made, "inside_limit")
    assert "what has to be done at once is not judged by a time" in made.uncovered["reason"].to_list()


@pytest.mark.parametrize(
    ("sentence", "phrase", "modality", "question"),
    [
        ("Two signatures are needed for loans of more than 20 days.", "more than 20 days", "must",
         r"[Aa]re two signatures needed for loans of \d+ days\?"),
        ("The board decides on loans of more than 20 days.", "more than 20 days", "fact",
         r"[Dd]oes the board (?:really )?decide on loans of \d+ days\?"),
        ("For loans of up to 20 days the manager approves the contract.", "up to 20 days", "fact",
         r"[Dd]oes the manager (?:really )?approve the contract for loans of \d+ days\?"),
        ("Vans worth more than EUR 500 must not stay in the yard.", "more than EUR 500", "must_not",
         r"vans worth EUR \d+ (?:allowed )?(?:to )?stay"),
        ("At least 20 days must be kept free.", "At least 20 days", "must", r"\d+ days are kept free"),
        ("Up to 20 days can be kept free.", "Up to 20 days", "may", r"\d+ days (?:are|be|(?:allowed )?to be) kept free"),
        ("A break of at least 20 minutes is required after lunch.", "at least 20 minutes", "must",
         r"(?:[Ii]s|[Ww]ould) a break of \d+ minutes (?:be )?enough after lunch\?"),
        ("Long loans need at least 20 days' notice.", "at least 20 days", "fact",
         r"(?:[Ii]s|[Ww]ould) \d+ days' notice (?:be )?enough for long loans\?"),
        ("Cards are given to clerks who travel at least 20 days.", "at least 20 days", "fact",
         r"[Aa]re cards given to clerks who travel \d+ days\?|that cards are given to clerks who travel \d+ days"),
        ("Loans are collected no sooner than 20 days after the notice.", "no sooner than 20 days", "fact",
         r"oans are collected \d+ days after the notice"),
        ("If a van is away for more than 20 days, the permit lapses and payments stop.", "more than 20 days", "fact",
         r"a van is away for \d+ days"),
        ("Spare keys are kept at another yard, at least 20 kilometres away.", "at least 20 kilometres", "fact",
         r"pare keys are kept at another yard, \d+ kilometres away"),
    ],
)  # fmt: skip
def test_what_an_amount_decides_follows_from_its_place(
    world: World, sentence: str, phrase: str, modality: str, question: str
) -> None:
    written = re.sub(r"^\D*?(?=\d|EUR)", "", phrase)
    unit = "EUR" if "EUR" in written else re.sub(r"[\d ]|s$", "", written).replace("kilometre", "km")
    comparator = {"more": "more_than", "up": "at_most", "Up": "at_most"}.get(phrase.split(maxsplit=1)[0], "at_least")
    add(
        world,
        sentence,
        phrase,
        float(re.sub(r"\D", "", phrase)),
        written,
        unit,
        comparator=comparator,
        modality=modality,
    )
    made = proven(world)
    for situation in ("inside_limit", "outside_limit"):
        (row,) = of(made, situation)
        assert re.search(question, row["question"])


@pytest.mark.parametrize(
    "sentence",
    [
        "Two signatures are needed only for loans of more than 20 days.",
        "Visitors over eighty or who stay for more than 20 days get a phone call.",
    ],
)
def test_an_amount_beside_an_alternative_or_an_only_decides_nothing(world: World, sentence: str) -> None:
    add(world, sentence, "more than 20 days", 20.0, "20 days", "day", comparator="more_than", modality="fact")
    assert not of(proven(world), "outside_limit")


@pytest.mark.parametrize(
    ("sentence", "phrase", "unit", "question"),
    [
        ("Labels of valves are kept for 5 years after the sale.", "5 years", "year", "or how long after the sale are labels"),
        ("Labels of valves are kept for 5 years and then burnt.", "5 years", "year", "or how long are labels of valves kept?"),
        ("Labels of valves are kept for 5 years and at a height of 3 metres.", "5 years", "year", None),
    ],
)  # fmt: skip
def test_what_goes_with_the_verb_is_not_asked_for(
    world: World, sentence: str, phrase: str, unit: str, question: str | None
) -> None:
    add(world, sentence, phrase, 5.0, phrase, unit, comparator="exactly", modality="fact")
    asked = [row["question"] for row in of(proven(world), "answerable") if "ow long" in row["question"]]
    assert bool(asked) == bool(question)
    assert all(question in text for text in asked if question)


@pytest.mark.parametrize(
    ("sentence", "phrase", "value", "unit"),
    [
        ("A cylinder must not weigh more than 15 kg.", "more than 15 kg", 15.0, "kg"),
        ("The inspection of a cylinder is limited to 15 minutes.", "limited to 15 minutes", 15.0, "minute"),
    ],
)
def test_an_amount_that_has_no_vague_form_is_not_left_out(
    world: World, sentence: str, phrase: str, value: float, unit: str
) -> None:
    modality, comparator = ("must_not", "at_most") if "not" in sentence else ("fact", "at_most")
    add(world, sentence, phrase, value, " ".join(phrase.split()[-2:]), unit, comparator=comparator, modality=modality)
    made = proven(world)
    assert of(made, "outside_limit")
    assert not of(made, "missing_amount")


def test_what_is_paid_up_to_an_amount_is_paid_up_to_another_one(world: World) -> None:
    sentence = "The inspection of a cylinder is reimbursed up to $200."
    add(world, sentence, "up to $200", 200.0, "$200", "USD", comparator="at_most", modality="fact")
    (row,) = of(proven(world), "outside_limit")
    assert "up to $" in row["question"]


def test_the_amount_of_what_is_named_later_is_not_asked_for(world: World) -> None:
    sentence = (
        "Claims for a torn label must be made within 7 days of delivery, for a lost label within 21 days of dispatch."
    )
    add(world, sentence, "within 21 days", 21.0, "21 days", "day", comparator="at_most", modality="must")
    assert not [row for row in of(proven(world), "answerable") if "how soon" in row["question"].lower()]


@pytest.mark.parametrize(
    ("sentence", "phrase", "comparator", "modality", "question"),
    [
        ("Drivers under 21 must carry a spare key.", "under 21", "less_than", "must", r"drivers aged \d+"),
        ("Nobody under 21 may drive a van.", "under 21", "less_than", "may", r"a person aged \d+"),
        ("Clerks aged 21 or over may drive a van.", "aged 21 or over", "at_least", "may", r"clerks aged \d+"),
        ("Under-21s have to carry a spare key.", "Under-21s", "less_than", "must", r"people aged \d+"),
        ("Clerks who are under 21 must not drive a van.", "under 21", "less_than", "must_not", r"clerks who are \d+"),
    ],
)
def test_an_age_is_asked_about_on_either_side(
    world: World, sentence: str, phrase: str, comparator: str, modality: str, question: str
) -> None:
    world.limit(world.page("Vans", [sentence]), sentence, phrase, predicate="be", value=21.0, value_text="21", unit="age",
                scope="subject", comparator=comparator, modality=modality)  # fmt: skip
    made = proven(world)
    (inside,), (outside,) = of(made, "inside_limit"), of(made, "outside_limit")
    assert re.search(question, inside["question"], re.IGNORECASE)
    forbids = modality == "must_not" or sentence.startswith("Nobody")
    assert inside["claim"]["polarity"] == ("no" if forbids else "yes")
    assert outside["claim"]["polarity"] is None
    for row in of(made, "missing_amount"):
        assert "How old are they" in row["answer"] or "how old are they" in row["answer"]


def test_whether_an_age_itself_is_over_it_is_not_asked(world: World) -> None:
    sentence = "Drivers over 65 must pass a test of their eyes."
    world.limit(world.page("Vans", [sentence]), sentence, "over 65", predicate="pass", value=65.0, value_text="65",
                unit="age", scope="subject", comparator="more_than", modality="must")  # fmt: skip
    made = proven(world)
    assert of(made, "inside_limit")
    assert not of(made, "at_limit")


@pytest.mark.parametrize(
    ("sentence", "written", "modality", "enough", "asked"),
    [
        ("Clerks must give three weeks' notice.", "three weeks", "must", r"give \w+ week(?:s'|'s) notice",
         r"how much notice do clerks have to give"),
        ("Long loans need three weeks' notice.", "three weeks", "fact", r"\w+ week(?:s'|'s) notice (?:be )?enough for long loans",
         r"how much notice do long loans need"),
        ("Three weeks' written notice is required to cancel a loan.", "Three weeks", "must",
         r"week(?:s'|'s) written notice (?:be )?enough to cancel a loan",
         r"how much written notice is required to cancel a loan"),
    ],
)  # fmt: skip
def test_so_much_notice_is_the_least(
    world: World, sentence: str, written: str, modality: str, enough: str, asked: str
) -> None:
    world.limit(world.page("Loans", [sentence]), sentence, written, predicate="need", value=3.0, value_text=written,
                unit="week", scope="rule", comparator="at_least", modality=modality)  # fmt: skip
    made = proven(world)
    for situation, polarity in (("inside_limit", "yes"), ("at_limit", "yes"), ("outside_limit", "no")):
        (row,) = of(made, situation)
        assert re.search(enough, row["question"])
        assert row["claim"]["polarity"] == (
            polarity if "problem" not in row["question"] else {"yes": "no"}.get(polarity, "yes")
        )
    assert any(re.search(asked, row["question"], re.IGNORECASE) for row in of(made, "answerable"))


def test_a_time_before_the_rule_says_from_when_it_holds(world: World) -> None:
    sentence = "After 14 days the borrower must pay a fee."
    world.limit(world.page("Loans", [sentence]), sentence, "After 14 days", predicate="pay", value=14.0, value_text="14 days",
                unit="day", scope="clause", comparator="more_than", modality="must")  # fmt: skip
    made = proven(world)
    (inside,), (outside,) = of(made, "inside_limit"), of(made, "outside_limit")
    assert re.search(r"[Dd]oes the borrower have to pay a fee after \d+ days\?", inside["question"])
    assert (inside["claim"]["polarity"], outside["claim"]["polarity"]) == ("yes", None)
    assert not of(made, "at_limit")
    assert "whether the amount itself counts is not said" in made.uncovered["reason"].to_list()


def test_the_amount_before_a_rule_stands_beside_that_of_the_rule(world: World) -> None:
    sentence = "After more than 9 hours, the break of the crew must be at least 45 minutes."
    world.limit(world.page("Crews", [sentence]), sentence, "more than 9 hours", predicate="be", value=9.0,
                value_text="9 hours", unit="hour", scope="clause", comparator="more_than", modality="must")  # fmt: skip
    made = proven(world)
    for situation in ("inside_limit", "at_limit", "outside_limit", "missing_amount"):
        (row,) = of(made, situation)
        assert "at least 45 minutes" in row["question"]


def test_everything_above_an_amount_is_asked_about_as_an_amount(world: World) -> None:
    sentence = "Receipts of the yard are needed for everything over £10."
    world.limit(world.page("Yard", [sentence]), sentence, "over £10", predicate="need", value=10.0, value_text="£10",
                unit="GBP", scope="object", comparator="more_than", modality="must")  # fmt: skip
    made = proven(world)
    (inside,), (vague,) = of(made, "inside_limit"), of(made, "missing_amount")
    assert re.search(r"needed for an amount of £\d+\?", inside["question"])
    assert vague["question"].endswith("needed?")


@pytest.mark.parametrize(
    ("sentence", "phrase", "unit", "question"),
    [
        ("Every cheque must be signed by two directors.", "two directors", "director",
         r"[Bb]y how many directors (?:does every cheque have|every cheque has) to be signed"),
        ("Loans of the yard need two signatures.", "two signatures", "signature", r"[Hh]ow many signatures (?:do )?loans of"),
    ],
)  # fmt: skip
def test_how_many_are_needed_is_asked_for(world: World, sentence: str, phrase: str, unit: str, question: str) -> None:
    add(
        world,
        sentence,
        phrase,
        2.0,
        phrase,
        unit,
        comparator="exactly",
        modality="must" if "must" in sentence else "fact",
    )
    assert any(re.search(question, row["question"]) for row in of(proven(world), "answerable"))


@pytest.mark.parametrize(
    ("sentence", "phrase", "question"),
    [
        ("An exposed key must be replaced within 4 hours after the alarm.", "within 4 hours",
         "No exposed key has been replaced yet."),
        ("A guard must report a lost key within 4 hours.", "within 4 hours", "A guard has not reported a lost key yet."),
        ("The guards are told within 4 hours of a loss of keys.", "within 4 hours", "The guards have not been told yet."),
        ("You must report a lost key within 4 hours.", "within 4 hours", "I have not reported a lost key yet."),
        ("The guard shall decide within 4 hours whether a lock is changed.", "within 4 hours",
         "The guard has not yet decided whether a lock is changed."),
    ],
)  # fmt: skip
def test_what_has_a_deadline_is_told_as_not_done_yet(world: World, sentence: str, phrase: str, question: str) -> None:
    modality = "fact" if " told " in sentence else "must"
    add(world, sentence, phrase, 4.0, "4 hours", "hour", comparator="at_most", modality=modality)
    (row,) = of(proven(world), "missing_amount")
    assert question.casefold() in row["question"].casefold()
    assert "hours have passed" in row["answer"]


@pytest.mark.parametrize("before", ["Vans stay in the yard;", "Exposed keys:"])
def test_a_quotation_from_the_middle_of_a_sentence_shows_that_it_has_begun(world: World, before: str) -> None:
    half = "an exposed key must be replaced within 4 hours"
    whole = f"{before} {half}, and nobody leaves."
    start = world.page("Cylinders in vehicles", [whole])
    world.limit(start, whole, "within 4 hours", predicate="replace", value=4.0, value_text="4 hours", unit="hour",
                scope="rule", comparator="at_most", modality="must")  # fmt: skip
    at = world.points[-1]["sentence_start"] + whole.index(half)
    world.points[-1] |= {"sentence": half, "sentence_start": at, "sentence_end": at + len(half)}
    answers = [row["answer"] for row in of(proven(world), "inside_limit")]
    assert answers
    assert all(f"“… {half}”" in answer for answer in answers)
    assert not any(re.search(r"[a-z]”(?: \[[^\]]+\])? [A-Z]", answer) for answer in answers)


def test_what_one_must_be_able_to_do_is_asked_about_as_done(world: World) -> None:
    sentence = "Guards of the depot must be able to reach the gate within 45 minutes."
    add(world, sentence, "within 45 minutes", 45.0, "45 minutes", "minute", comparator="at_most", modality="must")
    made = proven(world)
    asked = [row["question"] for situation in ("outside_limit", "missing_amount") for row in of(made, situation)]
    assert len(asked) == 2
    assert not any("able to" in question for question in asked)


def test_how_full_something_can_be_is_asked_in_so_many_words(world: World) -> None:
    sentence = "The tank of a van must never be more than 80% full."
    add(world, sentence, "more than 80%", 80.0, "80%", "percent", comparator="more_than", modality="must_not")
    assert any("how full can" in row["question"].lower() for row in of(proven(world), "answerable"))


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "unit", "enough", "asked"),
    [
        ("There must be at least three clerks at the gate of the yard.", "at least three clerks", "three clerks", "clerk",
         r"clerks? (?:be )?enough at the gate of the yard", r"how many clerks are required at the gate"),
        ("Between two shifts there must be a rest of at least three hours.", "at least three hours", "three hours", "hour",
         r"a rest of \w+ hours? (?:be )?enough between two shifts", r"how long a rest is required between two shifts"),
        ("A deposit of at least £3 is required for each cylinder.", "at least £3", "£3", "GBP",
         r"a deposit of £\d+ (?:be )?enough for each cylinder", r"how large a deposit is required for each cylinder"),
    ],
)  # fmt: skip
def test_what_there_must_be_is_what_is_required(
    world: World, sentence: str, phrase: str, written: str, unit: str, enough: str, asked: str
) -> None:
    add(world, sentence, phrase, 3.0, written, unit, comparator="at_least", modality="must")
    made = proven(world)
    for situation in ("inside_limit", "outside_limit"):
        (row,) = of(made, situation)
        assert re.search(enough, row["question"])
        assert row["claim"]["polarity"] == ("yes" if situation == "inside_limit" else "no")
    assert any(re.search(asked, row["question"], re.IGNORECASE) for row in of(made, "answerable"))


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("If an invoice exceeds £1,500, it must be signed by the board.", True),
        ("If invoices exceed £1,500, it must be signed by the board.", False),
    ],
)
def test_a_pronoun_stands_for_the_one_thing_of_the_condition(world: World, sentence: str, known: bool) -> None:
    phrase = "exceeds £1,500" if "exceeds" in sentence else "exceed £1,500"
    world.limit(world.page("Invoices", [sentence]), sentence, phrase, predicate="exceed", value=1500.0, value_text="£1,500",
                unit="GBP", scope="clause", comparator="more_than", modality="must", marker="if",
                clause=sentence[3 : sentence.index(", it")])  # fmt: skip
    inside = of(proven(world), "inside_limit")
    assert [bool(re.search(r"an invoice .*signed by the board if it is £", row["question"])) for row in inside] == [
        True
    ] * known


def test_one_day_ahead_is_no_bound_on_days(world: World) -> None:
    add(world, "You must announce repairs of pumps at least one day in advance.", "at least one day", 1.0, "one day", "day",
        comparator="at_least", modality="must")  # fmt: skip
    (inside,) = of(proven(world), "inside_limit")
    assert re.search(r"(?:two|three|four) days in advance", inside["question"])


def test_an_amount_that_has_to_last_decides_nothing_alone(world: World) -> None:
    sentence = "Yards below 90 percent for a quarter are looked after by the auditor."
    world.limit(world.page("Yards", [sentence]), sentence, "below 90 percent", predicate="look", value=90.0,
                value_text="90 percent", unit="percent", scope="subject", comparator="less_than", modality="fact")  # fmt: skip
    made = proven(world)
    assert not of(made, "inside_limit")
    assert "an amount together with how long it lasts" in made.uncovered["reason"].to_list()
