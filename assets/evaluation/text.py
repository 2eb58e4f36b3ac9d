"""How the grader reads free text: sentences, content words, quantities. Crude on purpose, and the same for the output
of every model; it knows nothing of cases or of the wording of our own examples.
"""

import re
from functools import lru_cache
from typing import NamedTuple

CACHE = 1 << 14


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FUNCTION_WORDS = _set(
    """
    a about above after again all also an and another any anyone anything are as at be been before being below
    between both but by can could did do does done during each either else ever every everyone few for from
    further get gets had has have having he her here him his how however i if in instead into is it its itself
    just like many may me might more most much must my need needs never next no none nor not now of off on once
    one only or other our out over own per please quite rather s same shall she should since so some somebody
    someone something such t than that the their them then there these they thing things this those through to
    too under until up upon us very via was we well were what when where whether which while who whom whose why
    will with within without would yes yet you your
    """
)
_NUMBERS = dict(
    zero=0.0, one=1.0, two=2.0, three=3.0, four=4.0, five=5.0, six=6.0, seven=7.0, eight=8.0, nine=9.0, ten=10.0,
    eleven=11.0, twelve=12.0, thirteen=13.0, fourteen=14.0, fifteen=15.0, sixteen=16.0, seventeen=17.0, eighteen=18.0,
    nineteen=19.0, twenty=20.0, thirty=30.0, forty=40.0, fifty=50.0, sixty=60.0, ninety=90.0, hundred=100.0,
)  # fmt: skip
_CURRENCIES = {"$": "usd", "€": "eur", "£": "gbp", "usd": "usd", "eur": "eur", "gbp": "gbp", "chf": "chf"}
_CURRENCY_NAMES = {"dollar": "usd", "euro": "eur", "pound": "gbp", "franc": "chf"}
_UNIT_FORMS = {"km": "kilometr", "hr": "hour", "min": "minut", "sec": "second"}

