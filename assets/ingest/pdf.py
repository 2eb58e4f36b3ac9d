"""PDF to canonical blocks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from ctypes import c_double, c_int, create_string_buffer
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import hypot
from statistics import median
from typing import Any

import pypdfium2
from pypdfium2 import raw

from assets.ingest.parsed import Parsed, ParseError
from assets.ingest.rendering import MAX_CHARACTERS, Canonical, one_line

_pdfium: Any = raw
"""The C functions, whose bindings no type checker knows."""

_MAX_PAGES = 2_000
_PROPERTIES = ("Subject", "Keywords", "Company", "Manager")


@dataclass(frozen=True)
class _Line:
    text: str
    size: float  # font size of most characters, points
    bold: bool
    top: float | None  # height on the page where known, points from the bottom


def parse_pdf(data: bytes) -> Parsed:
    """A PDF with a text layer: paragraphs unwrapped, running heads dropped, headings by font; info
    properties.

    Tables come out as lines. A scan has no text and raises ParseError, as does a password.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _pdfium.FPDF_ERR_PASSWORD:
            raise ParseError("the PDF is protected by a password") from None
        raise ParseError("the PDF cannot be read; it may be damaged") from None
    if len(document) > _MAX_PAGES:
        raise ParseError(f"the PDF has more than {_MAX_PAGES:,} pages; split it")
    pages: list[list[_Line]] = []
    characters = 0
    try:
        for page in document:
            pages.append(list(_lines(page)))
            characters += sum(len(line.text) for line in pages[-1])
            if characters > MAX_CHARACTERS:
                raise ParseError(f"the text is longer than {MAX_CHARACTERS:,} characters; split the document")
    except pypdfium2.PdfiumError:
        raise ParseError("the PDF cannot be read; it may be damaged") from None
    canonical = Canonical()
    _blocks(_without_running_heads(pages), canonical)
    try:
        text, blocks, heading = canonical.finish()
    except ParseError:
        raise ParseError("the PDF holds no text; if it is a scan, run text recognition first") from None
    names = ("Title", "Author", "ModDate", "CreationDate", *_PROPERTIES)
    info = {name: one_line(document.get_metadata_value(name)) for name in names}
    changed = re.match(r"D:(\d{4})(\d\d)(\d\d)", info["ModDate"] or info["CreationDate"])
    fields = {name.lower(): info[name] for name in _PROPERTIES if info[name]}
    people = (info["Author"],) if info["Author"] else ()
    return Parsed(info["Title"] or heading, text, blocks, people, None, _day(changed), fields)


def _day(match: re.Match[str] | None) -> str | None:
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _lines(page: pypdfium2.PdfPage) -> Iterator[_Line]:
    """The lines of a page in the order in which they are drawn, empty ones too."""
    text = page.get_textpage()
    current: list[tuple[str, float, bool, float]] = []
    for index in range(text.count_chars()):
        letter = chr(_pdfium.FPDFText_GetUnicode(text, index))
        if letter in _CUT:
            current.append(("-", *_font(text, index)))
        elif letter not in "\r\n":
            current.append((letter, *_font(text, index)))
        if letter == "\n" or letter in _CUT:
            yield _line(current)
            current.clear()
    yield _line(current)


_CUT = "\x02\ufffe"
"""How PDFium marks a hyphen at which a line ends, and the end of that line."""


def _font(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, bool, float]:
    """Size in points, whether bold, and height on the page of a character; 0 for a space that stands for a gap."""
    if _pdfium.FPDFText_IsGenerated(text, index) == 1:
        return 0.0, False, 0.0
    matrix, x, y = _pdfium.FS_MATRIX(), c_double(), c_double()
    _pdfium.FPDFText_GetMatrix(text, index, matrix)
    _pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    name = create_string_buffer(128)
    _pdfium.FPDFText_GetFontInfo(text, index, name, len(name), c_int())
    size = _pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.b, matrix.d)
    return round(size, 1), b"bold" in name.value.lower(), y.value


_FOOTNOTE = re.compile(r"(?<=[.,;:!?)\]”’\"'])[⁰¹²³⁴-⁹]+(?!\w)|(?<=[A-Za-z]{4})[⁰¹²³⁴-⁹]+(?!\w)")
"""The mark of a footnote; of "m²" the figure is a part."""


