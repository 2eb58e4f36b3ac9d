"""The proof `inconsistent`: the question holds two things that do not go together, and the answer asks which is meant."""

import re

from checks.verifier.amounts import COMPLEMENT, measured, quantities, same_measure
from checks.verifier.cases import Case, Rule, Turn, require
from checks.verifier.language import negations
from checks.verifier.proofs.limits import rule_quantity
from checks.verifier.proofs.shared import Claim, about, asks, pieces, values
from checks.verifier.words import coverage, plain, words

_SETTLED = re.compile(
    r"\b(?:actually|correct(?:ed|ion)?|sorry|i mean(?:t)?|in fact|now|rather|instead|so it is|which is|wrong|right|typo|"
    r"mistake)\b",
    re.IGNORECASE,
)


def inconsistent(case: Case, turn: Turn, claim: Claim) -> None:
    """Two amounts on different sides of the rule's, or its clause both stated and denied; nothing says which holds."""
    rule = case.rule(claim.get("quote"))
    require(turn.opening is None and asks(turn), "the answer does not ask")
    about(case, turn, rule)
    require(not _SETTLED.search(turn.question), "the question says which of the two holds")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    if claim.get("slot") == "amount":
        _amounts(turn, rule, claim)
    else:
        _clause(turn, rule, claim)


def _amounts(turn: Turn, rule: Rule, claim: Claim) -> None:
    amount, others = rule_quantity(rule, claim)
    require(not others, "the rule holds two amounts of one kind")
    given = [q for q in quantities(turn.question) if same_measure(q, amount)]
    found = {measured(q, str(claim["unit"])) for q in given}
    require(len(found) == 2 and None not in found, "the question does not hold two amounts of the rule's unit")
    require(not any(q.hedged or q.explicit or q.high for q in given), "the question's amounts are not plain")
    sides = {amount.admits(v) for v in found if v is not None}
    require(len(sides) == 2 and amount.comparator in COMPLEMENT, "both amounts lead to the same answer")
    require({q.value for q in given} <= set(values(turn.prose)), "the answer does not name both amounts")


def _clause(turn: Turn, rule: Rule, claim: Claim) -> None:
    text = plain(str(claim.get("clause", "")))
    wanted = words(text)
    require(wanted and text.casefold() in rule.quote.casefold(), "the clause is not in the quote")
    said = [negations(p) % 2 == negations(text) % 2 for p in pieces(turn.topic) if coverage(wanted, words(p)) >= 0.6]
    require(set(said) == {True, False}, "the question does not both state and deny the clause")
    asked = " ".join(re.findall(r"[^.!?]*\?", turn.prose))
    require(coverage(wanted, words(asked)) >= 0.5, "the answer does not ask for the clause")
