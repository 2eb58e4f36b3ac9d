"""Plain readings of the sample's files, made without the product's own parsers, so that labels can be held to them."""

import re
from functools import cache
from pathlib import Path

import docx
from pypdf import PdfReader

SAMPLE = Path(__file__).parent


@cache
def read_raw(file: str) -> str:
    """Everything that a file (relative to `sample/`) holds as text; for DOCX and PDF the properties, then the body."""
    path = SAMPLE / file
    if path.suffix == ".docx" and not file.startswith("broken/"):
        document = docx.Document(str(path))
        core = document.core_properties
        properties = [core.title, core.author, core.last_modified_by, core.comments, core.keywords]
        return "\n".join([*properties, read_body(file)])
    if path.suffix == ".pdf" and not file.startswith("broken/"):
        return "\n".join([*(str(value) for value in (PdfReader(path).metadata or {}).values()), read_body(file)])
    data = path.read_bytes()
    if file.startswith("broken/"):
        return "\n".join(data.decode(encoding, errors="ignore") for encoding in ("utf-8", "cp1252", "utf-16"))
    return data.decode("utf-8")


@cache
def read_body(file: str) -> str:
    """The body of a document with each block on one line, without the marks of Markdown and HTML."""
    path = SAMPLE / file
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if path.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    return re.sub(r"(?<![\w*])\*{1,2}|\*{1,2}(?![\w*])", "", text)
