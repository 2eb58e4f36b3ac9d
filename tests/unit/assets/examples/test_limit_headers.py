"""How cells are asked for: by what their columns say, and by rows named as people name them."""

import re

import pytest

from assets.examples.recipes.limits.headers import measure, measure_of, turned, wording
from assets.examples.tables import called
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.limits import of, proven


def asked(column: str, unit: str | None, heading: str = "Boats", *, row: str = "kayaks", cell: str = "3") -> list[str]:
    """The questions for a cell, those of training first; none where nobody would ask for it."""
    measured = measure(column, column, row, unit, (heading, "Club"))
    found = wording(column, row, unit, cell, measured, many=row == "kayaks", person=row == "the cox")
    if found is None:
        return []
    assert not {p.skeleton for p in found.train} & {p.skeleton for p in found.evaluation}
    return [p.text for p in (*found.train, *found.evaluation)]


@pytest.mark.parametrize(
    ("column", "unit", "question"),
    [
        ("Loan period", "day", "How long is the loan period for kayaks?"),
        ("Turnover (h)", None, "What is the turnover for kayaks?"),
        ("Min. crew age", None, "What is the minimum crew age for kayaks?"),
        ("Kept for", "year", "How long do we keep kayaks?"),
        ("Renewals", None, "How many renewals are given for kayaks?"),
        ("Maximum riders", None, "What is the maximum number of riders for kayaks?"),
        ("Start", "clock", "When do kayaks start?"),
        ("Closes by", "clock", "By when do kayaks close?"),
        ("Mon-Thu", "clock", "What are the hours for kayaks on Mon-Thu?"),
        ("Weekday", "clock", "What are the hours for kayaks on weekdays?"),
        ("How often", "month", "How often are kayaks due?"),
        ("Per day", "EUR", "How much are kayaks per day?"),
        ("Return within", "day", "How soon do we have to return kayaks?"),
        ("Response", "hour", "What's the response time for kayaks?"),
        ("Accept", "°C", "At what temperature do we accept kayaks?"),
    ],
)
def test_a_cell_is_asked_for_by_what_its_column_says(column: str, unit: str, question: str) -> None:
    assert question in asked(column, unit)


@pytest.mark.parametrize(
    ("heading", "column", "unit", "question"),
    [
        ("Berths and fees", "Private", "EUR", "What is the private fee for kayaks?"),
        ("Prices", "Club (per hour)", "EUR", "What is the club price per hour for kayaks?"),
        ("Retention of papers", "Period", "year", "How long is the retention period for kayaks?"),
        ("Sign-in times", "Winter state", "minute", "For Winter state, what is the sign-in time for kayaks?"),
        ("Weights and limits", "Night trip", "kg", "For Night trip, what is the limit for kayaks?"),
    ],
)
def test_a_heading_says_what_its_columns_give(heading: str, column: str, unit: str, question: str) -> None:
    assert question in asked(column, unit, heading)
    assert question not in asked(column, unit)


def test_the_most_of_something_counted_is_proven(world: World) -> None:
    page = world.page("Hire boats", ["| Boat | Maximum riders |\n| --- | --- |\n| Kayak | 4 |\n| Raft | 9 |"])
    world.limit(page, "| Kayak | 4", "4", value=4.0, value_text="4", unit=None, scope="rule", subject="Kayak",
                lead="Kayak, Maximum riders", form="row", comparator="exactly")  # fmt: skip
    world.points[-1] |= {"sentence": "Kayak, Maximum riders: 4"}
    questions = [row["question"] for row in of(proven(world), "answerable")]
    assert questions
    assert all("maximum number of riders" in question for question in questions)


def test_years_below_a_heading_on_keeping_are_years_that_things_are_kept() -> None:
    for kept, question in (
        (True, "How many years do we keep log books?"),
        (False, "How many years are given for log books?"),
    ):
        found = wording("Years", "log books", None, "15", None, many=True, person=False, kept=kept)
        assert found is not None
        assert found.train[0].text == question


def test_what_nobody_would_ask_for_is_not_asked() -> None:
    assert not asked("How often", "hour", row='the situation "Back from sea"')
    assert not asked("Private", "EUR")
    assert not asked("First answer (8D)", "day")
    assert not asked("Order by", "day")
    assert not asked("Rower", None)
    assert not asked("Amber at wind of", "knot", "Limits")
    assert not asked("Per day", "EUR", row="the cox")


def test_what_recurs_is_asked_for_by_how_often_it_is_done() -> None:
    assert "How often are kayaks replaced?" in asked("Replaced", "year", cell="every 2 years")
    assert not asked("Replaced", "year", cell="2 years")


def test_days_are_asked_for_by_when_we_open() -> None:
    assert "When do we open on Saturday?" in asked("Open", "clock", row='"Sat"')


@pytest.mark.parametrize("column", ["Form", "Community (per hour)", "Charge if late", "Boats (red oar)"])
def test_what_names_no_measure_is_none(column: str) -> None:
    assert measure_of(column) is None


