"""How the command line opens Dagster."""

import fcntl
import os
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any, cast

from pipelines import runs


def test_a_home_is_opened_by_one_process_at_a_time(tmp_path: Path) -> None:
    home = tmp_path / "dagster"
    settings = cast(Any, SimpleNamespace(dagster=SimpleNamespace(home=home)))
    home.mkdir()

    def opened() -> None:
        with runs.instance(settings):
            pass

    held = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = Thread(target=opened)
        waiting.start()
        waiting.join(1)
        assert waiting.is_alive()
        assert list(home.iterdir()) == []
    finally:
        os.close(held)
    waiting.join(60)
    assert not waiting.is_alive()
    assert (home / "dagster.yaml").exists()
    with runs.instance(settings), runs.instance(settings):  # the lock is held while it opens, not while it is open
        pass
