import pytest

from assets.decisions.cells import read_line, read_row
from assets.decisions.extraction import read_document
from assets.decisions.points import Point
from assets.decisions.quantities import find
from assets.decisions.rules import read
from assets.decisions.sentences import split
from resources.parser import nlp


def points(text: str, *, procedure: bool = False) -> list[Point]:
    (sentence,) = split(text)
    return read(sentence, nlp()(sentence.text), find(sentence.text), procedure)


def used(text: str, kind: str, *, procedure: bool = False) -> Point:
    (point,) = [p for p in points(text, procedure=procedure) if p.kind == kind and p.reason is None]
    return point


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("No contract shall run for longer than four years.", 4),
        ("No rower may keep more than 2 boats.", 2),
        ("No load may exceed 500 kg.", 500),
        ("Nobody may stay longer than 3 nights.", 3),
    ],
)
def test_what_none_may_exceed_is_a_limit(text: str, value: float) -> None:
    point = used(text, "limit")
    assert (point.comparator, point.value, point.modality) == ("more_than", value, "must_not")
    assert not [p for p in points("No report is kept longer than 3 years.") if p.kind == "limit" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit", "modality", "scope"),
    [
        ("You may carry over up to 240 hours of annual leave.", "at_most", 240, "hour", "may", "rule"),
        (
            "You must submit your receipts within five business days of your return.",
            "at_most",
            5,
            "business day",
            "must",
            "rule",
        ),
        ("Submit your claim no later than 30 days after the trip.", "at_most", 30, "day", "must", "rule"),
        ("Submit your claim no later than 30 days before the trip.", "at_least", 30, "day", "must", "rule"),
        ("Submit your claim no earlier than 30 days before the trip.", "at_most", 30, "day", "must", "rule"),
        (
            "You must give notice no later than 5 working days in advance.",
            "at_least",
            5,
            "business day",
            "must",
            "rule",
        ),
        ("Staff must give at least two weeks of notice.", "at_least", 2, "week", "must", "rule"),
        ("Meal costs must not exceed $60 per day.", "at_most", 60, "USD", "must", "rule"),
        ("Employees may not carry over more than 15 days.", "more_than", 15, "day", "must_not", "rule"),
        ("The review must take less than 4 hours.", "less_than", 4, "hour", "must", "rule"),
        ("Visitors may stay for a maximum of three nights.", "at_most", 3, "night", "may", "rule"),
        ("Employees are entitled to 25 days of leave.", "exactly", 25, "day", "may", "rule"),
        ("You can borrow two laptops or fewer.", "at_most", 2, "laptop", "may", "rule"),
        (
            "If you are away for more than 10 days, you must tell your manager.",
            "more_than",
            10,
            "day",
            "must",
            "clause",
        ),
        ("Expenses over $500 must be approved by the finance team.", "more_than", 500, "USD", "must", "subject"),
    ],
)
def test_limits(text: str, comparator: str, value: float, unit: str, modality: str, scope: str) -> None:
    point = used(text, "limit")
    assert (point.comparator, point.value, point.unit) == (comparator, value, unit)
    assert (point.modality, point.scope) == (modality, scope)


@pytest.mark.parametrize(
    "text",
    [
        "Extension leads may not be plugged into one another.",
        "Engineers in their first year may not be on call alone.",
        "Pregnant employees may not work with solvents.",
    ],
)
def test_what_people_do_or_are_kept_from_is_forbidden(text: str) -> None:
    assert used(text, "prohibition").modality == "must_not"


@pytest.mark.parametrize("text", ["Changes may not be picked up by the server.", "The lift may not work in a fire."])
def test_what_may_fail_is_not_forbidden(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "prohibition" and p.reason is None]


def test_a_practice_under_a_condition_is_a_rule_of_which_one_asks_what_happens() -> None:
    point = used("If a gauge is found out of tolerance, the metrology engineer informs the quality desk.", "condition")
    assert (point.clause, point.modality) == ("a gauge is found out of tolerance", "fact")


def test_save_makes_an_exception_where_nothing_is_kept() -> None:
    point = used("Deposits must be returned within a week, save for deposits on keys.", "exception")
    assert (point.marker, point.clause) == ("save for", "deposits on keys")
    assert not [p for p in points("You must save for the next course.") if p.kind == "exception" and p.reason is None]


def test_a_limit_knows_what_governs_it() -> None:
    point = used("If you are a contractor, you may work up to 40 hours per week.", "limit")
    assert (point.subject, point.predicate, point.per) == ("you", "work", "week")
    assert (point.marker, point.clause, point.scope) == ("if", "you are a contractor", "rule")


@pytest.mark.parametrize(
    "text",
    [
        "We usually answer within 3 days.",
        "She worked more than 40 hours last week.",
        "This must be submitted within 5 days.",
        "How many of the requests take more than 3 days?",
        "For example, you may carry over up to 240 hours.",
        "Outages may last more than 3 hours.",
    ],
)
def test_doubtful_limits_are_not_used(text: str) -> None:
    assert all(p.reason for p in points(text) if p.kind == "limit")


@pytest.mark.parametrize(
    ("text", "marker", "clause"),
    [
        ("If you lose your badge, call the security desk.", "if", "you lose your badge"),
        ("Call the security desk if you lose your badge.", "if", "you lose your badge"),
        ("Once the request is approved, you may book the trip.", "once", "the request is approved"),
        ("You may work from home as long as your manager agrees.", "as long as", "your manager agrees"),
        (
            "If you were an officer, a clerk, or a driver before, you may apply at once.",
            "if",
            "you were an officer, a clerk, or a driver before",
        ),
        ("You may ask for an earlier visit if the repair takes too long.", "if", "the repair takes too long"),
        ("If you are leaving the company, your final day must be worked.", "if", "you are leaving the company"),
        ("If you join the call you should mute your microphone.", "if", "you join the call"),
        ("Where the parcel is damaged, the clerk must take a picture.", "where", "the parcel is damaged"),
        ("If the form is late, the offer is void.", "if", "the form is late"),
        ("If a claim is incomplete, it lapses on Friday.", "if", "a claim is incomplete"),
        ("Wear a helmet, gloves and goggles if the alarm rings.", "if", "the alarm rings"),
        ("Phones must be out of reach while the engine is running.", "while", "the engine is running"),
    ],
)
def test_conditions(text: str, marker: str, clause: str) -> None:
    point = used(text, "condition")
    assert (point.marker, point.clause) == (marker, clause)


@pytest.mark.parametrize(
    ("text", "clause", "short"),
    [
        ("Sails may be dried on the lawn when it rains.", "it rains", False),
        ("The keeper must close the sluice while visitors wait.", "visitors wait", False),
        ("Ropes must be replaced when torn.", "torn", False),
        ("Rowers may not be left alone when swimming.", "swimming", False),
        ("The filter must be changed if visibly cloudy.", "visibly cloudy", False),
        ("Ropes must be replaced if they fray.", "they fray", True),
        ("The keeper must be told if you can.", "you can", True),
        ("Boats must be handed over if ready.", "ready", True),
        ("The warden must open the window if guests like.", "guests like", True),
    ],
)
def test_one_or_two_words_may_be_a_case(text: str, clause: str, short: bool) -> None:
    (point,) = (p for p in points(text) if p.kind == "condition")
    assert (point.clause, point.reason == "the clause is too short") == (clause, short)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("If you miss two payments, you lose your place on the list.", "you miss two payments"),
        ("If you leave within a year, you repay half of the fee.", "you leave within a year"),
        ("If the order is late, you get a voucher for the next one.", "the order is late"),
        ("If a mooring costs over £300, you sign a second form.", "a mooring costs over £300"),
    ],
)
def test_what_the_reader_has_coming_in_a_case_is_a_rule(text: str, clause: str) -> None:
    point = used(text, "condition")
    assert (point.clause, point.modality) == (clause, "fact")


