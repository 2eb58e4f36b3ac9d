"""The verifier's own reading of numbers: quantities, their units and comparators.

Deliberately independent of the extractor: what the two read alike is believed, what they read differently is
rejected. It prefers not to understand over guessing. Nothing here knows examples or claims.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from checks.verifier.ages import AGE, age_at, age_group_at
from checks.verifier.words import CACHE, IRREGULAR, ONES, SCALES, STOPWORDS, TENS, word_set

Comparator = Literal["at_most", "less_than", "at_least", "more_than", "exactly", "between"]

COMPLEMENT: dict[str, Comparator] = {
    "at_most": "more_than",
    "less_than": "at_least",
    "at_least": "less_than",
    "more_than": "at_most",
}

_WORDS_ALT = "|".join(sorted({*ONES, *TENS}, key=len, reverse=True))
_SCALES_ALT = "(?:hundred|thousand|million|dozen)"
PERIOD = r"(?:calendar\s+)?(?:minute|hour|day|week|fortnight|month|quarter|year|shift)"
_NUMBER = re.compile(
    rf"""(?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:['’]\d{{3}})+|\d+)(?:\.\d+)?)
    (?P<scale>(?:k|m|bn)\b|\s(?:k|bn)\b|[\s-](?:hundred|thousand|million|billion)\b)?
    |\b(?P<words>(?:a\s+{_SCALES_ALT}|{_SCALES_ALT}|(?:{_WORDS_ALT}))\b
      (?:(?:(?<=hundred)|(?<=thousand)|(?<=million))\s+and\s+(?:{_WORDS_ALT})\b|[\s-](?:{_WORDS_ALT}|{_SCALES_ALT})\b)*
      (?:\s+and\s+a\s+half\b)?)
    |\b(?P<often>twice|thrice|once)\b(?=\s+(?:an?|per|each|every)\s+{PERIOD}\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_IDENTIFIER = re.compile(
    r"(?:\b(?:section|step|chapter|page|version|level|tier|phase|room|article|part|appendix|"
    r"figure|table|form|number|no|nr|"
    r"sop|wi|qp|priority|sev|severity|title|rule|item|line|floor|building|release|grade|class|stage|option|"
    r"apache|python|p|v|gs|usc|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|jan|"
    r"feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec)\.?[ -]?|[#§/:@_.\w-]|\d['’\s])$",  # of "10 000" neither half is an amount
    re.IGNORECASE,
)
_TIMED = re.compile(rf"\s(?:working\s|business\s)?{PERIOD}s?\b", re.IGNORECASE)
_NOT_AMOUNT = re.compile(
    r"^(?:st|nd|rd|th)\b|^\s?(?:a\.?m|p\.?m|o['’]clock)\b|^[:/'’]\d|^\.\d|^\s\d{3}\b|^-\d+-|^\s(?:u\.?s\.?c|cfr)\b|^[\w_]",
    re.IGNORECASE,
)
CURRENCY = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR",
    "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "chf": "CHF",
}  # fmt: skip
_PREFIX = re.compile(r"(us\$|\$|€|£|\b(?:usd|eur|gbp|chf)\s?)\s?$", re.IGNORECASE)
_SUFFIX = re.compile(r"\s?(usd|eur|gbp|chf|dollars?|euros?|pounds?|€|£)(?!\w)", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|-?percent\b|-?per\s?cent\b)", re.IGNORECASE)
_DEGREES = re.compile(r"\s?(?:°\s?|degrees?\s)(?:(c(?:elsius)?)|f(?:ahrenheit)?)\b", re.IGNORECASE)
_SPEED = re.compile(r"\s?(?:km/h|kph)\b", re.IGNORECASE)
_SYMBOL = re.compile(r"\s([mglhVW])(?!\w)")
_UNIT_WORD = re.compile(r"[\s-]*\b([^\W\d_]+)\b")
_MILLIONS = re.compile(r"\sm\b", re.IGNORECASE)
"""Behind a sum of money; elsewhere it measures: "2 m"."""
_REPEATED = re.compile(r"\s?\(\d[\d,.]*\)")
TIME = {
    "second": 1 / 60, "minute": 1.0, "hour": 60.0, "day": 1440.0, "calendar day": 1440.0, "week": 10080.0,
    "business day": None, "month": None, "quarter": None, "year": None, "business hour": None,
}  # fmt: skip
"""Units of time, in minutes where that is fixed."""
MONTHS = {"month": 1.0, "quarter": 3.0, "year": 12.0}
LONG = frozenset(MONTHS)
_ALIASES = {
    "min": "minute", "h": "hour", "hr": "hour", "sec": "second", "yr": "year", "mo": "month", "wk": "week",
    "workday": "business day",
    "litre": "liter", "metre": "meter", "kilometre": "kilometer", "kg": "kilogram", "km": "kilometer",
    "gigabyte": "GB", "gb": "GB", "mb": "MB", "megabyte": "MB", "tb": "TB", "kb": "KB",
}  # fmt: skip
_BREAK = STOPWORDS - {"second", "own", "other"}


@lru_cache(CACHE)
def singular(word: str) -> str:
    """The singular of a unit noun, lower case."""
    word = word.lower()
    if word in {"people", "children", "men", "women"}:
        return IRREGULAR[word]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
            word = word[:-2]
        else:
            word = word[:-1]
    return _ALIASES.get(word) or _ALIASES.get(word.removesuffix("s"), word)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, as it stands in a sentence: `text[start:end]`, comparator from the words around it."""

    start: int
    end: int
    value: float
    high: float | None
    comparator: Comparator | None  # None: the words around it are not understood
    explicit: bool  # the comparator has words of its own (otherwise "exactly" by default)
    negated: bool  # a negation was taken into the comparator: "must not exceed 5" is at most 5
    units: tuple[str, ...]  # the readings of its unit, the shortest first
    hedged: bool  # about, usually, e.g.
    words: tuple[int, int]  # the span with its comparator words

    def has_unit(self, unit: str) -> bool:
        """Whether one reading of the unit is `unit`."""
        wanted = " ".join(singular(w) for w in unit.split()) if unit not in CURRENCY.values() else unit
        return unit in self.units or wanted in self.units

    def admits(self, amount: float, comparator: Comparator | None = None) -> bool:
        """The predicate: whether `amount` satisfies the comparator (its own by default)."""
        match comparator or self.comparator:
            case "at_most":
                return amount <= self.value
            case "less_than":
                return amount < self.value
            case "at_least":
                return amount >= self.value
            case "more_than":
                return amount > self.value
            case "exactly":
                return amount == self.value
            case "between":
                return self.high is not None and self.value <= amount <= self.high
        return False


_PARTICLE = "".join(  # "carry over 5" compares nothing
    rf"(?<!{verb}\s)"
    for verb in word_set(
        "carry carries carried carrying roll rolls rolled rolling hand hands handed pass passed "
        "sign signed "
        "transfer transferred bring brought"
    )
)
_NEG = r"(?P<neg>(?:\bnot|\bno|n['’]t|\bnever|\bcannot)\s+(?:be\s+|to\s+be\s+|last\s+|take\s+|go\s+)?)?"
_FILL = r"(?:\s+(?:a\s+total\s+of|the|a|an|of|one['’]s|their|your))*\s*$"
_NAMED = r"(?:(?!(?:and|or|but|that|which|if|must|may|can|shall|should|is|are)\b)\w+\s+){0,6}?"
_PHRASES: tuple[tuple[str, Comparator], ...] = (
    (
        rf"\bmore\s+than|\bgreater\s+than|{_PARTICLE}\bover|\babove|\bexceed(?:s|ed|ing)?|"
        rf"\blonger\s+than|\bin\s+excess\s+of|\bbeyond"
        r"|\bhigher\s+than|\bolder\s+than|\blarger\s+than|\bbigger\s+than|>",
        "more_than",
    ),
    (
        r"\bless\s+than|\bfewer\s+than|\bunder|\bbelow|\bshorter\s+than|\bsmaller\s+than|\blower\s+than"
        r"|\byounger\s+than|<",
        "less_than",
    ),
    (rf"\b(?:limit|cap|ceiling|maximum)\s+{_NAMED}(?:is|are)", "at_most"),
    (rf"\bminimum\s+{_NAMED}(?:is|are)", "at_least"),
    (r"\bat\s+least|\b(?:a\s+|the\s+)?minimum(?:\s+of|\s+is|:)?|\bat\s+minimum|≥|>=", "at_least"),
    (
        r"\bat\s+most|\bup\s+to|\b(?:a\s+|the\s+)?max(?:imum|\.)?(?:\s+of|\s+is|:)?|\bwithin|\binside|"
        r"\blimited\s+to|\bcapped\s+at"
        r"|\bas\s+many\s+as|\bas\s+much\s+as|≤|<=",
        "at_most",
    ),
    (r"\bexactly|\bprecisely", "exactly"),
)
_BEFORE = tuple(
    (re.compile(rf"{_NEG}(?:{pattern}){_FILL}", re.IGNORECASE), comparator) for pattern, comparator in _PHRASES
)
_DEADLINE = re.compile(rf"\b(no|not)\s+(later|sooner|earlier)\s+than{_FILL}", re.IGNORECASE)
AHEAD = re.compile(
    r"^\s*(?:\w+\s+){0,2}(?:before|prior\s+to|ahead\s+of|in\s+advance|beforehand|earlier|preceding)\b", re.I
)
_AFTER: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (
        re.compile(r"^\s*(?:,\s*)?(?:or|and)\s+(?:more|longer|greater|older|higher|above|over|up|larger)\b", re.I),
        "at_least",
    ),
    (
        re.compile(r"^\s*(?:or|and)\s+(?:less|fewer|shorter|under|lower|below|younger|smaller)\b", re.I),
        "at_most",
    ),
    (
        re.compile(r"^\s*(?:,\s*)?(?:at\s+(?:the\s+)?most|maximum|max)\b|^\s*\((?:maximum|max)\)", re.I),
        "at_most",
    ),
    (
        re.compile(r"^\s*(?:,\s*)?(?:at\s+(?:the\s+)?least|minimum)\b|^\s*\((?:minimum|min)\)", re.I),
        "at_least",
    ),
)
_UNCLEAR = re.compile(
    r"\b(?:after|since|than|nearly|almost|twice|half|every|each|another|additional|extra|first|"
    r"last|next|past|every\s+other|"
    r"other\s+than|until|till)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(?<!what\s)(?<!how\s)\b(?:about|approximately|approx\.?|around|roughly|typically|usually|"
    r"generally|normally|often|e\.g\.?,?|for\s+example,?"
    r"|such\s+as|ideally|some|circa|say)\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:ordinarily|normally|generally|usually|typically|mostly|ideally|preferably|endeavou?r(?:s|ing)?|"
    r"aim(?:s|ing)?\s+(?:to|for)|seek(?:s|ing)?\s+to|striv(?:es?|ing)|tr(?:y|ies|ying)\s+to|hopes?\s+to|best\s+efforts|"
    r"as\s+a\s+rule|in\s+(?:most|many|normal)\s+(?:cases|circumstances)|"
    r"(?:where|when|if|as\s+far\s+as|as\s+soon\s+as)(?:ver)?\s+(?:\w+\s+)?(?:possible|practicable|feasible))\b",
    re.IGNORECASE,
)
_REPEATED_UNIT = re.compile(r"^\s?(?:%|°\s?[CF])(?=[\s–—-])")  # "between 40% and 60%"
_LEAST = re.compile(r"\b(?:at\s+least|(?:no|not)\s+(?:less|fewer|shorter)\s+than|a\s+minimum\s+of)\s+$", re.IGNORECASE)
_AND_MOST = re.compile(
    r",?\s+(?:and|but)\s+(?:at\s+most|(?:no|not)\s+(?:more|longer)\s+than|up\s+to|(?:a\s+)?maximum\s+of)\s+$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?:\s?[-–—]\s?|\s+(?:to|and|or)\s+)$", re.IGNORECASE)


def _number(match: re.Match[str]) -> float | None:
    if match["often"]:
        return {"once": 1.0, "twice": 2.0, "thrice": 3.0}[match["often"].lower()]
    digits = match["digits"]
    if digits:
        scale = (match["scale"] or "").strip(" -\n").lower()
        factor = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, **SCALES}.get(scale, 1)
        return float(re.sub(r"[,'’]", "", digits)) * factor
    total, current, half = 0.0, 0.0, 0.0
    names = re.split(r"[\s-]+", match["words"].lower())
    for name in names:
        if name in ONES:
            if current % 10 and current < 100:
                return None  # "one two": a list, not a number
            current += ONES[name]
        elif name in TENS:
            current += TENS[name]
        elif name == "half":
            half = 0.5
        elif name == "dozen":
            current = max(current, 1) * 12
        elif name in SCALES:
            current = max(current, 1) * SCALES[name]
            if SCALES[name] >= 1_000:
                total, current = total + current, 0.0
    return total + current + half


_META = word_set("document passage source rule section answer value figure version policy page place part different")


@lru_cache(CACHE)
def numbers(text: str) -> tuple[float, ...]:
    """Every number in digits, identifiers and dates included, and every written-out amount ("one" is mostly none)."""
    found = {float(re.sub(r"[,'’]", "", m)) for m in re.findall(r"\d+(?:,\d{3}|['’]\d{3}(?!\d))*(?:\.\d+)?", text)}
    for quantity in quantities(text):
        if quantity.value != 1 and quantity.units[0] not in _META:
            found |= {quantity.value} | ({quantity.high} if quantity.high is not None else set())
    return tuple(sorted(found))


def _units(text: str, start: int, end: int) -> tuple[tuple[str, ...], int, int]:
    """The readings of the unit of the number at [start, end), and the span with the unit."""
    if before := _PREFIX.search(text[max(0, start - 4) : start]):
        return (CURRENCY[before[1].strip().lower()],), start - len(before[0].lstrip()), end
    if percent := _PERCENT.match(text, end):
        return ("percent",), start, percent.end()
    if degrees := _DEGREES.match(text, end):
        return (f"°{'c' if degrees[1] else 'f'}",), start, degrees.end()
    if speed := _SPEED.match(text, end):
        return ("km/h",), start, speed.end()
    if symbol := _SYMBOL.match(text, end):
        return (singular(symbol[1]),), start, symbol.end()
    if after := _SUFFIX.match(text, end):
        return (CURRENCY[after[1].lower()],), start, after.end()
    repeated = _REPEATED.match(text, end)
    at, names, stop = (repeated.end() if repeated else end), [], end
    for _ in range(4):
        word = _UNIT_WORD.match(text, at)
        if not word or word[1].lower() in _BREAK:
            break
        names.append(singular(word[1]))
        at = stop = word.end()
        if names[-1] in TIME:
            break
    if not names:
        return (), start, end
    if names[-1] in TIME:
        name = names[-1]
        if len(names) > 1 and names[-2] in {"business", "working", "work"} and name in {"day", "hour"}:
            return (f"business {name}",), start, stop
        joined = (" ".join(names[i:]) for i in range(len(names) - 1))
        return (name, *joined), start, stop
    readings = [
        *names,
        *(" ".join(names[i:j]) for i in range(len(names)) for j in range(i + 2, len(names) + 1)),
    ]
    first = _UNIT_WORD.match(text, repeated.end() if repeated else end)
    return tuple(dict.fromkeys(readings)), start, first.end() if first else stop


@lru_cache(CACHE)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities (number and unit) of a sentence or text, in order; identifiers, dates and times of day are
    none."""
    found: list[Quantity] = []
    matches = list(_NUMBER.finditer(text))
    taken = -1
    for index, match in enumerate(matches):
        if match.start() < taken:
            continue
        value, high, start, end = _number(match), None, match.start(), match.end()
        if value is not None and (group := age_group_at(text, start, end)):
            side: Comparator = "less_than" if group[1] else "more_than"
            span = (group[0], end + 1)
            found.append(Quantity(*span, value, None, side, True, False, (AGE,), False, span))
            continue
        if value is None or (match["digits"] and _NOT_AMOUNT.match(text[end : end + 12])):
            continue
        money = _PREFIX.search(text[max(0, start - 4) : start])
        if money and (millions := _MILLIONS.match(text, end)):
            value, end = value * 1_000_000, millions.end()
        named = match["digits"] and not money and _IDENTIFIER.search(text[max(0, start - 12) : start])
        if named and not _TIMED.match(text, end):  # "report changes to a part 90 days ahead" numbers no part
            continue
        units, begin, stop = (("time",), start, end) if match["often"] else _units(text, start, end)
        if match["digits"] and (age := age_at(text, start, end)) is not None:
            units, begin, stop = (AGE,), age, end
        if index + 1 < len(matches):  # "5 to 10 days", "between $5 and $10", "5-10 days"
            upper = matches[index + 1]
            gap = _REPEATED_UNIT.sub("", _PREFIX.sub("", text[end : upper.start()]))
            top = _number(upper)
            behind = _PREFIX.sub("", text[stop : upper.start()])  # the unit, where it is said twice
            most = _AND_MOST.fullmatch(gap) or (units and _AND_MOST.fullmatch(behind))
            bounded = most and _LEAST.search(text[:begin])  # "at least 24 and at most 84 months"
            if (bounded or _RANGE.fullmatch(gap)) and top is not None and top > value:
                upper_units, _, upper_stop = _units(text, upper.start(), upper.end())
                if upper_units and (not units or units == upper_units):
                    high, units, stop, taken = top, upper_units, upper_stop, upper.end()
                    end = upper.end()
        if not units:
            continue
        lead, tail = text[max(0, begin - 60) : begin], text[stop:]
        comparator, explicit, negated, first = _comparator(lead, tail, begin, high)
        hedged = bool(_HEDGE.search(text[max(0, first - 60) : first]))
        found.append(Quantity(begin, stop, value, high, comparator, explicit, negated, units, hedged, (first, stop)))
    return tuple(found)


def _comparator(lead: str, tail: str, begin: int, high: float | None) -> tuple[Comparator | None, bool, bool, int]:
    """(comparator, explicit, negation taken in, start of the comparator's words)."""
    if high is not None:
        return "between", True, False, begin
    if deadline := _DEADLINE.search(lead):
        late = deadline[2].lower() == "later"
        ahead = bool(AHEAD.match(tail))
        at = begin - len(lead) + deadline.start()
        return ("at_least" if late == ahead else "at_most"), True, False, at
    for pattern, comparator in _AFTER:
        if pattern.match(tail):
            return comparator, True, False, begin
    best: tuple[int, Comparator, bool] | None = None
    for pattern, comparator in _BEFORE:
        if (m := pattern.search(lead)) and (best is None or m.start() < best[0]):
            best = (m.start(), comparator, bool(m["neg"]))
    if best:
        at, comparator, negated = best
        folded = COMPLEMENT.get(comparator) if negated else comparator
        return folded, True, negated, begin - len(lead) + at
    return (None if _UNCLEAR.search(lead) else "exactly"), False, False, begin


def softened(sentence: str) -> bool:
    """Whether a rule says only what is usual or tried: no amount keeps or breaks it."""
    return bool(_SOFT.search(sentence))


def same_measure(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities measure alike: a common reading of the unit, or both a time up to weeks, or both
    longer."""
    if set(a.units) & set(b.units):
        return True
    times = a.units[0] in TIME and b.units[0] in TIME
    return times and (a.units[0] in LONG) == (b.units[0] in LONG)


def measured(q: Quantity, unit: str) -> float | None:
    """The value of a quantity in another unit, where that is fixed: 30 minutes are half an hour; None where it is not."""
    if q.has_unit(unit):
        return q.value
    for table in (TIME, MONTHS):
        own, wanted = (table.get(u) for u in (q.units[0], singular(unit)))
        if own and wanted:
            return q.value * own / wanted
    return None
