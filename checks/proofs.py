"""Every example carries a proof that the verifier accepts."""

from dataclasses import dataclass

import polars as pl

from assets.snapshots.versions import integrity, read_frame, read_manifest
from checks.expectations import CheckResult, Measures, Suite, expect, judge
from checks.mutations import mutation_report
from checks.verifier import verify
from resources.object_store import ObjectStore


def summary(examples: pl.DataFrame, verdicts: pl.DataFrame) -> tuple[Measures, pl.DataFrame]:
    """Accepted share of all examples, and refusals by situation and reason; `verdicts` has example, ok, reason."""
    judged = examples.select("example", "situation").join(verdicts, on="example", how="left")
    accepted = int(judged["ok"].fill_null(False).sum())
    rejections = (
        judged.filter(~pl.col("ok"))
        .group_by(pl.col("situation").cast(pl.String), "reason")
        .agg(examples=pl.len().cast(pl.Int64))
        .sort(["examples", "situation", "reason"], descending=[True, False, False])
    )
    return {
        "examples": len(judged),
        "unverified": judged["ok"].null_count(),
        "rejected": judged.filter(~pl.col("ok")).height,
        "accepted_share": accepted / len(judged) if len(judged) else None,
    }, rejections


def suite() -> Suite:
    """The verifier has seen every example and accepts every one, and a language model that is asked answers."""
    return [
        expect("unverified", "examples the verifier has not judged", maximum=0),
        expect("accepted_share", "share of examples whose proof the verifier accepts", minimum=1),
        expect(
            "not_rephrased",
            "examples that the configured language model did not put in other words, for want of a reply",
            maximum=0,
            severity="warning",
        ),
    ]


def check(examples: pl.DataFrame, verdicts: pl.DataFrame, rephrasings: pl.DataFrame) -> CheckResult:
    """The check `proofs`, over the verifier's verdicts on the same examples, and what became of rephrasings."""
    measures, rejections = summary(examples, verdicts)
    outcomes = (
        rephrasings.group_by(pl.col("outcome").cast(pl.String)).agg(examples=pl.len().cast(pl.Int64)).sort("outcome")
    )
    measures["not_rephrased"] = rephrasings.filter(pl.col("outcome").cast(pl.String) == "unanswered").height
    return judge("proofs", measures, suite(), {"rejections": rejections, "rephrased": outcomes})


@dataclass(frozen=True)
class Verification:
    """What re-hashing and proving a version again found."""

    problems: list[str]  # bytes that are not the manifest's, one sentence each
    examples: int = 0
    rejected: tuple[tuple[str, int], ...] = ()  # reason, examples; most frequent first
    mutations: pl.DataFrame | None = None  # mutation, planted, rejected

    @property
    def holds(self) -> bool:
        """Whether every byte and every proof held."""
        return not self.problems and not self.rejected


def verify_version(store: ObjectStore, version: str, *, mutations: int = 0, seed: int = 0) -> Verification:
    """Re-hash every file, prove every example again, and plant `mutations` wrong ones. Raises UnknownVersion."""
    problems = integrity(store, version)
    if problems:
        return Verification(problems)
    manifest = read_manifest(store, version)
    examples, documents, passages = (
        read_frame(store, manifest, name)
        for name in ("examples.parquet", "corpus/documents.parquet", "corpus/passages.parquet")
    )
    verdicts = verify(examples, documents, passages)
    rejected = verdicts.filter(~pl.col("ok")).group_by("reason").len().sort(["len", "reason"], descending=[True, False])
    report = mutation_report(examples, documents, passages, mutations, seed).by_kind if mutations else None
    return Verification([], examples.height, tuple(rejected.iter_rows()), report)
