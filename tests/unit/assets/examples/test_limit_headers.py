"""How cells are asked for: by what their columns say, and by rows named as people name them."""

import pytest

from assets.examples.recipes.limits.headers import measure_of, turned, wording
from assets.examples.tables import called
from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.limits import of, proven


@pytest.mark.parametrize(
    ("column", "unit", "asked"),
    [
        ("Loan period", "day", "How long is the loan period for kayaks?"),
        ("Turnover (h)", None, "What is the turnover for kayaks?"),
        ("Kept for", "year", "How long do we keep kayaks?"),
        ("Renewals", None, "How many renewals are given for kayaks?"),
        ("Start", "clock", "When do kayaks start?"),
        ("Closes by", "clock", "By when do kayaks close?"),
        ("Mon-Thu", "clock", "What are the hours for kayaks on Mon-Thu?"),
        ("How often", "month", "How often are kayaks due?"),
        ("Private", "EUR", 'Which amount applies for kayaks under "Private"?'),
        ("First answer (8D)", "day", 'How much time is given for kayaks under "First answer (8D)"?'),
        ("Order by", "day", 'What does "Boats" say under "Order by" for kayaks?'),
        ("Rower", None, 'What does "Boats" say under "Rower" for kayaks?'),
    ],
)
def test_a_cell_is_asked_for_by_what_its_column_says(column: str, unit: str | None, asked: str) -> None:
    found = wording("Boats", column, "kayaks", "kayaks", unit, many=True)
    assert asked in [p.text for p in found.train]
    assert not {p.skeleton for p in found.train} & {p.skeleton for p in found.evaluation}


@pytest.mark.parametrize("column", ["Form", "Community (per hour)", "Charge if late", "Volume m³", "Boats (red oar)"])
def test_what_names_no_measure_is_none(column: str) -> None:
    assert measure_of(column) is None


def test_a_measure_of_the_row_is_asked_for_of_the_column() -> None:
    found = turned("Minimum age", '"Red van"', None)
    assert found is not None
    assert found.train[0].text == 'What is the minimum age for "Red van"?'
    assert turned("Minimum age", '"Load"', None) is not None
    assert turned("Red van", "minimum age", None) is None


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("SEV2", "SEV2"),
        ("Harbour Quay", "Harbour Quay"),
        ("Safety boats", "safety boats"),
        ("Boat keeper", "the boat keeper"),
        ("Head coach", "a head coach"),
        ("Splash", "the boat class Splash"),
        ("2, major", 'the boat class "2, major"'),
        ("Oars, old", 'the boat class "Oars, old"'),
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
    line = "| Oars, old | EUR 20 |"
    page = world.page("Lending", [f"| What | Limit |\n|---|---|\n{line}"])
    world.point(page, line, "limit", "EUR 20", subject="Oars, old", lead="Oars, old, Limit", form="row")
    (site,) = world.sites()
    assert called(site, "Oars, old") == '"Oars, old"'


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
    assert any("backwash rate for the filter set Lido" in row["question"] for row in of(made, "answerable"))
    (follow,) = made.examples.filter(made.examples["situation"].cast(str) == "ellipsis").iter_rows(named=True)
    assert follow["messages"][3]["content"].endswith(("for Splash?", "about Splash?", "for Lido?", "about Lido?"))
