"""The guard of these tests works: whatever tries to leave the machine dies, also in a process that it started."""

import os
import subprocess
import sys

import pytest

from tests.installation import NO_NETWORK, Demo

ATTEMPTS = {
    "socket": "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
    "name": "import socket; socket.getaddrinfo('example.org', 443)",
    "urllib": "import urllib.request; urllib.request.urlopen('http://example.org')",
    "old name": "import socket; socket.gethostbyname('example.org')",
    "datagram": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "swallowed": "import socket\ntry: socket.create_connection(('192.0.2.1', 80), 1)\nexcept BaseException: pass",
}
LOCAL = """
import socket, threading
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname(), 5).close()
print("open")
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(NO_NETWORK)}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_every_way_out_ends_the_process(attempt: str) -> None:
    ended = python(attempt)
    assert ended.returncode == 97, ended.stderr
    assert "NETWORK" in ended.stderr


def test_processes_that_a_process_starts_are_guarded_too() -> None:
    child = (
        f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {ATTEMPTS['urllib']!r}]).returncode)"
    )
    assert python(child).returncode == 97
    spawned = (
        "import multiprocessing, socket\n"
        "p = multiprocessing.get_context('spawn').Process(target=socket.getaddrinfo, args=('example.org', 443))\n"
        "p.start(); p.join(); raise SystemExit(p.exitcode)"
    )
    assert python(spawned).returncode == 97


def test_this_machine_may_talk_to_itself() -> None:
    done = python(LOCAL)
    assert (done.returncode, done.stdout) == (0, "open\n"), done.stderr


def test_the_main_job_runs_without_a_network(demo: Demo) -> None:
    # Its processes ran under the guard: a single attempt would have ended them with 97, whatever caught the error.
    assert len(demo.versions) == 2
    assert "NETWORK" not in demo.output
