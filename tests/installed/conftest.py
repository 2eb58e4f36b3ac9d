"""One installation for all tests here: every part of it real, on loopback, with a small company and a fake trainer."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.installation import backup, parts
from deploy.installation.place import Place
from resources.object_store import ObjectStore
from tests.company import PAGES, found
from tests.installation import ROOT

NEEDED = ("radosgw", "apache2", "htpasswd", "initdb")
TRAINER = ROOT / "tests" / "integration" / "fake_trainer.py"
CONFIGURATION = """
[review]
policy = "four-eyes"

[training]
command = ["{python}", "{trainer}", "{folder}"]
grace_minutes = 0.3
attempts = 3
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests here where the parts are not installed, and say which."""
    here = Path(__file__).parent
    programs = [*os.environ["PATH"].split(":"), "/usr/sbin", "/usr/lib/postgresql/15/bin"]
    missing = [name for name in NEEDED if not any(Path(folder, name).exists() for folder in programs)]
    if missing or os.geteuid() != 0:
        reason = f"an installation needs root and {', '.join(missing) or 'nothing more'} (.ci/run installs it)"
        for item in items:
            if here in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@dataclass(frozen=True)
class Installed:
    """An installation that runs, its company beside it. `state` lies where every user may pass."""

    root: Path

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def place(self) -> Place:
        return Place(self.state)

    @property
    def store(self) -> ObjectStore:
        """The bucket, as its keeper sees it."""
        return backup.bucket(self.place)

    def call(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """`python -m deploy.installation` on it."""
        return call(self.state, *arguments, check=check)

    def health(self) -> dict[str, str | None]:
        """By part, what is wrong."""
        return {part.part: part.trouble for part in parts.health(self.place)}

    def part(self, name: str) -> parts.Part:
        return next(part for part in parts.parts(self.place) if part.name == name)

    def mode(self, name: str) -> None:
        """How the trainer ends from now on."""
        draft = self.root / "trainer" / "mode.new"
        draft.write_text(name)
        draft.replace(self.root / "trainer" / "mode")

    def trained(self, version: str, arm: str = "candidate") -> int:
        """How often the trainer was asked to train this."""
        log = self.root / "trainer" / "trained"
        lines = log.read_text().splitlines() if log.exists() else []
        return sum(line.split()[:2] == [version, arm] for line in lines)


def call(state: Path, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """`python -m deploy.installation` on the installation in `state`."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy.installation", "--state", str(state), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0 or not check, f"{arguments}: {done.stdout}{done.stderr}"
    return done


def wait_for(what: str, holds: Callable[[], object], seconds: float = 120) -> None:
    """Return once it holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"never: {what}"
        time.sleep(0.3)


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def write_settings(path: Path, configuration: Path, login: str) -> None:
    """An installation.toml with free ports."""
    proxy, web, database, store = free_ports(4)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"configuration = {json.dumps(str(configuration))}\n[ports]\nproxy = {proxy}\nweb = {web}\n"
        f"database = {database}\nstore = {store}\n{login}"
    )


@pytest.fixture(scope="session")
def installed() -> Iterator[Installed]:
    """The installation, up; it goes with the session."""
    # Not below pytest's folders: nobody but root may enter those.
    root = Path(tempfile.mkdtemp(prefix="knowbound-"))
    root.chmod(0o755)
    trainer = root / "trainer"
    trainer.mkdir()
    trainer.chmod(0o777)
    more = CONFIGURATION.format(python="/usr/bin/python3.11", trainer=TRAINER, folder=trainer)
    company = found(root / "company", pages=PAGES, more=more)
    running = Installed(root)
    running.mode("train")
    login = '[login]\nkind = "basic"\n'
    write_settings(running.state / "installation.toml", company.config, login)
    try:
        running.call("up")
        yield running
    finally:
        with suppress(subprocess.TimeoutExpired):
            running.call("down", check=False)
        shutil.rmtree(root, ignore_errors=True)
