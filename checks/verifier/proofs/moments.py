"""The proof `moment`: a time of day or a date asked about, and the documented one that decides it."""

import re
from dataclasses import replace

from checks.verifier.amounts import softened
from checks.verifier.cases import Case, Rule, Turn, require
from checks.verifier.language import clauses, denials, form, last_question, modality, outside
from checks.verifier.moments import MONTH_NAMES, Moment, moments
from checks.verifier.proofs.shared import Claim, about, conditions_met, main_named, no_exception_beside, prose_keeps_to
from checks.verifier.words import asked_words, coverage, sentences, words

_DEADLINES = ("by", "no later than", "not later than", "before", "prior to", "earlier than")
_STARTS = ("no earlier than", "not earlier than", "no sooner than", "not sooner than")
# What is done within hours only: outside of them it is not done.
_OPEN = re.compile(
    r"\b(?:is|are)\s+(?:accepted|received|issued|handed out|served|admitted|allowed|permitted|possible|available|open|staffed|"
    r"taken|lent|let in|valid|in force|applicable)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(r"\b(?:around|about|approximately|roughly|towards|latest possible)\s+$", re.IGNORECASE)
_LATE = re.compile(r"(?<!no )(?<!not )\b(?:later|after|past)\b", re.IGNORECASE)
_EARLY = re.compile(r"(?<!no )(?<!not )\b(?:earlier|before|sooner|ahead)\b", re.IGNORECASE)
_OTHERWISE = re.compile(r"^[^,;.]{0,30}?\b(?:or|except|unless)\b", re.IGNORECASE)


def moment(case: Case, turn: Turn, claim: Claim) -> None:
    """A moment that the question puts in the place of the rule's; whether the edge itself counts is never asked."""
    rule = case.rule(claim.get("quote"))
    bound, beside = _bound(rule, claim)
    require(rule.holds(*bound.words), "the rule's moment is not in the quote")
    own = (bound.unit, bound.comparator, bound.value, bound.high)
    told = tuple(claim.get(key) for key in ("unit", "comparator", "value", "value_high"))
    require(None not in own[:2] and told == own, "unit, comparator or value are not those of the quote")
    hedged = _HEDGED.search(rule.sentence[: bound.words[0]]) or softened(rule.sentence)
    require(not hedged, "the rule's moment is only approximate")
    last = max((bound, *beside), key=lambda m: m.end)
    require(not _OTHERWISE.match(rule.sentence[last.end :]), "the rule gives an alternative to its moment")
    asked = _asked(turn, bound)
    require(asked == claim.get("asked"), "the question's moment is not the one claimed")
    edges = {edge for m in (bound, *beside) for edge in (m.value, m.high)}
    require(asked not in edges, "whether the edge counts is not said")
    holds = bound.admits(asked)
    require(not any(m.admits(asked) for m in beside), "the question's moment lies in the rule's other span")
    require(claim.get("holds") is holds, "the outcome is not that of the quote")
    require(case.situation == ("inside_limit" if holds else "outside_limit"), "the situation is not that of the moment")
    about(case, turn, rule, words(" ".join(MONTH_NAMES)) | words("noon") | {"st", "nd", "rd", "th"})
    first = min((bound, *beside), key=lambda m: m.start)
    verdict = _verdict(rule, replace(bound, words=(first.words[0], bound.end)), turn, holds=holds)
    require(claim.get("polarity") == verdict, "the polarity does not follow from the rule")
    require(not denials(outside(turn.question, clauses(turn.question))), "the question is negated")
    conditions_met(turn, rule)
    main_named(turn, rule, 0.5)
    no_exception_beside(case, turn, rule)
    no_other_moment(case, turn, rule)
    prose_keeps_to(turn, rule, verdict)
    require(turn.quotes(rule.sentence[slice(*bound.words)]), "the answer does not quote the moment and its words")
    _prose(turn, bound, asked, holds=holds)


_AND_AGAIN = re.compile(r",?\s+and\s+(?:again\s+)?", re.IGNORECASE)


def _bound(rule: Rule, claim: Claim) -> tuple[Moment, list[Moment]]:
    """The rule's moment, and its other span of hours where it has two that follow each other."""
    found = moments(rule.sentence)
    if len(found) == 2:
        one, two = found
        spans = all(m.unit == "clock" and m.high is not None and m.value < m.high for m in found)
        joined = spans and _AND_AGAIN.fullmatch(rule.sentence, one.end, two.words[0])
        require(joined and (one.high or 0) < two.value, "the rule does not hold one moment alone")
        claimed = [m for m in found if m.value == claim.get("value")]
        require(len(claimed) == 1, "unit, comparator or value are not those of the quote")
        return claimed[0], [m for m in found if m is not claimed[0]]
    require(len(found) == 1, "the rule does not hold one moment alone")
    return found[0], []


def _asked(turn: Turn, bound: Moment) -> float:
    """The one moment of the question, which bounds nothing by itself."""
    found = moments(turn.question)
    require(len(found) == 1, "the question does not hold one moment alone")
    one = found[0]
    require(one.unit == bound.unit, "the question's moment is of another kind")
    require(one.high is None and one.comparator in (None, "exactly"), "the question's moment has a bound of its own")
    require(one.bound in (None, "at", "on"), "the question's moment has a bound of its own")
    return one.value


def _verdict(rule: Rule, bound: Moment, turn: Turn, *, holds: bool) -> str:
    """The yes or no that the rule gives to the question; raises Rejected where it gives none."""
    sentence, kind = rule.sentence, form(turn.question)
    mode = modality(outside(sentence, (bound.words,)))  # "no later than" denies nothing
    ahead = sentence[: bound.words[0]]
    told = mode == "fact" and _commanded(sentence, turn)
    does = bool(re.search(r"\b(?:is|are|be)\b", ahead, re.IGNORECASE))
    require(mode != "fact" or told or does, "the moment stands before what is done")
    require(mode is not None, "the rule's modality is not understood")
    if mode == "must_not":
        should = re.match(r"(?:[^:?]{2,40}:\s+)?should\b", last_question(turn.question), re.IGNORECASE)
        require(holds and (kind == "permission" or should), "the ban does not decide this")
        return "no"
    timely = bound.bound in (*_DEADLINES, *_STARTS) and mode in ("must", "fact")
    window = bound.bound in ("until", "till", "up to") or bound.high is not None
    if timely or (window and mode == "must" and bound.high is not None):
        require(kind in ("permission", "fact", "breach"), "the moment does not answer this kind of question")
        return "yes" if holds != (kind == "breach") else "no"
    require(kind in ("permission", "fact"), "the moment does not answer this kind of question")
    if window and (mode == "may" or (mode == "fact" and _OPEN.search(ahead))):
        return "yes" if holds else "no"
    require(mode == "may" and bound.bound in ("from", "after") and holds, "the rule does not decide this side")
    return "yes"


def _commanded(sentence: str, turn: Turn) -> bool:
    """Whether the sentence is an imperative whose verb the question takes up: "Record ...", "if I record"."""
    first = re.match(
        r"(?:please\s+|always\s+)?([^\W\d_]+)", outside(sentence, clauses(sentence)).strip(" ,"), re.IGNORECASE
    )
    return bool(first and re.search(rf"\b(?:I|we)\s+{first[1]}\b", turn.topic, re.IGNORECASE))


# What people say of a moment without giving it: minutes after midnight, or days of a month.
_PARTS = {"in the morning": (360.0, 720.0), "around lunchtime": (690.0, 750.0), "in the afternoon": (720.0, 1080.0),
          "in the evening": (1080.0, 1380.0), "in the middle of the month": (10.0, 20.0),
          "in the first half of the month": (1.0, 15.0), "in the second half of the month": (16.0, 28.0)}  # fmt: skip
_VAGUE = re.compile(rf"\b(?:{'|'.join(_PARTS)}|(?:sometime\s+)?in\s+(?:{'|'.join(MONTH_NAMES)}))\b", re.IGNORECASE)


def open_moment(case: Case, turn: Turn, rule: Rule, asked_for: str) -> None:
    """The question says a part of the day or a month that the rule's moment cuts in two, and the answer asks when exactly."""
    found = moments(rule.sentence)
    require(case.situation == "missing_amount", "the situation does not fit the slot")
    require(len(found) == 1 and rule.holds(*found[0].words), "the rule does not hold one moment alone")
    require(not softened(rule.sentence), "the rule says only what is usual or tried")
    require(not moments(turn.question), "the question gives the moment")
    said = _VAGUE.findall(turn.question)
    require(len(said) == 1, "the question says nothing of the moment")
    words_said = " ".join(said[0].lower().split()).removeprefix("sometime ")
    month = words_said.removeprefix("in ")
    number = 100.0 * (MONTH_NAMES.index(month) + 1) if month in MONTH_NAMES else None
    unit = "date" if number is not None else "month day" if "month" in words_said else "clock"
    low, high = (number + 1, number + 28) if number is not None else _PARTS[words_said]
    one = found[0]
    require(one.unit == unit, "the question's part of the day or month is of another kind")
    require(len({one.admits(low), one.admits(high)}) == 2, "the part of the day or month lies on one side")
    kind = form(turn.question)
    require(kind in ("permission", "fact", "breach"), "the question does not ask whether the moment keeps to the rule")
    require(re.search(r"\b(?:time|date|day|when)\b", asked_for, re.I), "the answer does not ask for the moment")
    require(turn.quotes(rule.sentence[slice(*one.words)]), "the answer does not quote the moment and its words")


def moments_stated(turn: Turn, text: str) -> bool:
    """Whether the user says the moments of a text, with the same words before them."""
    return {m.told for m in moments(text)} <= {m.told for m in moments(turn.topic)}


def no_other_moment(case: Case, turn: Turn, rule: Rule) -> None:
    """No other sentence shown, or of the rule's section, speaks to the same question with another moment."""
    wanted = asked_words(turn.topic) - words(" ".join(MONTH_NAMES))
    wanted = wanted - words(rule.section) or wanted
    own = {(m.unit, m.value, m.high) for m in moments(rule.sentence)}
    units = {m.unit for m in moments(rule.sentence)}
    for sentence in [s for shown in case.context for s in sentences(shown.passage.text)] + case.neighbours(rule):
        if sentence in rule.sentence or rule.sentence in sentence or not wanted:
            continue
        other = {(m.unit, m.value, m.high) for m in moments(sentence) if m.unit in units} - own
        require(not other or coverage(wanted, words(sentence)) < 0.5, "another rule shown gives another moment")


def other_moment(case: Case, turn: Turn, rule: Rule, claimed: str, actual: str) -> None:
    """The question tells the rule with another moment of the same kind and the same words before it, and nothing else anew."""
    said, true, found = moments(claimed), moments(actual), moments(rule.sentence)
    require(len(said) == len(true) == len(found) == 1, "the premise does not hold one moment alone")
    wrong, right = said[0], true[0]
    alike = (
        wrong.words == (0, len(claimed)) and right.words == (0, len(actual)) and wrong.bound == right.bound is not None
    )
    require(alike and wrong.unit == right.unit is not None, "the premise is no moment with the words of the rule")
    same = (wrong.value, wrong.high) == (right.value, right.high)
    require(not same, "the premise is true")
    require(len(moments(turn.question)) == 1, "the question holds another moment")
    require(not denials(outside(turn.question, clauses(turn.question))), "the question is negated")
    require(not softened(rule.sentence), "the rule says only what is usual or tried")
    main_named(turn, rule, 0.75)
    conditions_met(turn, rule)
    no_other_moment(case, turn, rule)


def _prose(turn: Turn, bound: Moment, asked: float, *, holds: bool) -> None:
    """The answer's own words name no other moment and compare rightly."""
    for one in moments(turn.prose):
        require(
            one.unit == bound.unit and one.value == asked and one.high is None, "the answer speaks of another moment"
        )
    if bound.high is None:
        require(not _LATE.search(turn.prose) or asked > bound.value, "the answer's own words compare wrongly")
        require(not _EARLY.search(turn.prose) or asked < bound.value, "the answer's own words compare wrongly")
        return
    require(
        not re.search(r"\boutside\b", turn.prose, re.IGNORECASE) or not holds, "the answer's own words compare wrongly"
    )
    require(
        not re.search(r"\b(?:inside|within)\b", turn.prose, re.I) or holds, "the answer's own words compare wrongly"
    )
    require(not _LATE.search(turn.prose) and not _EARLY.search(turn.prose), "the answer's own words compare wrongly")
