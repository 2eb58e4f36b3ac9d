import pytest

from assets.examples.words import asserted, inflect_noun, lower


@pytest.mark.parametrize(
    ("clause", "stated"),
    [
        ("I anticipate any change", "I anticipate some change"),
        ("anyone is hurt", "someone is hurt"),
        ("Anything is missing", "Something is missing"),
        ("I do not anticipate any change", "I do not anticipate any change"),
        ("nobody has any access", "nobody has any access"),
        ("a guest leaves at any time", "a guest leaves at any time"),
        ("a company car is used", "a company car is used"),
        ("it stands 15 m from any building", "it stands 15 m from any building"),
        ("it stands more than a mile from any road", "it stands more than a mile from any road"),
        ("two clerks see any change", "two clerks see some change"),
    ],
)
def test_what_a_question_asks_of_any_is_stated_of_some(clause: str, stated: str) -> None:
    assert asserted(clause) == stated


def test_initials_have_a_small_s_in_the_plural() -> None:
    assert (inflect_noun("DM"), inflect_noun("manager")) == ("DMs", "managers")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The form", "the form"),
        ("A form", "a form"),
        ("E-mail", "e-mail"),
        ("R scripts", "R scripts"),
        ("C-arms", "C-arms"),
        ("PCs", "PCs"),
        ("I know", "I know"),
    ],
)
def test_a_letter_that_is_a_name_stays_a_capital(text: str, said: str) -> None:
    assert lower(text) == said
