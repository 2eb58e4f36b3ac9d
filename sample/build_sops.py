"""Makes the DOCX and PDF procedures of the sample from their texts: `python -m sample.build_sops [TEXTS OUT]`.

`NAME.docx.md` becomes `NAME.docx` and `NAME.pdf.md` becomes `NAME.pdf`; the front matter becomes the document's
properties. The same texts give the same bytes. The results are committed, so nothing but a changed text needs this.
"""

import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import yaml
from fpdf import FPDF
from markdown_it import MarkdownIt

HERE = Path(__file__).parent
ZIP_TIME = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item or table; `rows` is filled for tables only."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def build_sops(texts: Path, out: Path) -> list[Path]:
    """Write a document for each `*.docx.md` and `*.pdf.md` in `texts` to `out`; returns their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(texts.glob("*.*.md")):
        _, front, body = source.read_text(encoding="utf-8").split("---\n", 2)
        properties = yaml.safe_load(front)
        modified = datetime.fromisoformat(str(properties.pop("modified"))).replace(hour=9, tzinfo=UTC)
        make = {".docx": make_docx, ".pdf": make_pdf}[Path(source.stem).suffix]
        path = out / source.stem
        path.write_bytes(make(list(read_blocks(body)), properties, modified))
        written.append(path)
    return written


def read_blocks(body: str) -> Iterator[Block]:
    """The blocks of a Markdown text without nesting or inline mark-up."""
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    kind, level = "paragraph", 0
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "heading_open":
            kind, level = "heading", int(token.tag[1])
        elif token.type in ("list_item_open", "table_open"):
            kind = token.type.removesuffix("_open")
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and kind == "table":
            rows[-1].append(token.content)
        elif token.type == "inline":
            yield Block(kind, token.content.replace("\n", " "), level)
        elif token.type == "table_close":
            yield Block("table", rows=tuple(map(tuple, rows)))
            rows = []
        if token.type in ("heading_close", "list_item_close", "table_close"):
            kind, level = "paragraph", 0


def make_docx(blocks: list[Block], properties: dict[str, str], modified: datetime) -> bytes:
    """A Word document with built-in styles and core properties."""
    document = docx.Document()
    for block in blocks:
        if block.kind == "heading":
            document.add_heading(block.text, block.level)
        elif block.kind == "table":
            table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
            for cells, row in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(cells.cells, row, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(block.text, "List Bullet" if block.kind == "list_item" else None)
    core = document.core_properties
    for name, value in properties.items():
        setattr(core, name, value)
    core.created = core.modified = modified.replace(tzinfo=None)
    saved, fixed = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(zipfile.ZipInfo(member.filename, ZIP_TIME), old.read(member), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def make_pdf(blocks: list[Block], properties: dict[str, str], modified: datetime) -> bytes:
    """A text PDF in a core font with document information."""
    pdf = FPDF(format="A4")
    pdf.set_margin(22)
    pdf.set_creation_date(modified)
    pdf.set_title(properties["title"])
    pdf.set_author(properties["author"])
    pdf.set_subject(properties["subject"])
    pdf.set_keywords(properties["keywords"])
    pdf.set_lang("en")
    pdf.add_page()
    for block in blocks:
        if block.kind == "heading":
            pdf.ln(3)
            pdf.set_font("Helvetica", "B", {1: 18, 2: 13}[block.level])
        else:
            pdf.set_font("Helvetica", "", 11)
        text = f"- {block.text}" if block.kind == "list_item" else block.text
        pdf.multi_cell(0, 7 if block.kind == "heading" else 5.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(0.5 if block.kind == "list_item" else 3)
    return bytes(pdf.output())


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:]] or [HERE / "sops_text", HERE / "sops"]
    build_sops(*folders)
