"""Limits that are times or dates: asked for, kept to or not, left vague, told wrong; all proven."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from assets.examples.grammar import Unfit
from assets.examples.moments import find_moment
from assets.examples.recipes import premises
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.limits import of, proven


def add(world: World, sentence: str, phrase: str, written: str, unit: str, value: float, **fields: Any) -> None:
    world.limit(
        world.page("Sample desk", [sentence]), sentence, phrase, predicate="take", value=value, value_text=written,
        unit=unit, scope="rule", owes=["asked", "inside", "outside", "missing"], **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "unit", "value", "comparator", "when"),
    [
        ("Samples are accepted until 11:00 on working days.", "until 11:00", "11:00", "clock", 660, "at_most",
         "Until what time are samples accepted on working days?"),
        ("Test reports must be filed by 15 January.", "by 15 January", "15 January", "date", 115, "at_most",
         "By what date do test reports have to be filed?"),
    ],
)  # fmt: skip
def test_a_moment_takes_the_place_of_the_bound(
    world: World, sentence: str, phrase: str, written: str, unit: str, value: int, comparator: str, when: str
) -> None:
    add(world, sentence, phrase, written, unit, value, comparator=comparator, modality="fact")
    made = proven(world)
    (asked,), (inside,), (outside,) = (of(made, s) for s in ("answerable", "inside_limit", "outside_limit"))
    assert asked["question"].lower().endswith(when.lower())
    assert inside["claim"]["asked"] < value < outside["claim"]["asked"]
    for row in (inside, outside):
        assert written not in row["question"]
        assert phrase in row["answer"]
        assert row["claim"]["holds"] is (row is inside)
    (vague,), (wrong,) = of(made, "missing_amount"), of(made, "false_premise")
    assert not re.search(r"\d", vague["question"])
    assert re.search(r"(?:time|date) exactly\?", vague["answer"])
    assert re.match("until|by", wrong["claim"]["claimed"])
    assert wrong["claim"]["claimed"] != phrase


def test_nobody_does_up_to_so_many_of_something_at_a_moment() -> None:
    for subject, asked in (("Up to 5 samples", False), ("Samples", True)):
        made = World()
        add(made, f"{subject} must be filed by 15 January.", "by 15 January", "15 January", "date", 115,
            comparator="at_most", modality="must")  # fmt: skip
        assert bool(of(proven(made), "inside_limit")) == asked


@pytest.mark.parametrize(("unit", "told"), [("GBP", "value"), ("date", "moment")])
def test_an_amount_of_money_is_no_moment(monkeypatch: pytest.MonkeyPatch, unit: str, told: str) -> None:
    monkeypatch.setattr(premises, "wrong_value", lambda site, twin: "value")
    monkeypatch.setattr(premises, "wrong_moment", lambda site, twin: "moment")
    site: Any = SimpleNamespace(point={"kind": "limit", "unit": unit}, made=lambda *recipes: "twin")
    assert premises.premises(site) == [told]
    monkeypatch.setattr(premises, f"wrong_{told}", unfit)
    with pytest.raises(Unfit, match="too loose"):
        premises.premises(site)


def unfit(site: Any, twin: Any) -> None:
    raise Unfit("too loose")


@pytest.mark.parametrize("zone", ["ET", "UTC", "local time", "CEST"])
def test_the_zone_of_a_time_is_part_of_it(world: World, zone: str) -> None:
    add(world, f"The sample desk closes at 16:30 {zone}.", "at 16:30", "16:30", "clock", 990, comparator="exactly",
        modality="fact")  # fmt: skip
    (asked,) = of(proven(world), "answerable")
    assert asked["question"].endswith("t what time does the sample desk close?")


def test_a_ban_within_hours_says_nothing_of_other_hours(world: World) -> None:
    sentence = "Samples must not be moved between 22:00 and 06:00."
    phrase = "between 22:00 and 06:00"
    add(
        world,
        sentence,
        phrase,
        "22:00 and 06:00",
        "clock",
        1320,
        value_high=360,
        comparator="between",
        modality="must_not",
    )
    made = proven(world)
    (row,) = of(made, "inside_limit")
    assert row["answer"].startswith("No")
    assert not of(made, "outside_limit")


@pytest.mark.parametrize(
    ("written", "value", "other", "said"),
    [
        ("4:30 p.m.", 990, 1020, "5 p.m."),
        ("5pm", 1020, 1050, "5:30pm"),
        ("08:00", 480, 450, "07:30"),
        ("9:00", 540, 570, "9:30"),
    ],
)
def test_a_time_is_written_in_the_style_of_the_source(written: str, value: int, other: int, said: str) -> None:
    moment = find_moment(f"Call by {written} on Monday", written, "clock", value, None)
    assert moment is not None
    assert moment.bare(other) == said


def test_a_day_of_the_month_is_asked_for_without_its_month(world: World) -> None:
    add(world, "Test reports are collected on the 10th of every month.", "on the 10th", "the 10th", "month day", 10,
        comparator="exactly", modality="fact")  # fmt: skip
    (asked,) = of(proven(world), "answerable")
    assert asked["question"].endswith("n what date are test reports collected?")


def test_what_lies_outside_of_two_spans_lies_outside_of_both(world: World) -> None:
    sentence = "Waste of the yard is accepted from 07:00 to 12:00 and again from 13:00 to 17:00."
    page = world.page("Waste", [sentence])
    for written, low, high in (("07:00 to 12:00", 420, 720), ("13:00 to 17:00", 780, 1020)):
        world.limit(page, sentence, f"from {written}", predicate="accept", value=low, value_high=high, value_text=written,
                    unit="clock", scope="rule", comparator="between", modality="fact")  # fmt: skip
    made = proven(world)
    inside, outside = of(made, "inside_limit"), of(made, "outside_limit")
    assert {row["claim"]["value"] for row in inside} == {420, 780}
    assert outside
    for row in outside:
        asked = row["claim"]["asked"]
        assert not 420 <= asked <= 720
        assert not 780 <= asked <= 1020
    for row in (*inside, *outside):
        assert "those spans" in row["answer"]


@pytest.mark.parametrize(("day", "half"), [("20th", "second"), ("5th", "first")])
def test_a_day_of_the_month_is_left_open_by_its_half(world: World, day: str, half: str) -> None:
    add(world, f"Test reports must be collected by the {day}.", f"by the {day}", f"the {day}", "month day", int(day[:-2]),
        comparator="at_most", modality="must")  # fmt: skip
    (vague,) = of(proven(world), "missing_amount")
    assert f"in the {half} half of the month" in vague["question"]


def test_a_bound_that_would_be_left_without_its_moment_is_not_asked_for(world: World) -> None:
    sentence = "Timecards should be available no later than Monday at 09:00."
    add(world, sentence, "at 09:00", "09:00", "clock", 540, comparator="exactly", modality="should")
    assert not [row for row in of(proven(world), "answerable") if "what time" in row["question"].lower()]


@pytest.mark.parametrize(
    ("sentence", "asked"), [("Pump 4 out of use until 20 November.", False), ("Pump 4 litres until 20 November.", True)]
)
def test_what_is_called_by_its_number_is_no_deed(world: World, sentence: str, asked: bool) -> None:
    add(world, sentence, "until 20 November", "20 November", "date", 1120, comparator="at_most", modality="must")
    assert bool(of(proven(world), "answerable")) == asked
