"""Which sentences of tickets are questions, and which part of them asks."""

import pytest

from assets.examples.demand.questions import asking, sentences


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Can I carry over 6 days?", "Can I carry over 6 days"),
        ("can i carry over 6 days", "can i carry over 6 days"),
        ("Hi, who approves a trip to Leeds", "who approves a trip to Leeds"),
        ("And how long do we keep the forms??", "how long do we keep the forms"),
        ("I would like to know whether contractors need a badge.", "whether contractors need a badge"),
        ("I'm not sure who has to sign the note.", "who has to sign the note"),
        ("Could somebody please tell me how many quotes we need", "how many quotes we need"),
        ("Mine was issued in May, will it do for the new study?", "will it do for the new study"),
        ("There is no name on the list so it should be fine?", "There is no name on the list so it should be fine"),
    ],
)
def test_a_question_with_or_without_its_mark(sentence: str, asks: str) -> None:
    assert asking(sentence) == asks


@pytest.mark.parametrize(
    "sentence",
    [
        "My chair is broken.", "Please delete my account.", "What we do on Mondays is clean the hall.",
        "When the account was closed, nobody told me.", "Which is a violation of the rules.", "Right?", "Had I known that.",
        "Please let me know if you need anything else.", "I do not know what else to do.",
        "You paid me twice, which is a mistake.",
    ],
)  # fmt: skip
def test_what_asks_nothing(sentence: str) -> None:
    assert asking(sentence) is None


def test_sentences_keep_their_place_and_leave_quoted_mail_out() -> None:
    text = "Hi all,\n\nI am new. can i get a key\n> Who pays?\nThanks. What about Dr. Ash?\n\nFrom: somebody\nIs it on?"
    found = [text[a:b] for a, b in sentences(text)]
    assert "can i get a key" in found
    assert "What about Dr. Ash?" in found
    assert not any("pays" in sentence or "Is it on" in sentence for sentence in found)
