"""Two spans of hours in one sentence: what lies in the other span, between them or on an edge."""

import pytest

from checks.verifier import Verifier
from tests.unit.checks.verifier_rows import Library, example


@pytest.mark.parametrize(
    ("asked", "said", "inside", "accepted"),
    [
        (540, "09:00", True, True),
        (750, "12:30", False, True),
        (750, "12:30", True, False),
        (900, "15:00", False, False),
        (720, "12:00", True, False),
        (780, "13:00", False, False),
    ],
)
def test_a_time_is_held_against_both_spans(asked: int, said: str, inside: bool, accepted: bool) -> None:
    words = "from 07:00 to 12:00 and from 13:00 to 17:00"
    sentence, section = f"The weighbridge is open {words}.", "Yard > Hours"
    library = Library((("Yard", [(("Hours",), sentence)]), "yard", 0))
    polarity = "yes" if inside else "no"
    claim = {"proof": "moment", "quote": sentence, "unit": "clock", "comparator": "between", "value": 420.0,
             "value_high": 720.0, "asked": float(asked), "holds": inside, "polarity": polarity}  # fmt: skip
    side = "inside one of" if inside else "outside"
    answer = f"{polarity.capitalize()}. It says “{words}”, and {said} is {side} those spans: “{sentence}” [{section}]"
    situation = "inside_limit" if inside else "outside_limit"
    row = example(situation, "answer", [f"Is the weighbridge open at {said}?", answer], claim, context=[section],
                  evidence=[(section, sentence)], library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert (reason in (None, "it names no twin")) == accepted, reason
