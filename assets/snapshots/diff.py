"""What changed from one version to another, as set operations over their digest-verified tables."""

from dataclasses import dataclass

import duckdb
import polars as pl

from assets.snapshots.manifest import Manifest
from assets.snapshots.versions import read_frame, read_manifest
from resources.object_store import ObjectStore

# A question is what the user says, without the passages: the same need, whatever the context. An example flips when
# its question lost one behaviour and gained another: a document now answers what was refused, or no longer does.
_FLIPPED = """
    with a as (select distinct question, behaviour, situation from before),
         b as (select distinct question, behaviour, situation from after),
         lost as (select * from a where (question, behaviour) not in (select (question, behaviour) from b)),
         gained as (select * from b where (question, behaviour) not in (select (question, behaviour) from a))
    select question, string_agg(distinct lost.behaviour, ', ' order by lost.behaviour) as before,
           string_agg(distinct gained.behaviour, ', ' order by gained.behaviour) as after,
           min(gained.situation) as situation
    from lost join gained using (question) group by question order by question
"""


@dataclass(frozen=True)
class Diff:
    """Version `a` against the later `b`. Frames are sorted and empty where nothing changed."""

    a: str
    b: str
    added: pl.DataFrame  # examples: example, split, situation, behaviour, question
    removed: pl.DataFrame
    flipped: pl.DataFrame  # question, before, after (behaviours), situation (after)
    points_added: (
        pl.DataFrame
    )  # point, kind, sentence; a sentence that only moved or lies in an edited document is no change
    points_removed: pl.DataFrame
    coverage: pl.DataFrame  # kind, owed_before, covered_before, owed_after, covered_after; last row: all
    files: pl.DataFrame  # name, before, after (sha256 or null), of the files that differ


def diff(store: ObjectStore, a: str, b: str) -> Diff:
    """Compare two versions; raises VersionError when one is unknown or was changed."""
    first, second = read_manifest(store, a), read_manifest(store, b)
    before, after = (_questions(read_frame(store, m, "examples.parquet")) for m in (first, second))
    points = [_effective_points(store, manifest) for manifest in (first, second)]
    with duckdb.connect() as memory:
        memory.register("before", before.to_arrow())
        memory.register("after", after.to_arrow())
        flipped = memory.sql(_FLIPPED).pl()
    return Diff(
        a=a,
        b=b,
        added=after.join(before, on="example", how="anti"),
        removed=before.join(after, on="example", how="anti"),
        flipped=flipped,
        points_added=points[1].join(points[0], on=("kind", "sentence"), how="anti"),
        points_removed=points[0].join(points[1], on=("kind", "sentence"), how="anti"),
        coverage=_coverage(first, second),
        files=_files(first, second),
    )


def questions(messages: list[dict[str, str]]) -> list[str]:
    """What the user says in each turn, without the passages of the first."""
    return [m["content"].rpartition("Question: ")[2] for m in messages if m["role"] == "user"]


def _effective_points(store: ObjectStore, manifest: Manifest) -> pl.DataFrame:
    """point, kind, sentence of the documents in force; a version also keeps the points of earlier revisions."""
    in_force = read_frame(store, manifest, "corpus/documents.parquet").filter(pl.col("revision") == 0)
    points = read_frame(store, manifest, "decision_points.parquet").join(in_force, on="document", how="semi")
    return points.select("point", pl.col("kind").cast(pl.String), "sentence")


def _questions(examples: pl.DataFrame) -> pl.DataFrame:
    names = ("example", "split", "situation", "behaviour")
    asked = pl.Series("question", [" / ".join(questions(m)) for m in examples["messages"].to_list()], dtype=pl.String)
    return examples.select(pl.col(names).cast(pl.String)).with_columns(asked).sort("example")


def _coverage(first: Manifest, second: Manifest) -> pl.DataFrame:
    rows = []
    counts = [{k.kind: (k.owed, k.covered) for k in m.summary.coverage.kinds} for m in (first, second)]
    for kind in sorted(counts[0].keys() | counts[1].keys()):
        rows.append((kind, *counts[0].get(kind, (0, 0)), *counts[1].get(kind, (0, 0))))
    whole = [(m.summary.coverage.owed, m.summary.coverage.covered) for m in (first, second)]
    return pl.DataFrame(
        [*rows, ("all", *whole[0], *whole[1])],
        schema={
            "kind": pl.String,
            **{name: pl.Int64 for name in ("owed_before", "covered_before", "owed_after", "covered_after")},
        },
        orient="row",
    )


def _files(first: Manifest, second: Manifest) -> pl.DataFrame:
    digests = [{entry.name: entry.sha256 for entry in m.dataset.files} for m in (first, second)]
    rows = [
        (name, digests[0].get(name), digests[1].get(name))
        for name in sorted(digests[0].keys() | digests[1].keys())
        if digests[0].get(name) != digests[1].get(name)
    ]
    return pl.DataFrame(rows, schema={"name": pl.String, "before": pl.String, "after": pl.String}, orient="row")
