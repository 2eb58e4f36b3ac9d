"""Conditions in a phrase: "During an outbreak the team may", "On receipt of the form the clerk must", "may be opened with the
consent of the director".

What begins a sentence so with "a" or "an" names something that may happen or not, on which the rule depends. "During the
night", "After a week" and "During business hours" name a time, and "Following a template" what somebody goes by. What is
done to something opens one behind "on" ("On payment of the fee"), what is missing behind "in the absence of". What somebody
may do with the consent of somebody else depends on that, wherever the phrase stands.
"""

import re
from collections.abc import Iterator

from assets.decisions.clauses import may_happen, prescribes
from assets.decisions.mood import (
    NO_ONE,
    clause_root,
    deciding_verb,
    denied_to_all,
    is_command,
    main_verb,
    mood_of,
    stated_as,
    subject_of,
    who_does,
)
from assets.decisions.points import Parse, Point, Token
from assets.decisions.quantities import DURATIONS

HAPPENINGS = {
    "accident", "alarm", "alert", "attack", "audit", "blackout", "breach", "breakdown", "collision", "complaint",
    "crisis", "disaster", "drill", "drought", "earthquake", "emergency", "epidemic", "escape", "evacuation",
    "explosion", "failure", "fault", "fire", "flood", "freeze", "hurricane", "incident", "infringement", "inspection",
    "intrusion", "leak", "offence", "offense", "outage", "outbreak", "pandemic", "recall", "robbery", "shortage",
    "spill", "spillage", "storm", "strike", "theft", "thunderstorm", "violation", "warning",
}  # fmt: skip
"""What happens to a place or a company and of which one can ask whether there is one."""
_DONE = (
    r"(?:receipt|return|payment|expiry|death|discovery|delivery|departure|arrival|failure|request|loss|sight|transfer|release|"
    r"closure|purchase|birth|sale|breach|signature|proof|renewal|removal|withdrawal|approval|refusal|"
    r"(?:[a-z]{4,}(?:[sc]ion|[acei]tion|tment|sment|ement|gment|ption)))"
)
"""What is done to something, or happens to it."""
_NOT_DONE = (
    r"(?!(?:condition|recommendation|instruction|direction|position|location|section|occasion|station|foundation|"
    r"question|portion|version|region|mission|session|management|department|element|statement|commission|decision)\b)"
)
"""What is said, or where something is: "on the recommendation of the panel", "on instruction of the director"."""
_IS_DONE = re.compile(rf"{_NOT_DONE}(?:{_DONE}|\w+over)")
_OPENING = re.compile(
    r"(?:During|Following|After|In(?= an? (?:\w+ ){0,2}emergency\b)) (?=an? [a-z])|In (?:the )?(?:cases?|event) of (?=[a-z])|"
    rf"(?:On|Upon) (?=(?:the )?{_NOT_DONE}{_DONE} of [a-z])|In the absence of (?=[a-z])|Pending (?=(?:the|an?|your) [a-z])"
)
_TIMES = {
    *DURATIONS, "while", "time", "period", "moment", "night", "morning", "evening", "afternoon", "weekend", "shift", "term",
    "season", "holiday", "date", "interval", "point", "bit",
}  # fmt: skip
_BINDS = ("may", "must", "must_not", "should", "should_not", "will")
_SCENES = ("on", "upon", "pending")
"""Markers of what only says when a rule holds."""
_GOVERNS_ON = {
    "insist", "depend", "agree", "decide", "rely", "vote", "count", "focus", "comment", "report", "advise", "consult", "work",
}  # fmt: skip
"""What goes with an "on" of its own: "insist on payment of the fee"."""
_NAMING = (
    *_SCENES,
    "in the absence of",
    *(f"in {the}{case} of" for the in ("", "the ") for case in ("case", "cases", "event")),
)
"""Markers of what the phrase behind them names, whatever it is."""
_ASKED_FOR = r"(?:an? )?(?:[a-z]+ )?request(?=[.]?$| (?:from|by|of)\b)"
_CLOSING = re.compile(
    rf"(?P<marker>(?:only )?(?:on|upon)(?= (?:the )?{_NOT_DONE}{_DONE} of| {_ASKED_FOR})|in the absence of) "
    r"(?P<clause>(?:[\w’'-]+ ){0,9}[\w’'-]+)[.]?$",
    re.IGNORECASE,
)
"""What is done, or missing, at the end of a sentence."""
_CONSENT = re.compile(
    r"(?P<marker>(?:only )?(?:with|on|subject to)) (?P<clause>(?:(?:the|your|his|her|their|an?|any) )?"
    r"(?:(?:prior|written|verbal|oral|express|explicit) (?:and )?)*"
    r"(?:consent|approval|permission|agreement|authorisation|authorization|authority) (?:of|from|by) "
    r"(?:(?:the|an?|your|their|its) )?(?:[\w’'-]+ ){0,5}?[\w’'-]+)[.]?$",
    re.IGNORECASE,
)
"""Whose consent a permission takes, at the end of its sentence."""


