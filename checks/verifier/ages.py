"""Ages as the verifier reads them: "children under 12", "aged 9", "the age of 16"; other numbers behind persons count things."""

import re

from checks.verifier.words import GENERIC_PERSONS, PERSONS, STOPWORDS, word_set

AGE = "age"
"""The unit."""
_AGED = re.compile(r"\b(?:aged|the\s+age\s+of)\s+$", re.IGNORECASE)
_WHO = (PERSONS | GENERIC_PERSONS) - word_set("team supplier vendor partner lead") | word_set(
    """
    anyone anybody nobody one everyone everybody person child children boy girl pupil reader minor passenger witness donor
    customer patient resident
    """
)
_BEHIND = re.compile(
    r"(?<!\bwith\s)\b(?P<who>[^\W\d_]+)\s+(?:aged\s+)?(?:under|below|over|above|(?:younger|older)\s+than)\s+$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:(?:who|you|they|i)\s+(?:is|are|am)|is|are)\s+(?:under|below|over|above|(?:younger|older)\s+than)\s+$|"
    r"\b(?:who|they)\s+are\s+$|\bi\s+am\s+$|\bwho\s+is\s+$",
    re.IGNORECASE,
)
# What follows an age and is no thing that is counted.
_VERBS = word_set(
    """
    pay pays need needs travel travels go goes enter enters get gets receive receives ride rides use uses work works take takes
    show shows wear wears require requires live lives drive drives allowed permitted stay stays leave leaves join joins
    """
)


def age_at(text: str, start: int, end: int) -> int | None:
    """Where the words of an age begin whose number is `text[start:end]`; None where that is no age."""
    lead, after = text[max(0, start - 60) : start], re.match(r"\s+([^\W\d_]+)", text[end:])
    if not text[start:end].isdigit() or int(text[start:end]) > 110 or re.match(r"\s?[%°$€£-]", text[end:]):
        return None
    if aged := _AGED.search(lead):
        return start - len(lead) + aged.start()
    if after and after[1].lower() not in STOPWORDS | _VERBS:
        return None
    behind = _BEHIND.search(lead)
    who = behind["who"].lower() if behind else ""
    return start if who in _WHO or who.removesuffix("s") in _WHO or _IS.search(lead) else None


_GROUP = re.compile(r"\b(?:(?P<under>under)|over)-$", re.IGNORECASE)


def age_group_at(text: str, start: int, end: int) -> tuple[int, bool] | None:
    """Where a group like "under-12s" begins whose number is `text[start:end]`, and whether it is those under the age."""
    group = _GROUP.search(text[max(0, start - 6) : start])
    if group is None or re.match(r"s\b", text[end:]) is None:
        return None
    return start - len(group[0]), group["under"] is not None
