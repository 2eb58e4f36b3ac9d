"""An installation of the product in a folder of its own, run as processes of their own with the network cut off."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sample.demo import prepare

ROOT = Path(__file__).parents[1]
KNOWBOUND = Path(sys.executable).parent / "knowbound"
NO_NETWORK = ROOT / "tests" / "integration" / "no_network"


@dataclass(frozen=True)
class Installation:
    """A configuration of its own: store, Dagster home and key below `root`."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "knowbound.toml"

    @property
    def store(self) -> Path:
        return self.root / "var" / "store"

    @property
    def environment(self) -> dict[str, str]:
        """The variables its processes run with; every connection that leaves the machine ends one with code 97."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("KNOWBOUND_")}
        return inherited | {"PYTHONPATH": str(NO_NETWORK), "KNOWBOUND_CONFIG": str(self.config), "COLUMNS": "200"}

    def knowbound(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the command line in this installation."""
        return subprocess.run(
            [str(KNOWBOUND), *arguments],
            cwd=self.root,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    @contextmanager
    def serve(self) -> Iterator["Server"]:
        """`knowbound dev` on a free port until the block ends; its processes are one session, and end with it."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = self.root / "dev.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(KNOWBOUND), "dev", "--port", str(port)],
                cwd=self.root,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Server(process, f"http://127.0.0.1:{port}", log)
        try:
            server.wait_until_up()
            yield server
        finally:
            server.stop()


@dataclass(frozen=True)
class Server:
    """A running `knowbound dev`: its process, which leads a session, its address and what it prints."""

    process: "subprocess.Popen[bytes]"
    url: str
    log: Path

    def wait_until_up(self, seconds: float = 180) -> None:
        """Return once it answers; raise with the end of its log when it ends or stays silent."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/server_info", timeout=5):  # noqa: S310  loopback
                    return
            except OSError:
                time.sleep(0.3)
        raise AssertionError(f"knowbound dev did not come up:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """End the whole session: first politely, so that Dagster ends its own processes, then whatever is left."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=20)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def wait_for(what: str, holds: Callable[[], object], seconds: float = 120) -> None:
    """Return once it holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"never: {what}"
        time.sleep(0.2)


def install(root: Path) -> Installation:
    """The demo's configuration and sources in a folder of their own."""
    prepare(root / "var" / "sample")
    (root / "sample").symlink_to(ROOT / "sample")
    (root / "knowbound.toml").write_bytes((ROOT / "knowbound.toml").read_bytes())
    return Installation(root)


@dataclass(frozen=True)
class Demo(Installation):
    """The installation after the demo's days, and what the runs printed."""

    output: str
    versions: tuple[str, ...]
