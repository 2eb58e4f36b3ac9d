"""Cells of tables and lines with an amount: asked for by their names, and compared with where they alone decide."""

import re

import pytest

from assets.examples.recipes.limits.rows import rows
from assets.examples.rejected import misread
from assets.identity import content_id
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.limits import benefit, meal, of, proven


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


def test_an_amount_is_misjudged_by_another_value_of_the_cell(world: World) -> None:
    meal(world)
    (outside,) = of(proven(world), "outside_limit")
    (cell,) = re.findall(r"“EUR (\d+)” for “Lunch”", outside["rejected"])
    assert outside["rejected"].startswith("Yes")
    assert outside["claim"]["asked"] <= float(cell)


def test_a_cell_is_misread_for_that_of_another_row(world: World) -> None:
    table = "| Meal | Limit |\n| --- | --- |\n| Lunch | 20 EUR |\n| Tea | none |\n| Dinner | 42 EUR |\n| Snack | 9% |"
    lead, row = "Lunch, Limit", "| Lunch | 20 EUR"
    for number in range(8):  # the place decides whether it is misread or refused
        world.limit(world.page(f"Meals {number}", [table]), row, "20 EUR", value=20.0, value_text="20 EUR", unit="EUR",
                    scope="rule", modality="fact", subject="Lunch", lead=lead, form="row", comparator="at_most")  # fmt: skip
    worse = [misread(site, "Limit", "20 EUR", "It is “20 EUR”.", "what it is") for site in world.sites()]
    assert {text for text, kind in worse if kind == "fabrication"} == {"It is “42 EUR”."}
    assert {kind for _, kind in worse} == {"fabrication", "needless_refusal"}


def test_a_follow_up_is_answered_worse_with_the_cell_of_the_row_before(world: World) -> None:
    meal(world, both=True)
    (follow,) = of(proven(world), "ellipsis")
    values = [str(claim["value"]).removesuffix(".0") for claim in follow["claim"]["turns"]]
    rows = [claim["row"] for claim in follow["claim"]["turns"]]
    assert follow["rejected"] == follow["answer"].replace(f"EUR {values[1]}", f"EUR {values[0]}")
    assert rows[1] in follow["rejected"]


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


@pytest.mark.parametrize("column", ["Alarm limit", "Warning limit", "Action limit"])
def test_a_column_that_says_when_to_act_bounds_nothing(world: World, column: str) -> None:
    meal(world, column=column)
    made = proven(world)
    assert of(made, "answerable")
    assert not of(made, "outside_limit") + of(made, "inside_limit") + of(made, "at_limit")


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


@pytest.mark.parametrize(
    ("named", "more"),
    [
        ("Clinic Nurse", ""),
        ("October", ""),
        ("Target", ""),
        ("Eye tests", " Eye tests need a note."),
        ("Other eye tests", ""),
        ("Eye tests", ""),
    ],
)
def test_what_a_line_names_is_no_topic(world: World, named: str, more: str) -> None:
    line = f"{named}: up to £60."
    page = world.page("Costs of the house", [f"- {line}{more}"])
    world.limit(page, line, "up to £60", value=60.0, value_text="£60", unit="GBP", scope="rule", modality="fact",
                subject=named, lead=named, form="line", comparator="at_most")  # fmt: skip
    assert bool(of(proven(world), "answerable")) == (named == "Eye tests" and not more)


@pytest.mark.parametrize(
    ("named", "line"), [("Repairs", "Repairs within 4 days."), ("Delivery", "Delivery inside 4 days.")]
)
def test_a_line_without_a_colon_is_asked_for_and_compared_with(world: World, named: str, line: str) -> None:
    document = world.page("Benefits", [line])
    fields = {
        "value": 4.0,
        "value_text": "4 days",
        "unit": "day",
        "scope": "rule",
        "modality": "fact",
        "comparator": "at_most",
    }
    decides = line.split(" ", maxsplit=1)[1].rstrip(".")
    world.limit(document, line, decides, subject=named, lead=named, form="line", **fields)
    made = proven(world)
    (asked,) = of(made, "answerable")
    assert named.lower() in asked["question"].lower()
    assert f"“{line}”" in asked["answer"]
    (outside,) = of(made, "outside_limit")
    assert outside["claim"]["asked"] > 4
    assert outside["answer"].startswith("No")


