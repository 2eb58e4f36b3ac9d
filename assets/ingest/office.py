"""DOCX and PDF to canonical blocks."""

import io
import logging
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any
from xml.etree.ElementTree import ParseError as XMLParseError

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from assets.ingest.parsed import Parsed, ParseError
from assets.ingest.rendering import MAX_CHARACTERS, Canonical, ListItem, join, one_line

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings about damaged files quote them

_MAX_UNPACKED = 100_000_000
"""Bytes that all parts of a DOCX may unpack to; more is a bomb or holds pictures that are no text."""
_MAX_XML = 30_000_000
_MAX_PAGES = 2_000

_PROPERTIES = ("title", "subject", "keywords", "category", "comments", "content_status")

# What the libraries raise on damaged files, found by feeding them damaged files.
_BROKEN_DOCX = (
    *(OpcError, etree.LxmlError, zipfile.BadZipFile, zlib.error, NotImplementedError, AttributeError),
    *(KeyError, ValueError, TypeError, IndexError, OSError, EOFError),
)
_BROKEN_PDF = (
    *(PyPdfError, XMLParseError, zlib.error, NotImplementedError, AttributeError, AssertionError),
    *(KeyError, ValueError, TypeError, IndexError, OSError, RecursionError, MemoryError, ArithmeticError),
)

# DOCX


def parse_docx(data: bytes) -> Parsed:
    """A Word document: headings by style or outline level, lists, tables in reading order; core properties.

    Headers, footers, notes, comments and deleted text are left out.
    """
    _refuse_bombs(data)
    try:
        document = docx.Document(io.BytesIO(data))
        canonical = Canonical()
        _Word(document, canonical).body(document.element.body)
        properties = document.core_properties
    except (
        OpcError,
        KeyError,
        ValueError,
        etree.LxmlError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        AttributeError,
    ):
        raise ParseError("the DOCX cannot be read; it may be damaged or protected by a password") from None
    text, blocks, heading = canonical.finish()
    people = tuple(dict.fromkeys(filter(None, map(one_line, (properties.author, properties.last_modified_by)))))
    fields = {name: one_line(getattr(properties, name) or "") for name in _PROPERTIES}
    fields = {name: value for name, value in fields.items() if value}
    title = fields.pop("title", "")
    changed = properties.modified
    return Parsed(title or heading, text, blocks, people, None, changed.date().isoformat() if changed else None, fields)


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ParseError("the DOCX cannot be read; it may be damaged or protected by a password") from None
    xml = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    # Reading a part stops at the size its entry states, so a false size cannot unpack more than this.
    if len(parts) > 10_000 or xml > _MAX_XML or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise ParseError("the DOCX unpacks to more than a document holds; split it or take out its pictures")


