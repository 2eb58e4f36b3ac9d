"""HTML to canonical blocks, and the fragments of HTML that stand in Markdown."""

import re
import warnings
from collections.abc import Iterable, Sequence

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.element import Comment, NavigableString, PageElement

from assets.ingest.parsed import Parsed, ParseError
from assets.ingest.rendering import Canonical, ListItem, decode, join, one_line

_DROPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "meta", "link", "nav", "footer"),
        *("svg", "img", "picture", "source", "track", "map", "area", "iframe", "object", "embed", "canvas"),
        *("audio", "video", "form", "button", "select", "option", "input", "textarea", "menu", "dialog"),
    )
)
_BLOCK = frozenset(
    (
        *("html", "body", "main", "article", "section", "aside", "header", "hgroup", "div", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "blockquote", "figure", "figcaption", "address"),
        *("ul", "ol", "li", "dl", "dt", "dd", "table", "details", "summary", "fieldset", "hr"),
    )
)
_ASIDE_ROLES = frozenset(
    ("navigation", "search", "banner", "contentinfo", "doc-toc", "doc-pagelist", "doc-noteref", "doc-backlink")
)
"""Roles (WAI-ARIA 1.2, DPUB-ARIA 1.1) of what stands around a page's text, or only points elsewhere."""
_ASIDE_NAMES = frozenset(
    (
        *("headerlink", "toctree-wrapper", "sphinxsidebar", "footnote-reference", "fn-backref"),  # Sphinx
        *("navheader", "navfooter", "docnav", "toc", "footnote-ref", "footnote-back"),  # DocBook, Asciidoctor, Pandoc
        *("mw-editsection", "mw-jump-link", "catlinks", "printfooter", "noprint"),  # MediaWiki
        *("breadcrumb-section", "breadcrumbs", "breadcrumb", "page-metadata", "toc-macro"),  # Confluence
        *("md-nav", "md-sidebar", "wy-nav-side", "rst-footer-buttons", "secedit", "dw__toc"),  # MkDocs, DokuWiki
    )
)
"""Classes and ids by which common generators of wikis and manuals mark the same."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MAX_DEPTH = 120
"""Deeper nesting is flattened to text: no page needs it, and a walk must not run out of stack."""
_MAX_SPAN = 50
_MAX_CELLS = 20_000
_UPDATED = ("last-modified", "dcterms.modified", "article:modified_time", "revised", "updated", "date")


def parse_html(data: bytes) -> Parsed:
    """A whole HTML page. Title: the only h1, else <title>; people: author metas; updated and fields from the
    other metas."""
    soup = _soup(decode(data))
    names: list[str] = []
    fields: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").strip().lower()
        value = one_line(str(meta.get("content") or ""))
        if not name or not value or name in ("viewport", "robots", "generator", "theme-color"):
            continue
        if name.endswith(("author", "creator", "contributor")):
            names.append(value)
        else:
            fields[name] = value
    page_title = one_line(soup.title.get_text()) if soup.title else ""
    mains = [
        t for t in soup.select("main, [role=main]") if not t.find_parent("main") and not t.find_parent(role="main")
    ]
    canonical = Canonical()
    _walk(mains[0] if len(mains) == 1 else soup.body or soup, canonical)
    text, blocks, heading = canonical.finish(page_title)
    if page_title and heading and page_title != heading:
        fields["title"] = page_title
    updated = next((day[0] for key in _UPDATED if (day := re.match(r"\d{4}-\d\d-\d\d", fields.get(key, "")))), None)
    return Parsed(heading or page_title, text, blocks, tuple(dict.fromkeys(names)), None, updated, fields)


def is_markup(text: str) -> bool:
    """Whether a text is HTML, as desks store what came by mail: block elements or line breaks, and closed ones."""
    return bool(re.search(r"<(?:p|div|br|table|ul|ol|html|body|span)\b[^<>]*>", text, re.I)) and bool(
        re.search(r"</(?:p|div|table|ul|ol|li|html|body|span|b|i|a)>|<br ?/?>", text, re.I)
    )


def render_fragment(html: str, canonical: Canonical, line: int) -> None:
    """An HTML block inside Markdown: its content as blocks, all at the given line."""
    if re.sub(r"<[^<>]*>", "", html).strip():
        _walk(_soup(html), canonical, line)


def _soup(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is read as HTML on purpose
        try:
            return BeautifulSoup(html, "lxml")
        except (RecursionError, ValueError, AssertionError):
            raise ParseError("the HTML cannot be read; it may be cut off or nested too deeply") from None


def _walk(root: Tag, canonical: Canonical, line: int = 0, depth: int = 0) -> None:
    """Emit blocks below `root`; text outside of any block element becomes paragraphs."""
    loose: list[PageElement] = []

    def flush() -> None:
        bold = None if root.name == "blockquote" or root.find_parent("blockquote") else _bold_line(loose)
        if bold:
            canonical.bold(*bold, _text(loose), line)
        else:
            canonical.paragraph(_text(loose), line)
        loose.clear()

    for node in root.children:
        if not isinstance(node, Tag):
            loose.append(node)
        elif _hidden(node):
            continue
        elif node.name not in _BLOCK and (depth > _MAX_DEPTH or not node.find(list(_BLOCK))):
            loose.append(node)
        else:
            flush()
            if depth > _MAX_DEPTH:
                canonical.paragraph(node.get_text(" "), line)
            elif node.name in _HEADINGS:
                canonical.heading(_HEADINGS[node.name], _text(node.children), line)
            elif node.name in ("ul", "ol"):
                canonical.items(list(_items(node, 0)), line)
            elif node.name == "table":
                canonical.table(_rows(node), line)
            elif node.name == "pre":
                canonical.code(node.get_text(), line=line)
            elif node.name == "dl":
                _definitions(node, canonical, line)
            else:
                _walk(node, canonical, line, depth + 1)
    flush()


def _bold_line(nodes: Sequence[PageElement]) -> tuple[str, str] | None:
    """The first line of inline nodes and what follows it, if all of that line is in bold."""
    ends = next((n for n, node in enumerate(nodes) if isinstance(node, Tag) and node.name == "br"), len(nodes))
    filled = [node for node in nodes[:ends] if _text([node]).strip()]
    bold = filled and all(isinstance(node, Tag) and node.name in ("b", "strong") for node in filled)
    return (_text(nodes[:ends]), _text(nodes[ends:])) if bold else None


def _hidden(node: Tag) -> bool:
    """Whether a node is not shown, or is no part of what the page says."""
    style = str(node.get("style") or "").replace(" ", "").lower()
    if node.name in _DROPPED or node.has_attr("hidden") or "display:none" in style:
        return True
    names = {str(node.get("id")), *(node.get_attribute_list("class"))}
    footnote = node.name == "sup" and "reference" in names  # MediaWiki; elsewhere a reference is a link with words
    return footnote or node.get("role") in _ASIDE_ROLES or not _ASIDE_NAMES.isdisjoint(names)


def _text(nodes: Iterable[PageElement]) -> str:
    """Inline text; source line breaks are white space, <br> is a newline. Walks without recursion: depth is
    not bounded."""
    pieces: list[str] = []
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name == "br":
                pieces.append("\n")
            elif not _hidden(node):
                spaced = node.name in _BLOCK or node.name in ("td", "th", "tr")
                children = list(node.children)[::-1]
                stack.extend([NavigableString(" "), *children, NavigableString(" ")] if spaced else children)
        elif type(node) is NavigableString:
            pieces.append(re.sub(r"\s+", " ", node))
        elif isinstance(node, NavigableString) and not isinstance(node, Comment) and node.PREFIX == "":
            pieces.append(str(node))
    return "".join(pieces)


def _pieces(node: Tag, depth: int = 0) -> list[str]:
    """The text of a cell or item by its block children, so that they can be joined with punctuation."""
    pieces: list[str] = []
    loose: list[PageElement] = []
    for child in node.children:
        if isinstance(child, Tag) and not _hidden(child) and (child.name in _BLOCK or child.name == "br"):
            pieces.append(_text(loose))
            loose = []
            pieces.extend(_pieces(child, depth + 1) if depth < _MAX_DEPTH else [child.get_text(" ")])
        else:
            loose.append(child)
    return [*pieces, _text(loose)]


def _items(node: Tag, depth: int) -> Iterable[ListItem]:
    first = str(node.get("start") or "1")
    number = int(first) if re.fullmatch(r"\d{1,6}", first) else 1
    for child in node.children:
        if not isinstance(child, Tag):
            if text := _text([child]).strip():  # not allowed there, but text is not lost
                yield ListItem(depth, None, text)
            continue
        if _hidden(child):
            continue
        if child.name in ("ul", "ol"):  # not allowed there, but common
            if depth < _MAX_DEPTH:
                yield from _items(child, depth + 1)
            continue
        own: list[str] = []
        nested: list[Tag] = []
        _split_item(child, own, nested)
        yield ListItem(depth, number if node.name == "ol" else None, join(own))
        number += 1
        for inner in nested if depth < _MAX_DEPTH else ():
            yield from _items(inner, depth + 1)


def _split_item(item: Tag, own: list[str], nested: list[Tag]) -> None:
    """The item's own text, and the lists directly inside it (also those wrapped in a div)."""
    loose: list[PageElement] = []
    for child in item.children:
        if isinstance(child, Tag) and child.name in ("ul", "ol"):
            nested.append(child)
        elif isinstance(child, Tag) and child.name in _BLOCK and not _hidden(child):
            own.append(_text(loose))
            loose = []
            inner = child.find(["ul", "ol"])
            if isinstance(inner, Tag) and inner.parent is child:
                own.append(_text(c for c in child.children if c is not inner))
                nested.append(inner)
            else:
                own.extend(_pieces(child))
        else:
            loose.append(child)
    own.append(_text(loose))


