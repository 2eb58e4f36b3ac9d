import pytest

from assets.decisions.mood import is_command
from assets.decisions.sentences import Sentence, split
from assets.decisions.statements import commanded, cut, is_commanded, taken_up
from resources.parser import nlp


def parts(text: str) -> list[Sentence]:
    (sentence,) = split(text)
    return cut(sentence, nlp()(sentence.text))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "You may park here, but you must register your car if you stay overnight.",
            ["You may park here", "you must register your car if you stay overnight."],
        ),
        (
            "Records can be corrected for 14 days; later corrections need the approval of the manager.",
            ["Records can be corrected for 14 days", "later corrections need the approval of the manager."],
        ),
        (
            "Developers must not deploy the software; call the release team first.",
            ["Developers must not deploy the software", "call the release team first."],
        ),
        ("Please note that visitors must sign in at the gate.", ["visitors must sign in at the gate."]),
        ("Defibrillators are tested daily by the ward and the strips are kept for three months.",
         ["Defibrillators are tested daily by the ward", "the strips are kept for three months."]),
        ("Sign the red book and do not leave it open.", ["Sign the red book", "do not leave it open."]),
        ("Guests may fish from the pier if a warden is there; otherwise they fish from the bank.",
         ["Guests may fish from the pier if a warden is there", "otherwise they fish from the bank."]),
        ("A berth may cost up to £30 a night, showers included.",
         ["A berth may cost up to £30 a night", "showers included."]),
        ("Hand in the log within two days, otherwise the boat stays in the yard.",
         ["Hand in the log within two days", "otherwise the boat stays in the yard."]),
    ],
)  # fmt: skip
def test_coordinate_clauses_are_statements_of_their_own(text: str, spans: list[str]) -> None:
    found = parts(text)
    assert [text[p.start : p.end] for p in found] == spans
    assert all(p.text.endswith(".") and len(p.text) == len(p.places) for p in found)


def test_what_holds_otherwise_is_no_rule_of_its_own() -> None:
    first, rest = parts("Guests may fish from the pier if a warden is there; otherwise fishing is forbidden.")
    assert (first.doubt, rest.doubt) == (None, "says nothing without the rule before it")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Badges are kept for two days and are then destroyed.", "Badges are kept for two days"),
        ("Laptops are replaced after 48 months, phones after 36.", "Laptops are replaced after 48 months"),
        ("Servers are backed up every 4 hours, file shares once a day.", "Servers are backed up every 4 hours"),
    ],
)
def test_what_is_said_first_is_read_alone_beside_the_sentence(text: str, first: str) -> None:
    assert [text[p.start : p.end] for p in parts(text)] == [first, text]


@pytest.mark.parametrize(
    "text",
    [
        "Calls from abroad may be answered, but no advice may be given.",
        "Laptops are replaced after 48 months, and in Ireland after 36.",
        "Laptops are replaced after 48 months, or phones after 36.",
        "Laptops are replaced after 48 months, phones if they are 36 months old.",
        "If 2 laptops are lost, they are replaced after 48 months, phones after 36.",
        "If you stay overnight, you must register your car, and you must show your badge.",
        "You must register your car and show your badge.",
        "Bring the following: a badge; a form; a pen.",
        "You must register your car; unless you leave before noon, you must also pay.",
        "Keys are kept by the clerk and must be returned with it.",
        "Staff who are ill and must stay at home call the office.",
        "The cabinet is locked and the keys stay with the clerk.",
        "Pallets are pulled out at the gate and don't go into the racks.",
        "Sign the book and do not leave it open.",
    ],
)
def test_what_one_condition_or_verb_governs_stays_together(text: str) -> None:
    assert [p.text for p in parts(text)] == [text]


def test_halves_that_tell_how_long_or_how_much() -> None:
    first, later = parts("An inquiry is opened by the board and lasts no more than six months.")
    assert (first.text, later.text) == (
        "An inquiry is opened by the board.",
        "An inquiry lasts no more than six months.",
    )


def test_a_later_half_is_read_with_the_subject_of_the_whole() -> None:
    text = "- Spare keys that the clerk keeps are counted once a week, and must not be lent to visitors."
    first, later = parts(text)
    assert (first.form, text[first.start : first.end]) == (
        "item",
        "Spare keys that the clerk keeps are counted once a week",
    )
    assert (later.form, later.text) == ("shared", "Spare keys that the clerk keeps must not be lent to visitors.")
    assert text[slice(*later.span(later.text.index("must"), len(later.text)))] == "must not be lent to visitors."
    assert (later.start, later.end) == (2, len(text))


