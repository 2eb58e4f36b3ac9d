"""What the parser gets wrong in short rules, put right."""

from pathlib import Path

import pytest

from assets.examples.parsing import joins_nothing, parse, remembered
from assets.examples.subjects import number_of
from assets.memo import Memo
from resources.directory_store import DirectoryStore
from resources.parser import Doc


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


def test_of_two_subjects_side_by_side_the_earlier_belongs_to_the_later() -> None:
    doc = parse("A settlement quote is valid for 21 days.")
    assert [t.text for t in doc if "subj" in t.dep_] == ["quote"]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Callouts shorter than 2 hours are paid as two hours.", "Callouts shorter than 2 hours"),
        ("Date codes older than 3 years are rejected.", "Date codes older than 3 years"),
        ("Differences over 2% of the quantity are reported to the buyer.", "Differences over 2% of the quantity"),
        ("Jobs up to £500 may be ordered by caretakers.", "Jobs up to £500"),
        (
            "Insulators that are needed for the process must be kept apart.",
            "Insulators that are needed for the process",
        ),
    ],
)
def test_a_subject_ends_with_what_measures_it_or_belongs_to_it(sentence: str, subject: str) -> None:
    doc = parse(sentence)
    (root,) = [t for t in doc if t.dep_ == "ROOT"]
    (found,) = [t for t in root.children if "subj" in t.dep_]
    assert doc[found.left_edge.i : found.right_edge.i + 1].text == subject
    assert number_of(found) == "plural"


@pytest.mark.parametrize(
    "sentence",
    [
        "Young people under 18 and pregnant employees must not work alone.",
        "Line managers order equipment at least 10 working days before a new colleague starts.",
        "The root cause is determined within 30 days, the plan within 45 days, and the actions are carried out in May.",
    ],
)
def test_two_subjects_that_are_not_one_stay_two(sentence: str) -> None:
    doc = parse(sentence)
    (root,) = [t for t in doc if t.dep_ == "ROOT"]
    assert len([t for t in root.children if "subj" in t.dep_]) > 1


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
