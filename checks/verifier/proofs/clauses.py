"""The proof `clause`: the question states a condition or an exception, or states its contrary."""

import re

from checks.verifier.cases import DIALOGUES, Case, Rule, Turn, require
from checks.verifier.grounds import other_ground
from checks.verifier.language import (
    EXCEPTION,
    clauses,
    denials,
    form,
    last_question,
    modality,
    modals,
    negations,
    outside,
    refers_back,
    told_to,
)
from checks.verifier.proofs.moments import moments_stated
from checks.verifier.proofs.sameness import says_the_same
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
from checks.verifier.words import coverage, plain, sentences, words

_CONDITIONAL = re.compile(
    r"^(?:only )?(?:if|when|whenever|provided(?: that)?|as long as|so long as|in case|once|as soon as|where|if and only if|"
    r"in (?:the )?(?:cases?|event) (?:of|that)|in the event|on condition that|assuming(?: that)?|"
    r"for|after|before|until|while|during|following|should|with|subject to|on|upon|pending|in the absence of)$",
    re.I,
)
_EMERGENCY = re.compile(r"in an? (?:\w+ )?emergency$", re.I)
# "every 3 days, or daily if ...": on the clause depends what stands behind the "or" alone.
_OF_THE_LATTER = re.compile(
    r",?\s(?:or|but)\s(?!(?:is|are|be|must|may|can|shall|should|will|has|have|do|does|not)\b)(?:[\w'’%-]+\s){1,4}$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:am|is|are|was|were|do|does|did|has|have)(?:\s+not|\s+never|n['’]t)\b", re.IGNORECASE)
_BANNED = re.compile(r"\b(?:is|are)\b[^?]*\b(?:prohibited|forbidden|banned)\b", re.IGNORECASE)
_POSSIBLE = re.compile(r"\b(?:may|might|could)\b", re.IGNORECASE)
_SAME = re.compile(r"(?:if|when|where|once|unless) (?:it|they|he|she|this|that|not)\b", re.IGNORECASE)
_ELSE = re.compile(r"^(?:otherwise|if\s+not|else)\b", re.IGNORECASE)
# The rule is told, and it is asked whether it reaches a thing.
_REACHES = re.compile(r"^does the rule(?: that (?P<told>.+?))? (?:also )?(?:apply to|hold for)\b", re.IGNORECASE)
_FLIP: dict[str, str] = {"yes": "no", "no": "yes"}


def clause(case: Case, turn: Turn, claim: Claim) -> None:
    """The question states a condition or an exception, or states its contrary."""
    rule = case.rule(claim.get("quote"))
    marker, text, stated = str(claim.get("marker", "")), str(claim.get("clause", "")), claim.get("stated")
    phrase = plain(f"{marker} {text}").casefold()
    at = rule.sentence.casefold().find(phrase)
    require(words(text) and at >= 0 and rule.holds(at, at + len(phrase)), "marker and clause are not in the quote")
    require(isinstance(stated, bool), "the claim does not say whether the clause is stated")
    require(not _OF_THE_LATTER.search(rule.sentence[:at]), "the clause belongs to an alternative alone")
    excepted = bool(EXCEPTION.search(marker))
    happens = _CONDITIONAL.match(marker) or _EMERGENCY.match(phrase)
    require(excepted or happens, "the marker is neither a condition's nor an exception's")
    outcomes = ("exception_not_applies", "exception_applies") if excepted else ("condition_unmet", "condition_met")
    fits = outcomes[bool(stated)]
    require(case.situation in (fits, *DIALOGUES), "the situation does not fit the clause")
    bare = re.sub(r"\s*\([^()]*\)", "", text)  # without asides
    asked = last_question(turn.question)
    reach = _REACHES.match(asked)
    share, agrees = how_stated(asked[reach.end() :] if reach else _scope(turn, bare), bare)
    require(share >= 0.6, "the question does not speak of the clause")
    require(agrees == stated, "the question's negation is not the one claimed")
    require(stated or not _POSSIBLE.search(text), "what may be so is not ruled out by what may not be so")
    require(moments_stated(turn, phrase), "the question states the clause with another moment")
    about(case, turn, rule)
    own = (at, at + len(phrase))
    no_exception_beside(case, turn, rule, own)
    polarity, kind = claim.get("polarity"), form(turn.question)
    if kind == "open" and turn.topic != turn.question:
        kind = form(turn.topic.removesuffix(turn.question))
    if kind == "open":  # the quotation shows all that the rule depends on
        require(not refers_back(rule.sentence), "the rule leans on the sentence before it")
    else:
        conditions_met(turn, rule, (own,))
    prose_keeps_to(turn, rule, polarity)
    require(any(rule.sentence[slice(*own)] in q for q in turn.quotations), "the answer does not quote the clause")
    if reach:
        require(fits == "exception_applies" and polarity == "no", "the rule does not reach what it excepts")
        told = reach["told"] or turn.question.removesuffix(asked)
        says_the_same(plain(told).rpartition(": ")[2].rstrip(". "), plain(outside(rule.sentence, (own,))).rstrip(" .,"))
        return
    _clause_outcome(case, turn, rule, own, marker=marker, fits=fits, kind=kind, polarity=polarity)


