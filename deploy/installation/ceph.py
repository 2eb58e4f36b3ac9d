"""The object store of the installation: Ceph with its S3 gateway, one node on loopback, from Debian's packages.

`start` makes the cluster in a directory the first time and only starts its daemons afterwards; `stop` ends them and keeps
the data. All of it runs as whoever calls it, with cephx between the daemons: only who can read the directory (0700) can
go around S3, and with it around Object Lock. One copy of each object: the disk below has to be the safe one.

Debian's packages: `PACKAGES`. Nothing here knows what the store is used for.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
import uuid
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError

PACKAGES = ("ceph-mon", "ceph-mgr", "ceph-osd", "radosgw")
USER = "knowbound"
_DAEMONS = ("mon.a", "mgr.a", "osd.0", "client.rgw.a")  # in the order in which they start
_PROGRAMS = {"mon.a": "ceph-mon", "mgr.a": "ceph-mgr", "osd.0": "ceph-osd", "client.rgw.a": "radosgw"}
_CAPABILITIES = {
    "mon.": {"mon": "allow *"},
    "client.admin": {"mon": "allow *", "mgr": "allow *", "osd": "allow *"},
    "mgr.a": {"mon": "allow profile mgr", "osd": "allow *"},
    "osd.0": {"mon": "allow profile osd", "mgr": "allow profile osd", "osd": "allow *"},
    "client.rgw.a": {"mon": "allow rw", "osd": "allow rwx"},
}


class CephFailed(Exception):
    """The store did not start; the message says which part and where its log is."""


def start(directory: Path, port: int, access_key: str, secret_key: str, *, size: int = 4 << 30) -> str:
    """Start the store and give the address of its S3 gateway; nothing happens to a part that runs already.

    The two keys become those of the S3 user when the cluster is made, and are not changed later. `size` is the most
    bytes it will ever hold, decided then as well; the file below it grows with what is stored.
    """
    directory = directory.absolute()
    if missing := [name for name in _PROGRAMS.values() if shutil.which(name) is None]:
        raise CephFailed(
            f"{', '.join(missing)} not found: apt-get install --no-install-recommends {' '.join(PACKAGES)}"
        )
    made = directory / "made"  # the last file that making a cluster writes
    if not made.exists():
        stop(directory)
        shutil.rmtree(directory, ignore_errors=True)
        _make(directory, size)
    for name in _DAEMONS[:-1]:
        _launch(directory, name)
    if not made.exists():
        # In the environment, not among the arguments, which every user of the machine can read.
        keys = {"CEPH_ARGS": f"--access-key={access_key} --secret-key={secret_key}"}
        _run(directory, "radosgw-admin", "user", "create", f"--uid={USER}", f"--display-name={USER}", **keys)
        made.touch()
    _launch(directory, "client.rgw.a", f"--rgw-frontends=beast endpoint=127.0.0.1:{port}")
    url = f"http://127.0.0.1:{port}"
    _wait_until_it_answers(directory, url)
    return url


def stop(directory: Path) -> None:
    """End the daemons of the store in this directory, the gateway first, each politely; nothing is lost."""
    for name in reversed(_DAEMONS):
        process = _process(directory.absolute(), name)
        if process is None:
            continue
        for number, patience in ((signal.SIGTERM, 20.0), (signal.SIGKILL, 5.0)):
            with suppress(ProcessLookupError):
                os.kill(process, number)
            until = time.monotonic() + patience
            while time.monotonic() < until and _process(directory.absolute(), name):
                time.sleep(0.05)


def running(directory: Path) -> dict[str, bool]:
    """Which daemons of the store in this directory live."""
    return {name: _process(directory.absolute(), name) is not None for name in _DAEMONS}


def _make(directory: Path, size: int) -> None:
    """A cluster without data: keys, monitor and disk."""
    identity, disk = str(uuid.uuid4()), str(uuid.uuid4())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monitor = f"127.0.0.1:{free.getsockname()[1]}"
    directory.mkdir(parents=True, mode=0o700)
    for name in ("mon", "mgr", "osd", "rgw", "log", "run"):
        (directory / name).mkdir(mode=0o700)
    (directory / "ceph.conf").write_text(_configuration(directory, identity, monitor, size), encoding="utf-8")
    keyring, map_ = directory / "keyring", directory / "monmap"
    keyring.touch(mode=0o600)
    for name, capabilities in _CAPABILITIES.items():
        allowed = [part for service, may in capabilities.items() for part in ("--cap", service, may)]
        _run(directory, "ceph-authtool", str(keyring), "--gen-key", "--name", name, *allowed)
    _run(directory, "monmaptool", "--create", "--addv", "a", f"[v1:{monitor}]", "--fsid", identity, str(map_))
    _run(directory, "ceph-mon", "--mkfs", "--id", "a", "--monmap", str(map_))
    _launch(directory, "mon.a")
    _run(directory, "ceph", "osd", "new", disk, "0")
    _run(directory, "ceph-osd", "--mkfs", "--id", "0", "--osd-uuid", disk)


def _configuration(directory: Path, identity: str, monitor: str, size: int) -> str:
    return f"""[global]
fsid = {identity}
mon host = v1:{monitor}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
keyring = {directory}/keyring
run dir = {directory}/run
pid file = {directory}/run/$name.pid
log file = {directory}/log/$name.log
mon cluster log file = {directory}/log/cluster.log
admin socket =
crash dir = {directory}/log
mon data = {directory}/mon
mgr data = {directory}/mgr
osd data = {directory}/osd
rgw data = {directory}/rgw
# One node, one disk: one copy.
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
mon allow pool size one = true
mon warn on pool no redundancy = false
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
mon max pg per osd = 500
mon data avail warn = 5
mon data avail crit = 2
bluestore block size = {size}
osd memory target = 1073741824
rgw enable usage log = false
rgw enable ops log = false
"""


def _launch(directory: Path, name: str, *arguments: str) -> None:
    """Start a daemon that does not run; it returns when it has put itself into the background."""
    if _process(directory, name) is None:
        _run(directory, _PROGRAMS[name], "--name", name, *arguments)


def _run(directory: Path, program: str, *arguments: str, **environment: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  Ceph's own programs, found on the path
            [program, "--conf", str(directory / "ceph.conf"), *arguments],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CephFailed(f"{program} has not ended after 120 s; look into {directory}/log.") from None
    if done.returncode != 0:
        said = " ".join((done.stderr or done.stdout).split())[-500:]
        raise CephFailed(
            f"{program} ended with {done.returncode}: {said or 'nothing said'}. Look into {directory}/log."
        )
    return done.stdout


def _process(directory: Path, name: str) -> int | None:
    """The process of a daemon of this directory, None where it does not run; a number that another process has got
    since is none."""
    try:
        process = int((directory / "run" / f"{name}.pid").read_text())
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return process if str(directory / "ceph.conf").encode() in words else None


def _wait_until_it_answers(directory: Path, url: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  loopback
                return
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise CephFailed(f"The gateway does not answer at {url} after {seconds:g} s; look into {directory}/log.")