def _line(pieces: list[tuple[str, float, bool, float]]) -> _Line:
    told = [piece for piece in pieces if piece[0].strip()]
    weights = Counter((size, bold) for _, size, bold, _ in told)
    size, bold = max(weights, key=lambda key: (weights[key], key)) if weights else (0.0, False)
    # PDFium gives a character beyond the first plane in two halves
    text = "".join(piece[0] for piece in pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _FOOTNOTE.sub("", re.sub(r"\s+", " ", text).strip())
    return _Line(text, size, bold, told[0][3] if told else None)


def _body_size(lines: Iterable[_Line]) -> float:
    """The font size in which most characters are set; 0 without lines."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 0.0


def _without_running_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Drop what is no text: lines at the top or bottom of a page that stand (apart from digits) on most pages, or hold the
    page's number beside the name of its chapter; bare page numbers; lines of a table of contents."""
    body = _body_size(line for page in pages for line in page if line.text)
    counts: Counter[str] = Counter()
    offsets: Counter[int] = Counter()
    edges = []
    for number, page in enumerate(pages):
        filled = [index for index, line in enumerate(page) if line.text]
        # Never larger than the body: what repeats in large type is a heading such as "1. Steps".
        edge = {index for index in filled[:2] + filled[-2:] if page[index].size <= body}
        edges.append(edge)
        counts.update({re.sub(r"\d+", "0", page[index].text) for index in edge})
        offsets.update({at - number for index in edge for at in _numbers_at_ends(page[index].text)})
    often = {text for text, count in counts.items() if count >= 3 and count > len(pages) / 2}
    numbered = {offset for offset, count in offsets.items() if count >= 3 and count > len(pages) / 2}

    def kept(line: _Line, number: int, on_edge: bool) -> bool:
        if _LEADERS.search(line.text):
            return False
        pattern = re.sub(r"\d+", "0", line.text)
        named = any(at - number in numbered for at in _numbers_at_ends(line.text)) and len(line.text) <= 100
        bare = re.fullmatch(r"(?:page )?0(?: (?:of|/) 0)?", pattern.lower())
        return not on_edge or not (pattern in often or named or bare)

    return [
        [line for i, line in enumerate(page) if kept(line, number, i in edge)]
        for number, (page, edge) in enumerate(zip(pages, edges, strict=True))
    ]


_LEADERS = re.compile(r"(?:\. ?){4,}\d+$")
"""The dots that lead to a page number."""


def _numbers_at_ends(text: str) -> list[int]:
    """The numbers with which a line begins and ends: "64 Chapter 6. Packaging" may stand on page 64."""
    return [int(found) for found in re.findall(r"^\d{1,4}(?= )|(?<= )\d{1,4}$", text)]


def _blocks(pages: list[list[_Line]], canonical: Canonical) -> None:
    filled = [line for page in pages for line in page if line.text]
    if not filled:
        return
    body = _body_size(filled)
    width = max((len(line.text) for line in filled if line.size == body), default=80)
    gaps = [a.top - b.top for page in pages for a, b in pairwise([line for line in page if line.text])
            if a.top is not None and b.top is not None and a.top > b.top]  # fmt: skip
    usual = median(gaps) if gaps else 0.0
    bold_body = sum(len(line.text) for line in filled if line.bold) > sum(len(line.text) for line in filled) / 2
    levels = {
        size: level
        for level, size in enumerate(sorted({line.size for line in filled if line.size > body * 1.1})[::-1], 1)
    }
    words = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(line.text for line in filled).lower()))
    block: list[tuple[str, int]] = []

    def flush() -> None:
        canonical.prose(_dehyphenate(block, words), wrapped_at=max(int(width * 0.6), 20))
        block.clear()

    previous: _Line | None = None
    heading: tuple[int, str] | None = None
    for page in pages:
        for line in page:
            if not line.text:
                continue
            level = _heading(line, body, levels, bold_body)
            far = (
                previous is not None
                and previous.top is not None
                and line.top is not None
                and (previous.top - line.top > usual * 1.35)
            )
            if level:
                flush()
                # A heading that wraps goes on in the next line of the same kind, set as close as its type is high.
                if heading and heading[0] == level and (not far or _continues(previous, line)):
                    heading = (level, f"{heading[1]} {line.text}")
                else:
                    if heading:
                        canonical.heading(*heading)
                    heading = (level, line.text)
            else:
                if heading:
                    canonical.heading(*heading)
                    heading = None
                if far:
                    flush()
                block.append((line.text, 0))
            previous = line
        if block and re.search(r"[.!?:]$", block[-1][0]):  # an unfinished sentence goes on across the page break
            flush()
    if heading:
        canonical.heading(*heading)
    flush()


def _continues(previous: _Line | None, line: _Line) -> bool:
    """Whether a line of a heading stands right below the one before it, and begins no section of its own."""
    if previous is None or previous.top is None or line.top is None or re.match(r"\d", line.text):
        return False
    return 0 < previous.top - line.top <= 1.6 * line.size


def _heading(line: _Line, body: float, levels: dict[float, int], bold_body: bool) -> int | None:
    """The level of a heading: larger than the body, or a short bold line that is not the end of a
    sentence."""
    text = line.text
    if len(text) > 120 or not re.search(r"[A-Za-z]{2}", text) or re.search(r"[.,;:]$", text):
        return None
    if line.size in levels:
        return min(levels[line.size], 6)
    numbered = re.match(r"(\d+(?:\.\d+)*)\.?\s+[A-Z]", text)
    if (
        line.bold
        and not bold_body
        and line.size >= body * 0.95
        and len(text) <= 80
        and text[0].isupper() | bool(numbered)
    ):
        depth = numbered[1].count(".") if numbered else 0
        return min(len(levels) + 1 + depth, 6)
    return None


def _dehyphenate(lines: list[tuple[str, int]], words: Counter[str]) -> list[tuple[str, int]]:
    """Join words that a line end cut; a hyphen that the document writes elsewhere in the same word stays."""
    joined: list[tuple[str, int]] = []
    for text, number in lines:
        cut = re.search(r"(\w+)-$", joined[-1][0]) if joined else None
        rest = re.match(r"[a-z]+", text)
        if cut and rest and cut[1].isalpha():
            keep = words[f"{cut[1]}-{rest[0]}".lower()] > 0
            joined[-1] = (joined[-1][0][: None if keep else -1] + text, joined[-1][1])
        else:
            joined.append((text, number))
    return joined
