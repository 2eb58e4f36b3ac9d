"""The main job on the sample company, run once for all tests that look at it."""

import fcntl
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from sample.demo import DAYS
from tests.installation import Demo, install

settings.register_profile("unhurried", deadline=None)  # how long a case takes is a matter of the machine
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    """Both days of the demo; fails when one of them does not end with a version. Each test process has its own copy."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent  # of all processes of this test run
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo.json").exists():
            (shared / "demo.json").write_text(json.dumps(_run(shared / "demo")))
    output, versions = json.loads((shared / "demo.json").read_text())
    root = base / "own-demo"
    shutil.copytree(shared / "demo", root, symlinks=True)
    return Demo(root, output, tuple(versions))


def _run(root: Path) -> tuple[str, list[str]]:
    """What the runs of both days printed, and the versions they ended with."""
    root.mkdir()
    installed = install(root)
    output, versions = "", []
    for day in DAYS:
        done = installed.knowbound("run", "--as-of", day.isoformat())
        output += done.stdout + done.stderr
        assert done.returncode == 0, done.stdout + done.stderr
        versions += [
            line.split("version ")[1].split()[0] for line in done.stdout.splitlines() if "ready for review" in line
        ]
    return output, versions