def test_a_measure_for_a_case_is_refused_by_its_name(world: World) -> None:
    table = "| Boat | Winter state |\n| --- | --- |\n| Safety boats | 300 kg |"
    lead, row = "Safety boats, Winter state", "| Safety boats | 300 kg"
    for number in range(6):  # the place decides whether it is misread or refused
        page, heading = world.page(f"Boats {number}", [table]), ["Weights and limits"]
        world.passages[-1] |= {"heading": heading, "passage": content_id([heading, world.passages[-1]["text"]])}
        world.limit(page, row, "300 kg", value=300.0, value_text="300 kg", unit="kilogram", scope="rule", modality="fact",
                    subject="Safety boats", lead=lead, form="row", comparator="exactly")  # fmt: skip
        world.points[-1] |= {"sentence": f"{lead}: 300 kg"}
    worse = [str(rows(site)[0].rejected) for site in world.sites()]
    assert any("what the limit for safety boats is" in text for text in worse)


def test_a_line_that_counts_what_it_names_is_asked_for_and_compared_with(world: World) -> None:
    document = world.page("Benefits", ["Up to six parcels per member."])
    fields = {"value": 6.0, "value_text": "six parcels", "unit": "parcel", "scope": "rule", "modality": "fact"}
    world.limit(document, "Up to six parcels per member.", "Up to six parcels", subject="parcels per member",
                lead="parcels per member", form="line", comparator="at_most", **fields)  # fmt: skip
    made = proven(world)
    assert "parcels per member" in of(made, "answerable")[0]["question"]
    (outside,) = of(made, "outside_limit")
    assert outside["claim"]["asked"] > 6
    assert re.search(r"\w+ parcels per member (?:still be okay|be fine)\?$", outside["question"])
    assert outside["answer"].startswith("No")
    assert of(made, "missing_amount")


@pytest.mark.parametrize("hours", ["08:00–16:30", "22:00 to 06:00"])
@pytest.mark.parametrize(("column", "said"), [("Weekdays", "weekdays"), ("Tue", "Tuesday")])
def test_a_time_is_held_against_the_hours_of_a_cell(world: World, hours: str, column: str, said: str) -> None:
    low, high = (60.0 * int(hours[:2]), 60.0 * int(hours[-5:-3]) + int(hours[-2:]))
    document = world.page("Desks", [f"| Desk | {column} |\n| --- | --- |\n| Porters | {hours} |\n| Tills | closed |"])
    world.limit(document, f"| Porters | {hours}", hours, value=low, value_text=hours, unit="clock", scope="rule",
                modality="fact", subject="Porters", lead=f"Porters, {column}", form="row", comparator="between")  # fmt: skip
    world.points[-1] |= {"sentence": f"Porters, {column}: {hours}", "value_high": high}
    made = proven(world)
    (asked,) = of(made, "answerable")
    assert f"hours for porters on {said}" in asked["rejected"] or hours not in asked["rejected"]
    for situation, word in (("inside_limit", "Yes"), ("outside_limit", "No")):
        (row,) = of(made, situation)
        assert re.search(rf"\d\d:\d\d (?:fall )?within the hours for porters on {said}\?$", row["question"])
        assert row["answer"].startswith(word)
        assert f"“{hours}”" in row["answer"]


