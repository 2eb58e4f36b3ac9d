"""The proof `cell`: what a table says for a row and a column, or a line for what it names, and an amount held against it."""

import re
from dataclasses import replace

from checks.verifier.amounts import CURRENCY, TIME, Comparator, Quantity, measured, quantities, same_measure
from checks.verifier.cases import DIALOGUES, Case, Rejected, Rule, Turn, require
from checks.verifier.language import clauses, form, modals, negations, outside
from checks.verifier.moments import moments
from checks.verifier.proofs.premises import CORRECTION, first_sentence
from checks.verifier.proofs.shared import Claim, about, as_people_say, asks, counts, no_exception_beside, prose_keeps_to
from checks.verifier.words import ASKING_STEMS, coverage, plain, words

_MAXIMUM = re.compile(
    r"\b(?:max|maximum|limit|cap|up to|within|deadline|no more than|not (?:to )?exceed|at most)\b", re.IGNORECASE
)
_MINIMUM = re.compile(r"\b(?:min|minimum|at least)\b", re.IGNORECASE)
_MORE = re.compile(r"(?<!not )(?<!no )\b(?:more|above|longer|higher|over)\b", re.IGNORECASE)
_QUALIFIED = re.compile(
    r"\b(?:or(?! (?:less|fewer|more))|and|but|plus|if|unless|except|only|then|else)\b", re.IGNORECASE
)
_LESS = re.compile(r"(?<!not )(?<!no )\b(?:less|fewer|below|shorter|lower|under that)\b", re.IGNORECASE)


# A column that tells from where on somebody has to act: "Tell the vet when", "Alarm", "Rejected if".
_SIGNALS = re.compile(
    r"\b(?:when(?:ever)?|if|alarms?|alerts?|warn(?:ing)?s?|triggers?|tell|call|report|escalate|reject(?:ed)?|stop|close|action)\b",
    re.IGNORECASE,
)


def cell(case: Case, turn: Turn, claim: Claim) -> None:
    """The value of a cell or line is given, or an amount of the question compared with it."""
    rule = case.rule(claim.get("quote"))
    row, column = plain(str(claim.get("row", ""))), plain(str(claim.get("column") or ""))
    in_table = claim.get("column") is not None
    text, others, rows, kind = _cell(case, rule, row, column) if in_table else (_line(case, rule, row), [], [], "")
    whole = claim.get("asked") is None  # all that the cell holds is quoted
    amount = _amount(text, column, claim, whole=whole) if claim.get("unit") not in _UNMEASURED else None
    hours = claim.get("unit") == "clock" and not whole
    named = in_table and whole and _BARE_NAME.fullmatch(text) is not None and text == plain(str(claim.get("name")))
    bare = whole and not named and _told(text, claim)
    require(amount or hours or named or bare, "the cell does not hold the one amount that is claimed")
    table = words(
        f"table row column entry stands looked set find due interval {kind} {_day(column)}"
        f"{' hours fall' if claim.get('unit') == 'clock' else ''}{' name' if named else ''}"
        f"{' temperature' if str(claim.get('unit')).startswith('°') else ''}"
    )
    about(case, turn, rule, table | as_people_say(case, turn, rule))
    _row_named(turn, row, rows)
    said = words(turn.topic)
    wanted = words(_UNIT.sub("", _day(column))) - ASKING_STEMS
    require(coverage(wanted, said) >= 0.6, "the question does not name the column")
    alike = [
        other for other in others
        if (any(same_measure(q, amount) for q in quantities(other)) if amount else named or re.search(r"\d", other))
    ]  # fmt: skip
    require(not alike or words(_UNIT.sub("", _day(column))) <= said or column.casefold() in plain(turn.topic).casefold(),
            "the row has another amount of this kind, and the question does not name the column")  # fmt: skip
    require(not named or text.casefold() not in plain(turn.topic).casefold(), "the question holds its answer")
    for quoted in (text, row, column or rule.quote):
        require(turn.quotes(quoted), "the answer does not quote row, column and cell")
    shown = whole and claim.get("column") is None  # the line is quoted with its exception
    no_exception_beside(case, turn, rule, (0, len(rule.sentence)) if shown else None)
    known = {claim.get("value")} | {q.value for q in quantities(turn.topic)}
    require({q.value for q in quantities(turn.prose)} <= known, "the answer's own words speak of another amount")
    if case.situation == "answerable" or (claim.get("asked") is None and case.situation in DIALOGUES):
        require(
            claim.get("asked") is None and claim.get("polarity") is None, "a value that is asked for has no yes or no"
        )
        require(
            form(turn.question) == "open" and turn.opening is None, "the answer's opening does not fit the question"
        )
        require("?" not in turn.prose, "the answer asks back")
        require(not _MORE.search(turn.prose) and not _LESS.search(turn.prose), "the answer compares with nothing")
        require(
            not [q for q in quantities(turn.question) if q.value == claim["value"]], "the question holds its answer"
        )
        told = [m for m in moments(turn.question) if (m.unit, m.value) == (claim["unit"], claim["value"])]
        require(not told, "the question holds its answer")
        return
    require(not in_table or _SIGNALS.search(column) is None, "the column says when to act, and bounds nothing")
    if hours:
        _within_hours(case, turn, claim, text)
        return
    if amount is None:
        raise Rejected("the table does not say what its amount means")
    if amount.high is not None:
        _within_range(case, turn, claim, (amount, text))
        return
    require(not _QUALIFIED.search(text), "the cell says more of its amount than the comparison heeds")
    # a row with an amount in its name says what the row is about: "Balances up to 5 kg"
    _compared(case, turn, claim, (amount, text), column if quantities(row) else f"{row} {column}")


