"""The second detector: what it must not miss, and what it must leave alone."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.detector import HARD, SOFT, certain, scan


def kinds(text: str) -> set[str]:
    return {hit.kind for hit in scan(text)}


PIECES = (
    "sarah.connor@corp.internal",
    "help@corp.internal",
    "+1 (202) 555-0143",
    "Sarah Connor",
    "536-90-4399",
    "4156921234",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=6))
def test_what_is_certain_is_what_a_scan_has_of_it(parts: list[str]) -> None:
    text = " ".join(parts)
    assert certain(text) == [hit for hit in scan(text) if hit.kind in HARD]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "Write to sarah.connor@northwind.com."),
        ("email", "bob@wiki.corp.internal has access"),
        ("email", "Ask sconnor@intranet for it"),
        ("email", "mailto:w.szczesny@firma.pl"),
        ("email", "Contact Wojciech_Szczesny@corp.local today"),
        ("phone", "Her number is +1 (202) 555-0143."),
        ("phone", "call 4156921234 after six"),
        ("phone", "Tel. 415-692-1234, room 4"),
        ("phone", "mobile +44 7911 123456"),
        ("phone", "reach him at +1-984-182-0190"),
        ("phone", "his mobile is 07700 063 966"),
        ("card", "paid with 3558331500082481 or 630427373398"),
        ("name", "Approved by Kristina Sigritz and Szabina J Gelencsér"),
        ("iban", "to DE89 3704 0044 0532 0130 00 please"),
        ("iban", "GB82WEST12345698765432"),
        ("card", "card 4539 1488 0343 6467 was charged"),
        ("card", "amex 378282246310005"),
        ("ssn", "SSN 536-90-4399"),
        ("credential", "AWS key AKIAQ3EGRJ5TZ7XNMPLW"),
        ("credential", "password: Tr0ub4dor&3x9"),
        ("credential", "export TOKEN=ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"),
        ("credential", "postgres://svc:h4rdToGu3ss@db.internal/main"),
        (
            "credential",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeL\n",
        ),
        ("credential", "api_key = 'q7Zr-19xKd82LmPw'"),
        ("name", "Approved by Sarah Connor on Monday."),
        ("name", "Priya Sharma and the team"),
        ("name", "Connor, Sarah"),
        ("name", "signed SARAH CONNOR"),
        ("name", "Anna B. Kowalczyk-Miller or Anna Schmidt"),
        ("name", "please ask Mark Baker about it"),
        ("name", "Dear Ms. Szczesny, we wrote to Dr Nowak"),
        ("name", "Thanks,\nPriya"),
        ("mailbox", "tock@agency.gov"),
        ("hotline", "dial 1-800-433-9000"),
        ("number", "ticket 4156921234"),
        ("high_entropy", "use acme-ai-7c1e94b2f05d4a63b8e1 for it"),
        ("high_entropy", "see 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ],
)
def test_it_finds(kind, text):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Write to helpdesk@northwind.com, info@acme.org, hr-benefits@acme.org or travel.expenses@acme.org.",
        "Person_BKQTRZ wrote to Contact_XWQZRT about Credential_BCDFGH.",
        "karvel.thimdane@example.invalid, +1 555 0142 1234",
        "Ask gsa.securityoffice@gsa.gov.",
        "Office mailboxes: hq-nyc@acme.com, 18x-sf@acme.com, people-ops@acme.com, citizenscience@acme.org.",
        "As 15 U.S.C. 1681 and 42-1234 say, on 3-7-2017 or 2017.07.03.",
        "My name is XXXX XXXX and my card is XXXX XXXX XXXX 1234.",
        "[PERSON] may approve <AMOUNT> for {CUSTOMER}.",
        "Install left-pad@1.2.3 and react@18.2.0, then mention @channel.",
        "Between 2021-03-04 12:00 and 2021-04-05, version 10.12.2026.1, costs 1,250,000 USD.",
        "Dear Customer, thanks for writing. Hi Team, Hello Mark-up, Dr Person_BKQTRZ and Dear Person_BKQTRZ,",
        "Ports 8080-8090, ISO 9001:2015, form SF-86, 29 CFR 1910.1200, order 2026-0001-0002.",
        "Password must be at least 12 characters. The token is valid for 30 minutes.",
        "password: <your-password-here>, token: example-token-123",
        "A specimen number such as 123-45-6789 is not accepted.",
        "Office of the Chief Financial Officer, New York, Grant Program, May Day, Paris Office.",
        "The Project Manager and the Human Resources Director sign the Travel Policy.",
        "Chase Bank, Morgan Stanley and Wells Fargo accept cards. Ford and Austin Martin are makes.",
        "Run kubectl get pods -n kube-system and check node-exporter-v2 on prod-web-01.",
        "See https://example.org/a/115003498363/page and call the owner.",
        "Employees accrue 15 days of leave per year; after 5 years, 20 days; at most 240 hours carry over.",
    ],
)
def test_it_leaves_alone(text):
    assert not kinds(text) & {*HARD, "name", "high_entropy"}, scan(text)


def test_spans_point_at_the_find():
    text = "Ask Sarah Connor (sarah.connor@corp.internal)."
    assert [text[hit.start : hit.end] for hit in scan(text)] == ["Sarah Connor", "sarah.connor@corp.internal"]


@given(st.text(alphabet=st.sampled_from("aB1 9-@.:/+[]()SarhConé\n\0"), max_size=80))
def test_hits_are_ordered_disjoint_and_of_known_kind(text):
    hits = scan(text)
    assert all(hit.kind in HARD + SOFT and 0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.end <= two.start for one, two in pairwise(hits))
    assert hits == scan(text)


CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
SAME = {  # kind in the labelled texts -> kinds that count as found, least recall
    "EMAIL_ADDRESS": ({"email", "mailbox"}, 0.95),
    "US_SSN": ({"ssn"}, 0.95),
    "IBAN_CODE": ({"iban"}, 0.95),
    "CREDIT_CARD": ({"card"}, 0.9),
    "PHONE_NUMBER": ({"phone", "hotline", "number"}, 0.5),  # many are numbers of no country's plan
    "PERSON": ({"name"}, 0.6),  # full names only
}


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")
def test_recall_on_labelled_texts():
    texts = json.loads((CORPORA / "presidio-research" / "synth_dataset_v2.json").read_text(encoding="utf-8"))
    found, labelled, false = Counter(), Counter(), 0
    for text in texts:
        hits = scan(text["full_text"])
        spans = [(s["start_position"], s["end_position"], s["entity_type"]) for s in text["spans"]]
        false += sum(not any(h.start < end and start < h.end for start, end, _ in spans) for h in hits)
        for start, end, kind in spans:
            if kind not in SAME or (kind == "PERSON" and " " not in text["full_text"][start:end]):
                continue
            labelled[kind] += 1
            found[kind] += any(h.start < end and start < h.end and h.kind in SAME[kind][0] for h in hits)
    assert false <= 5
    for kind, (_, least) in SAME.items():
        assert found[kind] / labelled[kind] >= least, kind
