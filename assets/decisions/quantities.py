"""Numbers with units in English policy prose: found with exact spans, normalised, and written again.

A grammar of our own, without a parser: `find` reads amounts, durations, shares, frequencies and measures
written in digits or words, `render` writes a value the way people do, and `find(render(v, u))` gives v and u
back. What looks like a number but limits nothing (section numbers, versions, dates, clock times, phone
numbers, "one of the", "24/7", "5 USC 1905") is not found. A number before any other noun is found with
`unit=None`; the noun that is counted is the parser's business (`limits`).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_ONES = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_CURRENCY_WORDS = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR",
    "pound sterling": "GBP", "pounds sterling": "GBP", "yen": "JPY",
}  # fmt: skip
_CODES = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN", "INR")

# Written form -> (canonical unit, factor). Factors are 1 save where the canonical unit differs.
_UNITS: dict[str, tuple[str, Decimal]] = {}


def _unit(canonical: str, *forms: str, factor: str = "1") -> None:
    for form in forms:
        _UNITS[form] = (canonical, Decimal(factor))


_unit("second", "second", "seconds", "sec", "secs")
_unit("millisecond", "millisecond", "milliseconds", "ms")
_unit("minute", "minute", "minutes", "min", "mins")
_unit("hour", "h", "hour", "hours", "hr", "hrs", "work hour", "work hours", "working hour", "working hours")
_unit("business hour", "business hour", "business hours")
_unit("day", "day", "days", "calendar day", "calendar days", "consecutive day", "consecutive days")
_unit(
    "business day",
    *("business day", "business days", "working day", "working days", "work day", "work days"),
    *("workday", "workdays", "weekday", "weekdays"),
)
_unit("week", "week", "weeks", "calendar week", "calendar weeks", "consecutive week", "consecutive weeks")
_unit("week", "fortnight", "fortnights", factor="2")
_unit("work week", "work week", "work weeks", "workweek", "workweeks", "working week", "working weeks")
_unit("month", "month", "months", "calendar month", "calendar months", "consecutive month", "consecutive months")
_unit("quarter", "quarter", "quarters")
_unit("year", "year", "years", "calendar year", "calendar years", "yr", "yrs")
_unit("percent", "percent", "per cent", "%")
_unit("time", "time", "times")
_unit("page", "page", "pages")
_unit("person", "person", "persons", "people")
_unit("km", "km", "kilometer", "kilometers", "kilometre", "kilometres")
_unit("mile", "mile", "miles")
_unit("meter", "meter", "meters", "metre", "metres")
_unit("cm", "cm", "centimeter", "centimeters", "centimetre", "centimetres")
_unit("mm", "mm", "millimeter", "millimeters", "millimetre", "millimetres")
_unit("kg", "kg", "kilogram", "kilograms", "kilo", "kilos")
_unit("pound", "lb", "lbs", "pound", "pounds")
_unit("liter", "liter", "liters", "litre", "litres")
_unit("km/h", "km/h", "kph")
for _short in ("gram", "tonne", "volt"):
    _unit(_short, _short, f"{_short}s")
CARRIED = re.compile(r"\b(?:carry|carried|carrying|roll|rolled|rolling|hand|handed|bring|brought) over$", re.I)
"""An over that belongs to its verb: "You can carry over five days"."""
_BY_THEN = re.compile(r"(?:no|not|never) (?:be )?(?:later|sooner|earlier) than$")
_AHEAD = re.compile(r" (?:before|beforehand|prior to|ahead|in advance)\b", re.I)
"""Behind a time that is counted back from what comes then."""
SYMBOLS = (
    "mph", "kt", "bar", "psi", "ppm", "lux", "kW", "kWh", "m", "m²", "m³", "g", "mg", "l", "V", "W", "Hz", "dB", "mSv",
)  # fmt: skip
"""Units that people say as a symbol, and do not count by name."""
_SHORT = (*SYMBOLS, "ml")
for _short in _SHORT:
    _unit(_short, _short)
for _size in ("KB", "MB", "GB", "TB", "Mbps", "Gbps"):
    _unit(_size, _size)
_unit("°C", "°C", "° C", "degrees Celsius", "degree Celsius")
_unit("°F", "°F", "° F", "degrees Fahrenheit", "degree Fahrenheit")

_WITHOUT_PLURAL = {"°C", "°F", "km", "kg", "cm", "mm", "KB", "MB", "GB", "TB", "Mbps", "Gbps", "km/h", *_SHORT}
DURATIONS = (
    "second", "minute", "hour", "business hour", "day", "business day", "week", "work week", "month",
                                        "quarter", "year",
)  # fmt: skip
FREQUENCY = "frequency"
"""The unit of what says how often without a number: "weekly", "every month"."""


@dataclass(frozen=True)
class Quantity:
    """`text[start:end]` says `value` (to `high` for a range) of `unit`; unit None: of a counted noun."""

    start: int
    end: int
    value: float
    high: float | None
    unit: str | None
    form: str  # digits, words, article ("an hour"), compound ("30-day"), frequency ("twice a year"), bounds
    per: str | None = None  # the period it counts for ("twice a year", "8 hours per day"), canonical


_SMALL = "|".join([*_ONES, *_TENS])
_WORD_NUMBER = (
    rf"(?:(?:{_SMALL})(?:[- ](?:{_SMALL}))?|an?(?= (?:hundred|thousand|million|dozen)\b)|half)"
    rf"(?:[ -](?:hundred|thousand|million|billion|dozen)\b(?: (?:and )?(?:{_SMALL})(?:-(?:{_SMALL}))?)?)*"
)
# Thousands stand behind commas or, in Switzerland, apostrophes; of "10 000" neither half is a number.
_DIGITS = r"(?<!\d['’ ])(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:['’]\d{3})+|\d+(?!['’]?\d| \d{3}\b))(?:\.\d+)?"
_NUMBER = rf"(?:(?:{_DIGITS})(?: ?(?:hundred|thousand|million|billion)\b)?|(?:{_WORD_NUMBER})\b)"
_SIGN = r"(?:US\$|[$€£¥])"
_UNIT_FORMS = "|".join(sorted((re.escape(form) for form in _UNITS), key=len, reverse=True))
_UNIT = rf"(?:{_UNIT_FORMS})"
_QUALIFIED = r"(?:full |paid |additional |extra |more |total |whole |whole |federal )?"
_RANGE = r"(?: ?[-–—] ?| to | and )"
_PERIOD = r"(?:second|minute|hour|day|week|month|quarter|year)"

_MONEY = re.compile(
    rf"(?P<sign>{_SIGN}) ?(?P<a>{_DIGITS})(?P<sa> ?(?:million|billion|bn|thousand|[kKmMbB])\b)?"
    rf"(?:(?P<range>{_RANGE}){_SIGN} ?(?P<b>{_DIGITS})(?P<sb> ?(?:million|billion|bn|thousand|"
    rf"[kKmMbB])\b)?)?(?: (?:USD|CAD|AUD)\b)?"
    rf"|(?P<code>{'|'.join(_CODES)}) ?(?P<ca>{_DIGITS})(?:(?P<crange>{_RANGE})(?:{'|'.join(_CODES)})? "
    rf"?(?P<cb>{_DIGITS}))?"
    rf"|(?P<na>{_NUMBER})(?:(?P<nrange>{_RANGE})(?P<nb>{_NUMBER}))? ?"
    rf"(?P<word>(?:{'|'.join(_CODES)})|€|£|"
    rf"(?i:{'|'.join(sorted(_CURRENCY_WORDS, key=len, reverse=True))}))(?!\w)"
)
_FREQUENCY = re.compile(
    rf"\b(?P<n>once|twice|thrice|(?P<num>{_NUMBER}) times)(?: (?:a|an|per|each|every) (?P<per>{_PERIOD})\b)?",
    re.I,
)
_ADVERBS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "annually": "year",
    "yearly": "year",
}
_OFTEN = re.compile(
    rf"(?<![\w-])(?P<adverb>{'|'.join(_ADVERBS)})\b|\b(?:every|each) (?P<per>day|week|month|quarter|year)\b",
    re.I,
)
_COMPOUND = re.compile(
    rf"(?<![\w.-])(?P<n>{_NUMBER})[- ](?P<unit>second|minute|hour|day|week|month|year|page|mile|"
    rf"percent)(?=[ -][a-z]|-)",
    re.I,
)
_MEASURE = re.compile(
    rf"(?<![\w.$€£/-])(?P<a>{_NUMBER})(?P<half> and a half)?(?:(?: ?(?:%|° ?[CF]\b))?(?P<range>{_RANGE})(?P<b>{_NUMBER}))?"
    rf"(?: ?\(\d+\))?(?: |-|(?=[%°])|(?<=\d)(?=(?:ms|min|hrs?|km|kg|GB|MB|TB|KB|cm|mm)\b))?(?:(?<=half )an? )?"
    rf"{_QUALIFIED}(?P<unit>{_UNIT})(?!\w|/[a-zA-Z]{{1,2}}\b|\s?[×x]\s?\d)",
    re.I,
)
"""What is so much of a unit; "2 mg/l" is not, nor is "3 m × 2 m"."""
_ARTICLE = re.compile(rf"\b(?P<a>an?) (?:full |single |whole |calendar )?(?P<unit>{_PERIOD})\b", re.I)
_BARE = re.compile(
    rf"(?<![\w.,$€£/#&-])(?P<a>{_NUMBER})(?:(?P<range>{_RANGE})(?P<b>{_NUMBER}))?(?![\w%/]|[.,:-]\d|"
    rf"-[A-Za-z])",
    re.I,
)
_BOUNDS = re.compile(
    rf"\b(?:at least|no (?:less|fewer|shorter) than|not (?:less|fewer) than|a minimum of) (?P<a>{_NUMBER})"
    rf"(?: {_QUALIFIED}(?P<first>{_UNIT})(?!\w))?"
    rf",? (?:and|but|and a) (?:at most|no (?:more|longer) than|not more than|(?:a )?maximum of|up to) (?P<b>{_NUMBER})"
    rf"(?: {_QUALIFIED}(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_PER = re.compile(rf"(?: (?:a|an|per|each|every) |/)(?P<per>{_PERIOD})\b", re.I)

# Numbers that name something.
_NAMING = re.compile(
    r"(?:\b(?:sections?|sec|chapters?|steps?|parts?|titles?|forms?|versions?|v|releases?|phases?|levels?|"
    r"tiers?|types?|pages?|"
    r"figures?|tables?|appendix|annex|articles?|items?|nos?|numbers?|rooms?|floors?|buildings?|lines?|"
    r"ids?|codes?|grades?|gs|"
    r"sev|fy|rev|revision|apache|python|http|https|port|ports|errors?|status|options?|questions?|days?|"
    r"weeks?|rules?|"
    r"paragraphs?|clauses?|schedules?|priority|class|category|zones?|regions?|teams?|groups?|january|"
    r"february|march|april|may|"
    r"june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"iso|rfc|sop|covid|"
    r"ext|extension|in|since|year|box|suite|building|gate|bay|line|unit|model|windows|ticket|case)\.?|"
    r"[§#~≈])\s?$",
    re.I,
)
_NAMED_AFTER = re.compile(
    r"\s?(?:u\.?\s?s\.?\s?c\b|c\.?\s?f\.?\s?r\b|fr\b|usc\b|a\.?m\b|p\.?m\b|o'clock|:\d\d|st\b|nd\b|rd\b|"
    r"th\b|/\d|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)",
    re.I,
)
_ONE_OF = re.compile(r"\s(?:of|another|or more|at a time|or the other|that|who|which|is|way|thing|place)\b", re.I)
_DATE = re.compile(
    r"\b\d{1,4}[/-]\d{1,2}[/-]\d{1,4}\b|\b\d{4}-\d{2}\b|"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|"
    r"mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec)\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?\b|"
    r"\b\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)(?: \d{4})?\b|"
    r"\b\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b)?(?=\s|$|[,.;])|\b\d{1,2} ?[ap]\.?m\b|\b\d{2,}(?:[-. ]\d{2,}){2,}\b|"
    r"\(?\d{3}\)?[- ]\d{3}[- ]\d{4}|\b\d+/\d+\b|\bv?\d+\.\d+\.\d+\b|\b\d+(?:\.\d+){2,}\b",
    re.I,
)


def counted_back(comparator: str, words: str, text: str, end: int) -> str:
    """What words of comparison with a time that ends at `end` of the text bound: a time that is counted back the other way, "no
    later than 4 weeks before" being four or more."""
    back = _BY_THEN.search(words) is not None and _AHEAD.match(text, end) is not None
    return comparator if not back else "at_least" if comparator == "at_most" else "at_most"


