"""Ages as the verifier reads them, and what a wrong age does to an answer."""

import pytest

from checks.verifier import Verifier
from checks.verifier.amounts import quantities
from tests.unit.checks.verifier_rows import Library, example


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("Children under 12 must be accompanied.", "less_than"),
        ("Anyone under the age of 12 pays half.", "less_than"),
        ("Readers aged 12 or over pay.", "at_least"),
        ("Over-12s travel alone.", "more_than"),
        ("Are pupils aged 12 allowed in?", "exactly"),
    ],
)
def test_ages(text: str, comparator: str) -> None:
    (age,) = quantities(text)
    assert (age.value, age.units, age.comparator) == (12, ("age",), comparator)


@pytest.mark.parametrize(
    "text", ["Teams under 12 may share.", "Staff over 12 sites report.", "Tanks over 12 must be fenced."]
)
def test_other_numbers_are_no_ages(text: str) -> None:
    assert not [q for q in quantities(text) if "age" in q.units]


@pytest.mark.parametrize(
    ("asked", "polarity", "inside", "accepted"),
    [(15, "no", True, True), (15, "yes", True, False), (18, "no", False, False), (18, "no", True, False)],
)
def test_an_age_on_the_other_side_is_rejected(asked: int, polarity: str, inside: bool, accepted: bool) -> None:
    sentence, section = "Persons under 18 may not operate the press.", "Shop rules > Press"
    library = Library((("Shop rules", [(("Press",), sentence)]), "shop", 0))
    claim = {"proof": "limit", "quote": sentence, "comparator": "less_than", "value": 18.0, "unit": "age",
             "asked": float(asked), "holds": inside, "polarity": polarity}  # fmt: skip
    question = f"Can persons aged {asked} operate the press?"
    answer = f"{polarity.capitalize()}. The rule applies to “under 18”: “{sentence}” [{section}]"
    situation = "inside_limit" if inside else "outside_limit"
    row = example(situation, "answer", [question, answer], claim, context=[section], evidence=[(section, sentence)],
                  library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert (reason in (None, "it names no twin")) == accepted, reason
