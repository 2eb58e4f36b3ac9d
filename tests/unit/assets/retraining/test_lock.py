"""The locks: one holder at a time, freed with its process however that ends, and never disturbed by a look."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assets.retraining.lock import Held, hold, is_held

HOLDER = """
import sys, time
from pathlib import Path
from assets.retraining.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_lock_that_nobody_took_is_free(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "no" / "lock")
    with hold(tmp_path / "no" / "lock"):
        assert is_held(tmp_path / "no" / "lock")
    assert not is_held(tmp_path / "no" / "lock")


def test_the_kernel_frees_it_when_its_holder_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert is_held(path)
        with pytest.raises(Held, match="lock"), hold(path, patience=0.1):
            pass
        os.kill(holder.pid, signal.SIGKILL)
    assert not is_held(path)
    with hold(path):
        pass


def test_looking_at_it_never_keeps_anybody_out(tmp_path: Path) -> None:
    path, looking = tmp_path / "lock", True

    def look() -> None:
        while looking:
            is_held(path)

    with ThreadPoolExecutor(3) as pool:
        lookers = [pool.submit(look) for _ in range(3)]
        try:
            for _ in range(50):
                with hold(path):
                    pass
        finally:
            looking = False
        for looker in lookers:
            looker.result()