class _Word:
    """Walks the body of a Word document."""

    def __init__(self, document: Any, canonical: Canonical):
        self._document, self._out = document, canonical
        self._items: list[ListItem] = []
        self._counters: dict[tuple[str, int], int] = {}
        self._styles = {style.style_id: style for style in document.styles if style.style_id}
        self._formats = self._number_formats()

    def body(self, element: Any) -> None:
        self._children(element, 0)
        self._end_list()

    def _children(self, element: Any, depth: int) -> None:
        for child in element:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._end_list()
                self._out.table(
                    [[self._cell(cell) for cell in row.iter(qn("w:tc"))] for row in child.iterchildren(qn("w:tr"))]
                )
            elif (
                child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml"))
                and depth < 50
            ):
                self._children(child, depth + 1)

    def _paragraph(self, paragraph: Any) -> None:
        text = _word_text(paragraph)
        if not text.strip():
            return
        level = self._heading_level(paragraph)
        listed = None if level else self._list_place(paragraph)
        if listed:
            key, depth, numbered = listed
            number = self._counters.get((key, depth), 0) + 1 if numbered else None
            if number:
                self._counters[key, depth] = number
                for other in [k for k in self._counters if k[0] == key and k[1] > depth]:
                    del self._counters[other]
            self._items.append(ListItem(depth, number, text))
            return
        self._end_list()
        if level:
            self._out.heading(level, text)
        else:
            self._out.paragraph(text)

    def _end_list(self) -> None:
        self._out.items(self._items)
        self._items = []

    def _cell(self, cell: Any) -> str:
        return join([_word_text(paragraph) for paragraph in cell.iter(qn("w:p"))], ";")

    def _heading_level(self, paragraph: Any) -> int | None:
        properties = paragraph.pPr
        outline = None if properties is None else properties.find(qn("w:outlineLvl"))
        for style in self._style_chain(paragraph):
            name = (style.name or "").lower()
            if match := re.fullmatch(r"heading (\d)", name):
                return int(match[1])
            if name == "title":
                return 1
            own = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            outline = own if outline is None else outline
        level = int(outline.get(qn("w:val"), "9")) + 1 if outline is not None else 10
        return level if level <= 6 else None

    def _list_place(self, paragraph: Any) -> tuple[str, int, bool] | None:
        """List id, depth and whether it is numbered; None where the paragraph is in no list."""
        properties = [] if paragraph.pPr is None else [paragraph.pPr.find(qn("w:numPr"))]
        names = []
        for style in self._style_chain(paragraph):
            properties.append(style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
            names.append((style.name or "").lower())
        for numbering in properties:
            found = None if numbering is None else numbering.find(qn("w:numId"))
            if found is None:
                continue
            key = found.get(qn("w:val"), "0")
            if key == "0":  # numbering taken away
                return None
            level = numbering.find(qn("w:ilvl"))
            depth = min(int(level.get(qn("w:val"), "0")), 8) if level is not None else _style_depth(names)
            kind = self._formats.get((key, depth), "bullet")
            return key, depth, kind not in ("bullet", "none")
        for name in names:
            if name.startswith("list bullet"):
                return name, _style_depth([name]), False
            if name.startswith("list number"):
                return name, _style_depth([name]), True
        return None

    def _style_chain(self, paragraph: Any) -> Iterator[Any]:
        style = self._styles.get(paragraph.style) if paragraph.style else None
        for _ in range(10):
            if style is None:
                return
            yield style
            style = style.base_style

    def _number_formats(self) -> dict[tuple[str, int], str]:
        """(list id, depth) -> number format of the numbering part ("bullet", "decimal", ...)."""
        try:
            root = self._document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return {}
        abstract: dict[str, dict[int, str]] = {}
        for entry in root.iterchildren(qn("w:abstractNum")):
            levels = {}
            for level in entry.iterchildren(qn("w:lvl")):
                kind = level.find(qn("w:numFmt"))
                levels[int(level.get(qn("w:ilvl"), "0"))] = (
                    "decimal" if kind is None else kind.get(qn("w:val"), "decimal")
                )
            abstract[entry.get(qn("w:abstractNumId"), "")] = levels
        formats = {}
        for entry in root.iterchildren(qn("w:num")):
            link = entry.find(qn("w:abstractNumId"))
            for depth, kind in abstract.get("" if link is None else link.get(qn("w:val"), ""), {}).items():
                formats[entry.get(qn("w:numId"), ""), depth] = kind
        return formats


def _style_depth(names: list[str]) -> int:
    digits = re.search(r"(\d)$", names[0]) if names else None
    return max(int(digits[1]) - 1, 0) if digits else 0


_LEFT_OUT = {qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:txbxContent", "w:pPr", "w:rPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}


def _word_text(paragraph: Any) -> str:
    """The text as Word shows it: with links and accepted insertions, without deletions and field codes."""
    pieces: list[str] = []
    stack = list(paragraph)[::-1]
    while stack:
        node = stack.pop()
        if node.tag in _LEFT_OUT:
            continue
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:tab"):
            pieces.append(" ")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n")
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        else:
            stack.extend(list(node)[::-1])
    return "".join(pieces)


# PDF


@dataclass(frozen=True)
class _PdfLine:
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
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ParseError("the PDF is protected by a password")
        if len(reader.pages) > _MAX_PAGES:
            raise ParseError(f"the PDF has more than {_MAX_PAGES:,} pages; split it")
        pages: list[list[_PdfLine]] = []
        characters = 0
        for page in reader.pages:
            pages.append(_pdf_lines(page))
            characters += sum(len(line.text) for line in pages[-1])
            if characters > MAX_CHARACTERS:
                raise ParseError(f"the text is longer than {MAX_CHARACTERS:,} characters; split the document")
        info = {str(k).lstrip("/"): one_line(str(v)) for k, v in (reader.metadata or {}).items()}
    except ParseError:
        raise
    except _BROKEN_PDF:
        raise ParseError("the PDF cannot be read; it may be damaged") from None
    canonical = Canonical()
    _pdf_blocks(_without_running_heads(pages), canonical)
    try:
        text, blocks, heading = canonical.finish()
    except ParseError:
        raise ParseError("the PDF holds no text; if it is a scan, run text recognition first") from None
    title = info.pop("Title", "")
    author = info.pop("Author", "")
    changed = re.match(r"D:(\d{4})(\d\d)(\d\d)", info.pop("ModDate", "") or info.get("CreationDate", ""))
    fields = {k.lower(): v for k, v in info.items() if k in ("Subject", "Keywords", "Company", "Manager") and v}
    return Parsed(title or heading, text, blocks, (author,) if author else (), None, _day(changed), fields)


def _day(match: re.Match[str] | None) -> str | None:
    try:
        return datetime.strptime("".join(match.groups()), "%Y%m%d").date().isoformat() if match else None  # noqa: DTZ007
    except ValueError:
        return None


def _pdf_lines(page: Any) -> list[_PdfLine]:
    pieces: list[tuple[str, float, bool, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        if text:
            scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or 1.0
            name = str((font or {}).get("/BaseFont", ""))
            pieces.append((text, round(abs(size) * scale, 1), "bold" in name.lower(), tm[5] * cm[3] + cm[5]))

    page.extract_text(visitor_text=visit)
    lines: list[_PdfLine] = []
    current: list[tuple[str, float, bool, float]] = []

    def close() -> None:
        text = "".join(piece[0] for piece in current)
        weights: Counter[tuple[float, bool]] = Counter()
        for piece, size, bold, _ in current:
            weights[size, bold] += len(piece.strip())
        size, bold = max(weights, key=lambda key: (weights[key], key)) if weights else (0.0, False)
        tops = [top for piece, _, _, top in current if piece.strip()]
        lines.append(_PdfLine(re.sub(r"\s+", " ", text).strip(), size, bold, tops[0] if tops else None))
        current.clear()

    for text, size, bold, top in pieces:
        first, *rest = text.split("\n")
        current.append((first, size, bold, top))
        for part in rest:
            close()
            current.append((part, size, bold, top))
    close()
    return lines


def _body_size(lines: Iterable[_PdfLine]) -> float:
    """The font size in which most characters are set; 0 without lines."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 0.0


def _without_running_heads(pages: list[list[_PdfLine]]) -> list[list[_PdfLine]]:
    """Drop lines at the top or bottom of a page that stand (apart from digits) on most pages, and bare page
    numbers."""
    body = _body_size(line for page in pages for line in page if line.text)
    counts: Counter[str] = Counter()
    edges = []
    for page in pages:
        filled = [index for index, line in enumerate(page) if line.text]
        # Never larger than the body: what repeats in large type is a heading such as "1. Steps".
        edge = {index for index in filled[:2] + filled[-2:] if page[index].size <= body}
        edges.append(edge)
        counts.update({re.sub(r"\d+", "0", page[index].text) for index in edge})
    often = {text for text, count in counts.items() if count >= 3 and count > len(pages) / 2}

    def kept(line: _PdfLine, on_edge: bool) -> bool:
        pattern = re.sub(r"\d+", "0", line.text)
        return not on_edge or (
            pattern not in often and not re.fullmatch(r"(?:page )?0(?: (?:of|/) 0)?", pattern.lower())
        )

    return [
        [line for i, line in enumerate(page) if kept(line, i in edge)] for page, edge in zip(pages, edges, strict=True)
    ]


def _pdf_blocks(pages: list[list[_PdfLine]], canonical: Canonical) -> None:
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

    previous: _PdfLine | None = None
    heading: tuple[int, str] | None = None
    for page in pages:
        for line in page:
            if not line.text:
                continue
            level = _pdf_heading(line, body, levels, bold_body)
            far = (
                previous is not None
                and previous.top is not None
                and line.top is not None
                and (previous.top - line.top > usual * 1.35)
            )
            if level:
                flush()
                # A heading that wraps goes on in the next line of the same kind.
                if heading and heading[0] == level and not far:
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


def _pdf_heading(line: _PdfLine, body: float, levels: dict[float, int], bold_body: bool) -> int | None:
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
