"""Questions that would puzzle a reader who sees nothing else."""

import pytest

from assets.examples.awkward import LOOSE, awkward, lacks_article
from assets.examples.corpus import Corpus
from tests.unit.assets.examples.conftest import World


@pytest.mark.parametrize(
    "question",
    [
        "Who can let one through once?",
        "Can I give some to a customer?",
        "Can secret papers go into the blue ones?",
        "A teammate of mine thinks an invoice without one is sent back. Is that so?",
        "Suppose the harbour manager agrees. Are hulls without one towed away?",
        "Are porters, nurses and theatre staff permitted to hold one?",
    ],
)
def test_one_or_some_without_its_noun_is_loose(question: str) -> None:
    assert awkward(question, frozenset({"customer"})) == LOOSE


@pytest.mark.parametrize("question", ["Who can hold one of our keys?", "Can I call a guard if no one answers?"])
def test_one_that_has_its_noun_is_understood(question: str) -> None:
    assert awkward(question) is None


def test_a_writers_aside_is_not_asked() -> None:
    assert awkward("Can members of the board of course vote on their own motion?") == "broken grammar"
    assert awkward("Can members of the board vote on the choice of courses?") is None
    assert awkward("Am I allowed to send it to other lists, though?") == "broken grammar"
    assert awkward("Is it paid even though the form is late?") != "broken grammar"


def test_what_hangs_behind_a_dash_or_an_and_is_no_question() -> None:
    assert awkward("Who is responsible for agreeing each time - ask before a student walks in?") == "broken grammar"
    assert awkward("Who signs the rules of the club before the first race and?") == "broken grammar"
    assert awkward("Who signs the rules of the club before the first race?") != "broken grammar"
    assert awkward("Can managers of the club go up to £150?") == "broken grammar"
    assert awkward("How often does medicine require a decision, reviewed?") == "broken grammar"
    assert awkward("Can managers of the club pay up to £150?") != "broken grammar"
    assert awkward("For how long does a guard of the club stay, followed by hourly rounds?") == "broken grammar"
    assert awkward("For boats of the club mooring before, is a race allowed?") == "broken grammar"
    assert awkward("For boats of the club mooring before a race, is a fee due?") != "broken grammar"


def test_the_asker_and_anyone_are_no_one_subject() -> None:
    assert awkward("If I or anyone becomes aware of a leak in the hall, what should I do?") == "broken grammar"
    assert awkward("If I or a colleague find a leak in a hall, what should I do?") is None


def test_a_numbered_part_says_of_what_it_is_one() -> None:
    assert awkward("Can I fill out Section 4?") == "it points outside the question"
    assert awkward("Can I fill out Section 4 of the lease contract?") is None
    assert awkward('What is step 2.3 under "Part B: transfers"?') is None
    assert awkward("Is it early enough if I announce changes to a part 90 days ahead?") is None


def test_a_pronoun_means_the_only_noun_that_it_can_mean() -> None:
    assert awkward("Do contracts have to end after 24 months if the managing director extends them?") is None
    assert awkward("Do contracts of suppliers have to end if the managing director extends them?") == LOOSE
    assert awkward("Can a nurse leave early if I ask for it?") == LOOSE
    assert awkward("Do drivers in the United States have to complete it before the first trip?") == LOOSE
    assert awkward("A colleague says I can buy my own and claim it. Is that right?") == LOOSE


def test_who_is_asked_for_is_no_asker() -> None:
    assert awkward("Do customers have to ask for them within 30 days?") == LOOSE
    assert awkward("Are pilots in their first three months permitted to fly them for guests?") == LOOSE
    assert awkward("Do customers have to return keys before a guard asks for them?") is None


def test_what_stands_above_points_outside_whatever_follows_it() -> None:
    assert awkward("Can guards swap rest days if the limits above are kept?") is not None
    assert awkward("Can guards swap rest days if loads are above 20 kg?") is None


def test_do_takes_no_other_helper() -> None:
    assert awkward("At what time do I am expected to respond to calls?") == "broken grammar"
    assert awkward("A colleague says pumps are tested by 6 p.m.. Is that right?") == "broken grammar"


def test_a_document_that_speaks_of_itself_is_not_asked_in_its_own_words() -> None:
    assert awkward("Do I have to tell us about a new key at least 30 days in advance?") is not None
    assert awkward("Do we lend keys to guests?") is None


def test_what_applies_in_all_other_cases_is_no_condition() -> None:
    asked = "Who approves new contracts if the cost is $500 or less, and by the board {}?"
    assert awkward(asked.format("in all other cases")) is not None


def test_there_is_a_place_that_is_named_before() -> None:
    assert awkward("What should I do if a tool that I want isn't listed there?") is not None
    assert awkward("Can I go to the yard if a truck is unloaded there?", frozenset({"yard"})) is None
    assert awkward("What happens if there is a second offence?") is None


