"""Processes start when there is enough to do, however small the batches, and order is kept."""

import os

from resources.parallel import Workers


def where(item: int) -> tuple[int, int]:
    return item, os.getpid()


def test_many_small_batches_start_the_processes_as_one_large_one_does() -> None:
    with Workers(where, lambda _: 10, threshold=50, processes=2) as workers:
        batches = [list(workers.map(range(start, start + 2))) for start in range(0, 12, 2)]
    assert [item for batch in batches for item, _ in batch] == list(range(12))
    here = [all(process == os.getpid() for _, process in batch) for batch in batches]
    assert here == [True, True, False, False, False, False]


def test_one_process_is_this_one() -> None:
    with Workers(where, lambda _: 10, threshold=1, processes=1) as workers:
        assert {process for _, process in workers.map([1, 2, 3])} == {os.getpid()}
