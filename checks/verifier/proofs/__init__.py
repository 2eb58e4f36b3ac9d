"""The rules of docs/proofs.md, one function per proof: each raises Rejected with the first rule that fails.

A claim says what its author believes; a proof derives the same again from the corpus, the question and the answer. What
it cannot derive it rejects.
"""

from collections.abc import Callable
from typing import Any

from checks.verifier.amounts import numbers
from checks.verifier.cases import DIALOGUES, Case, Evidence, Turn, require
from checks.verifier.headings import heading_named
from checks.verifier.language import stands_for_nothing
from checks.verifier.proofs.clauses import clause
from checks.verifier.proofs.confirmed import confirmed
from checks.verifier.proofs.conflicts import conflict, uncontradicted
from checks.verifier.proofs.dialogues import PRESSURE, readings
from checks.verifier.proofs.exempt import exempt
from checks.verifier.proofs.handovers import contact, decider
from checks.verifier.proofs.inconsistent import inconsistent
from checks.verifier.proofs.limits import limit
from checks.verifier.proofs.missing import ambiguous, missing
from checks.verifier.proofs.moments import moment
from checks.verifier.proofs.partial import both, partial
from checks.verifier.proofs.premises import premise, superseded
from checks.verifier.proofs.procedures import invented, order, step
from checks.verifier.proofs.refusals import absent, dangling, nonexistent, out_of_scope, privacy, unanswered, unknowable
from checks.verifier.proofs.scopes import scope
from checks.verifier.proofs.shared import Claim
from checks.verifier.proofs.statements import polarity, quote, reserved
from checks.verifier.proofs.tables import cell, cell_denied
from checks.verifier.words import plain

PROOFS: dict[str, tuple[Callable[[Case, Turn, Claim], None], frozenset[str], str]] = {
    "limit": (limit, frozenset({"inside_limit", "at_limit", "outside_limit", "contrast"}), "answer"),
    "moment": (moment, frozenset({"inside_limit", "outside_limit"}), "answer"),
    "missing": (missing, frozenset({"missing_amount", "condition_unknown", "exception_unknown"}), "clarify"),
    "ambiguous": (ambiguous, DIALOGUES, "clarify"),
    "clause": (
        clause,
        frozenset({"condition_met", "condition_unmet", "exception_applies", "exception_not_applies"}),
        "answer",
    ),
    "quote": (quote, frozenset({"answerable", "contrast"}), "answer"),
    "polarity": (polarity, frozenset({"answerable", "contrast"}), "answer"),
    "confirmed": (confirmed, frozenset({"contrast"}), "answer"),
    "reserved": (reserved, frozenset({"answerable"}), "answer"),
    "exempt": (exempt, frozenset({"exception_applies"}), "answer"),
    "scope": (scope, frozenset({"exception_applies"}), "answer"),
    "step": (step, frozenset({"answerable"}), "answer"),
    "order": (order, frozenset({"false_premise"}), "correct_premise"),
    "cell": (cell, frozenset({"answerable", "inside_limit", "at_limit", "outside_limit"}), "answer"),
    "cell_denied": (cell_denied, frozenset({"false_premise"}), "correct_premise"),
    "invented": (invented, frozenset({"invented_step"}), "correct_premise"),
    "premise": (premise, frozenset({"false_premise"}), "correct_premise"),
    "superseded": (superseded, frozenset({"superseded"}), "correct_premise"),
    "conflict": (conflict, frozenset({"contradictory"}), "surface_conflict"),
    "absent": (absent, frozenset({"undocumented"}), "refuse"),
    "unanswered": (unanswered, frozenset({"undocumented"}), "refuse"),
    "nonexistent": (nonexistent, frozenset({"nonexistent_reference"}), "refuse"),
    "dangling": (dangling, frozenset({"dangling_reference"}), "refuse"),
    "decider": (decider, frozenset({"others_decide"}), "escalate"),
    "contact": (contact, frozenset({"owner_named"}), "escalate"),
    "partial": (partial, frozenset({"partial"}), "partial"),
    "both": (both, frozenset({"two_questions"}), "answer"),
    "inconsistent": (inconsistent, frozenset({"contradictory_input"}), "clarify"),
    "unknowable": (unknowable, frozenset({"unknowable"}), "refuse"),
    "privacy": (privacy, frozenset({"not_permitted"}), "refuse"),
    "out_of_scope": (out_of_scope, frozenset({"out_of_scope"}), "refuse"),
}
"""Proof: the function that derives it, the situations it proves, the behaviour it calls for."""


_UNDER_A_HEADING = frozenset(
    {
        "limit",
        "moment",
        "missing",
        "clause",
        "quote",
        "polarity",
        "confirmed",
        "reserved",
        "exempt",
        "premise",
        "superseded",
        "inconsistent",
    }
)
"""Proofs of what a rule says: it says it in the case that its heading names. Tables and steps are asked for by their place."""


def prove(case: Case, turns: list[Turn], claim: Claim) -> None:
    """Check the claim of an example, turn by turn; raises Rejected."""
    claims = [claim]
    if claim.get("proof") == "turns":
        require(case.situation in DIALOGUES, "the situation is not one of a dialogue")
        claims = claim.get("turns", [])
        require(isinstance(claims, list) and len(claims) == len(turns) >= 2, "there is not one claim per turn")
    else:
        require(len(turns) == 1 and case.situation not in DIALOGUES, "a dialogue needs a claim for each turn")
    for part in claims:
        require(isinstance(part, dict) and part.get("proof") in {*PROOFS, PRESSURE}, "the proof is unknown")
    asked = ""
    for turn, part in readings(case, turns, claims):
        asked = f"{asked} {turn.question}".strip()  # where an earlier turn has named the section, it is known
        check, situations, behaviour = PROOFS[part["proof"]]
        if len(turns) == 1:
            require(case.situation in situations, "the situation does not fit the proof")
        if turn.last:
            require(case.behaviour == behaviour, "the behaviour does not fit the proof")
        check(case, turn, part)
        if part["proof"] in _UNDER_A_HEADING:
            rule = case.rule(part["quote"])
            heading_named(case, rule, asked)
            require(not stands_for_nothing(rule.sentence), "the rule speaks of one that another sentence names")
        if "quote" in part and behaviour == "answer":
            uncontradicted(case, case.rule(part["quote"]))
        if "quote" in part and behaviour != "refuse":
            said = {*numbers(turn.topic), *numbers(plain(part["quote"])), *numbers(part.get("old_value_text", ""))}
            require(set(numbers(turn.prose)) <= said, "the answer's own words hold a number that is not the rule's")
        if behaviour != "refuse":
            require(turn.cited, "the answer cites no section")
            require(_sections(case, part) <= turn.cited, "the section of the quote is not cited")
    if len(turns) > 1 and case.situation == "constraint_shift":
        require(claims[0] != claims[-1], "nothing has shifted between the turns")


def _sections(case: Case, claim: Claim) -> set[str]:
    quotes = claim["quotes"] if "quotes" in claim else [claim["quote"]]
    return {case.rule(q).section for q in quotes if len(quotes) == 1}


def evidence_of(rows: list[dict[str, Any]], printed: set[tuple[str, str]]) -> tuple[Evidence, ...]:
    """The evidence of a row, knowing which passages the context prints."""
    return tuple(
        Evidence(
            e["passage"], e["document"], e["section"], e["start"], e["end"], e["text"],
            (e["document"], e["passage"]) in printed,
        )
        for e in rows
    )  # fmt: skip
