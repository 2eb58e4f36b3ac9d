import pytest

from assets.decisions.definitions import find_definitions, read_cell, read_line
from assets.decisions.sentences import split
from resources.parser import nlp


@pytest.mark.parametrize(
    ("text", "term", "meaning"),
    [
        ("A recall means the return of all devices of a batch.", "recall", "the return of all devices of a batch"),
        ("Near miss refers to an event that nearly hurt somebody.", "Near miss", "an event that nearly hurt somebody"),
        ("A quarter is defined as three full months.", "quarter", "three full months"),
        ("A carrier is a company that moves goods for others.", "carrier", "a company that moves goods for others"),
        ('"Owner" shall mean the holder of a mooring.', "Owner", "the holder of a mooring"),
        (
            'The term "guest day" means a day on which guests are shown round.',
            "guest day",
            "a day on which guests are shown round",
        ),
        (
            '"Late arrivals" are pupils who sign in after the bell.',
            "Late arrivals",
            "pupils who sign in after the bell",
        ),
        (
            'A "serious incident" is one in which somebody was hurt.',
            "serious incident",
            "one in which somebody was hurt",
        ),
    ],
)
def test_sentences_define(text: str, term: str, meaning: str) -> None:
    (point,) = find_definitions(nlp()(text))
    assert (point.target, text[point.start : point.end]) == (term, meaning)


@pytest.mark.parametrize(
    "text",
    [
        "This means that the office is closed.",
        "She meant the other form of the contract.",
        "The office is a place that we like.",
        "Your badge is a card.",
        'A "serious incident" is one of many things.',
        '"Fragile" is one word that we print.',
        "An example is a badge that opens the yard.",
        "A tally sheet refers only to the crates of one lorry.",
        '"Fragile" is printed on each of the crates.',
        '"Red and green" is a common choice, but another pair will do.',
        "Disputes over validation are referred to the plant manager.",
        "The open file is referred to the chief surveyor of the region.",
        "Probation means that you cannot apply for another post.",
        "The law defines several kinds of waste as part of it.",
        "Night work is a difficult promise to keep in a small hall.",
        "Waste collection is a relatively regimented activity that many know.",
    ],
)
def test_other_sentences_define_nothing(text: str) -> None:
    assert not find_definitions(nlp()(text))


def test_lines_of_a_glossary_define() -> None:
    (line,) = split("- Recall: The return of all devices of a batch.")
    (point,) = read_line(line, "Terms and definitions")
    assert (point.target, line.text[point.start : point.end]) == ("Recall", "The return of all devices of a batch")
    assert not read_line(line, "How we work")
    (plain,) = split("Affected person: anybody who uses the machine.")
    (point,) = read_line(plain, "Definitions")
    assert (point.target, plain.text[point.start : point.end]) == ("Affected person", "anybody who uses the machine")
    (radio,) = split('Say Again - "Repeat your last message"')
    assert [p.target for p in read_line(radio, "Call lingo")] == ["Say Again"]
    for said in (
        'Caller: "Is there anybody on this line?"',
        'Message for customers: "We are looking into it now."',
        "IC: Liaison, please page the yard team and ask them to join.",
        "Examples: glass, undeclared nuts, caustic carried over.",
    ):
        assert not [p for s in split(said) for p in read_line(s, "Glossary of calls")], said


def test_columns_of_meanings_define() -> None:
    passage = "| Code | Meaning | Owner |\n|---|---|---|\n| SEV1 | production is at risk | IT |\n"
    (point,) = [p for s in split(passage) for p in read_cell(s, passage)]
    assert (point.target, passage[point.start : point.end]) == ("SEV1", "production is at risk")


def test_a_please_that_was_put_before_a_line_is_no_part_of_its_term() -> None:
    (line,) = split("Please release – the change of a batch from one status to another.")
    assert [p.target for p in read_line(line, "Definitions")] == ["Release"]
