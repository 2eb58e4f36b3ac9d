"""Cells of a table: the value asked for by row and column, and amounts held against it. Proofs: `cell`, `missing`."""

import re
from collections.abc import Callable, Mapping

from assets.decisions.duties import names_person
from assets.decisions.moments import UNITS
from assets.examples import rejected
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.misquoting import mistaken
from assets.examples.moments import Moment
from assets.examples.quantities import MONEY, TIME, Quantity, compared, find_quantity, find_range, satisfies, unit_words
from assets.examples.recipes.limits.answers import unit_name
from assets.examples.recipes.limits.headers import bounds, measure, taking, turned, weekday, within, wording
from assets.examples.recipes.limits.sides import amount_sides
from assets.examples.tables import REMARKS, called, is_many, plainly, said_besides, unmarked
from assets.examples.words import one_of

# What says of an amount from when, of what or by what it counts, or what goes with it, and is no rule of its own: "120 days
# from receipt", "EUR 60 per ride", "20 minutes, on ice".
_COUNTED_FROM = re.compile(
    r"\s?\.?|\s(?:from|after|of|before|following|(?P<per>per|an?|each|every)) [^\d,;()]+|"
    r"[,;] (?!.*\b(?:or|and|but|plus|if|unless|except|only|not|no|max|min|maximum|minimum|then|else|more|less)\b)[^\d()]+",
    re.IGNORECASE,
)


def rows(site: Site) -> list[Draft]:
    """What the table says for a row and a column, and whether an amount keeps to it."""
    point = site.point
    row = unmarked(str(point["subject"] or ""))
    column = unmarked(str(point["lead"] or "").removeprefix(f"{point['subject']}, "))
    cell = unmarked(str(point["sentence"]).removeprefix(f"{point['lead']}: "))
    hours = point["unit"] == "clock" and point["comparator"] == "between"
    if not point["value_text"] or point["value"] is None or point["comparator"] is None:
        raise Unfit("no recipe for this form of limit")
    if (
        not row
        or not column
        or re.search(r"[“”\"\[\]|]", f"{row}{column}{cell}{site.passage.title}")
        or len(row.split()) > 9
    ):
        raise Unfit("a table whose row or column cannot be named")
    site.lone()
    names = _Names(site, row, column, cell)
    if point["unit"] is None or point["unit"] in UNITS:
        found = [_asked(site, names)]
        return _within_hours(site, names, found[0]) if hours else found
    if point["comparator"] == "between":
        return _within_range(site, names, _asked(site, names))
    quantity = find_quantity(cell, str(point["value_text"]), float(point["value"]), str(point["unit"]))
    if quantity is None:
        raise Unfit("a number whose unit stands elsewhere")
    found = [_asked(site, names)]
    if not re.search(r"[A-Za-z%$€£]", quantity.written):  # the column counts it: "3" under "Guests at the table"
        site.gaps.update(dict.fromkeys(("inside", "at", "outside", "missing"), "a number whose unit stands elsewhere"))
        return found
    more = _COUNTED_FROM.fullmatch(cell.removeprefix(quantity.phrase)) if cell.startswith(quantity.phrase) else None
    ahead = point["comparator"] != "at_least" and _AHEAD.search(f"{column} {cell}") is not None
    theirs = point["comparator"] in ("at_least", "more_than") and names_person(
        row
    )  # what is theirs to decide, no least
    loose = REMARKS.fullmatch(column) or _SIGNAL.search(column) or ahead or theirs
    if point["comparator"] == "exactly" or more is None or loose:
        site.gaps.update(dict.fromkeys(("inside", "at", "outside", "missing"), "a cell that says more than its value"))
        return found
    limit = amount_sides(quantity, str(point["comparator"]), f"{row} {column} {cell}", str(point["point"]))

    def held(side: str, asked: float) -> Draft:
        amount = f"{quantity.write(asked)}{more[0].rstrip('.') if more['per'] else ''}"
        return _side(site, names, quantity, side, asked, amount, found[0])

    return held_against(site, found[0], limit, held, lambda twin: _missing(site, names, quantity, twin))


_SIGNAL = re.compile(
    r"\b(?:when|whenever|if|alarms?|alerts?|warn(?:ing)?s?|triggers?|tell|call|report|escalate|reject(?:ed)?|stop|close|action)\b",
    re.I,
)
"""A column that says from where on something is to be done: what keeps to it is not fine."""
_AHEAD = re.compile(r"\b(?:before|beforehand|ahead|prior|in advance|notice|lead time)\b", re.IGNORECASE)
"""What is counted ahead of something is no most, whatever the column is called: "Deadline: 30 minutes before the shift"."""


