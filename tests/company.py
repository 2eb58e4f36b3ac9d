"""A company small enough to run in seconds, for tests that need many runs or a damaged source."""

import functools
import json
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from sample.history import write_history
from tests.installation import KNOWBOUND, NO_NETWORK, ROOT, Installation

DAY = date(2026, 3, 2)
TODAY_ONLY = 'reader = "files"\npath = "pages"'
HISTORY = 'reader = "git"\npath = "pages.git"'

PAGES = {
    path: (ROOT / "sample/wiki/2026-10-05" / path).read_text(encoding="utf-8")
    for path in (
        "facilities/parking.md",
        "field-service/loaner-devices.md",
        "it/accounts-and-passwords.md",
        "people/annual-leave.md",
        "people/remote-work.md",
        "people/travel-and-expenses.md",
    )
}
# A handful of pages may well be out of balance; that is not what these tests are about.
_SETTINGS = """
[privacy]
key = "file:pseudonym.key"

[examples]
evaluation_share = 0.4

[coverage]
minimum_coverage = 0
minimum_boundary = 0
maximum_boundary = 1
maximum_refusals = 1
maximum_situation = 1
"""


def found(root: Path, sources: str = TODAY_ONLY, *, more: str = "", pages: Mapping[str, str] = PAGES) -> Installation:
    """A company in `root` whose one wiki has `pages`, as a folder and as a git history that begins on DAY.

    Installations share the pseudonym key, so that what they make can be compared. `more` is appended to the
    configuration.
    """
    root.mkdir(parents=True, exist_ok=True)
    put(root / "pages", pages)
    history(root, {DAY: pages})
    (root / "pseudonym.key").write_text("integration tests only, no secret\n")
    wiki = f'[[sources]]\nname = "wiki"\nkind = "wiki"\n{sources}\n'
    (root / "knowbound.toml").write_text(f"{wiki}\n{more}\n{_SETTINGS}", encoding="utf-8")
    return Installation(root)


def history(root: Path, days: Mapping[date, Mapping[str, str]]) -> None:
    """Write `root`/pages.git: on each day, the whole wiki is these pages."""
    folders = []
    for day, pages in sorted(days.items()):
        put(root / "days" / day.isoformat(), pages)
        folders.append((day, root / "days" / day.isoformat()))
    write_history(folders, root / "pages.git")


def put(folder: Path, pages: Mapping[str, str]) -> None:
    """Write pages by path below a folder."""
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def finished(factory: pytest.TempPathFactory) -> Installation:
    """A company with the version of DAY, made once a session. Look at it only; work on a copy of it (`copied`)."""
    return _finished(factory.getbasetemp() / "finished")


@functools.cache
def _finished(root: Path) -> Installation:
    installation = found(root, HISTORY)
    done = installation.knowbound("run", "--as-of", DAY.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    return installation


def copied(installation: Installation, root: Path) -> Installation:
    """The installation with all it holds, once more."""
    shutil.copytree(installation.root, root)
    return Installation(root)


def listed(installation: Installation) -> list[dict[str, object]]:
    """What `versions --json` says."""
    done = installation.knowbound("versions", "--json")
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def hook(folder: Path, code: str) -> str:
    """A PYTHONPATH that runs `code` at the start of every process, beside the guard against connections."""
    folder.mkdir(parents=True, exist_ok=True)
    guard = f"import runpy\nrunpy.run_path({str(NO_NETWORK / 'sitecustomize.py')!r})\n"
    (folder / "sitecustomize.py").write_text(guard + code, encoding="utf-8")
    return str(folder)


def start(installation: Installation, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """`Installation.knowbound`, not waited for, in a process group of its own, its output at the end of `start.log`."""
    with (installation.root / "start.log").open("ab") as log:
        return subprocess.Popen(
            [str(KNOWBOUND), *arguments],
            cwd=installation.root,
            env=installation.environment | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
