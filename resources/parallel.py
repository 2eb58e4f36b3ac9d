"""Work on many items in several processes, in order. Spawned, so nothing is inherited: no locks, no open
stores, no keys
but those that are handed over."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Workers(Generic[T, R]):
    """An ordered map over processes that start once there is much to do and live until the `with` block ends.

    `function` and the items must be picklable. While the `weight` of all items so far sums to less than `threshold`
    they are computed here: starting processes costs more than it saves.
    """

    def __init__(
        self,
        function: Callable[[T], R],
        weight: Callable[[T], int],
        *,
        threshold: int = 200_000,
        processes: int | None = None,
    ):
        self._function, self._weight, self._threshold = function, weight, threshold
        self._processes = processes or len(os.sched_getaffinity(0))
        self._weighed = 0
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def map(self, items: Sequence[T]) -> Iterator[R]:
        """One result per item, in order; an exception of the function comes through."""
        self._weighed += sum(map(self._weight, items))
        if self._processes == 1 or self._weighed < self._threshold:
            return map(self._function, items)
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, mp_context=multiprocessing.get_context("spawn"))
        return self._pool.map(self._function, items, chunksize=1)
