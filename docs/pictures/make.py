"""Remakes the pictures of the documentation: opens UI and packet on a copy of what `make demo` left in var/, and looks.

.venv/bin/python docs/pictures/make.py        (about two minutes, after `make demo`; needs /usr/bin/chromium)
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sample.demo import DAYS  # noqa: E402  this file is run as a script
from tests.browser.ui import chromium, open_check, open_lineage, open_partition  # noqa: E402
from tests.installation import Installation  # noqa: E402

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
    page.wait_for_load_state("networkidle")
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
    page.goto(f"{url}/locations/knowbound/jobs/daily")
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
    page.add_style_tag(content="nav{position:static}")  # it would lie over the table
    save("packet-coverage", page.locator("table.heat").screenshot())
    page.set_viewport_size({"width": 1200, "height": 1000})
    page.evaluate("document.querySelector('#examples').scrollIntoView()")
    shoot(page, "packet-examples")


def look_at_retraining(page: Page, url: str, version: str) -> None:
    """The candidate, what the models said, and why the candidate may be promoted or not."""
    page.set_viewport_size({"width": 1500, "height": 950})
    open_partition(page, url, "candidate", version)
    shoot(page, "candidate")
    open_partition(page, url, "evaluation", version)
    shoot(page, "evaluation")
    for name, button in (("tradeoff", 0), ("situations", 1)):
        page.get_by_text("Show Markdown").nth(button).click()
        picture = page.get_by_role("dialog").locator("img").first
        picture.wait_for()
        page.wait_for_timeout(1000)
        save(name, picture.screenshot())
        page.keyboard.press("Escape")
    page.goto(f"{url}/assets/evaluation?view=checks&checkDetail=candidate_is_better")
    page.get_by_text("Latest execution").wait_for()
    shoot(page, "promotion")
    page.goto(f"{url}/locations/knowbound/sensors/gate")
    page.get_by_text("Evaluations").first.wait_for()
    shoot(page, "gate")


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory(prefix="knowbound-") as folder, chromium() as browser:
        demo = Installation(Path(folder))
        shutil.copytree(ROOT / "var", demo.root / "var")
        (demo.root / "sample").symlink_to(ROOT / "sample")
        shutil.copyfile(ROOT / "knowbound.toml", demo.config)
        version = max(path.name for path in (demo.store / "versions").iterdir())
        packet = Path(folder) / "packet.html"
        demo.knowbound("packet", version, "--out", str(packet))
        page = browser.new_page()
        page.set_default_timeout(60_000)
        look_at_the_packet(page, packet)
        with demo.serve() as server:
            look_at_the_ui(page, server.url, version)
            look_at_retraining(page, server.url, version)


if __name__ == "__main__":
    main()
