"""Clauses said, asked, asked back and denied."""

import pytest

from assets.examples.voice import voice


@pytest.mark.parametrize(
    ("clause", "said", "polar", "asked", "denied"),
    [
        ("you are a supervisor", "I am a supervisor", "am I a supervisor", "are you a supervisor", "I am not a supervisor"),
        ("your pay is changing", "my pay is changing", "is my pay changing", "is your pay changing", "my pay isn't changing"),
        ("the dispatcher must call the customer", "the dispatcher must call the customer",
         "does the dispatcher have to call the customer", "must the dispatcher call the customer",
         "the dispatcher mustn't call the customer"),
        ("a visitor needs a permit", "a visitor needs a permit", "does a visitor need a permit",
         "does a visitor need a permit", "a visitor doesn't need a permit"),
        ("you've signed the contract", "I've signed the contract", "have I signed the contract",
         "have you signed the contract", "I haven't signed the contract"),
        # of a denial the question asks for what it denies, and the contrary is the plain statement
        ("the request does not name a reason", "the request does not name a reason", "does the request name a reason",
         "does the request name a reason", "the request names a reason"),
        # what stands before the statement moves behind its questions
        ("if a tank is empty, the shift must be warned", "if a tank is empty, the shift must be warned",
         "does the shift have to be warned if a tank is empty", "must the shift be warned if a tank is empty", None),
        ("however, the shift must be warned", "however, the shift must be warned", None, None, None),
        # "no" is a denial too; what is denied of one thing has no plain contrary
        ("the letters hold no dates", "the letters hold no dates", "do the letters hold dates", "do the letters hold dates",
         "the letters hold dates"),
        ("no van is free", "no van is free", "is any van free", "is any van free", None),
        # who is made to be something is an object, also where the parser takes them for a subject
        ("you take pills that make you drowsy", "I take pills that make me drowsy", "do I take pills that make me drowsy",
         "do you take pills that make you drowsy", "I don't take pills that make me drowsy"),
        ("you find you need time", "I find I need time", "do I find I need time", "do you find you need time",
         "I don't find I need time"),
        # what takes up something told before is not asked with it
        ("you also have to sign it", "I also have to sign it", "do I have to sign it", "do you have to sign it", None),
        ("no more than 3 vans are free", "no more than 3 vans are free", None, None, None),
        # of two statements one that does not hold is the contrary
        ("the van is clean and the driver has signed", "the van is clean and the driver has signed", None,
         "is the van clean and has the driver signed", "the van is clean but the driver hasn't signed"),
        ("drivers are rested and have held a licence", "drivers are rested and have held a licence", None,
         "are drivers rested and have they held a licence", "drivers are rested but haven't held a licence"),
        ("you are travelling abroad and hold a clearance", "I am travelling abroad and hold a clearance", None,
         "are you travelling abroad and do you hold a clearance", "I am travelling abroad but don't hold a clearance"),
        ("you can be reached and answer at once", "I can be reached and answer at once", "can I be reached and answer at once",
         "can you be reached and answer at once", None),
        ("you’re worried", "I’m worried", "am I worried", "are you worried", "I am not worried"),
        ("the patient's been hurt", "the patient's been hurt", "has the patient been hurt", "has the patient been hurt",
         "the patient hasn't been hurt"),
        # what denies by itself is not denied again
        ("the vault is unavailable", "the vault is unavailable", "is the vault unavailable", "is the vault unavailable", None),
        ("the work is under way", "the work is under way", "is the work under way", "is the work under way",
         "the work isn't under way"),
        # half a coordination must not be turned round
        ("you are away and nobody stands in", "I am away and nobody stands in", None, None, None),
        ("you lose your badge and can't enter", "I lose my badge and can't enter", None, None, None),
        ("all visitors have signed", "all visitors have signed", "have all visitors signed", "have all visitors signed",
         "not all visitors have signed"),
        ("the team has not answered within three days of you asking it",
         "the team has not answered within three days of me asking it",
         "has the team answered within three days of me asking it", "has the team answered within three days of you asking it",
         "the team has answered within three days of me asking it"),
        # what may not be so may still be so
        ("the key may have been exposed", "the key may have been exposed", "can the key have been exposed",
         "could the key have been exposed", None),
        # what is denied of "some" or "already" is something else
        ("you have some experience", "I have some experience", "do I have some experience",
         "do you have some experience", None),
    ],
)  # fmt: skip
def test_voices(clause, said, polar, asked, denied):
    found = voice(clause)
    assert (found.said, found.polar, found.asked, found.denied) == (said, polar, asked, denied)


def test_a_command_is_asked_as_advice_and_a_ban_as_a_permission():
    assert voice("tell your line manager").polar == "should I tell my line manager"
    assert voice("do not share your password").polar == "can I share my password"


def test_a_bare_aren_t_becomes_am_not():
    assert voice("you aren't an owner").said == "I am not an owner"


def test_a_verb_that_the_parser_takes_for_a_noun_is_left_alone():
    made = voice("the data protection officer reviews access logs every quarter")
    assert made is None or (made.polar is None and made.denied is None)


def test_what_is_no_clause_has_no_voice():
    assert voice("planned hospital appointments") is None
    assert voice("May only be reimbursable") is None


def test_what_may_be_done_is_no_second_command() -> None:
    assert voice("express delivery before 08:00 costs EUR 85 and may be ordered") is None
    assert voice("lock the gate and call the porter").polar == "should I lock the gate and call the porter"


@pytest.mark.parametrize(
    ("clause", "denied"),
    [
        ("anything looks wrong", "nothing looks wrong"),
        ("anyone is in the hall", "nobody is in the hall"),
        ("any change is planned", "no change is planned"),
    ],
)
def test_any_is_denied_by_none(clause: str, denied: str) -> None:
    assert voice(clause).denied == denied


def test_of_two_statements_with_an_or_the_contrary_would_deny_both():
    assert voice("the pump fails or the alarm rings").denied is None
    assert voice("the tank is full or the lid is open").denied is None
    assert voice("the tank is under 4 bar or the pump's leaking").denied is None
    assert voice("the lid is open or broken").denied == "the lid isn't open or broken"
