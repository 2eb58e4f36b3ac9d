"""The proof `confirmed`: somebody says what the document says, and asks whether it is so."""

import re

from checks.verifier.cases import Case, Turn, require
from checks.verifier.language import last_question, refers_back
from checks.verifier.proofs.premises import CORRECTION
from checks.verifier.proofs.sameness import says_the_same
from checks.verifier.proofs.shared import Claim, about, asks, conditions_stated, no_exception_beside, prose_keeps_to
from checks.verifier.words import plain

_IS_IT_SO = re.compile(
    r"^(?:is|are) (?:that|this|it|the rule)\b[^?]*\b(?:right|true|correct|so|how it is|the case|the rule)\?$",
    re.IGNORECASE,
)


def confirmed(case: Case, turn: Turn, claim: Claim) -> None:
    """The claim says all that the rule says, and nothing else: the same words, amounts, modality and scope."""
    rule = case.rule(claim.get("quote"))
    said = plain(str(claim.get("claimed", "")))
    require(said and said.casefold() in plain(turn.question).casefold(), "the question does not hold the claim")
    require(_IS_IT_SO.match(last_question(turn.question)), "the question does not ask whether it is so")
    about(case, turn, rule)
    says_the_same(said, rule.sentence)
    require(not refers_back(rule.sentence), "the rule leans on the sentence before it")
    conditions_stated(turn, rule)
    no_exception_beside(case, turn, rule)
    prose_keeps_to(turn, rule, "yes")
    require(not asks(turn) and not CORRECTION.search(turn.prose), "the answer corrects what is right")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
