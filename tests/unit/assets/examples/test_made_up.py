"""What nothing says, made up so that it fits the question."""

from typing import Any

import pytest

from assets.examples.corpus import Corpus
from assets.examples.generation import place
from assets.examples.made_up import invented
from assets.examples.settings import ExampleSettings
from tests.unit.assets.examples.conftest import World


def made_up(rule: str, kind: str, missing: str, roles: tuple[str, ...] = (), **fields: Any) -> set[str]:
    """What is made up for a question about a rule of one and the other of many pages."""
    said = set()
    for number in range(40):
        world = World()
        page = world.page(f"Yard {number}", [rule, "A driver waits."])
        world.point(page, rule, kind, str(fields.get("value_text") or fields.get("role") or rule), **fields)
        site = world.sites()[0]
        site.roles = roles
        said.add(invented(site, [p for p in site.corpus.passages if p.title == "Plants"], missing)[0])
    return said


def test_nobody_in_particular_is_made_up(company: World) -> None:
    site = place(company.frames()[2], Corpus(*company.frames()[:2]), ExampleSettings(), [])[0]
    site.roles = ("owner", "team", "harbour master")
    assert "harbour master" in invented(site, [site.passage], "who waters the plants")[0]


@pytest.mark.parametrize(
    ("missing", "cited"), [("who signs the log of the hall", True), ("who signs the lease", False)]
)
def test_what_is_made_up_cites_only_a_passage_that_is_about_it(world: World, missing: str, cited: bool) -> None:
    rule = "The foreman keeps the log of each hall."
    world.point(world.page("Yard", [rule]), rule, "role", "foreman", role="foreman", predicate="keeps", modality="fact")
    site = world.sites()[0]
    assert ("[" in invented(site, [site.passage], missing)[0]) == cited


def test_a_term_is_given_the_meaning_of_a_sentence_that_holds_it(world: World) -> None:
    rule = "The foreman keeps the log of each hall for two years."
    world.point(world.page("Yard", [rule]), rule, "role", "foreman", role="foreman", predicate="keeps", modality="fact")
    site = world.sites()[0]
    assert rule in invented(site, [site.passage], 'what "log" means')[0]
    assert rule not in invented(site, [site.passage], 'what "clog" means')[0]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("who has to wash the vans", "The harbour master has to"),
        ("who can open the hall", "The harbour master can"),
        ("who waters the plants", "he harbour master does"),
    ],
)
def test_somebody_is_made_up_in_the_words_of_the_question(company: World, missing: str, said: str) -> None:
    site = place(company.frames()[2], Corpus(*company.frames()[:2]), ExampleSettings(), [])[0]
    site.roles = ("harbour master",)
    assert said.lower() in invented(site, [site.passage], missing)[0].lower()


def test_an_unlike_page_is_not_cited_for_an_answer(world: World) -> None:
    rule = "The foreman keeps the log of each hall for two years of service."
    world.point(world.page("Yard", [rule]), rule, "role", "foreman", role="foreman", predicate="keeps", modality="fact")
    site = world.sites()[0]
    asked = "after how many years of service the match of the pension belongs to you"
    assert "[Yard]" not in invented(site, [site.passage], asked)[0]


def test_whoever_is_made_up_is_not_the_one_of_the_rule_in_other_letters() -> None:
    rule = "The yard manager signs the log."
    said = made_up(rule, "role", "who signs the log", ("Yard Manager", "Chief Clerk Officer"), role="yard manager")
    assert not any("yard manager" in answer.lower() for answer in said)


def test_what_some_people_do_is_said_of_everybody_and_what_somebody_does_of_another_one() -> None:
    guests, pilot = "Contractors must show a pass at the gate.", "The pilot checks the pump."
    roles = ("contractors", "yard manager", "pilot", "driver")
    assert all(
        "verybody has to" in s for s in made_up(guests, "role", "who has to show a pass", roles, role="Contractors")
    )
    assert all("driver does" in s for s in made_up(pilot, "role", "who checks the pump", roles, role="pilot"))


def test_nobody_of_another_trade_is_made_up_whom_the_document_does_not_name() -> None:
    said = made_up(
        "The pilot checks the pump.", "role", "who checks the pump", ("yard manager", "porter"), role="pilot"
    )
    assert all("yard manager does" in answer for answer in said)


def test_to_whom_something_goes_is_made_up_as_such() -> None:
    rule, roles = "Reports go to the yard manager.", ("yard manager", "chief cook officer")
    for missing in ("who reports go to", "who a report is passed on to within a day"):
        said = made_up(rule, "role", missing, roles, role="yard manager")
        assert all("o the chief cook officer" in answer for answer in said)


def test_no_bare_manager_is_made_up() -> None:
    said = made_up(
        "The pilot checks the pump.", "role", "who checks the pump", ("manager", "yard officer"), role="pilot"
    )
    assert all("yard officer" in answer for answer in said)


def test_how_often_is_made_up_beside_the_rule() -> None:
    rule = "The pumps are checked every six months."
    said = made_up(
        rule, "limit", "how often the pumps are checked", value_text="every six months", value=6.0, unit="month"
    )
    assert all("every three months" in a.lower() or "once a year" in a.lower() for a in said)


def test_how_often_something_is_done_at_a_time_is_made_up_as_such() -> None:
    rule = "Floors are cleaned twice per shift."
    said = made_up(rule, "limit", "how often floors are cleaned per shift", value_text="twice", value=2.0, unit="time")
    assert not any("every" in a or "year" in a or "month" in a or "twice" in a.lower() for a in said)


def test_not_everybody_decides() -> None:
    roles, role = ("two clerks", "yard officer"), "Two clerks"
    said = made_up("Two clerks decide objections.", "role", "who decides objections", roles, role=role)
    assert all("yard officer does" in answer for answer in said)


def test_an_amount_that_a_question_with_what_asks_for_is_one() -> None:
    rule = "A storage fee of £40 is charged for boats in the yard."
    said = made_up(rule, "limit", "what storage fee is charged for boats", value_text="£40", value=40.0, unit="GBP")
    assert all("£" in answer and "£40" not in answer for answer in said)


def test_a_time_is_made_up_beside_that_of_the_rule() -> None:
    said = made_up("The gate is shut from 20:00.", "condition", "from what time the gate is shut")
    assert {time for answer in said for time in ("19:00", "19:30", "20:30", "21:00") if f"rom {time}" in answer}
    assert not any("20:00" in answer or "16:45" in answer for answer in said)


def test_whether_something_has_to_be_done_is_answered_as_such() -> None:
    said = made_up("Drivers must sign the list.", "condition", "whether drivers have to sign the list")
    assert said == {"No, that is not required.", "Yes, that is normally required."}


def test_nobody_who_makes_up_that_nothing_is_done_is_right() -> None:
    missing = "what to do if you find a mark on the wall"
    usual = ("You carry on as usual", "You do not have to do anything")
    told = made_up("If you find a mark on the wall, ring the office.", "condition", missing)
    assert any(answer.startswith(usual) for answer in told)
    assert not any(
        u.lower() in a.lower() for a in made_up("If you find a mark, ignore it.", "condition", missing) for u in usual
    )


def test_a_term_that_no_sentence_holds_has_its_everyday_sense() -> None:
    rule = "Slack water: the time in which no current runs."
    assert all("everyday" in answer for answer in made_up(rule, "definition", 'what "slack water" means'))
    assert all("form" in answer for answer in made_up(rule, "definition", 'what "PQR" means'))
