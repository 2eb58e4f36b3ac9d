"""Rules as somebody misremembers them."""

import re

import polars as pl
import pytest

from assets.examples.drafts import Site
from assets.examples.misquoting import consenting, misquoted, turned
from tests.unit.assets.examples.conftest import World


def only(world: World) -> Site:
    return world.sites()[0]


@pytest.mark.parametrize(
    ("rule", "text", "met", "unmet"),
    [
        ("Guests may park in the yard if the porter agrees.", "if the porter agrees",
         "Guests may not park in the yard if the porter agrees.", "Guests may park in the yard."),
        ("If the alarm rings, staff must leave the hall.", "If the alarm rings",
         "If the alarm rings, staff need not leave the hall.", "Staff must leave the hall."),
        ("When a van is late, tell the desk.", "When a van is late",
         "When a van is late, you do not have to tell the desk.", "Tell the desk."),
        ("The desk is called when a van is late.", "when a van is late",
         "The desk is not called when a van is late.", "The desk is called."),
        ("Finance stops the account if a bill is late.", "if a bill is late",
         "Finance does not stop the account if a bill is late.", "Finance stops the account."),
        ("Keys may be kept for up to 10 days if the porter agrees.", "if the porter agrees",
         "Keys may be kept for up to 10 days if the porter agrees.", "Keys may be kept for up to 10 days."),
        ("If a crate is damaged, it may be sent back.", "If a crate is damaged",
         "If a crate is damaged, it may not be sent back.", "If a crate is damaged, it may be sent back."),
    ],
)  # fmt: skip
def test_a_condition_is_forgotten_or_leads_to_the_contrary(
    world: World, rule: str, text: str, met: str, unmet: str
) -> None:
    marker, _, clause = text.partition(" ")
    world.point(world.page("Yard", [rule]), rule, "condition", text, marker=marker.lower(), clause=clause)
    site = only(world)
    assert misquoted(site, {"proof": "clause", "stated": True}, yes=False) == met
    assert misquoted(site, {"proof": "clause", "stated": False}, yes=True) == unmet
    assert misquoted(site, {"proof": "missing", "slot": "clause"}, yes=True) == unmet


@pytest.mark.parametrize(("asked", "holds"), [(12.0, False), (8.0, True), (10.0, True), (90.0, False)])
def test_an_amount_is_moved_to_the_other_side_of_the_one_asked_about(world: World, asked: float, holds: bool) -> None:
    rule = "Keys may be kept for up to 10 days."
    world.point(world.page("Yard", [rule]), rule, "limit", "up to 10 days", value_text="10 days", value=10.0, unit="day",
                comparator="at_most")  # fmt: skip
    claim = {"proof": "limit", "comparator": "at_most", "value": 10.0, "asked": asked, "holds": holds}
    said = misquoted(only(world), claim, yes=not holds)
    found = pl.Series([said]).str.extract(r"^Keys may be kept for up to (\d+) days\.$").cast(pl.Int64).item()
    assert (asked <= found) != holds


@pytest.mark.parametrize(
    ("value", "unit", "asked", "holds", "believed"),
    [
        (24, "hour", 60, False, {72, 96}),
        (24, "hour", 48, False, {48, 72}),
        (24, "hour", 12, True, {8, 6}),
        (30, "day", 33, False, {40, 50, 60}),
        (250, "kg", 260, False, {300, 350}),
    ],
)
def test_an_amount_is_misremembered_as_one_that_a_rule_may_have(
    world: World, value: int, unit: str, asked: int, *, holds: bool, believed: set[int]
) -> None:
    rule, claim = "", {"proof": "limit", "comparator": "at_most", "value": value, "asked": asked, "holds": holds}
    for place in ("Yard", "Hall", "Barn", "Shed", "Pier", "Dock"):  # the place decides which of two it is
        rule = f"In the {place} loads lie for up to {value} {unit}s."
        world.point(world.page(place, [rule]), rule, "limit", f"up to {value} {unit}s", value_text=f"{value} {unit}s",
                    value=float(value), unit=unit, comparator="at_most")  # fmt: skip
    said = " ".join(misquoted(site, claim, yes=not holds) for site in world.sites())
    assert set(map(int, re.findall(r"\d+", said))) <= believed


@pytest.mark.parametrize(
    ("rule", "recalled"),
    [
        ("Guests may park in the yard.", "Guests may park in the yard with the written consent of management."),
        ("The board must meet within 24 hours.", "The board need not meet within 24 hours."),
        ("Lock the gate of the yard.", "You do not have to lock the gate of the yard."),
        ("Guests may not park here without the consent of the porter.",
         "Guests may park here without the consent of the porter."),
        ("Only guests may park in the yard.", "Only guests may park in the yard with the written consent of management."),
        ("The desk is open on Mondays.", "The desk is not open on Mondays."),
        ("Keys must not be lent, full stop.", "Keys may be lent."),
        ("Please don't feed the cat.", "You may feed the cat."),
        ("Guests should not feed the cat.", "Guests should feed the cat."),
        ("Guests may park in the yard, since it is lit.", "Guests may not park in the yard, since it is lit."),
        ("Bodies stay in the freezer for at least 48 hours.", "Bodies stay in the freezer for at least 48 hours."),
    ],
)  # fmt: skip
def test_a_rule_is_remembered_with_a_condition_that_somebody_made_up(world: World, rule: str, recalled: str) -> None:
    world.point(world.page("Yard", [rule]), rule, "role", rule)
    assert misquoted(only(world), {"proof": "polarity"}, yes=True) == recalled


