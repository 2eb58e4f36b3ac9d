"""Owners are read from the fields that a document begins with."""

import pytest

from assets.examples.corpus import Corpus
from assets.examples.owners import owner_of
from tests.unit.assets.examples.conftest import World

FILLER = "Every berth has a number that is painted on its wall. "


@pytest.mark.parametrize(
    ("field", "called"),
    [
        ("Rev. 12 · Owner: Harbour Manager · In force", "the Harbour Manager"),
        ("Rev. 12 · Owner: Harbour Master · In force. Ask the Harbour Master.", "the Harbour Master"),
        ("Process owner is the Head of Moorings. In force.", "the Head of Moorings"),
        ("Owner: Member Services Approved by: the board", "Member Services"),
        ("Version 3, owned by the Berth Committee; in force.", None),  # in a sentence
        ("Version 3. Owned by the Berth Committee; in force.", "the Berth Committee"),
        ("Each yacht has an owner: Ask there.", None),
        ("Owner: Person_ABCDEF", None),
        ("Owner: Harbour Master. Process owner: Dock Manager.", None),  # which of the two?
        (f"{FILLER * 20}Owner: Harbour Master.", None),  # not in its beginning
    ],
)
def test_an_owner_is_named_in_the_beginning(world: World, field: str, called: str | None) -> None:
    page = world.page("Moorings", [field])
    corpus = Corpus(*world.frames()[:2])
    owner = owner_of(corpus, page)
    assert (owner and owner.called) == called
    assert owner is None or corpus.texts[page][owner.start : owner.end] == owner.said
