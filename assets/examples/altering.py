"""What a sentence beside a table does to its rows: "In a storm all limits are doubled", "From May the hours for pallets are
extended"."""

import re

from assets.examples.corpus import content_words, stem
from assets.examples.families import family
from assets.examples.parsing import parse
from resources.parser import Token

_ALTERS = frozenset(
    family(verb)
    for verb in (
        *("extend", "prolong", "shorten", "double", "triple", "halve", "increase", "reduce"),
        *("pause", "suspend", "stop", "close", "shut", "lift"),
    )
)
_WHATEVER = re.compile(
    r"\b(?:whatever|regardless of what|exceeds?|in spite of) the (?:table|list|period|schedule)\b", re.I
)
_COSTS = frozenset(family(verb) for verb in ("cost", "pay", "charge"))
_MORE = ("more", "less", "extra")
_HELD = content_words("table value figure period limit")
"""What a table holds, whatever it is about."""


def alters(text: str, line: str, table: str, heading: str) -> bool:
    """Whether a sentence of the section of a table changes what its row `line` holds: it says so of what the row is called, or
    of all that the table or its heading names and of no other row."""
    if _WHATEVER.search(text):
        return True
    head, *rows = [_cells(row) for row in table.strip().split("\n")]
    own, labels = content_words(_cells(line)[0]), [content_words(row[0]) for row in rows]
    named = content_words(" ".join((*head, heading))) | _HELD
    doc = parse(text)
    for verb in filter(_changes, doc):
        objects = [t for thing in verb.children if thing.dep_ == "dobj" for t in thing.subtree]
        said = content_words(" ".join(t.text for t in (*doc[: verb.i], *objects)))  # and not by whom
        if own and own <= said:
            return True
        of_all = any(stem(t.lower_) in named for t in verb.children if t.dep_ in ("nsubj", "nsubjpass"))
        if of_all and not any(label and label <= said for label in labels):
            return True
    return False


def _changes(verb: Token) -> bool:
    """Whether a word says that something is made more, less, or none."""
    deed = family(verb.lemma_.lower()) if verb.pos_ in ("VERB", "NOUN") else ""
    return deed in _ALTERS or (deed in _COSTS and any(t.lower_ in _MORE for t in verb.subtree))


def _cells(row: str) -> list[str]:
    return row.strip().strip("|").split("|")
