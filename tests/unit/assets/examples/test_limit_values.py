"""The value of a limit as the question."""

import re

import polars as pl
import pytest

from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.limits import add, of, proven


def test_how_often_is_asked_for_with_the_count(world: World) -> None:
    add(world, "Cylinders must be tested at least once every 12 months.", "every 12 months", 12.0, "12 months", "month",
        comparator="exactly", modality="must")  # fmt: skip
    (row,) = [r for r in of(proven(world), "answerable") if "often" in r["question"].lower()]
    assert re.search("at least once every 12 months.*at least once every 12 months", row["answer"], re.IGNORECASE)


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


def test_a_first_moment_is_no_time_within_which(world: World) -> None:
    add(world, "Trainees may leave the hall no earlier than 2 hours after the briefing.", "no earlier than 2 hours", 2.0,
        "2 hours", "hour", comparator="at_least", modality="may")  # fmt: skip
    asked = [d.turns[0][0] for d in world.drafts() if d.cell == "asked"]
    assert any("how soon after the briefing" in q.lower() for q in asked)
    assert not [q for q in asked if "within what time" in q.lower()]


def test_a_range_that_recurs_is_how_often(world: World) -> None:
    add(world, "Cylinders are checked every six to eight weeks by the workshop.", "every six to eight weeks", 6.0,
        "six to eight weeks", "week", value_high=8.0, comparator="between", modality="fact")  # fmt: skip
    asked = [d.turns[0][0] for d in world.drafts() if d.cell == "asked" and "every" not in d.skeleton]
    assert asked
    assert not [q for q in asked if re.search(r"how many weeks|every\?", q, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("sentence", "phrase", "unit", "question"),
    [
        ("Labels of valves are kept for 5 years after the sale.", "5 years", "year", "or how long after the sale are labels"),
        ("Labels of valves are kept for 5 years and then burnt.", "5 years", "year", "or how long are labels of valves kept?"),
        ("Labels of valves are kept for 5 years and at a height of 3 metres.", "5 years", "year", None),
        ("Labels of valves get an additional 5 years, paid.", "5 years", "year", None),
        ("Labels of valves are kept for 5 years and scanned by the clerk.", "5 years", "year",
         "or how long are labels of valves kept?"),
        ("Labels of valves are kept for 5 years and scanned by the clerk if they are torn.", "5 years", "year", None),
        ("Labels of valves are scanned and kept for 5 years.", "5 years", "year", "or how long are labels of valves kept?"),
    ],
)  # fmt: skip
def test_what_goes_with_the_verb_is_not_asked_for(
    world: World, sentence: str, phrase: str, unit: str, question: str | None
) -> None:
    add(world, sentence, phrase, 5.0, phrase, unit, comparator="exactly", modality="fact")
    asked = [row["question"] for row in of(proven(world), "answerable") if "ow long" in row["question"]]
    assert bool(asked) == bool(question)
    assert all(question in text for text in asked if question)


@pytest.mark.parametrize(("between", "asked"), [("", True), (" by the clerk", False)])
def test_how_soon_two_things_are_done_side_by_side_is_asked_for(world: World, between: str, asked: bool) -> None:
    sentence = f"Claims for a torn label are opened{between} and answered within 7 days."
    add(world, sentence, "within 7 days", 7.0, "7 days", "day", comparator="at_most", modality="fact")
    questions = [row["question"].lower() for row in of(proven(world), "answerable")]
    assert any("claims for a torn label are opened and answered" in q or
               "are claims for a torn label opened and answered" in q for q in questions) == asked  # fmt: skip


def test_the_amount_of_what_is_named_later_is_not_asked_for(world: World) -> None:
    sentence = (
        "Claims for a torn label must be made within 7 days of delivery, for a lost label within 21 days of dispatch."
    )
    add(world, sentence, "within 21 days", 21.0, "21 days", "day", comparator="at_most", modality="must")
    assert not [row for row in of(proven(world), "answerable") if "how soon" in row["question"].lower()]


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


def test_a_verb_before_a_comma_is_inflected_without_it(world: World) -> None:
    sentence = "The billing period of the depot lasts one week, beginning on Sunday."
    add(world, sentence, "one week", 1.0, "one week", "week", comparator="exactly", modality="fact")
    told = [row["question"] + str(row["claim"]) for row in of(proven(world), "undocumented")]
    assert told
    assert all("lasts, beginning" in text for text in told)


def test_a_sentence_that_begins_with_its_limit_is_misquoted_as_well(world: World) -> None:
    add(world, "Up to five days of leave may be carried over by the crew.", "Up to five days", 5.0, "five days", "day",
        comparator="at_most", modality="may")  # fmt: skip
    made = proven(world).examples.filter(pl.col("situation").cast(pl.String).is_in(["contrast", "false_premise"]))
    worse = made["rejected"].to_list()
    assert worse
    assert all(re.search("“Up to (?!five)[a-z]+ days of leave", text) for text in worse)


@pytest.mark.parametrize(
    ("sentence", "phrase", "value", "written", "unit", "comparator", "modality", "question"),
    [
        ("Berths of guests can be let up to 90 euros a night.", "up to 90 euros", 90.0, "90 euros", "EUR", "at_most", "may",
         r"[Uu]p to how much can berths of guests be let a night\?"),
        ("Guests of the yard may spend up to 90 euros a night.", "up to 90 euros", 90.0, "90 euros", "EUR", "at_most", "may",
         r"\b[Hh]ow much can guests of the yard spend a night\?"),
        ("The purity of the oil must be at least 70 %.", "at least 70 %", 70.0, "70 %", "percent", "at_least", "must",
         r"[Hh]ow high (?:does the purity of the oil have|the purity of the oil has) to be"),
    ],
)  # fmt: skip
def test_how_much_something_is_done_up_to_and_how_high_it_has_to_be(
    world: World,
    sentence: str,
    phrase: str,
    value: float,
    written: str,
    unit: str,
    comparator: str,
    modality: str,
    question: str,
) -> None:
    add(world, sentence, phrase, value, written, unit, comparator=comparator, modality=modality)
    assert any(re.search(question, row["question"]) for row in of(proven(world), "answerable"))


@pytest.mark.parametrize(("who", "asked"), [("Letters", True), ("396 letters", False)])
def test_how_often_so_many_are_sent_is_not_asked(world: World, who: str, asked: bool) -> None:
    add(
        world,
        f"{who} of guests are sent every day.",
        "every day",
        1.0,
        "day",
        "day",
        comparator="exactly",
        modality="fact",
    )
    assert any("ow often" in row["question"] for row in of(proven(world), "answerable")) == asked


@pytest.mark.parametrize(("after", "asked"), [("the step", True), ("the step by the clerk on duty", False)])
def test_how_soon_after_what_somebody_did_is_not_asked(world: World, after: str, asked: bool) -> None:
    sentence = f"Missing entries must be completed within 24 hours of {after}."
    add(world, sentence, "within 24 hours", 24.0, "24 hours", "hour", comparator="at_most", modality="must")
    assert any("ow soon after" in row["question"] for row in of(proven(world), "answerable")) == asked


@pytest.mark.parametrize(
    ("sentence", "modality", "asked"),
    [
        ("Missing entries must be completed within 24 hours of the step.", "must", "ow soon after the step do"),
        ("Missing entries may be completed within 24 hours of the step.", "may", "ithin what time after the step can"),
        ("Missing entries of the yard are accepted within 24 hours.", "fact", "ithin what time are missing entries"),
    ],
)
def test_what_one_may_do_has_a_last_moment_only(world: World, sentence: str, modality: str, asked: str) -> None:
    add(world, sentence, "within 24 hours", 24.0, "24 hours", "hour", comparator="at_most", modality=modality)
    found = [row["question"] for row in of(proven(world), "answerable")]
    assert any(asked in question for question in found)
    assert not any("ow soon" in question for question in found if "ow soon" not in asked)


def test_what_stands_around_an_amount_keeps_one_comma(world: World) -> None:
    sentence = "A loan of the yard may be granted once, for up to 15 days, by the clerk."
    add(world, sentence, "up to 15 days", 15.0, "15 days", "day", comparator="at_most", modality="may")
    asked = [row["question"] for row in of(proven(world), "answerable")]
    assert any("once, by the clerk" in question for question in asked)


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "unit", "asked"),
    [
        (
            "Fill steel bottles of the lab to 80 % at most.",
            "80 % at most",
            "80 %",
            "percent",
            "can I fill steel bottles",
        ),
        (
            "Inform the supplier of steel within 3 days.",
            "within 3 days",
            "3 days",
            "day",
            "do I have to inform the supplier",
        ),
    ],
)
def test_nobody_has_to_use_up_what_is_allowed_at_most(
    world: World, sentence: str, phrase: str, written: str, unit: str, asked: str
) -> None:
    add(
        world,
        sentence,
        phrase,
        float(written.split(maxsplit=1)[0]),
        written,
        unit,
        comparator="at_most",
        modality="must",
    )
    (question,) = [d.turns[0][0] for d in world.drafts() if d.recipe == "how_many"]
    assert asked in question


