"""A pattern that finds personal data: what every family of patterns (patterns.py, addresses.py) is written in."""

from collections.abc import Callable
from dataclasses import dataclass

import regex

Check = Callable[[str, int, int], bool]
"""Whether a match counts: from the text, the start and the end of the value."""

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?"
    r"|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)


@dataclass(frozen=True)
class Rule:
    """A pattern; its group `v`, where there is one, is the value that is personal, the rest is context."""

    entity: str
    name: str
    score: float
    pattern: "regex.Pattern[str]"
    check: Check | None = None


def rule(entity: str, name: str, score: float, pattern: str, check: Check | None = None, *, flags: int = 0) -> Rule:
    """The rule of a pattern; `check` looks at each match again."""
    return Rule(entity, name, score, regex.compile(pattern, flags), check)


def unit_follows(text: str, end: int) -> bool:
    """Whether a number is the amount of something ("customer 5000 euros"), so no identifier."""
    return bool(
        regex.match(
            r"[ -]?(?:%|€|\$|£|(?:business |working |calendar )?(?:days?|hours?"
            r"|minutes?|mins?|seconds?|weeks?|months?|years?|times?|pages?"
            r"|percent|dollars?|euros?|pounds?|USD|EUR|GBP|users?|employees?"
            r"|people|persons?|items?|units?|[KMGT]B|ms|px|words?"
            r"|characters?|requests?|tickets?|cases?|orders?|steps?|miles?|km)\b)",
            text[end : end + 24],
        )
    )
