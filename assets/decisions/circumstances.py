"""Conditions in a phrase that a sentence begins with: "During an outbreak the team may", "Following a second incident",
"In an emergency".

What begins a sentence so, with "a" or "an", names something that may happen or not, on which the rule depends. "During the
night", "After a week" and "During business hours" name a time, and "Following a template" what somebody goes by.
"""

import re
from collections.abc import Iterator

from assets.decisions.clauses import prescribes
from assets.decisions.mood import NO_ONE, deciding_verb, is_command, main_verb, mood_of, stated_as, subject_of, who_does
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
_OPENING = re.compile(r"(?:During|Following|After|In(?= an? (?:\w+ ){0,2}emergency\b)) (?=an? [a-z])")
_TIMES = {
    *DURATIONS, "while", "time", "period", "moment", "night", "morning", "evening", "afternoon", "weekend", "shift", "term",
    "season", "holiday", "date", "interval", "point", "bit",
}  # fmt: skip
_BINDS = ("may", "must", "must_not", "should", "should_not", "will")


def find_circumstances(parse: Parse, procedure: bool = False) -> Iterator[Point]:
    """The phrase that the sentence begins with, where its rule depends on it."""
    opening, root = _OPENING.match(parse.text), main_verb(parse)
    if opening is None or root is None:
        return
    head = _head(parse, root)
    if head is None or head.lemma_.lower() in _TIMES or any(t.tag_ == "CD" for t in head.subtree):
        return
    marker = opening[0].strip().lower()
    if marker == "following" and head.lemma_.lower() not in HAPPENINGS:
        return
    verb = deciding_verb(root)
    modality, subject = mood_of(verb)[0], who_does(verb)[1]
    if NO_ONE.match(subject or ""):
        return
    if modality not in _BINDS and not (modality == "fact" and prescribes(root, procedure, listed=False)):
        return
    end = int(head.right_edge.idx) + len(head.right_edge)
    yield Point(
        "condition", 0, end, stated_as(modality), subject, verb.lemma_.lower(),
        clause=parse.text[opening.end() : end], marker=marker,
    )  # fmt: skip


def _head(parse: Parse, root: Token) -> Token | None:
    """The noun of the phrase, where the main clause begins right after it, with its subject or as a command."""
    head = next((t for t in parse[0].children if t.dep_ in ("pobj", "dobj")), None)
    subject = subject_of(root)
    starts = subject.left_edge.i if subject is not None else root.i if is_command(root) else 0
    if head is None or head.pos_ != "NOUN" or head.tag_ != "NN" or head.left_edge.i != 1:
        return None
    if any(t.pos_ in ("VERB", "AUX", "PRON") or t.text in (",", ";") for t in head.subtree):
        return None
    between = parse[head.right_edge.i + 1 : starts]
    return head if starts > head.i and all(t.text == "," for t in between) else None
