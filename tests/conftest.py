"""The main job on the sample company, run once for all tests that look at it."""

import pytest

from sample.demo import DAYS
from tests.installation import Demo, install


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Both days of the demo; fails when one of them does not end with a version."""
    installed = install(tmp_path_factory.mktemp("demo"))
    output, versions = "", []
    for day in DAYS:
        done = installed.knowbound("run", "--as-of", day.isoformat())
        output += done.stdout + done.stderr
        assert done.returncode == 0, done.stdout + done.stderr
        versions += [
            line.split("version ")[1].split()[0] for line in done.stdout.splitlines() if "ready for review" in line
        ]
    return Demo(installed.root, output, tuple(versions))