@pytest.mark.parametrize(
    "text",
    [
        "If you run the command, you get an error message.",
        "If you travel by train, you get used to the noise.",
        "If you look at the page, you see the list.",
        "If a lamp burns, you find the gate.",
        "If the talk is long, you lose interest.",
    ],
)
def test_what_one_gets_from_a_program_or_feels_is_no_rule(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "condition" and p.reason is None]


@pytest.mark.parametrize(
    "text",
    [
        "If you have any questions, contact the help desk.",
        "If you need help, call the help desk.",
        "Check when the certificate was issued and when it expires.",
        "When we arrived, the office was closed.",
        "If this happens, call the help desk.",
        "Once you have your card, you should be able to open the door.",
        "If the lamp turns green, you should be good to go.",
        "If wish to change the colours, you can use the form.",
        "Once you get that done, you must delete the old file.",
        "You will learn where to find the porter in the event of difficulties.",
        "If you use the old editor, you may wish to change the colours.",
        "Ask on the call if a manager is present.",
        "If you move to another region, your pay may change.",
        "Come and chat in the design channel if you are choosing fonts for something.",
        "Ring the ward before your shift starts, at least two hours before if it is a night shift.",  # whose condition?
        "While we like the idea, you must ask the office where you work.",
        "If the rope broke, we were in trouble.",
    ],
)
def test_courtesy_and_narrative_are_no_conditions(text: str) -> None:
    assert all(p.reason for p in points(text) if p.kind == "condition")


@pytest.mark.parametrize(
    "text", ["If nobody saw the leak, ring the boatman.", "If you lost your oar, you must report it to the warden."]
)
def test_what_has_to_be_done_in_a_case_is_a_rule_though_the_case_is_past(text: str) -> None:
    assert used(text, "condition").marker == "if"


@pytest.mark.parametrize(
    ("text", "marker", "clause"),
    [
        ("Contractors must not use personal accounts unless their manager agrees.", "unless", "their manager agrees"),
        ("You must wear a helmet except in the office.", "except in", "the office"),
        ("Unless the trip is an emergency, you must book in advance.", "unless", "the trip is an emergency"),
        ("The daily limit does not apply to international travel.", "does not apply to", "international travel"),
    ],
)
def test_exceptions(text: str, marker: str, clause: str) -> None:
    point = used(text, "exception")
    assert (point.marker, point.clause) == (marker, clause)


@pytest.mark.parametrize(
    ("text", "role", "predicate", "modality"),
    [
        ("The finance team must approve every invoice.", "The finance team", "approve", "must"),
        ("Only managers may approve overtime.", "managers", "approve", "may"),
        ("Invoices must be approved by the finance team.", "the finance team", "approve", "must"),
        ("Supervisors are required to sign the form.", "Supervisors", "sign", "must"),
        ("The warehouse manager is responsible for the keys.", "The warehouse manager", "be", "fact"),
        ("Corrections need the approval of the finance team.", "the finance team", "need", "must"),
    ],
)
def test_roles(text: str, role: str, predicate: str, modality: str) -> None:
    point = used(text, "role")
    assert (point.role, point.predicate, point.modality) == (role, predicate, modality)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Clerks register the parcel.", "Clerks"),
        ("Bad devices are sorted out by inspectors.", "inspectors"),
    ],
)
def test_in_a_procedure_the_plain_present_prescribes(text: str, role: str) -> None:
    assert used(text, "role", procedure=True).role == role
    assert not [p for p in points(text) if p.kind == "role"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Complaints go to the practice manager the same day.", "the practice manager"),
        ("Every invoice goes to the finance team for approval.", "the finance team"),
        ("Unsafe ladders go to Estates.", "Estates"),
    ],
)
def test_whom_something_goes_to_is_a_role(text: str, role: str) -> None:
    point = used(text, "role")
    assert (point.role, point.predicate) == (role, "go")


@pytest.mark.parametrize(
    "text",
    [
        "Patients go to the nurse.",
        "Thanks go to the porter.",
        "The prize goes to the best driver.",
        "Priority goes to residents.",
        "Refunds go to the customer.",
        "Printouts do not go to the driver.",
        "Proceeds go to charity.",
    ],
)
def test_who_goes_somewhere_and_what_is_owed_names_no_role(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "role" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("What staff must not do.", False),
        ("How staff must not behave.", False),
        ("What you wear must not be worn outside.", True),
    ],
)
def test_a_heading_that_asks_is_no_rule(text: str, *, rules: bool) -> None:
    assert any(p.reason is None for p in points(text, procedure=True)) == rules


def test_a_unit_that_fails_is_a_thing() -> None:
    said = points("A unit that fails goes into the red tray.", procedure=True)
    assert not [p for p in said if p.kind == "role" and p.reason is None]


def test_who_is_meant_may_be_said_by_what_they_have() -> None:
    assert used("Only people with a key may open the hatch.", "role").role == "people with a key"
    assert not [
        p for p in points("People with questions may ask at the desk.") if p.kind == "role" and p.reason is None
    ]


def test_what_else_is_needed_is_no_part_of_the_role() -> None:
    assert used("Drones need permission from the ranger and the mayor.", "role").role == "the ranger and the mayor"
    assert all(p.reason for p in points("Drones need permission from the ranger and a pilot ID.") if p.kind == "role")


def test_an_only_behind_the_agent_reserves_the_task() -> None:
    assert used("Batteries are packed by trained staff only.", "role").role == "trained staff"
    assert not [p for p in points("Batteries are packed by staff.") if p.kind == "role"]


def test_what_can_be_seen_by_somebody_is_no_task() -> None:
    assert not [p for p in points("The pond can be seen by visitors.") if p.kind == "role" and p.reason is None]


def test_a_passive_gives_a_task_to_one_known_place_in_any_document() -> None:
    assert used("Refunds are paid by the treasurer.", "role").role == "the treasurer"
    assert not [p for p in points("The page is used by the librarian.") if p.kind == "role"]


def test_what_needs_the_consent_of_the_somebody_need_not_be_a_known_person() -> None:
    assert used("A loan of an atlas needs the approval of the Landrat.", "role").role == "the Landrat"
    assert not [p for p in points("A loan of an atlas needs the approval of the application.") if p.kind == "role"]


