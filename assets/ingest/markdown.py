"""Markdown as companies write it to canonical blocks: front matter, liquid tags, admonitions, embedded HTML.

Before the Markdown parser sees a page, what is not Markdown is rendered or removed line by line, and each
line remembers
the line of the file it came from, so that a block can still be found by its reader.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import yaml
from lxml.html import defs
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from assets.ingest.markup import render_fragment
from assets.ingest.parsed import Parsed
from assets.ingest.rendering import Canonical, ListItem, decode, join, one_line

Line = tuple[str, int]  # text, 1-based line in the file

_MAX_INLINE = 20_000
"""A paragraph longer than this is taken as plain text: inline parsing costs more than its length, and it is
no prose."""
_MAX_FRONT_MATTER = 20_000
_MAX_FIELDS = 200

_MAX_MARK = 300
"""No line that opens or closes something is longer; patterns with several wildcards see no longer ones."""
_INDENT = re.compile(r"^[ \t]{60,}")

_FENCE = re.compile(r"^[ \t]*(?:>[ \t]*)*(?:[-*+]|\d+[.)])?[ \t]*(`{3,}|~{3,})([^`]*)$")
_FRONT_END = re.compile(r"^(?:---|\.\.\.)\s*$")
_HIGHLIGHT = re.compile(r"^\s*\{%-?\s*(end)?highlight\b\s*([\w+-]*)[^%]*%\}\s*$")
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_TAG = re.compile(r"\{%-?\s*([\w-]*)")
_TARGET = re.compile(
    r"(\]\(\s?<?)([^()\n]{0,300}?(?:\{\{|\{%)[^\n]{0,300}?(?:\}\}|%\})[^()\s]{0,300})((?: \"[^\"\n]{0,300}\")?\s?>?\))"
)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|“([^”]*)”")
_PATH_LIKE = re.compile(r"[/\\=<>{}]|\.\w{2,4}$")
_SILENT = re.compile(
    "icon|image|img|include|page|link|url|path|asset|download|video|embed|css|js|figure|alert|render|layout|extends|"
    "block|assign|capture|if|unless|case|when|for|cycle|set|import|macro|gist|toc"
)
_ADMONITION = re.compile(r"^(\s*)(?:!!!|\?\?\?\+?)\s*[\w -]*?\s*(?:[\"“](.*)[\"”])?\s*$")
_CONTAINER = re.compile(r"^\s*:{3,}\s*(?:\{?[\w-]*\}?)\s*(.*?)\s*$")
_ALERT = re.compile(r"^\s*>\s*\[!\w+\]\s*$")
_ATTRIBUTES = re.compile(r"\{(?::[^{}\n]*|#[^{}\n\s]+|[.][\w-]+(?:\s+[.#][\w-]+)*)\s*\}")
_FOOTNOTE = re.compile(r"\[\^[\w-]+\]:?")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")
_TOC = re.compile(r"^\[\[?_?toc_?\]?\]$", re.I)
_TASK = re.compile(r"^\[[ xX]\]\s+")
_TAG_NAME = re.compile(r"</?\s*([a-zA-Z][\w-]*)")
_HTML_NAMES = frozenset(defs.tags)

# Front matter keys, lower case with underscores, most telling first.
_OWNERS = ("owner", "owners", "team", "maintainer", "maintainers", "responsible", "contact", "owner_team")
_PEOPLE = (
    *("author", "authors", "contributor", "contributors", "editor", "editors", "people", "assignee"),
    *("reviewer", "reviewers", "reviewed_by", "approver", "approvers", "approved_by"),
    *("created_by", "updated_by"),
)
_UPDATED = (
    *("updated", "last_updated", "updated_at", "last_modified", "last_modified_at", "lastmod", "modified"),
    *("last_reviewed", "reviewed", "review_date", "date"),
)

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(deflist_plugin)
_MARKDOWN.core.ruler.enableOnly(["normalize", "block"])  # inline parsing follows block by block, with a limit


def parse_markdown(data: bytes) -> Parsed:
    """A Markdown page with its front matter. Lines are those of the file."""
    lines = [(text, number) for number, text in enumerate(decode(data).split("\n"), 1)]
    front, lines = _split_front_matter(lines)
    values = _front_values(front)
    lines = list(_prepare(lines))
    canonical = Canonical()
    environment: dict[str, Any] = {}
    tokens = _MARKDOWN.parse("\n".join(text for text, _ in lines), environment)
    origins = [number for _, number in lines]
    _Renderer(canonical, origins, environment).blocks(tokens)
    text, blocks, heading = canonical.finish()

    def take(names: Sequence[str]) -> list[str]:
        return [value for name in names for value in values.pop(name, [])]

    title = html.unescape(" ".join(take(["title"]))) or heading
    owner = ", ".join(take(_OWNERS)) or None
    people = tuple(dict.fromkeys(take(_PEOPLE)))
    days = [day[0] for value in take(_UPDATED) if (day := re.match(r"\d{4}-\d\d-\d\d", value))]
    fields = {name: ", ".join(items) for name, items in values.items()}
    return Parsed(one_line(title), text, blocks, people, owner, days[0] if days else None, fields)


# Front matter


def _split_front_matter(lines: list[Line]) -> tuple[str, list[Line]]:
    if lines[0][0].rstrip() != "---":
        return "", lines
    size = 0
    for index, (text, _) in enumerate(lines[1:], 1):
        if _FRONT_END.match(text):
            return "\n".join(text for text, _ in lines[1:index]), lines[index + 1 :]
        size += len(text)
        if size > _MAX_FRONT_MATTER:
            break
    return "", lines


def _front_values(front: str) -> dict[str, list[str]]:
    """Names (lower case, `-` as `_`, nested ones dotted) and their values as written; broken YAML is read by
    line."""
    if not front.strip():
        return {}
    try:
        loaded = yaml.load(front, Loader=_PlainLoader)  # noqa: S506 (a safe loader that keeps scalars as written)
    except (yaml.YAMLError, RecursionError):
        pairs = re.findall(r"^([\w -]+?)[ \t]*:[ \t]+(\S.*?)\s*$", front, re.M)
        return {_name(name): [value.strip("\"'")] for name, value in pairs}
    values: dict[str, list[str]] = {}
    for name, value in _flatten("", loaded, 0):
        if len(values) < _MAX_FIELDS:
            values.setdefault(name, []).append(value)
    return values


class _PlainLoader(yaml.SafeLoader):
    """Keeps scalars as they are written (dates, numbers and yes/no stay strings) and refuses aliases, which
    can explode."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