def cell_denied(case: Case, turn: Turn, claim: Claim) -> None:
    """The question puts another name into a cell than the one that it holds."""
    rule = case.rule(claim.get("quote"))
    row, column, claimed = (plain(str(claim.get(key) or "")) for key in ("row", "column", "claimed"))
    text, _, rows, kind = _cell(case, rule, row, column)
    both = _BARE_NAME.fullmatch(text) and _BARE_NAME.fullmatch(claimed)
    require(both and not words(text) & words(claimed), "the cell does not deny the name that is claimed")
    topic = plain(turn.topic).casefold()
    named = words(column) - ASKING_STEMS <= words(topic)
    require(
        named and re.search(rf"(?<!\w){re.escape(claimed.casefold())}(?!\w)", topic),
        "the question does not hold the premise",
    )
    require(text.casefold() not in topic.replace(row.casefold(), ""), "the question holds its answer")
    _row_named(turn, row, rows)
    about(case, turn, rule, words(f"table row column stands {kind} {claimed}"))
    require(turn.opening != "yes", "the answer agrees with the premise")
    require(CORRECTION.search(first_sentence(turn.prose)), "the answer does not open with a correction")
    require(not asks(turn), "the correction asks back")
    for quoted in (text, row, column):
        require(turn.quotes(quoted), "the answer does not quote row, column and cell")
    no_exception_beside(case, turn, rule, None)


_UNIT = re.compile(r"\s\((?!per\b)[^()]{1,16}\)$|\sm[²³]$")
"""The unit of a column's measure, for which nobody asks: "Turnover (h)", "Volume m³"."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _day(column: str) -> str:
    """A column's name as a question has it: "Monday" of "Mon"."""
    return next((day for day in _DAYS if column.isalpha() and len(column) < 6 and day.startswith(column[:3])), column)


_BARE_NAME = re.compile(r"[A-Za-z][A-Za-z'’&/ ,-]*[A-Za-z]")
"""A cell that is nothing but the name of somebody."""


def _row_named(turn: Turn, row: str, rows: list[str]) -> None:
    """The question names the row, and no other."""
    said, topic = words(turn.topic), plain(turn.topic).casefold()
    named = words(row) <= said and _figures(row) <= _figures(turn.topic)  # SEV1 is not SEV2
    require(named or row.casefold() in topic, "the question does not name the row")
    # "2 to 10 years" holds all the words and figures of "Less than 2 years"
    instead = row.casefold() not in topic and any(other and other.casefold() in topic for other in rows)
    require(
        not instead and not any(words(row) < words(other) <= said for other in rows), "the question names another row"
    )


def _figures(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))


_UNMEASURED = (None, "clock")
"""What a cell is only asked for: a bare number, and a time."""


