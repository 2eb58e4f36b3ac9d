"""Sentences that drop their verb are read with it; what happened is left as it is."""

import pytest

from assets.decisions.extraction import read_document
from assets.decisions.sentences import split
from assets.decisions.terse import in_full, is_passive
from resources.parser import nlp


def full(text: str) -> str | None:
    (sentence,) = split(text)
    said = in_full(sentence, nlp()(sentence.text))
    return said.text if said is not None and is_passive(nlp()(said.text)) else None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Oars kept 3 months.", "Oars are kept 3 months."),
        ("Keys returned by 17:00.", "Keys are returned by 17:00."),
        ("Bilge of the ferry never filled past 20 litres.", "Bilge of the ferry is never filled past 20 litres."),
        ("Ropes checked and oiled every 6 weeks.", "Ropes are checked and oiled every 6 weeks."),
        ("Late entries accepted if the umpire agrees.", "Late entries are accepted if the umpire agrees."),
        ("Visitors escorted at all times, two at once.", "Visitors are escorted at all times, two at once."),
    ],
)
def test_the_verb_is_put_in(text: str, said: str) -> None:
    assert full(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "The trust kept 3 boats for two years.",
        "Members paid 300 euros in May.",
        "Refunds paid 300 euros.",
        "Volunteers kept for two years.",
        "Nets replaced in 2021 for the last time.",
        "Oars are kept 3 months.",
        "Oars kept 3 months must be dry.",
        "Boats moved to the lake in May.",
        "Racks emptied Kim.",
    ],
)
def test_what_happened_is_left_as_it_is(text: str) -> None:
    assert full(text) is None


def test_its_point_holds_the_words_of_the_document() -> None:
    text = "Lamps hang in the hall. Oars kept 3 months."
    work = {"document": "d", "procedure": False, "passages": [["p", text, 10, 1, ["Boats"]]]}
    (point,) = read_document(work)
    assert (point["text"], point["sentence"], point["form"], point["used"]) == (
        "3 months", "Oars are kept 3 months.", "shared", True,
    )  # fmt: skip
    assert text[point["start"] - 10 : point["end"] - 10] == "3 months"
    assert text[point["sentence_start"] - 10 : point["sentence_end"] - 10] == "Oars kept 3 months."


def test_the_next_sentence_may_qualify_it() -> None:
    text = "Oars kept 3 months. Longer in dispute."
    work = {"document": "d", "procedure": False, "passages": [["p", text, 0, 1, ["Boats"]]]}
    (point,) = [p for p in read_document(work) if p["text"] == "3 months"]
    assert point["reason"] == "the next sentence qualifies it"
