"""The readers `csv` and `jsonl`: exports of tickets, one row each.

An export knows a past day only through its timestamps. A row created after the day was not there. A row that
was changed
after the day cannot be taken back: it is read with its present text (leaving it out would look like a
deletion), its
`since` stays unknown, and the reading says how many there are. Without `columns.created` there is only today.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from assets.ingest.dates import ACCEPTED, day_reader
from assets.ingest.parsed import ParseError
from assets.ingest.raw import RawContent
from assets.ingest.reading import Item, Reading, SourceError, only_today, too_large
from assets.ingest.rendering import decode
from assets.ingest.settings import Columns, Source

_DELIMITERS = ",;\t|"
_MAX_BROKEN = 50
_MAX_CELL = 50_000_000


@dataclass(frozen=True)
class _Row:
    """A row of the file: the values of the mapped columns, or why it is malformed."""

    line: int
    values: dict[str, Any] | None
    reason: str | None = None


@dataclass(frozen=True)
class _Ticket:
    """A row as an item, with the days that its timestamps give."""

    line: int
    item: Item
    created: date | None = None
    updated: date | None = None


def read_csv(source: Source, day: date, today: date, max_bytes: int) -> Reading:
    """Rows of a CSV file with a header; comma, semicolon, tab or bar, whichever gives the mapped columns.

    A row with broken quoting or too few cells is quarantined. Raises SourceError when the header lacks a
    mapped column
    or quoting is broken all over.
    """
    return _reading(source, day, today, max_bytes, _csv_rows)


def read_jsonl(source: Source, day: date, today: date, max_bytes: int) -> Reading:
    """Rows of a file with one JSON object a line. Raises SourceError when no row has a mapped key."""
    return _reading(source, day, today, max_bytes, _json_rows)


def _reading(
    source: Source,
    day: date,
    today: date,
    max_bytes: int,
    parse: Callable[[Source, Columns, str], list[_Row]],
) -> Reading:
    columns = source.columns
    if columns is None:  # the settings do not let it happen
        raise SourceError(f'source "{source.name}": columns are missing')
    if columns.created is None:
        only_today(source, day, today, "its rows carry no creation date")
    rows = parse(source, columns, _text(source))
    if not rows:
        raise SourceError(f'source "{source.name}": {source.path} holds no row; correct the path or remove the source')
    dated = [name for name in (columns.created, columns.updated) if name]
    read_day = day_reader(_cell(row.values.get(name)) for row in rows if row.values for name in dated)
    tickets = [_ticket(row, columns, read_day, day, today, max_bytes) for row in rows]
    if all(ticket.item.reason for ticket in tickets):
        raise SourceError(
            f'source "{source.name}": none of the {len(tickets)} rows of {source.path} can be used; '
            f"the first: {tickets[0].item.reason}"
        )
    there = [ticket for ticket in tickets if ticket.created is None or ticket.created <= day or ticket.item.reason]
    return Reading(_distinct(there), len(there), _reach(tickets, there, columns, day))


def _reach(tickets: list[_Ticket], there: list[_Ticket], columns: Columns, day: date) -> str:
    if columns.created is None:
        return "today only"
    first = min((ticket.created for ticket in tickets if ticket.created), default=None)
    reach = f"back to {first}, the first row" if first else "no row carries a date, so every day shows all rows"
    if columns.updated is None:
        return f"{reach}; later changes of a row are not known (no columns.updated)"
    later = sum(ticket.updated is not None and ticket.updated > day for ticket in there)
    return f"{reach}; {later} rows were changed after {day} and stand with their later text" if later else reach


def _text(source: Source) -> str:
    try:
        return decode(source.path.read_bytes(), limit=None)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise SourceError(f'source "{source.name}": {source.path} is no file; correct sources.path') from None
    except OSError:
        raise SourceError(f'source "{source.name}": {source.path} cannot be read; check its permissions') from None
    except ParseError as error:
        raise SourceError(f'source "{source.name}": {source.path}: {error}') from None


def _csv_rows(source: Source, columns: Columns, text: str) -> list[_Row]:
    lines = list(io.StringIO(text))
    while lines and not lines[0].strip():
        lines.pop(0)
    skipped = text.count("\n") + (not text.endswith("\n")) - len(lines) if lines else 0
    delimiter, header = _header(source, columns, lines[:1])
    wanted = {name: header.index(name) for name in columns.mapped()}
    rows: list[_Row] = []
    for line, cells in _records(source, lines, delimiter):
        at = line + skipped
        if cells is None:
            rows.append(_Row(at, None, f"line {at}: broken quoting; double the quotes inside a quoted cell"))
        elif line > 1 and cells:
            if len(cells) != len(header):
                reason = f"line {at}: {len(cells)} cells where the header has {len(header)}"
                rows.append(_Row(at, None, reason))
            else:
                rows.append(_Row(at, {name: cells[index] for name, index in wanted.items()}))
    return rows


def _header(source: Source, columns: Columns, first: list[str]) -> tuple[str, list[str]]:
    """The delimiter and the header's cells. The cells found are not named: without a header they are a row's
    text."""
    candidates = []
    for delimiter in _DELIMITERS:
        try:
            cells = [cell.strip() for cell in next(csv.reader(first, delimiter=delimiter), [])]
        except csv.Error:
            cells = []
        candidates.append(([name for name in columns.mapped() if name not in cells], delimiter, cells))
    missing, delimiter, cells = min(candidates, key=lambda candidate: len(candidate[0]))
    if missing:
        raise SourceError(
            f'source "{source.name}": {source.path}, line 1: the header lacks '
            f"{', '.join(map(repr, missing))}; "
            "correct sources.columns, or give the file a header row with these names"
        )
    return delimiter, cells


def _records(source: Source, lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """(line from 1, cells), cells None where quoting is broken; reading then goes on with the next line."""
    csv.field_size_limit(_MAX_CELL)
    start = 0
    for _ in range(_MAX_BROKEN):
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
        begin = start
        try:
            for cells in reader:
                yield begin + 1, cells
                begin = start + reader.line_num
            return
        except csv.Error:
            yield begin + 1, None
            start = begin + 1
    raise SourceError(
        f'source "{source.name}": {source.path}, line {start}: quoting is broken in more than '
        f"{_MAX_BROKEN} rows; "
        "export the file again with quotes doubled inside quoted cells"
    )


def _json_rows(source: Source, columns: Columns, text: str) -> list[_Row]:
    rows: list[_Row] = []
    keys: set[str] = set()
    for line, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            rows.append(_Row(line, None, f"line {line}: not valid JSON; give one object a line"))
            continue
        if isinstance(value, dict):
            keys |= value.keys()
            rows.append(_Row(line, {name: value.get(name) for name in columns.mapped()}))
        else:
            rows.append(_Row(line, None, f"line {line}: not a JSON object"))
    missing = [name for name in columns.mapped() if name not in keys]
    if missing and rows:
        raise SourceError(
            f'source "{source.name}": {source.path}: no row has {", ".join(map(repr, missing))}; correct '
            "sources.columns, or give one JSON object with these keys a line"
        )
    return rows


def _ticket(
    row: _Row,
    columns: Columns,
    read_day: Callable[[str], date | None],
    day: date,
    today: date,
    max_bytes: int,
) -> _Ticket:
    if row.values is None:
        return _Ticket(row.line, Item(f"line {row.line}", "row", None, 0, row.reason))
    cell = {role: _cell(row.values.get(name)) for role, name in columns.model_dump(exclude={"people"}).items() if name}
    path = cell.get("id") or None
    body = cell["body"].encode("utf-8", "replace")
    title = cell.get("title", "")
    dates: dict[str, date | None] = {}
    reason = None if body.strip() or title else f"line {row.line}: the body is empty"
    if len(body) > max_bytes:
        reason = too_large(len(body), max_bytes)
    for role in ("created", "updated"):
        try:
            dates[role] = read_day(cell.get(role, ""))
        except (ValueError, OverflowError, OSError):
            reason = f"line {row.line}: columns.{role} holds no date, or one of two readings; write {ACCEPTED}"
            continue
        if (at := dates[role]) and at > today:
            reason = f"line {row.line}: columns.{role} lies in the future"
    if reason:
        return _Ticket(row.line, Item(path or f"line {row.line}", "row", None, len(body), reason))
    days = {role: at.isoformat() for role, at in dates.items() if at}
    fields = {role: cell[role] for role in ("title", "owner") if cell.get(role)} | days
    people = [name for column in columns.people for name in _names(row.values.get(column))]
    created, updated = dates["created"], dates["updated"]
    changed = updated or created
    since = changed.isoformat() if changed and changed <= day else None
    content = RawContent(body, "row", fields, tuple(dict.fromkeys(people)))
    return _Ticket(row.line, Item(path, "row", content, len(body), since=since), created, updated)


def _distinct(tickets: list[_Ticket]) -> list[Item]:
    """One item per id: the last good row of the file stands, as exports append; the others are
    quarantined."""
    standing: dict[Any, int] = {}
    keys = [_identity(ticket.item) for ticket in tickets]
    for index, (key, ticket) in enumerate(zip(keys, tickets, strict=True)):
        if key not in standing or ticket.item.content or not tickets[standing[key]].item.content:
            standing[key] = index
    items = []
    for index, (key, ticket) in enumerate(zip(keys, tickets, strict=True)):
        item, stands = ticket.item, standing[key]
        if stands != index:
            used = f"line {tickets[stands].line}"
            why = f"the id stands in {used} too" if item.path else f"the row has no id and the content of {used}"
            reason = item.reason or f"line {ticket.line}: {why}, which is used"
            place = f"{item.path or 'row'} (line {ticket.line})"
            item = Item(place, "row", None, item.size, reason)
        items.append(item)
    return items


def _identity(item: Item) -> Any:
    """What two rows may not share: the id, or without one the whole content."""
    if item.path is not None or item.content is None:
        return item.path
    return item.content.data, tuple(sorted(item.content.fields.items())), item.content.people


def _cell(value: Any) -> str:
    """A cell as text; JSON lists one item a line, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_cell(part) for part in value)
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _names(value: Any) -> list[str]:
    """The people of a cell: list items, texts of an object ({"name": ..., "mail": ...}), or names separated by
    semicolons."""
    if isinstance(value, dict):
        return [name for part in value.values() if isinstance(part, str | dict | list) for name in _names(part)]
    if isinstance(value, list):
        return [name for part in value for name in _names(part)]
    return [name for part in _cell(value).split(";") if (name := part.strip())]
