"""The verifier's grammar: conditions, modality and forms of question."""

import pytest

from checks.verifier.cases import Rule
from checks.verifier.language import EXCEPTION, asides, denied, foretold, form, modality, told_to
from checks.verifier.proofs.shared import how_stated, main_clause
from checks.verifier.words import stem


@pytest.mark.parametrize(
    ("sentence", "main"),
    [
        ("Never lend a key to a guest, not even for an hour.", "Never lend a key to a guest"),
        ("Photos are not allowed, full stop.", "Photos are not allowed"),
        ("Do not lend keys, since the guard counts them.", "Do not lend keys"),
        ("Do not lend keys, so long as the guard is away.", "Do not lend keys"),
        ("Do not lend keys, badges or cards.", "Do not lend keys, badges or cards."),
    ],
)
def test_the_reason_and_the_emphasis_behind_a_rule_need_not_be_asked_for(sentence: str, main: str) -> None:
    rule = Rule(sentence, sentence, 0, "document", "Keys", 0, len(sentence), frozenset())
    assert main_clause(rule).strip(" ,") == main


def test_save_excepts_where_nothing_is_kept() -> None:
    assert EXCEPTION.search("Deposits are returned, save where the landlord objects.")
    assert not EXCEPTION.search("Staff have to save for the course and save where they can.")


@pytest.mark.parametrize(
    ("sentence", "bans"),
    [
        ("Nobody works more than four nights in a row.", True),
        ("No one sleeps in a cab on site.", True),
        ("Nobody knows where the old key is.", False),
        ("Nobody likes the new form.", False),
        ("Nobody else sleeps in a cab.", False),
    ],
)
def test_what_nobody_does_is_banned_and_what_nobody_knows_is_not(sentence: str, bans: bool) -> None:
    assert (modality(sentence) == "must_not") == bans


def test_a_plain_statement_is_denied_by_one_negation_of_its_verb_or_subject() -> None:
    assert denied("Rooms are not let to visitors.") is not None
    assert denied("No room is let to visitors.") is not None
    assert denied("Rooms are never let to visitors.") is not None
    for sentence in (
        "Rooms are let.",
        "Rooms must not be let.",
        "No room is not let.",
        "No more than 3 rooms are let.",
    ):
        assert denied(sentence) is None


@pytest.mark.parametrize(
    ("said", "clause", "agrees"),
    [
        (
            "Can I drive if the van is clean and the driver has signed?",
            "the van is clean and the driver has signed",
            True,
        ),
        (
            "Can I drive if the van is clean but the driver hasn't signed?",
            "the van is clean and the driver has signed",
            False,
        ),
        (
            "Can I drive if the van isn't clean but the driver has signed?",
            "the van is clean and the driver has signed",
            False,
        ),
        ("Must we act if a bill isn't more than 60 days overdue?", "a bill is more than 60 days overdue", False),
        ("Must we act if a bill is not more than 60 days overdue?", "a bill is not more than 60 days overdue", True),
        ("May it be sent if it contains facts?", "it contains no facts", False),
        ("I heard that it must not be sent before it is signed.", "before it is signed", True),
    ],
)
def test_what_the_user_says_of_a_clause(said: str, clause: str, agrees: bool) -> None:
    assert how_stated(said, clause) == (1.0, agrees)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("You may book a room.", "may"),
        ("You may not book a room.", "must_not"),
        ("Do not book a room.", "must_not"),
        ("Rooms must be booked.", "must"),
        ("Orders must not exceed $500.", "must"),
        ("You do not need to book a room.", "need_not"),
        ("No approval is needed for a room.", "need_not"),
        ("The desk books a room.", "fact"),
        ("The desk does not book rooms.", None),
        ("No visitor may book a room.", "must_not"),
        ("No visitor may book no room.", None),
        ("A room must not be locked, not even for an hour.", "must_not"),
        ("Rooms must not be let or sold, cleaned or not.", "must_not"),
        ("Rooms must not be let without a lock.", "must_not"),
        ("You must ask, and you may book a room.", None),
        ("Staff may neither accept nor offer gifts.", "must_not"),
        ("Staff may neither accept gifts nor not report them.", None),
        ("No one other than the treasurer may sign cheques.", "must_not"),
        ("Report mistakes that can cause damage.", "fact"),
        ("The mooring is to be checked daily.", "must"),
        ("Ropes are not to be cut on the quay.", "must_not"),
        ("The chart is to be found in the hall.", "fact"),
        ("No deposit shall be kept.", "must_not"),
        ("No form has to be signed.", None),
        ("Under no circumstances may a guest hold a key.", "must_not"),
        ("Keys must under no circumstances be lent.", "must_not"),
        ("The splitting of bookings is inadmissible.", "must_not"),
        ("It is the duty of the porter to lock up.", "must"),
        ("It is the porter's job to lock up.", "must"),
    ],
)
def test_modality(sentence: str, kind: str | None) -> None:
    assert modality(sentence) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Can I book a room?", "permission"),
        ("I need a room. Am I allowed to book one?", "permission"),
        ("Is notice of 10 days enough?", "permission"),
        ("Do I have to book a room?", "obligation"),
        ("If I am away for 12 days, do I have to tell anyone?", "obligation"),
        ("Does a $600 order need approval?", "obligation"),
        ("Does the desk book rooms?", "fact"),
        ("Who books rooms?", "open"),
        ("During a power cut, who is allowed to book rooms?", "open"),
        ("Can I book rooms, of which 2 are let?", "permission"),
        ("Could you tell me who books rooms?", "open"),
        ("What if I am away for 12 days?", "open"),
        ("About rooms: can I book one?", "permission"),
        ('About "Rooms: how to": is it okay to book one?', "permission"),
        ("Is a room without a QF-310 allowed to be let?", "permission"),
        ("Can a file of 6.00 GB be sent?", "permission"),
        ("Would it be all right to book a room?", "permission"),
    ],
)
def test_form(question: str, kind: str) -> None:
    assert form(question) == kind


def test_what_will_not_be_done_is_told_and_not_forbidden() -> None:
    assert foretold("Late bookings will not be honoured.")
    assert not foretold("Late bookings may not be made.")


def test_an_imperative_answers_whether_one_has_to() -> None:
    assert told_to("Enter every gift above $15.", "Do I have to enter a gift of $20?")
    assert not told_to("The desk enters every gift.", "Do I have to enter a gift of $20?")


def test_what_is_said_with_a_not_is_no_clause_inside_a_noun_phrase() -> None:
    assert asides("I heard that I must not park here.") == frozenset()
    assert asides("Gifts that I cannot refuse are handed in.") == {stem("refuse")}
