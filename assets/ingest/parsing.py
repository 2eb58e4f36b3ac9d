"""From the bytes of one raw content to a `Parsed` document. The formats have a module each; this is the way
in."""

from types import ModuleType

from assets.ingest import markdown, markup, office, parsed, pdf, plain, rendering
from assets.ingest.parsed import Parsed, ParseError
from assets.ingest.raw import RawContent

MODULES: tuple[ModuleType, ...] = (parsed, rendering, markdown, markup, office, pdf, plain)
"""The code whose change changes what parsing makes of a document (for the fingerprint of a memo; add this
module)."""

LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "beautifulsoup4", "lxml", "python-docx", "pypdfium2", "pyyaml",
             "charset-normalizer")  # fmt: skip
"""The distributions whose version changes it."""

_PARSERS = {
    "md": markdown.parse_markdown,
    "html": markup.parse_html,
    "docx": office.parse_docx,
    "pdf": pdf.parse_pdf,
    "txt": plain.parse_text,
}


def parse(content: RawContent) -> Parsed:
    """Parse a content by its format: md, html, docx, pdf, txt or row. Pure: equal contents give equal
    results.

    Raises ParseError, with a message that holds no raw text, when the bytes are not of that format, hold no
    text or
    pass a limit (1,000,000 characters, 2,000 PDF pages, 100 MB unpacked DOCX).
    """
    try:
        if content.format == "row":
            return plain.parse_row(content)
        return _PARSERS[content.format](content.data)
    except RecursionError:
        raise ParseError("the document is nested too deeply") from None