@pytest.mark.parametrize(
    ("text", "marker", "clause", "modality"),
    [
        ("During an outbreak the head nurse may close the ward.", "during", "an outbreak", "may"),
        ("Following a second warning, the umpire may exclude a player.", "following", "a second warning", "may"),
        ("In an emergency, drivers must stop at the nearest safe place.", "in", "an emergency", "must"),
        ("After a fall from a height the helmet is thrown away.", "after", "a fall from a height", "fact"),
        ("During a strike nobody may enter the yard.", "during", "a strike", "must_not"),
        ("On receipt of the crate, the storekeeper must count the seals.", "on", "receipt of the crate", "must"),
        ("In the absence of the purser, the steward may open the safe.", "in the absence of", "the purser", "may"),
        (
            "Pending the report of the surveyor, guests must not use the pier.",
            "pending",
            "the report of the surveyor",
            "must_not",
        ),
        (
            "A boat may be lent with the consent of the harbour master.",
            "with",
            "the consent of the harbour master",
            "may",
        ),
        (
            "Fires may be lit on the beach, subject to the written approval of the warden.",
            "subject to",
            "the written approval of the warden",
            "may",
        ),
        ("A berth can be swapped on production of a permit.", "on", "production of a permit", "may"),
        ("Kites may be flown in the absence of an event.", "in the absence of", "an event", "may"),
        ("Should the seal be broken, the crate must be sent back.", "should", "the seal be broken", "must"),
        ("In the case of a flood, the keeper shuts the sluice.", "in the case of", "a flood", "fact"),
        ("In case of a late delivery the customer pays the fee.", "in case of", "a late delivery", "fact"),
        ("In cases of shortage, the steward may count the till.", "in cases of", "shortage", "may"),
        ("Following a changeover, the line must be rinsed.", "following", "a changeover", "must"),
        ("Receipts are issued on request.", "on", "request", "fact"),
        (
            "Plans may be copied upon a written request from the surveyor.",
            "upon",
            "a written request from the surveyor",
            "may",
        ),
        (
            "Locks may be cut with the verbal approval of the bursar.",
            "with",
            "the verbal approval of the bursar",
            "may",
        ),
    ],
)
def test_a_phrase_that_a_sentence_begins_with_is_a_condition(
    text: str, marker: str, clause: str, modality: str
) -> None:
    point = used(text, "condition")
    assert (point.marker, point.clause, point.modality) == (marker, clause, modality)


@pytest.mark.parametrize(
    "text",
    [
        "During the night the porter must lock the gate.",
        "After a while the porter must lock the gate.",
        "After a delay of 3 hours the porter must lock the gate.",
        "Following a template you may write your own letter.",
        "During a strike few may enter the yard.",
        "On the part of the crew, nobody may speak.",
        "On the recommendation of the panel, the board may elect a member.",
        "On Mondays the porter must lock the gate.",
        "The crew may insist on payment of the fee.",
        "In the absence of noise the lamp may flicker.",
        "The accounts must be signed with the approval of the board.",
        "The mate may speak with the help of an interpreter.",
        "Should members vote, or may they abstain?",
    ],
)
def test_a_time_or_a_way_of_doing_is_no_condition(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "condition" and p.reason is None]


def test_what_one_must_not_try_is_a_ban() -> None:
    assert used("Do not try to loosen a jammed valve.", "prohibition", procedure=True).predicate == "try"
    assert used("Do not attempt to loosen a jammed valve.", "prohibition").predicate == "attempt"
    assert not [p for p in points("Do not try to win a marathon.") if p.kind == "prohibition" and p.reason is None]
    assert not [p for p in points("Do not try to think of everything.") if p.kind == "prohibition" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "deciding"),
    [
        ("Payments are made by transfer, never in cash.", "never in cash"),
        ("Carry the acid in a tray and never in your hands.", "never in your hands"),
        ("Balloons must be foil, never latex.", "never latex"),
    ],
)
def test_what_is_never_done_in_another_way_is_a_ban(text: str, deciding: str) -> None:
    point = used(text, "prohibition")
    assert (text[point.start : point.end], point.modality) == (deciding, "must_not")


def test_what_is_like_something_and_never_like_another_is_none() -> None:
    assert not [p for p in points("The days are long, but never dull.") if p.kind == "prohibition"]


@pytest.mark.parametrize(
    ("text", "marker", "what"),
    [
        ("Trips abroad are outside this procedure.", "are outside this procedure", "Trips abroad"),
        ("Insurance of private cars isn't covered here.", "isn't covered here", "Insurance of private cars"),
        ("This policy does not cover bicycles and scooters.", "this policy does not cover", "bicycles and scooters"),
        ("Repairs, done at sea, are out of scope.", "are out of scope", "Repairs, done at sea"),
    ],
)
def test_what_a_document_leaves_out_is_an_exception(text: str, marker: str, what: str) -> None:
    point = used(text, "exception")
    assert (point.marker, point.subject) == (marker, what)


def test_what_a_document_leaves_out_in_some_case_is_not_read() -> None:
    assert not [p for p in points("Trips you make alone are outside this procedure.") if p.kind == "exception"]


def test_nobody_is_allowed_is_one_ban() -> None:
    assert used("Nobody is allowed to lean on the railing.", "prohibition").predicate == "lean"


def test_an_exception_may_list_places() -> None:
    text = "Open shoes must not be worn here, except in the bakery, the cold store and the washing bay."
    assert used(text, "exception").clause == "the bakery, the cold store and the washing bay"
    text = "Open shoes must not be worn here, except in the bakery, where nobody slips and nothing falls."
    assert next(p for p in points(text) if p.kind == "exception").clause == "the bakery"


def test_what_there_must_be_leans_on_nothing() -> None:
    assert (
        used("There must be a gap of a week between loans, unless the librarian agrees.", "exception").marker
        == "unless"
    )


def test_who_will_do_something_is_a_role() -> None:
    assert used("The payroll office will process the request.", "role").role == "The payroll office"


def test_a_restricting_clause_belongs_to_the_role() -> None:
    point = used("The person who repaired the device must sign the record.", "role")
    assert point.role == "The person who repaired the device"


def test_a_modal_does_not_reach_a_verb_with_a_finite_auxiliary_of_its_own() -> None:
    text = "A clerk may act as a scribe and is chosen by the manager."
    assert "the manager" not in [p.role for p in points(text) if p.kind == "role"]


def test_pseudonyms_and_things_are_no_roles() -> None:
    assert all(p.reason for p in points("Person_BKQTRZ must approve every invoice.") if p.kind == "role")
    assert not [p for p in points("The server must restart every night.") if p.kind == "role"]


@pytest.mark.parametrize(
    ("text", "predicate", "modality"),
    [
        ("Contractors must not use personal accounts.", "use", "must_not"),
        ("Do not share your password.", "share", "must_not"),
        ("Visitors are not allowed to park in the yard.", "park", "must_not"),
        ("You should not open attachments from strangers.", "open", "should_not"),
        ("Smoking is prohibited in all buildings.", "prohibit", "must_not"),
        ("No refunds are granted for used tickets.", "grant", "must_not"),
    ],
)
def test_prohibitions(text: str, predicate: str, modality: str) -> None:
    point = used(text, "prohibition")
    assert (point.predicate, point.modality) == (predicate, modality)


