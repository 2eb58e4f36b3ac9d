"""The proof `partial`: a question of two parts, of which one is answered and one is not documented."""

from dataclasses import replace

from checks.verifier.cases import Case, Turn, require, split_answer
from checks.verifier.proofs.refusals import absent
from checks.verifier.proofs.shared import Claim
from checks.verifier.proofs.statements import polarity, quote

_HALVES = {"quote": quote, "polarity": polarity}


def partial(case: Case, turn: Turn, claim: Claim) -> None:
    """Each half of question and answer passes its own proof; together they are the whole."""
    parts = claim.get("parts")
    require(isinstance(parts, list) and len(parts) == 2, "the claim does not have two parts")
    answered, missing = list(parts or [])
    for said, key in ((turn.question, "question"), (turn.answer, "answer")):
        require(said == f"{answered.get(key)} {missing.get(key)}", "the parts are not the whole")
    known, gap = dict(answered.get("claim") or {}), dict(missing.get("claim") or {})
    require(known.get("proof") in _HALVES and gap.get("proof") == "absent", "the parts are not one answer and one gap")
    require(known.get("quote") == claim.get("quote"), "the quote is not that of the answer")
    first = replace(case, situation="answerable", behaviour="answer")
    _HALVES[known["proof"]](first, _half(case, answered), known)
    absent(replace(case, situation="undocumented", behaviour="refuse"), _half(case, missing), gap)


def _half(case: Case, part: Claim) -> Turn:
    sections = frozenset(p.section for p in case.context)
    asked, answer = str(part["question"]).removeprefix("And "), str(part["answer"])
    question = asked[0].upper() + asked[1:]
    prose, quotations, cited = split_answer(answer, sections)
    return Turn(question, question, answer, prose, quotations, cited, last=True)
