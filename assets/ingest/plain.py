"""Plain text files and the rows of ticket exports to canonical blocks."""

import re

from assets.ingest.markup import is_markup, render_fragment
from assets.ingest.parsed import Parsed
from assets.ingest.raw import RawContent
from assets.ingest.rendering import Canonical, decode, one_line


def parse_text(data: bytes) -> Parsed:
    """A text file: paragraphs and lists; a line in capitals by itself is a heading, as deep as its number ("2.1 SCOPE")."""
    canonical = Canonical()
    lines, waiting = _numbered(decode(data)), list[tuple[str, int]]()
    for index, (line, number) in enumerate(lines):
        alone = not any(text.strip() for text, _ in (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]))
        heading = _HEADING.fullmatch(line.strip()) if alone else None
        if heading is None:
            waiting.append((line, number))
            continue
        canonical.prose(waiting)
        waiting = []
        canonical.heading(len(re.findall(r"\d+", heading["number"] or "1")), line, number)
    canonical.prose(waiting)
    text, blocks, title = canonical.finish()
    return Parsed(title, text, blocks)


_HEADING = re.compile(r"(?=.{3,80}$)(?P<number>\d{1,2}(?:\.\d{1,2})*\.? )?(?=.*[A-Z]{3})[^a-z|]*[^a-z|.,;:!?]")


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