def find(text: str) -> list[Quantity]:
    """All quantities of the text, left to right, never overlapping."""
    taken: list[tuple[int, int]] = [match.span() for match in _DATE.finditer(text) if not _is_amount(text, match)]
    found: list[Quantity] = []

    def add(quantity: Quantity | None) -> None:
        if quantity and all(quantity.end <= s or quantity.start >= e for s, e in taken):
            taken.append((quantity.start, quantity.end))
            found.append(quantity)

    for match in _BOUNDS.finditer(text):
        add(_between(match))
    for match in _MONEY.finditer(text):
        add(_money(text, match))
    for match in _FREQUENCY.finditer(text):
        add(_frequency(match))
    for match in _OFTEN.finditer(text):
        per = match["per"] or _ADVERBS[match["adverb"].lower()]
        add(Quantity(*match.span(), 1.0, None, FREQUENCY, "frequency", per.lower()))
    for match in _MEASURE.finditer(text):
        add(_measure(text, match))
    for match in _COMPOUND.finditer(text):
        value = number(match["n"])
        add(Quantity(*match.span(), value, None, _UNITS[match["unit"].lower()][0], "compound"))
    for match in _ARTICLE.finditer(text):
        add(Quantity(*match.span(), 1.0, None, match["unit"].lower(), "article"))
    for match in _BARE.finditer(text):
        add(_bare(text, match))
    return sorted(found, key=lambda q: q.start)


