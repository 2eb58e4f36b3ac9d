"""What all readers share: the shape of a reading, the choice of files by pattern, what is refused and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from assets.ingest.raw import RawContent
from assets.ingest.rendering import is_binary
from assets.ingest.settings import Source

FORMATS = {
    "md": "md",
    "markdown": "md",
    "html": "html",
    "htm": "html",
    "docx": "docx",
    "pdf": "pdf",
    "txt": "txt",
}
_SIGNATURES = {"docx": b"PK\x03\x04", "pdf": b"%PDF-"}


class SourceError(ValueError):
    """A whole source cannot be read for the day: what, where and what to do."""


@dataclass(frozen=True)
class Item:
    """One document of a source on the day, or an earlier revision of it. Without `content` it is
    quarantined."""

    path: str | None  # the place: a file's path in the source or a row's id; None: named by its content
    format: str
    content: RawContent | None
    size: int  # bytes
    reason: str | None = None
    revision: int = 0
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Reading:
    """What a source held: the items (to be gone through once), how many, and in words how far back the source
    reaches."""

    items: Iterable[Item]
    count: int
    reach: str


def only_today(source: Source, day: date, today: date, why: str) -> None:
    """Raise SourceError unless the day is today."""
    if day != today:
        raise SourceError(
            f'source "{source.name}" (reader "{source.reader}") has only today ({today} UTC), not {day}: '
            f'{why}; keep it in a git repository (reader "git") or, for rows, '
            "map columns.created to replay past days"
        )


def nothing_matches(source: Source) -> SourceError:
    """An empty source would delete all its documents from the next version, so it is an error."""
    return SourceError(
        f'source "{source.name}": no file below {source.path} matches include = {source.include}, '
        f"exclude = {source.exclude}; correct the path or the patterns, or remove the source"
    )


def selector(include: Sequence[str], exclude: Sequence[str]) -> re.Pattern[str]:
    """Matches the `/`-separated paths that some include pattern takes and no exclude pattern does.

    `*` and `?` stay within a name, `**/` stands for any folders; names that begin with a dot never match.
    Case does not matter.
    """
    taken = "|".join(map(_regex, include))
    left = "|".join(map(_regex, exclude)) or r"(?!)"
    return re.compile(rf"(?!(?:.*/)?\.)(?!(?:{left})$)(?:{taken})$", re.S | re.I)


def _regex(glob: str) -> str:
    tokens = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(tokens.get(part) or re.escape(part) for part in re.split(r"(\*\*/|\*\*|\*|\?)", glob) if part)


def format_of(path: str) -> str:
    """md, html, docx, pdf or txt by the file's suffix; "other" for what is not read."""
    return FORMATS.get(path.rpartition(".")[2].lower(), "other")


def document(path: str, data: bytes, max_bytes: int, **when: str | int | None) -> Item:
    """A file's bytes as an item; quarantined when too large, empty, of no known format or not what its name
    says."""
    form = format_of(path)
    reason = _refusal(form, data, max_bytes)
    content = None if reason else RawContent(data, form)
    return Item(path, form, content, len(data), reason, **when)  # type: ignore[arg-type]


def _refusal(form: str, data: bytes, max_bytes: int) -> str | None:
    if form == "other":
        return f"the format is not read; accepted: {', '.join(dict.fromkeys(FORMATS.values()))}"
    if len(data) > max_bytes:
        return too_large(len(data), max_bytes)
    if not data.strip():
        return "the file is empty"
    if form in _SIGNATURES and not data.lstrip().startswith(_SIGNATURES[form]):
        return f"the content is not {form.upper()}, though its name says so"
    if form not in _SIGNATURES and is_binary(data):
        return "the content is binary, though its name says text"
    return None


def too_large(size: int, max_bytes: int) -> str:
    """The reason for an oversized document."""
    return f"larger than {max_bytes:,} bytes ({size:,}); raise ingest.max_document_bytes or split it"


def utc_day(timestamp: float) -> date:
    """The UTC day of a Unix timestamp."""
    return datetime.fromtimestamp(timestamp, UTC).date()
