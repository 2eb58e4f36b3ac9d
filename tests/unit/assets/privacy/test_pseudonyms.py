import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.pseudonyms import TOKEN, Pseudonyms
from assets.privacy.words import fold
from resources.parser import spacy

KEY = b"0" * 32


@given(st.text(min_size=1, max_size=20))
def test_tokens_are_deterministic_and_recognisable(identity: str) -> None:
    token = Pseudonyms(KEY, "token").person(identity, "full")
    assert token == Pseudonyms(KEY, "token").person(identity, "given")
    assert TOKEN.fullmatch(token)


def test_another_key_gives_other_tokens() -> None:
    one, two = (Pseudonyms(key, "token").person("sarah connor", "full") for key in (KEY, b"1" * 32))
    assert one != two


def test_token_is_one_word_of_a_tokeniser() -> None:
    token = Pseudonyms(KEY, "token").person("sarah connor", "full")
    assert [t.text for t in spacy.blank("en")(f"Ask {token}'s manager.")] == ["Ask", token, "'s", "manager", "."]


def test_surrogates_are_consistent_in_their_parts() -> None:
    names = Pseudonyms(KEY, "surrogate")
    given, family = names.person("sarah connor", "given"), names.person("sarah connor", "family")
    assert names.person("sarah connor", "full") == f"{given} {family}"
    assert names.person("sarah connor", "mail") == f"{given}.{family}@example.invalid".lower()


def test_surrogates_avoid_the_document_and_each_other() -> None:
    first = Pseudonyms(KEY, "surrogate").person("sarah connor", "full")
    taken = frozenset(map(fold, first.split()))
    names = Pseudonyms(KEY, "surrogate", taken)
    assert not taken & set(map(fold, names.person("sarah connor", "full").split()))
    many = [names.person(f"person {n}", "full") for n in range(300)]
    assert len(set(many)) == 300


@pytest.mark.parametrize("form", ["token", "surrogate"])
def test_values_are_compared_without_separators(form: str) -> None:
    names = Pseudonyms(KEY, form)
    assert names.other("contact", "PHONE", "+49 30 123") == names.other("contact", "PHONE", "+49-30-123")
