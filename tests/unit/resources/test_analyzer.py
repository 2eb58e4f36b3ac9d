import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.analyzer import KINDS, analyzer, find_patterns
from resources.parser import nlp
from resources.patterns import PLACEHOLDER


def kinds(text: str) -> set[tuple[str, str]]:
    return {(KINDS[h.entity], text[h.start : h.end]) for h in find_patterns(text)}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Write to bob@wiki.corp.internal today", "contact", "bob@wiki.corp.internal"),
        ("Call +49 30 1234567 first", "contact", "+49 30 1234567"),
        ("Call (212) 555-0143 first", "contact", "(212) 555-0143"),
        ("Employee no. E-10423 is on leave", "identifier", "E-10423"),
        ("the order of customer 4477-1290 was late", "identifier", "4477-1290"),
        ("see INC0012345", "identifier", "INC0012345"),
        ("see #48213.", "identifier", "#48213"),
        ("Fixed in ticket OPS-4821", "identifier", "OPS-4821"),
        ("SSN 123-45-6789", "identifier", "123-45-6789"),
        ("Pay to GB82 WEST 1234 5698 7654 32 please", "identifier", "GB82 WEST 1234 5698 7654 32"),
        ("Card 4111 1111 1111 1111 was refused", "identifier", "4111 1111 1111 1111"),
        ("log in to db-prod-07.corp.internal", "identifier", "db-prod-07.corp.internal"),
        ("from 10.31.7.142 port 22", "identifier", "10.31.7.142"),
        ("password: hunter2X!", "credential", "hunter2X!"),
        ("Authorization: Bearer abcdef0123456789xyz", "credential", "abcdef0123456789xyz"),
        ("postgres://svc:s3cret@db/x", "credential", "svc:s3cret"),
        ("key AKIAIOSFODNN7EXAMPLE", "credential", "AKIAIOSFODNN7EXAMPLE"),
        ("born on 12 March 1984 in Leeds", "birth_date", "12 March 1984"),
        ("DOB: 1984-03-12", "birth_date", "1984-03-12"),
        ("lives at 12 Baker Street", "address", "12 Baker Street"),
        ("Hauptstraße 5, 10115 Berlin", "address", "Hauptstraße 5, 10115 Berlin"),
        ("12 rue de la Paix, 75002 Paris", "address", "12 rue de la Paix, 75002 Paris"),
        ("She moved to 355 Grove Street. The rent is lower.", "address", "355 Grove Street"),
        ("at 14 Elm Crescent, Leeds LS6 2QT until May", "address", "14 Elm Crescent, Leeds LS6 2QT"),
        (
            "> 7 Harjukuja 54\n> Suite 318\n> OULU\n> Finland 38524",
            "address",
            "7 Harjukuja 54\n> Suite 318\n> OULU\n> Finland 38524",
        ),
        ("Send it to PSC 3294, Box 9168\nAPO AA 61487 please", "address", "PSC 3294, Box 9168\nAPO AA 61487"),
        ("Kossuth utca 12. or Calle Mayor 8", "address", "Calle Mayor 8"),
        ("my address is 12 high street, second bell", "address", "12 high street, second bell"),
        ("30 Oak Plaza, Apt. 4, Miami, FL 33101", "address", "30 Oak Plaza, Apt. 4, Miami, FL 33101"),
        ("ring Colin on 4561 before noon", "contact", "4561"),
        ("the bridge (+1 555 244 3473) is open", "contact", "+1 555 244 3473"),
        ("signed H. Bloom (emp. no. 31288)", "identifier", "31288"),
        ("fined my car, reg AB19 CDE, twice", "identifier", "AB19 CDE"),
    ],
)
def test_personal_values_are_found(text: str, kind: str, value: str) -> None:
    assert (kind, value) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Refunds above $500 need approval within 30 days.",
        "Valid from 12 March 2024 until 2025-03-12.",
        "Passwords must be at least 12 characters. Password: required.",
        "Customers with 5000 users pay EUR 1,200 a year.",
        "See section 4.1.2, SOP-014 and ISO-9001.",
        "Upgrade to version 1.2.3.4 on 127.0.0.1.",
        "The account number XXXX-XXXX-1234 and {{phone}} stay.",
        "Your ticket [ticket number] was opened by <NAME>.",
        "During 2017 we used AES-256 and UTF-8.",
        "SOP-003-handling-returned-devices and Runbook-2024-05-Restore-Of-Backups stay.",
        "The commit 9f8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b was reverted.",
        "In case 30 days pass, an order of 500 units is void.",
        "Every incident (SEV-2) is reviewed under GSA Order 9310.2 and Executive Order 14100.",
        "The training is at 26 Federal Plaza. Room #5685 is booked; bill it to #1810.",
        "It violates 15 U.S.C 1681 Section 604 and 15 USC 6802 Obligations.",
        "Effective 1 September 2023 Supersedes issue 11",
        "If your new address is more than 90 minutes away, 30 days of travel are paid.",
    ],
)
def test_subject_matter_survives(text: str) -> None:
    assert kinds(text) == set()


def test_private_key_is_one_finding() -> None:
    text = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----\nrest"
    found = [h for h in find_patterns(text) if h.recognizer == "private key"]
    assert [text[h.start : h.end].count("\n") for h in found] == [3]


def test_entities_are_looked_for_in_prose_only() -> None:
    text = "Yesterday Sarah Connor wrote to Microsoft."
    prose, code = analyzer().find([text, text], [True, False])
    assert any(h.entity == "PERSON" for h in prose)
    assert not code


def test_a_number_in_brackets_leaves_both_brackets() -> None:
    text = "The desk (01632 960 190) is open."
    [hits] = analyzer().find([text], [True])
    assert {text[h.start : h.end] for h in hits if h.entity == "PHONE"} == {"01632 960 190"}


def test_whole_pipeline_parses() -> None:
    assert [t.dep_ for t in nlp()("Managers approve refunds.")][:2] == ["nsubj", "ROOT"]


@settings(max_examples=200)
@given(st.text(alphabet="ab1-@.#:/ X[]{}<>\n+", max_size=120))
def test_spans_lie_inside_and_outside_placeholders(text: str) -> None:
    closed = [m.span() for m in PLACEHOLDER.finditer(text)]
    for hit in find_patterns(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert not any(hit.start < e and s < hit.end for s, e in closed)
