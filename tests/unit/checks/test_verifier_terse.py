"""What a sentence says in full that drops its verb."""

import pytest

from checks.verifier.terse import in_full


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Oars kept 3 months.", "Oars are kept 3 months."),
        ("Bilge of the ferry never filled past 20 litres.", "Bilge of the ferry is never filled past 20 litres."),
        ("Keys returned by 17:00 unless the warden is ill.", "Keys are returned by 17:00 unless the warden is ill."),
        ("Ropes checked and oiled every 6 weeks.", "Ropes are checked and oiled every 6 weeks."),
    ],
)
def test_the_verb_is_put_in(sentence: str, said: str) -> None:
    assert in_full(sentence) == said


@pytest.mark.parametrize(
    "sentence",
    [
        "The trust kept 3 boats for two years.",
        "Members paid 300 euros in May.",
        "Nets replaced in 2021 for the last time.",
        "Oars are kept 3 months.",
        "Oars kept 3 months must be dry.",
        "Oars kept 3 months; then they are burnt.",
        "Boats moved to the lake in May.",
        "He kept 3 months of leave.",
    ],
)
def test_what_happened_is_left_as_it_is(sentence: str) -> None:
    assert in_full(sentence) is None