_PlainLoader.yaml_implicit_resolvers = {}


def _flatten(prefix: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and depth < 5:
        for key, inner in value.items():
            name = _name(str(key))
            yield from _flatten(f"{prefix}.{name}" if prefix else name, inner, depth + 1)
    elif isinstance(value, list) and depth < 5:
        for inner in value:
            yield from _flatten(prefix, inner, depth + 1)
    elif isinstance(value, str | int | float | date | datetime) and (text := one_line(str(value))):
        yield prefix or "value", text


def _name(key: str) -> str:
    return re.sub(r"[\s-]+", "_", key.strip().lower())


# What is not Markdown


def _prepare(lines: list[Line]) -> Iterator[Line]:
    """Render or remove liquid tags, shortcodes, admonitions and containers outside of fenced code."""
    prose: list[Line] = []
    fence = ""
    for text, number in lines:
        short = len(text) <= _MAX_MARK
        if short and (highlight := _HIGHLIGHT.match(text)):
            yield from _prepare_prose(prose)
            prose = []
            fence = "" if highlight[1] else "%}"
            yield ("```" + ("" if highlight[1] else highlight[2]), number)
            continue
        mark = _FENCE.match(text) if short else None
        if fence:
            yield (_RAW.sub("", text), number)
            if mark and fence != "%}" and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
        elif mark and not _inside_comment(prose):
            yield from _prepare_prose(prose)
            prose = []
            fence = mark[1]
            yield (text, number)
        else:
            prose.append((_INDENT.sub(" " * 60, text), number))
    yield from _prepare_prose(prose)


def _inside_comment(prose: list[Line]) -> bool:
    tail = [text for text, _ in prose if "comment" in text]
    return bool(tail) and re.search(r"\{%-?\s*comment\s*-?%\}(?!.*endcomment)", tail[-1]) is not None


def _prepare_prose(lines: list[Line]) -> Iterator[Line]:
    text = "\n".join(line for line, _ in lines)
    numbers = [number for _, number in lines]
    text = _replace(text, r"\{%-?\s*comment\s*-?%\}", r"\{%-?\s*endcomment\s*-?%\}", _newlines)
    text = _TARGET.sub(r"\1x\3", text)
    text = _replace(text, r"\{\{<|\{\{%", r">\}\}|%\}\}", _newlines)
    text = _replace(text, r"\{%", r"%\}", _tag_words)
    text = _replace(text, r"<!--", r"-->", _newlines)
    text = _replace(text, r"(?i)<table\b", r"(?i)</table\s*>", _without_blank_lines)
    yield from _unfold(list(zip(text.split("\n"), numbers, strict=True)) if numbers else [])


def _replace(text: str, opening: str, closing: str, render: Callable[[str, int, int], str]) -> str:
    """Replace each span from an opening to the next closing by `render(text, start, end)`; one pass, so linear."""
    begins, ends = re.compile(opening), re.compile(closing)
    pieces, at = [], 0
    while begin := begins.search(text, at):
        end = ends.search(text, begin.end())
        if end is None:
            break
        pieces += [text[at : begin.start()], render(text, begin.start(), end.end())]
        at = end.end()
    return "".join([*pieces, text[at:]])


def _newlines(text: str, start: int, end: int) -> str:
    """Nothing but the line breaks, so that line numbers stay."""
    return "\n" * text.count("\n", start, end)


def _without_blank_lines(text: str, start: int, end: int) -> str:
    """A blank line would end an HTML block in the middle of a table; an empty comment fills it."""
    return re.sub(r"\n(?=[ \t]*\n)", "\n<!---->", text[start:end])


def _tag_words(text: str, start: int, end: int) -> str:
    """What a liquid tag says in the sentence it stands in: a channel's name, a quoted term; else nothing."""
    lines = _newlines(text, start, end)
    tag = text[start:end]
    head = _TAG.match(tag)
    name = head[1].lower() if head else ""
    words = next((one_line(a or b or c) for a, b, c in _QUOTED.findall(tag[:_MAX_MARK])), "")
    if "channel" in name and words:
        return f"#{words.lstrip('#')}{lines}"
    line_start = max(text.rfind("\n", max(start - _MAX_MARK, 0), start) + 1, start - _MAX_MARK, 0)
    around = text[line_start:start] + text[end : end + _MAX_MARK].split("\n", 1)[0]
    silent = name.startswith("end") or _SILENT.search(name) or _PATH_LIKE.search(words)
    return words + lines if words and not silent and re.search(r"\w", around) else lines


def _unfold(lines: list[Line]) -> Iterator[Line]:
    """Admonitions and containers become plain paragraphs: the title on its own, the body without its
    indentation."""
    index = 0
    while index < len(lines):
        text, number = lines[index]
        index += 1
        admonition = _ADMONITION.match(text) if len(text) <= _MAX_MARK else None
        if admonition:
            indent = admonition[1]
            body: list[Line] = []
            while index < len(lines):
                inner = lines[index][0]
                if inner.strip() and not (inner.startswith(indent) and inner[len(indent) :][:1].isspace()):
                    break
                body.append(lines[index])
                index += 1
            widths = [len(inner) - len(inner.lstrip()) for inner, _ in body if inner.strip()]
            cut = max(min(widths, default=0) - len(indent), 0)
            yield ("", number)
            yield (f"{indent}{admonition[2] or ''}", number)
            yield ("", number)
            yield from _unfold([(indent + inner[len(indent) + cut :], at) for inner, at in body])
            yield ("", number)
        elif len(text) <= _MAX_MARK and (container := _CONTAINER.match(text)):
            yield ("", number)
            if container[1]:
                yield (container[1], number)
                yield ("", number)
        elif _ALERT.match(text) or _TOC.match(text.strip()):
            yield ("", number)
        else:
            yield (text, number)


# Blocks


_BOLD_LINE = re.compile(r"(?P<mark>\*\*|__)(?P<text>[^*_\n]+)(?P=mark)")


class _Renderer:
    """Walks block tokens and writes canonical blocks."""

    def __init__(self, canonical: Canonical, origins: Sequence[int], environment: dict[str, Any]):
        self._out, self._origins, self._environment = canonical, origins, environment

    def blocks(self, tokens: Sequence[Token], *, quoted: bool = False) -> None:
        """Write blocks, those of a quotation like any others but for its bold lines, which are no headings."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            line = self._line(token)
            end = _closing(tokens, index) if token.nesting == 1 else index
            inner = tokens[index + 1 : end]
            if token.type == "heading_open":
                self._out.heading(int(token.tag[1]), self._inline(inner), line)
            elif token.type == "paragraph_open":
                first, _, rest = inner[0].content.partition("\n")
                if not quoted and (bold := _BOLD_LINE.fullmatch(first.strip())):
                    self._out.bold(self._plain(bold["text"]), self._plain(rest), self._inline(inner), line)
                else:
                    self._out.paragraph(self._inline(inner), line)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                self._list(tokens[index : end + 1])
            elif token.type == "table_open":
                self._out.table(self._rows(inner), line)
            elif token.type == "dl_open":
                self._definitions(inner)
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.type == "html_block":
                render_fragment(token.content, self._out, line)
            elif token.nesting == 1:
                self.blocks(inner, quoted=True)
            index = end + 1

    def _line(self, token: Token) -> int:
        return self._origins[min(token.map[0], len(self._origins) - 1)] if token.map else 0

    def _code(self, token: Token) -> None:
        language = token.info.strip().split(" ", 1)[0] if token.info.strip() else ""
        self._out.code(token.content, re.sub(r"[^\w+#.-]", "", language), self._line(token))

    def _inline(self, tokens: Sequence[Token], breaks: str = "\n") -> str:
        return " ".join(self._plain(token.content, breaks) for token in tokens if token.type == "inline")

    def _plain(self, source: str, breaks: str = "\n") -> str:
        """Inline Markdown without its marks. `breaks` is what a hard line break becomes."""
        if len(source) > _MAX_INLINE:
            return source
        tokens: list[Token] = []
        _MARKDOWN.inline.parse(source, _MARKDOWN, self._environment, tokens)
        text = ""
        for token in tokens:
            if token.type == "text":
                text += _clean(token.content)
            elif token.type in ("code_inline", "text_special"):
                text += token.content
            elif token.type == "softbreak":
                text += " "
            elif token.type == "hardbreak":
                text += breaks
            elif token.type == "html_inline":
                name = _TAG_NAME.match(token.content)
                if name and name[1].lower() == "br":
                    text += breaks
                elif name and name[1].lower() not in _HTML_NAMES:
                    text += token.content  # a placeholder such as <name>, not markup
        return text

    def _list(self, tokens: Sequence[Token]) -> None:
        """One list block; code and tables inside an item interrupt it, and it goes on after them."""
        items: list[ListItem] = []
        started = self._line(tokens[0])

        def flush(line: int) -> None:
            nonlocal started
            self._out.items(items, started)
            items.clear()
            started = line

        stack: list[list[int | None]] = []  # per open list: next number (None for bullets)
        parts: list[str] = []
        number: int | None = None
        interrupted = 0  # line of the code or table that interrupted the item

        def item() -> None:
            if parts and interrupted:
                flush(0)
                self._out.paragraph(join(parts), interrupted)
            elif parts:
                items.append(ListItem(max(len(stack) - 1, 0), number, _TASK.sub("", join(parts))))
            parts.clear()

        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type in ("bullet_list_open", "ordered_list_open"):
                item()
                first = token.attrGet("start")
                stack.append([int(first) if first is not None else 1 if token.tag == "ol" else None])
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                item()
                stack.pop()
            elif token.type == "list_item_open":
                item()
                interrupted = 0
                number = stack[-1][0]
                if number is not None:
                    stack[-1][0] = number + 1
                if not items:
                    started = self._line(token)
            elif token.type == "inline":
                parts.append(self._plain(token.content, " "))
            elif token.type in ("fence", "code_block", "html_block", "table_open"):
                item()
                end = _closing(tokens, index) if token.nesting == 1 else index
                flush(self._line(token))
                self.blocks(tokens[index : end + 1])
                interrupted = self._line(token)
                index = end
            index += 1
        item()
        flush(0)

    def _rows(self, tokens: Sequence[Token]) -> list[list[str]]:
        rows: list[list[str]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(join(self._plain(token.content).split("\n"), ";"))
        return rows

    def _definitions(self, tokens: Sequence[Token]) -> None:
        term = ""
        index = 0
        while index < len(tokens):
            end = _closing(tokens, index) if tokens[index].nesting == 1 else index
            inner = tokens[index + 1 : end]
            if tokens[index].type == "dt_open":
                term = self._inline(inner, " ")
            elif tokens[index].type == "dd_open":
                self._out.paragraph(join([term, self._inline(inner, " ")]), self._line(tokens[index]))
                term = ""
            index = end + 1


def _closing(tokens: Sequence[Token], index: int) -> int:
    depth = 0
    for position in range(index, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    return len(tokens) - 1


def _clean(text: str) -> str:
    """Text without the marks of dialects that the parser does not know."""
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    if "[" in text:
        text = _WIKI_LINK.sub(r"\1", _FOOTNOTE.sub("", text))
    return text
