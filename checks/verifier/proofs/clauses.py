"""The proof `clause`: the question states a condition or an exception, or states its contrary."""

import re

from checks.verifier.cases import Case, Rule, Turn, require
from checks.verifier.language import (
    EXCEPTION,
    clauses,
    coverage,
    form,
    last_question,
    modality,
    negations,
    outside,
    plain,
    told_to,
    words,
)
from checks.verifier.proofs.shared import (
    NOT_COVERED,
    Claim,
    about,
    conditions_met,
    how_stated,
    main_named,
    no_exception_beside,
    prose_keeps_to,
)

_CONDITIONAL = re.compile(
    r"^(?:only )?(?:if|when|whenever|provided(?: that)?|as long as|so long as|in case|once|where|"
    r"for|after|before|until|while|during)$",
    re.I,
)
_FLIP: dict[str, str] = {"yes": "no", "no": "yes"}


def clause(case: Case, turn: Turn, claim: Claim) -> None:
    """The question states a condition or an exception, or states its contrary."""
    rule = case.rule(claim.get("quote"))
    marker, text, stated = str(claim.get("marker", "")), str(claim.get("clause", "")), claim.get("stated")
    phrase = plain(f"{marker} {text}").casefold()
    at = rule.sentence.casefold().find(phrase)
    require(words(text) and at >= 0 and rule.holds(at, at + len(phrase)), "marker and clause are not in the quote")
    require(isinstance(stated, bool), "the claim does not say whether the clause is stated")
    excepted = bool(EXCEPTION.search(marker))
    require(excepted or _CONDITIONAL.match(marker), "the marker is neither a condition's nor an exception's")
    outcomes = ("exception_not_applies", "exception_applies") if excepted else ("condition_unmet", "condition_met")
    fits = outcomes[bool(stated)]
    require(case.situation in (fits, "constraint_shift", "ellipsis"), "the situation does not fit the clause")
    share, agrees = how_stated(_scope(turn, text), text)
    require(share >= 0.6, "the question does not speak of the clause")
    require(agrees == stated, "the question's negation is not the one claimed")
    about(case, turn, rule)
    own = (at, at + len(phrase))
    no_exception_beside(case, turn, rule, own)
    conditions_met(turn, rule, (own,))
    polarity, kind = claim.get("polarity"), form(turn.question)
    if kind == "open" and turn.topic != turn.question:
        kind = form(turn.topic.removesuffix(turn.question))
    prose_keeps_to(turn, rule, polarity)
    require(any(rule.sentence[slice(*own)] in q for q in turn.quotations), "the answer does not quote the clause")
    _clause_outcome(turn, rule, own, marker=marker, fits=fits, kind=kind, polarity=polarity)


def _clause_outcome(
    turn: Turn, rule: Rule, own: tuple[int, int], *, marker: str, fits: str, kind: str, polarity: str | None
) -> None:
    """What the answer may conclude in the situation `fits` of a clause at `own`."""
    main = outside(rule.sentence, (own,))
    mode = modality(rule.sentence)
    if mode == "fact" and told_to(rule.sentence, turn.topic):
        mode = "must"
    require(mode is not None, "the rule's modality is not understood")
    answers = {("may", "permission"): "yes", ("must_not", "permission"): "no", ("must", "obligation"): "yes",
               ("need_not", "obligation"): "no", ("may", "fact"): "yes", ("must", "fact"): "yes",
               ("must_not", "fact"): "no"}  # fmt: skip
    verdict = answers.get((str(mode), kind))
    require(polarity is None or kind != "open", "an open question has no yes or no")
    if kind != "open":
        main_named(turn, rule, 0.6)
        core = outside(last_question(turn.question), clauses(last_question(turn.question)))
        require(not negations(core), "the question is negated")
    if fits == "condition_unmet":
        only = marker.lower().startswith("only") and mode == "may" and kind == "permission"
        require(polarity is None or (only and polarity == "no"), "that a condition is unmet decides nothing")
        require(only or NOT_COVERED.search(turn.prose), "the answer does not say that the rule does not cover it")
        return
    if fits == "exception_applies":
        verdict = _FLIP[verdict] if verdict else None
        if polarity is None and kind != "open":
            require(
                NOT_COVERED.search(turn.prose) or EXCEPTION.search(turn.prose),
                "the answer does not say that the exception applies",
            )
            return
    else:
        require(
            not NOT_COVERED.search(turn.prose) or fits == "exception_not_applies",
            "the answer says that the rule does not cover it",
        )
        require(words(main) & {w for q in turn.quotations for w in words(q)}, "the answer does not quote the rule")
    if kind != "open":
        require(verdict is not None and polarity == verdict, "the polarity does not follow from the rule")


def _scope(turn: Turn, text: str) -> str:
    """Where the clause is stated: in this turn's words where they hold it, in all of them otherwise."""
    return turn.question if coverage(words(text), words(turn.question)) >= 0.6 else turn.topic
