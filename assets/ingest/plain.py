"""Plain text files and the rows of ticket exports to canonical blocks."""

import re

from assets.ingest.parsed import Parsed
from assets.ingest.raw import RawContent
from assets.ingest.rendering import Canonical, decode, one_line


def parse_text(data: bytes) -> Parsed:
    """A text file: paragraphs and lists; it has no headings, so no title."""
    canonical = Canonical()
    canonical.prose(_numbered(decode(data)))
    text, blocks, _ = canonical.finish()
    return Parsed("", text, blocks)


def parse_row(content: RawContent) -> Parsed:
    """A row: title and owner from its columns, the body as text (the title again, where there is no body)."""
    fields = {name: one_line(value) for name, value in content.fields.items()}
    title = fields.pop("title", "")
    canonical = Canonical()
    # Line numbers mean nothing in the cell of a table.
    canonical.prose([(line, 0) for line, _ in _numbered(decode(content.data) or title)])
    text, blocks, _ = canonical.finish()
    day = re.match(r"\d{4}-\d\d-\d\d", fields.get("updated") or fields.get("created") or "")
    owner = fields.pop("owner", None)
    return Parsed(title, text, blocks, content.people, owner, day[0] if day else None, fields)


def _numbered(text: str) -> list[tuple[str, int]]:
    return [(line, number) for number, line in enumerate(text.split("\n"), 1)]
