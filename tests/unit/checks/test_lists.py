"""What a lead-in and the items under it say together."""

import pytest

from checks.verifier.lists import completed

DUTIES = (
    "On site.\n\nVisitors must:\n\n- Wear a badge;\n- sign the book, and\n- leave by six. Nobody waits.\n\nThank you."
)


def test_every_item_completes_the_lead_in_and_both_keep_their_places():
    found = completed(DUTIES)
    assert [whole.text for whole in found] == [
        "Visitors must wear a badge.",
        "Visitors must sign the book.",
        "Visitors must leave by six.",
    ]
    assert all(DUTIES[slice(*whole.lead)].strip() == "Visitors must:" for whole in found)
    assert next(DUTIES[slice(*whole.item)].strip() for whole in found) == "Wear a badge;"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("If a badge is lost:\n\n1. Tell reception.\n2. Fill in the form.\n",
         ["If a badge is lost, tell reception.", "If a badge is lost, fill in the form."]),
        ("Before a visit, members must:\n(a) sign the book; and\n(b) show a card.",
         ["Before a visit, members must sign the book.", "Before a visit, members must show a card."]),
        ("Drivers have to do all of the following:\n- check the oil\n- HR signs\n",
         ["Drivers have to check the oil.", "Drivers have to HR signs."]),
    ],
)  # fmt: skip
def test_conditions_and_the_following(text, said):
    assert [whole.text for whole in completed(text)] == said


@pytest.mark.parametrize(
    "text",
    [
        "Visitors must show one of the following:\n\n- a passport\n- a badge\n",
        "Visitors must show either:\n\n- a passport\n- a badge\n",
        "Visitors must:\n\n- show a passport, or\n- show a badge\n",
        "There are two gates:\n\n- the north gate\n- the south gate\n",
        "Visitors must:\n\nThe gate is in the north.\n",
    ],
)
def test_alternatives_and_mere_lists_state_nothing(text):
    assert completed(text) == ()


def test_letters_within_a_line_mark_items() -> None:
    text = "Readers shall not: a) smoke in the hall; (b) bring in dogs; and (c) shout."
    assert [c.text for c in completed(text)] == [
        "Readers shall not smoke in the hall.",
        "Readers shall not bring in dogs.",
        "Readers shall not shout.",
    ]