@pytest.mark.parametrize(
    ("cell", "unit", "column", "bounds"),
    [
        ("48-56 °C", "°C", "Oven temperature", True),
        ("48 to 56 °C", "°C", "Oven temperature", True),
        ("48-56 °C", "°C", "Typical temperature", False),
        ("48-56 °C", "°C", "Alarm temperature", False),
        ("48-56 °C at night", "°C", "Oven temperature", False),
        ("48-56 days", "day", "Shelf time", False),
    ],
)
def test_an_amount_is_held_against_the_range_of_a_cell(
    world: World, cell: str, unit: str, column: str, bounds: bool
) -> None:
    document = world.page("Kiln", [f"| Glue | {column} |\n| --- | --- |\n| Bone glue | {cell} |\n| Resin | none |"])
    value = cell.removesuffix(" at night")
    world.limit(document, f"| Bone glue | {cell}", value, value=48.0, value_text=value, unit=unit, scope="rule",
                modality="fact", subject="Bone glue", lead=f"Bone glue, {column}", form="row", comparator="between")  # fmt: skip
    world.points[-1] |= {"sentence": f"Bone glue, {column}: {cell}", "value_high": 56.0}
    made = proven(world)
    (asked,) = of(made, "answerable")
    assert f"“{cell}”" in asked["answer"]
    for situation, word in (("inside_limit", "Yes"), ("outside_limit", "No")):
        rows = of(made, situation)
        assert bool(rows) == bounds
        for row in rows:
            assert re.search(r"an oven temperature of \d+ °C (?:be )?okay", row["question"])
            assert row["answer"].startswith(word)


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("4", 4.0, "guest"),
        ("4", 4.0, None),
        ("45p", 45.0, None),
        ("42c/km", 42.0, None),
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


@pytest.mark.parametrize(("more", "column"), [(" before the meal", "Limit"), ("", "Notice")])
def test_what_is_counted_ahead_is_no_most(world: World, more: str, column: str) -> None:
    meal(world, more, column)
    made = proven(world)
    assert of(made, "answerable")
    assert not [*of(made, "inside_limit"), *of(made, "outside_limit"), *of(made, "at_limit")]


@pytest.mark.parametrize(
    ("head", "cell", "expected"),
    [
        ("Notes", "Overnight stays", " The row adds “Overnight stays” under “Notes”."),
        ("Paid", "Only after a night away", " The row adds “Only after a night away” under “Paid”."),
        ("Approval", "Head of the kitchen", " The row adds “Head of the kitchen” under “Approval”."),
        ("Paid", "Every Friday afternoon", ""),
        ("Notes", "see [list]", ""),
        ("Notes", "-", ""),
    ],
)
def test_when_for_whom_or_for_what_a_row_holds_is_said_besides(
    world: World, head: str, cell: str, expected: str
) -> None:
    row = f"| Lunch | EUR 20 | {cell} |"
    page = world.page("Travel", [f"| Meal | Limit | {head} |\n|---|---|---|\n{row}\n| Breakfast | EUR 9 | - |"])
    world.limit(page, row, "EUR 20", value=20.0, value_text="EUR 20", unit="EUR", subject="Lunch", lead="Lunch, Limit",
                form="row", scope="rule", comparator="at_most", modality="fact")  # fmt: skip
    world.points[-1] |= {"sentence": "Lunch, Limit: EUR 20"}
    made = proven(world)
    told = [
        row["answer"] for situation in ("answerable", "outside_limit", "missing_amount") for row in of(made, situation)
    ]
    assert len(told) == 3
    assert all(answer.endswith(expected) if expected else "The row adds" not in answer for answer in told)


@pytest.mark.parametrize(
    ("column", "cell", "unit", "outside"),
    [
        ("Use within", "3 days", "day", r"(?i:can we still use|is it still okay to use) cheeses after \d+ days\?$"),
        ("Accept", "up to 5 °C", "°C", r"(?i:do we (?:still )?accept cheeses at \d+ °C)\?$"),
        ("Shelf temp", "up to 5 °C", "°C", r"(?i:is|would) a shelf temp of \d+ °C (?:be )?okay for cheeses\?$"),
        ("Minimum stock", "5 litres", "liter", r"(?i:is|would) a stock of \d+ litres (?:be )?enough for cheeses\?$"),
    ],
)
def test_an_amount_is_held_against_a_cell_as_people_would(column: str, cell: str, unit: str, outside: str) -> None:
    world = World()
    page = world.page(
        "Cold room limits", [f"| Goods | {column} |\n| --- | --- |\n| Cheeses | {cell} |\n| Milk tins | none |"]
    )
    value = float(re.findall(r"\d+", cell)[0])
    comparator = "at_least" if column.startswith("Min") else "at_most"
    world.limit(page, f"| Cheeses | {cell}", cell, value=value, value_text=cell.removeprefix("up to "), unit=unit, scope="rule",
                modality="fact", subject="Cheeses", lead=f"Cheeses, {column}", form="row", comparator=comparator)  # fmt: skip
    world.points[-1] |= {"sentence": f"Cheeses, {column}: {cell}"}
    made = proven(world)
    (held,) = of(made, "outside_limit")
    assert re.search(outside, held["question"])
    assert bool(of(made, "at_limit")) == (column != "Use within")  # after three days, or within them?


