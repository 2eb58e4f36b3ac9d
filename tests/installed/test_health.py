"""`health` names the part that is down, and `up` brings back what has ended."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from deploy.installation import orchestration
from deploy.installation.place import whose
from deploy.installation.processes import Process
from tests.installed.installed import Installed

PARTS = ("proxy", "web", "daemon", "code", "store", "database")


def test_each_part_that_was_killed_is_named_and_comes_back(installed: Installed) -> None:
    assert installed.health() == dict.fromkeys(PARTS)
    killed: set[str] = set()
    for name in PARTS:  # nothing is killed before what needs it
        if name == "store":
            installed.kill_in_store("osd.0")
        else:
            installed.kill(name)
        killed.add(name)
        troubles = installed.health()
        assert {part for part, trouble in troubles.items() if trouble} == killed
        assert "ended" in str(troubles[name])
    said = installed.call("health", check=False)
    assert said.returncode == 1
    assert "osd.0 of Ceph has ended" in said.stdout
    assert "make up" in said.stdout
    with _stranger(installed) as number:  # the numbers of the killed were given again
        for lock in ("database/cluster/postmaster.pid", "proxy/apache.pid"):
            path = installed.state / lock
            _, *rest = path.read_text().split("\n")
            path.write_text("\n".join([str(number), *rest]))
        installed.call("up")
    assert installed.health() == dict.fromkeys(PARTS)
    assert installed.call("health").stdout.count("works") == len(PARTS)


@contextmanager
def _stranger(installed: Installed) -> Iterator[int]:
    """The number of a process of the database's user that has nothing to do with it."""
    sleeping = subprocess.Popen(["sleep", "600"], **whose(installed.place.user("database")))
    yield sleeping.pid
    sleeping.kill()
    sleeping.wait()


def test_a_daemon_that_lives_but_hangs_is_named(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    daemon = installed.part("daemon")
    assert isinstance(daemon, Process)
    assert daemon.process is not None
    os.kill(daemon.process.pid, signal.SIGSTOP)
    try:
        monkeypatch.setattr(orchestration, "_STALE", timedelta(seconds=0))
        assert "said nothing" in str(installed.health()["daemon"])
    finally:
        os.kill(daemon.process.pid, signal.SIGCONT)


def test_the_first_page_after_the_database_came_back_is_served(installed: Installed) -> None:
    with installed.log_in("engineer-1") as engineer:
        assert engineer.get("/runs").status_code == 200
        installed.kill("database")
        installed.call("up")
        for _ in range(3):
            assert engineer.get("/runs").status_code == 200
            assert (
                installed.ask(engineer, "{ runsOrError(limit: 1) { __typename } }")["runsOrError"]["__typename"]
                == "Runs"
            )
    with installed.log_in("officer-1") as officer:
        assert officer.get("/review").status_code == 200