def held_against(
    site: Site,
    asked: Draft,
    amounts: Mapping[str, float],
    held: Callable[[str, float], Draft],
    missing: Callable[[Draft], Draft],
) -> list[Draft]:
    """The question for the value, those with an amount on each side of it, and the one that leaves the amount out, whose twin
    is the last of the others; notes in `site.gaps` which of them have no form."""
    found = [asked]
    for side in ("inside", "at", "outside"):
        try:
            if side not in amounts:
                raise Unfit("no sensible neighbouring value")
            found.append(held(side, amounts[side]))
        except Unfit as reason:
            site.gaps[side] = str(reason)
    try:
        found.append(missing(found[-1]))
    except Unfit as reason:
        site.gaps["missing"] = str(reason)
    return found


def amount_asked_back(quantity: Quantity) -> str:
    """The question for an amount that was left out, without its mark."""
    units = unit_words(quantity)
    if quantity.unit in ("percent", "%"):
        return "What percentage is it"
    return f"How many {units} is it" if units else "What amount is it"


class _Names:
    """Row, column and cell as an answer quotes them, and as a question calls them; and what the row says `besides`."""

    def __init__(self, site: Site, row: str, column: str, cell: str):
        self.row, self.column, self.cell = row, column, cell
        self.besides, self.called = said_besides(site, column), called(site, row)
        told = re.match(r"[\d€£$]|[A-Z]{3} ?\d|(?:every|up to|max) ", cell, re.IGNORECASE) and not REMARKS.fullmatch(
            column
        )
        self.told = bool(told)  # the cell is an amount and nothing before it
        self.unit = str(site.point["unit"]) if told and site.point["unit"] else None
        headings = (site.passage.heading[-1] if site.passage.heading else site.passage.title, site.passage.title)
        self.kept = (
            re.search(r"\b(?:kept|keep|keeping|retention|retain(?:ed)?)\b", " ".join(headings), re.IGNORECASE)
            is not None
        )
        self.measured = measure(column, plainly(site, column), row, self.unit, headings)
        # a measure that says by itself for what it holds
        self.noun = self.measured.noun if self.measured and not self.measured.case else None

    @property
    def place(self) -> str:
        """What stands where, quoted."""
        return self.placed(self.cell)

    def placed(self, cell: str) -> str:
        """A cell as that of the row and the column."""
        return f"“{cell}” for “{self.row}” under “{self.column}”"


def _asked(site: Site, names: _Names) -> Draft:
    row, column, cell, cite = names.row, names.column, names.cell, site.cite
    asked = wording(
        column,
        names.called,
        names.unit,
        cell,
        names.measured,
        many=is_many(names.called),
        person=names_person(row),
        kept=names.kept,
    ) or (turned(row, weekday(column) or plainly(site, column), names.unit) if names.told else None)
    if asked is None:
        raise Unfit("no natural form: nobody asks for a row under the name of this column")
    options = (
        f"{cite} gives “{cell}” for “{row}” under “{column}”.",
        f"The table in {cite} has “{cell}” in the row “{row}”, column “{column}”.",
        f"“{cell}”, going by the row “{row}” and the column “{column}” in {cite}.",
    )
    claim = {"proof": "cell", "quote": site.quote, "row": row, "column": column, "value": site.point["value"],
             "unit": site.point["unit"], "asked": None, "holds": None, "polarity": None}  # fmt: skip
    if site.point["value_high"] is not None and site.point["unit"] not in UNITS:
        claim["value_high"] = site.point["value_high"]
    noun = names.measured.noun if names.measured else None
    missing = f"what the {noun} for {names.called} is" if noun else f'what "{column}" is for {names.called}'
    if day := weekday(column):
        missing = f"what the hours for {names.called} on {day} are"
    answer = site.pick(options, "cell answer") + names.besides
    alone = " " in row and site.corpus.rows[row] == 1 and not asked.leans  # no other table has a row of the name
    return site.draft(
        ("answerable", "answer"), ("cells", "asked"),
        site.say(asked.train, asked.evaluation, "cell", about=asked.leans, alone=alone),
        answer, claim,
        rejected=rejected.misread(site, column, cell, answer, missing),
    )  # fmt: skip