def number(text: str) -> float:
    """The value of a number in digits or words ("1,500.50", "twenty-five", "a dozen", "half"); raises ValueError."""
    words = text.lower().replace("-", " ").replace(" and ", " ").split()
    total = current = Decimal(0)
    seen = False
    for word in words:
        if word in _ONES:
            current += _ONES[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in ("a", "an"):
            current += 1
        elif word == "half":
            current += Decimal("0.5")
        elif word == "dozen":
            current = (current or Decimal(1)) * 12
        elif word == "hundred":
            current = (current or Decimal(1)) * 100
        elif word in _SCALES:
            total, current = total + (current or Decimal(1)) * _SCALES[word], Decimal(0)
        elif re.fullmatch(_DIGITS, word):
            current += Decimal(re.sub(r"[,'’]", "", word))
        else:
            raise ValueError("not a number")
        seen = True
    if not seen:
        raise ValueError("not a number")
    return float(total + current)


def render(value: float, unit: str) -> str:
    """The value as people write it: "$1,500.50", "12 business days", "1 hour", "25%", "3 times", "2 vehicles"."""
    digits = _digits(value)
    if unit in ("USD", "EUR", "GBP"):
        sign = {"USD": "$", "EUR": "€", "GBP": "£"}[unit]
        return f"{sign}{digits if value == int(value) else f'{value:,.2f}'}"
    if unit in _CODES:
        return f"{digits} {unit}"
    if unit == "percent":
        return f"{digits}%"
    if unit in _WITHOUT_PLURAL:
        return f"{digits} {unit}"
    return f"{digits} {unit if value == 1 else plural(unit)}"


def plural(unit: str) -> str:
    """The plural of a canonical unit or of a counted noun in lower case: "business days", "people", "copies"."""
    if unit == "person":
        return "people"
    if re.search(r"[^aeiou]y$", unit):
        return unit[:-1] + "ies"
    return unit + ("es" if re.search(r"(?:s|x|z|ch|sh)$", unit) else "s")


def _digits(value: float) -> str:
    exact = Decimal(repr(value))
    return f"{int(value):,}" if value == int(value) else f"{exact:,f}"


def _scaled(number_text: str, scale: str | None) -> float:
    value = Decimal(str(number(number_text)))
    name = (scale or "").strip().lower()
    return float(value * (_SCALES.get(name) or _SHORT_SCALES.get(name) or 1))


def _between(match: re.Match[str]) -> Quantity | None:
    """What has a least and a most: "at least 24 and at most 84 months" is 24 to 84 of a unit, or of a counted noun; so is one
    that says the unit twice."""
    unit, factor = _UNITS.get((match["unit"] or "").lower(), (None, Decimal(1)))
    if match["first"] and _UNITS.get(match["first"].lower(), (None,))[0] != unit:
        return None
    low, high = (float(Decimal(str(number(match[name]))) * factor) for name in ("a", "b"))
    return Quantity(match.start("a"), match.end(), low, high, unit, "bounds") if low < high else None


def _money(text: str, match: re.Match[str]) -> Quantity | None:
    if match["sign"]:
        unit, low, high = _SIGNS[match["sign"]], _scaled(match["a"], match["sa"]), match["b"]
        top, joint = (_scaled(high, match["sb"]) if high else None), match["range"]
        if high and not match["sa"] and match["sb"]:
            low = _scaled(match["a"], match["sb"])
    elif match["code"]:
        if match.start() and text[match.start() - 1].isalnum():
            return None
        unit, low = match["code"], number(match["ca"])
        top, joint = (number(match["cb"]) if match["cb"] else None), match["crange"]
    else:
        if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in ".,"):
            return None
        word = match["word"]
        unit = _SIGNS.get(word) or _CURRENCY_WORDS.get(word.lower()) or word
        low = number(match["na"])
        top, joint = (number(match["nb"]) if match["nb"] else None), match["nrange"]
    return _checked(text, match.start(), match.end(), low, top, joint, unit, _form(match[0]))


