"""Plain text files and the rows of ticket exports to canonical blocks."""

import re
from itertools import pairwise

from assets.ingest.markup import is_markup, render_fragment
from assets.ingest.parsed import Parsed
from assets.ingest.raw import RawContent
from assets.ingest.rendering import Canonical, ListItem, decode, one_line

Line = tuple[str, int]
"""A line and its number."""


def parse_text(data: bytes) -> Parsed:
    """A text file: paragraphs, lists and tables; a line in capitals that opens a paragraph or stands by itself is a heading, as
    deep as its number ("2.1 SCOPE"), and so are titles in a row of numbers ("2. Scope", "2.1 Persons"), and that of a
    numbered section before its text."""
    canonical = Canonical()
    lines, waiting, index = _numbered(decode(data)), list[Line](), 0
    sections = _sections(lines)
    while index < len(lines):
        line, number = lines[index]
        rows = _rows(lines[index:])
        heading = sections.get(index) or _heading(lines, index)
        titled = None if rows or (index and lines[index - 1][0].strip()) else _TITLED.match(line)
        if rows or heading is not None or titled:
            canonical.prose(waiting)
            waiting = []
        if heading is not None:
            canonical.heading(len(re.findall(r"\w+", heading["number"] or "1")), line, number)
        elif rows and _is_table(rows):
            canonical.table(rows, number)
        elif rows:
            canonical.items([ListItem(0, None, f"{name}: {value}") for name, value in rows], number)
        elif titled:
            canonical.heading(1, titled[1], number)
            waiting.append((line[titled.end() :], number))
        else:
            waiting.append((line, number))
        index += len(rows) or 1
    canonical.prose(waiting)
    text, blocks, title = canonical.finish()
    return Parsed(title, text, blocks)


_HEADING = re.compile(
    r"(?=.{3,80}$)(?P<number>\d{1,2}(?:\.\d{1,2})*\.? )?(?=.*[A-Z]{3})"
    r"(?:[^a-z|]|(?<=[A-Z]{2})s\b)*(?:[^a-z|.,;:!?]|(?<=[A-Z]{2})s)"  # "FAQs"
)
_SECTION = re.compile(
    r"(?P<number>(?P<top>\d{1,2}|[A-Z](?=\.))(?P<below>(?:\.\d{1,2}){0,3})\.? +)[A-Z](?:[^.!?:;,|\s]* ?){1,9}"
)
"""The title of a numbered section: "2. Scope", "2.1 Persons", "A.1. Forms"."""
_TITLED = re.compile(
    r"\s*((?:Sec(?:tion|\.)?|Art(?:icle|\.)|Clause|Rule|§) ?\d+(?:[.-]\d+)*[.:]? +[A-Z][\w'’/& -]{2,60})[.:] +(?=[\"“A-Z])"
)
"""The title of a section that its text goes on behind: "Section 4. Deposits. The tenant pays"."""
_CELL = re.compile(r"\s*\|\s*|\t+| {3,}")


def _heading(lines: list[Line], index: int, form: re.Pattern[str] = _HEADING) -> re.Match[str] | None:
    """The line as a heading: nothing stands above it, and below it nothing, a list or what fills a line."""
    line = lines[index][0].strip()
    above, below = (lines[n][0].strip() if 0 <= n < len(lines) else "" for n in (index - 1, index + 1))
    opens = not below or len(below) >= 60 or re.match(r"(?:[-*+•]|\d+[.)]|\d+(?:\.\d+)+)\s", below)
    return form.fullmatch(line) if opens and not above else None


def _sections(lines: list[Line]) -> dict[int, re.Match[str]]:
    """The lines that are titles of numbered sections, by index: two at least.

    "2.1 Persons" is one, "2. Scope" is one above it, or where text follows that is not set below it like the rest of an item.
    """
    titles = {n: m for n in range(len(lines)) if (m := _heading(lines, n, _SECTION)) is not None}
    deep = {n: m for n, m in titles.items() if m["below"]}
    tops = {m["top"] for m in deep.values()}
    margins = {_indent(lines[n]) for n, m in titles.items() if not m["below"] and m["top"] in tops}

    told = [n for n, (line, _) in enumerate(lines) if line.strip()]
    below = dict(pairwise(told))
    above = {after: before for before, after in below.items()}

    def opens(index: int, number: str) -> bool:
        """Whether text of the section follows, and no item of a list stands on either side."""
        if not number.isdigit() or index not in below:
            return False
        beside = {titles[n]["top"] for n in (above.get(index), below[index]) if n in titles}
        if beside & {str(int(number) - 1), str(int(number) + 1)}:
            return False
        own = _indent(lines[index])
        return own in margins or _indent(lines[below[index]]) <= own

    found = deep | {n: m for n, m in titles.items() if m["top"] in tops or opens(n, m["top"])}
    return found if len(found) > 1 else {}


def _indent(line: Line) -> int:
    return len(line[0]) - len(line[0].lstrip())


def _rows(lines: list[Line]) -> list[list[str]]:
    """The rows of the table that begins with the first line: lines side by side with as many cells, apart by bars, tabs or
    three spaces and more."""
    rows: list[list[str]] = []
    for line, _ in lines:
        if "|" in line and re.fullmatch(r"[\s|:+=-]+", line):
            rows += [[]]  # a rule between rows
            continue
        cells = _CELL.split(line.strip().strip("|").strip())
        if len(cells) < 2 or not all(cells) or len(cells) != len(next(filter(None, rows), cells)):
            break
        rows.append(cells)
    told = [row for row in rows if row]
    # "TO:   All staff" is the head of a memorandum
    led = any(row[0].endswith(":") or max(map(len, row)) > 80 for row in told)
    if len(told) < 2 or led or not (_is_table(rows) or _is_list(rows)):
        return []
    return rows


def _is_table(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: it holds no figure where others do."""
    first, *others = filter(None, rows)
    return not any(map(_FIGURE.search, first[1:])) and any(_FIGURE.search(cell) for row in others for cell in row[1:])


def _is_list(rows: list[list[str]]) -> bool:
    """Whether every row gives a figure for what it names, without names for the columns."""
    return all(len(row) == 2 and _FIGURE.search(row[1]) and not _FIGURE.search(row[0]) for row in rows)


_FIGURE = re.compile(r"\d")


def parse_row(content: RawContent) -> Parsed:
    """A row: title and owner from its columns, the body as text or HTML (the title again, where there is no body)."""
    fields = {name: one_line(value) for name, value in content.fields.items()}
    title = fields.pop("title", "")
    canonical = Canonical()
    body = decode(content.data) or title
    if is_markup(body):
        render_fragment(body, canonical, 0)
    else:  # line numbers mean nothing in the cell of a table
        canonical.prose([(line, 0) for line, _ in _numbered(body)])
    text, blocks, _ = canonical.finish()
    day = re.match(r"\d{4}-\d\d-\d\d", fields.get("updated") or fields.get("created") or "")
    owner = fields.pop("owner", None)
    return Parsed(title, text, blocks, content.people, owner, day[0] if day else None, fields)


def _numbered(text: str) -> list[Line]:
    return [(line, number) for number, line in enumerate(text.split("\n"), 1)]
