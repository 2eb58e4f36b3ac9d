"""What an amount means for its rule: which side allows what, and what it does not decide."""

import re
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from assets.examples.grammar import Unfit
from assets.examples.recipes.limits.ages import check_age
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.limits import add, meal, of, proven


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


@pytest.mark.parametrize(
    ("besides", "asked"),
    [
        (", which the harbour office issues free of charge", "need a permit?"),
        (", which is valid for a year and which the office issues", "need a permit?"),
        (" which the harbour office issues", "need a permit which the harbour office issues?"),
    ],
)
def test_what_a_rule_says_besides_of_a_thing_is_not_asked(world: World, besides: str, asked: str) -> None:
    sentence = f"Trailers longer than 2.5 m need a permit{besides}."
    add(world, sentence, "longer than 2.5 m", 2.5, "2.5 m", "m", comparator="more_than", modality="")
    sides = [r for name in ("inside_limit", "at_limit", "outside_limit") for r in of(proven(world), name)]
    assert len(sides) == 3
    assert all(asked in r["question"] for r in sides)


@pytest.mark.parametrize(
    ("things", "asked"),
    [
        ("vans up to 8 tonnes", "vans of"),
        ("vans up to 8 tonnes after a test", "vans of"),
        ("the van up to 8 tonnes after a test", None),
    ],
)
def test_a_measure_behind_things_says_which_they_are(world: World, things: str, asked: str | None) -> None:
    add(world, f"Apprentices may drive {things}.", "up to 8 tonnes", 8.0, "8 tonnes", "tonne", comparator="at_most",
        modality="may")  # fmt: skip
    sides = [r for name in ("inside_limit", "at_limit", "outside_limit") for r in of(proven(world), name)]
    assert len(sides) == (3 if asked else 0)
    assert all(str(asked) in r["question"] for r in sides)


@pytest.mark.parametrize(
    ("counts_from", "asked"),
    [
        ("a pilot becoming aware of a crack", "after a pilot becomes aware of a crack"),
        ("the reports being signed", "after the reports are signed"),
        ("a pilot working in a hangar", None),
    ],
)
def test_a_deadline_that_counts_from_what_somebody_does(world: World, counts_from: str, asked: str | None) -> None:
    sentence = f"Cracks in the wing should be reported to the tower within 24 hours of {counts_from}."
    add(world, sentence, "within 24 hours", 24.0, "24 hours", "hour", comparator="at_most", modality="should")
    made = [r for name in ("inside_limit", "outside_limit", "answerable") for r in of(proven(world), name)]
    assert len(made) == (3 if asked else 0)
    assert all(asked in r["question"].lower() for r in made)


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


def test_a_deadline_with_an_alternative_decides_nothing(world: World) -> None:
    add(world, "Findings are closed within 30 days or explained to the board.", "within 30 days", 30.0, "30 days", "day",
        comparator="at_most", modality="fact")  # fmt: skip
    made = proven(world)
    assert not of(made, "outside_limit")


def test_what_a_note_says_is_no_limit(world: World) -> None:
    meal(world, column="Note")
    assert proven(world).examples.is_empty()