def _rows(table: Tag) -> list[list[str]]:
    """Cells by row; a cell that spans rows or columns stands in each, so that a row reads alone."""
    rows: list[list[str]] = []
    pending: dict[int, tuple[int, str]] = {}  # column -> rows still covered, text
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table:
            continue
        cells: list[str] = []

        def fill(cells: list[str]) -> None:
            while len(cells) in pending:
                left, text = pending.pop(len(cells))
                if left > 1:
                    pending[len(cells)] = (left - 1, text)
                cells.append(text)

        for cell in row.find_all(["td", "th"], recursive=False):
            fill(cells)
            text = join(_pieces(cell), ";")
            # Repeating ends where a table would explode.
            repeated = sum(map(len, rows)) < _MAX_CELLS
            for _ in range(_span(cell, "colspan") if repeated else 1):
                if repeated and (down := _span(cell, "rowspan")) > 1:
                    pending[len(cells)] = (down - 1, text)
                cells.append(text)
        fill(cells)
        if len(cells) > 1 and len(row.find_all(["td", "th"], recursive=False)) == 1 and len(set(cells)) == 1:
            cells = cells[:1]  # a line across the whole table
        rows.append(cells)
    return rows


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), _MAX_SPAN) if re.fullmatch(r"\d{1,4}", value) else 1


def _definitions(node: Tag, canonical: Canonical, line: int) -> None:
    term = ""
    for child in node.find_all(["dt", "dd"]):
        if child.name == "dt":
            if term:
                canonical.paragraph(term, line)
            term = join(_pieces(child))
        else:
            canonical.paragraph(join([term, *_pieces(child)]), line)
            term = ""
    if term:
        canonical.paragraph(term, line)
