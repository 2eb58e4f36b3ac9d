"""One installation for all tests here; without the parts or without root they are skipped."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.snapshots.versions import list_versions
from deploy.installation.place import Unusable, interpreter
from tests.company import DAY
from tests.installed.installed import Installed, installation

NEEDED = ("radosgw", "apache2", "htpasswd", "initdb")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests here where the parts are not installed, and say which."""
    here = Path(__file__).parent
    programs = [*os.environ["PATH"].split(":"), "/usr/sbin", "/usr/lib/postgresql/15/bin"]
    missing = [name for name in NEEDED if not any(Path(folder, name).exists() for folder in programs)]
    reason = f"an installation needs {', '.join(missing)} (.ci/run installs it)" if missing else ""
    try:
        interpreter(everybody=True)
    except Unusable as problem:
        reason = str(problem)
    if os.geteuid() != 0:
        reason = "an installation gives its parts different users, which only root can"
    for item in items:
        if reason and here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def installed() -> Iterator[Installed]:
    """The installation, up; it goes with the session."""
    with installation() as running:
        yield running


@pytest.fixture(scope="session")
def version(installed: Installed) -> str:
    """The version of the company's day, made by a run that an engineer launched."""
    with installed.log_in("engineer-1") as engineer:
        launched = installed.launch(engineer, "daily", DAY.isoformat())
        assert launched["__typename"] == "LaunchRunSuccess", launched
        assert installed.ended(engineer, launched["run"]["runId"]) == "SUCCESS"
    (made,) = (name for name in list_versions(installed.store) if name.startswith(DAY.isoformat()))
    return made