@pytest.mark.parametrize(
    ("text", "deciding"),
    [
        ("No food or drink in the surgeries.", "No food or drink"),
        ("No hot work on nights.", "No hot work"),
        ("No photos of patients without their consent.", "No photos of patients"),
        ("No access to the roof without the caretaker.", "No access to the roof"),
        ("Nobody works more than four nights in a row.", "Nobody works"),
        ("No one stays on deck longer than 60 minutes.", "No one stays"),
        ("Nobody under 14 goes on the jetty without an adult.", "Nobody under 14 goes"),
        ("No one enters the tank without permission.", "No one enters"),
        ("Nobody leaves the dock without having signed the list.", "Nobody leaves"),
        ("No one starts the winch before the bell rings.", "No one starts"),
        ("Nobody paints alone in the hold.", "Nobody paints"),
        ("Nobody hauls the net unless two hands are on deck.", "Nobody hauls"),
        ("Barbed wire is banned.", "is banned"),
        ("Hirers may not bring in their own drink.", "may not bring"),
    ],
)
def test_what_a_line_or_nobody_is_said_of_is_a_ban(text: str, deciding: str) -> None:
    point = used(text, "prohibition")
    assert text[point.start : point.end] == deciding


@pytest.mark.parametrize(
    "text",
    [
        "No parking spaces at the front.",
        "No lifts in the building.",
        "No training on Fridays.",
        "No work on Sundays.",
        "No dogs were in the hall.",
        "Nobody waits more than five minutes.",
        "Nobody remembers more than two names.",
        "Nobody works longer than necessary.",
        "Nobody wins without luck.",
        "Nobody answers the phone after six.",
        "Nobody owns the boat by the pier.",
        "Nobody else paints in the hold.",
        "Trainees cannot handle the pressure.",
    ],
)
def test_what_is_missing_or_praised_is_no_ban(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "prohibition" and p.reason is None]


def test_what_nobody_does_in_a_case_is_banned_in_that_case() -> None:
    assert used("Nobody hauls the net if the deck is wet.", "condition").modality == "must_not"
    assert used("Nobody hauls the net unless two hands are on deck.", "exception").modality == "must_not"


def test_that_there_is_something_is_a_case() -> None:
    assert used("Boats may be moored at the pier if there is room.", "condition").clause == "there is room"
    assert used("If there are no oars, the boatman must be told.", "condition").modality == "must"


def test_in_a_procedure_what_people_do_not_handle_is_forbidden() -> None:
    assert used("People who are ill do not handle food.", "prohibition", procedure=True).predicate == "handle"


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Analysts must neither warn the customer nor give a reason.", "warn"),
        ("Keys may neither be copied nor lent.", "copy"),
        ("Clerks do not answer enquiries from journalists.", "answer"),
        ("Our nurses do not discuss an error with relatives.", "discuss"),
    ],
)
def test_what_is_denied_twice_or_of_those_who_work_there_is_a_ban(text: str, predicate: str) -> None:
    assert used(text, "prohibition").predicate == predicate
    assert not [p for p in points(text) if p.kind == "role" and p.reason is None]


@pytest.mark.parametrize(
    "text",
    [
        "The machine may be neither cold nor wet.",
        "Patients do not share rooms in this clinic.",
        "Nurses do not sign the form for the patient.",
        "Technicians do not open the cabinet any more.",
    ],
)
def test_what_is_told_of_people_is_no_ban(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "prohibition" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("No one other than the release officer may free a payment.", "the release officer"),
        ("Nobody except the shift manager may restart the line.", "the shift manager"),
        ("No employee other than the treasurer may sign cheques.", "the treasurer"),
        ("Nobody but the warden or the porter may open the hatch.", "the warden or the porter"),
        ("No one except the pharmacist is allowed to open the safe.", "the pharmacist"),
    ],
)
def test_what_all_but_one_are_denied_that_one_alone_may(text: str, role: str) -> None:
    (point,) = [p for p in points(text) if p.reason is None]
    assert (point.kind, point.role, point.modality) == ("role", role, "may")


@pytest.mark.parametrize(
    "text",
    [
        "Nothing other than medicines may be kept in the fridge.",
        "Nobody but the warden and the porter may open the hatch.",
    ],
)
def test_a_thing_or_two_together_are_not_the_one_that_alone_may(text: str) -> None:
    assert not [p for p in points(text) if p.reason is None]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Leave may be refused where two colleagues are already away.", "two colleagues are already away"),
        ("Claims are rejected where the deadline has passed.", "the deadline has passed"),
        ("A hire car is provided for up to 21 days where the policy includes it.", "the policy includes it"),
        ("A second signature is required where the amount is in dispute.", "the amount is in dispute"),
    ],
)
def test_where_behind_a_rule_tells_the_case_of_it(text: str, clause: str) -> None:
    point = used(text, "condition")
    assert (point.marker, point.clause) == ("where", clause)


@pytest.mark.parametrize(
    "text",
    [
        "Cars must be parked where the gate is free.",
        "Samples are stored in the room where the fridge stands.",
        "Staff must report to the office where you signed in.",
        "Please check where the form was sent.",
        "Meters are read where they are fitted.",
        "The form must be handed in where you got it.",
    ],
)
def test_where_behind_a_place_or_a_question_tells_no_case(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "condition" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("We pay invoices within 30 days.", "at_most", 30, "day"),
        ("We acknowledge a claim within two working days.", "at_most", 2, "business day"),
        ("We acknowledge a claim inside two working days.", "at_most", 2, "business day"),
        ("We keep records for at least seven years.", "at_least", 7, "year"),
    ],
)
def test_what_we_do_for_others_within_a_time_binds_us(text: str, comparator: str, value: float, unit: str) -> None:
    point = used(text, "limit")
    assert (point.comparator, point.value, point.unit, point.subject) == (comparator, value, unit, "We")


@pytest.mark.parametrize(
    "text",
    [
        "We spend at least 3 days on each job.",
        "We deliver parcels within 10 miles.",
        "Fires are not allowed inside 10 metres of the jetty.",
        "A ticket stays valid for the next ferry within 48 hours.",
        "We have replaced all lamps within two years.",
        "We usually reply within 3 days.",
        "We try to reply within 3 days.",
        "We paid the invoices within 30 days.",
        "You pay invoices within 30 days.",
    ],
)
def test_what_we_tell_of_ourselves_binds_nobody(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "limit" and p.reason is None]


def test_an_amount_behind_a_clause_without_a_comma_is_no_part_of_it() -> None:
    text = "Waste may stand no longer than 48 hours, if the temperature is above 25 °C only 24."
    assert not [p for p in points(text) if p.reason is None]
    assert used("Bags are weighed if they hold more than 20 kg.", "condition").clause == "they hold more than 20 kg"


def test_who_must_stay_somewhere_has_a_duty_and_who_may_has_none() -> None:
    assert used("The operator who started the cycle must stay at the panel.", "role").role == (
        "The operator who started the cycle"
    )
    assert not [p for p in points("The operator may remain calm.") if p.kind == "role" and p.reason is None]


def test_what_stands_before_a_role_is_no_part_of_it() -> None:
    text = "Between £5,000 and £20,000 a senior handler has to countersign."
    assert not [p for p in points(text) if p.kind == "role" and p.reason is None]


def test_an_even_if_makes_no_ban_an_inability() -> None:
    assert (
        used("Trainees may not settle injury claims, even if the amount is small.", "prohibition").modality
        == "must_not"
    )
    assert used("Under-18s can't join a tasting.", "prohibition").subject == "Under-18s"
    assert not [p for p in points("The lift can't join the floors.") if p.kind == "prohibition" and p.reason is None]


