"""The verifier on hand-written examples: right ones pass, and each kind of wrong one fails for its own reason."""

import json
import re
from typing import Any

import polars as pl
import pytest

from assets.identity import canonical_json
from checks.verifier import Verifier, verify
from tests.unit.checks.verifier_rows import (
    ASKED,
    BREAK,
    LEAVE,
    LIBRARY,
    ROWS,
    SECURITY,
    TRAVEL,
    Library,
    example,
    frame,
    rename,
)

VERIFIER = Verifier(LIBRARY.documents, LIBRARY.passages)


def changed(
    name: str,
    *,
    claim: dict[str, Any] | None = None,
    answer: tuple[str, str] | None = None,
    question: tuple[str, str] | None = None,
    **columns: Any,
) -> dict[str, Any]:
    """A hand-written row with changed claim keys, a replacement in last answer or first question, other columns."""
    row = json.loads(json.dumps(ROWS[name])) | columns
    for at, replacement in ((-1, answer), (1, question)):
        if replacement:
            old = row["messages"][at]["content"]
            head, cue, rest = old.rpartition("Question: ") if at == 1 else ("", "", old)
            row["messages"][at]["content"] = head + cue + re.sub(replacement[0], replacement[1], rest)
            assert row["messages"][at]["content"] != old
    if claim:
        row["claim"] = canonical_json(json.loads(row["claim"]) | claim).decode()
    return rename(row)


def why(row: dict[str, Any]) -> str | None:
    return VERIFIER.reason(row)


def test_right_examples_pass() -> None:
    verdicts = verify(frame(list(ROWS.values())), LIBRARY.documents, LIBRARY.passages)
    assert verdicts.filter(~pl.col("ok")).rows() == []
    assert verdicts["example"].to_list() == [row["example"] for row in ROWS.values()]
    assert verdicts.schema == {"example": pl.String, "ok": pl.Boolean, "reason": pl.String}


def test_no_rows_no_verdicts() -> None:
    assert verify(frame(list(ROWS.values())).head(0), LIBRARY.documents, LIBRARY.passages).height == 0


NO, YES = ("^Yes", "No"), ("^No", "Yes")
HOTELS, RECEIPTS = "[Travel policy > Hotels]", "[Travel policy > Receipts]"

