"""What a rule is about, and the open question about it where nothing more pointed can be asked."""

import pytest

from assets.examples.corpus import Corpus
from assets.examples.grammar import Unfit
from assets.examples.recipes.lookups import _LEANS, topic_of
from tests.unit.assets.examples.conftest import World


def topic(world: World, sentence: str, verb: str = "") -> str:
    world.page("Words", [sentence, sentence.lower()])
    return topic_of(sentence, verb, Corpus(*world.frames()[:2]))


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("Deadlines for minor findings may be extended once.", "extending deadlines for minor findings"),
        ("Loaner drills must be cleaned and tested before winter.", "cleaning and testing loaner drills"),
        ("Property left behind is kept for 28 days.", "keeping property left behind"),
        ("Claims below $150 are not pursued.", "pursuing claims"),
        (
            "Large costs should be proposed and debated on the list before they are met.",
            "proposing and debating large costs",
        ),
        ("Clean the invoice desk and record it within two days.", "cleaning the invoice desk"),
        ("Take at least three photographs of the damage.", "taking photographs of the damage"),
        ("Meals with public officials need approval from the manager.", "meals with public officials"),
        ("Library Survey needs approval from the manager.", "Library Survey"),
        ("You may not speak about the debt after noon.", "speaking about the debt"),
        ("You must tell your manager about an accident within two days.", "telling my manager about an accident"),
        ("Low-harm incidents are closed within 20 days.", "closing low-harm incidents"),
        ("Refunds of oil take up to 10 business days.", "refunds of oil"),
        ("A claim for a parcel must reach the carrier within 7 days.", "a claim for a parcel"),
        ("On bank holidays, meals with public officials need approval.", "meals with public officials"),
        ("On Fridays the loaner drills must be cleaned.", "cleaning the loaner drills"),
    ],
)
def test_a_rule_is_about_what_it_does_with_what(world: World, sentence: str, about: str) -> None:
    assert topic(world, sentence) == about


@pytest.mark.parametrize(
    "sentence",
    [
        "Discard the outer three metres of the reel.",
        "Visitors must not be left unaccompanied in the yard.",
        "It must be signed by the plant manager.",
        "The plant manager is accountable for the yard.",
        "See the yard plan before you dig.",
        "Longer plans need the approval of the board.",
        "Study leave: see the yard plan, which is being rewritten.",
        "Tell the plant manager within two days.",
        "Express analysis costs twice as much and has to be agreed with the shift chemist beforehand.",
        "The Yard Office will endeavour to answer within two days.",
        "Apprentices may not be swapped on to nights.",
        "Failure to report carries a fine.",
        "Properly submitted authorizations for a trip are reviewed by the team daily, and vouchers are reviewed within 5 days.",
        "On bank holidays hot work is forbidden altogether.",
        "Cancel at least 24 hours ahead or the pick-up counts as used.",
        "Provide the phone number you want to call to the interpreter and the PIN, which are listed on your invite.",
    ],
)
def test_what_cannot_be_named_is_not_asked_about(world: World, sentence: str) -> None:
    with pytest.raises(Unfit):
        topic(world, sentence)


EXTENDED = "Deadlines for minor findings may be extended once, by up to 30 days."


def looked_up(world: World, *sentences: str, rule: str = EXTENDED) -> list[tuple[str, str]]:
    page = world.page("Audits", list(sentences))
    point = world.limit(
        page, rule, "up to 30 days", modality="may", predicate="extend", comparator="at_most", value=30.0,
        value_text="30 days", unit="day", scope="rule",
    )  # fmt: skip
    return [d.turns[0] for d in world.drafts() if d.point == point and d.recipe == "look_up"]


def test_the_whole_sentence_answers_what_the_documents_say(company: World) -> None:
    ((question, answer),) = looked_up(company, EXTENDED)
    assert "extending deadlines for minor findings" in question
    assert f"“{EXTENDED}”" in answer


@pytest.mark.parametrize(
    "beside",
    ["It is counted in working days.", "Who extends deadlines for minor findings tells the auditor."],
)
def test_a_topic_that_more_is_said_about_is_not_looked_up(company: World, beside: str) -> None:
    assert looked_up(company, EXTENDED, beside) == []


@pytest.mark.parametrize(
    ("thing", "asked"), [("Deadlines for the strip", False), ("Deadlines for minor repairs", True)]
)
def test_a_thing_that_only_its_context_knows_is_not_looked_up(company: World, thing: str, asked: bool) -> None:
    rule = f"{thing} may be extended once, by up to 30 days."
    assert bool(looked_up(company, rule, rule=rule)) is asked


def test_what_leans_on_the_place_before_is_not_looked_up() -> None:
    assert _LEANS.search("Candles are banned there on account of the barrels.")
    assert not _LEANS.search("There must be a lamp on each barrel.")