def test_an_amount_of_which_some_of_the_things_have_another_is_not_used() -> None:
    text = "Backups are kept for 35 days, those of financial systems for seven years."
    assert not [p for p in points(text) if p.reason is None]
    assert used("Backups are kept for 35 days in the vault, next to those of the bank.", "limit").value == 35


def test_a_plain_denial_forbids_in_a_procedure_alone() -> None:
    assert used("Keys are not copied.", "prohibition", procedure=True).predicate == "copy"
    assert used("Keys are not to be copied.", "prohibition").predicate == "copy"
    assert not [p for p in points('"Member" shall mean the holder of a mooring.') if p.kind == "role"]
    assert not [p for p in points("Keys are not copied.") if p.kind == "prohibition"]


@pytest.mark.parametrize(
    "text",
    [
        "The page may not be available.",
        "You do not need to sign the form.",
        "Don't worry about the deadline.",
        "If the parcel cannot be delivered, the driver must return it.",
        'The sign says "you must not touch the server".',
        "If there is no slot left, you probably cannot book it.",
        "Must not contain the name of the user.",
        "May not be lent to visitors.",
    ],
)
def test_possibility_and_advice_are_no_prohibitions(text: str) -> None:
    assert all(p.reason for p in points(text) if p.kind == "prohibition")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Fill in Form AB-12 before you travel.", "Form AB-12"),
        ("This is described in the Travel Policy.", "Travel Policy"),
        ('See "Returns and repairs" for the steps.', "Returns and repairs"),
        ("Follow SOP-012 when a device fails.", "SOP-012"),
        ("Parking is free, see Visitors and parking.", "Visitors and parking"),
    ],
)
def test_references(text: str, target: str) -> None:
    assert [p.target for p in points(text) if p.kind == "reference"] == [target]


def test_table_rows() -> None:
    passage = (
        "| Trip | Maximum stay | Notice | Guests |\n|---|---|---|---|\n| Abroad | two weeks | at least 5 days | 3 |\n"
    )
    found = [p for s in split(passage) for p in read_row(s, passage)]
    assert [(p.subject, p.comparator, p.value, p.unit) for p in found] == [
        ("Abroad", "at_most", 2, "week"),
        ("Abroad", "at_least", 5, "day"),
        ("Abroad", "exactly", 3, "guest"),
    ]
    assert [passage[p.start : p.end] for p in found] == ["two weeks", "at least 5 days", "3"]
    aside = "| Trip | Hotel |\n|---|---|\n| Home | £145 (London £195) |\n| Abroad | £145 in June and £195 in July |\n"
    assert [(p.subject, p.value) for s in split(aside) for p in read_row(s, aside)] == [("Home", 145)]
    named = "| Scales | Interval |\n|---|---|\n| Scales up to 5 kg | 6 months |\n"  # what is weighed, no limit to the months
    assert [p.comparator for s in split(named) for p in read_row(s, named)] == ["exactly"]


@pytest.mark.parametrize(
    ("column", "cell", "named"),
    [
        ("Approver", "finance director", True),
        ("Approved by", "Head of Sales", True),
        ("Who says yes", "Head of Sales", True),
        ("Signs off", "Head of Sales", True),
        ("Signs", "Head of Sales", True),
        ("Sign", "Head of Sales", False),
        ("Final sign-off", "Legal and HR", True),
        ("Escalation", "two directors", True),
        ("Approver", "as agreed", False),
        ("Approver", "–", False),
        ("Escalation", "inform the customer", False),
        ("Escalation", "refund customer", False),
        ("Owner", "anyone", False),
        ("Approver", "manager, above £500 the board", False),
        ("Trained", "all staff", False),
    ],
)
def test_a_column_of_approvers_names_who_it_is(column: str, cell: str, named: bool) -> None:
    table = f"| Purchase | {column} |\n|---|---|\n| Laptops | {cell} |\n"
    found = [p for s in split(table) for p in read_row(s, table)]
    assert [(p.kind, p.subject, p.role) for p in found] == ([("role", "Laptops", cell)] if named else [])


@pytest.mark.parametrize(
    ("column", "cell", "found"),
    [
        ("Limit per visit", "5 boxes", ("at_most", 5, "box")),
        ("Included", "2 visits", ("exactly", 2, "visit")),
        ("Limit", "2 to 5 bags", None),
        ("Limit", "5 bags of soil", None),
        ("Open", "2 less", None),
    ],
)
def test_a_cell_counts_things_by_their_name(column: str, cell: str, found: tuple[str, int, str] | None) -> None:
    table = f"| Stream | {column} |\n|---|---|\n| Rubble | {cell} |\n"
    points = [p for s in split(table) for p in read_row(s, table)]
    assert [(p.comparator, p.value, p.unit) for p in points] == ([found] if found else [])


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("| Car | Rate | Abroad |\n|---|---|---|\n| Van | 45p | 12px |\n", [("45p", None, 45)]),
        ("| Car | Rate | Abroad |\n|---|---|---|\n| Van | 42c/km | – |\n", [("42c/km", None, 42)]),
        ("| Role | Overdraft | Ext. |\n|---|---|---|\n| Adviser | 3,000 | 2211 |\n", [("3,000", None, 3000)]),
        ("| Day | Desk open |\n|---|---|\n| Monday | 08:00–16:30 |\n", [("08:00–16:30", "clock", 480)]),
        ("| Work | Project |\n|---|---|\n| Staffing | 1812 |\n", []),
        ("| Day | Hours |\n|---|---|\n| Monday | 8 |\n", []),
        ("| Core time | 10:00-12:00 |\n|---|---|\n| Most a day | 10 hours |\n", []),
        ("| Document | Issued |\n|---|---|\n| Version | 3 May |\n", []),
    ],
)
def test_cells_that_are_only_asked_for(table: str, found: list[tuple[str, str | None, float]]) -> None:
    points = [p for s in split(table) for p in read_row(s, table)]
    assert [(table[p.start : p.end], p.unit, p.value) for p in points] == found
    assert all(p.comparator == ("between" if p.unit == "clock" else "exactly") for p in points)
    assert all(p.high == 990 for p in points if p.unit == "clock")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- Eye tests: up to £30 per test.", [("Eye tests", "at_most", 30, "GBP")]),
        ("- **Annual leave:** 25 days", [("Annual leave", "exactly", 25, "day")]),
        ("Deposits are safe. Maximum stay: 5 nights.", [("Maximum stay", "at_most", 5, "night")]),
        ("Medium: every three years.", []),
        ("Records: 6 years must pass before they go.", []),
        ("Ward 6: 12 beds.", []),
        ("Fewer than 3 years: 4 hours a week.", []),
        ("Person_ABCDEF: 4 hours a week.", []),
        ("Adding tests: same sample, up to 72 hours.", []),
    ],
)
def test_lines_that_give_an_amount_for_what_they_name(text: str, found: list[tuple[str, str, float, str]]) -> None:
    assert [(p.subject, p.comparator, p.value, p.unit) for s in split(text) for p in read_line(s)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Answers are ordinarily to be given at least 24 hours before the visit.",
        "The desk will endeavour to confirm the order within 30 days.",
        "The desk must answer within 30 days where possible.",
        "In most cases, the desk must answer within 30 days.",
        "The desk must aim to answer within 30 days.",
        "In theory, the hoist cannot lift more than 40 kg.",
    ],
)
def test_what_is_usual_or_tried_is_no_limit(text: str) -> None:
    assert all(point.reason for point in points(text) if point.kind == "limit")


