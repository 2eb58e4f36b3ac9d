"""`python -m bench.corpora`: the main job on real documents, measured. Needs ../shared/corpora beside the project.

Two parts: all corpora of `bench/corpora.toml` as they are today, cold and then again unchanged; and a real wiki's
history, day after day. Every run is a process of its own, through the command line, in a store that starts empty.
Prints Markdown to stdout, the runs' own output to stderr; writes only below var/.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from assets.ingest.inventory import CHANGES, compare
from assets.ingest.records import Inventory
from assets.lake import Lake
from assets.snapshots.manifest import Manifest
from assets.snapshots.versions import read_manifest
from pipelines.views import alike
from resources.stores import open_store
from sample.history import write_history

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
CONFIG = ROOT / "bench" / "corpora.toml"
SNAPSHOTS = (date(2022, 1, 1), date(2023, 1, 1))
"""The full states that the history begins with. Between them every page moved to another folder."""

REASONS = 15
"""How many reasons for uncovered obligations are shown; the others are summed up."""

HISTORY = """\
[[sources]]
name = "handbook"
kind = "wiki"
reader = "git"
path = "handbook.git"
licence = "CC0-1.0"
"""


def history_days(scratch: Path) -> list[tuple[date, Path]]:
    """The 18F handbook's dated folders, oldest first: two snapshots, extracted into `scratch`, and twelve deltas."""
    handbook = CORPORA / "18f-handbook"
    days = []
    for day in SNAPSHOTS:
        folder = scratch / day.isoformat()
        with tarfile.open(handbook / "snapshots" / f"{day}.tar.gz") as archive:
            archive.extractall(folder, filter="data")
        days.append((day, folder))
    deltas = sorted((handbook / "deltas").iterdir())
    return days + [(date.fromisoformat(delta.name.rpartition("_")[2]), delta) for delta in deltas]


def make_history(root: Path) -> list[date]:
    """Write `root`/knowbound.toml and the git repository that it names; returns the days with a commit."""
    with tempfile.TemporaryDirectory() as scratch:
        days = history_days(Path(scratch))
        write_history(days, root / "handbook.git")
    (root / "knowbound.toml").write_text(HISTORY, encoding="utf-8")
    return [day for day, _ in days]


@dataclass(frozen=True)
class Run:
    """One run of the daily job: its seconds (whole and by step), its largest process in MiB, what its assets said of
    themselves, and the manifest of the version it ended with."""

    day: str
    whole: float
    steps: dict[str, float]
    memory: float
    metadata: dict[str, dict[str, Any]]
    manifest: Manifest


def run(config: Path, root: Path, day: date | None = None) -> Run:
    """`knowbound run` with store, Dagster home and key below `root`. Ends the program where no version comes of it."""
    places = {
        "KNOWBOUND_STORE__URL": f"file://{root / 'store'}",
        "KNOWBOUND_DAGSTER__HOME": str(root / "dagster"),
        "KNOWBOUND_PRIVACY__KEY": f"file:{root / 'pseudonym.key'}",
    }
    command = [str(Path(sys.executable).parent / "knowbound"), "run", "--config", str(config)]
    begun = time.monotonic()
    process = subprocess.Popen(  # noqa: S603  our own command
        [*command, *(["--as-of", day.isoformat()] if day else [])], stdout=sys.stderr, env=os.environ | places
    )
    _, status, usage = os.wait4(process.pid, 0)
    whole = time.monotonic() - begun
    if status:
        sys.exit(f"{config}: the run ended with exit code {os.waitstatus_to_exitcode(status)}")
    with dg.DagsterInstance.from_config(str(root / "dagster")) as instance:
        [record] = instance.get_run_records(limit=1)
        made = [
            entry.event_log_entry.asset_materialization
            for entry in instance.get_records_for_run(
                record.dagster_run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION
            ).records
        ]
        steps = sorted(instance.get_run_step_stats(record.dagster_run.run_id), key=lambda step: step.start_time or 0)
    metadata = {m.asset_key.to_user_string(): {k: v.value for k, v in m.metadata.items()} for m in made if m}
    store = open_store(f"file://{root / 'store'}", {})
    return Run(
        day=record.dagster_run.tags["dagster/partition"],
        whole=whole,
        steps={step.step_key: (step.end_time or 0) - (step.start_time or 0) for step in steps},
        memory=usage.ru_maxrss / 1024,
        metadata=metadata,
        manifest=read_manifest(store, str(metadata["snapshot"]["version"])),
    )


