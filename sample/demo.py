"""`make demo`: the main job on the sample company, for two days of its history, and what changed between them."""

import os
import sys
from datetime import date
from pathlib import Path

from pipelines.cli import main as knowbound
from pipelines.cli import run_days
from pipelines.settings import CONFIG_VARIABLE
from sample.history import build_repository, write_history

ROOT = Path(__file__).parent.parent
DAYS = (date(2026, 10, 7), date(2026, 10, 12))


def prepare(out: Path) -> None:
    """Make the sample's git repositories in `out`: the wiki with its history, the SOPs as of the first day."""
    build_repository(ROOT / "sample" / "wiki", out / "wiki.git")
    write_history([(date(2026, 10, 5), ROOT / "sample" / "sops")], out / "sops.git")


def main() -> int:
    """Run both days and compare their versions; returns the exit code of the runs."""
    os.environ[CONFIG_VARIABLE] = str(ROOT / "knowbound.toml")
    prepare(ROOT / "var" / "sample")
    code = run_days(list(DAYS))
    if code == 0:
        knowbound(["versions"], standalone_mode=False)
    return code


if __name__ == "__main__":
    sys.exit(main())
