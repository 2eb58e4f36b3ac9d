"""A finished version, examined again from its bytes: what the gate demands right before a model is trained on it."""

from collections.abc import Sequence

import polars as pl

from assets.snapshots import jsonl
from assets.snapshots.versions import integrity, read_file, read_frame, read_manifest
from checks.privacy import document_texts, example_texts, find_canaries, find_residuals, written_texts
from checks.verifier import verify
from resources.detector import HARD
from resources.object_store import ObjectStore


def recheck(store: ObjectStore, version: str, canaries: Sequence[str] = ()) -> list[str]:
    """What speaks against training on a version, one sentence each; empty when all is well.

    Nothing that was said about the version before counts: every file is hashed, the training files are made again from
    the examples, every example is proven again, and corpus and examples are searched for certain personal data and for
    seeded `canaries`. What was found is counted, never quoted. Raises UnknownVersion, StoreError.
    """
    problems = integrity(store, version)
    if problems:
        return problems  # there is no use in looking into other bytes than the signed ones
    manifest = read_manifest(store, version)
    examples, handwritten, documents, passages = (
        read_frame(store, manifest, name)
        for name in ("examples.parquet", "handwritten.parquet", "corpus/documents.parquet", "corpus/passages.parquet")
    )
    train, held_out = (examples.filter(pl.col("split") == split) for split in ("train", "evaluation"))
    problems += [f"Check {c.check} had failed." for c in manifest.summary.checks if c.blocking and not c.passed]
    made = {
        "train.sft.jsonl": jsonl.sft(train),
        "train.preferences.jsonl": jsonl.preferences(train),
        "evaluation.jsonl": jsonl.cases(held_out),
    }
    for name, rows in made.items():
        if read_file(store, manifest, name) != jsonl.lines(rows):
            problems.append(f"{name} says something else than examples.parquet.")
    rejected = verify(examples, documents, passages).filter(~pl.col("ok"))
    if rejected.height:
        usual = rejected["reason"].mode().sort()[0]
        problems.append(f"The verifier rejects {rejected.height:,} of {examples.height:,} examples, mostly: {usual}.")
    texts = [*document_texts(documents, passages), *example_texts(examples), *written_texts(handwritten)]
    certain = find_residuals(texts).filter(pl.col("kind").is_in(HARD))
    if certain.height:
        kinds = ", ".join(f"{kind} {count}" for kind, count in certain["kind"].value_counts().sort("kind").iter_rows())
        problems.append(f"Personal data is left: {kinds}, in {certain['owner'].n_unique()} documents and examples.")
    if found := find_canaries(canaries, texts)["canary"].n_unique():
        problems.append(f"{found} of the {len(canaries)} seeded canaries are left.")
    return problems
