"""Duties taken from sentences: who, how binding, what; and the shapes that are left alone."""

from contextlib import nullcontext

import pytest

from assets.examples.duty import read_duty
from assets.examples.grammar import Unfit, read_rule


def test_a_duty_keeps_its_circumstance_and_all_that_follows_the_verb():
    duty = read_duty("If the office manager is away, the deputy must sign for the key.", "sign")
    assert (duty.lead, duty.subject, duty.modality) == ("If the office manager is away", "the deputy", "must")
    assert duty.action == "sign for the key"


@pytest.mark.parametrize(
    ("sentence", "subject", "modality", "action"),
    [
        ("Staff may neither accept nor offer gifts.", "staff", "must_not", "accept or offer gifts"),
        ("No one other than the treasurer may accept cheques.", "the treasurer", "may", "accept cheques"),
    ],
)
def test_what_is_denied_twice_or_to_all_but_one_is_read_straight(sentence, subject, modality, action):
    duty = read_duty(sentence, "accept")
    assert (duty.subject, duty.modality, duty.action) == (subject, modality, action)


def test_a_not_in_a_condition_is_not_the_dutys():
    duty = read_duty("If the office manager does not answer, the deputy must sign for the key.", "sign")
    assert duty.lead == "If the office manager does not answer"
    assert read_duty("During a storm do not open the gates of the yard.", "open").lead == "During a storm"


@pytest.mark.parametrize(("who", "number"), [("Keys", "plural"), ("Access", "singular")])
def test_a_capital_at_the_start_makes_no_name_of_a_plural(who, number):
    assert read_duty(f"{who} shall never leave the premises.", "leave").number == number


def test_a_preposition_that_lost_its_noun_is_no_circumstance():
    with pytest.raises(Unfit, match="words before the rule"):
        read_duty("For in-cluster clients recreate pods.", "recreate")


def test_where_more_is_told_is_no_permission():
    with pytest.raises(Unfit, match="advice"):
        read_duty("For further details, employees can refer to the slides on the yard.", "refer")
    assert (
        read_duty("For repairs of the crane, employees can call the yard.", "call").lead == "For repairs of the crane"
    )


@pytest.mark.parametrize("who", ["Staff", "Employees who start after May 1", "Staff in grade 3 and above"])
def test_a_form_of_be_is_no_part_of_who_is_eligible(who):
    duty = read_duty(f"{who} are not eligible to take part in the review.", "take")
    assert (duty.subject.lower(), duty.modality, duty.action) == (who.lower(), "must_not", "take part in the review")


def test_the_asker_speaks_where_the_sentence_addresses_the_reader():
    duty = read_duty("Never share your password with a colleague.", "share")
    assert (duty.subject, duty.modality, duty.action) == ("I", "must_not", "share my password with a colleague")


def test_of_a_passive_the_agent_acts_and_amounts_stay_with_what_is_done():
    duty = read_duty("Scrap worth more than EUR 10,000 must be approved by the plant manager.", "approve")
    assert (duty.subject, duty.agent, duty.done) == ("scrap worth more than EUR 10,000", "the plant manager", "approve")


def test_reasons_are_no_part_of_what_is_asked():
    duty = read_duty("Agents must lock the screen because visitors can see it.", "lock")
    assert duty.action == "lock the screen"
    assert not duty.whole


def test_what_somebody_will_do_is_a_fact():
    duty = read_duty("The front desk will send instructions to new starters.", "send")
    assert (duty.subject, duty.modality, duty.action) == ("the front desk", "fact", "send instructions to new starters")
    for sentence in ("The front desk will endeavour to answer within a day.", "The front desk will not send keys."):
        with pytest.raises(Unfit, match="will"):
            read_duty(sentence, None)


def test_what_somebody_is_told_to_do_is_said_in_the_sentence():
    assert read_duty("Do not move the crane unless the foreman has told you to do so.", "move").exception
    for sentence in (
        "The foreman may do so at any time.",
        "If the foreman wants to do so, he or she may move the crane.",
    ):
        with pytest.raises(Unfit, match="outside"):
            read_duty(sentence, None)


def test_nobody_may_is_a_ban_for_anyone():
    duty = read_duty("Nobody may smoke in a service vehicle.", "smoke")
    assert (duty.subject, duty.modality) == ("anyone", "must_not")