def _mode(rule: Rule, main: str, turn: Turn) -> str:
    """The modality of the rule; fact_not where its one negation denies a plain statement."""
    mode = modality(rule.sentence)
    if mode == "fact" and told_to(rule.sentence, turn.topic):
        return "must"
    if mode is None and not modals(rule.sentence) and negations(main) == 1 and _DENIED.search(main):
        return "fact_not"
    require(mode is not None, "the rule's modality is not understood")
    return str(mode)


def _settled_elsewhere(case: Case, rule: Rule, own: tuple[int, int]) -> bool:
    """Whether a sentence shown says what holds where the clause does not: it speaks of the contrary, or of "otherwise", or
    it stands beside the rule with a condition on the same thing."""
    clause = rule.sentence[slice(*own)]
    for text in case.corpus.section_text(rule.document, rule.start, rule.end):
        before = ""
        for sentence in sentences(text):
            beside = sentence not in rule.sentence and any(
                words(sentence[a:b]) & words(clause) or (before in rule.sentence and _SAME.match(sentence[a:b]))
                for a, b in clauses(sentence)
            )
            if before and beside:
                return True
            before = sentence
    for shown in case.context:
        before = ""
        for sentence in sentences(shown.passage.text):
            if sentence not in rule.sentence:
                if _ELSE.match(sentence) and before and before in rule.sentence:
                    return True
                for a, b in clauses(sentence):
                    share, agrees = how_stated(sentence[a:b], clause)
                    if share >= 0.6 and not agrees:
                        return True
            before = sentence
    return False


def _clause_outcome(
    case: Case, turn: Turn, rule: Rule, own: tuple[int, int], *, marker: str, fits: str, kind: str, polarity: str | None
) -> None:
    """What the answer may conclude in the situation `fits` of a clause at `own`."""
    main = outside(rule.sentence, (own,))
    mode = _mode(rule, main, turn) if kind != "open" else "open"
    answers = {("may", "permission"): "yes", ("must_not", "permission"): "no", ("must", "obligation"): "yes",
               ("need_not", "obligation"): "no", ("may", "fact"): "yes", ("must", "fact"): "yes",
               ("must_not", "fact"): "no", ("fact", "fact"): "yes", ("fact_not", "fact"): "no"}  # fmt: skip
    verdict = answers.get((mode, kind))
    if mode == "must_not" and re.match(r"(?:[^:?]{2,60}[:,]\s+)?should\b", last_question(turn.question), re.I):
        verdict = "no"
    if mode == "must_not" and kind == "fact" and _BANNED.search(last_question(turn.question)):
        verdict = "yes"  # "Is photography prohibited?"
    require(polarity is None or kind != "open", "an open question has no yes or no")
    if kind != "open":
        main_named(turn, rule, 0.6)
        core = outside(last_question(turn.question), clauses(last_question(turn.question)))
        require(not denials(core), "the question is negated")
    if fits == "condition_unmet":
        permits = mode == "may" and kind == "permission"
        only = permits and marker.lower().startswith("only")
        alone = only or not other_ground(case, rule, own)
        require(alone, "the section gives other grounds for the same")
        proviso = _PROVISO.match(marker) or (_CONSENTS.search(rule.sentence[slice(*own)]) and _without_it(turn))
        if _told_otherwise(turn, rule):
            require(permits and polarity == "no", "what holds otherwise takes the place of what is allowed")
            return
        if permits and not only and proviso:
            require(polarity == "no", "what somebody may do with consent or on a proviso is not allowed without")
            require(not _settled_elsewhere(case, rule, own), "another sentence shown speaks of the contrary")
            return
        require(polarity is None or (only and polarity == "no"), "that a condition is unmet decides nothing")
        require(only or NOT_COVERED.search(turn.prose), "the answer does not say that the rule does not cover it")
        require(only or not _settled_elsewhere(case, rule, own), "another sentence shown speaks of the contrary")
        return
    if fits == "exception_applies":
        verdict = _FLIP[verdict] if verdict else None
        if polarity is None:
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


def _told_otherwise(turn: Turn, rule: Rule) -> bool:
    """Whether the answer quotes what holds otherwise right behind the rule: "...; otherwise use the front gate"."""
    said = re.escape(rule.sentence.rstrip("."))
    return any(re.search(rf"{said}[.;,]\sotherwise\b", q, re.IGNORECASE) for q in turn.quotations)


_CONSENTS = re.compile(r"\b(?:agree\w*|consent\w*|approv\w+|authori[sz]\w+|permission)\b", re.IGNORECASE)
_PROVISO = re.compile(
    r"(?:provided(?:\s+that)?|on\s+condition\s+that|(?:as|so)\s+long\s+as|if\s+and\s+only\s+if)$", re.IGNORECASE
)
_WITHOUT = re.compile(rf"(?:\b(?:not|never|no|without)\b|n['’]t\b)[^,;?]*{_CONSENTS.pattern}", re.IGNORECASE)


def _without_it(turn: Turn) -> bool:
    """Whether what the user denies is the consent, and not another half of the condition."""
    return bool(_WITHOUT.search(turn.question) or _WITHOUT.search(turn.topic))


def _scope(turn: Turn, text: str) -> str:
    """Where the clause is stated: in this turn's words where they hold it, in all of them otherwise."""
    return turn.question if coverage(words(text), words(turn.question)) >= 0.6 else turn.topic