def test_nobody_knows_what_all_the_others_are() -> None:
    assert awkward("A colleague says all other drones are allowed. Is that right?") is not None
    assert awkward("A colleague says all drones other than those of staff are allowed. Is that right?") is None


@pytest.mark.parametrize(
    "question",
    [
        "How long before the race do shorter courses have to be entered?",
        "A colleague says anything later needs the consent of the harbour master. Is that right?",
        "Can rowers who stay longer get a code?",
        "I heard that older boats must not be rowed. Is that true?",
        "Does the warden release the slipway afterwards?",
        "A colleague says self-funded rowers can interrupt instead. Is that right?",
        "A colleague says in case of misuse, the warden can end it at once. Is that right?",
    ],
)
def test_what_compares_with_the_sentence_before_leans_on_it(question: str) -> None:
    assert awkward(question) is not None


@pytest.mark.parametrize(
    "question",
    [
        "Are courses longer than 3 miles approved?",
        "Who decides on contracts of 3 years or longer?",
        "Can a rower start 2 days later?",
        "Are boats older than 9 years rowed?",
        "Is the newer boat of the two at Wick rowed?",
        "Is a boat rinsed and dried afterwards?",
        "If a boat is broken, can a rower use a canoe instead?",
        "Can a rower use a canoe instead of a boat?",
        "Is a season ticket valid no longer than a year?",
    ],
)
def test_what_says_with_what_it_compares_leans_on_nothing(question: str) -> None:
    assert awkward(question) is None


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Who can grant an exception for up to 30 days?", False),
        ("Can a warden ask for proof?", False),
        ("Who can grant an exception from the dress code?", True),
        ("Do rowers need permission to use a launch?", True),
        ("Does a guest need travel permission?", True),
        ("Can rowers use a launch without permission?", True),
    ],
)
def test_nobody_knows_what_a_bare_permission_is_for(question: str, *, understood: bool) -> None:
    assert (awkward(question) is None) is understood


def test_a_number_says_what_it_counts() -> None:
    assert awkward("Can managers allow 64 for up to two weeks?") == "a number without what it counts"
    assert awkward("Can managers allow 64 hours for up to two weeks?") is None
    assert awkward("Do guards have to call 999 first?") is None


def test_nothing_is_no_object_of_a_duty() -> None:
    assert awkward("How much do I have to accept nothing per supplier?") == "broken grammar"


def test_how_long_before_says_before_what() -> None:
    assert awkward("How long before does the owner receive the agenda?") == "it points outside the question"
    assert awkward("Is it true that the owner gets an agenda 10 days before?") == "it points outside the question"
    assert awkward("How long before a meeting does my manager receive an agenda?") is None
    assert awkward("Do I have to record my hours for the week before?") is None


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("A colleague says price is set by the desk. Is that right?", True),
        ("Is it fine to sail without pump test?", True),
        ("Who sets the sail price?", False),
        ("Do I pay by card at the gate?", False),
        ("Can I start from home?", False),
        ("Does it take price and test?", False),
        ('What does "price" mean?', False),
        ("Do the crew test from noon?", False),
    ],
)
def test_a_noun_that_is_counted_does_not_stand_without_its_article(question: str, lacks: bool) -> None:
    world = World()
    world.page("Sails", ["Each price, on a card, is read.", "Keep a test of the pump. A home is found."])
    assert lacks_article(question, Corpus(*world.frames()[:2])) == lacks


def test_what_is_named_in_quotes_is_something_to_ask_about() -> None:
    assert awkward('What does "listing" mean?') is None


def test_a_case_within_a_case_and_a_second_sentence_are_no_part_of_a_question() -> None:
    assert awkward("When is the log deleted if no leak was found, in which case the crew keeps it?") is not None
    assert awkward("Suppose the status stays Q. Inform the planner after 45 minutes. Is that in time?") is not None
    assert awkward("May I leave a pump at status Q?") is None


def test_what_became_of_a_pronoun_is_seen() -> None:
    assert awkward("Suppose both of I sign the sheet of the crew. Can I swap a shift?") is not None
    assert awkward("Suppose both clerks sign. Can I swap a shift?") is None


@pytest.mark.parametrize(("noun", "puzzles"), [("list", True), ("third", True), ("agenda", False)])
def test_which_list_is_meant_no_topic_says(noun: str, puzzles: bool) -> None:
    question = f"On audits: who signs the {noun}?"
    assert (awkward(question, frozenset({"audit"}), led=True) is not None) == puzzles
    assert awkward(question, frozenset({"audit", noun}), led=True) is None


def test_a_clause_that_only_limits_does_not_open_a_question() -> None:
    assert awkward("Only while a pump is on, do I fill a tank?") == "broken grammar"
    assert awkward("Do I fill a tank only while a pump is on?") is None
