"""A rule that answers a general question whole is asked about in a case, where the question leaves out what it turns on."""

import re

from tests.unit.assets.examples.test_clauses import asked, cells


def test_what_is_asked_back_is_asked_of_a_case() -> None:
    sentence = "Nurses may press the button of the scanner only if the ward is empty."
    question = asked(cells(sentence, "only if", "the ward is empty", modality="may", subject="nurses")["unknown"])
    assert question.endswith(". Can nurses press the button of the scanner?")


def test_what_is_asked_of_several_is_no_case_itself() -> None:
    def lead(rule: str, subject: str, ward: str) -> str:
        sentence = f"{rule} only if {ward} is empty."
        return asked(cells(sentence, "only if", f"{ward} is empty", modality="may", subject=subject)["unknown"])

    wards = [f"ward {letter}" for letter in "BCDEFGH"]
    several = {lead("Nurses may press the button of the scanner", "nurses", ward).split(". ")[0] for ward in wards}
    one = {lead("The nurse may press the button of the scanner", "the nurse", ward).split(". ")[0] for ward in wards}
    assert not any("case" in said for said in several)
    assert any("case" in said for said in one)


def test_what_a_case_is_about_stands_in_the_words_that_lead_it_in() -> None:
    rule = "The scanner may be moved only if the ward is empty."
    question = asked(cells(rule, "only if", "the ward is empty", modality="may", subject="the scanner")["unknown"])
    assert re.search(r' about "?Field service"?(?: today| in front of me)?\. Can the scanner be moved\?$', question)


def test_the_asker_is_a_case_already() -> None:
    sentence = "You may press the button of the scanner only if you hold the certificate."
    question = asked(cells(sentence, "only if", "you hold the certificate", modality="may")["unknown"])
    assert question.endswith("can I press the button of the scanner?")


def test_where_the_case_is_told_one_in_two_is_led_in_alike_and_none_that_is_long() -> None:
    def told(ward: str) -> bool:
        rule = f"Nurses may press the button of the scanner only if {ward} is empty."
        return ". " in asked(cells(rule, "only if", f"{ward} is empty", modality="may", subject="nurses")["met"])

    assert {told(f"ward {letter}") for letter in "BCDEFGH"} == {True, False}
    assert not any(
        told(f"ward {letter} on the far side of the yard behind the old mill by the river") for letter in "BCDEFGH"
    )
