"""Steps in their order, where they have one."""

from types import SimpleNamespace
from typing import Any

import pytest

from assets.examples.grammar import Unfit
from assets.examples.recipes import procedures
from assets.examples.recipes.procedures import _called, order


def test_numbered_responsibilities_have_no_order() -> None:
    passage = SimpleNamespace(heading=("What are the responsibilities?",), title="Incident commander")
    site: Any = SimpleNamespace(point={"marker": None}, passage=passage)
    with pytest.raises(Unfit, match="no procedure"):
        order(site)


@pytest.mark.parametrize(
    ("numbers", "said", "name"),
    [
        ("1 2 3", "Print the form.|The form is kept.|It is blue.", "step"),
        ("2.1.1 2.1.2 2.1.3", "Print the form.|The form is kept.|It is blue.", "point"),
        ("2.1.1 2.1.2 2.1.3", "Print the form.|Sign the form.|It is blue.", "step"),
    ],
)
def test_the_paragraphs_of_a_text_are_points_even_if_one_commands(numbers: str, said: str, name: str) -> None:
    labels, items = numbers.split(), said.split("|")
    text = "\n".join(f"{label} {item}" for label, item in zip(labels, items, strict=True))
    steps = [{"kind": "step", "value": 1.0, "sentence": item, "document": "d"} for item in items]
    site: Any = SimpleNamespace(
        point=steps[0], siblings=steps[1:], start=text.index("Print"), passage=SimpleNamespace(start=0),
        corpus=SimpleNamespace(texts={"d": text}),
    )  # fmt: skip
    assert _called(site) == name


def test_a_part_of_a_sentence_is_no_point_that_says_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procedures, "_label", lambda site: "under")
    monkeypatch.setattr(procedures, "_called", lambda site: "point")
    monkeypatch.setattr(procedures, "_place", lambda site, label: "Keys")
    monkeypatch.setattr(procedures, "_whole", lambda site: SimpleNamespace(text="the key of the yard;"))
    site: Any = SimpleNamespace()
    with pytest.raises(Unfit, match="part of a sentence"):
        procedures.numbered(site)
