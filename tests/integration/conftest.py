"""The main job on the sample company, run once as a process of its own, with the network cut off, for all tests that look at it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sample.demo import DAYS, prepare

ROOT = Path(__file__).parents[2]
KNOWBOUND = Path(sys.executable).parent / "knowbound"
NO_NETWORK = Path(__file__).parent / "no_network"


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

    def knowbound(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the command line in this installation; every connection that leaves the machine ends it with code 97."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("KNOWBOUND_")}
        return subprocess.run(
            [str(KNOWBOUND), *arguments],
            cwd=self.root,
            env=inherited
            | {"PYTHONPATH": str(NO_NETWORK), "KNOWBOUND_CONFIG": str(self.config), "COLUMNS": "200"}
            | environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Both days of the demo; fails when one of them does not end with a version."""
    installed = install(tmp_path_factory.mktemp("demo"))
    output, versions = "", []
    for day in DAYS:
        done = installed.knowbound("run", "--as-of", day.isoformat())
        output += done.stdout + done.stderr
        assert done.returncode == 0, done.stdout + done.stderr
        versions += [line.split("version ")[1].split()[0] for line in done.stdout.splitlines() if "ready for review" in line]
    return Demo(installed.root, output, tuple(versions))
