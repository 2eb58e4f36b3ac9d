"""What the model does not see: "provided" as the conjunction that it is."""

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
