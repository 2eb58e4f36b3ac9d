"""The proof `conflict`: two documents in force say different things of one matter, and the answer shows both."""

import re
from typing import Any

from checks.verifier.amounts import quantities
from checks.verifier.cases import Case, Rejected, Rule, Turn, require
from checks.verifier.contradictions import Saying, alike, contradiction, restricted
from checks.verifier.language import EXCEPTION, last_question
from checks.verifier.proofs.shared import CONFLICT, Claim, asks
from checks.verifier.words import asked_words, plain, sentences, words

_PRECEDENCE = re.compile(
    r"\b(?:supersed|overrid|overrul|takes? precedence|prevail|replaces\b|in place of this)", re.IGNORECASE
)


def conflict(case: Case, turn: Turn, claim: Claim) -> None:
    """The two rules contradict each other, in an amount, in who decides, or in whether something is allowed."""
    quotes = claim.get("quotes")
    require(isinstance(quotes, list) and len(quotes) == 2, "the claim does not name two rules")
    one, two = rules = _two_rules(case, list(quotes or []))
    require({one.document, two.document} <= case.corpus.effective, "a rule is not in an effective document")
    for rule in rules:
        require(not EXCEPTION.search(rule.sentence), "a rule holds an exception")
        require(not _PRECEDENCE.search(case.corpus.texts[rule.document]), "one document says which of the two prevails")
    found = contradiction(one.sentence, two.sentence)
    require(found is not None, "the two rules do not contradict each other")
    _for_the_same(found[0].kind if found else "", one, two)
    for rule, saying, value in zip(rules, found or (), list(claim.get("values", ())), strict=True):
        _shown(turn, rule, saying, value)
    either = one.support | two.support  # what leads in may name the section of one of them
    require(_share(asked_words(turn.question), either) >= 0.7, "the question is not about both rules")
    require(turn.opening is None and not asks(turn), "the answer takes a side")
    require(CONFLICT.search(turn.prose), "the answer does not say that the two disagree")


def _for_the_same(kind: str, one: Rule, two: Rule) -> None:
    """Neither document is about somebody or something else than the other."""
    for rule, other in ((one, two), (two, one)):
        known = words(f"{other.section} {other.sentence}")
        require(restricted(rule.section, kind) <= known, "one of the two is for others")


def _shown(turn: Turn, rule: Rule, saying: Saying, value: Any) -> None:
    """What one side says is the claim's, is asked about, and is quoted and cited in the answer."""
    require(_says(saying, value), "a value is not what the rule says")
    require(saying.kind == "leave" or turn.quotes(saying.text), "the answer does not quote both values")
    require(any(rule.quote in q for q in turn.quotations), "the answer does not quote both rules")
    require(rule.section in turn.cited, "the answer does not cite both sections")
    asks_for = asked_words(re.sub(r"^[^:?]{2,80}:\s+", "", last_question(turn.question)))
    require(_share(asks_for, rule.support) >= 0.7, "the question is not about both rules")


def _share(asked: frozenset[str], support: frozenset[str]) -> float:
    """How much of what is asked has its like in a rule or its section."""
    like = [s for s in asked if any(alike(frozenset((s,)), frozenset((w,))) for w in support)]
    return len(like) / len(asked) if asked else 0.0


def _says(saying: Saying, value: Any) -> bool:
    if isinstance(value, int | float):
        return any(q.value == value for q in quantities(saying.text))
    if saying.kind == "holder":
        return words(str(value)) == saying.value
    return bool(value) and plain(str(value)).casefold() in saying.text.casefold()


def _two_rules(case: Case, quotes: list[Any]) -> tuple[Rule, Rule]:
    documents = sorted({e.document for e in case.evidence})
    for first in documents:
        for second in documents:
            if first != second:
                try:
                    return case.rule(quotes[0], first), case.rule(quotes[1], second)
                except Rejected:
                    continue
    raise Rejected("the two rules are not in two documents of the context")


def uncontradicted(case: Case, rule: Rule) -> None:
    """No other document shown says something else of the rule's matter: neither of the two decides alone."""
    for printed in case.context:
        if printed.passage.document != rule.document:
            said = (contradiction(rule.sentence, s) for s in sentences(printed.passage.text))
            require(not any(said), "another document shown contradicts the rule")