def _amount(text: str, column: str, claim: Claim, *, whole: bool) -> Quantity:
    """The one amount of a cell, or that of the claim where the whole cell is told."""
    unit = str(claim.get("unit"))
    read = _with_unit(text, column, unit)
    found = [q for q in quantities(read) if q.has_unit(unit) and q.value == claim.get("value")]
    require(len(found) == 1, "the cell does not hold the one amount that is claimed")
    beside = [q for q in quantities(read) if q != found[0] and counts(q)]
    require(whole or not beside, "the cell does not hold the one amount that is claimed")
    require(
        not found[0].hedged and found[0].high == claim.get("value_high"), "the cell's amount is not the one claimed"
    )
    return found[0]


_COINS = r"\s?(?:p|c|ct|pence|cents)(?:\s?/\s?[a-z]+|\s(?:per|an?)\s[a-z]+)?"


def _told(text: str, claim: Claim) -> bool:
    """Whether a cell is the bare number of the claim, that of its coins ("45p", "42c/km"), or holds its time first."""
    if claim.get("unit") == "clock":
        times = moments(text)
        return bool(times) and all(m.unit == "clock" for m in times) and times[0].value == claim.get("value")
    number = re.fullmatch(rf"(?P<n>[\d,'’]+(?:\.\d+)?)(?:{_COINS})?", text, re.IGNORECASE)
    return number is not None and float(re.sub(r"[,'’]", "", number["n"])) == claim.get("value")


_HOURS = re.compile(
    r"(?:from )?(?P<first>[\d:.]+(?: ?[ap]\.?m\.?)?)(?: ?[-–—] ?| (?:to|until|till) )(?P<last>[\d:.]+(?: ?[ap]\.?m\.?)?)",
    re.IGNORECASE,
)


def _within_hours(case: Case, turn: Turn, claim: Claim, text: str) -> None:
    """A time of the question, held against a cell that is nothing but hours: "14:00–20:00", over midnight where they are."""
    hours = _HOURS.fullmatch(text)
    ends = [*moments(hours["first"]), *moments(hours["last"])] if hours else []
    require([e.unit for e in ends] == ["clock", "clock"], "the cell does not hold hours alone")
    first, last = ends
    require((first.value, last.value) == (claim.get("value"), claim.get("value_high")), "the hours are not the cell's")
    column = _day(plain(str(claim["column"])))
    asked = moments(_without(_without(plain(turn.question), plain(str(claim["row"]))), column))
    require(len(asked) == 1 and asked[0].unit == "clock" and asked[0].high is None, "the question holds not one time")
    require(asked[0].bound in (None, "at"), "the question's time has a bound of its own")
    value = asked[0].value
    require(value == claim.get("asked"), "the question's time is not the one claimed")
    require(value not in (first.value, last.value), "whether an end of the hours belongs to them is not said")
    holds = replace(first, high=last.value).admits(value)
    require(claim.get("holds") is holds, "the outcome is not that of the cell")
    actual = "inside_limit" if holds else "outside_limit"
    require(case.situation in (actual, *DIALOGUES), "the situation is not that of the time")
    of_hours = re.search(rf"\bwithin the (?:hours|{re.escape(column)})\b", turn.question, re.IGNORECASE)
    require(
        of_hours and form(turn.question) == "fact", "the question does not ask whether a time lies within the hours"
    )
    require(not negations(outside(turn.question, clauses(turn.question))), "the question is negated")
    verdict, contrary = ("yes", "outside") if holds else ("no", "inside")
    require(claim.get("polarity") == verdict, "the polarity does not follow from the cell")
    prose_keeps_to(turn, case.rule(claim.get("quote")), verdict)
    require(contrary not in turn.prose, "the answer's own words compare wrongly")
    require({m.value for m in moments(turn.prose)} == {value}, "the answer's own words speak of another time")


# A range that tells how long or dear something usually is bounds nothing.
_ESTIMATE = re.compile(
    r"\b(?:typical(?:ly)?|usual(?:ly)?|average|expected|estimated?|approx\w*|about|ca)\b", re.IGNORECASE
)


