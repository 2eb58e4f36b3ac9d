"""DOCX to canonical blocks."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from assets.ingest.parsed import Parsed, ParseError
from assets.ingest.rendering import Canonical, ListItem, join, one_line

_MAX_UNPACKED = 100_000_000
"""Bytes that all parts of a DOCX may unpack to; more is a bomb or holds pictures that are no text."""
_MAX_XML = 30_000_000

_PROPERTIES = ("title", "subject", "keywords", "category", "comments", "content_status")

# What the libraries raise on damaged files, found by feeding them damaged files.
_BROKEN_DOCX = (
    *(OpcError, etree.LxmlError, zipfile.BadZipFile, zlib.error, NotImplementedError, AttributeError),
    *(KeyError, ValueError, TypeError, IndexError, OSError, EOFError),
)


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
    except _BROKEN_DOCX:
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
        elif _is_bold(paragraph):
            self._out.bold(text, "", text)
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


def _is_bold(paragraph: Any) -> bool:
    """Whether all that a paragraph says is in bold."""
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in paragraph.iter(qn("w:r")) if _word_text(run).strip()]
    return all(mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false") for mark in marks)


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
