"""What parsing makes of one raw content, whatever its format: canonical text, blocks with spans, and what stands around it."""

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list", "table", "code"]


class ParseError(ValueError):
    """The content cannot be read as its format; the message says why and holds no raw text."""


@dataclass(frozen=True)
class Block:
    """One block of the canonical text: `parsed.text[start:end]`."""

    kind: BlockKind
    heading: tuple[str, ...]  # heading path below the title, outermost first
    start: int
    end: int
    line: int  # 1-based line in the source file, 0 where lines mean nothing


@dataclass(frozen=True)
class Parsed:
    """A document as canonical text: blocks separated by one blank line, list items as `- item` lines (numbered: `1. item`),
    tables as `| a | b |` rows (first row = header), code fenced, headings as `# ...` lines, emphasis and link targets removed."""

    title: str  # front matter, property or first heading; "" when there is none (then the path gives it)
    text: str
    blocks: tuple[Block, ...]
    people: tuple[str, ...] = ()  # names from people columns, authors in front matter and document properties
    owner: str | None = None  # team or person responsible, as written
    updated: str | None = None  # YYYY-MM-DD where front matter, properties or columns say
    fields: dict[str, str] = field(default_factory=dict)  # the other front matter and property values, as written