def _within_range(case: Case, turn: Turn, claim: Claim, cell: tuple[Quantity, str]) -> None:
    """An amount of the question, held against a cell that is nothing but a range: "48-50 °F"."""
    (amount, text), unit = cell, str(claim["unit"])
    row, column = plain(str(claim["row"])), plain(str(claim["column"] or ""))
    alone = column and amount.words == (0, len(text)) and not _ESTIMATE.search(f"{row} {column}")
    require(alone and unit not in (*TIME, *CURRENCY.values()), "the range may be no bound")
    rest = _without(_without(plain(turn.question), row), column)
    asked = [v for q in quantities(rest) if same_measure(q, amount) for v in [measured(q, unit)]]
    require(len(asked) == 1 and asked[0] == claim.get("asked"), "the question's amount is not the one claimed")
    value = asked[0] or 0.0
    require(value not in (amount.value, amount.high), "whether an end of the range belongs to it is not said")
    holds = amount.admits(value, "between")
    require(claim.get("holds") is holds, "the outcome is not that of the cell")
    actual = "inside_limit" if holds else "outside_limit"
    require(case.situation in (actual, *DIALOGUES), "the situation is not that of the amount")
    require(form(turn.question) in ("permission", "fact"), "the question does not ask whether the amount is allowed")
    require(not negations(outside(turn.question, clauses(turn.question))), "the question is negated")
    verdict, contrary = ("yes", "outside") if holds else ("no", "inside")
    require(claim.get("polarity") == verdict, "the polarity does not follow from the cell")
    prose_keeps_to(turn, case.rule(claim.get("quote")), verdict)
    compares = contrary in turn.prose or _MORE.search(turn.prose) or _LESS.search(turn.prose)
    require(not compares, "the answer's own words compare wrongly")


def _without(question: str, name: str, instead: str = " ") -> str:
    """A question without the name of a row or a column, however that is spelt in it."""
    return re.sub(re.escape(name), lambda _: instead, question, flags=re.IGNORECASE)


def _with_unit(text: str, column: str, unit: str) -> str:
    """The cell with the unit of its bare number, where the column's name counts in it: "3" under "Guests at the table"."""
    bare = re.match(r"\d[\d,.]*(?=\s*(?:,\s\D*)?$)", text)
    return f"{bare[0]} {unit}{text[bare.end() :]}" if bare and words(unit) <= words(column) else text


# "30 minutes before the shift" is the least, even under "Deadline"
_AHEAD = re.compile(r"\b(?:before|beforehand|ahead|prior|in\s+advance|notice|lead\s+time)\b", re.IGNORECASE)


def _compared(case: Case, turn: Turn, claim: Claim, cell: tuple[Quantity, str], headers: str) -> None:
    (amount, text), unit = cell, str(claim["unit"])
    label = plain(str(claim["row"]))
    said = text[: amount.end].split()[-1]
    counts = not claim["column"] and label.startswith(said)  # "holds per card" of "Up to 15 holds per card"
    unlabelled = _without(plain(turn.question), label, said if counts else " ")
    rest = _without(unlabelled, plain(str(claim["column"] or label)))
    asked = [v for q in quantities(rest) if same_measure(q, amount) for v in [measured(q, unit)]]
    require(len(asked) == 1 and asked[0] == claim.get("asked"), "the question's amount is not the one claimed")
    value = asked[0] or 0.0
    comparator = _comparator(amount, headers)
    counted = f"{claim['column'] or ''} {text}"
    require(
        comparator is not None and (comparator == "at_least" or not _AHEAD.search(counted)),
        "the table does not say what its amount means",
    )
    holds = amount.admits(value, comparator)
    require(claim.get("holds") is holds, "the outcome is not that of the cell")
    actual = "at_limit" if value == amount.value else "inside_limit" if holds else "outside_limit"
    require(case.situation in (actual, *DIALOGUES), "the situation is not that of the amount")
    require(form(turn.question) in ("permission", "fact"), "the question does not ask whether the amount is allowed")
    require(not negations(outside(turn.question, clauses(turn.question))), "the question is negated")
    verdict = "yes" if holds else "no"
    require(claim.get("polarity") == verdict, "the polarity does not follow from the cell")
    prose_keeps_to(turn, case.rule(claim.get("quote")), verdict)
    require(not _MORE.search(turn.prose) or value > amount.value, "the answer's own words compare wrongly")
    require(not _LESS.search(turn.prose) or value < amount.value, "the answer's own words compare wrongly")
    require("exactly" not in turn.prose or value == amount.value, "the answer's own words compare wrongly")


