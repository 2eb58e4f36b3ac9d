"""What `make dev` shows an officer and an engineer, in Dagster's real UI, on the data of the demo."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DAILY_ASSETS, Backfill, ask
from tests.browser.ui import STEPS, open_check, open_lineage, open_partition
from tests.installation import Demo, Server

DAY = "2026-10-12"

pytestmark = pytest.mark.usefixtures("backfill")  # starts before the first test and works beside all of them


def test_assets_are_grouped_by_step(page: Page, server: Server) -> None:
    open_lineage(page, server.url)
    for step, assets in STEPS.items():
        for name in (step, *assets):
            expect(page.locator("svg").get_by_text(name, exact=True).first).to_be_visible()


def test_every_asset_and_check_says_what_it_is_and_whose(server: Server) -> None:
    nodes = ask(
        server,
        """{ assetNodes { assetKey { path } groupName description kinds
             owners { ... on TeamAssetOwner { team } }
             assetChecksOrError { ... on AssetChecks { checks { name description blocking } } } } }""",
    )["assetNodes"]
    grouped = {step: sorted(n["assetKey"]["path"][0] for n in nodes if n["groupName"] == step) for step in STEPS}
    assert grouped == STEPS
    for node in nodes:
        assert node["description"]
        assert node["kinds"]
        assert node["owners"]
        for check in node["assetChecksOrError"]["checks"]:
            assert check["description"]
            assert check["blocking"] == (check["name"] != "candidate_is_better"), check["name"]


def test_steps_of_a_run_have_names_of_their_own(server: Server) -> None:
    run = ask(server, "{ runsOrError(limit: 5) { ... on Runs { results { stepStats { stepKey } } } } }")
    steps = {step["stepKey"] for result in run["runsOrError"]["results"] for step in result["stepStats"]}
    assert {"check_documents", "check_decision_points", "check_examples", "check_snapshot"} <= steps
    assert not [step for step in steps if re.search(r"_\d+$", step)]


def test_an_asset_page_shows_tables_and_a_picture(page: Page, server: Server) -> None:
    open_partition(page, server.url, "examples", DAY)
    expect(page.get_by_text("obligations", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="outside_limit").first).to_be_visible()
    page.get_by_text("Show Markdown").first.click()
    picture = page.get_by_role("dialog").get_by_role("img", name="examples by situation")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 400")


def test_a_check_shows_its_evidence(page: Page, server: Server) -> None:
    open_check(page, server.url, "documents", "residual_pii")
    expect(page.get_by_text("This is a blocking asset check")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\d+ of \d+ expectations hold")).first).to_be_visible()
    expect(page.get_by_role("cell", name="stops the version").first).to_be_visible()
    page.get_by_text("Show Markdown").first.click()
    evidence = page.get_by_role("dialog")
    expect(evidence.get_by_role("heading", name="redacted")).to_be_visible()
    expect(evidence.get_by_role("cell", name="person", exact=True).first).to_be_visible()


def test_a_version_is_a_partition_with_verdict_coverage_and_samples(page: Page, server: Server, demo: Demo) -> None:
    version = demo.versions[-1]
    open_partition(page, server.url, "dataset_version", version)
    for listed in demo.versions:
        expect(page.get_by_text(listed, exact=True).filter(visible=True).first).to_be_visible()
    expect(page.get_by_text("ready for review", exact=True)).to_be_visible()
    expect(page.get_by_text(f"since {demo.versions[0]}")).to_be_visible()
    page.get_by_text("Show Markdown").nth(0).click()
    picture = page.get_by_role("dialog").get_by_role("img", name="examples by document and situation")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 400")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.get_by_text("Show Markdown").nth(1).click()
    samples = page.get_by_role("dialog")
    expect(samples.get_by_text(re.compile("answerable → answer")).first).to_be_visible()
    expect(samples.get_by_text("assistant").first).to_be_visible()


def test_nothing_listens_beyond_loopback(server: Server) -> None:
    listening = _listening(server.process.pid)
    assert f"0100007F:{int(server.url.rpartition(':')[2]):04X}" in listening
    for address in listening:
        host = address.partition(":")[0]
        assert host.endswith("7F") if len(host) == 8 else host == "0" * 24 + "01000000", address
    assert "NETWORK:" not in server.log.read_text()  # what its processes print when they try to leave the machine


def test_a_past_day_is_backfilled(page: Page, server: Server, backfill: Backfill, demo: Demo) -> None:
    query = """query Backfill($id: String!) { partitionBackfillOrError(backfillId: $id) {
               ... on PartitionBackfill { status error { message } } } }"""
    until = time.monotonic() + 240
    found = {"status": "REQUESTED"}
    while found["status"] == "REQUESTED" and time.monotonic() < until:
        time.sleep(1)
        found = ask(server, query, id=backfill.identity)["partitionBackfillOrError"]
    assert found["status"] == "COMPLETED_SUCCESS", (found, server.log.read_text()[-3000:])
    for name in DAILY_ASSETS[:-1]:
        assert (demo.store / "lake" / name / f"{backfill.day}.parquet").exists()
    page.goto(f"{server.url}/assets/snapshot?view=partitions&partition={backfill.day}")
    expect(page.get_by_text(re.compile(f"^{backfill.day}-[0-9a-f]{{16}}$")).first).to_be_visible()


def _listening(session: int) -> set[str]:
    """Local addresses, as the kernel writes them, on which the processes of a session accept connections."""
    addresses = {}
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A":  # LISTEN
                addresses[f"socket:[{fields[9]}]"] = fields[1]
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int((process / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                found |= {addresses[link] for link in map(_target, (process / "fd").iterdir()) if link in addresses}
        except FileNotFoundError:  # it ended while we looked
            continue
    return found


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""