def test_what_nobody_asks_for_by_row_and_column_is_not_asked() -> None:
    world = World()
    page = world.page("Gear", ["| Gear | How many |\n| --- | --- |\n| Oars | 4 |"])
    world.limit(page, "| Oars | 4", "4", value=4.0, value_text="4", unit=None, scope="rule", modality="fact",
                subject="Oars", lead="Oars, How many", form="row", comparator="exactly")  # fmt: skip
    world.points[-1] |= {"sentence": "Oars, How many: 4"}
    assert not of(proven(world), "answerable")


def test_an_empty_cell_is_nothing_to_misread() -> None:
    world = World()
    for number in range(8):
        row = f"| Oars {number} | 3 oars |"
        page = world.page(f"Lending {number}", [f"| Thing | Limit |\n|---|---|\n{row}\n| Sails | – |"])
        world.point(page, row, "limit", "3 oars", subject=f"Oars {number}", lead=f"Oars {number}, Limit", form="row")
    worse = [misread(site, "Limit", "club keeper", "It is “club keeper”.", "what it is") for site in world.sites()]
    assert {kind for _, kind in worse} == {"needless_refusal"}


@pytest.mark.parametrize(("row", "compared"), [("Harbour manager", False), ("Racing shells", True)])
def test_more_than_an_amount_is_no_least_for_whoever_decides_on_it(world: World, row: str, *, compared: bool) -> None:
    line = f"| {row} | over EUR 250 |"
    page = world.page("Refunds", [f"| Who | Single refund |\n|---|---|\n{line}\n| Anything else | EUR 9 |"])
    world.limit(page, line, "over EUR 250", value=250.0, value_text="EUR 250", unit="EUR", subject=row, form="row", scope="rule",
                lead=f"{row}, Single refund", comparator="more_than", modality="fact")  # fmt: skip
    world.points[-1] |= {"sentence": f"{row}, Single refund: over EUR 250"}
    made = proven(world)
    assert of(made, "answerable")
    assert bool(of(made, "outside_limit")) == compared


def test_a_line_is_quoted_with_what_it_says_besides(world: World) -> None:
    line = "Gas meters: within 8 hours."
    document = world.page("Checks of the meters", [f"- {line} After each new lot.\n- Lamps: within 2 days."])
    world.limit(
        document, line, "within 8 hours", value=8.0, value_text="8 hours", unit="hour", scope="rule", modality="fact",
        subject="Gas meters", lead="Gas meters", form="line", comparator="at_most",
    )  # fmt: skip
    (asked,) = of(proven(world), "answerable")
    assert "“Gas meters: within 8 hours. After each new lot.”" in asked["answer"]


@pytest.mark.parametrize(("note", "told"), [("Sunday after notice only", False), ("After notice only", True)])
def test_a_remark_on_another_column_is_not_told(world: World, note: str, told: bool) -> None:
    row = f"| Lunch | EUR 20 | EUR 30 | {note} |"
    page = world.page("Travel", [f"| Meal | Limit | Sun | Notes |\n|---|---|---|---|\n{row}\n| Tea | EUR 9 | - | - |"])
    world.limit(page, row, "EUR 20", value=20.0, value_text="EUR 20", unit="EUR", subject="Lunch", lead="Lunch, Limit",
                form="row", scope="rule", comparator="at_most", modality="fact")  # fmt: skip
    world.points[-1] |= {"sentence": "Lunch, Limit: EUR 20"}
    (row,) = of(proven(world), "answerable")
    assert ("The row adds" in row["answer"]) == told
