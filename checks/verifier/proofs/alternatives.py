"""What a rule says is done in one way and never in another: "payments are made by transfer, never in cash"."""

import re

from checks.verifier.amounts import numbers
from checks.verifier.cases import Rule, Turn, require
from checks.verifier.language import CONDITION, EXCEPTION, last_question, modals, negations
from checks.verifier.words import asked_words, words

_WAYS = r"(?:by|in|on|at|with|from|to|through|over|under|near)"
_NEVER = re.compile(
    rf"^(?P<main>[^,;:]+?)(?:,|\sand|\sbut)(?:\sand|\sbut)?\snever\s(?P<how>{_WAYS}\s[^,;:]+?|[\w-]+)[.!]?$",
    re.IGNORECASE,
)
_WAY = re.compile(
    rf"\b(?:{_WAYS}|for|into|before|after|during|until|within|between|outside|inside|via)\b", re.IGNORECASE
)


def other_way(sentence: str) -> re.Match[str] | None:
    """The parts of such a sentence: what is done, and how it never is; raises Rejected where it depends on more."""
    match = _NEVER.match(sentence)
    if match is not None:
        more = CONDITION.search(sentence) or EXCEPTION.search(sentence) or negations(match["main"])
        kinds = {kind for _, kind in modals(match["main"])}
        require(not more and kinds <= {"must"}, "what is ruled out depends on more than the way in which it is done")
    return match


def done_otherwise(turn: Turn, rule: Rule, other: re.Match[str]) -> None:
    """The user asks about what the rule never does: all of the way that is ruled out, all of what is done, and nothing of the
    way in which it is done."""
    way = _WAY.search(other["main"])
    done = other["main"][: way.start()] if way else " ".join(other["main"].split(" ")[:-1])
    allowed = words(other["main"]) - words(done) - words(other["how"])
    require(words(other["how"]) <= words(turn.topic), "the question leaves out what the rule is about")
    require(words(done) <= words(turn.topic) | words(rule.section), "the question leaves out what the rule is about")
    require(not allowed & asked_words(last_question(turn.topic)), "the question asks for what the rule allows")
    require(
        set(numbers(turn.question)) <= set(numbers(rule.sentence)),
        "the question holds an amount that the rule does not",
    )
