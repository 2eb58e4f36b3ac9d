"""An officer's whole way in Dagster's real UI: from the version's page to a signed decision, and what it then shows."""

import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.ui import fill_in_review
from tests.company import copied, finished, listed
from tests.installation import Installation, Server

DEMO = """
[review]
policy = "demo"

[training]
command = ["false"]
"""
REASON = "Read the packet: the new rules are those of the travel page."


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A company with one version, where demo officers sign and nothing can be trained."""
    installation = copied(finished(tmp_path_factory), tmp_path_factory.mktemp("review") / "company")
    with installation.config.open("a", encoding="utf-8") as config:
        config.write(DEMO)
    return installation


@pytest.fixture(scope="module")
def version(company: Installation) -> str:
    return str(listed(company)[-1]["version"])


@pytest.fixture(scope="module")
def server(company: Installation) -> Iterator[Server]:
    with company.serve() as started:
        yield started


def launch(page: Page, server: Server, version: str, decision: str, reason: str) -> None:
    fill_in_review(page, server.url, version, decision, reason)
    page.get_by_role("button", name="Launch Run").click()
    page.wait_for_url("**/runs/*")


def entries(company: Installation, version: str, count: int, seconds: float = 90) -> list[dict[str, object]]:
    """The statements in the ledger, once there are `count`."""
    folder = company.store / "ledger" / version
    until = time.monotonic() + seconds
    while time.monotonic() < until and len(list(folder.glob("*.json"))) < count:
        time.sleep(0.5)
    return [json.loads(path.read_bytes())["statement"] for path in sorted(folder.glob("*.json"))]


def test_a_link_one_sentence_and_one_click_sign_the_version(
    page: Page, server: Server, company: Installation, version: str
) -> None:
    launch(page, server, version, "Approve", REASON)
    signed = entries(company, version, 2)
    assert [(entry["name"], entry["decision"], entry["meaning"]) for entry in signed] == [
        ("Demo officer A (not a person)", "approve", "approval"),
        ("Demo officer B (not a person)", "approve", "approval"),
    ]
    assert {entry["reason"] for entry in signed} == {REASON}
    assert {entry["version"] for entry in signed} == {version}
    expect(page.get_by_text(f"Version {version} is approved.").first).to_be_visible(timeout=60_000)

    page.goto(f"{server.url}/assets/dataset_version?view=partitions&partition={version}")
    standing = page.get_by_role("row").filter(has_text="standing")
    expect(standing.get_by_text("approved", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="Demo officer A (not a person)", exact=True)).to_be_visible()
    expect(page.get_by_text("ready for review", exact=True)).to_be_visible()
    packet = (company.store / "packets" / f"{version}.html").read_text(encoding="utf-8")
    assert "Decisions: approved" in packet
    assert REASON in packet


def test_a_withdrawal_shows_at_once(page: Page, server: Server, company: Installation, version: str) -> None:
    launch(page, server, version, "Withdraw", "The travel page was replaced.")
    assert [entry["decision"] for entry in entries(company, version, 4)] == ["approve"] * 2 + ["withdraw"] * 2
    expect(page.get_by_text(f"Version {version} is withdrawn.").first).to_be_visible(timeout=60_000)
    page.goto(f"{server.url}/assets/dataset_version?view=partitions&partition={version}")
    standing = page.get_by_role("row").filter(has_text="standing")
    expect(standing.get_by_text("withdrawn", exact=True)).to_be_visible()


def test_without_a_reason_nothing_is_signed_and_the_run_says_so(
    page: Page, server: Server, company: Installation, version: str
) -> None:
    before = len(entries(company, version, 0))
    launch(page, server, version, "Reject", "")
    expect(page.get_by_text("reason: say in your own words why").first).to_be_visible(timeout=90_000)
    assert len(entries(company, version, 0)) == before
