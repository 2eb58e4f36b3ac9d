"""Amounts as they stand in a rule: finding the deciding words, neighbouring values, and writing them in the
source's style."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assets.decisions.quantities import CARRIED, SYMBOLS, counted_back
from assets.examples.words import inflect_noun, noun_lemma

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = [*_ONES, *(f"{ten}-{_ONES[n]}" if n else ten for ten in _TENS for n in range(10)), "one hundred"]

# Comparator words before and after a value, by the comparator they mean. Longest match first.
_BEFORE = {
    "at_most": (
        "up to", "no more than", "not more than", "at most", "a maximum of", "maximum of", "the maximum of",
        "no longer than", "not longer than", "no later than", "not later than", "within", "inside", "no greater than",
        "not to exceed", "no larger than", "no older than", "not older than", "limited to", "capped at", "maximum", "max", "max.",
    ),
    "less_than": (
        "less than", "fewer than", "under", "below", "shorter than", "smaller than", "lower than", "younger than",
    ),
    "at_least": (
        "at least", "a minimum of", "minimum of", "the minimum of", "no less than", "not less than",
        "no fewer than", "not fewer than", "no earlier than", "not earlier than", "no sooner than", "not sooner than", "minimum",
    ),
    "more_than": (
        "more than", "over", "above", "in excess of", "exceeding", "exceeds", "exceed", "greater than",
        "longer than", "larger than", "higher than", "older than", "beyond",
    ),
    "exactly": ("every", "exactly"),
}  # fmt: skip
_AFTER = {
    "at_most": ("or less", "or fewer", "or below", "or under", "or shorter", "at most", "max", "maximum"),
    "at_least": ("or more", "or longer", "or above", "or greater", "or higher", "or over", "at least"),
}
_BEFORE_RE = re.compile(
    r"\b("
    + "|".join(sorted((re.escape(w) for ws in _BEFORE.values() for w in ws), key=len, reverse=True))
    + r")\s+(?:an?\s+additional\s+)?$",
    re.IGNORECASE,
)
_AFTER_RE = re.compile(r"^\s+(" + "|".join(re.escape(w) for ws in _AFTER.values() for w in ws) + r")\b", re.IGNORECASE)
_MEANING = {w: c for table in (_BEFORE, _AFTER) for c, ws in table.items() for w in ws}
_NUMBER = re.compile(r"\d(?:[\d,]|['’](?=\d))*(?:\.\d+)?")
MONEY = {"USD", "EUR", "GBP", "CHF"}
UNCOUNTED = {"percent", "%", "km/h", *SYMBOLS, *MONEY}
TIME = {"second", "minute", "hour", "day", "business day", "working day", "calendar day", "week", "month", "year"}
# The unit in which people say less than one of a unit, how many make one, and how many they would say.
_SMALLER = {
    "minute": ("second", 60),
    "hour": ("minute", 60),
    "day": ("hour", 24),
    "week": ("day", 7),
    "year": ("month", 12),
}
_LESS = {"minute": (40, 30), "hour": (45, 30), "day": (5, 3), "week": (4, 3), "year": (10, 6)}
"""Less than one, by the smaller unit; less than a day at work too, and than a week there."""


@dataclass(frozen=True)
class Quantity:
    """The deciding words of a limit inside a text: `phrase` is the comparator with its value, verbatim."""

    phrase: str  # "up to 240 hours"
    written: str  # "240 hours"
    surface: str  # the comparator's meaning by its own words, before any negation of the verb
    words: str  # the comparator words, lower case: "up to", "within", also where it says "inside"
    value: float
    unit: str
    high: float | None = None  # the upper end of a range: "between 2 and 8 °C"

    def write(self, value: float) -> str:
        """Another value in the style of the source: "$1,500", "two weeks", "1 day"; less than one hour in minutes."""
        if self.high is not None:
            return rewrite(_UP_TO_THE_END.sub("", self.written), self.high, value, self.unit)
        if value < 1 and self.unit in _SMALLER:
            smaller, factor = _SMALLER[self.unit]
            return f"{value * factor:.0f} {unit_forms(smaller)[1]}"
        return rewrite(self.written, self.value, value, self.unit)


def find_quantity(text: str, written: str, value: float, unit: str) -> Quantity | None:
    """The only place of `written` in `text` with the comparator around it, or bare; None when there is none or more
    than one, or two comparators."""
    places = [m.start() for m in re.finditer(rf"(?<![\w$.,]){re.escape(written)}(?![\w])", text)]
    if len(places) != 1:
        return None
    start, end = places[0], places[0] + len(written)
    before, after = _BEFORE_RE.search(text[:start]), _AFTER_RE.search(text[end:])
    if before and CARRIED.search(text[:start].rstrip()):
        before = None
    if before and not after:
        words, start = before[1].lower(), before.start()
    elif after and not before:
        words, end = after[1].lower(), end + after.end()
    elif before and after:
        return None
    else:
        words = ""
    if words == "inside":
        words = "within"
    surface = _MEANING.get(words, "exactly")
    if unit in TIME:
        surface = counted_back(surface, words, text, end)
    return Quantity(text[start:end], written, surface, words, value, unit)


def find_range(text: str, written: str, low: float, high: float, unit: str) -> Quantity | None:
    """The only place of a range in `text`, with the words before it: "between 2 and 8 °C", "2–8 °C"."""
    places = [m.start() for m in re.finditer(rf"(?<![\w$.,]){re.escape(written)}(?![\w])", text)]
    if len(places) != 1 or _UP_TO_THE_END.match(written) is None:
        return None
    least = "|".join(_BEFORE["at_least"]) if _MOST.search(written) else "from"
    before = re.search(rf"\b(between|{least}) $", text[: places[0]], re.IGNORECASE)
    start = before.start() if before else places[0]
    return Quantity(
        text[start : places[0] + len(written)], written, "between", before[1].lower() if before else "", low, unit, high
    )


_MOST = re.compile(rf" (?:and|but)(?: a)? (?:{'|'.join(map(re.escape, _BEFORE['at_most']))}) ")
"""Between the ends of a range that is told as a least and a most: "at least 24 and at most 84 months"."""
_UP_TO_THE_END = re.compile(rf"^.*?(?:,?{_MOST.pattern}| and | to | ?[-–—] ?)")
_LONG = {"month", "quarter", "year"}
_TIMES = {1.0: "once", 2.0: "twice"}
NUMBER_WORDS = sorted(_WORDS[2:], key=len, reverse=True)
COUNT = rf"(?:\d[\d,.]*|{'|'.join(NUMBER_WORDS)}|half an?)"


def same_measure(text: str, quantity: Quantity) -> bool:
    """Whether a text holds an amount that measures like `quantity`: of the same unit, or a time of like length."""
    return _measure(quantity.unit).search(text) is not None


@cache
def _measure(unit: str) -> re.Pattern[str]:
    if unit in MONEY:
        return re.compile(r"[$€£]\s?\d|\b(?:USD|EUR|GBP|CHF)\s?\d|\d\s?(?:USD|EUR|GBP|CHF|dollars?|euros?)\b")
    if unit in ("percent", "%"):
        return re.compile(rf"{COUNT}\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
    last = unit.rsplit(maxsplit=1)[-1]
    alike = {last}
    if unit in TIME:
        alike = {u for u in {*TIME, "quarter"} if " " not in u and (u in _LONG) == (last in _LONG)}
    names = "|".join(sorted({re.escape(form) for u in alike for form in unit_forms(u)}, key=len, reverse=True))
    counted = rf"\b{COUNT}[ -](?:[\w-]+ ){{0,2}}(?:{names})\b"
    return re.compile(rf"{counted}|\b(?:once|twice)\b" if unit == "time" else counted, re.IGNORECASE)


_SCALE = re.compile(r" ?(?:k|m|bn|b|thousand|million|billion)\b", re.IGNORECASE)


_SCALES = "hundred|thousand|million|billion|dozen"


def rewrite(written: str, old: float, new: float, unit: str) -> str:
    """`written` with its number replaced and its unit word agreeing; the number keeps digits, words and thousands, and counts in
    the millions in which it was written ("£1m", "£0.8m")."""
    written = re.sub(r"(?<=\d) (?:hundred|dozen)\b", "", written)  # of "2 hundred sheets" no fraction is said
    number = _NUMBER.search(written)
    if number and _SCALE.match(written, number.end()) and (figure := float(re.sub(r"[,'’]", "", number[0]))):
        return f"{written[: number.start()]}{new * figure / old:,.10g}{written[number.end() :]}"
    if number:
        places = len(number[0].partition(".")[2])
        if places and unit not in MONEY:  # "99.5%", "98%", "99.25%"
            places = next(n for n in (0, 1, 2) if n == 2 or round(new, n) == new)
        digits = f"{new:,.{places}f}" if places else f"{new:,.10g}" if new < 1000 else f"{new:,.0f}"
        mark = re.search(r"[,'’]", number[0])  # what stands between the thousands: "10,000", "10'000", "10000"
        if mark or old >= 1000:
            digits = digits.replace(",", mark[0] if mark else "")
        text = written[: number.start()] + digits + written[number.end() :]
    else:
        spelled = re.match(rf"[a-z]+(?:-[a-z]+)?(?: (?:{_SCALES})\b)?", written, re.IGNORECASE)
        if spelled is None:
            raise ValueError("no number in the written value")
        if spelled[0].lower() in _TIMES.values():
            if new in _TIMES:
                return _TIMES[new] + written[spelled.end() :]
            written = f"{spelled[0]} times{written[spelled.end() :]}"
        # "three", but "15": people write small numbers in words
        text = (_WORDS[int(new)] if new <= 12 and new == int(new) else f"{new:,.10g}") + written[spelled.end() :]
    return _agree(text, new, unit)


def _agree(text: str, value: float, unit: str) -> str:
    if unit in UNCOUNTED or "-" in text:
        return text
    match = re.search(r"([A-Za-z]+)(?=(?:\s+(?:an?|per|each|every)\s+[a-z]+)?$)", text)  # "times a year"
    if not match or match[1].isupper() or len(match[1]) < 3:
        return text
    if match[1] != match[1].lower():  # an abbreviation or a name: "CAPAs"
        return text if value != 1 else text.removesuffix("s")
    singular, plural = unit_forms(match[1])
    return text[: match.start()] + (singular if value == 1 else plural) + text[match.end() :]


def unit_forms(word: str) -> tuple[str, str]:
    """Singular and plural of a unit word, whichever of the two is given."""
    lower = word.lower()
    if lower in ("person", "people"):
        return "person", "people"  # the dictionary has "persons"
    singular = noun_lemma(lower)
    return singular, inflect_noun(singular)


def satisfies(comparator: str, asked: float, value: float, high: float | None = None) -> bool:
    """Whether `asked` meets the comparator; of a range, `high` is the upper end."""
    return {
        "between": high is not None and value <= asked <= high,
        "at_most": asked <= value,
        "less_than": asked < value,
        "at_least": asked >= value,
        "more_than": asked > value,
        "exactly": asked == value,
    }[comparator]


def compared(comparator: str, asked: float, value: float) -> str:
    """How `asked` lies to the value, in words; the value itself, where the comparator leaves it out, is "not less than"."""
    if asked != value:
        return "less than" if asked < value else "more than"
    if satisfies(comparator, asked, value):
        return "exactly"
    return "not less than" if comparator == "less_than" else "not more than"


_COUNTS: dict[str, tuple[int, ...]] = {
    "minute": (1, 2, 3, 4, 5, 8, 10, 15, 20, 25, 30, 40, 45, 60, 75, 90, 120, 150, 180, 240),
    "hour": (6, 8, 10, 12, 16, 18, 20, 24, 36, 48, 60, 72, 84, 96, 120, 144, 168),
    "day": (7, 8, 10, 12, 14, 18, 20, 21, 25, 28, 30, 35, 40, 45, 50, 60, 75, 90, 100, 120, 150, 180, 200, 270, 365),
    "working day": (7, 8, 10, 12, 15, 18, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90),
    "month": (6, 8, 9, 10, 12, 15, 18, 20, 24, 30, 36, 48, 60, 72, 84, 96, 120),
}
"""The counts of a unit in which people reckon: nobody sets a limit of 94 hours, or asks about 27 days."""
_COUNTS |= {"business day": _COUNTS["working day"], "calendar day": _COUNTS["day"]}
_FEW = 12
"""Up to here every count is usual, but of minutes."""
_SET = {**_COUNTS, "hour": (1, 2, 3, 4, 5, 6, 8, 12, 24, 36, 48, 72, 96, 120, 168)}
"""The counts of which rules are made: one may ask about 60 hours, and no rule has them."""


def set_counts(unit: str) -> list[float] | None:
    """The counts of a unit of which rules are made: of 48 hours, and not of 49; None where any number may be one."""
    if unit not in _SET:
        return None
    few = () if unit in ("minute", "hour") else range(1, _FEW + 1)
    return [float(count) for count in sorted({*few, *_SET[unit]})]


def _usual_counts(value: float, unit: str) -> tuple[list[float], list[float]]:
    """Usual counts of a unit below and above a value, nearest first; none where the unit has none on both sides."""
    usual = value % 1 == 0 and (value > _FEW or unit == "minute")
    counts = _COUNTS.get(unit, ()) if usual else ()
    below, above = [float(c) for c in reversed(counts) if c < value][:4], [float(c) for c in counts if c > value][:4]
    return (below, above) if below and above else ([], [])


def neighbours(value: float, unit: str, text: str) -> tuple[Sequence[float], Sequence[float]]:
    """Believable values below and above, nearest first, in the rounding style of `value`; either may be empty.

    `text` is the rule: "per day" bounds hours, a percentage ends at 100.
    """
    if unit == "frequency":  # "weekly": no number stands there
        return (), ()
    if unit == "age":
        steps: tuple[float, ...] = (1, 2, 3, 5)
    elif value != int(value):
        step = 0.5 if (value * 2) == int(value * 2) else 0.25
        steps = (step, 2 * step)
    elif value <= 12:
        steps = (1, 2, 3, value)
    else:
        roundness = next(r for r in (1000, 500, 100, 50, 20, 10, 5, 2, 1) if value % r == 0)
        steps = tuple(dict.fromkeys(_nice(value * share, roundness) for share in (0.1, 0.2, 0.3, 0.5)))
    below, above = _usual_counts(value, unit)
    below = below or [value - s for s in steps if value - s > 0]
    above = above or [value + s for s in steps]
    if value == 1 and unit in _SMALLER:
        below = [count / _SMALLER[unit][1] for count in _LESS[unit]]
    lower = text.lower()
    ceiling = float("inf")
    if unit in ("percent", "%"):
        ceiling = 100
    for span, hours, days in (("day", 24, 1), ("week", 168, 7), ("month", 744, 31), ("year", 8784, 366)):
        if re.search(rf"\b(per|a|each|every|one|any|in a|calendar|leave)\s+(\w+\s+)?{span}\b", lower):
            ceiling = min(ceiling, {"hour": hours, "day": days}.get(unit, float("inf")))
            break
    kept = [v for v in above if v <= ceiling]
    if not kept and unit in ("percent", "%") and value + 1 < ceiling:
        kept = [(value + ceiling + 1) // 2]  # "at least 95 percent"
    return below, kept


def _nice(amount: float, roundness: int) -> float:
    """A step near `amount` that keeps about the value's roundness: never finer than a tenth of it."""
    grain = max(1, roundness // 10) if roundness >= 10 else 1
    if amount >= 5 and grain < 5:
        grain = 5 if roundness >= 5 else grain
    return max(grain, round(amount / grain) * grain)


def vague(quantity: Quantity, pick: int) -> str | None:
    """The quantity without its number: "some hours"; None where that reads badly (money, percent, abbreviations)."""
    units = unit_words(quantity)
    if quantity.unit in UNCOUNTED or "-" in quantity.written or units is None or units.split()[-1].isupper():
        return None
    return f"{('some', 'a number of')[pick % 2]} {units}"


def unit_words(quantity: Quantity) -> str | None:
    """The unit as written, in the plural: "business days", "sheets" of "a thousand sheets"; None for currencies and the like."""
    written = quantity.write(3.0)
    match = re.match(
        rf"(?:[\d,.'’]+|[a-z]+(?:-[a-z]+)?)\s+(?:(?:{_SCALES})\s+)?([A-Za-z][\w -]*)$",
        written,
        re.IGNORECASE,
    )
    return match[1] if match else None