def test_a_numbered_paragraph_says_two_things_too() -> None:
    first, later = parts("1. Badges are white, but must be red in the foundry if visitors are there.")
    assert (first.text, first.step, later.step) == ("Badges are white.", None, None)
    assert later.text == "Badges must be red in the foundry if visitors are there."
    assert len(parts("1. Sign the book and do not leave it open.")) == 1


def test_a_command_taken_for_a_noun_is_read_again() -> None:
    (sentence,) = split("If you plan to move for longer than 120 days, email the office.")
    again = commanded(sentence, nlp()("Email to the office."))
    assert again is not None
    assert again.text == "If you plan to move for longer than 120 days, please email the office."
    assert len(again.text) == len(again.places)
    assert is_commanded(nlp()(again.text))
    assert not is_commanded(nlp()("The office is closed."))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Submit expense reports within 30 days of the end of the trip.", True),
        ("Hand in the bill with form PE-11 within 3 months.", True),
        ("Three keys for the store.", False),
        ("Outbreak meeting every day at 12:15, room P1.04.", False),
    ],
)
def test_a_command_that_begins_a_sentence_is_read_again(text: str, is_one: bool) -> None:
    (sentence,) = split(text)
    again = commanded(sentence, nlp()(text))
    assert again is not None
    assert len(again.text) == len(again.places)
    assert is_commanded(nlp()(again.text)) == is_one


CARDS = "Corporate cards are for people who travel often. They must not be used for private purchases."


def test_a_sentence_that_goes_on_about_a_subject_is_read_with_it() -> None:
    first, second = split(CARDS)
    taken = taken_up(second, first, nlp()(first.text))
    assert taken is not None
    assert taken.text == "Corporate cards must not be used for private purchases."
    assert (taken.form, taken.start, taken.end, len(taken.places)) == ("shared", 0, len(CARDS), len(taken.text))
    assert (
        CARDS[slice(*taken.span(taken.text.index("must"), len(taken.text)))]
        == "must not be used for private purchases."
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Attendants may open bags. However, they must not put a hand into a bag.",
         "Attendants must not put a hand into a bag."),
        ("Trainees have a limit for home claims. They may not settle injury claims.",
         "Trainees may not settle injury claims."),
        ("- Caustic is kept in drums. It must not be mixed with acid.", "Caustic must not be mixed with acid."),
        ("Wooden oars may be used for boats and rafts. They must not be used for ferries.",
         "Wooden oars must not be used for ferries."),
        ("A yard may delay a launch by a week. It may not delay a rescue.", "A yard may not delay a rescue."),
    ],
)  # fmt: skip
def test_who_acts_on_a_thing_and_what_is_banned_behind_however(text: str, read: str) -> None:
    first, second = split(text)
    taken = taken_up(second, first, nlp()(first.text))
    assert taken is not None
    assert (taken.text, len(taken.places)) == (read, len(read))


@pytest.mark.parametrize(
    "text",
    [
        "Attendants may open bags. However, they must wear gloves.",
        "Trainees work with clerks. They may not settle injury claims.",
        "Trainees handle the claims. They must contain a date.",
        "Drivers are met by the guards. They must not leave the yard.",
        "Approval is given on the form. It must be signed by a manager.",
        "Wooden oars may be used for boats and rafts. They must not be moved.",
        "A yard may delay a launch by a week. It may be delayed once.",
        "Cards and keys are kept in the safe. They must not be lent.",
        "If cards are lost, call the desk. They must be replaced.",
        "Cards are kept in the safe. Nobody may lend them.",
    ],
)
def test_what_a_pronoun_means_is_not_guessed(text: str) -> None:
    first, second = split(text)
    assert taken_up(second, first, nlp()(first.text)) is None


def test_what_a_semicolon_and_a_but_cut_in_one_place_stays_whole() -> None:
    text = "You are responsible for the results that your team delivers; but, that does not mean that you stand behind everybody."
    assert [p.text for p in parts(text)] == [text]


def test_a_never_behind_a_semicolon_commands() -> None:
    text = "Fridges are stood upright; never lay a fridge on its side."
    assert [p.text for p in parts(text)] == ["Fridges are stood upright.", "never lay a fridge on its side."]
    assert len(parts("Fridges are stood upright; never on their side.")) == 1


def test_half_a_word_commands_nothing() -> None:
    def commands(text: str) -> bool:
        return any(is_command(token) for token in nlp()(text))

    assert commands("When discussion gets out of hand, take command of the situation.")
    assert not commands("When discussion gets out of hand, re-asserts command of the situation.")