@pytest.mark.parametrize(
    ("rule", "misquoted"),
    [
        ("Do not leave a laptop in a parked car.", "You may leave a laptop in a parked car."),
        ("Keys must never be lent.", "Keys may be lent."),
        ("Staff shall not lend keys.", "Staff may lend keys."),
        ("Under no circumstances may keys be lent.", "Under no circumstances may keys be lent."),
        ("Keys may at no time be lent.", "Keys may at no time be lent."),
        ("Never lend a key, not even to your manager.", "You may lend a key."),
        ("No batch may leave the line.", "A batch may leave the line."),
        ("No orders shall be placed at all.", "Orders may be placed."),
        ("When the light is red, no one may start.", "When the light is red, everybody may start."),
        ("No more than three keys may be lent.", "No more than three keys may be lent."),
        ("Interns can borrow a key.", "Interns cannot borrow a key."),
        ("Keys shall never leave the house.", "Keys may leave the house."),
        ("Home broadband is not reimbursed.", "Home broadband is reimbursed."),
        ("Late claims won't be paid.", "Late claims will be paid."),
        ("Passengers aren't allowed.", "Passengers are allowed."),
        ("Cash gifts are never allowed.", "Cash gifts are allowed."),
        ("Bags are not accepted and must not be opened.", "Bags are not accepted and must not be opened."),
        ("The head of department must approve each sabbatical.", "The head of department need not approve each sabbatical."),
        ("A manager may approve it; it must not be split.", "A manager may approve it; it must not be split."),
        ("The desk is open on Mondays.", "The desk is open on Mondays."),
    ],
)  # fmt: skip
def test_a_rule_is_turned_round_where_one_verb_binds(rule: str, misquoted: str) -> None:
    assert turned(rule) == misquoted


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("Do NOT paint the hull.", "You may paint the hull."),
        ("Don't ever paint the hull.", "You may paint the hull."),
        ("The hull should NOT be painted.", "The hull should be painted."),
    ],
)
def test_a_loud_ban_is_misquoted_like_any_other(rule: str, said: str) -> None:
    assert turned(rule) == said


def test_of_what_is_not_counted_nothing_is_said_with_an_article() -> None:
    assert turned("No sensitive information may be stored here.") == "Sensitive information may be stored here."
    assert turned("No information sheet may be stored here.") == "An information sheet may be stored here."


@pytest.mark.parametrize(
    ("rule", "whose"),
    [
        ("Visitors must not touch the crane.", "the port manager"),
        ("Managers must not touch the crane.", "management"),
        ("The line manager may not touch the crane.", "management"),
    ],
)
def test_nobody_consents_to_what_they_do_themselves(world: World, rule: str, whose: str) -> None:
    asks = "The port manager keeps the keys of the crane."
    page = world.page("Yard", [rule, asks])
    world.point(page, asks, "role", "port manager", role="port manager", predicate="keeps", modality="fact")
    world.point(page, rule, "prohibition", rule, modality="must_not")
    site = next(s for s in world.sites() if s.shown == rule)
    assert consenting(site) == whose


@pytest.mark.parametrize(
    ("claimed", "recalled"),
    [
        ("guests shouldn't feed the cat", "Guests should not feed the cat."),
        ("guests don't have to feed the cat", "Guests need not feed the cat."),
    ],
)
def test_a_wrong_claim_is_confirmed_in_its_own_sense(world: World, claimed: str, recalled: str) -> None:
    rule = "Guests should feed the cat."
    world.point(world.page("Yard", [rule]), rule, "role", rule)
    assert misquoted(only(world), {"proof": "premise", "claimed": claimed}, yes=True) == recalled


def test_nobody_is_forbidden_what_somebody_consents_to(world: World) -> None:
    rule = "Guests may park in the yard with the consent of the porter."
    world.point(world.page("Yard", [rule]), rule, "condition", "with the consent of the porter", marker="with")
    assert misquoted(only(world), {"proof": "clause", "stated": True}, yes=False) == rule


def test_no_amount_is_taken_for_one_far_from_it(world: World) -> None:
    rules = ["A crate may cost up to EUR 1,800.", "A crane may cost up to EUR 200,000."]
    page = world.page("Yard", rules)
    for rule, value in zip(rules, (1800.0, 200000.0), strict=True):
        written = f"EUR {value:,.0f}"
        world.point(
            page, rule, "limit", f"up to {written}", value_text=written, value=value, unit="EUR", comparator="at_most"
        )
    site = next(s for s in world.sites() if s.shown == rules[0])
    claim = {"proof": "limit", "comparator": "at_most", "value": 1800.0, "asked": 2000.0, "holds": False}
    said = misquoted(site, claim, yes=True)
    assert said != rules[0]
    assert "200,000" not in said
