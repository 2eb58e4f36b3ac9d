"""Plain text files and the rows of ticket exports to canonical blocks."""

import re

from assets.ingest.markup import is_markup, render_fragment
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


def _numbered(text: str) -> list[tuple[str, int]]:
    return [(line, number) for number, line in enumerate(text.split("\n"), 1)]
