"""Times of day, dates and days of the month as the verifier reads them, with the words that bound them.

Independent of the extractor, like the rest of its grammar: what the two read differently is rejected. A moment that is not
understood (midnight, "8.30" without a.m.) is found and has no unit, so that its sentence holds more than one moment.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# "children under 14 may not enter"; a question may well write a month small
_MONTHS = "|".join(MONTH_NAMES).replace("may", r"may(?!\s(?!at\b|in\b|or\b|and\b|of\b|on\b|each\b|every\b)[a-z])")
_FOUND = re.compile(
    rf"""\b(?P<h>\d{{1,2}}):(?P<m>\d\d)\b(?!:)(?:\s?(?P<ap>[ap])\.?m\b\.?)?
    |\b(?P<hh>\d{{1,2}})(?:\.(?P<mm>\d\d))?\s?(?P<aa>[ap])(?:m|\.m\.?)(?!\w)
    |\b(?P<noon>noon|midday)\b
    |(?P<unclear>\bmidnight\b|\b\d{{1,2}}\s?o['’]clock\b|\b\d{{1,2}}\.\d\d\b(?=\s(?:in\sthe|on\s[MTWFS])))
    |\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<mon>{_MONTHS})\b(?:,?\s(?P<y>\d{{4}})\b)?
    |\b(?P<mon2>{_MONTHS})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)(?:,?\s(?P<y2>\d{{4}})\b)?
    |\bthe\s(?P<nth>\d{{1,2}})(?:st|nd|rd|th)\b(?!\s(?!of\b|at\b)[a-z])""",
    re.IGNORECASE | re.VERBOSE,
)
_BOUND = re.compile(
    r"\b(?P<words>(?:no|not)\s+(?:later|earlier|sooner)\s+than|(?:earlier|later)\s+than|prior\s+to|up\s+to|not\s+(?:before|after|"
    r"until)|between|from|by|until|till|before|after|since|around|about|towards|at|on)\s+$",
    re.IGNORECASE,
)
_MEANING = {
    "by": "at_most", "no later than": "at_most", "not later than": "at_most", "until": "at_most", "till": "at_most",
    "up to": "at_most", "before": "less_than", "prior to": "less_than", "earlier than": "less_than", "after": "more_than",
    "later than": "more_than", "from": "at_least", "no earlier than": "at_least", "not earlier than": "at_least",
    "no sooner than": "at_least", "not sooner than": "at_least", "at": "exactly", "on": "exactly",
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """A moment, or a range of two, in a text: `text[start:end]`."""

    start: int
    end: int
    unit: str | None  # clock, date, month day; None: not understood
    value: float  # minutes after midnight; year, month and day; the day
    high: float | None
    bound: str | None  # the words before it, lower case: by, no later than, between ...
    words: tuple[int, int]  # the span with those words

    @property
    def told(self) -> tuple[str | None, float, float | None, str | None]:
        """What is said, wherever it stands: unit, value, upper end and the words before it."""
        return self.unit, self.value, self.high, self.bound

    @property
    def comparator(self) -> str | None:
        """What the words before it mean; None where they are not understood."""
        return "between" if self.high is not None else _MEANING.get(self.bound or "")

    def admits(self, asked: float) -> bool:
        """Whether a moment keeps to the bound; a night from 22:00 to 06:00 goes over midnight."""
        low, high = self.value, self.high
        if high is not None:
            return low <= asked <= high if low < high else asked >= low or asked <= high
        return {"at_most": asked <= low, "less_than": asked < low, "more_than": asked > low, "at_least": asked >= low,
                "exactly": asked == low}.get(self.comparator or "", False)  # fmt: skip


@lru_cache(1 << 14)
def moments(text: str) -> tuple[Moment, ...]:
    """The moments of a text, in order."""
    singles = [(m.start(), m.end(), *_read(m)) for m in _FOUND.finditer(text)]
    found: list[Moment] = []
    number = 0
    while number < len(singles):
        start, end, unit, value = singles[number]
        before = _BOUND.search(text[:start])
        bound = " ".join(before["words"].lower().split()) if before else None
        first, high = (before.start() if before else start), None
        if bound in ("between", "from") and number + 1 < len(singles):
            after = singles[number + 1]
            joint = text[end : after[0]].strip().lower()
            if joint in {"between": ("and",), "from": ("to", "until", "till")}[bound] and after[2] == unit:
                high, end, number = after[3], after[1], number + 1
        if bound == "between" and high is None:
            bound = None
        found.append(Moment(start, end, unit, value, high, bound, (first, end)))
        number += 1
    return tuple(found)


def _read(match: re.Match[str]) -> tuple[str | None, float]:
    if match["unclear"]:
        return None, 0.0
    if match["noon"]:
        return "clock", 720.0
    if match["h"] or match["hh"]:
        hour, minute = int(match["h"] or match["hh"]), int(match["m"] or match["mm"] or 0)
        half = (match["ap"] or match["aa"] or "").lower()
        if hour > (12 if half else 23) or minute > 59 or (half and not hour):
            return None, 0.0
        return "clock", float(60 * (hour % 12 + 12 * (half == "p") if half else hour) + minute)
    if match["nth"]:
        return ("month day", float(match["nth"])) if 1 <= int(match["nth"]) <= 31 else (None, 0.0)
    day = int(match["d"] or match["d2"])
    month = MONTH_NAMES.index((match["mon"] or match["mon2"]).lower()) + 1
    if not 1 <= day <= 31:
        return None, 0.0
    return "date", float(10_000 * int(match["y"] or match["y2"] or 0) + 100 * month + day)
