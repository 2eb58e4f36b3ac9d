"""The reader `files`: a folder as it is now."""

import os
import stat
from datetime import date
from pathlib import Path

from assets.ingest.reading import (
    Item,
    Reading,
    SourceError,
    document,
    format_of,
    nothing_matches,
    only_today,
    selector,
    too_large,
)
from assets.ingest.settings import Source


def read_files(source: Source, day: date, today: date, max_bytes: int) -> Reading:
    """A folder as it is now; it remembers no other day. Links and names that begin with a dot are not
    followed."""
    only_today(source, day, today, "a folder remembers no past")
    if not source.path.is_dir():
        raise SourceError(f'source "{source.name}": path {source.path} is no folder; correct sources.path')
    paths = _walk(source)
    if not paths:
        raise nothing_matches(source)
    return Reading((_file(source.path, path, max_bytes) for path in paths), len(paths), "today only")


def _walk(source: Source) -> list[str]:
    """Paths below the source that are selected, ascending; linked folders are not entered."""
    selected = selector(source.include, source.exclude)
    found = []
    for folder, folders, names in os.walk(source.path, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [(Path(folder) / name).relative_to(source.path).as_posix() for name in names]
    return sorted(path for path in found if selected.match(path))


def _file(root: Path, path: str, max_bytes: int) -> Item:
    place = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    form = format_of(path)
    try:
        status = (root / path).lstat()
        if stat.S_ISLNK(status.st_mode):
            return Item(place, form, None, 0, "a symbolic link, which is not followed")
        if not stat.S_ISREG(status.st_mode):
            return Item(place, form, None, 0, "not a regular file")
        if status.st_size > max_bytes:
            return Item(place, form, None, status.st_size, too_large(status.st_size, max_bytes))
        return document(place, (root / path).read_bytes(), max_bytes)
    except PermissionError:
        return Item(place, form, None, 0, "the file cannot be read: permission denied")
    except OSError as error:
        return Item(place, form, None, 0, f"the file cannot be read: {os.strerror(error.errno or 5)}")
