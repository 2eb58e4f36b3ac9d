"""How a cell is asked for: by what its column says of things, as people ask ("How long do we keep visitor books?",
"How many renewals are given for DVDs?"); by no other, since nobody asks for the entry of a row under a column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assets.examples.corpus import content_words
from assets.examples.drafts import Phrasing
from assets.examples.parsing import parse
from assets.examples.quantities import MONEY, TIME
from assets.examples.words import is_noun, lower, noun_lemma, verb_lemma, word_set

# Nouns that name a measure of whatever stands in the row: "the limit for ...", "the notice period for ...".
_ATTRIBUTES = word_set(
    """
    limit maximum minimum cap time deadline period rate amount fee price cost allowance length notice duration budget
    share frequency interval quota threshold term percentage discount lifetime validity entitlement
    retention turnaround turnover volume load capacity stock dose dosage quantity target charge deposit tolerance life size
    weight height width depth temperature pressure speed age window level strength concentration ratio dilution salary wage
    bonus penalty surcharge rent fare toll refund max min temp distance clearance thickness area delay gap
    """
)
_BARE = word_set(
    "limit maximum minimum max min cap time period rate amount length duration term allowance share notice"
)
"""Those that say nothing of what they measure."""
_MOST = word_set("minimum maximum min max lowest highest longest shortest")
"""Before whatever they measure the least or the most of."""
_BOUNDS = word_set(
    "limit maximum max minimum min cap deadline period allowance budget quota share window time notice allowed entitlement target"
)
"""Those that something stays within, or reaches."""
_PRICES = word_set("fare price charge fee rate tariff toll rent")
_LASTING = re.compile(r"(?:retention )?(?:period|time)|how long|retention|duration", re.IGNORECASE)
_SPANS = word_set("time period length duration notice lifetime validity retention turnaround life term")
"""Those that last, where they are told in time."""
_DEEDS = word_set(
    "response reply answer completion delivery collection repair replacement resolution approval acknowledgement dispatch "
    "processing decision payment inspection release attendance restoration turnaround escalation reaction recovery"
)
"""What a column of times calls that which is done in them: "Response" of the response time."""
_KEEPING = word_set("keep store hold retain archive save")
_RUNNING = word_set("start begin end finish open close")
_UNIT = re.compile(
    r"\s*\((?:in )?(?!per\b)(?:[A-Za-z%°µ³²]{1,3}(?:/[A-Za-z³²]{1,3})?|"
    r"(?:business |working )?(?:days|hours|minutes|weeks|months))\)"
)
"""The unit of a column of measures: "Turnover (h)"."""
_BRACKETS = re.compile(r"\s*\([^()]*\)|\sm[²³]$")
"""What stands in brackets, or is a unit without them: "Volume m³"."""
_WEEKDAYS = re.compile(
    r"[Ww]eek(?:days?|ends?)|"
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:days?)?(?:(?: ?[-–/&,] ?| to | and )(?=\w)|$))+"
)


@dataclass(frozen=True)
class Wording:
    """The ways to ask for a cell."""

    train: Sequence[Phrasing]
    evaluation: Sequence[Phrasing]
    leans: bool = False  # on words that lead it in


def measure_of(column: str) -> str | None:
    """What a column calls a measure of its rows, as it stands inside a sentence; None where it names none."""
    plain = re.sub(r"\b([Mm](?:in|ax))\.", r"\1imum", _BRACKETS.sub("", column).strip())
    words = plain.split()
    if not words or len(words) > 8 or re.search(r"[^A-Za-z\s.'’-]", plain):
        return None
    if plain.lower() in _ATTRIBUTES:
        return plain.lower()  # "TIME"
    doc = parse(plain.lower())[:]
    if doc[0].tag_ in ("VB", "VBP"):
        doc = parse(f"the {plain.lower()}")[1:]  # "standby allowance"
    root = doc.root
    measures = root.lemma_ in _ATTRIBUTES or root.lower_ in _ATTRIBUTES or _UNIT.search(column)
    most = words[0].lower() in _MOST and root.tag_ == "NN" and root == doc[-1]  # "minimum staff"
    acts = any(t.pos_ in ("VERB", "AUX", "PRON", "SCONJ") and t.dep_ != "amod" for t in doc if t != root)
    loose = acts or root.tag_ not in ("NN", "NNP", "JJ")
    if re.fullmatch(r"\w+ allowed", plain, re.IGNORECASE):
        return lower(plain)
    far = len(words) > 4 and any(t.dep_ not in ("prep", "pobj", "det", "amod", "compound") for t in doc if t.i > root.i)
    if not (measures or most) or loose or far or (re.fullmatch(r"\w+", plain) and root.tag_ != "NN"):
        return None
    capital = words[0].isupper() or any(w[:1].isupper() for w in words[1:])
    return plain if capital else lower(plain)


def bounds(noun: str) -> bool:
    """Whether a measure is one that something stays within: "time limit", and not "shelf temperature"."""
    return bool(set(noun.lower().split()) & _BOUNDS)


@dataclass(frozen=True)
class Measure:
    """What a question calls that which a cell gives, and the words in front that say for what it does."""

    noun: str
    case: str = ""

    def asks(self, question: str) -> str:
        """A question for the measure behind its case: "For an ordinary sailing, what is the limit?" """
        return f"For {self.case}, {lower(question)}" if self.case else question


def measure(column: str, called: str, row: str, unit: str | None, headings: Sequence[str]) -> Measure | None:
    """What a cell of a unit gives: the measure of its column ("loan period"), or of the headings, where the column says which
    of them, or is `called` the case in which it holds: the "single fare", the "limit" for an ordinary trip."""
    heading = " ".join(headings)
    if _LASTING.fullmatch(column) and unit in (*TIME, None) and "retention" in content_words(f"{heading} {column}"):
        return Measure("retention period")
    if noun := measure_of(column):
        return Measure(noun)
    if unit in TIME and column.lower() in _DEEDS:
        return Measure(f"{column.lower()} time")
    if unit in MONEY and (noun := _price(column, heading)):
        return Measure(noun)
    noun = _headed(headings[0], unit)
    nominal = all(t.pos_ in ("NOUN", "PROPN", "ADJ", "DET") for t in parse(called.strip('"')))
    if noun is None or not nominal or bounds(row) or measure_of(row):
        return None
    return Measure(noun, called)


def _headed(heading: str, unit: str | None) -> str | None:
    """The measure of which a heading speaks: "check-in time" of "Check-in times"."""
    kinds = (
        _PRICES
        if unit in MONEY
        else word_set("time deadline period")
        if unit in TIME
        else word_set("quantity level target")
    )
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", heading.lower())
    at = next((n for n, word in enumerate(words) if noun_lemma(word) in kinds | {"limit"}), None)
    if at is None:
        return None
    noun = noun_lemma(words[at])
    kind = words[at - 1] if at else "and"
    return f"{kind} {noun}" if "-" in kind or is_noun(kind) else str(noun)


def _price(column: str, heading: str) -> str | None:
    """What a column of a table of prices is the price of: "private charge", "single fare per head"."""
    match = re.fullmatch(r"([a-z]+(?:-[a-z]+)?)(?: \((per [a-z]+)\))?", column, re.IGNORECASE)
    price = next(
        (noun for word in re.findall(r"[a-z]+", heading.lower()) if (noun := noun_lemma(word)) in _PRICES), None
    )
    if match is None or price is None:
        return None
    doc = parse(f"the {match[1].lower()} {price}")
    kinds = all(t.dep_ in ("amod", "compound", "punct") and t.pos_ in ("ADJ", "NOUN", "PUNCT") for t in doc[1:-1])
    return f"{doc[1:].text}{f' {match[2]}' if match[2] else ''}" if kinds and doc[:].root.i == len(doc) - 1 else None


def wording(
    column: str,
    row: str,
    unit: str | None,
    cell: str,
    measured: Measure | None,
    *,
    many: bool,
    person: bool,
    kept: bool = False,
) -> Wording | None:
    """How the cell of a unit is asked for under a column that gives a measure, in a row as a question calls it, `many` where
    that is in the plural and a `person` where it is somebody, below a heading that says how long things are `kept`; None where
    nobody would ask for it by its row and column."""
    return (
        _kept(column, row, unit)
        or _counted(column, row, unit, kept=kept)
        or _running(column, row, unit, many=many)
        or _asking(column, row, unit, measured, many=many)
        or (_measured(measured, row, unit) if measured else None)
        or (None if person else _per(column, row, unit, many=many))
        or _soon(column, row, unit)
        or _every(column, row, cell, many=many)
        or _degrees(column, row, unit)
    )


def turned(row: str, column: str, unit: str | None) -> Wording | None:
    """How a cell is asked for whose row is called what columns mostly are, and stands under the name of a thing: "Seats" under
    "Red van"; None where that is not so."""
    called = parse(column.strip('"').lower())
    if not weekday(column) and any(t.pos_ in ("VERB", "AUX", "ADP", "SCONJ") or t.tag_ == "NNS" for t in called):
        return None
    if measure_of(column):
        return None
    noun = measure_of(row.replace(", per ", " per "))
    return _measured(Measure(noun), column, unit) if noun else _counted(row, column, unit)


def _measured(measured: Measure, row: str, unit: str | None) -> Wording:
    """ "Loan period": what it is."""
    noun = measured.noun
    if measured.case:
        train = [Phrasing("cell.in_case", measured.asks(f"What is the {noun} for {row}?"))]
        return Wording(train, [Phrasing("cell.in_case_applies", measured.asks(f"Which {noun} applies to {row}?"))])
    train = [
        Phrasing("cell.what_is", f"What is the {noun} for {row}?"),
        Phrasing("cell.whats", f"What's the {noun} for {row}?"),
    ]
    evaluation = [Phrasing("cell.know", f"I would like to know the {noun} for {row}."),
                  Phrasing("cell.applies", f"Which {noun} applies to {row}?")]  # fmt: skip
    last = noun.rsplit(maxsplit=1)[-1].lower()
    if unit in TIME and last in _SPANS:
        train.append(Phrasing("cell.how_long_is", f"How long is the {noun} for {row}?"))
    if unit in MONEY:
        evaluation.append(Phrasing("cell.how_much", f"How much is the {noun} for {row}?"))
    return Wording(train, evaluation, leans=noun in _BARE)


def _per(column: str, row: str, unit: str | None, *, many: bool) -> Wording | None:
    """ "Per night": what a thing costs."""
    match = re.fullmatch(r"per (?:an? )?([a-z]+)", column, re.IGNORECASE)
    if match is None or unit not in MONEY:
        return None
    train = [Phrasing("cell.per", f"How much {'are' if many else 'is'} {row} per {match[1].lower()}?")]
    return Wording(
        train, [Phrasing("cell.costs", f"What {'do' if many else 'does'} {row} cost per {match[1].lower()}?")]
    )


def within(column: str) -> str | None:
    """The verb of a column that says within what time one does something: "Use within"."""
    match = re.fullmatch(r"([a-z]+) within", column, re.IGNORECASE)
    verb = match[1].lower() if match else ""
    return verb if verb and verb_lemma(verb) == verb and parse(f"we {verb} them")[1].pos_ == "VERB" else None


def _soon(column: str, row: str, unit: str | None) -> Wording | None:
    """ "Use within": how soon one has to."""
    if unit not in TIME or (verb := within(column)) is None:
        return None
    train = [Phrasing("cell.how_soon", f"How soon do we have to {verb} {row}?")]
    return Wording(train, [Phrasing("cell.what_time_within", f"Within what time do we have to {verb} {row}?")])


def taking(column: str, unit: str | None) -> str | None:
    """The verb of a column that says at how many degrees one does something: "Accept"."""
    verb = column.lower()
    plain = re.fullmatch(r"[a-z]+", verb) and unit is not None and unit.startswith("°") and verb_lemma(verb) == verb
    return verb if plain and parse(f"we {verb} them")[1].pos_ == "VERB" else None


def _degrees(column: str, row: str, unit: str | None) -> Wording | None:
    """ "Accept": at what temperature we do."""
    if (verb := taking(column, unit)) is None:
        return None
    return Wording([Phrasing("cell.at_degrees", f"At what temperature do we {verb} {row}?")],
                   [Phrasing("cell.which_degrees", f"At which temperature do we {verb} {row}?")])  # fmt: skip


def _every(column: str, row: str, cell: str, *, many: bool) -> Wording | None:
    """ "Replaced": "every 2 years"."""
    done = re.fullmatch(r"[A-Z]?[a-z]+", column) and parse(f"it is {column.lower()}")[2].tag_ == "VBN"
    if not done or not cell.startswith("every "):
        return None
    be = f"{'are' if many else 'is'} {row} {column.lower()}"
    return Wording([Phrasing("cell.how_often_done", f"How often {be}?")],
                   [Phrasing("cell.intervals", f"At what intervals {be}?")])  # fmt: skip


def _kept(column: str, row: str, unit: str | None) -> Wording | None:
    """ "Kept for": how long we keep it."""
    match = re.fullmatch(r"(\w+)(?: for)?", column)
    verb = verb_lemma(match[1].lower()) if match else None
    if verb not in _KEEPING or unit not in (*TIME, *([None] if column.endswith(" for") else [])):
        return None
    train = [Phrasing("cell.we_keep", f"How long do we {verb} {row}?")]
    return Wording(train, [Phrasing("cell.to_keep", f"For how long do we have to {verb} {row}?")])


def _counted(column: str, row: str, unit: str | None, *, kept: bool = False) -> Wording | None:
    """ "Renewals": how many there are; "Maximum persons": the maximum number of them; "Years", of what is kept: for how many."""
    if kept and noun_lemma(column.lower()) in TIME:
        train = [Phrasing("cell.years_kept", f"How many {lower(column)} do we keep {row}?")]
        return Wording(
            train, [Phrasing("cell.years_to_keep", f"For how many {lower(column)} do we have to keep {row}?")]
        )
    if not re.fullmatch(r"[A-Z]?[a-z]+(?: [a-z]+)?", column) or (unit is not None and unit not in column.lower()):
        return None
    doc = parse(column.lower())
    root = doc[:].root
    if root.tag_ != "NNS" or root.i + 1 != len(doc) or any(t.pos_ not in ("NOUN", "ADJ") for t in doc):
        return None
    if doc[0].lower_ in ("maximum", "minimum", "max", "min"):  # the highest bids are no highest number of them
        return _measured(Measure(f"{doc[0].text} number of {doc[1].text}"), row, unit) if len(doc) > 1 else None
    train = [Phrasing("cell.how_many", f"How many {lower(column)} are given for {row}?")]
    return Wording(train, [Phrasing("cell.number", f"What is the number of {lower(column)} for {row}?")])


def _running(column: str, row: str, unit: str | None, *, many: bool) -> Wording | None:
    """A time: when something starts, or the hours of a weekday."""
    if unit == "clock" and (day := weekday(column)):
        train = [Phrasing("cell.hours", f"What are the hours for {row} on {day}?")]
        return Wording(train, [Phrasing("cell.hours_are", f"Which hours apply to {row} on {day}?")])
    match = re.fullmatch(r"(\w+)( by)?", column)
    verb = verb_lemma(match[1].lower()) if match else None
    if match is None or verb not in _RUNNING or unit not in ("clock", None):  # "21.30" may be read as a number
        return None
    does = f"{'do' if many else 'does'} {row} {verb}"
    if day := weekday(row.strip('"')):
        does = f"do we {verb} on {day}"
    when, at = ("By when", "By what time") if match[2] else ("When", "At what time")
    train = [Phrasing("cell.when_does", f"{when} {does}?")]
    return Wording(train, [Phrasing("cell.what_time", f"{at} {does}?")])


def weekday(name: str) -> str | None:
    """The days that a row or column is called by, as they stand in a sentence: "Saturday", "weekdays"."""
    if not _WEEKDAYS.fullmatch(name):
        return None
    if name.lower().startswith("week"):
        return f"{lower(name).removesuffix('s')}s"
    return next((day for day in _DAYS if name.isalpha() and len(name) < 6 and day.startswith(name[:3])), name)


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _asking(column: str, row: str, unit: str | None, measured: Measure | None, *, many: bool) -> Wording | None:
    """A column that asks itself: "How often", "How long"."""
    if unit not in TIME:
        return None
    if column.lower() == "how often" and '"' not in row:
        be = "are" if many else "is"
        train = [Phrasing("cell.how_often", f"How often {be} {row} due?")]
        return Wording(train, [Phrasing("cell.interval", f"What is the interval for {row}?")])
    if column.lower() == "how long" and measured is None:
        train = [Phrasing("cell.how_long", f"How long is it for {row}?")]
        return Wording(train, [Phrasing("cell.long_say", f"How long does it say for {row}?")], leans=True)
    return None
