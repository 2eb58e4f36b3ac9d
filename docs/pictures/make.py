"""Remakes the pictures of docs/ui.md: runs the demo in a folder of its own, opens its UI and packet, and looks.

.venv/bin/python docs/pictures/make.py        (about two minutes; needs /usr/bin/chromium)
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sample.demo import DAYS  # noqa: E402  this file is run as a script
from tests.browser.ui import chromium, open_check, open_lineage, open_partition  # noqa: E402
from tests.installation import install  # noqa: E402

HERE = Path(__file__).parent
WIDTH = 1500


def save(name: str, shot: bytes) -> None:
    """Write a screenshot, no wider than WIDTH, in 256 colours."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    path = HERE / f"{name}.png"
    # Maximum coverage keeps the rare colours: the ticks and warning signs.
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")


def shoot(page: Page, name: str) -> None:
    """Save what is visible, once nothing moves or loads."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    save(name, page.screenshot())


def look_at_the_ui(page: Page, url: str, version: str) -> None:
    """The pages that docs/ui.md walks through."""
    page.set_viewport_size({"width": 2250, "height": 1260})  # as large as it takes to show the cards of the assets
    open_lineage(page, url)
    page.wait_for_timeout(1500)
    save("dag", page.screenshot(clip={"x": 545, "y": 110, "width": 1640, "height": 960}))
    page.set_viewport_size({"width": 1500, "height": 950})
    open_partition(page, url, "dataset_version", version)
    shoot(page, "version")
    open_partition(page, url, "examples", version[:10])
    page.get_by_text("Show Markdown").first.click()
    shoot(page, "asset")
    open_check(page, url, "examples", "balance")
    shoot(page, "check")
    open_check(page, url, "documents", "residual_pii")
    page.get_by_text("Show Markdown").first.click()
    page.get_by_role("dialog").get_by_role("heading").first.scroll_into_view_if_needed()
    shoot(page, "evidence")
    open_lineage(page, url)
    page.get_by_role("button", name="Materialize all").click()
    days = page.get_by_role("dialog").get_by_role("textbox").first
    days.fill(f"[{DAYS[0]}...{DAYS[1]}]")
    days.press("Enter")
    shoot(page, "backfill")


def look_at_the_packet(page: Page, packet: Path) -> None:
    """Its first screen, and the first examples."""
    page.set_viewport_size({"width": 1200, "height": 1000})
    page.goto(packet.as_uri())
    shoot(page, "packet")
    page.set_viewport_size({"width": 1200, "height": 1600})
    save("packet-coverage", page.locator("table.heat").screenshot())
    page.set_viewport_size({"width": 1200, "height": 1000})
    page.evaluate("document.querySelector('#examples').scrollIntoView()")
    shoot(page, "packet-examples")


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory(prefix="knowbound-") as folder, chromium() as browser:
        demo = install(Path(folder))
        for day in DAYS:
            done = demo.knowbound("run", "--as-of", day.isoformat())
            if done.returncode != 0:
                sys.exit(done.stdout + done.stderr)
        version = sorted(path.name for path in (demo.store / "versions").iterdir())[-1]
        packet = Path(folder) / "packet.html"
        demo.knowbound("packet", version, "--out", str(packet))
        page = browser.new_page()
        look_at_the_packet(page, packet)
        with demo.serve() as server:
            look_at_the_ui(page, server.url, version)


if __name__ == "__main__":
    main()
