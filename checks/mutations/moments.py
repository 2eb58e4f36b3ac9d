"""Times and dates gone wrong: a bound turned round, a moment on the other side or on the edge, a moment given after all."""

import re

from checks.mutations.making import Pool, Row, Way, answer_of, other_opening, question_of, with_
from checks.verifier.moments import MONTH_NAMES, moments

_TURNED = {"at_most": "at_least", "less_than": "more_than", "at_least": "at_most", "more_than": "less_than"}
_OTHER_WORDS = {"by": "after", "before": "after", "until": "from", "after": "before", "from": "until",
                "no later than": "no earlier than", "no earlier than": "no later than", "between": "outside"}  # fmt: skip


def _written(unit: str, value: float) -> str:
    if unit == "clock":
        return f"at {int(value) // 60:02d}:{int(value) % 60:02d}"
    if unit == "month day":
        return f"on the {int(value)}th"
    return f"on {int(value) % 100} {MONTH_NAMES[int(value) // 100 % 100 - 1].capitalize()}"


def _contrary(row: Row, claim: Row) -> Row | None:
    """The claim, the situation and the opening as they would be with the other outcome."""
    answer = other_opening(answer_of(row))
    if claim["proof"] != "moment" or answer is None:
        return None
    fitted = {**claim, "holds": not claim["holds"], "polarity": "no" if claim["polarity"] == "yes" else "yes"}
    situation = "outside_limit" if row["situation"] == "inside_limit" else "inside_limit"
    return with_(row, claim=fitted, answer=answer, situation=situation)


def turned(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The contrary bound in the claim, in every second one also where the answer quotes it."""
    wrong = _contrary(row, claim)
    if wrong is None or claim["comparator"] not in _TURNED:
        return wrong
    found = moments(claim["quote"])
    other = _OTHER_WORDS.get(found[0].bound or "") if len(found) == 1 else None
    fitted = {**claim, "comparator": _TURNED[claim["comparator"]], "holds": not claim["holds"],
              "polarity": "no" if claim["polarity"] == "yes" else "yes"}  # fmt: skip
    answer = answer_of(wrong)
    if draw % 2 and other:
        old = claim["quote"][slice(*found[0].words)]
        new = other + old[len(found[0].bound or "") :]
        answer = answer.replace(old, new)
        fitted["quote"] = claim["quote"].replace(old, new)
    return with_(wrong, claim=fitted, answer=answer)


def _put(row: Row, claim: Row, value: float) -> Row | None:
    """The question's moment replaced, in the answer's prose as well; the verdict stays."""
    found = moments(question_of(row))
    if claim["proof"] != "moment" or len(found) != 1:
        return None
    old = question_of(row)[slice(*found[0].words)]
    new = _written(claim["unit"], value)
    question = question_of(row).replace(old, new)
    bare = re.sub(r"^(?:at|on) ", "", old), re.sub(r"^(?:at|on) ", "", new)
    parts = re.split(r"(“[^“”]*”)", answer_of(row))
    answer = "".join(p if p.startswith("“") else p.replace(*bare) for p in parts)
    return with_(row, claim={**claim, "asked": value}, question=question, answer=answer)


def across(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The question's moment moved to the other side of the bound."""
    if claim["proof"] != "moment" or claim.get("value_high") is not None:
        return None
    step = 60 + draw % 90 if claim["unit"] == "clock" else 1
    value = claim["value"] + (step if claim["asked"] < claim["value"] else -step)
    fits = 0 < value < 1440 if claim["unit"] == "clock" else 1 <= value % 100 <= 28
    return _put(row, claim, value) if fits else None


def on_the_edge(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The rule's own moment asked about, of which it does not say whether it counts."""
    return _put(row, claim, claim["value"]) if claim["proof"] == "moment" else None


def given(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The moment that was left open given after all, and still asked for."""
    if claim["proof"] != "missing" or claim["slot"] != "moment":
        return None
    found = moments(claim["quote"])
    if len(found) != 1 or found[0].unit is None:
        return None
    return with_(row, question=f"{question_of(row).rstrip('?.')} {_written(found[0].unit, found[0].value)}?")


def decided(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A part of the day or a month that lies on one side of the rule's moment: nothing is left open."""
    if claim["proof"] != "missing" or claim["slot"] != "moment":
        return None
    other = {"morning": "evening", "afternoon": "morning", "evening": "morning", "around lunchtime": "in the evening"}
    for old, new in other.items():
        if re.search(rf"\b{old}\b", question_of(row)):
            return with_(row, question=re.sub(rf"\b{old}\b", new, question_of(row)))
    month = re.search(rf"\bin ({'|'.join(MONTH_NAMES)})\b", question_of(row), re.IGNORECASE)
    if not month:
        return None
    number = MONTH_NAMES.index(month[1].lower())
    new = MONTH_NAMES[(number + 1 + draw % 10) % 12].capitalize()
    return with_(row, question=question_of(row).replace(month[0], f"in {new}"))


FLIPS: tuple[Way, ...] = (turned,)
SWAPS: tuple[Way, ...] = (across, on_the_edge, given, decided)
