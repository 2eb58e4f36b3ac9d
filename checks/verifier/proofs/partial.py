"""The proofs `partial` and `both`: a question of two parts, of which one or both are answered."""

from dataclasses import replace

from checks.verifier.cases import Case, Turn, require, split_answer
from checks.verifier.proofs.dialogues import asked
from checks.verifier.proofs.limits import limit
from checks.verifier.proofs.refusals import absent
from checks.verifier.proofs.shared import Claim
from checks.verifier.proofs.statements import polarity, quote

_HALVES = {"quote": quote, "polarity": polarity, "limit": limit}


def partial(case: Case, turn: Turn, claim: Claim) -> None:
    """Each half of question and answer passes its own proof; together they are the whole."""
    answered, missing = _parts(case, turn, claim)
    known, gap = dict(answered.get("claim") or {}), dict(missing.get("claim") or {})
    require(gap.get("proof") == "absent", "the parts are not one answer and one gap")
    require(known.get("quote") == claim.get("quote"), "the quote is not that of the answer")
    _answered(case, answered, known)
    absent(replace(case, situation="undocumented", behaviour="refuse"), _half(case, missing), gap)


def both(case: Case, turn: Turn, claim: Claim) -> None:
    """Two questions of which each is answered, by another rule and with its own citation."""
    parts = _parts(case, turn, claim)
    claims = [dict(part.get("claim") or {}) for part in parts]
    require([c.get("quote") for c in claims] == claim.get("quotes"), "the quotes are not those of the parts")
    require(claims[0].get("quote") != claims[1].get("quote"), "the two parts rest on one rule")
    for part, own in zip(parts, claims, strict=True):
        _answered(case, part, own)
        require(case.rule(own.get("quote")).section in _half(case, part).cited, "a part does not cite its section")


def _parts(case: Case, turn: Turn, claim: Claim) -> tuple[Claim, Claim]:
    """The two parts that a claim names, which must be the whole of question and answer."""
    parts = claim.get("parts")
    require(isinstance(parts, list) and len(parts) == 2, "the claim does not have two parts")
    one, two = list(parts or [])
    together = asked(case, f"{one.get('question')} {two.get('question')}", claim)
    whole = turn.question == together and turn.answer == f"{one.get('answer')} {two.get('answer')}"
    require(whole, "the parts are not the whole")
    return one, two


def _answered(case: Case, part: Claim, claim: Claim) -> None:
    require(claim.get("proof") in _HALVES, "a part is not an answer")
    _HALVES[claim["proof"]](replace(case, situation="answerable", behaviour="answer"), _half(case, part), claim)


def _half(case: Case, part: Claim) -> Turn:
    sections = frozenset(p.section for p in case.context)
    said, answer = str(part["question"]).removeprefix("And "), str(part["answer"])
    question = asked(case, said[0].upper() + said[1:], dict(part["claim"]))
    prose, quotations, cited = split_answer(answer, sections)
    return Turn(question, question, answer, prose, quotations, cited, last=True)
