"""Times of day, dates and days of the month, and the limits that they make: "by 17:00", "between 08:00 and 16:00", "on 31 March".

A moment has a unit and a value that orders moments of that unit: `clock` (minutes after midnight), `date` (month and day, 331
for 31 March; with a year in front where one is written), `month day` (the 5th). "Midnight" is none: it may mean either end of
the day. Where the words are no plain bound ("around", "since"), there is no limit.
"""

import re
from collections.abc import Iterator

from assets.decisions.limits import placed
from assets.decisions.mood import governor_of
from assets.decisions.points import Doubt, Parse, Point
from assets.decisions.quantities import Quantity

UNITS = ("clock", "date", "month day")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(MONTHS).replace("may", "(?-i:May)")  # "children under 14 may ..."
_CLOCK = (
    r"(?<![\d.:,$€£])(?P<hour>[01]?\d|2[0-3])(?::(?P<minute>[0-5]\d)(?![\d:])(?: ?(?P<half>[ap])(?:m|\.m\.?)(?!\w))?"
    r"|(?:\.(?P<minutes>[0-5]\d))? ?(?P<halves>[ap])(?:m|\.m\.?)(?!\w))|\b(?P<noon>noon)\b"
)
_DATE = (
    rf"(?<![\d.])(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)? (?P<month>{_MONTH})\b(?:,? (?P<year>\d{{4}}))?"
    rf"|\b(?P<month_first>{_MONTH}) (?P<day_after>[12]?\d|3[01])(?:st|nd|rd|th)?\b(?![:.]\d)(?:,? (?P<year_after>\d{{4}}))?"
)
_MONTH_DAY = (
    r"\bthe (?P<nth>[12]?\d|3[01])(?:st|nd|rd|th)\b(?= of (?:the|each|every)(?: \w+)? (?:month|one)\b|[.,;]|$| at\b)"
)
_MOMENT = re.compile(f"{_CLOCK}|{_DATE}|{_MONTH_DAY}", re.I)

# The words before a moment, by what they make of it; the longest first.
_WORDS: tuple[tuple[str, str], ...] = (
    ("at_most", r"(?:no|not) later than|by|until|till|up to"),
    ("at_least", r"(?:no|not) (?:earlier|sooner) than|from"),
    ("less_than", r"before|prior to|earlier than"),
    ("more_than", r"after|later than"),
    ("exactly", r"at|on"),
)
_BOUND = [(name, re.compile(rf"(?<![\w-])(?:{words}) $", re.I)) for name, words in _WORDS]
_RANGE = re.compile(r"(?<![\w-])(?:between|from) $", re.I)
_JOINT = {"between": " and ", "from": r" (?:to|until|till) "}


def moments(text: str) -> list[Quantity]:
    """The moments of a text in order; two that make a range are one, with `high`."""
    found: list[Quantity] = []
    singles = [(m.start(), m.end(), *_value(m)) for m in _MOMENT.finditer(text)]
    skip = -1
    for number, (start, end, unit, value) in enumerate(singles):
        if start < skip:
            continue
        lead = _RANGE.search(text[:start])
        after = singles[number + 1] if number + 1 < len(singles) else None
        if lead and after and after[2] == unit:
            joint = _JOINT[lead[0].strip().lower()]
            if re.fullmatch(joint, text[end : after[0]], re.I) and after[3] != value:
                found.append(Quantity(start, after[1], value, after[3], unit, "moment"))
                skip = after[1]
                continue
        found.append(Quantity(start, end, value, None, unit, "moment"))
    return found


def _value(match: re.Match[str]) -> tuple[str, float]:
    """Unit and value of one moment."""
    if match["noon"]:
        return "clock", 720.0
    if match["hour"]:
        hour, half = int(match["hour"]), (match["half"] or match["halves"] or "").lower()
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        return "clock", float(60 * hour + int(match["minute"] or match["minutes"] or 0))
    if match["nth"]:
        return "month day", float(match["nth"])
    month = MONTHS.index((match["month"] or match["month_first"]).lower()) + 1
    year = int(match["year"] or match["year_after"] or 0)
    return "date", float(10_000 * year + 100 * month + int(match["day"] or match["day_after"]))


def find_moments(parse: Parse, clauses: list[Point]) -> Iterator[Point]:
    """The limits that moments make: what bounds them by the words before, what they govern by dependency."""
    text = parse.text
    found = moments(text)
    for moment in found:
        token = next((t for t in parse if t.idx <= moment.start < t.idx + len(t)), None)
        if token is None or moment.unit is None:
            continue
        before = text[: moment.start]
        bound = next(((name, m) for name, pattern in _BOUND if (m := pattern.search(before))), None)
        if moment.high is not None:
            bound = ("between", match) if (match := _RANGE.search(before)) else None
        if bound is None or (bound[0] == "exactly" and governor_of(token) is None):
            continue
        comparator, words = bound
        several = len(found) > 1 and _related(found) and not twice(text, found)
        doubts: list[Doubt] = [("several moments in the sentence", 0.5)] if several else []
        if re.search(r"\b(?:or|nor|and) $", before[: words.start()], re.I) and not twice(text, found):
            doubts.append(("two comparators", 0.5))
        if moment.value > 10_000 and comparator == "exactly":
            doubts.append(("a day that is past or to come once", 0.5))
        span = (moment.start, moment.end)
        yield placed(parse, token, words.start(), moment.end, clauses, doubts, moment, comparator, moment.unit, span)


_AND_AGAIN = re.compile(r",? and (?:again )?(?:between|from) ", re.IGNORECASE)


def twice(text: str, found: list[Quantity]) -> bool:
    """Whether the moments of a text are two spans of hours in a row: "from 7:00 to 12:00 and again from 13:00 to 17:00"."""
    if len(found) != 2 or any(m.high is None or m.unit != "clock" for m in found):
        return False
    first, second = found
    return _AND_AGAIN.fullmatch(text, first.end, second.start) is not None and (first.high or 0) < second.value


def _related(found: list[Quantity]) -> bool:
    """Whether two moments measure alike; "at 18:00 on 31 March" is one moment."""
    units = [moment.unit for moment in found]
    return len(set(units)) < len(units)