@pytest.mark.parametrize("marker", ["even if", "only if", "especially if"])
def test_what_is_more_or_less_than_if_is_no_plain_condition(marker: str) -> None:
    (point,) = [p for p in points(f"Lock the trailer twice, {marker} you carry gas.") if p.kind == "condition"]
    assert point.reason == f"{marker} is another relation"


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("Visitor records are deleted after 90 days.", "after 90 days", 90, "day"),
        ("Five wrong attempts lock the account for 20 minutes.", "for 20 minutes", 20, "minute"),
        ("Invoices are paid 30 days after receipt of the goods.", "30 days", 30, "day"),
        ("A communication exercise takes place twice a year.", "twice a year", 2, "time"),
        ("Stock is checked monthly by the pharmacy assistant.", "monthly", 1, "frequency"),
        ("Hours are confirmed by the hiring manager every week.", "every week", 1, "frequency"),
    ],
)
def test_when_and_how_often_something_is_done_needs_no_comparator(text: str, words: str, value: int, unit: str) -> None:
    point = used(text, "limit")
    assert (text[point.start : point.end], point.value, point.unit, point.comparator) == (words, value, unit, "exactly")


@pytest.mark.parametrize(
    "text",
    [
        "Staff with symptoms are off until 48 hours after the last episode.",
        "The key register is kept for two years after.",
        "You may leave once you have been clear for 48 hours.",
        "The owner chairs a monthly meeting with the suppliers.",
    ],
)
def test_a_time_on_which_the_rule_depends_says_not_when_it_is_done(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "limit" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Vaccines must be kept between 2 and 8 °C.", 2, 8, "°C"),
        ("Vaccines are stored at 2–8 °C in the pharmacy.", 2, 8, "°C"),
        ("The humidity must be kept between 40% and 60%.", 40, 60, "percent"),
        ("Passwords must have between 12 and 64 characters.", 12, 64, "character"),
        ("The review of a request takes two to four weeks.", 2, 4, "week"),
    ],
)
def test_ranges(text: str, low: float, high: float, unit: str) -> None:
    point = used(text, "limit")
    assert (point.comparator, point.value, point.high, point.unit) == ("between", low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Drivers carry a fire extinguisher of at least 2 kilograms.",
        "Wardens must check the list of guests every 6 months.",
        "You need a certificate after an absence of more than 3 days.",
    ],
)
def test_what_is_done_as_a_rule_is_one(text: str) -> None:
    used(text, "limit")


@pytest.mark.parametrize(
    "text",
    [
        "Our network spans buildings of more than 20 floors.",
        "Check the list of guests every 6 months.",
        "We keep a dog for 3 hours a day.",
        "You work 8 hours a day.",
    ],
)
def test_descriptions_habits_and_pointers_are_no_limits(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "limit" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The port imposes many duties to ease the work when a large ship arrives.", "the clause hangs on a purpose"),
        ("The best lock in the world cannot protect you if a thief has the key.", "an inability, not a prohibition"),
    ],
)
def test_what_a_clause_hangs_on_has_to_be_the_rule(text: str, reason: str) -> None:
    (condition,) = [p for p in points(text) if p.kind == "condition"]
    assert reason in {name for name, _ in condition.doubts}
    assert condition.reason is not None


def test_both_alone_names_two_things_of_the_sentence_before() -> None:
    assert all(p.reason is not None for p in points("The nurse must sign the forms for both."))
    assert any(p.reason is None for p in points("The nurse must sign both forms."))


def test_who_recommends_something_lays_nothing_down() -> None:
    assert not points("The author recommends gloves for the work.")
    assert not points("The author recommends gloves for the work.", procedure=True)


@pytest.mark.parametrize(
    ("text", "role", "predicate"),
    [
        ("It is the responsibility of the caretaker to check the fire doors every evening.", "the caretaker", "check"),
        ("Note that it is the tenant's duty to report leaks.", "the tenant", "report"),
        ("Repairs to the boiler are the responsibility of the landlord.", "the landlord", "be"),
        ("Responsibility for the petty cash lies with the bursar.", "the bursar", "be"),
        ("The bursar is in charge of the petty cash tin.", "The bursar", "be"),
        ("The head brewer has the final say on recipes.", "The head brewer", "have"),
        ("The court clerk keeps the register of exhibits.", "The court clerk", "keep"),
        ("The farm manager decides on the date of the harvest.", "The farm manager", "decide"),
        ("Lifeguards are appointed by Leisure Services.", "Leisure Services", "appoint"),
        ("Upgrades are at the discretion of the purser.", "the purser", "decide"),
        ("A late checkout is at your host's discretion.", "your host", "decide"),
        ("Whether the pool opens is up to the lifeguard.", "the lifeguard", "decide"),
        ("The upper deck is reserved for the crew.", "the crew", "be"),
        ("Berths are subject to the approval of the harbour master.", "the harbour master", "be"),
        ("A night dive needs the skipper's consent.", "the skipper", "need"),
        ("A night dive needs skipper approval.", "skipper", "need"),
        ("A second mooring requires sign-off by the harbour clerk.", "the harbour clerk", "require"),
        ("A second mooring requires the harbour clerk's sign-off.", "the harbour clerk", "require"),
        ("The team leader decides whether a refund is paid.", "The team leader", "decide"),
        ("Fuses are only changed by an electrician.", "an electrician", "change"),
        ("Keys are kept by the porter outside term.", "the porter", "keep"),
        ("Only Quality can reject a load.", "Quality", "reject"),
        ("Log books may be seen by the harbour clerk.", "the harbour clerk", "see"),
        ("Log books may be signed by the clerk and the bosun only.", "the clerk and the bosun", "sign"),
        ("Only Sail Inspection holds a key to the loft.", "Sail Inspection", "hold"),
        ("A mended sail is released by Sail Inspection.", "Sail Inspection", "release"),
    ],
)
def test_who_holds_a_task_in_other_words(text: str, role: str, predicate: str) -> None:
    point = used(text, "role")
    assert (point.role, point.predicate) == (role, predicate)


@pytest.mark.parametrize(
    "text",
    [
        "Other vessels must not moor at the pier.",
        "The other crews must wait if the pier is full.",
        "Crews may use the slipway if they wish to do so.",
        "Specifically, the harbour master may close the pier.",
        "In particular, boats must not be left at the pier.",
    ],
)
def test_what_leans_on_something_told_before_is_no_rule_of_its_own(text: str) -> None:
    assert all(p.reason is not None for p in points(text))


@pytest.mark.parametrize(
    "text",
    [
        "The director drives a culture of trust.",
        "The team builds tools for the county.",
        "The site manager is in charge.",
        "The safety of the children is the responsibility of their teachers.",
        "The administrators will no doubt appreciate being told of a new version.",
        "Different developers will review the code.",
        "The record is up to date.",
        "Membership is up to the age of 18.",
        "Upgrades are at no extra charge.",
        "Prices are subject to change.",
        "Delivery is subject to the availability of the driver.",
        "The front row is reserved for 20 minutes.",
        "The trails are only seen by a visitor.",
    ],
)
def test_praise_and_a_task_of_nobody_known_is_no_role(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "role" and p.reason is None]


