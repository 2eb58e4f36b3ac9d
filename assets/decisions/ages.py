"""Ages that say about whom a rule is: "children under 12", "anyone over the age of 65", "visitors aged 16 or over".

An age has the unit `age`. A bare number behind under or over is one only where it stands right behind a person and counts
nothing else ("staff under 3 managers"); what somebody has to be ("at least 18 years old") is an amount of years (`quantities`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from assets.decisions.duties import is_person
from assets.decisions.limits import placed
from assets.decisions.points import Doubt, Parse, Point
from assets.decisions.quantities import Quantity

UNIT = "age"
_WORDS = {"under": "less_than", "below": "less_than", "younger than": "less_than", "over": "more_than", "above": "more_than",
          "older than": "more_than"}  # fmt: skip
_OR = {"over": "at_least", "older": "at_least", "above": "at_least", "more": "at_least", "under": "at_most",
       "younger": "at_most", "below": "at_most"}  # fmt: skip
_AGE = re.compile(
    r"(?:(?P<aged>aged )?(?P<bound>under|below|younger than|over|above|older than) (?P<the>the age of )?(?P<n>\d{1,2})"
    r"(?! ?(?:[-–—%°]|\d|years?\b))|aged (?P<from>\d{1,2})(?: years)?,? (?:or|and) (?P<or>over|older|above|under|younger|below))"
    r"(?![\w.,]\w)(?! (?:[$€£]|or\b|and (?:over|older|above|under|younger|below)\b))|"
    r"\b(?P<group>under|over)-(?P<of>\d{1,2})s\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:anyone|anybody|nobody|no one|everyone|everybody|persons?|people|child(?:ren)?|boys?|girls?|pupils?|readers?|minors?|"
    r"(?:who|you|they|he|she) (?:is|are)|whoever is) $",
    re.IGNORECASE,
)
_BODIES = frozenset(
    re.findall(
        r"\w+",
        """
    team committee company firm department division board council panel agency unit party crew faculty leadership management
    office desk association supplier vendor provider carrier partner
    """,
    )
)
"""What may also be under or over a number of people: "teams under 5"."""


def find_ages(parse: Parse, clauses: list[Point]) -> Iterator[Point]:
    """The limits that ages make of those about whom a rule is."""
    text = parse.text
    found = list(_AGE.finditer(text))
    for match in found:
        span = next(match.span(name) for name in ("from", "of", "n") if match[name])
        token = next((t for t in parse if t.idx <= span[0] < t.idx + len(t)), None)
        if token is None or not (match["aged"] or match["n"] is None or match["the"] or _of_persons(parse, match)):
            continue
        bound = match["bound"] or match["group"]
        comparator = _WORDS[bound.lower()] if bound else _OR[match["or"].lower()]
        age = Quantity(*span, float(text[slice(*span)]), None, UNIT, "digits")
        doubts: list[Doubt] = [("several ages in the sentence", 0.5)] if len(found) > 1 else []
        point = placed(parse, token, *match.span(), clauses, doubts, age, comparator, UNIT, span)
        told = tuple(d for d in point.doubts if d[0] != "a negative or vague subject")  # "nobody under 16 may" is a ban
        if point.scope in ("subject", "clause"):
            yield replace(point, doubts=told)


def _of_persons(parse: Parse, match: re.Match[str]) -> bool:
    """Whether the age stands right behind persons and the number counts nothing else."""
    number = next(t for t in parse if t.idx == match.start("n"))
    before = [t for t in parse if t.idx < match.start()]
    counts = number.dep_ in ("nummod", "compound") and number.head.i > number.i
    if counts or not before or re.search(r"\bwith (?:\w+ )?$", parse.text[: before[-1].idx]):
        return False  # "departments with staff over 50"
    lone = is_person(before[-1]) and before[-1].lemma_.lower() not in _BODIES
    return bool(_WHO.search(parse.text[: match.start()]) or lone)
