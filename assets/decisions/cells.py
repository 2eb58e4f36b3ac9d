"""Limits without a sentence: what a table cell says for its row and column, and a line for what it names."""

import re

from assets.decisions.duties import names_person
from assets.decisions.limits import comparator_of
from assets.decisions.moments import moments
from assets.decisions.points import Doubt, Point
from assets.decisions.quantities import DURATIONS, FREQUENCY, Quantity, find
from assets.decisions.sentences import NAMES_WHO, Sentence

_ROW_MAX = re.compile(
    r"\b(?:max|maximum|limit|cap|up to|within|deadline|no more than|not (?:to )?exceed|at most)\b", re.I
)
_ROW_MIN = re.compile(r"\b(?:min|minimum|at least)\b", re.I)
_COUNTED_COLUMN = re.compile(
    r"(?:number of |max(?:imum|\.)? |min(?:imum|\.)? |allowed )*([a-z]{3,}[a-rt-z]s)(?: (?:per|at|in|for|allowed)\b.*)?$",
    re.I,
)


_COUNTED = re.compile(r" ([a-z]{2,}[a-rt-z]s)(?=[\s,.;]|$)")
"""The noun that a number counts, right behind it."""


def _one_of(counted: str) -> str:
    """The singular of a counted noun in the plural, as `quantities.plural` makes it: "boxes" counts a box."""
    if re.search(r"(?:ss|x|z|ch|sh)es$", counted):
        return counted[:-2]
    return counted[:-3] + "y" if counted.endswith("ies") else counted[:-1]


_BARE_NAME = re.compile(r"[A-Za-z][\w'’&/ ,-]*[A-Za-z)]")


def _holder(row: str, column: str, cell: str, start: int) -> list[Point]:
    """Who a cell names under a column of approvers, owners and the like: one role, or several that it joins."""
    named = _BARE_NAME.fullmatch(cell) and not re.search(r"\d", cell) and len(cell.split()) <= 8
    if not named or not all(names_person(part) for part in re.split(r" and | or | & |, ?| ?/ ?| plus ", cell)):
        return []
    return [Point("role", start, start + len(cell), "fact", row, None, role=cell)]


def read_row(sentence: Sentence, passage: str) -> list[Point]:
    """The limit of a table cell that holds one quantity and little else, or the role that one names; offsets are into the
    passage."""
    if sentence.cell is None:
        return []
    row, column, start, end = sentence.cell
    cell = passage[start:end]
    if NAMES_WHO.fullmatch(column):
        return _holder(row, column, cell, start)
    if not re.search(r"[^\W\d_]|^\d{4}$", column):
        return []  # the first row is no header: "10:00-12:00" names nothing
    quantities = [q for q in find(cell) if q.form != "article" and q.unit != FREQUENCY]
    if not quantities:
        return _told(row, column, cell, start)
    if len(quantities) > 1 and not re.match(r"\s?\((?=[^()]*\)$)", cell[quantities[0].end :]):
        return []  # beside the value at most another one in brackets, for a case of its own: "£145 (London £195)"
    quantity = quantities[0]
    headers = column if find(row) else f"{row} {column}"  # "Balances up to 5 kg" bounds what is weighed
    doubts: list[Doubt] = []
    unit = quantity.unit
    if unit is None:
        match = re.search(
            r"\((?:in )?(USD|EUR|GBP|days|hours|minutes|weeks|months|years|business days|%)\)|\b(days|"
            r"hours|minutes|weeks|months)$",
            column,
        )
        counted = _COUNTED_COLUMN.match(column)
        if counted and counted[1].lower().removesuffix("s") in DURATIONS:
            counted = None  # a column of hours is a timetable or a record
        noun = _COUNTED.match(cell, quantity.end)
        if noun is not None and not quantity.start and noun.end() == len(cell) and noun[1] not in ("yes", "less"):
            return _counted(row, column, _one_of(noun[1]), quantity, start, len(cell))
        if quantity.start or not re.fullmatch(r"\s*(?:, [a-z][^\d]*)?", cell[quantity.end :]):
            return []
        if not (match or counted):
            return _told(row, column, cell, start)
        unit = (match[1] or match[2]).replace("%", "percent") if match else counted[1].lower() if counted else ""
        unit = unit if unit.isupper() or unit == "percent" else unit.removesuffix("s")
    compared = comparator_of(cell, quantity, quantity.end)
    left, right = (compared[1], compared[2]) if compared else (quantity.start, quantity.end)
    if len(re.sub(r"\W", "", cell[:left] + cell[right:])) > 24:
        return []
    if compared is not None:
        comparator = compared[0]
        doubts += compared[3]
    elif bounded := _bounded_by(headers):
        comparator = bounded
    else:
        comparator = "exactly"
        doubts.append(("a value whose meaning the table does not say", 0.85))
    if quantity.high is not None:
        comparator = "between"
    if cell[:left].strip() or cell[right:].strip():
        doubts.append(("the cell says more than the value", 0.75))
    return [
        Point(
            "limit", start + left, start + right, "fact", row, None, comparator, quantity.value,
            quantity.high,
            (start + quantity.start, start + quantity.end), unit, quantity.per, "rule", doubts=tuple(doubts),
        )
    ]  # fmt: skip