@pytest.mark.parametrize(
    "text",
    [
        "No manuscript shall be taken out of the reading room.",
        "Under no circumstances may an officer approve a loan for a relative.",
        "Ladders must under no circumstances be lent to neighbours.",
        "Late entries will not be considered.",
        "The copying of maps is inadmissible.",
        "Jeans are not acceptable at the judging table.",
        "It is strictly forbidden to smoke in the barn.",
        "We do not accept cheques.",
        "We don't lend tents to minors.",
        "We can't accept furs without a tag.",
        "The council does not reimburse fines.",
        "Cracked oars are never lifted.",
        "Nothing is to be stored on the beam.",
        "No one is to enter the vault without a lamp.",
        "Divers who drank may not be insured.",
    ],
)
def test_bans_in_other_words(text: str) -> None:
    assert used(text, "prohibition").modality == "must_not"


@pytest.mark.parametrize(
    "text",
    [
        "No more than three visitors may be in the strongroom.",
        "No form has to be filled in.",
        "The weather will not be fine.",
        "The resource will not be used by the scheduler.",
        "Requests from other towns will generally not be approved.",
        "We do not have a canteen in this building.",
        "We do not record the hours because the clock is broken.",
        "We don't use the old kiln any more.",
        "We do not always accept cheques.",
        "We have never paid a fine.",
        "The app does not accept pictures.",
        "The value is never changed by the program.",
        "Nothing can be done about it today.",
        "Nothing is to be found in the annex.",
        "The plan is to close the shop.",
    ],
)
def test_what_is_bounded_needless_or_foreseen_is_not_forbidden(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "prohibition" and p.reason is None]


def test_what_is_to_be_done_under_a_condition_is_a_duty() -> None:
    point = used("If contact with the tower is lost, the tow is to be stopped at once.", "condition")
    assert (point.clause, point.modality) == ("contact with the tower is lost", "must")


@pytest.mark.parametrize("only", ["only ", "then only ", "just "])
def test_a_command_may_be_limited(only: str) -> None:
    point = used(f"If the fault is found, {only}replace the part.", "condition")
    assert (point.modality, point.predicate) == ("must", "replace")


def test_what_a_clause_names_is_done_in_the_main_clause() -> None:
    assert used("If a dose is dropped, it is destroyed in the sluice.", "condition").modality == "fact"
    for told in ("If you can smell solvent, it is done.", "When giving feedback, it is recommended that you listen."):
        assert not [p for p in points(told) if p.kind == "condition" and p.reason is None]


def test_a_permission_holds_only_under_its_condition() -> None:
    point = used("You may keep bees only if your neighbours have agreed.", "condition")
    assert (point.marker, point.modality) == ("only if", "may")
    assert not [p for p in points("Sheds must be locked only if the owner is away.") if p.reason is None]


def test_a_password_manager_is_a_program_and_holds_no_duty() -> None:
    assert not [p for p in points("The password manager must keep a record of the key.") if p.kind == "role"]
    assert not [p for p in points("The reader's email client may keep a record of the key.") if p.kind == "role"]
    assert [p for p in points("The client may keep a record of the key.") if p.kind == "role"]
    assert used("The branch manager must keep a record of the key.", "role")


def fragments(text: str) -> list[tuple[str | None, str | None, float | None, str | None]]:
    rows = read_document({"procedure": False, "passages": [["p", text, 0, 1, []]]})
    return [(r["subject"], r["comparator"], r["value"], r["unit"]) for r in rows if r["form"] == "line" and r["used"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Blood samples within 20 minutes of the call.", ("Blood samples", "at_most", 20, "minute")),
        ("Maximum height of any shed 2.2 m.", ("Maximum height of any shed", "at_most", 2.2, "m")),
        ("Max. weight 11 kg a bag.", ("Max. weight", "at_most", 11, "kg")),
        ("Break of at least 30 minutes.", ("Break", "at_least", 30, "minute")),
        ("Gas certificate less than 12 months old.", ("Gas certificate", "less_than", 12, "month")),
        ("Up to six reservations per card.", ("reservations per card", "at_most", 6, "reservation")),
        ("No more than two pilots aboard at a time.", ("pilots aboard at a time", "at_most", 2, "pilot")),
        ("Max. 8 cases per list, 4 on Fridays.", (None, "at_most", 8, "case")),
    ],
)
def test_a_line_without_a_verb_bounds_what_it_names(text: str, found: tuple[str | None, str, float, str]) -> None:
    assert fragments(text) == [found]
    assert fragments(f"- {text}") == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Over 200 employees in 30 countries.",
        "Loads over 900 kg.",
        "Fewer than 10 faults a year.",
        "Book rooms up to 14 days ahead.",
        "Version 3, up to 5 users.",
        "These up to 5 days.",
        "Uniforms not required within 2 hours.",
        "Checklist for the first 30 days.",
        "Sheds up to 3 m × 2 m.",
        "Chlorine up to 2 mg/l.",
        "1. Samples within 20 minutes.",
        "The hiring manager requests at least 2 offers.",
    ],
)
def test_what_counts_or_commands_is_no_line_of_a_bound(text: str) -> None:
    assert fragments(text) == []


def test_an_amount_behind_an_exception_is_no_bound_of_the_rule() -> None:
    text = "Engines are prohibited except on the pier, and then only the silent type, under 60 dB."
    assert not [p for p in points(text) if p.kind == "limit" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "marker", "clause"),
    [
        ("No fires may be lit, other than in the barbecue place.", "other than", "in the barbecue place"),
        ("Payment in advance is not permitted, apart from fees and tolls.", "apart from", "fees and tolls"),
        (
            "Filming is forbidden other than with the consent of the owner.",
            "other than",
            "with the consent of the owner",
        ),
        ("Claims by phone shall not be accepted, save in the ward.", "save", "in the ward"),
    ],
)
def test_what_is_taken_out_behind_a_comma_or_by_its_place_is_an_exception(text: str, marker: str, clause: str) -> None:
    point = used(text, "exception")
    assert (point.marker, point.clause) == (marker, clause)


@pytest.mark.parametrize(
    "text",
    [
        "We have shops other than in the capital.",
        "The fee must be paid in a currency other than dollars.",
        "Apart from the desk, the room has two chairs.",
        "Staff must save in the shared drive.",
        "No person shall light a fire, other than in a grate, or throw or drop a match.",
    ],
)
def test_what_is_told_apart_is_no_exception(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "exception" and p.reason is None]


def test_a_command_behind_a_phrase_is_under_its_condition() -> None:
    text = "On cancellation of a whole list, ring the bed manager first."
    rows = read_document({"procedure": False, "passages": [["p", text, 0, 1, []]]})
    (row,) = [r for r in rows if r["kind"] == "condition" and r["used"]]
    assert (row["marker"], row["clause"], row["predicate"]) == ("on", "cancellation of a whole list", "ring")


