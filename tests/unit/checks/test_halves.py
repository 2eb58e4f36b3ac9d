"""Which half of a sentence is a rule of its own."""

import pytest

from checks.verifier.halves import ends_before, leaves_out_the_verb, paired, shared, starts_after, taken_up


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Keys are kept by the clerk and must not be copied.", "Keys must not be copied."),
        ("Plans are tested after an alarm, but may be changed by the board.", "Plans may be changed by the board."),
        ("Staff who work nights must log in and may leave at six.", "Staff who work nights may leave at six."),
        ("Keys are kept by the clerk and must not be copied; spare keys cost money.", "Keys must not be copied."),
        ("A tour costs EUR 20 and must be booked.", "A tour must be booked."),
        (
            "An inquiry is opened by the board and lasts no more than 6 months.",
            "An inquiry lasts no more than 6 months.",
        ),
    ],
)
def test_the_later_half_is_said_of_the_same_subject(sentence, said):
    assert said in shared(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "If keys are lost they must be reported and must be replaced.",
        "Keys are lent if the clerk agrees and must be returned.",
        "Keys are kept in a box and must be returned with it.",
        "Keys are kept in a box and must not leave the box.",
        "The form that visitors must sign and must keep is green.",
        "Keys are kept by the clerk and the manager.",
        "Keys are kept by the clerk and must not be copied; it is done in 3 shops.",
        "Keys are counted and are locked away and must not be copied.",
        "Staff who are ill and must rest call the office.",
    ],
)
def test_halves_that_need_each_other_are_none(sentence):
    assert shared(sentence) == ()


def test_a_clause_beside_another_without_a_comma():
    sentence = "Lamps are tested daily and records are kept for a year."
    first, later = "Lamps are tested daily", "records are kept for a year."
    assert ends_before(sentence[len(first) :], first)
    assert starts_after(sentence[: -len(later)], later)
    assert not ends_before(" and the manager.", "Keys are kept by the clerk")
    assert not starts_after("Doors between the lab and ", "the office must be closed.")


@pytest.mark.parametrize(
    ("after", "apart"),
    [
        (", phones after 36.", True),
        (", and a serious threat to public health within 2 days.", True),
        (", and in Ireland after 36.", False),
        (", and 36 in Ireland.", False),
        (", or phones after 36.", False),
        (", phones after 36 if they are used.", False),
        (", phones that are 36 months old.", False),
        (", and phones are replaced after 36.", False),
        (", phones.", False),
    ],
)
def test_amounts_of_other_things_leave_out_the_verb(after, apart):
    assert leaves_out_the_verb(after, "Laptops are replaced after 48 months") == apart


def test_a_sentence_goes_on_about_the_subject_of_the_one_before_it():
    first, second = "Corporate cards are for people who travel often.", "They must not be used for private purchases."
    assert taken_up(first, second) == ("Corporate cards must not be used for private purchases.",)
    assert taken_up("Lamps may be used for boats and carts.", "They must not be used for sheds.") == (
        "Lamps must not be used for sheds.",
    )
    assert taken_up("A yard may delay a launch by a week.", "It may not delay a rescue.") == (
        "A yard may not delay a rescue.",
    )
    assert taken_up("Lamps may be used for boats and carts.", "They must not be moved.") == ()
    assert taken_up("A yard may delay a launch by a week.", "It may be delayed once.") == ()
    assert taken_up("Standard changes are on the list.", "They may be made at any time.") == (
        "Standard changes may be made at any time.",
    )
    assert taken_up("Trainees have a limit for home claims.", "They may not settle injury claims.") == (
        "Trainees may not settle injury claims.",
    )
    assert taken_up("Attendants may open bags.", "However, they must not put a hand into a bag.") == (
        "Attendants must not put a hand into a bag.",
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Drivers are met by the guards.", "They must not leave the yard."),
        ("Approval is given on the form.", "It must be signed by a manager."),
        ("The card is kept in the safe.", "They must not be lent."),
        ("Cards are kept with the keys.", "They must not be lent."),
        ("Cards and keys are lent.", "They must be returned."),
        ("Cards are kept in the safe.", "Nobody may lend them."),
        ("Attendants may open bags.", "However, they must wear gloves."),
        ("Trainees have clerks.", "They may not settle injury claims."),
        ("Trainees have a list of claims.", "They must contain a date."),
        ("Rules are for the claims.", "They may not settle injury claims."),
    ],
)
def test_a_pronoun_that_may_mean_two_things_means_none(first, second):
    assert taken_up(first, second) == ()


@pytest.mark.parametrize(
    ("sentence", "first", "later"),
    [
        (
            "Fees are paid within 10 days and fines within 30 days.",
            "Fees are paid within 10 days",
            "Fines are paid within 30 days.",
        ),
        (
            "The rate is £50 for clerks and £90 for managers.",
            "The rate is £50 for clerks",
            "The rate is £90 for managers.",
        ),
        (
            "Claims are registered within 2 days and answered within 20 days of receipt.",
            "Claims are registered within 2 days",
            "Claims are answered within 20 days of receipt.",
        ),
        (
            "Vans may carry up to 400 kg, carts up to 90 kg.",
            "Vans may carry up to 400 kg",
            "Carts may carry up to 90 kg.",
        ),
        (
            "Priority 1 repairs are started within 24 hours and priority 2 repairs within 3 days.",
            "Priority 1 repairs are started within 24 hours",
            "Priority 2 repairs are started within 3 days.",
        ),
        (
            "The rate is £50 for sea freight and £90 for air freight.",
            "The rate is £50 for sea freight",
            "The rate is £90 for air freight.",
        ),
    ],
)
def test_of_two_amounts_each_is_said_of_its_own(sentence, first, later):
    assert paired(sentence) == (first, later)
    assert shared(sentence) == (later,)


@pytest.mark.parametrize(
    "sentence",
    [
        "If a form is late, fees are paid within 10 days and fines within 30 days.",
        "Fees are not paid within 10 days and fines within 30 days.",
        "The fee is paid within 10 days and the rest within 30 days.",
        "Small orders are sent within 2 days and larger orders within 5 days.",
        "The first dose is given within 1 hour and the second within 4 hours.",
        "Fees are paid within 10 days and fines 30 days.",
        "The term is 30 days for retail and 60 days for wholesale customers.",
        "Meat is kept at a maximum of 4 °C, or 7 °C for whole birds.",
        "Samples are stored for 5 days and then moved within 2 days.",
        "Guests get 2 towels and 3 sheets.",
        "Doors are locked at night and windows after 8 hours.",
    ],
)
def test_amounts_that_lean_on_each_other_are_no_two_rules(sentence):
    assert paired(sentence) == ()
