"""Where documents come from: one function per reader, all with one shape.

A reader says what a source held at the end of a UTC day. It moves bytes and parses nothing; what it cannot
take is given
as an item with a reason. Messages and reasons name files of the configuration and line numbers, never a
document's
path or text. Live servers plug in here: one more function in `READERS`.
"""

from datetime import date
from typing import Protocol

from assets.ingest.read_files import read_files
from assets.ingest.read_git import read_git
from assets.ingest.read_rows import read_csv, read_jsonl
from assets.ingest.reading import Reading, SourceError
from assets.ingest.settings import Source


class Read(Protocol):
    """A reader: the source at the end of the UTC day `day`, asked on `today`; raises SourceError."""

    def __call__(self, source: Source, day: date, today: date, max_bytes: int) -> Reading: ...


READERS: dict[str, Read] = {"files": read_files, "git": read_git, "csv": read_csv, "jsonl": read_jsonl}


def read(source: Source, day: date, today: date, max_bytes: int) -> Reading:
    """Read a source with its reader. Raises SourceError for a day in the future and whatever its reader
    says."""
    if day > today:
        raise SourceError(f'source "{source.name}": {day} lies in the future (today is {today} UTC)')
    return READERS[source.reader](source, day, today, max_bytes)
