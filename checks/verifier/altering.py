"""Whether a sentence beside a table changes a row of it: "In a storm all limits are doubled"."""

import re

from checks.verifier.words import plain, stem, words

# That something is made more, less or none.
_CHANGE = re.compile(
    r"\b(?:(?:extend|prolong|lengthen|shorten|increas|reduc|suspend|halv|paus|doubl|clos|lift)(?:es?|ed|ing|s)?|"
    r"tripled?|extend|shuts?|stop(?:s|ped)?|(?:costs?|pays?|charged)\s[^.;]*\b(?:more|less|extra))\b",
    re.IGNORECASE,
)
_WHATEVER = re.compile(r"\b(?:whatever|exceeds?)\s+the\s+(?:table|list|period|schedule)\b", re.IGNORECASE)
_BY = re.compile(r"\bby\s(?!\d)[^,;.]*", re.IGNORECASE)
_HELD = words("table value figure period limit")


def alters(sentence: str, row: str, table: str, heading: str) -> bool:
    """Whether a sentence of the section changes what the row of a table holds: of the thing that the row is about, or of all
    that the table or its heading names where it names no other row."""
    if _WHATEVER.search(sentence):
        return True
    head, *rows = (line.strip().strip("|").split("|") for line in table.strip().split("\n"))
    of_row, all_held = words(plain(row.strip().strip("|").split("|")[0])), words(" ".join((*head, heading))) | _HELD
    for change in _CHANGE.finditer(sentence):
        before = words(sentence[: change.start()])
        if of_row and of_row <= before | words(_BY.sub("", sentence[change.end() :])):
            return True
        subject = re.findall(r"[^\W\d_]+", re.sub(r"\b(?:is|are|be|may|can|must)\b", " ", sentence[: change.start()]))
        others = any(label and label <= before for label in (words(plain(cells[0])) for cells in rows))
        if not others and subject and {stem(word.lower()) for word in subject[-2:]} & all_held:
            return True
    return False
