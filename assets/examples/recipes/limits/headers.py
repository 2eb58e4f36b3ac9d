"""How a cell is asked for: by what its column says of things, in words of its own where the column allows them ("How long do we
keep visitor books?", "How many renewals are there for DVDs?"), else by the column in quotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assets.examples.drafts import Phrasing
from assets.examples.parsing import parse
from assets.examples.quantities import MONEY, TIME
from assets.examples.words import lower, verb_lemma, word_set

# Nouns that name a measure of whatever stands in the row: "the limit for ...", "the notice period for ...".
_ATTRIBUTES = word_set(
    """
    limit maximum minimum cap time deadline period rate amount fee price cost allowance length notice duration budget
    share frequency interval quota threshold term percentage discount lifetime validity entitlement
    retention turnaround turnover volume load capacity stock dose dosage quantity target charge deposit tolerance life size
    weight height width depth temperature pressure speed age window level strength concentration ratio dilution salary wage
    bonus penalty surcharge rent
    """
)
_SPANS = word_set("time period length duration notice lifetime validity retention turnaround life term")
"""Those that last, where they are told in time."""
_KEEPING = word_set("keep store hold retain archive save")
_RUNNING = word_set("start begin end finish open close")
_UNIT = re.compile(
    r"\s*\((?:in )?(?!per\b)(?:[A-Za-z%°µ³²]{1,3}(?:/[A-Za-z³²]{1,3})?|"
    r"(?:business |working )?(?:days|hours|minutes|weeks|months))\)"
)
"""The unit of a column of measures: "Turnover (h)"."""
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_WEEKDAYS = re.compile(
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:days?)?(?:(?: ?[-–/&,] ?| to | and )(?=\w)|$))+"
)


@dataclass(frozen=True)
class Wording:
    """The ways to ask for a cell, and what its column is called inside a sentence: "loan period"; None where that is a title."""

    train: Sequence[Phrasing]
    evaluation: Sequence[Phrasing]
    noun: str | None
    names_page: bool = False
    leans: bool = False  # on words that lead it in


def measure_of(column: str) -> str | None:
    """What a column calls a measure of its rows, as it stands inside a sentence; None where it names none."""
    plain = _BRACKETS.sub("", column).strip()
    words = plain.split()
    if not words or len(words) > 4 or re.search(r"[^A-Za-z\s.'’-]", plain):
        return None
    if plain.lower() in _ATTRIBUTES:
        return plain.lower()  # "TIME"
    doc = parse(plain.lower())
    root = doc[:].root
    measures = root.lemma_ in _ATTRIBUTES or root.lower_ in _ATTRIBUTES or _UNIT.search(column)
    loose = any(t.pos_ in ("VERB", "AUX", "PRON", "SCONJ") for t in doc if t != root) or root.tag_ not in (
        "NN",
        "NNP",
        "JJ",
    )
    if re.fullmatch(r"\w+ allowed", plain, re.IGNORECASE):
        return lower(plain)
    if not measures or loose or (re.fullmatch(r"\w+", plain) and root.tag_ != "NN"):
        return None
    capital = words[0].isupper() or any(w[:1].isupper() for w in words[1:])
    return plain if capital else lower(plain)


def wording(page: str, column: str, row: str, plain: str, unit: str | None, *, many: bool) -> Wording:
    """How the cell of a unit is asked for under a column in a row, as a question calls it, or plainly beside the name of the
    page; `many` where that is in the plural."""
    found = (
        _measured(column, row, unit)
        or _kept(column, row, unit)
        or _counted(column, row, unit)
        or _running(column, row, unit, many=many)
        or _asking(column, row, unit, many=many)
    )
    if found is not None:
        return found
    under = f'for {row} under "{column}"'
    if unit in MONEY:
        train = [Phrasing("cell.which_amount", f"Which amount applies {under}?")]
        return Wording(train, [Phrasing("cell.amount_given", f"What amount is given {under}?")], None, leans=True)
    if unit in TIME and not column.lower().endswith(" by"):
        train = [Phrasing("cell.how_much_time", f"How much time is given {under}?")]
        return Wording(
            train, [Phrasing("cell.time_there", f"How much time does the table give {under}?")], None, leans=True
        )
    title = f'"{page}"'
    train = [Phrasing("cell.says", f'What does {title} say under "{column}" for {plain}?'),
             Phrasing("cell.table", f'What does the table in {title} have under "{column}" for {plain}?'),
             Phrasing("cell.stated", f'What is stated in {title} for {plain} under "{column}"?')]  # fmt: skip
    evaluation = [Phrasing("cell.given", f'What is given in {title} under "{column}" for {plain}?'),
                  Phrasing("cell.entry", f'What is the entry for {plain} under "{column}" in {title}?')]  # fmt: skip
    return Wording(train, evaluation, None, names_page=True)


def turned(row: str, column: str, unit: str | None) -> Wording | None:
    """How a cell is asked for whose row is called what columns mostly are, and stands under the name of a thing: "Seats" under
    "Red van"; None where that is not so."""
    return None if measure_of(column) else _measured(row, column, unit) or _counted(row, column, unit)


def _measured(column: str, row: str, unit: str | None) -> Wording | None:
    """ "Loan period": what it is."""
    noun = measure_of(column)
    if noun is None:
        return None
    train = [
        Phrasing("cell.what_is", f"What is the {noun} for {row}?"),
        Phrasing("cell.whats", f"What's the {noun} for {row}?"),
    ]
    evaluation = [Phrasing("cell.know", f"I would like to know the {noun} for {row}."),
                  Phrasing("cell.applies", f"Which {noun} applies to {row}?")]  # fmt: skip
    last = noun.split()[-1].lower()
    if unit in TIME and last in _SPANS:
        train.append(Phrasing("cell.how_long_is", f"How long is the {noun} for {row}?"))
    if unit in MONEY:
        evaluation.append(Phrasing("cell.how_much", f"How much is the {noun} for {row}?"))
    return Wording(train, evaluation, noun)


def _kept(column: str, row: str, unit: str | None) -> Wording | None:
    """ "Kept for": how long we keep it."""
    match = re.fullmatch(r"(\w+)(?: for)?", column)
    verb = verb_lemma(match[1].lower()) if match else None
    if verb not in _KEEPING or unit not in TIME:
        return None
    train = [Phrasing("cell.we_keep", f"How long do we {verb} {row}?")]
    return Wording(train, [Phrasing("cell.to_keep", f"For how long do we have to {verb} {row}?")], None)


def _counted(column: str, row: str, unit: str | None) -> Wording | None:
    """ "Renewals": how many there are."""
    if not re.fullmatch(r"[A-Z]?[a-z]+(?: [a-z]+)?", column) or (unit is not None and unit not in column.lower()):
        return None
    doc = parse(column.lower())
    root = doc[:].root
    if root.tag_ != "NNS" or root.i + 1 != len(doc) or any(t.pos_ not in ("NOUN", "ADJ") for t in doc):
        return None
    train = [Phrasing("cell.how_many", f"How many {lower(column)} are given for {row}?")]
    return Wording(train, [Phrasing("cell.number", f"What is the number of {lower(column)} for {row}?")], None)


def _running(column: str, row: str, unit: str | None, *, many: bool) -> Wording | None:
    """A time: when something starts, or the hours of a weekday."""
    if unit == "clock" and _WEEKDAYS.fullmatch(column):
        train = [Phrasing("cell.hours", f"What are the hours for {row} on {column}?")]
        return Wording(train, [Phrasing("cell.hours_are", f"Which hours are given for {row} on {column}?")], None)
    match = re.fullmatch(r"(\w+)( by)?", column)
    verb = verb_lemma(match[1].lower()) if match else None
    if match is None or verb not in _RUNNING or unit not in ("clock", None):  # "21.30" may be read as a number
        return None
    does = "do" if many else "does"
    when, at = ("By when", "By what time") if match[2] else ("When", "At what time")
    train = [Phrasing("cell.when_does", f"{when} {does} {row} {verb}?")]
    return Wording(train, [Phrasing("cell.what_time", f"{at} {does} {row} {verb}?")], None)


def _asking(column: str, row: str, unit: str | None, *, many: bool) -> Wording | None:
    """A column that asks itself: "How often", "How long"."""
    if unit not in TIME:
        return None
    if column.lower() == "how often":
        be = "are" if many else "is"
        train = [Phrasing("cell.how_often", f"How often {be} {row} due?")]
        return Wording(train, [Phrasing("cell.interval", f"What is the interval for {row}?")], None)
    if column.lower() == "how long":
        train = [Phrasing("cell.how_long", f"How long is it for {row}?")]
        return Wording(train, [Phrasing("cell.long_say", f"How long does it say for {row}?")], None, leans=True)
    return None
