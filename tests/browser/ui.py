"""A real Chromium that looks at Dagster's UI, for the tests here and for the pictures in the documentation."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
STEPS = {
    "ingest": ["inventory"],
    "privacy": ["documents", "findings", "passages"],
    "decisions": ["decision_points"],
    "examples": ["examples"],
    "snapshots": ["dataset_version", "snapshot"],
    "retraining": ["baseline", "candidate"],
    "evaluation": ["evaluation"],
}
"""The groups of the graph and their assets, sorted."""

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window and without traffic of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(_ARGUMENTS))
        yield browser
        browser.close()


def open_lineage(page: Page, url: str) -> None:
    """The graph of all assets with every group open."""
    opened = ",".join(f"global@global:{step}" for step in STEPS)
    page.goto(f"{url}/asset-groups/?expanded={quote(opened)}")
    page.locator("svg").get_by_text("dataset_version").first.wait_for()


def open_partition(page: Page, url: str, asset: str, partition: str) -> None:
    """A partition of an asset with its metadata."""
    page.goto(f"{url}/assets/{asset}?view=partitions&partition={partition}")
    page.get_by_text("View all historical events").wait_for()
    page.get_by_text("Show Markdown").first.wait_for()


def open_check(page: Page, url: str, asset: str, check: str) -> None:
    """The newest result of a check."""
    page.goto(f"{url}/assets/{asset}?view=checks&checkDetail={check}")
    page.get_by_text("Latest execution").wait_for()
    page.get_by_text("Show Markdown").first.wait_for()


def fill_in_review(page: Page, url: str, version: str, decision: str, reason: str) -> None:
    """The launchpad of the review job, opened from the version's page, with a reason typed in; not launched."""
    page.goto(f"{url}/assets/dataset_version?view=partitions&partition={version}")
    page.get_by_role("link", name=decision, exact=True).click()
    page.get_by_text(f"partition: {version}").wait_for()
    page.locator(".CodeMirror-line", has_text="reason:").click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")  # between the quotation marks
    page.keyboard.type(reason)
    page.get_by_text("No errors").wait_for()