def test_what_nobody_does_is_asked_about_as_a_ban() -> None:
    duty = read_duty("Nobody sleeps in a cab on site.", "sleep")
    assert (duty.subject, duty.modality, duty.verb, duty.rest) == ("anyone", "must_not", "sleep", "in a cab on site")


def test_what_is_not_done_is_asked_about_without_its_negation():
    duty = read_duty("Advances are not paid from petty cash.", "pay")
    assert (duty.subject, duty.modality, duty.rest) == ("advances", "not_done", "paid from petty cash")
    none = read_duty("No deposit is taken for small items.", "take")
    assert (none.subject, none.modality, none.rest) == ("any deposit", "not_done", "taken for small items")


@pytest.mark.parametrize(
    "sentence",
    [
        "However, the manager must sign it.",
        "They must sign the form before noon.",
        "In most cases, supervisors should own the plan.",
        "You can't buy your way to a certificate.",
        "Drivers may experience delays at the gate.",
        "The manager must do this within a day.",
        "In between, a second clerk must check the form.",
    ],
)
def test_what_leans_on_other_sentences_or_binds_nobody_is_unfit(sentence):
    with pytest.raises(Unfit):
        read_duty(sentence, None)


@pytest.mark.parametrize("verb", ["rent", "release", "extend"])
def test_what_somebody_lets_one_do_is_forbidden_by_cannot(verb):
    assert read_duty(f"Trainees can't {verb} a van.", verb).modality == "must_not"
    assert read_rule(f"Trainees can't {verb} a van.", frozenset()).modality == "must_not"


@pytest.mark.parametrize("verb", ["find", "reach", "see"])
def test_what_nobody_decides_is_not_forbidden_by_cannot(verb):
    for read in (lambda text: read_duty(text, verb), lambda text: read_rule(text, frozenset())):
        with pytest.raises(Unfit, match="inability"):
            read(f"Trainees can't {verb} a van.")


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Duty manager informs the bursar within 2 hours.", "the duty manager"),
        ("Owner must decline it in writing.", "the owner"),
        ("Shift lead can sign for small suppliers.", "the shift lead"),
        ("A driver must sign for the van.", "a driver"),
        ("Your manager must sign for the van.", "your manager"),
        ("Each driver must sign for the van.", "each driver"),
        ("One driver must sign for the van.", "one driver"),
        ("The owner's manager must sign for the van.", "the owner's manager"),
        ("Drivers must sign for the van.", "drivers"),
        ("Staff must sign for the van.", "staff"),
        ("Management must sign for the van.", "management"),
        ("Driver Miller must sign for the van.", "Driver Miller"),
    ],
)
def test_the_article_that_a_terse_rule_leaves_out_before_one_person_is_said(sentence, subject):
    common = frozenset(
        ["duty", "owner", "shift", "driver", "drivers", "staff", "management", "your", "each", "one", "a", "the"]
    )
    said = subject.replace("your", "my")
    assert read_duty(sentence, None, common).subject == said
    assert read_rule(sentence, common).subject == said


def test_an_insertion_in_the_subject_is_left_alone():
    with pytest.raises(Unfit, match="insertion"):
        read_duty("A decision, including any appeal, is recorded by the clerk.", "record")
    assert read_duty("Gloves, goggles and masks are kept by the clerk.", "keep").number == "plural"


def test_who_acts_in_a_passive_does_not_do_what_the_thing_does_next():
    duty = read_duty("The risk is accepted by a committee member and expires after six months.", "accept")
    assert duty.done is None


def test_what_one_is_entitled_to_is_no_verb() -> None:
    with pytest.raises(Unfit, match="no verb after to"):
        read_duty("Employees in their first month are not entitled to company sick pay.", None)
    assert read_duty("Employees in their first month are not entitled to pay late.", None).modality == "must_not"


def test_only_the_negation_of_the_main_verb_is_no_part_of_what_stands_before() -> None:
    assert (
        read_duty("If the leak cannot be closed, the mate calls the yard.", "call").lead
        == "If the leak cannot be closed"
    )