def test_no_statement_ends_within_brackets() -> None:
    text = "Berths are let up to 130 euros a night (in Kiel, Bergen and Turku 180 euros)."
    assert [p.text for p in parts(text)] == [text]
    apart = "Berths are let for 48 hours (at most), moorings for 36."
    assert next(p.text for p in parts(apart)) == "Berths are let for 48 hours."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Files are kept for four years; letters for ten.", "Files are kept for four years."),
        ("Fines of up to £90 may be waived by the bursar; fines above £90 by the board.",
         "Fines of up to £90 may be waived by the bursar."),
        ("Fines of up to £90 can be waived by a clerk, up to £1,900 by the bursar.",
         "Fines of up to £90 can be waived by a clerk."),
        ("Passes are signed by the host and, if the visit is long, countersigned by the porter.",
         "Passes are signed by the host."),
    ],
)  # fmt: skip
def test_what_leaves_its_verb_out_is_read_as_nothing_of_its_own(text: str, first: str) -> None:
    said, rest = parts(text)
    assert (said.text, said.doubt) == (first, None)
    assert rest.doubt is not None


def test_a_half_of_whose_amounts_another_takes_a_part_is_doubtful_itself() -> None:
    text = "Fines of more than £90 must be approved by the bursar; fines above £900 by the board."
    assert all(part.doubt is not None for part in parts(text))


@pytest.mark.parametrize(
    "text",
    [
        "Orders are approved by the clerk, the bursar or the head by the end of the day.",
        "Files are kept for four years; longer ones for ten.",
        "Refunds are paid within five days; not within three.",
        "Refunds are paid within five days; only the bursar within two.",
        "Passes are signed by the host, dated and sent to the porter.",
        "Parking is free for two hours; in the yard for one.",
    ],
)
def test_what_goes_on_about_the_same_thing_is_not_cut_off(text: str) -> None:
    assert len(parts(text)) == 1


@pytest.mark.parametrize(
    ("text", "first", "later"),
    [
        ("Fees are paid within 10 days and fines within 30 days.",
         "Fees are paid within 10 days.", "Fines are paid within 30 days."),
        ("A grade 1 alarm is answered within 5 minutes and a grade 2 alarm within 9 minutes.",
         "A grade 1 alarm is answered within 5 minutes.", "A grade 2 alarm is answered within 9 minutes."),
        ("The rate is £50 for clerks and £90 for managers.", "The rate is £50 for clerks.", "The rate is £90 for managers."),
        ("Claims received by post are registered within 2 days and answered within 20 days of receipt.",
         "Claims received by post are registered within 2 days.",
         "Claims received by post are answered within 20 days of receipt."),
    ],
)  # fmt: skip
def test_of_two_amounts_each_is_a_statement_with_the_verb(text: str, first: str, later: str) -> None:
    one, other = parts(text)
    assert (one.text, other.text, other.form) == (first, later, "shared")
    assert len(other.text) == len(other.places)
    at = other.text.index("within") if "within" in later else other.text.index("£")
    start, end = other.span(at, len(other.text) - 1)
    assert text[start:end] == other.text[at:-1]


@pytest.mark.parametrize(
    "text",
    [
        "If a form is late, fees are paid within 10 days and fines within 30 days.",
        "The fee is paid within 10 days and the rest within 30 days.",
        "Small orders are sent within 2 days and larger orders within 5 days.",
        "Rooms are let for 2 hours and the hall for 4 hours.",
        "The notice period is 30 days for retail and 60 days for wholesale customers.",
        "Meat is kept at a maximum of 4 °C, or 7 °C for whole birds.",
        "Samples are stored for 5 days and then moved within 2 days.",
    ],
)
def test_amounts_that_lean_on_each_other_are_one_statement(text: str) -> None:
    assert not [p for p in parts(text) if p.form == "shared"]


@pytest.mark.parametrize(
    "text", ["If the lid is loose, put a strap around it.", "If the barge brings gravel, read the scale again."]
)
def test_a_command_that_looks_like_a_past_is_read_as_one(text: str) -> None:
    (sentence,) = split(text)
    said = commanded(sentence, nlp()(sentence.text))
    assert said is not None
    assert is_commanded(nlp()(said.text))


def test_what_happened_behind_a_case_is_no_command() -> None:
    (sentence,) = split("When the roof leaked, we put a bucket under it.")
    assert commanded(sentence, nlp()(sentence.text)) is None
