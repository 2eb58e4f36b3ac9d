"""`make reproduce`: the sample's dataset in two directories that share nothing but the sources, the code and the key.

Two processes run the same days under different clocks, in another order, and one of them forgets its memo half-way.
Every table of every day and every version must come out with the same digest; otherwise the exit code is 1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assets.identity import sha256

ROOT = Path(__file__).parent.parent
DAYS = ("2026-10-07", "2026-10-12")
KEY = "reproduce-only-not-a-secret"


def digests(store: Path) -> dict[str, str]:
    """SHA-256 of every lake table and manifest under a directory store, by key."""
    files = sorted(p for folder in ("lake", "versions") for p in (store / folder).rglob("*") if p.is_file())
    return {path.relative_to(store).as_posix(): sha256(path.read_bytes()) for path in files}


def make(out: Path, days: Sequence[str], clock: str, *, forget: bool) -> dict[str, str]:
    """Run the days in this order in a process whose clock starts at `clock`; `forget` deletes the memo before the last."""
    environment = os.environ | {
        "KNOWBOUND_STORE__URL": f"file://{out / 'store'}",
        "KNOWBOUND_DAGSTER__HOME": str(out / "dagster"),
        "KNOWBOUND_PRIVACY__KEY": "env:KNOWBOUND_REPRODUCE_KEY",
        "KNOWBOUND_REPRODUCE_KEY": KEY,
        "KNOWBOUND_CONFIG": str(ROOT / "knowbound.toml"),
    }
    for day in days:
        if forget and day == days[-1]:
            shutil.rmtree(out / "store" / "memo")
        subprocess.run([sys.executable, "-m", "bench.reproduce", clock, day], cwd=ROOT, env=environment, check=True)  # noqa: S603
    return digests(out / "store")


def main() -> int:
    """Make both, compare, and say which digests differ."""
    from sample.demo import prepare  # noqa: PLC0415

    prepare(ROOT / "var" / "sample")
    out = ROOT / "var" / "reproduce"
    shutil.rmtree(out, ignore_errors=True)
    with ThreadPoolExecutor() as pool:
        one = pool.submit(make, out / "one", DAYS, "2026-11-02T23:59:30", forget=False)
        two = pool.submit(make, out / "two", (DAYS[1], DAYS[0]), "2031-02-28T04:00:00", forget=True)
        first, second = one.result(), two.result()
    differ = sorted(key for key in first.keys() | second.keys() if first.get(key) != second.get(key))
    for key in differ:
        print(f"differs: {key}: {first.get(key, 'missing')[:16]} / {second.get(key, 'missing')[:16]}")
    print(f"{len(first)} tables, checks and manifests, {len(differ)} differ")
    return 1 if differ else 0


def travel(clock: str, day: str) -> None:
    """Run one day of the pipeline in this process, whose clock starts at `clock`."""
    import time_machine  # noqa: PLC0415

    from pipelines import cli  # noqa: PLC0415

    with time_machine.travel(clock, tick=True):
        cli.main(["run", "--as-of", day])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        travel(*sys.argv[1:])
    else:
        sys.exit(main())
