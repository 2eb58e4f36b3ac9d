"""Officers in the browser: from the login at the proxy to a signed decision by two persons, and a retraining that starts.

With $PICTURES set to a folder, the pictures of docs/officer.md are put there.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assets.approvals.ledger import read_ledger
from assets.retraining.attempts import read_receipt
from assets.snapshots.review_link import review_link
from tests.browser.ui import CHROMIUM, chromium
from tests.installation import wait_for
from tests.installed.installed import Installed
from tests.installed.provider import PASSWORD, PEOPLE

expect.set_options(timeout=120_000)  # a run that signs is a process, which takes its time to start
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM} (.ci/run installs it)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@contextmanager
def at_the_desk_of(person: str, browser: Browser, installed: Installed) -> Iterator[Page]:
    """A browser of their own in which the person has logged in, starting from the one address they know."""
    # The installation's certificate signs itself; the session of `log_in` checks it.
    context = browser.new_context(viewport={"width": 1300, "height": 900}, ignore_https_errors=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(installed.place.url)
    page.get_by_label("Person").select_option(person)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder, f"{name}.png"))


def decide(page: Page, version: str, decision: str, reason: str) -> None:
    """From the officer's page: three clicks and a sentence."""
    section = page.locator("section", has_text=version)
    section.get_by_role("link", name=decision, exact=True).click()  # 1
    page.get_by_text(f"partition: {version}").wait_for()
    page.locator(".CodeMirror-line", has_text="reason:").click()  # 2
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")  # between the quotation marks
    page.keyboard.type(reason)
    page.get_by_text("No errors").wait_for()
    picture(page, "officer-launchpad")
    page.get_by_role("button", name="Launch Run").click()  # 3
    page.wait_for_url("**/runs/*")


def test_two_officers_approve_and_retraining_starts(browser: Browser, installed: Installed, version: str) -> None:
    with at_the_desk_of("officer-1", browser, installed) as page:
        expect(page.get_by_role("heading", name="1 version waits for review")).to_be_visible()
        assert page.url == f"{installed.place.url}/review"
        expect(page.get_by_text("nobody did")).to_be_visible()
        picture(page, "officer-waits")
        page.get_by_role("link", name="Read the packet").click()
        expect(page.get_by_text(version).first).to_be_visible()
        picture(page, "officer-packet")
        page.go_back()
        decide(page, version, "Approve", "Read the packet; the travel rules are right.")
        expect(page.get_by_text(f"Version {version} is waiting").first).to_be_visible()
        picture(page, "officer-run")
        page.goto(installed.place.url)
        expect(page.get_by_text("Ines Ferreira did")).to_be_visible()
        (first,) = read_ledger(installed.store, version)
        assert (first.statement.signer, first.statement.name) == ("officer-1", "Ines Ferreira")
        # Four eyes are two persons: the same officer once more is not enough.
        decide(page, version, "Approve", "Once more, to be quick.")
        wait_for("the second entry", lambda: len(read_ledger(installed.store, version)) == 2)
        page.goto(installed.place.url)
        expect(page.get_by_text("Ines Ferreira did")).to_be_visible()
        expect(page.get_by_text("Once more, to be quick.")).to_be_visible()
    assert installed.trained(version) == 0

    with at_the_desk_of("officer-2", browser, installed) as page:
        decide(page, version, "Approve", "Agreed.")
        expect(page.get_by_text(f"Version {version} is approved").first).to_be_visible()
        page.goto(installed.place.url)
        expect(page.get_by_text(re.compile("Approved by Ines Ferreira and Tomas Lindqvist"))).to_be_visible()
        expect(page.get_by_role("heading", name="Nothing waits for review")).to_be_visible()
        wait_for("the model is trained", lambda: read_receipt(installed.store, version), 240)
        page.reload()
        expect(page.get_by_text(re.compile("Gate, trained: "))).to_be_visible()
        picture(page, "officer-trained")
    assert installed.trained(version) == 1


def test_an_engineer_is_refused_in_words(browser: Browser, installed: Installed, version: str) -> None:
    before = len(read_ledger(installed.store, version))
    with at_the_desk_of("engineer-1", browser, installed) as page:
        page.goto(f"{installed.place.url}/review")
        expect(page.get_by_text("Versions are approved by compliance officers.")).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("Approve|Reject|Withdraw"))).to_have_count(0)
        picture(page, "officer-refused")
        page.goto(f"{installed.place.url}{review_link(version, 'withdraw')}")
        page.wait_for_url("**/jobs/review")  # Dagster leads away from a launchpad that is not theirs
        expect(page.get_by_role("button", name="Launch Run")).to_have_count(0)
    with installed.log_in("engineer-1") as engineer:
        config = {"ops": {"sign": {"config": {"decision": "withdraw", "meaning": "review", "reason": "mine"}}}}
        refused = installed.launch(engineer, "review", version, config)
        assert refused["__typename"] == "UnauthorizedError", refused
    assert len(read_ledger(installed.store, version)) == before
    assert PEOPLE["engineer-1"]["groups"] == ["data-engineering"]