def row(cells: Sequence[object]) -> None:
    """Print one row of a Markdown table."""
    print("| " + " | ".join(f"{x:.1f}" if isinstance(x, float) else str(x) for x in cells) + " |", flush=True)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table, each row as soon as it is there, and an empty line."""
    row(header)
    row(["---"] * len(header))
    for cells in rows:
        row(cells)
    print(flush=True)


def show_corpora(cold: Run, again: Run) -> None:
    """What came of all corpora as they are today."""
    summary = cold.manifest.summary
    print(f"### All corpora, {cold.day}\n")
    used = summary.points - sum(reason.count for reason in summary.unused)
    verdict = "unchanged" if again.manifest.version == cold.manifest.version else "CHANGED"
    table(
        ["what", "number"],
        [
            ["documents", summary.documents],
            ["passages", summary.passages],
            ["decision points (of them used)", f"{summary.points} ({used})"],
            ["examples", summary.examples],
            ["preference pairs", summary.balance.preferences],
            [
                "obligations covered",
                f"{summary.coverage.covered} of {summary.coverage.owed} ({summary.coverage.share:.1%})",
            ],
            ["examples with behaviour `answer`", f"{summary.balance.answers:.1%}"],
            ["largest process, MiB", round(cold.memory)],
            ["version after the second run", verdict],
        ],
    )
    table(["source", "items", "quarantined"], [[s.name, s.items, s.quarantined] for s in cold.manifest.dataset.sources])
    table(
        ["situation", "behaviour", "train", "held out"],
        [[c.situation, c.behaviour, c.train, c.evaluation] for c in summary.counts],
    )
    table(
        ["kind of point", "used", "obligations owed", "covered"],
        [[k.kind, k.points, k.owed, k.covered] for k in summary.coverage.kinds],
    )
    first, rest = summary.coverage.reasons[:REASONS], summary.coverage.reasons[REASONS:]
    others = [f"{len(rest)} other reasons", sum(r.count for r in rest)]
    table(["why an obligation is not covered", "number"], [*([r.reason, r.count] for r in first), others])
    table(
        ["kind of personal data", "findings", "documents"],
        [[k.kind, k.findings, k.items] for k in summary.privacy.kinds],
    )
    kept_out = [["withheld", *reason] for reason in alike(summary.privacy.withheld)]
    kept_out += [["quarantined", *reason] for reason in alike(summary.privacy.quarantined)]
    table(["kept out", "number", "reason"], kept_out)
    steps = [[step, spent, again.steps.get(step, 0.0)] for step, spent in cold.steps.items()]
    table(["seconds", "cold", "again"], [*steps, ["**whole process**", cold.whole, again.whole]])


def show_history(runs: Iterable[Run], lake: Lake) -> None:
    """What each day of the wiki's history took, as the days end. The first is cold."""
    print("### A wiki's history, day after day\n")
    done: list[Run] = []

    def rows() -> Iterator[list[object]]:
        before: pl.DataFrame = Inventory.create_empty()
        for each in runs:
            done.append(each)
            inventory = lake.read("inventory", each.day, Inventory)
            changed = compare(before, inventory)["change"].to_list()
            before = inventory
            summary, redacted = each.manifest.summary, each.metadata["documents"]
            yield [
                each.day,
                *(changed.count(change) for change in CHANGES),
                summary.documents,
                redacted["analysed"],
                redacted["remembered"],
                each.metadata["decision_points"]["documents read again"],
                summary.points,
                summary.examples,
                f"{summary.coverage.share:.1%}",
                each.whole,
                round(each.memory),
            ]

    header = ["day", *CHANGES, "documents", "redacted", "remembered", "read for rules", "points", "examples"]
    table([*header, "coverage", "seconds", "MiB"], rows())
    steps = list(done[0].steps)
    table(["seconds", *steps], [[each.day, *(each.steps.get(step, 0.0) for step in steps)] for each in done])


def main() -> int:
    """Measure both parts."""
    if not CORPORA.is_dir():
        sys.exit(f"{CORPORA} is not there: this measures the real documents that lie beside the project")
    out = ROOT / "var" / "bench"
    shutil.rmtree(out, ignore_errors=True)
    (out / "history").mkdir(parents=True)
    show_corpora(run(CONFIG, out / "today"), run(CONFIG, out / "today"))
    days = make_history(out / "history")
    runs = (run(out / "history" / "knowbound.toml", out / "history", day) for day in days)
    show_history(runs, Lake(open_store(f"file://{out / 'history' / 'store'}", {})))
    return 0


if __name__ == "__main__":
    sys.exit(main())