def find_circumstances(parse: Parse, procedure: bool = False) -> Iterator[Point]:
    """The phrase that the sentence begins or ends with, where its rule depends on it."""
    root = main_verb(parse)
    if root is None:
        return
    opening = _OPENING.match(parse.text)
    if opening is not None:
        yield from _opened(parse, root, opening, procedure)
        return
    consent = _CONSENT.search(parse.text)
    closing = consent or _CLOSING.search(parse.text)
    if closing is not None:
        yield from _closed(parse, root, closing, consented=consent is not None)


def _opened(parse: Parse, root: Token, opening: re.Match[str], procedure: bool) -> Iterator[Point]:
    """A rule under what its sentence begins with."""
    marker = opening[0].strip().lower()
    head = _head(parse, root, opening)
    named = marker in _NAMING
    if head is None or head.lemma_.lower() in _TIMES or (not named and any(t.tag_ == "CD" for t in head.subtree)):
        return
    if marker == "following" and head.lemma_.lower() not in HAPPENINGS and not _IS_DONE.fullmatch(head.lower_):
        return
    verb = deciding_verb(root)
    nobody = denied_to_all(verb)
    modality, subject = "must_not" if nobody else mood_of(verb)[0], who_does(verb)[1]
    if (NO_ONE.match(subject or "") and not nobody) or _only_may(verb, modality):
        return
    if modality not in _BINDS and not (modality == "fact" and prescribes(root, procedure, listed=False)):
        return
    end = int(head.right_edge.idx) + len(head.right_edge)
    yield Point(
        "condition", 0, end, stated_as(modality), subject, verb.lemma_.lower(),
        clause=parse.text[opening.end() : end], marker=marker, scene=marker in _SCENES,
    )  # fmt: skip


def _head(parse: Parse, root: Token, opening: re.Match[str]) -> Token | None:
    """The noun of the phrase, where the main clause begins right after it, with its subject or as a command."""
    named = opening[0].strip().lower() in _NAMING
    governs = next((t for t in parse if t.idx + len(t) == opening.end() - 1), parse[0])
    head = next((t for t in governs.children if t.dep_ in ("pobj", "dobj")), None)
    subject = subject_of(root)
    starts = subject.left_edge.i if subject is not None else root.i if is_command(root) else 0
    if head is None or head.pos_ != "NOUN" or head.left_edge.i != governs.i + 1:
        return None
    if not named and head.tag_ != "NN":
        return None
    if any(t.pos_ in ("VERB", "AUX", "PRON") or t.text in (",", ";") for t in head.subtree):
        return None
    between = parse[head.right_edge.i + 1 : starts]
    return head if starts > head.i and all(t.lower_ in (",", "please") for t in between) else None


def _closed(parse: Parse, root: Token, found: re.Match[str], *, consented: bool) -> Iterator[Point]:
    """A rule that the phrase at its end conditions: "may be carried over with the agreement of the manager". Only what one
    may do depends on consent; what one must do with it has to have it."""
    marker, verb = found["marker"].lower(), deciding_verb(root)
    words = [t for t in parse if found.start("marker") <= t.idx < found.end("marker")]
    if not words or words[0].idx < verb.idx or clause_root(verb).dep_ != "ROOT":
        return
    modality, subject = mood_of(verb)[0], who_does(verb)[1]
    joined = any(t.dep_ == "conj" and t.pos_ in ("VERB", "AUX") for t in (*verb.children, *root.children))
    if joined or subject is None or NO_ONE.match(subject) or _only_may(verb, modality):
        return
    hangs = any(t.head in (verb, root) for t in words if t.dep_ == "prep") and verb.lemma_.lower() not in _GOVERNS_ON
    if not (
        modality == "may" if consented else hangs and (modality in _BINDS or prescribes(root, False, listed=False))
    ):
        return
    yield Point(
        "condition", found.start("marker"), found.end("clause"), stated_as(modality), subject, verb.lemma_.lower(),
        clause=found["clause"], marker=marker, scene=marker in _SCENES and modality != "may",
    )  # fmt: skip


def _only_may(verb: Token, modality: str | None) -> bool:
    """Whether a may tells only what can happen."""
    return modality == "may" and may_happen(verb)
