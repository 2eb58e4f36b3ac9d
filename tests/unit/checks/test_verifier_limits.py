"""Rules whose amount alone decides nothing: hedged ones, ones with an alternative, and what a subject has to have."""

import pytest

from checks.verifier import Verifier
from tests.unit.checks.verifier_rows import Library, example

UNIT = {"days": "day", "metres": "meter", "minutes": "minute"}


def why(
    sentence: str,
    phrase: str,
    comparator: str,
    question: str,
    asked: int,
    polarity: str,
    *,
    inside: bool,
    more: str = "",
) -> str | None:
    """The reason against an answer that gives this verdict on an amount; None where the verifier accepts it.

    The document goes on with `more` in the same sentence, which the answer does not quote.
    """
    library = Library((("Yard manual", [(("Yard",), f"{sentence}{more}")]), "yard", 0))
    section = "Yard manual > Yard"
    value, unit = int(phrase.split()[-2]), UNIT[phrase.rsplit(maxsplit=1)[-1]]
    claim = {"proof": "limit", "quote": sentence, "comparator": comparator, "value": float(value), "unit": unit,
             "asked": float(asked), "holds": inside, "polarity": polarity}  # fmt: skip
    answer = f"{polarity.capitalize()}. The rule says “{phrase}”: “{sentence}” [{section}]"
    situation = "inside_limit" if inside else "outside_limit"
    row = example(situation, "answer", [question, answer], claim, context=[section], evidence=[(section, sentence)],
                  library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    return None if reason == "it names no twin" else reason


@pytest.mark.parametrize(
    ("sentence", "accepted"),
    [
        ("Stores must answer letters within 30 days.", True),
        ("Stores must ordinarily answer letters within 30 days.", False),
        ("Stores must endeavour to answer letters within 30 days.", False),
        ("Stores must answer letters within 30 days where possible.", False),
        ("In most cases, stores must answer letters within 30 days.", False),
    ],
)
def test_what_is_usual_or_tried_gives_no_verdict(sentence: str, accepted: bool) -> None:
    for asked, polarity in ((20, "yes"), (40, "no")):
        question = f"Is it soon enough if stores answer letters after {asked} days?"
        reason = why(sentence, "within 30 days", "at_most", question, asked, polarity, inside=polarity == "yes")
        assert (reason is None) == accepted, reason


@pytest.mark.parametrize(("asked", "polarity"), [(20, "yes"), (40, "no")])
def test_inside_a_time_is_within_it(asked: int, polarity: str) -> None:
    question = f"Is it soon enough if stores answer letters after {asked} days?"
    sentence = "Stores must answer letters inside 30 days."
    assert why(sentence, "inside 30 days", "at_most", question, asked, polarity, inside=polarity == "yes") is None


@pytest.mark.parametrize(
    ("rest", "accepted"),
    [
        ("apart", True),
        ("apart or separated by a wall", False),
        ("apart or put behind a wall", False),
        ("apart or have a wall between them", False),
        ("apart or 5 panels apart", False),
    ],
)
def test_an_alternative_saves_what_falls_short(rest: str, accepted: bool) -> None:
    sentence = f"Drums must be stored at least 3 metres {rest}."
    question = "Is it enough if drums are stored 2 metres apart?"
    reason = why(sentence, "at least 3 metres", "at_least", question, 2, "no", inside=False)
    assert (reason is None) == accepted, reason


def test_what_a_subject_has_to_have_does_not_trigger_its_rule() -> None:
    question = "Do gangways of 4 metres have to be kept clear?"
    for phrase, comparator, accepted in (
        ("more than 3 metres", "more_than", True),
        ("at least 3 metres", "at_least", False),
    ):
        sentence = f"Gangways of {phrase} must be kept clear."
        reason = why(sentence, phrase, comparator, question, 4, "yes", inside=True)
        assert (reason is None) == accepted, reason


def test_the_rules_other_amount_stands_in_the_question_unchanged() -> None:
    sentence = "After more than 9 hours, the rest must be at least 45 minutes."
    for question, accepted in (
        ("Is it enough if the rest is 60 minutes after more than 9 hours?", True),
        ("Is it enough if the rest is 60 minutes after more than 6 hours?", False),
        ("Is it enough if the rest is 60 minutes?", False),
    ):
        reason = why(sentence, "at least 45 minutes", "at_least", question, 60, "yes", inside=True)
        assert (reason is None) == accepted, reason
    side_by_side = "Leases run for at least 45 minutes and for at most 90 minutes."
    question = "Is it enough if leases run for 60 minutes and for at most 90 minutes?"
    assert why(side_by_side, "at least 45 minutes", "at_least", question, 60, "yes", inside=True) is not None


@pytest.mark.parametrize(
    ("more", "accepted"),
    [
        ("; it is stamped by the clerk.", True),
        ("; if a letter is lost, the clerk writes again.", True),
        ("; it may be extended with consent.", False),
        ("; only the clerk may take longer.", False),
        ("; if it is in French, within 60 days.", False),
        ("; letters of former tenants are exempt.", False),
        ("; stores with one clerk within 40 days.", False),
        (", stores with one clerk within 40 days.", False),
        ("; a card must be answered within 10 days.", False),
        ("; a roof must be mended within 10 days.", True),
        ("; stores with one clerk need 2 keys.", True),
        (" if they are signed; the clerk keeps copies.", False),
    ],
)
def test_what_stands_behind_a_semicolon_changes_a_rule_only_where_it_may(more: str, accepted: bool) -> None:
    sentence = "Stores must answer a letter within 30 days"
    question = "Is it soon enough if stores answer a letter after 20 days?"
    reason = why(sentence, "within 30 days", "at_most", question, 20, "yes", inside=True, more=more)
    assert (reason is None) == accepted, reason


@pytest.mark.parametrize(
    ("sentence", "polarity", "accepted"),
    [
        ("Panels that are more than 5 metres long are not repaired.", "no", True),
        ("Panels that are more than 5 metres long are not repaired.", "yes", False),
        ("Panels are not repaired if they are more than 5 metres long.", "no", True),
        ("Panels are repaired if they are more than 5 metres long.", "no", False),
    ],
)
def test_what_is_denied_of_an_amount_is_not_done_for_it(sentence: str, polarity: str, *, accepted: bool) -> None:
    question = "Are panels that are 7 metres long repaired?"
    if " if " in sentence:
        question = "Are panels repaired if they are 7 metres long?"
    reason = why(sentence, "more than 5 metres", "more_than", question, 7, polarity, inside=True)
    assert (reason is None) == accepted, reason


def test_a_denied_statement_bounds_no_amount_behind_it() -> None:
    question = "Are panels repaired after 3 days?"
    reason = why("Panels are not repaired within 5 days.", "within 5 days", "at_most", question, 3, "no", inside=True)
    assert reason == "the rule's modality is not understood"


@pytest.mark.parametrize(
    ("question", "accepted"),
    [
        ("Is it soon enough if gifts that I cannot refuse are handed in after 4 days?", True),
        ("Is it soon enough if gifts that I can refuse are handed in after 4 days?", False),
        ("Is it soon enough if gifts are handed in after 4 days?", False),
        ("Is it soon enough if gifts that I cannot eat are handed in after 4 days?", False),
    ],
)
def test_what_is_denied_of_the_things_is_denied_in_the_question(question: str, *, accepted: bool) -> None:
    sentence = "Gifts that you cannot refuse are handed in within 5 days."
    reason = why(sentence, "within 5 days", "at_most", question, 4, "yes", inside=True)
    assert (reason is None) == accepted, reason


def test_a_main_verb_that_is_denied_is_none_of_the_things() -> None:
    reason = why("Clerks who work nights do not wait more than 5 days.", "more than 5 days", "more_than",
                 "Do clerks who work nights wait 4 days?", 4, "yes", inside=False)  # fmt: skip
    assert reason is not None


def test_before_when_it_is_due_all_names_no_single_thing() -> None:
    sentence = "Clerks must receive all letters at least 5 days before the hearing."
    question = "Is it early enough if clerks receive all letters 8 days before the hearing?"
    assert why(sentence, "at least 5 days", "at_least", question, 8, "yes", inside=True) is None
    sentence = "Hand in letters at least 5 days before the hearing is held."
    question = "Is it early enough if I hand in letters 8 days before the hearing is held?"
    assert why(sentence, "at least 5 days", "at_least", question, 8, "yes", inside=True) is None


@pytest.mark.parametrize(
    ("sentence", "phrase", "comparator", "question", "asked", "polarity"),
    [
        ("Panels left in the yard for more than 5 days are sold.", "more than 5 days", "more_than",
         "Are panels left in the yard for 9 days sold?", 9, "yes"),
        ("Panels that are kept for up to 5 days are sold.", "up to 5 days", "at_most",
         "Are panels that are kept for 3 days sold?", 3, "yes"),
        ("Panels without a label are kept for up to 5 days.", "up to 5 days", "at_most",
         "Panels without a label are kept for 9 days. Is that within the limit?", 9, "no"),
        ("When the bell rings, leave the yard within 5 minutes.", "within 5 minutes", "at_most",
         "Suppose I leave the yard after 3 minutes when the bell rings. Would that be soon enough?", 3, "yes"),
    ],
)  # fmt: skip
def test_what_the_amount_of_a_plain_statement_decides(
    sentence: str, phrase: str, comparator: str, question: str, asked: int, polarity: str
) -> None:
    inside = polarity == "yes"
    assert why(sentence, phrase, comparator, question, asked, polarity, inside=inside) is None
    contrary = "no" if inside else "yes"
    assert why(sentence, phrase, comparator, question, asked, contrary, inside=inside) is not None


@pytest.mark.parametrize(
    ("line", "polarity", "accepted"),
    [
        ("Eye tests: up to 30 minutes per test.", "no", True),
        ("Eye tests: up to 30 minutes per test.", "yes", False),
        ("Eye tests: up to 30 minutes, or 60 for drivers.", "no", False),
        ("Eye tests: up to 30 minutes per test or so.", "no", False),
        ("Eye tests: 30 minutes.", "no", False),
        ("Eye tests: clerks get up to 30 minutes.", "no", False),
        ("Eye tests: up to 30 minutes must be given.", "no", False),
        ("Eye tests: up to 30 minutes.\n- Eye tests: up to 50 minutes.", "no", False),
    ],
)
def test_an_amount_is_held_against_a_line_that_gives_one_for_what_it_names(
    line: str, polarity: str, accepted: bool
) -> None:
    library = Library((("Staff benefits", [(("Health",), f"- {line}")]), "benefits", 0))
    section, quoted = "Staff benefits > Health", line.partition("\n")[0]
    claim = {"proof": "cell", "quote": quoted, "row": "Eye tests", "column": None, "value": 30.0, "unit": "minute",
             "asked": 40.0, "holds": polarity == "yes", "polarity": polarity}  # fmt: skip
    answer = f"{polarity.capitalize()}. “{quoted}” [{section}] So 40 minutes is more than that."
    situation = "inside_limit" if polarity == "yes" else "outside_limit"
    row = example(situation, "answer", ["Would 40 minutes per test still be okay for eye tests?", answer], claim,
                  context=[section], evidence=[(section, quoted)], library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert (reason in (None, "it names no twin")) == accepted, reason


@pytest.mark.parametrize(
    ("sentence", "accepted"),
    [
        ("If a letter is not answered within 30 days, the clerk must call.", True),
        ("If a letter is not answered or is not signed within 30 days, the clerk must call.", False),
        ("If no letter is answered within 30 days, the clerk must call.", False),
        ("If a letter is answered within 30 days, the clerk must call.", False),
    ],
)
def test_what_is_not_done_within_a_time_may_be_done_later(sentence: str, accepted: bool) -> None:
    question = "Does the clerk have to call if a letter is answered after 40 days?"
    assert (why(sentence, "within 30 days", "more_than", question, 40, "yes", inside=True) is None) == accepted
    question = "Does the clerk have to call if a letter is not answered after 40 days?"
    assert why(sentence, "within 30 days", "more_than", question, 40, "yes", inside=True) is not None


@pytest.mark.parametrize(
    ("which", "accepted"),
    [
        ("for letters that wait for", True),
        ("for any letter that waits for", True),
        ("for a letter that waits for", False),
        ("for letters that are not older than", False),
    ],
)
def test_an_amount_tells_to_which_things_a_rule_applies(which: str, accepted: bool) -> None:
    phrase = "24 days" if "older" in which else "more than 24 days"
    sentence = f"Two stamps are required {which} {phrase}."
    question = f"Are two stamps required {which.removesuffix(' not older than')} 40 days?"
    reason = why(sentence, phrase, "more_than", question, 40, "yes", inside=True)
    assert (reason is None) == accepted, reason


def test_what_somebody_must_be_able_to_do_is_a_duty() -> None:
    sentence = "Drivers must be able to reach the low and no-stop yards within 30 minutes."
    for asked, polarity in ((20, "yes"), (40, "no")):
        question = f"Is it soon enough if drivers are able to reach the low and no-stop yards after {asked} minutes?"
        reason = why(sentence, "within 30 minutes", "at_most", question, asked, polarity, inside=polarity == "yes")
        assert reason is None, reason


def test_an_amount_may_say_of_which_things_the_rule_is() -> None:
    sentence = "Two clerks must check deliveries of drums with a height of more than 3 metres."
    asked = "Is it enough if two clerks check deliveries of drums with a height of {} metres?"
    for amount, polarity, inside in ((2, "no", False), (4, "yes", True)):
        reason = why(sentence, "more than 3 metres", "more_than", asked.format(amount), amount, polarity, inside=inside)
        assert reason is not None
    asked = "Do two clerks have to check deliveries of drums with a height of 4 metres?"
    assert why(sentence, "more than 3 metres", "more_than", asked, 4, "yes", inside=True) is None
    least = sentence.replace("more than", "at least")
    assert why(least, "at least 3 metres", "at_least", asked, 4, "yes", inside=True)


def test_what_has_to_be_done_at_once_is_not_judged_by_a_time() -> None:
    question = "Is it soon enough if a leak is reported after 20 minutes?"
    plainly = "A leak must be reported within 30 minutes."
    at_once = "A leak must be reported immediately and in any case within 30 minutes."
    assert why(plainly, "within 30 minutes", "at_most", question, 20, "yes", inside=True) is None
    assert why(at_once, "within 30 minutes", "at_most", question, 20, "yes", inside=True)


@pytest.mark.parametrize(
    ("sentence", "phrase", "comparator", "question", "asked", "polarity"),
    [
        ("Two stamps are needed for letters of more than 24 days.", "more than 24 days", "more_than",
         "Are two stamps needed for letters of 40 days?", 40, "yes"),
        ("For letters of up to 24 days the clerk fills in the card.", "up to 24 days", "at_most",
         "Does the clerk fill in the card for letters of 20 days?", 20, "yes"),
        ("Stamps are given to clerks who wait at least 24 days.", "at least 24 days", "at_least",
         "Are stamps given to clerks who wait 40 days?", 40, "yes"),
        ("A letter that waits more than 24 days loses its stamp.", "more than 24 days", "more_than",
         "Does a letter that waits 40 days lose its stamp?", 40, "yes"),
        ("At least 24 metres must be kept free.", "At least 24 metres", "at_least",
         "Is it enough if 20 metres are kept free?", 20, "no"),
        ("Up to 24 days may be carried over.", "Up to 24 days", "at_most", "Can 40 days be carried over?", 40, "no"),
        ("A break of at least 24 minutes is required after lunch.", "at least 24 minutes", "at_least",
         "Would a break of 20 minutes be enough after lunch?", 20, "no"),
        ("Letters need at least 24 days.", "at least 24 days", "at_least", "Would 20 days be enough for letters?", 20, "no"),
    ],
)  # fmt: skip
def test_where_an_amount_stands_says_what_it_decides(
    sentence: str, phrase: str, comparator: str, question: str, asked: int, polarity: str
) -> None:
    value = int(phrase.split()[-2])
    inside = polarity == "yes"
    assert why(sentence, phrase, comparator, question, asked, polarity, inside=inside) is None
    contrary = "no" if inside else "yes"
    assert why(sentence, phrase, comparator, question, asked, contrary, inside=not inside) is not None
    other = question.replace(str(asked), str(2 * value - asked))
    assert why(sentence, phrase, comparator, other, 2 * value - asked, polarity, inside=inside) is not None


@pytest.mark.parametrize(
    ("cell", "question", "asked", "polarity", "accepted"),
    [
        ("14:00–20:00", "Is 13:30 within the hours", 810, "no", True),
        ("14:00–20:00", "Is 14:30 within the hours", 870, "yes", True),
        ("22:00 to 06:00", "Is 01:30 within the hours", 90, "yes", True),
        ("14:00–20:00", "Does 13:30 fall within the hours", 810, "no", True),
        ("14:00–20:00", "Is 14:30 within the hours", 870, "no", False),
        ("14:00–20:00", "Is 14:00 within the hours", 840, "yes", False),
        ("14:00–20:00", "Is after 14:30 within the hours", 870, "yes", False),
        ("14:00–20:00", "Is a visitor welcome at 14:30 in the hours", 870, "yes", False),
        ("14:00–20:00, or later", "Is 14:30 within the hours", 870, "yes", False),
    ],
)
def test_a_time_is_held_against_hours_alone(
    cell: str, question: str, asked: int, polarity: str, accepted: bool
) -> None:
    table = f"| Ward | Weekdays |\n| --- | --- |\n| Poplar | {cell} |\n| Larch | closed |"
    library = Library((("Visiting", [(("Hours",), table)]), "visiting", 0))
    section, line = "Visiting > Hours", f"| Poplar | {cell} |"
    value, high = (840.0, 1200.0) if cell.startswith("14") else (1320.0, 360.0)
    claim = {"proof": "cell", "quote": line, "row": "Poplar", "column": "Weekdays", "value": value, "value_high": high,
             "unit": "clock", "asked": float(asked), "holds": polarity == "yes", "polarity": polarity}  # fmt: skip
    time, span = f"{asked // 60:02}:{asked % 60:02}", "inside" if polarity == "yes" else "outside"
    answer = f"{polarity.capitalize()}. [{section}] says “{cell}” for “Poplar” under “Weekdays”, and {time} is {span} that span."
    row = example(f"{span}_limit", "answer", [f'{question} that the table in "Visiting" gives for "Poplar" under "Weekdays"?',
                  answer], claim, context=[section], evidence=[(section, line)], library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert (reason in (None, "it names no twin")) == accepted, reason


@pytest.mark.parametrize(
    ("cell", "column", "asked", "polarity", "accepted"),
    [
        ("48-56 °C", "Oven", 60, "no", True),
        ("48-56 °C", "Oven", 50, "yes", True),
        ("48-56 °C", "Oven", 60, "yes", False),
        ("48-56 °C", "Oven", 50, "no", False),
        ("48-56 °C", "Oven", 48, "yes", False),
        ("48-56 °C", "Usual heat", 60, "no", False),
        ("48-56 °C at night", "Oven", 60, "no", False),
        ("48-56 days", "Drying", 60, "no", False),
    ],
)
def test_an_amount_is_held_against_a_range_alone(
    cell: str, column: str, asked: int, polarity: str, accepted: bool
) -> None:
    table = f"| Glue | {column} |\n| --- | --- |\n| Bone glue | {cell} |\n| Resin | none |"
    library = Library((("Kiln", [(("Glues",), table)]), "kiln", 0))
    section, line, unit = "Kiln > Glues", f"| Bone glue | {cell} |", "°C" if "°C" in cell else "day"
    claim = {"proof": "cell", "quote": line, "row": "Bone glue", "column": column, "value": 48.0, "value_high": 56.0,
             "unit": unit, "asked": float(asked), "holds": polarity == "yes", "polarity": polarity}  # fmt: skip
    amount, span = f"{asked} {'°C' if unit == '°C' else 'days'}", "inside" if polarity == "yes" else "outside"
    place = f"[{section}] says “{cell}” for “Bone glue” under “{column}”"
    answer = f"{polarity.capitalize()}. {place}, and {amount} is {span} that range."
    question = f'For "Bone glue", is {amount} still okay under "{column}"?'
    row = example(f"{span}_limit", "answer", [question, answer], claim, context=[section], evidence=[(section, line)],
                  library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert (reason in (None, "it names no twin")) == accepted, reason


def test_at_least_of_the_things_decides_nothing() -> None:
    sentence = "Two clerks are needed for deliveries of at least 20 days."
    asked = "Is it enough if two clerks are needed for deliveries of 15 days?"
    assert why(sentence, "at least 20 days", "at_least", asked, 15, "no", inside=False)


@pytest.mark.parametrize(
    "others", ["rinse them for anything shorter", "else after every use", "otherwise at the weekend"]
)
def test_what_holds_for_anything_else_is_no_silence(others: str) -> None:
    sentence = f"Wash drums after more than 20 days, {others}."
    asked = "Do I have to wash drums after {} days?"
    plainly = "You must wash drums after more than 20 days."
    assert why(plainly, "more than 20 days", "more_than", asked.format(25), 25, "yes", inside=True) != (
        "the rule says what holds for the others"
    )
    assert why(sentence, "more than 20 days", "more_than", asked.format(25), 25, "yes", inside=True) == (
        "the rule says what holds for the others"
    )


@pytest.mark.parametrize(
    ("lasts", "accepted"), [("", True), (" for a quarter", False), (" for more than 2 weeks", False)]
)
def test_an_amount_that_has_to_last_decides_nothing_alone(lasts: str, accepted: bool) -> None:
    sentence = f"Gangways of more than 3 metres{lasts} must be reported."
    question = f"Do gangways of 4 metres{lasts} have to be reported?"
    reason = why(sentence, "more than 3 metres", "more_than", question, 4, "yes", inside=True)
    assert (reason is None) == accepted, reason


@pytest.mark.parametrize(
    ("sentence", "accepted"),
    [
        ("A report is required when a lock fails within 6 days.", True),
        ("A report is required when the same lock fails three times within 6 days.", False),
        ("A report is required when two locks fail within 6 days.", False),
    ],
)
def test_what_is_counted_within_a_time_is_no_deadline(sentence: str, accepted: bool) -> None:
    question = sentence.replace("A report is", "Is a report").replace("within 6", "after 5").replace(".", "?")
    reason = why(sentence, "within 6 days", "at_most", question, 5, "yes", inside=True)
    assert (reason is None) == accepted, reason


@pytest.mark.parametrize(("cell", "accepted"), [("30 minutes", True), ("30 minutes before the tide", False)])
def test_what_a_cell_counts_ahead_is_no_most(cell: str, accepted: bool) -> None:
    table = f"| Case | Deadline |\n|---|---|\n| Late start | {cell} |"
    library = Library((("Yard manual", [(("Starts",), table)]), "yard", 0))
    section, row = "Yard manual > Starts", f"| Late start | {cell}"
    claim = {"proof": "cell", "quote": row, "row": "Late start", "column": "Deadline", "value": 30.0, "unit": "minute",
             "asked": 20.0, "holds": True, "polarity": "yes"}  # fmt: skip
    question = 'Is 20 minutes within the deadline for "Late start"?'
    answer = f"Yes. [{section}] says “{cell}” for “Late start” under “Deadline”, and 20 minutes is less than that."
    made = example("inside_limit", "answer", [question, answer], claim, context=[section], evidence=[(section, row)],
                   library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(made)
    assert (reason is None) == accepted, reason


@pytest.mark.parametrize(
    ("beside", "accepted"),
    [
        ("Gangways are painted grey.", True),
        ("Gangways of more than 2 metres must be lit.", False),
        ("Lorries of more than 2 metres must be lit.", True),
        ("Gangways of more than 5 metres must be lit.", True),
    ],
)
def test_what_another_rule_covers_is_not_said_to_be_open(beside: str, accepted: bool) -> None:
    sentence, section = "Gangways of more than 3 metres must be reported.", "Yard manual > Yard"
    library = Library((("Yard manual", [(("Yard",), f"{sentence} {beside}")]), "yard", 0))
    claim = {"proof": "limit", "quote": sentence, "comparator": "more_than", "value": 3.0, "unit": "metre", "asked": 2.5,
             "holds": False, "polarity": None}  # fmt: skip
    question = "Do gangways of 2.5 metres have to be reported?"
    answer = f"This rule does not cover 2.5 metres. It applies to “more than 3 metres” only: “{sentence}” [{section}]"
    row = example("outside_limit", "answer", [question, answer], claim, context=[section], evidence=[(section, sentence)],
                  library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert (reason in (None, "it names no twin")) == accepted, reason
