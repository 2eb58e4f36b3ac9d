"""`health` names the part that is down, and `up` brings back what has ended."""

import os
import signal

import pytest

from deploy.installation import ceph
from deploy.installation.processes import Process
from tests.installed.conftest import Installed, wait_for

PARTS = ("database", "store", "code", "daemon", "web", "proxy")


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_was_killed_is_named_and_comes_back(installed: Installed, name: str) -> None:
    assert installed.health() == dict.fromkeys(PARTS)
    part = installed.part(name)
    if isinstance(part, Process):
        installed.kill(name)
    else:
        os.kill(int((installed.state / "store" / "run" / "client.rgw.a.pid").read_text()), signal.SIGKILL)
        wait_for("the gateway is gone", lambda: not ceph.running(installed.state / "store")["client.rgw.a"])
    troubles = installed.health()
    assert troubles[name] is not None
    assert "ended" in str(troubles[name])
    others = {other for other, trouble in troubles.items() if trouble} - {name}
    assert others <= {"database": {"daemon", "web"}, "web": {"proxy"}}.get(name, set())
    said = installed.call("health", check=False)
    assert said.returncode == 1
    assert f"{name:10}" in said.stdout
    assert "make up" in said.stdout
    installed.call("up")
    assert installed.health() == dict.fromkeys(PARTS)
    assert installed.call("health").stdout.count("works") == len(PARTS)


def test_a_daemon_that_lives_but_hangs_is_named(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    daemon = installed.part("daemon")
    assert isinstance(daemon, Process)
    assert daemon.process is not None
    os.kill(daemon.process.pid, signal.SIGSTOP)
    try:
        from datetime import timedelta

        from deploy.installation import orchestration

        monkeypatch.setattr(orchestration, "_STALE", timedelta(seconds=0))
        assert "said nothing" in str(installed.health()["daemon"])
    finally:
        os.kill(daemon.process.pid, signal.SIGCONT)
