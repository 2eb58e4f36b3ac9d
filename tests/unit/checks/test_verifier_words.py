"""The verifier's reading of text: sentences and words, alone and as properties."""

from hypothesis import given
from hypothesis import strategies as st

from checks.verifier.amounts import numbers
from checks.verifier.words import plain, sentences, spans, words


@given(st.text(alphabet="ab.!? \n-*#|1", max_size=60))
def test_sentences_cover_the_text_and_lose_nothing(text: str) -> None:
    pieces = spans(text)
    assert all(a < b for a, b in pieces)
    assert [a for a, _ in pieces] == sorted({a for a, _ in pieces})
    assert "".join("".join(text[a:b] for a, b in pieces).split()) == "".join(text.split())
    assert all(plain(s) == s for s in sentences(text)) or any(c in text for c in "*#|-1")


def test_words_and_numbers() -> None:
    assert words("The approvals of managers") == words("approval manager")
    assert words("manages") != words("manager")
    assert numbers("1,200 items in 3 days and one more") == (3.0, 1200.0)


def test_a_letter_that_names_one_of_several_ends_its_sentence() -> None:
    text = "The forms are in Annex B. Ask J. Miller for a copy."
    assert sentences(text) == ("The forms are in Annex B.", "Ask J. Miller for a copy.")


def test_a_unit_ends_its_sentence_and_an_initial_does_not() -> None:
    text = "Keep it at 4 °C. Drive at 10 km/h. Lift up to 4.5 m. In 2019 J. Miller set it."
    assert sentences(text) == (
        "Keep it at 4 °C.", "Drive at 10 km/h.", "Lift up to 4.5 m.", "In 2019 J. Miller set it.",
    )  # fmt: skip