WRONG: list[tuple[str, dict[str, Any]]] = [
    # limit
    ("inside", {"claim": {"polarity": "no", "holds": False}, "answer": NO}),
    ("inside", {"claim": {"comparator": "at_least", "holds": False, "polarity": "no"},
        "answer": NO, "situation": "outside_limit"}),
    ("inside", {"claim": {"asked": 280.0}, "question": ("180", "280"), "answer": ("180", "280")}),
    ("inside", {"claim": {"value": 200.0}}),
    ("inside", {"claim": {"unit": "day"}}),
    ("inside", {"question": ("annual", "sick")}),
    ("inside", {"question": ("180", "more than 180")}),
    ("inside", {"question": ("Can I", "I am a contractor. Can I")}),
    ("inside", {"question": ("Can I carry", "Can I not carry")}),
    ("inside", {"question": (r"180 annual leave hours", "about 180 annual leave hours")}),
    ("inside", {"situation": "at_limit"}),
    ("inside", {"answer": ("within", "over")}),
    ("inside", {"answer": ("180 hours is within the limit", "You may not carry them over")}),
    ("inside", {"answer": ("up to 240", "at least 240")}),
    ("at", {"claim": {"comparator": "less_than", "holds": False, "polarity": "no"}, "answer": NO}),
    ("outside", {"claim": {"polarity": "yes", "holds": True}, "answer": YES}),
    ("outside", {"answer": ("more than", "less than")}),
    ("strict_at", {"claim": {"comparator": "at_most", "holds": True, "polarity": "yes"}, "answer": YES}),
    ("trigger_out", {"claim": {"polarity": "no"}, "answer": (r"^The rule does not cover 8 days\. It says:", "No.")}),
    ("trigger", {"claim": {"polarity": "no"}, "answer": NO}),
    ("least", {"claim": {"comparator": "at_most", "holds": False}}),
    ("least_out", {"claim": {"holds": True, "polarity": "yes"}, "answer": YES}),
    ("least_out", {"question": ("Is notice of 10 days enough", "Do I have to give 10 days notice")}),
    # missing
    ("missing_amount", {"question": ("my annual leave", "180 hours of my annual leave")}),
    ("missing_amount", {"answer": (r"How many hours do you want to carry over\?", "Yes, you may carry them over.")}),
    ("missing_amount", {"answer": (r"How many hours do you want to carry over\? The limit is", "Who are you? It is")}),
    ("missing_amount", {"claim": {"unit": "day"}}),
    ("unknown", {"question": ("Can I", "I have passed the probation period. Can I")}),
    ("unknown", {"answer": ("passed the probation period", "asked before")}),
    ("unknown", {"claim": {"clause": "you have a driving licence"}}),
    ("unknown", {"situation": "exception_unknown"}),
    # clause
    ("met", {"question": ("have passed", "have not passed")}),
    ("met", {"claim": {"polarity": "no"}, "answer": NO}),
    ("met", {"claim": {"stated": False}, "situation": "condition_unmet"}),
    ("met", {"question": (r"I have passed the probation period\. ", "")}),
    ("unmet", {"claim": {"polarity": "no"}, "answer": (r"^The rule does not cover that case\. It says:", "No.")}),
    ("unmet", {"answer": ("The rule does not cover that case", "You may not take it")}),
    ("unmet", {"claim": {"polarity": "yes"}, "answer": (r"^The rule does not cover that case\. It says:", "Yes.")}),
    ("applies", {"claim": {"polarity": "yes"}, "answer": YES}),
    ("applies", {"claim": {"marker": "if"}}),
    ("applies", {"question": ("costs under", "does not cost under")}),
    ("not_applies", {"claim": {"polarity": "no"}, "answer": NO}),
    ("not_applies", {"question": ("does not cost", "costs")}),
    ("not_applies", {"situation": "exception_applies"}),
    # quote
    ("quote", {"question": ("hotel bookings", "train bookings")}),
    ("quote", {"answer": ("travel desk", "people team")}),
    ("quote", {"answer": (r"^The travel desk\.", "The passages do not say who does.")}),
    ("quote", {"claim": {"quote": "You must not book a hotel above the city rate.", "role": None}}),
    ("quote", {"answer": ("every hotel booking", "most hotel bookings")}),
    # polarity
    ("prohibited", {"claim": {"polarity": "yes"}, "answer": YES}),
    ("prohibited", {"question": ("Can I", "Do I have to")}),
    ("prohibited", {"question": (" on Sundays", "")}),
    ("prohibited", {"question": ("Sundays", "Mondays")}),
    ("need_not", {"claim": {"polarity": "yes"}, "answer": YES}),
    ("need_not", {"question": ("Do I have to", "Can I")}),
    ("need_not", {"question": ("laptop", "phone")}),
    # premise
    ("premise_amount", {"claim": {"claimed": "200 annual leave hours"}, "question": ("300", "200")}),
    ("premise_amount", {"claim": {"claimed": "240 annual leave hours"}, "question": ("300", "240")}),
    ("premise_amount", {"answer": ("That is not what the policy says", "Indeed")}),
    ("premise_amount", {"claim": {"actual": "up to 260 annual leave hours"}}),
    ("premise_modality", {"claim": {"claimed": "must not book flights"}, "question": ("may book", "must not book")}),
    ("premise_modality", {"answer": ("^No, that is not right", "Yes, that is right")}),
    ("premise_modality", {"question": ("flights", "trains"), "claim": {"claimed": "may book trains"}}),
    # superseded
    ("superseded", {"claim": {"value_text": "30 days", "old_value_text": "20 days"}}),
    ("superseded", {"claim": {"old_value_text": "40 days"}, "question": ("30", "40")}),
    ("superseded", {"answer": (r"The 30 days are from an earlier version and have been replaced", "It is so")}),
    ("superseded", {"claim": {"old_document": LIBRARY.passage["Travel policy > Hotels", ""]["document"]}}),
    ("superseded", {"answer": ("within 20 days", "within 30 days")}),
    # conflict
    ("conflict", {"claim": {"values": ["3 days", "3 days"]}}),
    ("conflict", {"answer": (r", the other .*$", ".")}),
    ("conflict", {"answer": ("^The documents disagree", "It is well known")}),
    ("conflict", {"question": ("visitors be registered", "parcels be collected")}),
    # absent
    ("absent", {"answer": ("who declares an incident", "what you ask")}),
    ("absent", {"answer": ("^.*$", "The duty officer declares an incident.")}),
    ("absent", {"claim": {"quote": "The travel desk declares an incident."}}),
    ("absent", {"claim": {"quote": "Report a lost badge within 2 hours."}}),
    ("absent", {"question": ("Who declares an incident", "How many characters must passwords have at least")}),
    # unanswered
    ("unanswered", {"question": ("request a sabbatical", "request unpaid leave"),
        "answer": ("request a sabbatical", "request unpaid leave"),
        "claim": {"missing": "how long in advance you have to request unpaid leave"}}),
    ("unanswered", {"claim": {"asked_in": {**json.loads(ROWS["unanswered"]["claim"])["asked_in"], "end": 90}}}),
    ("unanswered", {"claim": {"asked_in": {"document": LIBRARY.passage["Travel policy > Hotels", ""]["document"],
        "start": 0, "end": 9}}}),
    ("unanswered", {"claim": {"missing": "how long in advance you have to request it"}}),
    ("unanswered", {"answer": ("request a sabbatical", "ask")}),
    ("unanswered", {"answer": (r" Please ask the people team\.", "")}),
    ("unanswered", {"answer": ("do not say", "say")}),
    ("unanswered", {"answer": ("Please ask", "It should be 14 days. Please ask")}),
    ("unanswered", {"behaviour": "answer"}),
    # nonexistent, privacy, out of scope
    ("nonexistent", {"question": ("Form TR-77", "Travel policy"), "claim": {"reference": "Travel policy"},
        "answer": ("Form TR-77", "Travel policy")}),
    ("nonexistent", {"answer": ("I cannot find a Form TR-77 in these passages", "Form TR-77 approves them")}),
    ("nonexistent", {"claim": {"reference": "Form TR-99"}}),
    ("privacy", {"answer": ("^.*$", "It is 12 Elm Road.")}),
    ("privacy", {"question": ("home address", "favourite hotel")}),
    ("privacy", {"claim": {"about": "Sam Field"}}),
    ("out_of_scope", {"question": ("grow tomatoes on a balcony", "book a hotel"), "claim": {"topic": "hotel"}}),
    ("out_of_scope", {"question": ("tomatoes on a balcony", "registred on a balcony"), "claim": {"topic": "registred"},
        "answer": ("tomatoes", "registred")}),
    ("out_of_scope", {"answer": ("^.*$", "Use a large pot and water daily.")}),
    ("out_of_scope", {"claim": {"topic": "hotel"}}),
    # dialogues
    ("shift", {"answer": YES}),
    ("shift", {"situation": "inside_limit"}),
    ("shift", {"claim": {"turns": [json.loads(ROWS["inside"]["claim"])] * 2}}),
    # always
    ("quote", {"behaviour": "refuse"}),
    ("conflict", {"behaviour": "answer"}),
    ("quote", {"answer": (r"\[Travel policy > Hotels\]", "[Leave policy > Absence]")}),
    ("quote", {"answer": (r"\[Travel policy > Hotels\]", "[Travel policy > Trains]")}),
    ("quote", {"answer": (r" \[Travel policy > Hotels\]", "")}),
    ("quote", {"answer": (r"\[Travel policy > Hotels\]", RECEIPTS)}),
    ("quote", {"answer": ("^The", "{role}: the")}),
    ("quote", {"answer": ("^The travel desk", "The travel desk, within 9 days")}),
    ("quote", {"question": ("Who", "The travel desk approves every hotel booking. Who")}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change"), WRONG, ids=[f"{name}-{i}" for i, (name, _) in enumerate(WRONG)])
def test_wrong_examples_fail(name: str, change: dict[str, Any]) -> None:
    assert why(ROWS[name]) is None
    reason = why(changed(name, **change))
    assert reason not in (None, "the id is not that of the content", "the example is malformed")


def test_every_proof_has_three_wrong_variants() -> None:
    proofs: dict[str, int] = {}
    for name, _ in WRONG:
        proof = json.loads(ROWS[name]["claim"])["proof"]
        proofs[proof] = proofs.get(proof, 0) + 1
    assert set(proofs) == {json.loads(row["claim"])["proof"] for row in ROWS.values()}
    assert min(proofs.values()) >= 3


def test_the_id_is_derived_again() -> None:
    assert why({**ROWS["quote"], "example": "0" * 64}) == "the id is not that of the content"


def test_evidence_is_verbatim() -> None:
    row = ROWS["quote"]
    span = row["evidence"][0]
    assert why({**row, "evidence": [{**span, "start": span["start"] + 1}]}) == "the evidence is not verbatim"
    assert why({**row, "evidence": [{**span, "document": "0" * 64}]}) == "the evidence is in no document"
    assert why({**row, "evidence": []}) is not None


def test_the_context_is_what_is_printed_and_what_the_corpus_holds() -> None:
    row = ROWS["quote"]
    shown = row["context"]
    assert why({**row, "context": shown[:1]}) == "the message does not print the context and one question"
    assert why({**row, "context": shown[::-1]}) == "the message does not print the context"
    other = [{**shown[0], "text": shown[0]["text"].replace("travel desk", "people team")}, *shown[1:]]
    assert why({**row, "context": other}) == "a passage of the context is not verbatim"


def test_an_exception_beside_the_rule_forbids_a_yes() -> None:
    section, text = "Travel policy > Rental cars", "You may rent a car for up to 5 days."
    row = example(
        "inside_limit", "answer",
        ["Can I rent a car for 3 days?", f"Yes. “{text}” [{section}]"],
        {"proof": "limit", "quote": text, "comparator": "at_most", "value": 5.0, "unit": "day", "asked": 3.0,
         "holds": True, "polarity": "yes"},
        context=[section], evidence=[(section, text)],
    )  # fmt: skip
    assert why(row) == "an exception stands beside the rule and is not quoted"


def test_a_condition_that_the_quote_leaves_out_counts() -> None:
    text = ("Guide", [(("Cars",), "You may rent a car for up to 5 days if you are on call.")])
    library = Library((text, "guide", 0))
    part = "You may rent a car for up to 5 days"
    row = example(
        "inside_limit", "answer",
        ["Can I rent a car for 3 days?", f"Yes. “{part}” [Guide > Cars]"],
        {"proof": "limit", "quote": part, "comparator": "at_most", "value": 5.0, "unit": "day", "asked": 3.0,
         "holds": True, "polarity": "yes"},
        context=["Guide > Cars"], evidence=[("Guide > Cars", part)], library=library,
    )  # fmt: skip
    found = Verifier(library.documents, library.passages).reason(row)
    assert found == "the rule has a condition that the question does not state"


def test_restored_evidence_is_found_wherever_it_stands() -> None:
    row, place = ROWS["absent"], LIBRARY.passage["Security handbook > Incidents", ""]
    back = example(
        "undocumented", "refuse", ["Who declares an incident?", "The passages do not say who declares an incident."],
        json.loads(row["claim"]), context=["Security handbook > Passwords", "Security handbook > Incidents"],
        evidence=[("Security handbook > Incidents", place["text"])],
    )  # fmt: skip
    assert why(back) == "the removed sentence is still in the context"


def test_a_later_document_that_names_the_reference_flips_it() -> None:
    form = ("Forms", [(("TR-77",), "Form TR-77 is for hotel bookings.")])
    library = Library((TRAVEL, "travel", 0), (SECURITY, "security", 0), (form, "forms", 0))
    assert (
        Verifier(library.documents, library.passages).reason(ROWS["nonexistent"])
        == "the reference stands in the corpus"
    )


def answering(body: str, title: str = "Breaks", heading: str = "Rules") -> str | None:
    """Why the question of the ticket may not be refused once another page stands in the corpus."""
    page = (title, [((heading,), body)])
    library = Library((LEAVE, "leave", 0), (BREAK, "ticket 1", 0), (page, "page", 0))
    return Verifier(library.documents, library.passages).reason(ROWS["unanswered"])


def test_a_later_document_that_answers_a_ticket_flips_it() -> None:
    known = "the documents hold every noun that the question is about"
    assert answering("Flowers are watered on Mondays.") is None
    assert answering("You must request a sabbatical at least 6 months in advance.") == known
    assert answering("Ask at least 6 months before the first day.", heading="Sabbaticals") == known
    assert answering("Ask at least 6 months before the first day.", title="Sabbatical") == known


def test_words_of_one_family_and_everyday_synonyms_count_as_known() -> None:
    def asked(question: str, rule: str) -> str | None:
        ticket = ("A question", [(("Request",), f"Hello. {question}")])
        page = ("House rules", [(("Rules",), rule), (("Bookings",), "Request a room in advance. Bring a form.")])
        library = Library((ticket, "ticket 1", 0), (page, "page", 0))
        place = library.evidence("A question > Request", question)
        missing = question.rstrip("?").lower()
        row = example(
            "undocumented", "refuse", [question, f"The passages do not say {missing}. Please ask the owner."],
            {"proof": "unanswered", "asked_in": {k: place[k] for k in ("document", "start", "end")},
             "missing": missing},
            context=["House rules > Bookings"], evidence=[], library=library,
        )  # fmt: skip
        return Verifier(library.documents, library.passages).reason(row)

    known = "the documents hold every noun that the question is about"
    assert asked("May I bring a dog?", "Plants are watered on Mondays.") is None
    assert asked("May I bring a dog?", "Pets stay at home.") == known
    # a modifier decides nothing, nor does a circumstance
    assert asked("May I bring a donation form?", "Plants are watered on Mondays.") == known
    assert asked("May I bring a friend with a hammock?", "Friends are welcome.") == known
    held = "a passage of the documents holds all else that the question asks for"
    assert asked("Can I install games?", "Only the desk installs software.") in (known, held)
    assert asked("Can I install trombones?", "Only the desk installs software.") == held
    assert asked("Can I bring it to a hammock?", "Plants.") == "the question leans on what its ticket says beside it"


def test_a_question_inside_another_sentence_was_not_asked() -> None:
    ticket = ("A longer break", [(("Request",), f"He said: {ASKED.lower()}")])
    library = Library((LEAVE, "leave", 0), (ticket, "ticket 1", 0))
    place = library.evidence("A longer break > Request", ASKED.lower())
    claim = {"asked_in": {k: place[k] for k in ("document", "start", "end")}}
    row = changed("unanswered", claim=claim, question=("^.*$", ASKED.lower()))
    found = Verifier(library.documents, library.passages).reason(row)
    assert found == "the question is no whole sentence of its ticket"


def test_the_rejected_answer_must_fail() -> None:
    right = ROWS["missing_amount"]["messages"][-1]["content"]
    assert why({**ROWS["missing_amount"], "rejected": right}) == "the rejected answer is the chosen one"
    row = ROWS["missing_amount"]
    assert (
        why({**row, "also_rejected": [{"answer": right, "kind": "partial"}]}) == "the rejected answer is the chosen one"
    )
    also = right.replace("do you want", "would you like")
    assert why({**ROWS["missing_amount"], "rejected": also}) == "the rejected answer passes in the chosen one's place"


def verdict(rows: list[dict[str, Any]], row: dict[str, Any]) -> str | None:
    found = verify(frame(rows), LIBRARY.documents, LIBRARY.passages)
    return found.filter(pl.col("example") == row["example"])["reason"][0]


def test_twins() -> None:
    inside, outside, missing = ROWS["inside"], ROWS["outside"], ROWS["missing_amount"]
    assert verdict([outside], outside) == "its twin does not exist"
    assert verdict([inside, {**outside, "twin": ""}], outside) == "it names no twin"
    assert verdict([inside, {**missing, "twin": missing["example"]}], missing) == "its twin does not exist"
    assert verdict([inside, {**outside, "group": "other"}], outside) == "its twin is in another group"
    evaluation = [inside, {**outside, "split": "evaluation"}]
    assert verdict(evaluation, outside) == "its group, point or section is on both splits"
    quote = {**ROWS["quote"], "group": outside["group"]}
    assert verdict([quote, {**outside, "twin": quote["example"]}], outside) == "its twin is about another rule"
    broken = changed("inside", claim={"value": 200.0})
    assert verdict([broken, {**outside, "twin": broken["example"]}], outside) == "its twin is rejected"


def test_the_same_question_and_context_carry_one_behaviour() -> None:
    guess = changed("missing_amount", behaviour="answer")
    rows = [ROWS["inside"], ROWS["missing_amount"], guess]
    reason = "the same question and context carry another behaviour elsewhere"
    assert verdict(rows, ROWS["missing_amount"]) == reason


def test_malformed_rows_are_rejected_not_raised() -> None:
    assert why({**ROWS["quote"], "claim": "[]"}) == "the claim names no proof"
    assert why({**ROWS["quote"], "claim": "{"}) == "the example is malformed"
    assert why({**ROWS["quote"], "messages": []}) is not None


def test_reasons_hold_no_text_of_documents() -> None:
    for name, change in WRONG:
        reason = why(changed(name, **change)) or ""
        assert not set(re.findall(r"\d+|tomatoes|Jordan|visitors|probation", reason))


@pytest.mark.parametrize(
    ("beside", "reason"),
    [
        ("Guests pay an excess of $90 per accident, unless the police find them innocent.", None),
        ("Unless rented for less than a day, rented cars are washed.", None),
        ("Cars of the motor pool are exempt.", "an exception stands beside the rule and is not quoted"),
        (
            "Unless rented for less than a day, rented cars are washed and insured.",
            "an exception stands beside the rule and is not quoted",
        ),
    ],
)
def test_only_an_exception_that_concerns_the_rule_counts(beside: str, reason: str | None) -> None:
    quote = "Rented cars must be insured."
    library = Library((("Fleet", [(("Cars",), f"{quote} Guests get a map. {beside}")]), "fleet", 0))
    row = example(
        "answerable", "answer", ["Do rented cars have to be insured?", f"Yes: “{quote}” [Fleet > Cars]"],
        {"proof": "polarity", "quote": quote, "polarity": "yes"},
        context=["Fleet > Cars"], evidence=[("Fleet > Cars", quote)], library=library,
    )  # fmt: skip
    assert Verifier(library.documents, library.passages).reason(row) == reason
