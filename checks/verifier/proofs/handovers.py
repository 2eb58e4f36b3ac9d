"""The proofs `decider` and `contact`: the documents name who decides or whom to ask, and the answer hands over to them."""

import re
from dataclasses import replace

from checks.verifier.amounts import quantities, same_measure
from checks.verifier.cases import Case, Turn, require, split_answer
from checks.verifier.language import clauses, modals, negations, outside
from checks.verifier.proofs.refusals import SOMEBODY, absent
from checks.verifier.proofs.shared import (
    PERSON_STEMS,
    Claim,
    about,
    asks,
    conditions_stated,
    main_named,
    no_exception_beside,
)
from checks.verifier.words import asked_words, coverage, plain, sentences, words

_ACTS = {
    "approve": r"approv(?:e|es|ed|al)",
    "authorise": r"authori[sz](?:e|es|ed|ation)",
    "authorize": r"authori[sz](?:e|es|ed|ation)",
    "grant": r"grant(?:s|ed)?",
    "waive": r"waive[sd]?",
}
_BETWEEN = "must|may|can|has to|have to|shall|should|will|needs? to|also|only|always|then|first|alone"
_TO_YOU = re.compile(r"\b(?:can|could|would|will)\s+you\b|\b(?:like|need|want)\s+you\s+to\b|\bplease\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|whom|whose|which|what|when|where|how|whether)\b", re.IGNORECASE)
_NOT_MINE = re.compile(
    r"\bnot (?:for me|mine|the one|up to me)\b|"
    r"\b(?:cannot|can['’]t|am not able to|am not allowed to) (?:approve|authori[sz]e|grant|waive|decide)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    rf"{SOMEBODY.pattern}|\b(?:put (?:your|the) request to|turn to|send (?:your|the) request to|go to|goes to|there is)\b",
    re.IGNORECASE,
)


def decider(case: Case, turn: Turn, claim: Claim) -> None:
    """The asker wants a decision that the quote gives to somebody else, to whom the answer hands over."""
    rule, place = case.rule(claim.get("quote")), plain(str(claim.get("place", "")))
    act = _ACTS.get(str(claim.get("decides")))
    require(act and place, "the claim does not say who decides what")
    who = rf"(?:(?:the|an?|your|our)\s+)?{re.escape(place)}\b"
    does = rf"{who}\s+(?:(?:{_BETWEEN})\s+)*{act}\b"
    main = outside(rule.sentence, clauses(rule.sentence))
    done = rf"\b{act}\b(?:[^.;]*?\bby\s+(?:only\s+)?|\s+(?:of|from)\s+){who}"
    decides = re.search(does, main, re.I) or re.search(done, main, re.I)
    require(decides and rule.holds(*decides.span()), "the quote does not give the decision to the place")
    require(not negations(main) and len({m for _, m in modals(rule.sentence)}) <= 1, "the rule is not plain")
    asked = re.sub(r"^[^:?]{2,80}:\s+", "", turn.question)  # without what it is about
    require(_TO_YOU.search(asked) and not _WHO.search(asked), "the question does not ask for the decision itself")
    require(
        re.search(rf"\b{act}\b", asked, re.I) and not negations(asked),
        "the question does not ask for the decision itself",
    )
    about(case, turn, rule)
    conditions_stated(turn, rule)
    main_named(turn, rule, 0.4)
    for amount in quantities(rule.sentence):
        stated = any(q.value == amount.value and same_measure(q, amount) for q in quantities(asked))
        require(stated, "the rule's amount is not in the question")
    no_exception_beside(case, turn, rule)
    wanted = asked_words(asked) - words(place)
    for passage in case.corpus.of_document(rule.document):
        for sentence in sentences(passage.text):
            another = re.search(rf"\b{act}\b", sentence, re.I) and sentence not in rule.sentence
            require(
                not another or rule.sentence in sentence or coverage(wanted, words(sentence)) < 0.8,
                "another sentence says who decides it",
            )
    require(turn.opening is None and not asks(turn), "the answer decides or asks back")
    require(_NOT_MINE.search(turn.prose), "the answer does not say that it decides nothing")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    _hands_over(turn, place, words(rule.sentence))


def contact(case: Case, turn: Turn, claim: Claim) -> None:
    """What is asked for stands nowhere, and the document that held it names a place for questions."""
    rule, place = case.rule(claim.get("quote")), plain(str(claim.get("place", "")))
    gap = claim.get("gap")
    gap = gap if isinstance(gap, dict) else {}
    inner, said = dict(gap.get("claim") or {}), str(gap.get("answer", ""))
    require(inner.get("proof") == "absent" and said and turn.answer.startswith(f"{said} "), "the claim names no gap")
    sections = frozenset(p.section for p in case.context)
    prose, quotations, cited = split_answer(said, sections)
    half = replace(turn, answer=said, prose=prose, quotations=quotations, cited=cited)
    absent(replace(case, situation="undocumented", behaviour="refuse"), half, inner)
    require(rule.document == inner["removed"]["document"], "the place is that of another document")
    label, owner = _LABEL.match(rule.sentence), _OWNER.fullmatch(rule.quote)
    asked = label and rule.sentence[label.end() :].startswith(place)
    whole = owner and owner["place"] == place and _field(rule.sentence, rule.quote)
    require(place and (asked or whole), "the quote names no place for questions")
    require(turn.quotations == (rule.quote,), "the answer does not quote the place alone")
    require(turn.opening is None and not asks(turn), "the answer decides or asks back")
    over = turn.answer[len(said) :]
    require(place in over, "the answer does not name the place")
    known = words(place) | (words("owner") if whole else frozenset())
    require(
        not words(re.sub(r"“[^”]*”|\[[^\]]*\]", " ", over)) & PERSON_STEMS - known, "the answer names another place"
    )


_LABEL = re.compile(
    r"(?:contact|questions?|queries|enquiries|still stuck)(?:\s*[:?]\s*|\s+(?:go\s+)?to\s+)(?:(?:write|mail)\s+to\s+)?",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:(?:policy|process|page|document|procedure)\s)?own(?:er(?:\sis)?|ed\sby)(?:\sthe|:)?\s(?P<place>(?-i:[A-Z])[^,;:.·|()]+)",
    re.IGNORECASE,
)


def _field(sentence: str, quote: str) -> bool:
    """Whether a quote is a field of a document's beginning, from mark to mark."""
    before, _, after = sentence.partition(quote)
    ends = re.match(r"\s*(?:[·;,.(]|$|[A-Z]\w+(?:\s\w+)?:)", after)
    return bool(re.search(r"(?:^|[·;.]\s)$", before)) and ends is not None


def _hands_over(turn: Turn, place: str, known: frozenset[str]) -> None:
    require(place.casefold() in turn.prose.casefold(), "the answer does not name the place")
    require(_OVER.search(turn.prose), "the answer does not hand over")
    require(not words(turn.prose) & PERSON_STEMS - known, "the answer names another place")