def test_an_amount_that_is_asked_for_is_misremembered_in_the_quotation_too(world: World) -> None:
    for thing in (
        "Crates",
        "Ladders",
        "Ropes",
        "Lamps",
        "Sails",
        "Maps",
    ):  # the place decides whether it is misremembered
        rule = f"{thing} of visitors are kept for 9 months."
        world.limit(
            world.page(f"{thing} at the quay", [rule]), rule, "for 9 months", predicate="keep", value=9.0,
            value_text="9 months", unit="month", scope="rule", comparator="exactly", modality="fact",
        )  # fmt: skip
    told = [row for row in of(proven(world), "answerable") if "how long" in row["question"].lower()]
    wrong = [
        row["rejected"] for row in told if "of visitors are kept for" in row["rejected"] and "“" in row["rejected"]
    ]
    assert wrong
    assert not [worse for worse in wrong if "9 months" in worse]


@pytest.mark.parametrize(("where", "asked"), [("", True), (" in the yard and a test", False), (" as a mate", False)])
def test_a_time_that_is_spent_somewhere_is_not_asked_for_without_it(world: World, where: str, *, asked: bool) -> None:
    add(world, f"Cylinders are returned after 12 months{where}.", "12 months", 12.0, "12 months", "month",
        comparator="exactly", modality="fact")  # fmt: skip
    assert any("fter how long" in row["question"] for row in of(proven(world), "answerable")) == asked


def test_an_amount_is_told_as_the_rule_puts_it(world: World) -> None:
    for number in range(8):  # the place decides in which words
        sentence = f"Cylinders are returned after {number + 12} days."
        written = f"{number + 12} days"
        world.limit(world.page(f"Hall {number}", [sentence]), sentence, written, predicate="return", value=number + 12.0,
                    value_text=written, unit="day", scope="rule", comparator="exactly", modality="fact")  # fmt: skip
    told = [row["answer"] for row in of(proven(world), "answerable")]
    assert any(re.search(r"\] has “after \d+ days” there: “", answer) for answer in told)


@pytest.mark.parametrize(("what", "asked"), [("the visit", True), ("so that nobody is surprised", False)])
def test_how_long_before_what_is_said(world: World, what: str, *, asked: bool) -> None:
    add(world, f"Notices of the depot are put up 24 hours before {what}.", "24 hours", 24.0, "24 hours", "hour",
        comparator="exactly", modality="fact")  # fmt: skip
    assert any("ow long before" in row["question"] for row in of(proven(world), "answerable")) == asked