def test_a_marked_word_at_the_end_keeps_its_marks() -> None:
    assert read_duty('Guests must not open drawers marked "private".', "open").rest == 'drawers marked "private"'


@pytest.mark.parametrize(
    ("text", "verb", "matter"),
    [
        ("Every order is signed off on by the head baker.", "sign", "off on every order"),
        ("The garden is looked after by the caretaker.", "look", "after the garden"),
        ("Tests are carried out daily by the brewer.", "carry", "out tests daily"),
        ("The keys are handed over on Friday by the porter.", "hand", "over the keys on Friday"),
    ],
)
def test_what_is_done_stands_behind_all_of_its_verb(text, verb, matter):
    assert read_duty(text, verb).matter == matter


@pytest.mark.parametrize(
    ("sentence", "predicate", "who", "action"),
    [
        ("It is the responsibility of the caretaker to check the doors.", "check", "the caretaker", "check the doors"),
        ("Repairs are the responsibility of the landlord.", "be", "the landlord", "be responsible for repairs"),
        ("Responsibility for the till lies with the bursar.", "be", "the bursar", "be responsible for the till"),
    ],
)
def test_the_holder_of_a_task_acts_wherever_the_sentence_names_them(sentence, predicate, who, action):
    duty = read_duty(sentence, predicate, frozenset({"repairs"}))
    assert (duty.subject, duty.action) == (who, action)


@pytest.mark.parametrize(
    ("sentence", "predicate", "who", "modality", "action"),
    [
        ("Under no circumstances may a guest hold a key.", "hold", "a guest", "must_not", "hold a key"),
        ("The keys must under no circumstances be lent.", "lend", "the keys", "must_not", "be lent"),
        ("No manuscript shall be taken home.", "take", "any manuscript", "must_not", "be taken home"),
        ("It is forbidden to feed the ducks.", "feed", "I", "must_not", "feed the ducks"),
        ("Late entries will not be considered.", "consider", "late entries", "not_done", "be considered"),
        ("We do not accept cheques.", "accept", "we", "not_done", "accept cheques"),
        ("The shed is not to be used as a store.", "use", "the shed", "must_not", "be used as a store"),
        ("Nothing is to be stored on the beam.", "store", "anything", "must_not", "be stored on the beam"),
        ("No one is to enter the vault.", "enter", "anyone", "must_not", "enter the vault"),
        ("The copying of maps is inadmissible.", "be", "the copying of maps", "not_allowed", "inadmissible"),
    ],
)
def test_bans_in_other_words(sentence, predicate, who, modality, action):
    duty = read_duty(sentence, predicate)
    assert (duty.subject, duty.modality, duty.action) == (who, modality, action)


@pytest.mark.parametrize(
    ("sentence", "fits"),
    [
        ("The clerk must send the parcel on the following working day.", True),
        ("The clerk must send the following parcel by tram.", False),
        ("The clerk must tell those outside the building by phone.", True),
        ("The clerk must tell those by phone.", False),
    ],
)
def test_the_day_after_and_those_outside_point_nowhere(sentence, fits):
    with nullcontext() if fits else pytest.raises(Unfit, match="outside"):
        read_duty(sentence, "send" if "send" in sentence else "tell", frozenset())


def test_a_fact_is_told_with_a_verb_that_agrees_unless_a_second_one_would_have_to():
    one = read_duty("The clerk will sign the form for the key.", "sign")
    assert one.done_by(one.subject, one.rest) == "the clerk signs the form for the key"
    two = read_duty("The clerk will start the form and send it to you to sign.", "start")
    with pytest.raises(Unfit, match="second verb"):
        two.done_by(two.subject, two.rest)


@pytest.mark.parametrize(
    "text", ["Between £50 and £900 bar staff decides in 3 days.", "Above £500 the buyer decides within 3 days."]
)
def test_a_range_before_who_acts_is_no_part_of_them(text: str) -> None:
    with pytest.raises(Unfit, match="words before the rule"):
        read_duty(text, "decide")


def test_an_amount_of_them_is_part_of_who_acts() -> None:
    assert read_duty("Up to 12 people may sit in the box.", "sit").subject == "up to 12 people"