def _frequency(match: re.Match[str]) -> Quantity | None:
    word, per = match["n"].lower(), match["per"]
    if word == "once" and not per:
        return None  # the conjunction
    value = {"once": 1.0, "twice": 2.0, "thrice": 3.0}.get(word) or number(match["num"])
    return Quantity(*match.span(), value, None, "time", "frequency", per.lower() if per else None)


def _measure(text: str, match: re.Match[str]) -> Quantity | None:
    before = text[: match.start()]
    if re.search(r"\d(?: ?[a-z]+)? ?[×x] ?$", before):
        return None
    if _NAMING.search(before) and not re.search(r"\b(?:in|day|days|may|week|weeks|year)\s$", before, re.I):
        return None
    written = match["unit"]
    key = written if written in _UNITS else written.lower()
    if key not in _UNITS:
        key = next((k for k in _UNITS if k.lower() == key), "")
    if not key or (len(key) <= 2 and written != key):
        return None
    unit, factor = _UNITS[key]
    low = Decimal(str(number(match["a"]))) + (Decimal("0.5") if match["half"] else 0)
    high = float(Decimal(str(number(match["b"]))) * factor) if match["b"] else None
    form = "compound" if "-" in match[0][len(match["a"]) :] and high is None else _form(match["a"])
    return _checked(text, match.start(), match.end(), float(low * factor), high, match["range"], unit, form)


