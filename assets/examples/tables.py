"""The table that a rule of a cell stands in: its rows, its columns, and what the row says besides."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from assets.examples.drafts import Site

REMARKS = re.compile(
    r"(?:notes?|remarks?|comments?|details?|description|information|conditions?|restrictions?|exceptions?)",
    re.IGNORECASE,
)
"""A column that holds what is said beside, and no limit."""
_BOUNDS = re.compile(
    r"\b(?:only|not|no|never|except|unless|if|when|where|until|without|provided|must|needs?|subject to)\b",
    re.IGNORECASE,
)
"""It says when, for whom or for what the row holds."""


def unmarked(text: str) -> str:
    """The text without emphasis, in one line."""
    return " ".join(re.sub(r"[*`]+|(?<!\w)_|_(?!\w)", "", text).split())


def called(row: str) -> str:
    """A row as a question names it: in quotes, where it is no code ("SEV1")."""
    return row if re.fullmatch(r"[A-Z]+[\d-]*", row) else f'"{row}"'


def column_of(site: Site, column: str) -> list[str]:
    """What the other rows of the table hold under a column."""
    above, _, below = _rows(site)
    place = above[0].index(column) if above and column in above[0] else 0
    return [cells[place] for cells in (*above[1:], *below) if place and len(cells) > place]


def said_besides(site: Site, column: str) -> str:
    """What the row says besides the cell under a column of when, for whom or for what it holds, as a sentence behind an answer:
    " The row adds “Only before 6.00” under “Notes”."; "" where it says nothing of the kind."""
    above, row, _ = _rows(site)
    if not above or len(above[0]) != len(row):
        return ""
    told = [
        f"“{cell}” under “{head}”"
        for head, cell in list(zip(above[0], row, strict=True))[1:]
        if head != column
        and (REMARKS.fullmatch(head) or _BOUNDS.search(cell))
        and _QUOTABLE.fullmatch(f"{head} {cell}")
    ]
    return f" The row adds {' and '.join(told)}." if told else ""


_QUOTABLE = re.compile(r"(?=.*[a-z]{3})[^“”\[\]]+ [^“”\[\]]{2,160}")


def _rows(site: Site) -> tuple[list[list[str]], list[str], list[list[str]]]:
    """The cells of the rows above, of the row, and of those below it."""
    at = int(site.point["sentence_start"]) - site.passage.start
    before, after = (part.split("\n") for part in (site.passage.text[:at], site.passage.text[at:]))
    above = list(_run(reversed(before[:-1])))[::-1]
    return [_cells(line) for line in above], _cells(after[0]), [_cells(line) for line in _run(after[1:])]


def _cells(line: str) -> list[str]:
    return [unmarked(cell) for cell in line.strip().strip("|").split("|")]


def _run(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a table, up to the first that is none of it."""
    return takewhile(lambda line: line.lstrip().startswith("|"), lines)
