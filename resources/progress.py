"""Progress of long work: a bar on a terminal, a line every few seconds elsewhere (logs, Dagster)."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

T = TypeVar("T")


def track(items: Iterable[T], label: str, total: int) -> Iterator[T]:
    """Yield the items unchanged while showing how far the work is. Writes to stderr; never shows an item."""
    if sys.stderr.isatty():
        columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            yield from bar.track(items, total=total, description=label)
        return
    shown = time.monotonic()
    for done, item in enumerate(items, 1):
        yield item
        if time.monotonic() - shown > 5:
            shown = time.monotonic()
            print(f"{label}: {done}/{total}", file=sys.stderr, flush=True)