def _side(site: Site, names: _Names, quantity: Quantity, side: str, asked: float, amount: str, twin: Draft) -> Draft:
    comparator = str(site.point["comparator"])
    holds = satisfies(comparator, asked, quantity.value)
    fits = "enough" if comparator in ("at_least", "more_than") else "still okay"
    train, evaluation = _fitting(names, amount, side, least=fits == "enough")
    word, cite = "Yes" if holds else "No", site.cite

    def told(word: str, value: float) -> str:
        """The verdict, with a value as that of the cell."""
        than, place = compared(comparator, asked, value), names.placed(with_value(names.cell, quantity, value))
        options = (
            f"{word}. {cite} says {place}, and {amount} is {than} that.",
            f"{word}: {amount} is {than} what the table in {cite} gives, {place}.",
            f"{word}. The table has {place} {cite}; {amount} is {than} that.",
        )
        return site.pick(options, f"cell {side}") + names.besides

    claim = {"proof": "cell", "quote": site.quote, "row": names.row, "column": names.column, "value": quantity.value,
             "unit": unit_name(quantity), "asked": asked, "holds": holds, "polarity": word.lower()}  # fmt: skip
    phrasing = site.say(train, evaluation, side)
    missing = f"whether {amount} is {fits.removeprefix('still ')} for {names.called}"
    worse = misjudged_cell(site, side, asked, holds, told, missing)
    return site.draft(
        (f"{side}_limit", "answer"), ("cells", side), phrasing, told(word, quantity.value), claim, rejected=worse, twin=twin,
    )  # fmt: skip


def _fitting(names: _Names, amount: str, side: str, *, least: bool) -> tuple[list[Phrasing], list[Phrasing]]:
    """How one asks whether an amount keeps to what a cell sets, a `least` or a most."""
    measured, row, unit = names.measured, names.called, names.unit
    fits = "enough" if least else "okay"
    if least and measured and bounds(measured.noun):
        noun = re.sub(r"\b(?:min|minimum|limit)\b", "", measured.noun).strip()
        of = _of(noun, amount) if noun else amount
        return ([Phrasing("cell.enough", measured.asks(f"Is {of} enough for {row}?"))],
                [Phrasing("cell.be_enough", measured.asks(f"Would {of} be enough for {row}?"))])  # fmt: skip
    if measured and bounds(measured.noun):
        noun = measured.noun
        return ([Phrasing("cell.within", measured.asks(f"Is {amount} within the {noun} for {row}?"))],
                [Phrasing("cell.still_in", measured.asks(f"Would {amount} still be within the {noun} for {row}?"))])  # fmt: skip
    if measured:
        of = _of(measured.noun, amount)
        return ([Phrasing("cell.okay", measured.asks(f"Is {of} {fits} for {row}?"))],
                [Phrasing("cell.would_be", measured.asks(f"Would {of} be {fits} for {row}?"))])  # fmt: skip
    if (verb := within(names.column)) and side != "at":  # after three days or within them
        return ([Phrasing("cell.can_after", f"Can we still {verb} {row} after {amount}?")],
                [Phrasing("cell.okay_after", f"Is it still okay to {verb} {row} after {amount}?")])  # fmt: skip
    if verb := taking(names.column, unit):
        return ([Phrasing("cell.taking", f"Do we {verb} {row} at {amount}?")],
                [Phrasing("cell.still_taking", f"Do we still {verb} {row} at {amount}?")])  # fmt: skip
    raise Unfit("no natural form: nobody holds an amount against the name of this column")


def _of(noun: str, amount: str) -> str:
    """So much of a measure: "a stock of 5 litres"."""
    counted = one_of(noun)
    return f"{counted if counted != noun else f'a {noun}'} of {amount}"


def with_value(text: str, quantity: Quantity, value: float) -> str:
    """A text that holds the quantity, with another value in its place."""
    return text if value == quantity.value else text.replace(quantity.written, quantity.write(value))


def misjudged_cell(
    site: Site, side: str, asked: float, holds: bool, told: Callable[[str, float], str], missing: str
) -> rejected.Worse:
    """An amount inside as if nothing were said of it, and one that is not as if the cell held another value."""
    other = mistaken(site, str(site.point["comparator"]), asked, holds=holds)
    if side == "inside" or other is None:
        return rejected.refusal(site, "", missing)
    return told("No" if holds else "Yes", other), "fabrication"


def _within_hours(site: Site, names: _Names, asked: Draft) -> list[Draft]:
    """The hours asked for, and a time inside and one outside of them."""
    point = site.point
    hours = Moment("", "between", str(point["value_text"]), "clock", float(point["value"]), float(point["value_high"]))
    day = weekday(names.column)
    span_asked = f"the hours for {names.called} on {day}" if day else f"the {names.noun} for {names.called}"
    if not (day or names.noun):
        site.gaps.update(dict.fromkeys(("inside", "at", "outside", "missing"), "no natural form: what the hours are"))
        return [asked]

    def held(side: str, value: float) -> Draft:
        time, holds = re.split(r" ?[-–—] | to ", hours.bare(value))[0], side == "inside"
        train = [Phrasing("cell.in_hours", f"Is {time} within {span_asked}?")]
        evaluation = [Phrasing("cell.fall_in_hours", f"Does {time} fall within {span_asked}?")]
        word, span = ("Yes", "inside") if holds else ("No", "outside")
        options = (
            f"{word}. {site.cite} says {names.place}, and {time} is {span} that span.",
            f"{word}: {time} is {span} what the table in {site.cite} gives, {names.place}.",
            f"{word}. The table has {names.place} {site.cite}; {time} is {span} that span.",
        )
        decided = {"value_high": hours.high, "unit": "clock", "asked": value, "holds": holds, "polarity": word.lower()}
        claim = {"proof": "cell", "quote": site.quote, "row": names.row, "column": names.column, "value": hours.value}
        return site.draft(
            (f"{side}_limit", "answer"), ("cells", side), site.say(train, evaluation, f"hours {side}"),
            site.pick(options, f"hours {side} answer") + names.besides, {**claim, **decided},
            rejected=rejected.refusal(site, "", f"whether {time} is within {span_asked}"), twin=asked,
        )  # fmt: skip

    def missing(_: Draft) -> Draft:
        raise Unfit("no natural form: the moment cannot be left vague")

    return held_against(site, asked, hours.sides(site.number("moment")), held, missing)