def test_a_measure_of_the_row_may_say_per_what_it_is() -> None:
    found = turned("Standby allowance, per day", "Sunday", "EUR")
    assert found is not None
    assert found.train[0].text == "What is the standby allowance per day for Sunday?"
    assert turned("Standby allowance, per day", "weekdays", "EUR") is not None


def test_a_measure_of_the_row_is_asked_for_of_the_column() -> None:
    found = turned("Minimum age", '"Red van"', None)
    assert found is not None
    assert found.train[0].text == 'What is the minimum age for "Red van"?'
    assert turned("Minimum age", '"Load"', None) is not None
    assert turned("Red van", "minimum age", None) is None
    assert turned("Dry goods", '"Days left on arrival"', None) is None
    assert turned("Log books", '"Kept for"', None) is None


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("SEV2", "SEV2"),
        ("Harbour Quay", "Harbour Quay"),
        ("Safety boats", "safety boats"),
        ("Boat keeper", "the boat keeper"),
        ("Head coach", "a head coach"),
        ("Splash", "the Splash boat class"),
        ("2, major", 'the boat class "2, major"'),
        ("Oars, old", "old oars"),
        ("Safety boats (old, red)", "safety boats (old, red)"),
        ("Oars, spare set", "oars (spare set)"),
        ("Oars, size 2–4", "oars (size 2–4)"),
        ("Oars, sails and ropes", 'the boat class "Oars, sails and ropes"'),
        ("Oars, sail bags", 'the boat class "Oars, sail bags"'),
        ("Accident reports", "accident reports"),
        ("Injury to a guest or visitor", "an injury to a guest or visitor"),
        ("Check against the list", 'the boat class "Check against the list"'),
        ("Up to £40", "amounts up to £40"),
        ("£40 and above", "amounts of £40 and above"),
        ("Rubber dinghy", "the rubber dinghy"),
        ("12 V pump", "the 12 V pump"),
        ("Goods lift", "the goods lift"),
        ("≤ 40 kg", 'the boat class "≤ 40 kg"'),
    ],
)
def test_a_row_is_named_as_people_name_it(row: str, named: str) -> None:
    world = World()
    line = f"| {row} | EUR 20 |"
    world.page("Keys", ["Ask the boat keeper at Harbour Quay."])
    page = world.page("Lending", [f"| Boat class | Limit |\n|---|---|\n{line}"])
    world.point(page, line, "limit", "EUR 20", subject=row, lead=f"{row}, Limit", form="row")
    (site,) = world.sites()
    assert called(site, row) == named


def test_a_head_that_does_not_say_what_the_rows_are_is_left_out() -> None:
    world = World()
    line = "| Oars and ropes | EUR 20 |"
    page = world.page("Lending", [f"| What | Limit |\n|---|---|\n{line}"])
    world.point(page, line, "limit", "EUR 20", subject="Oars and ropes", lead="Oars and ropes, Limit", form="row")
    (site,) = world.sites()
    assert called(site, "Check it off") == '"Check it off"'


def test_a_follow_up_names_the_row_without_its_kind() -> None:
    world = World()
    table = "| Filter set | Backwash rate (m/h) |\n|---|---|\n| Lido | 28 |\n| Splash | 35 |"
    page = world.page("Backwash of the filters", [table])
    for row, value in (("Lido", 28.0), ("Splash", 35.0)):
        line = f"| {row} | {value:.0f}"
        world.limit(page, line, f"{value:.0f}", value=value, value_text=f"{value:.0f}", unit=None, scope="rule", modality="fact",
                    subject=row, lead=f"{row}, Backwash rate (m/h)", form="row", comparator="exactly")  # fmt: skip
        world.points[-1] |= {"sentence": f"{row}, Backwash rate (m/h): {value:.0f}"}
    made = proven(world)
    assert any("backwash rate for the Lido filter set" in row["question"] for row in of(made, "answerable"))
    (follow,) = made.examples.filter(made.examples["situation"].cast(str) == "ellipsis").iter_rows(named=True)
    assert follow["messages"][3]["content"].endswith(("for Splash?", "about Splash?", "for Lido?", "about Lido?"))


def test_a_follow_up_names_another_kind_of_the_things_of_its_row() -> None:
    world = World()
    table = "| What | Load limit |\n|---|---|\n| Racks, old set | 28 kg |\n| Racks, new set | 35 kg |"
    page = world.page("Storing sails", [table])
    for row, value in (("Racks, old set", 28.0), ("Racks, new set", 35.0)):
        line = f"| {row} | {value:.0f} kg"
        world.limit(page, line, f"{value:.0f} kg", value=value, value_text=f"{value:.0f} kg", unit="kg", scope="rule",
                    modality="fact", subject=row, lead=f"{row}, Load limit", form="row", comparator="at_most")  # fmt: skip
        world.points[-1] |= {"sentence": f"{row}, Load limit: {value:.0f} kg"}
    follows = [
        row["messages"][3]["content"]
        for row in proven(world).examples.iter_rows(named=True)
        if row["situation"] == "ellipsis"
    ]
    assert follows
    assert all(re.search(r" racks \((?:old|new) set\)\?$", said) for said in follows)