def test_what_comes_so_much_later_is_not_after_so_much_later(world: World) -> None:
    sentence = "The second flight takes place no earlier than five days later."
    add(world, sentence, "no earlier than five days", 5.0, "five days", "day", comparator="at_least", modality="fact")
    questions = [row["question"] for side in ("inside", "outside") for row in of(proven(world), f"{side}_limit")]
    assert questions
    assert all("days later" in question and "after" not in question for question in questions)


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


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "value", "unit", "comparator", "modality"),
    [
        ("Gangways of at least 3 metres shall be kept clear.", "at least 3 metres", "3 metres", 3.0, "metre", "at_least",
         "must"),
        ("Drums are kept at least 3 metres apart or separated by a wall.", "at least 3 metres", "3 metres", 3.0, "metre",
         "at_least", "fact"),
        ("Drums must stand at least 3 metres apart or have a wall between them.", "at least 3 metres", "3 metres", 3.0,
         "metre", "at_least", "must"),
        ("For more than 90% of parcels, the label is printed in the yard.", "more than 90%", "90%", 90.0, "percent", "more_than",
         "fact"),
        ("Labels must be kept short—certainly under 80 letters.", "under 80 letters", "80 letters", 80.0, "letter", "less_than",
         "must"),
        ("A ward may hold no more than 20 vials of morphine 10 mg at one time.", "10 mg", "10 mg", 10.0, "mg", "exactly", "may"),
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


def test_what_is_paid_up_to_an_amount_is_paid_up_to_another_one(world: World) -> None:
    sentence = "The inspection of a cylinder is reimbursed up to $200."
    add(world, sentence, "up to $200", 200.0, "$200", "USD", comparator="at_most", modality="fact")
    (row,) = of(proven(world), "outside_limit")
    assert "up to $" in row["question"]


@pytest.mark.parametrize(
    ("sentence", "phrase", "comparator", "modality", "question"),
    [
        ("Drivers under 21 must carry a spare key.", "under 21", "less_than", "must", r"drivers aged \d+"),
        ("Nobody under 21 may drive a van.", "under 21", "less_than", "may", r"a person aged \d+"),
        ("Clerks aged 21 or over may drive a van.", "aged 21 or over", "at_least", "may", r"clerks aged \d+"),
        ("Under-21s have to carry a spare key.", "Under-21s", "less_than", "must", r"people aged \d+"),
        ("Clerks who are under 21 must not drive a van.", "under 21", "less_than", "must_not", r"clerks who are \d+"),
        ("Drivers under 21 are not allowed in a vault.", "under 21", "less_than", "must_not", r"drivers aged \d+"),
        ("Drivers under 21 can't rent a van.", "under 21", "less_than", "must_not", r"drivers aged \d+"),
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
    assert bool(
        re.match(r"Th(?:is|e) ban\b" if forbids else "Not ", outside["answer"])
    )  # where no ban is, nothing is permitted
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


@pytest.mark.parametrize(
    ("who", "age", "fits"),
    [
        ("minors under 16", 17, True),
        ("minors under 16", 18, False),
        ("adults over 60", 16, False),
        ("guests under 16", 18, True),
    ],
)
def test_nobody_is_asked_about_at_an_age_at_which_they_are_called_otherwise(who: str, age: int, fits: bool) -> None:
    limit: Any = SimpleNamespace(rule=SimpleNamespace(subject=who, clause=None))
    with nullcontext() if fits else pytest.raises(Unfit):
        check_age(limit, age)


@pytest.mark.parametrize(
    ("beside", "kept"),
    [
        ("Buoys of more than 2 metres need a lamp.", False),
        ("Buoys under 9 metres must be painted.", False),
        ("Lorries of more than 2 metres need a permit.", True),
        ("Small buoys don't.", False),
        ("Buoys are painted in spring.", True),
    ],
)
def test_an_amount_that_another_rule_may_decide_is_not_said_to_be_open(world: World, beside: str, kept: bool) -> None:
    sentence = "Buoys of more than 6 metres must be lit by the harbour office."
    document = world.page("Lights", [sentence, beside])
    world.limit(document, sentence, "more than 6 metres", predicate="light", value=6.0, value_text="6 metres", unit="meter",
                scope="subject", comparator="more_than", modality="must")  # fmt: skip
    found = re.search(r"(?:more than|under) (\d) metres", beside)
    if found:
        side = "less_than" if "under" in beside else "more_than"
        world.limit(document, beside, found[0], predicate="need", value=float(found[1]), value_text=f"{found[1]} metres",
                    unit="meter", scope="subject", comparator=side, modality="must")  # fmt: skip
    made = proven(world)
    lit = [r for s in ("at_limit", "outside_limit") for r in of(made, s) if "lit" in r["question"]]
    assert bool(lit) == kept


@pytest.mark.parametrize(
    ("words", "side", "comparator", "enough"),
    [
        ("no later than", "before", "at_least", True),
        ("no later than", "after", "at_most", False),
        ("no earlier than", "before", "at_most", False),
        ("no earlier than", "after", "at_least", True),
    ],
)
def test_a_time_that_is_counted_back_bounds_the_other_way(
    world: World, words: str, side: str, comparator: str, enough: bool
) -> None:
    sentence = f"You must book a crane {words} 12 days {side} the delivery."
    add(world, sentence, f"{words} 12 days", 12.0, "12 days", "day", comparator=comparator, modality="must")
    made = proven(world)
    (inside,), (outside,) = of(made, "inside_limit"), of(made, "outside_limit")
    assert (inside["claim"]["asked"] > 12) == enough
    assert (outside["claim"]["asked"] < 12) == enough


@pytest.mark.parametrize("mark", [",", ""])
def test_what_stands_before_there_must_be_stays_out_of_its_condition(world: World, mark: str) -> None:
    sentence = f"Between two shifts there must be a rest of at least three hours{mark} unless a foreman agrees."
    add(world, sentence, "at least three hours", 3.0, "three hours", "hour", comparator="at_least", modality="must")
    rows = of(proven(world), "outside_limit")
    assert rows
    assert all(re.search(r"between two shifts if a foreman doesn't agree", r["question"]) for r in rows)


@pytest.mark.parametrize(
    ("things", "fits"),
    [("multimeters and thermocouples", True), ("multimeters and ships them", False)],
)
def test_two_things_make_no_two_rules(world: World, things: str, fits: bool) -> None:
    sentence = f"The lab lends {things} for up to 14 days."
    add(world, sentence, "up to 14 days", 14.0, "14 days", "day", comparator="at_most", modality="fact")
    assert bool(of(proven(world), "outside_limit")) == fits


def test_the_reason_for_a_limit_is_not_asked_for(world: World) -> None:
    sentence = "Cylinders must be returned within 5 days, because the workshop counts them."
    add(world, sentence, "within 5 days", 5.0, "5 days", "day", comparator="at_most", modality="must")
    rows = of(proven(world), "outside_limit")
    assert rows
    assert not [r for r in rows if "because the workshop" in r["question"]]


def test_what_is_joined_to_a_thing_with_a_time_is_no_part_of_its_limit(world: World) -> None:
    sentence = "The skipper gets a receipt within two days and a letter at the end."
    add(world, sentence, "within two days", 2.0, "two days", "day", comparator="at_most", modality="fact")
    made = proven(world)
    assert not of(made, "inside_limit")
    assert "two rules in one sentence" in made.uncovered["reason"].to_list()


@pytest.mark.parametrize(
    ("sentence", "fits"),
    [
        ("No more than 20 litres may be kept at a bench.", True),
        ("No more than 20 litres must be kept at a bench.", False),
        ("No more than 20 litres should be kept at a bench.", False),
    ],
)
def test_no_more_than_so_much_may_is_a_most(world: World, sentence: str, fits: bool) -> None:
    document = world.page("Oil", [sentence])
    world.limit(document, sentence, "No more than 20 litres", predicate="keep", value=20.0, value_text="20 litres",
                unit="liter", scope="subject", comparator="at_most", modality=sentence.split()[5])  # fmt: skip
    made = proven(world)
    for situation, yes in (("inside_limit", "yes"), ("at_limit", "yes"), ("outside_limit", "no")):
        verdicts = {
            row["claim"]["polarity"] == yes or "over the limit" in row["question"]
            for row in of(made, situation)
            if "litres" in row["question"]
        }
        assert verdicts == ({True} if fits else set())


def test_what_is_done_up_to_an_amount_is_done_up_to_another(world: World) -> None:
    add(world, "Cards of guests are accepted up to 500 euros.", "up to 500 euros", 500.0, "500 euros", "EUR",
        comparator="at_most", modality="fact")  # fmt: skip
    asked = [r["question"] for s in ("inside_limit", "outside_limit") for r in of(proven(world), s)]
    assert asked
    assert all(re.search(r"accepted up to \d+ euros", question) for question in asked)


@pytest.mark.parametrize(("thing", "fits"), [("Dyes with a purity", False), ("Dyes", True)])
def test_what_only_an_amount_tells_apart_is_not_left_without_it(world: World, thing: str, fits: bool) -> None:
    sentence = f"{thing} below 50 litres must be weighed by the clerk."
    document = world.page("Dyes", [sentence])
    world.limit(document, sentence, "below 50 litres", predicate="weigh", value=50.0, value_text="50 litres",
                unit="liter", scope="subject", comparator="less_than", modality="must")  # fmt: skip
    assert bool(of(proven(world), "missing_amount")) == fits


@pytest.mark.parametrize(
    ("sentence", "fits"),
    [
        ("Only the branch manager may approve orders above 900 euros.", True),
        ("Only parcels above 900 euros may be sent.", False),
        ("Only the branch manager has to approve orders above 900 euros.", False),
    ],
)
def test_what_somebody_alone_may_do_with_so_much_they_may(world: World, sentence: str, fits: bool) -> None:
    document = world.page("Orders", [sentence])
    world.limit(document, sentence, "above 900 euros", predicate="approve" if "approve" in sentence else "send", value=900.0,
                value_text="900 euros", unit="EUR", comparator="more_than", scope="object", modality="may")  # fmt: skip
    made = proven(world)
    asked = of(made, "inside_limit")
    assert bool(asked) == fits
    assert all(row["claim"]["polarity"] == "yes" and "branch manager" in row["question"] for row in asked)


@pytest.mark.parametrize(
    ("sentence", "phrase", "reason"),
    [
        (
            "Tables of the yard may be dropped only if a backup holds more than 24 hours.",
            "more than 24 hours",
            "only if",
        ),
        (
            "Tables of the yard may be dropped if a backup less than 24 hours old exists.",
            "less than 24 hours",
            "behind its noun",
        ),
    ],
)
def test_an_amount_that_alone_allows_or_stands_behind_its_noun_is_left_alone(
    sentence: str, phrase: str, reason: str
) -> None:
    world = World()
    comparator = "more_than" if "more" in phrase else "less_than"
    add(world, sentence, phrase, 24.0, "24 hours", "hour", comparator=comparator, modality="may")
    made = proven(world)
    assert made.examples.filter(pl.col("recipe") == "limits").is_empty()
    assert any(reason in why for why in made.uncovered["reason"])


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The rower must pay a fine for each further collision within two years.", False),
        ("The rower must pay a fine for each collision within two years.", True),
    ],
)
def test_a_time_in_which_something_happens_again_is_no_deadline(world: World, sentence: str, asked: bool) -> None:
    world.limit(world.page("Boats", [sentence]), sentence, "within two years", predicate="pay", value=2.0,
                value_text="two years", unit="year", scope="rule", comparator="at_most", modality="must")  # fmt: skip
    assert bool(of(proven(world), "outside_limit")) == asked


@pytest.mark.parametrize(
    ("other", "asked"), [("The lamp must burn for at least 9 hours.", False), ("It is red.", True)]
)
def test_what_the_section_says_of_two_amounts_is_not_asked_for(world: World, other: str, asked: bool) -> None:
    sentence = "The lamp must burn for at least 5 hours."
    page = world.page("Lamps", ["Hang it up in fog.", sentence, "Hang up another one at night.", other])
    world.limit(page, sentence, "at least 5 hours", predicate="burn", value=5.0, value_text="5 hours", unit="hour",
                scope="rule", comparator="at_least", modality="must")  # fmt: skip
    assert bool(of(world.generate(), "outside_limit")) == asked


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ("; mills with one clerk within 9 days", False),
        (", mills with one clerk within 9 days", False),
        ("; a torn sack must be replaced within 2 days", False),
        ("; a roof must be mended within 2 days", True),
        ("; mills with one clerk hold 2 keys", True),
    ],
)
def test_another_amount_for_some_leaves_only_the_amount_to_ask_for(world: World, more: str, *, asked: bool) -> None:
    said = "Wet sacks must be replaced within 21 days"
    document = world.page("Mill rules", [f"{said}{more}."])
    world.limit(document, said, "within 21 days", predicate="replace", value=21.0, value_text="21 days", unit="day",
                scope="rule", comparator="at_most", modality="must", subject="Wet sacks")  # fmt: skip
    made = proven(world)
    for situation in ("inside_limit", "at_limit", "outside_limit", "missing_amount"):
        assert bool(of(made, situation)) == asked
    assert of(made, "answerable")