def test_a_label_before_a_dash_is_no_part_of_a_duty():
    with pytest.raises(Unfit, match="words before the rule"):
        read_duty("For members only - The steward keeps the key of the slipway.", "keep")
    with pytest.raises(Unfit, match="words before the rule"):
        read_duty("Steward – keeps the key of the slipway, locks the gate.", "keep")


def test_an_agent_ends_where_another_one_is_denied():
    duty = read_duty("Notices are issued by the harbour office, not by us.", "issue")
    assert duty.agent == "the harbour office"


def test_as_far_as_gives_no_reason():
    duty = read_duty("Keepers should keep the dates of the logs, as far as is possible.", "keep")
    assert duty.rest == "the dates of the logs, as far as is possible"
    reason = read_duty("Keepers should keep the dates of the logs, as the owner asks for them.", "keep")
    assert reason.rest == "the dates of the logs"


@pytest.mark.parametrize(
    ("sentence", "fits"),
    [
        ("Keepers must not share the key but rather fetch a new key.", False),
        ("Keepers must share the key but rather quickly.", True),
        ("Keepers must not share keys with different heads but with equal numbers.", True),
    ],
)
def test_a_ban_with_what_to_do_instead_is_two_rules(sentence, fits):
    with nullcontext() if fits else pytest.raises(Unfit, match="two rules"):
        read_duty(sentence, "share")


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Splitting an order to stay below a limit is prohibited.", "splitting an order to stay below a limit"),
        ("Working on Sundays is not allowed for apprentices under 18.", "working on Sundays"),
    ],
)
def test_a_deed_may_be_what_is_banned(sentence, subject):
    duty = read_duty(sentence, None)
    assert duty.subject == subject
    assert duty.modality in ("prohibited", "not_allowed")
    assert duty.be() == "is"


def test_a_deed_behind_something_is_no_subject():
    with pytest.raises(Unfit):
        read_duty("In this hall splitting an order to stay below a limit is prohibited.", None)


def test_what_may_end_up_somehow_is_not_allowed() -> None:
    with pytest.raises(Unfit, match="possibility"):
        read_duty("A large change can end up splitting the team.", None, frozenset())


@pytest.mark.parametrize(
    ("sentence", "fits"),
    [
        ("The attendant must not leave, help with the work or use a phone.", False),
        ("The attendant must not leave the opening, the ladder or the phone.", True),
        ("A person must not simultaneously serve on the board of another club.", False),  # to serve there is allowed
        ("A person must not serve on the board of another club.", True),
        ("A person must never serve on the board of another club.", True),
        ("Patches should not be handled (solely) by the gatekeeper.", False),
        ("Patches should not be handled (at night) by the gatekeeper.", True),
    ],
)
def test_what_a_ban_turns_on_is_not_left_out(sentence: str, fits: bool) -> None:
    if fits:
        read_duty(sentence, None)
        return
    with pytest.raises(Unfit):
        read_duty(sentence, None)


@pytest.mark.parametrize(
    ("sentence", "fits"),
    [
        ("Only the warden may lend keys, and only on receipt of a form.", False),
        ("Only the warden may lend keys and maps.", True),
    ],
)
def test_what_a_second_only_narrows_is_not_asked_as_if_it_were_part_of_the_task(sentence: str, fits: bool) -> None:
    with nullcontext() if fits else pytest.raises(Unfit, match="an only behind the rule"):
        read_duty(sentence, "lend")


def test_what_is_no_verb_commands_nothing() -> None:
    assert read_duty("Deburr the edges of the plate.", None).verb == "deburr"
    with pytest.raises(Unfit, match="governing verb"):
        read_duty("Autoclave 134 degrees for 4 minutes.", None)


@pytest.mark.parametrize(
    ("sentence", "predicate", "agrees"),
    [
        ("Full evacuation drill twice a year per hall, at least one of them with guests.", "drill", False),
        ("Kitchen staff drill twice a year per site with guests in the hall.", "drill", True),
        ("The warden and the cook drill twice a year with guests in the hall.", "drill", True),
    ],
)
def test_a_verb_agrees_with_its_subject(sentence: str, predicate: str, agrees: bool) -> None:
    if agrees:
        assert read_duty(sentence, predicate).verb == "drill"
    else:
        with pytest.raises(Unfit, match="does not agree"):
            read_duty(sentence, predicate)
