"""What the parser gets wrong in short rules, put right."""

import pytest

from assets.examples.parsing import parse


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("Repairs of more than EUR 400 need the approval of a foreman.", "need"),
        ("Drivers with a night permit receive two free days a year.", "receive"),
        ("The mate and the harbour pilot decide together within 1 hour.", "decide"),
    ],
)
def test_what_stands_between_a_plural_subject_and_its_object_is_a_present(sentence: str, verb: str) -> None:
    root = parse(sentence)[:].root
    assert (root.text, root.tag_, root.pos_) == (verb, "VBP", "VERB")


def test_of_two_subjects_side_by_side_the_earlier_belongs_to_the_later() -> None:
    doc = parse("A settlement quote is valid for 21 days.")
    assert [t.text for t in doc if "subj" in t.dep_] == ["quote"]
