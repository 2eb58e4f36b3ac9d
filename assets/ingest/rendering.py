"""Canonical text: how blocks of any format become one text with exact spans, and how bytes become characters.

The readers of the formats (`markdown`, `markup`, `office`, `plain`) call `Canonical`; nothing here knows a
format.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from charset_normalizer import from_bytes

from assets.ingest.parsed import Block, BlockKind, ParseError

MAX_CHARACTERS = 1_000_000
"""Longest text that is parsed; what is longer is an export or a log, not a page, and is quarantined."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff\ufffc]"
)
_SPACES = re.compile(r"[^\S\n]+")
_OPEN_END = re.compile(r"[\w)\]”\"’'%$€£]$")
_BULLET = re.compile(r"^\s*(?:[-*+•·‣◦▪●–]|(\d{1,3})[.)]|[a-zA-Z][.)])\s+(?=\S)")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})+\.?|\((?:[a-z]|[ivx]{2,4}|\d{1,2})\))\s+(?=[\"“]?[A-Z])|\([a-z]\)\s+(?=[a-z])"
)
"""What begins a paragraph of a contract or a line of a list, however long the line above it is: "2.3 Keys", "(b) keys"."""
_HEADING_LINE = re.compile(r"(?:\d+(?:\.\d+)*\.? )?[^\n\d][^\n]{1,78}[^\n\s]")
_NO_HEADING = re.compile(
    r"[,;:!]$|\d\d|[·|]|^(?:table|figure|fig|note|nb|important|warning|caution|attention|tip|example|status)\b", re.I
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip


def decode(data: bytes, limit: int | None = MAX_CHARACTERS) -> str:
    """Characters of a text file: by byte order mark, as UTF-8 or UTF-16, else what charset-normalizer finds
    likely.

    Line ends become "\\n". Raises ParseError when the bytes are no text or longer than `limit` characters.
    """
    text = _decode(data)
    if limit is not None and len(text) > limit:
        raise ParseError(f"the text is longer than {limit:,} characters; split the document")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_binary(data: bytes) -> bool:
    """Whether the beginning of the bytes holds zeros as no encoding of text has them."""
    sample = data[:4096]
    marked = any(sample.startswith(mark) for mark, _ in _BOMS)
    return b"\x00" in sample and not marked and _utf16_without_mark(sample) is None


def _utf16_without_mark(sample: bytes) -> str | None:
    """UTF-16 of Western text shows as zeros in nearly every other place, and hardly any between."""
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if max(high, low) < len(sample) * 0.2 or min(high, low) > len(sample) * 0.02:
        return None
    return "utf-16-be" if high > low else "utf-16-le"


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise ParseError(f"the byte order mark says {encoding}, but the bytes are not") from None
    sample = data[:4096]
    if b"\x00" in sample:
        unmarked = _utf16_without_mark(sample)
        if unmarked is None:
            raise ParseError("the content is binary, not text")
        try:
            return data.decode(unmarked)
        except UnicodeDecodeError:
            raise ParseError("the content is binary, not text") from None
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    # A few odd bytes in Western text are Windows-1252; statistics would guess among twenty relatives of it.
    if sum(byte > 127 for byte in data) < len(data) * 0.05:
        return data.decode("cp1252", errors="replace").replace("\ufffd", "")
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise ParseError("the encoding is not known; save the file as UTF-8")
    try:
        return data.decode(best.encoding, errors="replace")
    except LookupError:
        raise ParseError("the encoding is not known; save the file as UTF-8") from None


def tidy(text: str) -> str:
    """NFC, without invisible characters, one space for any white space but newlines, no space around
    newlines."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return re.sub(r" ?\n[\n ]*", "\n", text).strip()


def one_line(text: str) -> str:
    """`tidy`, on one line."""
    return tidy(text).replace("\n", " ")


def join(parts: Sequence[str], separator: str = ":") -> str:
    """Pieces of one list item or table cell on one line; a piece that ends without punctuation gets the
    separator."""
    joined = ""
    for part in filter(None, (one_line(p) for p in parts)):
        if joined:
            joined += f"{separator} " if _OPEN_END.search(joined) else " "
        joined += part
    return joined


def _heads(line: str, *, asking: bool) -> bool:
    """Whether a line in bold reads like a heading; one that ends in a full stop is a sentence, but where such lines ask
    (`asking`) it stands for a question: "A guest has no ticket. The train is full."."""
    plain = _HEADING_LINE.fullmatch(line) and not _NO_HEADING.search(line)
    return bool(plain) and (asking or not line.endswith("."))


@dataclass(frozen=True)
class ListItem:
    """One line of a list: nesting depth from 0, its number (None for a bullet) and its text."""

    depth: int
    number: int | None
    text: str


@dataclass
class Canonical:
    """Collects blocks in reading order; `finish` gives the text, the blocks with exact spans and the title
    found."""

    _blocks: list[tuple[BlockKind, int, str, int]] = field(default_factory=list)  # kind, heading level, text, line
    _bold: dict[int, tuple[str, str]] = field(default_factory=dict)  # index of a block -> its line in bold, the rest

    def heading(self, level: int, text: str, line: int = 0) -> None:
        """A heading of level 1-6; nothing happens when it is empty."""
        if text := one_line(text):
            self._blocks.append(("heading", min(max(level, 1), 6), text, line))

    def paragraph(self, text: str, line: int = 0) -> None:
        """A paragraph; single newlines in it stay."""
        if text := tidy(text):
            self._blocks.append(("paragraph", 0, text, line))

    def bold(self, first: str, rest: str, whole: str, line: int = 0) -> None:
        """A paragraph whose first line is in bold, the `whole` of it: a heading and the `rest` where `finish` finds that it heads
        what is below."""
        if text := tidy(whole):
            self._bold[len(self._blocks)] = one_line(first), tidy(rest)
            self._blocks.append(("paragraph", 0, text, line))

    def items(self, items: Sequence[ListItem], line: int = 0) -> None:
        """A list, its items in reading order."""
        rows = [
            f"{'  ' * min(item.depth, 8)}{'-' if item.number is None else f'{item.number}.'} {text}"
            for item in items
            if (text := one_line(item.text))
        ]
        if rows:
            self._blocks.append(("list", 0, "\n".join(rows), line))

    def table(self, rows: Sequence[Sequence[str]], line: int = 0) -> None:
        """A table, header first; a table of one column is layout and becomes paragraphs."""
        cells = [[one_line(cell).replace("|", "/") for cell in row] for row in rows]
        cells = [row for row in cells if any(row)]
        width = max((len(row) for row in cells), default=0)
        if width <= 1:
            for row in cells:
                self.paragraph(row[0], line)
        else:
            lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in cells]
            self._blocks.append(("table", 0, "\n".join(lines), line))

    def code(self, text: str, language: str = "", line: int = 0) -> None:
        """Code as it stands, fenced."""
        text = _INVISIBLE.sub("", text).strip("\n").rstrip()
        if text.strip():
            longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
            fence = "`" * (longest + 1)
            self._blocks.append(("code", 0, f"{fence}{language}\n{text}\n{fence}", line))

    def prose(self, lines: Sequence[tuple[str, int]], wrapped_at: int = 60) -> None:
        """Plain lines (text, line number): paragraphs between blank lines, marked lines as lists, wraps
        undone.

        A line of at least `wrapped_at` characters counts as wrapped, so the next one continues it; not so where it ends a
        sentence, and the first word of the next one would have found room in it.
        """
        width = max((len(raw.rstrip()) for raw, _ in lines), default=0)
        paragraph: list[str] = []
        bullets: list[ListItem] = []
        indents: list[int] = []  # of the items that the last one is nested in, and its own
        start, last = 0, ""

        def flush() -> None:
            self.paragraph("".join(paragraph), start)
            self.items(bullets, start)
            paragraph.clear()
            bullets.clear()
            indents.clear()

        def wraps(text: str) -> bool:
            room = len(last) + 1 + len(text.split(" ", maxsplit=1)[0]) <= width
            return len(last) >= wrapped_at and not (room and last.endswith((".", "!", "?")) and text[:1].isupper())

        for raw, line in lines:
            text = raw.strip()
            marker = _BULLET.match(raw)
            if not text:
                flush()
            elif marker:
                if paragraph:
                    flush()
                start = start if bullets else line
                number = int(marker[1]) if marker[1] else None
                indent = len(raw) - len(raw.lstrip())
                while indents and indent < indents[-1] - 1:  # numbers may be aligned on the right
                    indents.pop()
                if not indents or indent > indents[-1] + 1:
                    indents.append(indent)
                bullets.append(ListItem(len(indents) - 1, number, raw[marker.end() :]))
            elif bullets and (raw[:1].isspace() or wraps(text)):
                item = bullets.pop()
                bullets.append(ListItem(item.depth, item.number, f"{item.text} {text}"))
            else:
                if bullets:
                    flush()
                start = start if paragraph else line
                goes_on = wraps(text) and not _NUMBERED.match(text)
                paragraph.append(f"{' ' if goes_on else chr(10)}{text}" if paragraph else text)
            last = text
        flush()

    def finish(self, named: str = "") -> tuple[str, tuple[Block, ...], str]:
        """Text, blocks and the title that the headings give ("" when none does); `named` is what the file says elsewhere
        that its title is. Raises ParseError without a block."""
        if not self._blocks:
            raise ParseError("the document holds no text")
        self._blocks = list(self._with_bold_headings())
        title_at = self._title_index(named)
        position, path = 0, list[tuple[int, str]]()
        pieces: list[str] = []
        blocks: list[Block] = []
        for index, (kind, level, text, line) in enumerate(self._blocks):
            if kind == "heading" and index != title_at:
                path = [(depth, name) for depth, name in path if depth < level] + [(level, text)]
            piece = f"{'#' * level} {text}" if kind == "heading" else text
            heading = tuple(name for _, name in path)
            blocks.append(Block(kind, heading, position, position + len(piece), line))
            pieces.append(piece)
            position += len(piece) + 2
        return "\n\n".join(pieces), tuple(blocks), "" if title_at is None else self._blocks[title_at][2]

    def _with_bold_headings(self) -> Iterator[tuple[BlockKind, int, str, int]]:
        """The blocks, with lines in bold that head those below them as headings one level below the last one: alone above
        something that is none, or with the answer right behind a question. Not where most of the text is in bold."""
        asking = sum(first.endswith("?") for first, _ in self._bold.values()) > 1
        most = 2 * sum(not rest for _, rest in self._bold.values()) > len(self._blocks)
        level = 1
        for index, block in enumerate(self._blocks):
            kind, depth, _, line = block
            first, rest = self._bold.get(index, ("", ""))
            below = self._blocks[index + 1 : index + 2]
            heads = asking or first.endswith("?") if rest else below and below[0][0] != "heading"
            if not most and heads and _heads(first, asking=asking):
                yield "heading", min(level + 1, 6), first, line
                if rest:
                    yield "paragraph", 0, rest, line and line + 1
            else:
                yield block
            level = depth if kind == "heading" else level

    def _title_index(self, named: str) -> int | None:
        """The first heading, if it is the only one of its level, none is above it, and it stands on top or says what the
        document is named: then it is the title."""
        headings = [(index, level) for index, (kind, level, _, _) in enumerate(self._blocks) if kind == "heading"]
        if not headings:
            return None
        index, level = headings[0]
        alone = all(other > level for _, other in headings[1:])
        return index if alone and (level == 1 or index == 0 or self._blocks[index][2] == named) else None