_MARKUP = re.compile(r"(?m)^[ \t]*(?:[-*+•]|\d{1,2}[.)]|#{1,6}|>)[ \t]+|\*{1,3}|`+|(?<!\w)_+|_+(?!\w)")
_STOP = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+|\n+|(?<=\?[\"”’])\s*")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|no|nr|dr|mr|mrs|ms|inc|u\.s)|\b[A-Z])\.$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d+(?:[.,]\d+)*")
_AMOUNT = re.compile(
    rf"""(?<![\w.,-])(?:(?P<before>[$€£]|(?:usd|eur|gbp|chf)\b)\s*)?
    (?P<value>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{"|".join(_NUMBERS)})\b)
    (?:\s*(?P<after>%|[€£$])|[\s-]+(?P<unit>[a-z]+)(?:[\s-]+(?P<more>[a-z]+))?)?""",
    re.IGNORECASE | re.VERBOSE,
)
# Words between a number and its unit that say nothing about the unit.
_BETWEEN = _set("working business calendar paid consecutive full extra additional more further whole")
_AT_MOST = re.compile(
    r"\b(?:up to|at most|(?:no|not) (?:more|longer|greater|higher) than|(?:a )?maximum (?:of )?|less than|fewer than|under|below"
    r"|(?:not|n't|cannot) exceed(?: the limit of)?|within)\W*$",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|(?:no|not) (?:less|fewer|shorter|lower) than|(?:a )?minimum (?:of )?|more than|longer than|over|above"
    r"|exceed(?:s|ing)?)\W*$",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """An amount and what it measures: the stem of the unit or an ISO currency in lower case, "" where there is none."""

    value: float
    unit: str


@lru_cache(CACHE)
def plain(text: str) -> str:
    """Text without Markdown marks, with straight quotation marks and single spaces between words."""
    text = _MARKUP.sub("", text).replace("’", "'").replace("‘", "'")
    return " ".join(re.sub("[“”„]", '"', text).split())


@lru_cache(CACHE)
def squeezed(text: str) -> str:
    """Lower-case words and numbers only: for telling whether one text repeats another."""
    return " ".join(_WORD.findall(plain(text).lower()))


@lru_cache(CACHE)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences, lines and list items of a text, plain, without empty ones. What stands in square brackets on a line is one:
    "[SOP 4 > 3. Use]"."""
    found: list[str] = []
    start = 0
    text = re.sub(r"(?m)^([ \t]*\d{1,2}[.)])[ \t]+", " ", text)
    cited = [m.span() for m in re.finditer(r"\[[^\[\]\n]*\]", text)]
    for stop in _STOP.finditer(text):
        inside = any(a < stop.start() < b for a, b in cited)
        if not inside and not _ABBREVIATION.search(text[start : stop.start()]):
            found.append(text[start : stop.end()])
            start = stop.end()
    found.append(text[start:])
    return tuple(p for p in map(plain, found) if re.search(r"\w", p))


@lru_cache(CACHE)
def stem(word: str) -> str:
    """A crude stem: the inflections of a word fall together, different words seldom do."""
    word = word.lower().replace("’", "'").partition("'")[0]
    if len(word) < 4:
        return _UNIT_FORMS.get(word, word)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest) and not word.endswith("eed"):
            doubled = len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "aeiouls"
            word = rest[:-1] if doubled else rest
            break
    if len(word) > 4 and word.endswith("i"):
        word = word[:-1] + "y"
    return (
        word.rstrip("e") if len(word) > 3 and len(word.rstrip("e")) > 1 else word
    )  # a stem's stem is itself: "employee"


@lru_cache(CACHE)
def words(text: str) -> frozenset[str]:
    """Stems of the content words: no function words, no numbers, no single letters."""
    found = (w.replace("’", "'").partition("'")[0] for w in _WORD.findall(text.lower()))
    return frozenset(stem(w) for w in found if len(w) > 1 and not w[0].isdigit() and w not in _FUNCTION_WORDS)


def overlap(part: frozenset[str], whole: frozenset[str]) -> float:
    """The share of `part` that is in `whole`, 0 to 1; 0 where there is nothing to look for."""
    return len(part & whole) / len(part) if part else 0.0


@lru_cache(CACHE)
def bounded(text: str) -> tuple[tuple[Quantity, str], ...]:
    """The amounts of a text in order, each with "most" or "least" where the words before it make it a bound, else "".

    "3 paid days" and "three days" are both (3, "day"); identifiers are none.
    """
    found = []
    for match in _AMOUNT.finditer(text):
        spelled = match["value"].lower()
        value = _NUMBERS[spelled] if spelled in _NUMBERS else float(spelled.replace(",", ""))
        sign = (match["before"] or match["after"] or "").lower()
        unit = _CURRENCIES.get(sign, "percent" if sign == "%" else "")
        if not unit:
            names = [n.lower() for n in (match["unit"], match["more"]) if n]
            if names and names[0] in _BETWEEN:
                names = names[1:]
            unit = stem(names[0]) if names and names[0] not in _FUNCTION_WORDS else ""
            unit = _CURRENCIES.get(unit) or _CURRENCY_NAMES.get(unit, unit)
        if unit or spelled not in _NUMBERS:  # "one of them" is no amount
            before = text[max(0, match.start() - 30) : match.start()]
            bound = "most" if _AT_MOST.search(before) else "least" if _AT_LEAST.search(before) else ""
            found.append((Quantity(value, unit), bound))
    return tuple(found)


@lru_cache(CACHE)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The amounts of a text in order, without their bounds."""
    return tuple(quantity for quantity, _ in bounded(text))


_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MOMENT = re.compile(
    rf"\b(?P<h>\d{{1,2}}):(?P<m>\d\d)\b(?:\s?(?P<ap>[ap])\.?m\b)?|\b(?P<hour>\d{{1,2}})\s?(?P<half>[ap])\.?m\b|\b(?P<noon>noon)\b"
    rf"|\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<mon>{_MONTHS})\b|\b(?P<first>{_MONTHS})\s(?P<day>\d{{1,2}})\b"
    r"|\bthe\s(?P<nth>\d{1,2})(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)


@lru_cache(CACHE)
def moments(text: str) -> frozenset[str]:
    """The times of day, dates and days of the month of a text, in one spelling: "16:30", "31 march", "5th"."""
    found: set[str] = set()
    for m in _MOMENT.finditer(plain(text)):
        half = (m["ap"] or m["half"] or "").lower()
        if m["noon"] or m["h"] or m["hour"]:
            hour = 12 if m["noon"] else int(m["h"] or m["hour"])
            hour = hour % 12 + 12 * (half == "p") if half else hour
            found.add(f"{hour:02d}:{m['m'] or '00'}")
        elif m["nth"]:
            found.add(f"{int(m['nth'])}th")
        else:
            found.add(f"{int(m['d'] or m['day'])} {(m['mon'] or m['first']).lower()}")
    return frozenset(found)
