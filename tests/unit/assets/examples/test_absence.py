from types import SimpleNamespace
from typing import Any

import pytest

from assets.examples.corpus import Corpus
from assets.examples.grammar import Unfit
from assets.examples.recipes.absence import _looked_into, unsaid
from tests.unit.assets.examples.conftest import World

ASKED = "On bookkeeping: what should I do if I am unfamiliar with the ledger?"


@pytest.mark.parametrize(
    ("beside", "near"),
    [
        ("Whoever is not familiar with the ledger reads the guide first.", True),
        ("The ledger is kept in the safe of the office.", False),
        ("If you are unfamiliar with the lift, ask the porter.", False),
    ],
)
def test_nothing_is_missing_beside_what_is_about_the_same(beside: str, near: bool) -> None:
    world = World()
    world.page("House", [beside, "Lamps are lit at dusk."])
    for number in range(9):  # so that the words of the question are not rare
        world.page(f"Page {number}", ["The ledger is familiar to the office, and the lift too."])
    documents, passages, _ = world.frames()
    corpus = Corpus(documents, passages)
    site: Any = SimpleNamespace(corpus=corpus, point={"value_text": None, "kind": "condition"}, role="")
    shown = [p for p in corpus.passages if p.title == "House"]
    if near:
        with pytest.raises(Unfit, match="nearly the same"):
            unsaid(site, ASKED, shown)
    else:
        unsaid(site, ASKED, shown)


@pytest.mark.parametrize(
    ("page", "cited"),
    [("The ledger is kept in the safe of the office.", True), ("Lamps are lit in the hall at dusk.", False)],
)
def test_a_refusal_names_a_section_only_where_one_would_look_there(page: str, cited: bool) -> None:
    world = World()
    world.page("House", [page])
    shown = [p for p in Corpus(*world.frames()[:2]).passages if p.title == "House"]
    assert _looked_into("Who signs the ledger of the office?", shown) == ("[House > Rules]" if cited else None)