def _comparator(amount: Quantity, headers: str) -> Comparator | None:
    """What the amount bounds: by words in the cell, else by those of its row and column."""
    if amount.explicit:
        return amount.comparator
    most, least = bool(_MAXIMUM.search(headers)), bool(_MINIMUM.search(headers))
    if most == least:
        return None
    return "at_most" if most else "at_least"


def _cell(case: Case, rule: Rule, row: str, column: str) -> tuple[str, list[str], list[str], str]:
    """The text of the cell at a row and a column of the table that holds the rule, the row's other cells, the names of the
    other rows, and what the head calls the rows."""
    text = case.corpus.texts[rule.document]
    at = text.find("|", rule.start, rule.end)
    require(at >= 0 and not text[text.rfind("\n", 0, at) + 1 : at].strip(), "the quote is no row of a table")
    lines = text[:at].splitlines()
    above: list[str] = []
    while lines and lines[-1].lstrip().startswith("|"):
        above.append(lines.pop())
    require(above, "the row has no head")
    head, cells = _cells(above[-1]), _cells(text[at:].partition("\n")[0])
    require(cells[0] == row and head.count(column) == 1, "row or column are not those of the table")
    below = text[at:].split("\n")
    rows = [_cells(line)[0] for line in (*above[:-1], *below[1 : _height(below)])]
    require(row not in rows, "two rows of the table have the same name")
    place = head.index(column)
    require(0 < place < len(cells) and cells[place], "the table has no such cell")
    measures = [_UNIT.sub("", name) for name in head]
    require(measures.count(measures[place]) == 1, "two columns of the table differ in their units alone")
    return cells[place], [c for i, c in enumerate(cells) if i not in (0, place)], rows, head[0]


def _line(case: Case, rule: Rule, label: str) -> str:
    """What a line says of its label, beginning with an amount: a sentence without a verb, and no other of that label.

    The amount stands behind the label, with a colon or not ("Response within 4 hours"), or counts it ("Up to six reservations
    per card").
    """
    name = re.escape(label)
    line = re.fullmatch(rf"{name}:\s+(.+)", rule.sentence) or re.fullmatch(rf"{name}(?:\sof)?\s(.+)", rule.sentence)
    counts = re.fullmatch(rf"(.+)\s{name}\.?", rule.sentence)
    require((line or counts) and rule.quote == rule.sentence, "the quote is no line that gives an amount for its label")
    text = line[1] if line else rule.sentence
    found = quantities(text)
    require(found and found[0].words[0] == 0, "the line does not begin with its amount")
    require(not modals(re.split(r"[,;(]", rule.sentence)[0]), "the line is a sentence of its own")
    if not (line and rule.sentence.startswith(f"{label}:")):
        bounds = found[0].explicit or re.match(r"(?:max|min)", label, re.IGNORECASE)
        require(bounds, "the line's amount bounds nothing")
        require(not _VERB.search(rule.sentence), "the line is a sentence of its own")
    if counts and not line:
        last = rule.sentence[: found[0].end].split()[-1]
        require(label.startswith(last) or counts[1].endswith(last), "the line does not count its label")
    alike = [s for s in case.neighbours(rule) if _opens_alike(s, label, counted=counts is not None)]
    require(not alike, "two lines have the same label")
    return text


_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|not (?!more|less|fewer|longer|later|earlier|older|higher|shorter)|if|"
    r"unless|except|this|these|those|it|they|you|we)\b",
    re.IGNORECASE,
)


def _opens_alike(sentence: str, label: str, *, counted: bool) -> bool:
    """Whether another sentence gives an amount for the same label."""
    said, name = sentence.casefold(), label.casefold()
    behind = counted and re.search(rf"\d\s{re.escape(name)}", said) is not None
    return said.startswith((f"{name}:", f"{name} of ")) or behind or bool(
        re.match(rf"{re.escape(name)}\s(?:within|inside|up to|at|no|not|max|min|less|more)\b", said)
    )  # fmt: skip


def _height(lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines) if not line.lstrip().startswith("|")), len(lines))


def _cells(line: str) -> list[str]:
    return [plain(part) for part in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))]