def test_what_cannot_be_renewed_is_refused_to_people() -> None:
    assert used("A reserved book cannot be renewed.", "prohibition").predicate == "renew"
    assert not [p for p in points("The page cannot be loaded.") if p.kind == "prohibition" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Blood samples within one day of the call.", True), ("Dock informs Berthing by radio within one day.", False),
        ("Book at least four weeks ahead.", False), ("Notice at least four weeks.", True),
    ],
)  # fmt: skip
def test_what_may_be_a_verb_before_a_name_makes_no_line(text: str, named: bool) -> None:
    passage = {"document": "d", "procedure": False, "passages": [["p", text, 0, 1, ["H"]]]}
    assert any(r["form"] == "line" and r["used"] for r in read_document(passage)) == named


@pytest.mark.parametrize(
    ("clause", "used"),
    [
        ("If you sail at night", True),
        ("If on the other hand you sail at night", False),
        ("If you sail at night, however", False),
        ("If you sail at night and otherwise within an hour", False),
        ("In the first example, if you sail at night", False),
    ],
)
def test_a_clause_that_takes_up_the_sentence_before_leans_on_it(clause: str, used: bool) -> None:
    text = f"{clause}, you must carry a lamp."
    rows = read_document({"document": "d", "procedure": False, "passages": [["p", text, 0, 1, ["H"]]]})
    assert [r["used"] for r in rows if r["kind"] == "condition"] == [used]


@pytest.mark.parametrize(("verb", "used"), [("is logged", True), ("occurs", False)])
def test_what_only_occurs_is_no_rule(verb: str, used: bool) -> None:
    text = f"One odd case {verb} when a boat drifts ashore."
    rows = read_document({"document": "d", "procedure": False, "passages": [["p", text, 0, 1, ["H"]]]})
    assert [r["used"] for r in rows if r["kind"] == "condition"] == [used]


def test_a_fraction_is_no_number_of_things() -> None:
    assert not [p for p in points("At least two thirds of the shelf life must remain on receipt.") if p.kind == "limit"]


@pytest.mark.parametrize(
    ("text", "role", "modality"),
    [
        ("Lost passes must be reported to the warden at once.", "the warden", "must"),
        ("Complaints about food are passed to the restaurant manager.", "the restaurant manager", "fact"),
        ("Notice must be given to the tenant.", "the tenant", "must"),
    ],
)
def test_who_gets_what_is_handed_over_is_a_role(text: str, role: str, modality: str) -> None:
    point = used(text, "role")
    assert (point.role, point.modality) == (role, modality)


@pytest.mark.parametrize(
    "text",
    [
        "Patients are referred to a specialist.",
        "Errors are reported to the server.",
        "Parcels are handed over to customers.",
        "Lost passes are not reported to the warden.",
        "Lost passes were reported to the warden.",
        "Priority is given to the night crew.",
        "This must be reported to the warden.",
    ],
)
def test_what_becomes_of_people_or_goes_to_things_and_to_anybody_has_no_receiver(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "role" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Transfers are countersigned by a second clerk.", "a second clerk"),
        ("Lorries are driven only by certified drivers.", "certified drivers"),
        ("Total losses are signed off by an engineer.", "an engineer"),
    ],
)
def test_a_check_is_entrusted_to_whoever_is_fit_for_it(text: str, role: str) -> None:
    assert used(text, "role").role == role


@pytest.mark.parametrize(
    "text",
    ["Mistakes are made by clerks.", "Lifts are tested by visitors.", "The form is checked by a program."],
)
def test_what_anybody_does_is_entrusted_to_nobody(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "role"]


def test_what_an_activity_takes_is_no_role() -> None:
    assert not [
        p for p in points("Effective crisis management requires leadership.", procedure=True) if p.reason is None
    ]


@pytest.mark.parametrize(
    ("text", "clause", "modality"),
    [
        ("Filters are changed as soon as they are clogged.", "they are clogged", "fact"),
        ("Lamps may burn overnight provided that the hatch is shut.", "the hatch is shut", "may"),
        ("If you work with acid, you need a second person in the room.", "you work with acid", "fact"),
        ("When a cylinder is empty, the tap is closed and its hose is coiled.", "a cylinder is empty", "fact"),
        (
            "If the tenant cannot be reached, the caretaker tries the neighbours.",
            "the tenant cannot be reached",
            "fact",
        ),
    ],
)
def test_what_is_needed_closed_or_tried_under_a_condition_is_a_rule(text: str, clause: str, modality: str) -> None:
    point = used(text, "condition")
    assert (point.clause, point.modality) == (clause, modality)


@pytest.mark.parametrize(
    "text",
    [
        "Reply as soon as possible.",
        "The lamps may flicker as soon as the hatch is shut.",
        "If you are new to sailing, you will love the harbour.",
        "Following a template saves time.",
        "The band plays on request shows.",
        "The two teams work on request forms.",
        "We insist on a written request.",
    ],
)
def test_what_tells_of_no_case_is_no_condition(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "condition" and p.reason is None]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Every chart is screened by a pharmacist.", "a pharmacist"),
        ("The oath must be witnessed by an authorised person.", "an authorised person"),
        ("Reports must be signed off by someone who did not write them.", "someone who did not write them"),
        ("Ropes are only handled by people trained in rigging.", "people trained in rigging"),
        ("An engineer inspects the lift before it opens.", "An engineer"),
        ("Only registered pharmacists hold the keys of the cupboard.", "registered pharmacists"),
    ],
)
def test_whoever_is_fit_for_a_task_is_named(text: str, role: str) -> None:
    assert used(text, "role").role == role


@pytest.mark.parametrize(
    "text",
    [
        "The bell is rung by someone.",
        "The alarm is raised by a passer-by.",
        "The kiosk is loved by a gardener.",
        "Bikes are returned by people.",
        "An engineer likes the lift.",
        "A guest checks the bill.",
        "Only customers value the bonus.",
    ],
)
def test_what_happens_to_be_done_by_somebody_is_no_role(text: str) -> None:
    assert not [p for p in points(text) if p.kind == "role" and p.reason is None]


def test_as_soon_as_possible_is_no_second_condition() -> None:
    point = used("If the lamp fails, call the keeper as soon as possible.", "condition")
    assert point.clause == "the lamp fails"


def test_what_something_is_sent_to_somebody_for_is_no_part_of_who_they_are() -> None:
    assert used("The nomination is submitted to the supervisor for approval.", "role").role == "the supervisor"
    day = "Breakages and losses of $9 or more are reported to the supervisor the same day."
    assert used(day, "role").role == "the supervisor"
    assert used("The officer for fire safety must sign the form.", "role").role == "The officer for fire safety"
    assert not [
        p for p in points("The form is sent to the other recipients in order.") if p.kind == "role" and p.reason is None
    ]


def test_roles_that_each_have_a_case_of_their_own_are_not_used() -> None:
    either = "Vans may be hired only by the warden or, after 20.00, by the night porter."
    (role,) = [p for p in points(either) if p.kind == "role"]
    assert role.reason is not None
    assert used("Vans may be hired only by the warden.", "role").role == "the warden"


def test_by_whom_something_is_allowed_may_be_who_does_it() -> None:
    assert not [
        p for p in points("Retaking a test is allowed once, by a second examiner.") if p.kind == "role" and not p.reason
    ]
    assert used("Leave is allowed by the manager.", "role").role == "the manager"
