"""One server and one browser for all tests here; a backfill that works while the others look."""

import dataclasses
import json
import shutil
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.ui import CHROMIUM, chromium
from tests.installation import Demo, Server

BACKFILLED = "2026-10-06"
DAILY_ASSETS = ("inventory", "documents", "passages", "findings", "decision_points", "examples", "snapshot")

# The mutation that the UI sends when "Launch backfill" is clicked.
_LAUNCH = """
mutation LaunchBackfill($params: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $params) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
    ... on PythonError { message }
    ... on UnauthorizedError { message }
  }
}
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests here; without a browser they are skipped, and say why."""
    missing = pytest.mark.skip(reason=f"there is no {CHROMIUM}; apt-get install chromium brings it (.ci/run does)")
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(missing)


@dataclass(frozen=True)
class Backfill:
    """A backfill that the daemon works on."""

    identity: str
    day: str


def ask(server: Server, query: str, **variables: Any) -> dict[str, Any]:
    """The data of a GraphQL answer; raises on errors."""
    request = urllib.request.Request(  # noqa: S310  loopback
        f"{server.url}/graphql",
        data=json.dumps({"query": query, "variables": variables}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  loopback
        body = json.load(answer)
    assert "errors" not in body, body["errors"]
    data: dict[str, Any] = body["data"]
    return data


@pytest.fixture(scope="session")
def demo(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo once more: what is launched here is not to be seen by the tests that look at the demo itself."""
    root = tmp_path_factory.mktemp("browser") / "demo"
    shutil.copytree(demo.root, root, symlinks=True)
    return dataclasses.replace(demo, root=root)


@pytest.fixture(scope="session")
def server(demo: Demo) -> Iterator[Server]:
    """`knowbound dev` on the demo's data."""
    with demo.serve() as started:
        yield started


@pytest.fixture(scope="session")
def backfill(server: Server) -> Backfill:
    """A past day, launched the way the UI does; the daemon picks it up within half a minute."""
    launched = ask(
        server,
        _LAUNCH,
        params={
            "assetSelection": [{"path": [name]} for name in DAILY_ASSETS],
            "partitionNames": [BACKFILLED],
            "title": "a day before the first",
            "tags": [],
            "fromFailure": False,
        },
    )["launchPartitionBackfill"]
    assert launched["__typename"] == "LaunchBackfillSuccess", launched
    return Backfill(launched["backfillId"], BACKFILLED)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A new page; whatever it asks for, it asks this machine."""
    context = browser.new_context(viewport={"width": 1500, "height": 950})
    context.set_default_timeout(60_000)  # a machine that is busy with the other tests is slow to draw
    expect.set_options(timeout=30_000)
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    away = [
        url for url in asked if not url.startswith((server.url, server.url.replace("http", "ws"), "data:", "blob:"))
    ]
    assert asked
    assert away == []
