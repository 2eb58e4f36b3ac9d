"""What the model does not see in short rules: "provided" as the conjunction that it is, verbs, and where a subject ends."""

import pytest

from resources.parser import Parser


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Businesses may book at £30 per hour provided nothing is sold in the room.", "sold"),
        ("Disabled drivers may stay in the cab provided the clerk holds the keys.", "holds"),
        ("Clubs may hire the pool, provided certificates have been seen by the manager.", "seen"),
        ("Provided the gauge is in date, the boiler may be lit.", "is"),
    ],
)
def test_provided_before_a_clause_opens_a_condition(sentence: str, verb: str) -> None:
    for parsed in (Parser()(sentence), *Parser().pipe([sentence])):
        assert parsed.text == sentence
        (marker,) = [t for t in parsed if t.lower_ == "provided"]
        assert (marker.dep_, marker.head.text, marker.head.dep_) == ("advmod", verb, "advcl")


@pytest.mark.parametrize(
    "sentence",
    [
        "Use the gloves provided when you clean the tank.",
        "The training provided includes two modules.",
        "Meals provided by the customer are deducted.",
        "Water is provided the whole day.",
        "The agency provided staff who may work nights.",
    ],
)
def test_what_is_provided_is_no_condition(sentence: str) -> None:
    (marker,) = [t for t in Parser()(sentence) if t.lower_ == "provided"]
    assert marker.dep_ not in ("advmod", "mark")


@pytest.mark.parametrize(
    ("sentence", "verb", "tag"),
    [
        ("Repairs of more than $400 need the approval of a foreman.", "need", "VBP"),
        ("Drivers with a night permit receive two free days a year.", "receive", "VBP"),
        ("The mate and the harbour pilot decide together within 1 hour.", "decide", "VBP"),
        ("Staff at the gate work no more than 7 hours a day.", "work", "VBP"),
        ("Anything of a month or more needs eight weeks' notice.", "needs", "VBZ"),
    ],
)
def test_what_stands_between_a_subject_and_its_object_is_a_present(sentence: str, verb: str, tag: str) -> None:
    for parsed in (Parser()(sentence), *Parser().pipe([sentence])):
        root = parsed[:].root
        assert (root.text, root.tag_, root.pos_) == (verb, tag, "VERB")


def test_of_two_subjects_side_by_side_the_earlier_belongs_to_the_later() -> None:
    doc = Parser()("A settlement quote is valid for 21 days.")
    assert [t.text for t in doc if "subj" in t.dep_] == ["quote"]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Callouts shorter than 2 hours are paid as two hours.", "Callouts shorter than 2 hours"),
        ("Date codes older than 3 years are rejected.", "Date codes older than 3 years"),
        ("Differences over 2% of the quantity are reported to the buyer.", "Differences over 2% of the quantity"),
        ("Jobs up to £500 may be ordered by caretakers.", "Jobs up to £500"),
        (
            "Insulators that are needed for the process must be kept apart.",
            "Insulators that are needed for the process",
        ),
    ],
)
def test_a_subject_ends_with_what_measures_it_or_belongs_to_it(sentence: str, subject: str) -> None:
    doc = Parser()(sentence)
    (root,) = [t for t in doc if t.dep_ == "ROOT"]
    (found,) = [t for t in root.children if "subj" in t.dep_]
    assert doc[found.left_edge.i : found.right_edge.i + 1].text == subject
    assert found.tag_ == "NNS"


@pytest.mark.parametrize(
    "sentence",
    [
        "Young people under 18 and pregnant employees must not work alone.",
        "Line managers order equipment at least 10 working days before a new colleague starts.",
        "The root cause is determined within 30 days, the plan within 45 days, and the actions are carried out in May.",
    ],
)
def test_two_subjects_that_are_not_one_stay_two(sentence: str) -> None:
    doc = Parser()(sentence)
    (root,) = [t for t in doc if t.dep_ == "ROOT"]
    assert len([t for t in root.children if "subj" in t.dep_]) > 1
