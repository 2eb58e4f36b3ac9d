"""Two lock files beside Dagster's home, so that no two trainers live at once on a machine.

The kernel frees a lock when its last holder ends, however it ends: a lock that is free proves that nobody is at work.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STEP, TRAINER = "retraining.lock", "training.lock"
"""Held by the step of a run that retrains, and by the trainer's own process."""


class Held(Exception):
    """Another living process holds the lock."""


@contextmanager
def hold(path: Path, patience: float = 2.0) -> Iterator[None]:
    """Hold the lock until the block ends. Raises Held after `patience` seconds: `is_held` touches it for an instant."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Held(f"Another process holds {path}.") from None
                time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
