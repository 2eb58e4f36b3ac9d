"""Times of day, dates and days of the month in the style of their source: written, and moved to either side of a bound."""

import re
from dataclasses import dataclass, replace

from assets.decisions.moments import MONTHS

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Moment:
    """A bound as a sentence states it: `phrase` is its words with the moment, verbatim. Units and values as in the decision
    point (assets/decisions/moments.py)."""

    phrase: str  # "by 16:00", "between 08:00 and 16:00"
    words: str  # "by"
    written: str
    unit: str
    value: float
    high: float | None
    beside: tuple[float, float] | None = (
        None  # the other span of hours where there are two: "... and again from 17:15 to 18:00"
    )

    def write(self, value: float) -> str:
        """Another moment in the style of the source, with the word that it stands after: "at 16:30", "on 2 April"."""
        return f"{'at' if self.unit == 'clock' else 'on'} {self.bare(value)}"

    def moved(self, value: float) -> str:
        """Another moment behind the rule's own words of comparison: "no later than 16:30"."""
        return f"{self.words} {self.bare(value)}"

    def bare(self, value: float) -> str:
        """Another moment in the style of the source: "16:30", "4.30 p.m.", "2 April", "the 7th"."""
        if self.unit == "month day":
            return f"the {ordinal(int(value))}"
        if self.unit == "date":
            month, day = divmod(int(value) % 10_000, 100)
            year = int(value) // 10_000
            name = MONTHS[month - 1].capitalize()
            written = f"{name} {day}" if re.match(r"[A-Za-z]", self.written) else f"{day} {name}"
            return f"{written}{f' {year}' if year else ''}"
        hour, minute = divmod(int(value), 60)
        half = re.search(r"[ap](\.?)m\.?$", self.written, re.IGNORECASE)
        if half:
            dot, space = half[1], " " if re.search(r" [ap]\.?m", self.written, re.I) else ""
            mark = "." if re.search(r"\d\.\d", self.written) else ":"
            minutes = f"{mark}{minute:02d}" if minute else ""
            return f"{(hour + 11) % 12 + 1}{minutes}{space}{'pa'[hour < 12]}{dot}m{dot}"
        return f"{hour:02d}:{minute:02d}" if not re.match(r"\d:", self.written) else f"{hour}:{minute:02d}"

    def sides(self, number: int) -> dict[str, float]:
        """A believable moment that keeps to the bound (inside) and one that does not (outside), drawn by a number."""
        if self.high is not None:
            return self._around(number)
        near = (30, 60, 90, 45) if self.unit == "clock" else (3, 5, 9, 12) if self.unit == "date" else (2, 3, 1, 4)
        before, after = self._moved(-near[number % 4]), self._moved(near[number // 4 % 4])
        late = self.words in ("after", "later than", "from") or self.words.endswith(("earlier than", "sooner than"))
        inside, outside = (after, before) if late and self.words != "earlier than" else (before, after)
        return {k: v for k, v in (("inside", inside), ("outside", outside)) if v is not None}

    def _around(self, number: int) -> dict[str, float]:
        """Moments inside and outside of a range, of which one may go over midnight."""
        low, high = self.value, self.high or 0.0
        step = (30, 60, 90)[number % 3] if self.unit == "clock" else 2 + number % 3
        within = self._moved(step)
        if within is None or (low < high <= within) or self.unit == "month day":
            return {}
        beside = self._moved(-step) if number // 3 % 2 else Moment("", "", "", self.unit, high, None)._moved(step)
        if self.beside is not None and beside is not None and self.beside[0] - 10 <= beside <= self.beside[1] + 10:
            beside = None
        return {"inside": within, **({"outside": beside} if beside is not None else {})}

    def _moved(self, by: int) -> float | None:
        """The value moved by minutes or days, inside its day, year or month."""
        if self.unit == "clock":
            return self.value + by if 0 < self.value + by < 1440 else None
        if self.unit == "month day":
            return self.value + by if 1 <= self.value + by <= 28 else None
        year, (month, day) = int(self.value) // 10_000, divmod(int(self.value) % 10_000, 100)
        day += by
        if day < 1:
            month, day = month - 1, day + _DAYS[month - 2]
        elif day > _DAYS[month - 1]:
            month, day = month + 1, day - _DAYS[month - 1]
        return float(10_000 * year + 100 * month + day) if 1 <= month <= 12 else None


def ordinal(day: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    suffix = "th" if day % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


_TIME = r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?"
_SPAN = rf"(?:between {_TIME} and|from {_TIME} (?:to|until|till)) {_TIME}"
_TWICE = re.compile(rf"({_SPAN}),? and (?:again )?({_SPAN})", re.IGNORECASE)


def both_spans(text: str, moment: Moment, others: list[tuple[float, float]]) -> Moment:
    """The moment with the words of both spans of hours, where its sentence has two of them."""
    found = _TWICE.search(text)
    if found is None or moment.phrase not in found.groups():
        return moment
    beside = next((span for span in others if span != (moment.value, moment.high)), None)
    return moment if beside is None else replace(moment, phrase=found[0], beside=beside)


_BEFORE = re.compile(
    r"\b(no later than|not later than|no earlier than|not earlier than|no sooner than|not sooner than|earlier than|later than|"
    r"prior to|up to|between|from|by|until|till|before|after|at|on) $",
    re.IGNORECASE,
)


def find_moment(text: str, written: str, unit: str, value: float, high: float | None) -> Moment | None:
    """The only place of `written` in `text`, with the words that bound it; None where it stands nowhere or twice."""
    places = [m.start() for m in re.finditer(rf"(?<![\w:.]){re.escape(written)}(?![\w:])", text)]
    words = _BEFORE.search(text[: places[0]]) if len(places) == 1 else None
    if words is None:
        return None
    return Moment(text[words.start() : places[0] + len(written)], words[1].lower(), written, unit, value, high)
