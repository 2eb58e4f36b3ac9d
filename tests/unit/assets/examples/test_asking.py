"""A question taken apart, or left whole where the parse does not say where its subject ends."""

from assets.examples.asking import take_apart


def test_a_question_in_other_orders() -> None:
    asked = take_apart("How many hours of leave can I carry over to the next year?")
    assert asked is not None
    assert asked.embedded() == "how many hours of leave I can carry over to the next year"
    assert asked.telegraphic() == "how many hours of leave can I carry over to next year"
    asked = take_apart("Does a visitor have to wear a badge?")
    assert asked is not None
    assert asked.embedded() == "whether a visitor has to wear a badge"
    assert asked.telegraphic() == "visitor needs to wear badge"
    asked = take_apart("Is the garage of the plant allowed to be open?")
    assert asked is not None
    assert asked.embedded() == "whether the garage of the plant is allowed to be open"
    asked = take_apart("Can interns aged 17 work nights?")
    assert asked is not None
    assert asked.embedded() == "whether interns aged 17 can work nights"
    asked = take_apart("Who has to approve the purchase?")
    assert asked is not None
    assert asked.embedded() == "who has to approve the purchase"


def test_what_is_quoted_is_one_name() -> None:
    asked = take_apart('Which entry does the table in "How long do we keep files?" have for "Invoices"?')
    assert asked is not None
    assert asked.embedded() == 'which entry the table in "How long do we keep files?" has for "Invoices"'
    asked = take_apart('What does "Boats, oars & a sauna" say under "How often" for "Oars"?')
    assert asked is not None
    assert asked.plain_order() == 'what "Boats, oars & a sauna" says under "How often" for "Oars"'


def test_what_cannot_be_taken_apart_is_left_alone() -> None:
    assert take_apart('Who does "Boats and oars" name under "Who" for "Oars"?') is None
    assert take_apart("Does loss of 1 kg in one month matter?") is None  # the parser ends the subject before "in"
    # or before the object of its clause
    assert take_apart("Does the rule that anyone with an account may edit a page also apply to guests?") is None
    asked = take_apart('What does "affected person" mean?')
    assert asked is not None
    assert asked.embedded() == 'what "affected person" means'
    assert take_apart("I'd like to leave. Is that allowed?") is None
    assert take_apart("And 300 hours?") is None
    assert take_apart("Where is the TTSJobs Handbook mentioned?") is None  # the parser takes "the" for the subject
    assert take_apart("Would managers in grade M3 and above be paid for overtime?") is None  # or ends it at the "and"


def test_who_before_another_subject_is_not_the_one_who_acts() -> None:
    assert take_apart("Who is contact with consumers reserved for?") is None
    assert take_apart("Who signs for the key?") is not None


def test_an_adverb_before_the_verb_is_not_inflected() -> None:
    asked = take_apart("Does one of the barbers still come to the building?")
    assert asked is not None
    assert asked.embedded() == "whether one of the barbers still comes to the building"
    asked = take_apart("Does a barber really need the key?")
    assert asked is not None
    assert asked.embedded() == "whether a barber really needs the key"