def _bare(text: str, match: re.Match[str]) -> Quantity | None:
    before, after, low = text[: match.start()], text[match.end() :], match["a"]
    if _NAMING.search(before) or _NAMED_AFTER.match(after):
        return None
    value = number(low)
    if low.lower() in ("one", "half", "zero", "a", "an") and (
        _ONE_OF.match(after)
        or not re.match(r"\s\w", after)
        or re.search(r"\b(?:no|any|every|each|the|this|that)\s$", before, re.I)
    ):
        return None
    if low.isdigit() and len(low) == 4 and 1900 <= value <= 2099:
        return None
    if low.isdigit() and (len(low) > 6 or (len(low) > 1 and low.startswith("0"))):
        return None
    high = number(match["b"]) if match["b"] else None
    return _checked(text, match.start(), match.end(), value, high, match["range"], None, _form(low))


def _checked(
    text: str,
    start: int,
    end: int,
    low: float,
    high: float | None,
    joint: str | None,
    unit: str | None,
    form: str,
) -> Quantity | None:
    """A range must rise, and "and" makes one only after "between"; else the last number stands alone."""
    per = _PER.match(text[end:])
    period = per["per"].lower() if per else None
    if high is None:
        return Quantity(start, end, low, None, unit, form, period)
    if joint and joint.strip() == "and" and not re.search(r"\bbetween\s$", text[:start], re.I):
        return None
    if high <= low:
        return None
    return Quantity(start, end, low, high, unit, form, period)


def _form(written: str) -> str:
    return "digits" if any(c.isdigit() for c in written) else "words"


def _is_amount(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a date or clock time is the number of an amount: "$10.50", "1.25 hours", "5-10 days"."""
    if text[: match.start()].endswith(("$", "€", "£", "¥")):
        return True
    return bool(re.fullmatch(r"\d{1,2}\.\d{2}", match[0]) and re.match(rf" ?(?:{_UNIT})\b", text[match.end() :], re.I))
