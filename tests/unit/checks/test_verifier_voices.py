import pytest

from checks.verifier.language import form
from checks.verifier.voices import heard
from checks.verifier.words import words

RULE = "Employees may carry over up to 40 hours of annual leave if their manager agrees."
SPELLED = frozenset(RULE.lower().strip(".").split())


def read(said: str, rule: str = RULE) -> str:
    return heard(said, words(rule), frozenset(rule.lower().strip(".").split()), SPELLED)


def test_courtesy_hearsay_and_idle_talk_are_left_out() -> None:
    asked = "Can I carry over 30 hours of annual leave?"
    assert read(f"Hi there! {asked} Thanks in advance!") == asked
    assert read(f"I keep hearing different answers from my team. {asked}") == asked
    assert read(f"The coffee machine is broken again, so bear with me. {asked} My lunch was far too heavy.") == asked
    assert read(f"Just yes or no, please. {asked}") == asked


def test_how_a_question_came_up_is_left_out() -> None:
    asked = "Can I carry over 30 hours of annual leave?"
    assert read(f"Somebody asked me at lunch and I could not say. {asked} Sorry if this was asked before.") == asked
    assert read(f"My manager disagrees with me this week, so let me ask. {asked}") != asked  # the rule's own manager
    assert read(f"My boss told me something different the other day. {asked}") == asked


@pytest.mark.parametrize(
    "decides",
    [
        "It was a gift if the sun shone.",
        "I have 50 hours left.",
        "My manager said yes.",
        "I am a contractor.",
        "My leave was used up long ago.",
        "Two hours were cancelled.",
    ],
)
def test_what_could_decide_stays(decides: str) -> None:
    said = f"{decides} Can I carry over 30 hours of annual leave?"
    assert read(said) == said


def test_more_than_a_little_idle_talk_is_another_matter() -> None:
    idle = "Cows graze outside. Birds sing loudly. Ships sail past. Trains roll by."
    assert read(f"{idle} Can I carry over leave?").startswith(idle)


def test_slips_are_put_right_where_one_word_is_meant() -> None:
    assert read("Can I crary over anual leave?") == "Can I carry over annual leave?"
    assert read("Can I carry over 30 hours?") == "Can I carry over 30 hours?"
    assert read("Can I abandon annual leave?") == "Can I abandon annual leave?"
    assert "Crary" in read("Can I ask Crary for leave?")  # a name


def test_an_indirect_question_is_unwrapped() -> None:
    assert read("I was wondering whether I can carry over leave.") == "I can carry over leave?"
    assert read("Could you tell me how many hours I can carry over?") == "how many hours I can carry over?"
    assert read("Can I carry over leave if my manager agrees?") == "Can I carry over leave if my manager agrees?"


def test_forms_of_questions_that_people_shorten_or_do_not_turn() -> None:
    assert form("ok to carry over 30 hours?") == "permission"
    assert form("visitors allowed to park here?") == "permission"
    assert form("I can carry over 30 hours?") == "permission"
    assert form("it is enough if I give notice?") == "permission"
    assert form("need to submit receipt?") == "obligation"
    assert form("contractors need to sign in?") == "obligation"
    assert form("how many hours I can carry over?") == "open"
    assert form("And 300 hours?") == "open"


def test_what_somebody_would_like_to_know_is_no_idle_talk() -> None:
    rule = words("A lost device must be reported to the service desk within 4 hours.")
    said = "This is about long service. I would like to know after how long the first jubilee is."
    assert "jubilee" in heard(said, rule, set(), words(said))
