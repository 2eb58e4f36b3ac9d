"""Parses as the recipes ask for them: amounts with codes, remembered; and an "or" that joins nothing."""

from pathlib import Path

import pytest

from assets.examples.parsing import joins_nothing, parse, remembered
from assets.memo import Memo
from resources.directory_store import DirectoryStore
from resources.parser import Doc


def test_an_amount_with_a_code_is_read_like_one_with_a_sign() -> None:
    root = parse("Repairs of more than EUR 400 need the approval of a foreman.")[:].root
    assert (root.text, root.tag_, root.pos_) == ("need", "VBP", "VERB")


@pytest.mark.parametrize(
    ("sentence", "loose"),
    [
        ("Cancel at least 24 hours ahead or the pick-up counts as used.", True),
        ("Cancel at least 24 hours or 2 days ahead.", False),
        ("Call the desk or the manager within 2 hours.", False),
        ("Pay within 30 days or the account is closed.", False),
        (
            "If you are relocating for 120 days or less, you do not need to notify Payroll or update the register.",
            False,
        ),
        ("Veterans with a rating of 30 percent or more can receive up to 104 hours of leave.", False),
    ],
)
def test_an_or_that_joins_nothing(sentence: str, loose: bool) -> None:
    assert joins_nothing(parse(sentence)) == loose


SENTENCES = [
    "Invoices over EUR 5,000 aren't paid until the controller has signed them.",
    "You can't take more than 3 of the spare keys, can you?",
    "Repairs of more than $400 need the approval of a foreman.",
]


def told(doc: Doc) -> list[tuple[object, ...]]:
    """All that is read from a parse."""
    tokens = [
        (
            t.text_with_ws,
            t.lower_,
            t.tag_,
            t.pos_,
            str(t.morph),
            t.lemma_,
            t.head.i,
            t.dep_,
            t.is_punct,
            t.like_num,
            t.idx,
        )
        for t in doc
    ]
    return [*tokens, tuple(chunk.text for chunk in doc.noun_chunks), tuple(s.text for s in doc.sents)]


def test_a_remembered_parse_is_the_parse(tmp_path: Path) -> None:
    expected = [told(parse(sentence)) for sentence in SENTENCES]
    for computed in (len(SENTENCES), 0):
        parse.cache_clear()
        memo = Memo(DirectoryStore(tmp_path), "sentences", "f")
        with remembered(memo):
            assert [told(parse(sentence)) for sentence in SENTENCES] == expected
        assert memo.computed == computed
    parse.cache_clear()
    parse(SENTENCES[0])
    assert memo.computed == 0  # out of the block nothing is remembered