def _counted(row: str, column: str, unit: str, quantity: Quantity, start: int, length: int) -> list[Point]:
    """A cell that counts things by their name: "5 bags" under "Limit per visit"."""
    bounded = _bounded_by(column if find(row) else f"{row} {column}")
    if quantity.high is not None:
        return []
    doubts: tuple[Doubt, ...] = () if bounded else (("a value whose meaning the table does not say", 0.85),)
    span = (start, start + length)
    return [Point("limit", *span, "fact", row, None, bounded or "exactly", quantity.value, None, span, unit, quantity.per,
                  "rule", doubts=doubts)]  # fmt: skip


def _bounded_by(name: str) -> str | None:
    """What a header or label says of the amounts under it, where it says one thing: "Maximum stay"."""
    most, least = bool(_ROW_MAX.search(name)), bool(_ROW_MIN.search(name))
    return None if most == least else "at_most" if most else "at_least"


_NUMBER_ALONE = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?")
"""What counts something; four figures without a comma are a code."""
_COINS = re.compile(r"(?P<n>\d+(?:\.\d+)?) ?(?:p|c|ct|pence|cents)(?: ?/ ?[a-z]+| (?:per|an?) [a-z]+)?", re.IGNORECASE)
"""A sum of small coins, and for what: "45p", "42c/km", "24p per mile"."""
_NAMING_COLUMN = re.compile(
    r"\b(?:no|nos|nr|number|id|ids|code|codes|ref|reference|ext|extension|phone|telephone|tel|fax|bleep|room|rooms|floor|page|pages|"
    r"section|step|line|item|version|issue|revision|rev|level|grade|class|priority|rank|year|date|updated|created|changed|ticket|"
    r"form|port|postcode|zip|account|order|serial|key|value|region|zone|gate|slide|slides|chapter|score|points?|count|total|"
    r"actual|(?:hours|minutes|days|weeks|months)$)\b|^\W*[\d.]+\W*$",
    re.I,
)
_NAMED_ROW = re.compile(
    r"^(?:version|issue|author|approved|replaces|owner|reviewed|date)\b|.*\btotal\b|^[\d\W]+$", re.I
)


def _told(row: str, column: str, cell: str, start: int) -> list[Point]:
    """A cell that holds a bare number or a time, whose meaning its row and column say: only asked for."""
    found = moments(cell)
    hours = _hours(cell, found)
    number, coins = _NUMBER_ALONE.fullmatch(cell), _COINS.fullmatch(cell)
    if _NAMING_COLUMN.search(column) or _NAMED_ROW.match(row) or not (number or coins or found):
        return []
    comparator, high = ("between", hours.high) if hours else ("exactly", None)
    if hours:
        value, unit, span = hours.value, hours.unit, (start + hours.start, start + hours.end)
    elif coins:
        value, unit, span = float(coins["n"]), None, (start, start + len(cell))
    elif number:
        value, unit, span = float(cell.replace(",", "")), None, (start, start + len(cell))
    else:
        value, unit, span = found[0].value, found[0].unit, (start + found[0].start, start + found[0].end)
        clock_only = all(m.unit == "clock" for m in found) and len(found) <= 2
        if not clock_only or len(re.sub(r"\W|\d", "", cell)) > 24:
            return []
    doubts = (("a value whose meaning the table does not say", 0.85),)
    return [Point("limit", *span, "fact", row, None, comparator, value, high, span, unit, None, "rule", doubts=doubts)]


_UNTIL = re.compile(r" ?[-–—] ?| (?:to|until|till) ", re.I)


def _hours(cell: str, found: list[Quantity]) -> Quantity | None:
    """The hours that a cell is: "14:00–20:00", "from 8 am to 4 pm"."""
    if len(found) == 2 and found[0].unit == found[1].unit == "clock" and found[0].value != found[1].value:
        first, last = found
        if _UNTIL.fullmatch(cell, first.end, last.start):
            found = [Quantity(first.start, last.end, first.value, last.value, "clock", "moment")]
    whole = len(found) == 1 and found[0].high is not None and found[0].unit == "clock"
    return found[0] if whole and not re.sub(r"^from |\W", "", cell[: found[0].start] + cell[found[0].end :]) else None


def read_line(sentence: Sentence) -> list[Point]:
    """The limit of a line that gives an amount for what it names: "Eye tests: up to £30", "Eye tests up to £30"; offsets are
    into the sentence.

    What follows the amount is quoted with it, and may hold more of the kind; the first is the line's.
    """
    if sentence.form != "line" or sentence.lead is None:
        return []
    label, text = sentence.lead, sentence.text
    opened = re.compile(rf"{re.escape(label)}(?::| of|) ").match(text) if label else None
    at = opened.end() if opened else 0  # "Up to six reservations per card" begins with its amount
    quantity = next((q for q in find(text) if q.start >= at and q.form != "article"), None)
    if quantity is None:
        return []
    unit, end = quantity.unit, quantity.end
    if unit is None and (counted := _COUNTED.match(text, end)):
        unit, end = _one_of(counted[1]), counted.end()
    if unit is None:
        return []
    compared = comparator_of(text, quantity, end)
    left, right = (compared[1], compared[2]) if compared else (quantity.start, end)
    if left != at:
        return []
    doubts: list[Doubt] = list(compared[3]) if compared else []
    comparator = compared[0] if compared else _bounded_by(label) or "exactly"
    if quantity.high is not None:
        comparator = "between"
    return [
        Point(
            "limit", left, right, "fact", label or None, None, comparator, quantity.value, quantity.high,
            (quantity.start, end), unit, quantity.per, "rule", doubts=tuple(doubts),
        )
    ]  # fmt: skip