_ESTIMATE = re.compile(
    r"\b(?:typical(?:ly)?|usual(?:ly)?|average|expected|estimated?|approx\w*|about|ca)\b", re.IGNORECASE
)
"""What says of a range that it is none to keep to."""


def _within_range(site: Site, names: _Names, asked: Draft) -> list[Draft]:
    """The range asked for, and an amount inside and one outside of it; a range of times or prices may be an estimate."""
    point = site.point
    low, high, unit = float(point["value"]), float(point["value_high"]), str(point["unit"])
    quantity = find_range(names.cell, str(point["value_text"]), low, high, unit)
    headers = f"{names.row} {names.column}"
    loose = REMARKS.fullmatch(names.column) or _SIGNAL.search(names.column) or _ESTIMATE.search(headers)
    if quantity is None or quantity.phrase != names.cell or unit in (*TIME, *MONEY) or loose:
        site.gaps.update(dict.fromkeys(("inside", "at", "outside", "missing"), "a range that may be no bound"))
        return [asked]

    def held(side: str, value: float) -> Draft:
        amount, holds = quantity.write(value), side == "inside"
        train, evaluation = _fitting(names, amount, side, least=False)
        word, span = ("Yes", "inside") if holds else ("No", "outside")
        options = (
            f"{word}. {site.cite} says {names.place}, and {amount} is {span} that range.",
            f"{word}: {amount} is {span} what the table in {site.cite} gives, {names.place}.",
            f"{word}. The table has {names.place} {site.cite}; {amount} is {span} that range.",
        )
        claim = {"proof": "cell", "quote": site.quote, "row": names.row, "column": names.column, "value": low,
                 "value_high": high, "unit": unit, "asked": value, "holds": holds, "polarity": word.lower()}  # fmt: skip
        missing = f"whether {amount} is okay for {names.called}"
        return site.draft(
            (f"{side}_limit", "answer"), ("cells", side), site.say(train, evaluation, f"range {side}"),
            site.pick(options, f"range {side} answer") + names.besides, claim,
            rejected=rejected.refusal(site, "", missing), twin=asked,
        )  # fmt: skip

    def missing(_: Draft) -> Draft:
        raise Unfit("no natural form: the amount cannot be left vague")

    return held_against(site, asked, amount_sides(quantity, "between", headers, str(point["point"])), held, missing)


def _missing(site: Site, names: _Names, quantity: Quantity, twin: Draft) -> Draft:
    in_time = (
        quantity.unit in TIME and site.point["comparator"] == "at_most" and names.column.lower().endswith(" within")
    )
    verb = within(names.column) if in_time else None
    noun = names.noun if names.noun and bounds(names.noun) else None
    if not (verb or noun) or twin.cell == "asked":
        raise Unfit("no natural form: the amount cannot be left vague")
    train = [Phrasing("cell.am_i", f"Am I within the {noun} for {names.called}?")]
    evaluation = [Phrasing("cell.are_we", f"Are we still within the {noun} for {names.called}?")]
    if verb:
        train = [Phrasing("cell.can_still", f"Can we still {verb} {names.called}?")]
        evaluation = [Phrasing("cell.okay_still", f"Is it still okay to {verb} {names.called}?")]
    phrasing = site.say(train, evaluation, "cell missing")
    slot = amount_asked_back(quantity)
    place = names.place
    options = (
        f"{slot}? {site.cite} has {place}.",
        f"That depends. {slot} exactly? The table in {site.cite} says {place}.",
    )
    claim = {"proof": "missing", "quote": site.quote, "slot": "amount", "unit": unit_name(quantity)}
    sure = f"{site.pick(('Yes', 'No'), 'sure')}. That follows from {site.cite}, where the table says {place}.{names.besides}"
    return site.draft(
        ("missing_amount", "clarify"), ("cells", "missing"), phrasing,
        site.pick(options, "cell missing answer") + names.besides, claim,
        rejected=(sure, "overconfidence"), twin=twin,
    )  # fmt: skip
