"""`python -m bench.decision_space STORE...`: what becomes of redacted documents, from their rules to proven examples.

STORE is a directory that a run has written (`var/store`); the newest day of its lake is read, redaction is not repeated.
Prints coverage by kind and the reasons for what is uncovered, examples by situation and behaviour, variety of wording, and
examples a second. `--mutate 500` plants wrong examples and prints those that the verifier lets pass. `--sample 40` prints
so many random examples; a sheet to judge them on is made by bench.judging. Remembers parsed documents below var/bench/.
"""

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

from assets.decisions.assets import step_fingerprint
from assets.decisions.extraction import extract_points
from assets.examples.assets import by_situation
from assets.examples.coverage import obligations
from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from assets.identity import sha256
from assets.lake import Lake
from assets.memo import Memo
from assets.privacy.records import Documents, Passages
from checks import balance
from checks.mutations import mutation_report
from checks.verifier import verdicts
from resources.stores import open_store

ROOT = Path(__file__).parents[1]


def redacted(store: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents and passages of the newest day of a store."""
    lake = Lake(open_store(f"file://{store.resolve()}", {}))
    day = lake.days("passages")[-1]
    return lake.read("documents", day, Documents), lake.read("passages", day, Passages)


def points_of(documents: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """The decision points of documents, remembered below var/bench/."""
    memo = Memo(open_store(f"file://{ROOT / 'var' / 'bench'}", {}), "decisions", step_fingerprint())
    return extract_points(documents, passages, memo)


def turns(row: dict[str, Any]) -> list[str]:
    """The conversation without system text and passages, a line each."""
    said = [m["content"].rpartition("Question: ")[2] for m in row["messages"][1:]]
    return [f"{'QA'[n % 2]} {text}" for n, text in enumerate(said)]


def sampled(examples: pl.DataFrame, count: int, seed: str, only: str | None) -> list[dict[str, Any]]:
    """Random examples: those with the lowest hash of seed and id, of one situation where `only` names it."""
    rows = [r for r in examples.iter_rows(named=True) if only in (None, r["situation"])]
    return sorted(rows, key=lambda r: sha256(f"{seed}\n{r['example']}"))[:count]


def table(frame: pl.DataFrame, count: int = 40) -> None:
    """A frame as Markdown."""
    with pl.Config(
        tbl_formatting="MARKDOWN", tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True, tbl_rows=count,
        fmt_str_lengths=120, tbl_width_chars=200,
    ):  # fmt: skip
        print(frame.head(count), end="\n\n")


def main() -> None:
    """Print it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("stores", nargs="+", type=Path)
    arguments.add_argument("--sample", type=int, default=0, help="examples to print")
    arguments.add_argument("--situation", help="only of this situation")
    arguments.add_argument("--seed", default="1")
    arguments.add_argument("--mutate", type=int, default=0, help="wrong examples to plant; prints those that pass")
    arguments.add_argument("--reasons", type=int, default=40, help="reasons to print")
    arguments.add_argument(
        "--uncovered", help="print sentences of obligations uncovered for a reason that holds this text"
    )
    options = arguments.parse_args()
    tables = [redacted(store) for store in options.stores]
    documents, passages = (pl.concat([t[n] for t in tables]).unique(maintain_order=True) for n in (0, 1))
    began = time.perf_counter()
    points = points_of(documents, passages)
    parsed = time.perf_counter()
    made = generate(documents, passages, points, ExampleSettings(), verdicts)
    ended = time.perf_counter()
    owed = obligations(points, documents, made.examples, made.uncovered)
    print(
        f"{documents.height} documents, {points.height} points ({int(points['used'].sum())} used), {made.examples.height} "
        f"examples; decisions {parsed - began:.1f} s, examples {ended - parsed:.1f} s "
        f"({made.examples.height / (ended - parsed):.0f} a second)\n"
        f"obligations covered: {int(owed['covered'].sum())} of {owed.height} ({owed['covered'].mean() or 0:.1%})\n"
    )  # fmt: skip
    cells = owed.group_by("kind", "cell").agg(pl.len().alias("owed"), pl.col("covered").sum())
    table(cells.sort("kind", "cell"))
    table(by_situation(made.examples))
    missing = owed.filter(~pl.col("covered"))
    table(missing.group_by("reason").agg(pl.len()).sort(["len", "reason"], descending=[True, False]), options.reasons)
    measures, tables_of = balance.summary(made.examples)
    print(measures, end="\n\n")
    table(tables_of["skeletons"])
    doubts = Counter(points.filter(~pl.col("used"))["reason"].to_list())
    print("not used:", doubts.most_common(options.reasons), end="\n\n")
    if options.uncovered:
        for row in missing.filter(pl.col("reason").str.contains(options.uncovered, literal=True)).iter_rows(named=True):
            print(f"{row['kind']}/{row['cell']} {row['path']}:{row['line']} ({row['reason']}) {row['sentence']}")
    if options.mutate:
        report = mutation_report(made.examples, documents, passages, options.mutate, int(options.seed))
        table(report.by_kind)
        print(f"{report.rate:.2%} rejected; {report.false_alarms} false alarms on {report.untouched} examples\n")
        for row in report.accepted.iter_rows(named=True):
            print(
                f"!!! {row['mutation']}: {row['situation']} -> {row['behaviour']} {row['claim']}", *turns(row), sep="\n"
            )
    chosen = sampled(made.examples, options.sample, options.seed, options.situation)
    for row in chosen:
        print(f"--- {row['situation']} -> {row['behaviour']} ({row['skeleton']}, {row['split']}) {row['section']}")
        print(*turns(row), sep="\n")
        print(f"E {' | '.join(e['text'] for e in row['evidence'])}\nR {row['rejected_kind']}: {row['rejected']}")


if __name__ == "__main__":
    main()
