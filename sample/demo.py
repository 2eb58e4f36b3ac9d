"""`make demo`: the main job on the sample company. Two days of its history become versions; the newest is signed by the
demo officers, passes the gate, is trained on and evaluated, and the numbers of before and after are printed."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.cli import main as knowbound
from pipelines.cli import run_days
from pipelines.settings import CONFIG_VARIABLE, load
from sample.history import build_repository, write_history

ROOT = Path(__file__).parent.parent
DAYS = (date(2026, 10, 7), date(2026, 10, 12))
REASON = "Demonstration: nobody has read this version."


def prepare(out: Path) -> None:
    """Make the sample's git repositories in `out`: the wiki with its history, the SOPs as of the first day."""
    build_repository(ROOT / "sample" / "wiki", out / "wiki.git")
    write_history([(date(2026, 10, 5), ROOT / "sample" / "sops")], out / "sops.git")


def newest() -> tuple[str, bool]:
    """The newest version in the store of the configuration, and whether a model came of it already."""
    from assets.retraining.attempts import read_receipt  # noqa: PLC0415  the steps take seconds to import
    from assets.snapshots.versions import list_versions  # noqa: PLC0415

    store = load().store.open()
    version = list_versions(store)[-1]
    return version, read_receipt(store, version) is not None


def review(version: str, **decision: Any) -> bool:
    """Launch the job `review` as the UI does; under the demo policy the demo officers sign, under any other nobody."""
    from assets.snapshots.review_link import JOB, OP  # noqa: PLC0415
    from pipelines import runs  # noqa: PLC0415

    config = {"decision": "approve", "meaning": "approval", "reason": REASON} | decision
    return runs.execute(load(), JOB, version, {"ops": {OP: {"config": config}}}).success


def main() -> int:
    """Run both days, and let the newest version go the rest of the way; returns an exit code of the command line."""
    os.environ[CONFIG_VARIABLE] = str(ROOT / "knowbound.toml")
    prepare(ROOT / "var" / "sample")
    code = run_days(list(DAYS))
    if code:
        return code
    version, trained = newest()
    knowbound(["versions"], standalone_mode=False)
    if trained:
        knowbound(["models"], standalone_mode=False)
        return 0
    if not review(version):
        return 1
    knowbound(["gate"], standalone_mode=False)
    try:
        knowbound(["retrain", version], standalone_mode=False)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
