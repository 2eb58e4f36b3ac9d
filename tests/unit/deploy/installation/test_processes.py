"""A part that is one process: how it is ended."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from deploy.installation.place import owner
from deploy.installation.processes import Process

_PARENT = """
import subprocess, sys, time
started = subprocess.Popen(sys.argv[1:], start_new_session=True)
print(started.pid, flush=True)
time.sleep(600)
"""


@contextmanager
def unreaped(*command: str) -> Iterator[psutil.Process]:
    """A process whose parent never asks how it ended, as process 1 of a container without an init."""
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, *command], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    try:
        yield psutil.Process(int(parent.stdout.readline()))
    finally:
        parent.kill()
        parent.communicate()


def part(records: Path, process: psutil.Process) -> Process:
    (records / "part.json").write_text(json.dumps({"pid": process.pid, "began": process.create_time()}))
    return Process("part", ("sleep", "600"), owner(), lambda: None, records)


def test_what_nobody_reaps_is_ended_all_the_same(tmp_path: Path) -> None:
    with unreaped("sleep", "600") as process:
        begun = time.monotonic()
        part(tmp_path, process).stop()
        assert process.status() == psutil.STATUS_ZOMBIE
        assert time.monotonic() - begun < 10
    assert not (tmp_path / "part.json").exists()


def test_what_does_not_end_politely_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.installation.processes._PATIENCE", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('deaf', 'w'); time.sleep(600)"
    monkeypatch.chdir(tmp_path)
    with unreaped(sys.executable, "-c", deaf) as process:
        while not Path("deaf").exists():
            time.sleep(0.05)
        part(tmp_path, process).stop()
        assert process.status() == psutil.STATUS_ZOMBIE
