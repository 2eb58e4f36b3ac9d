"""Seeded mutations: finished examples made wrong the way a clever author of wrong examples would, to test the verifier.

Every mutant is semantically wrong, and as consistent within itself as it can be made: the claim is adjusted to fit,
quotation and prose change together, and the id is derived again. Same examples, corpus, n and seed: same mutants.
`making` holds what they are made with; the other modules a way of going wrong each function.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from assets.examples.records import Examples
from assets.identity import content_id, sha256
from checks.mutations import amounts, behaviours, evidence, matters, moments, talks
from checks.mutations.making import Pool, Row, Way
from checks.verifier import Verifier

WAYS: dict[str, tuple[Way, ...]] = {
    "comparator_flip": (*amounts.COMPARATOR_FLIP, *moments.FLIPS),
    "value_swap": (*amounts.VALUE_SWAP, *moments.SWAPS),
    "restored_evidence": evidence.RESTORED,
    "swapped_behaviour": behaviours.SWAPPED,
    "foreign_citation": evidence.FOREIGN,
    "other_cell": matters.CELLS,
    "other_step": matters.STEPS,
    "other_question": matters.QUESTIONS,
    "other_turn": talks.TURNS,
    "other_half": talks.HALVES,
}
KINDS = tuple(WAYS)


@dataclass(frozen=True)
class MutationReport:
    """What the verifier made of mutants and of the rows they came from."""

    by_kind: pl.DataFrame  # kind, planted, rejected, rate (null where none could be planted)
    accepted: pl.DataFrame  # the mutants that passed (columns of Examples and `mutation`)
    untouched: int
    false_alarms: int

    @property
    def planted(self) -> int:
        """How many mutants there were."""
        return int(self.by_kind["planted"].sum())

    @property
    def rate(self) -> float:
        """The share of mutants rejected; 1.0 when there were none."""
        return float(self.by_kind["rejected"].sum()) / self.planted if self.planted else 1.0


def mutation_report(
    examples: pl.DataFrame, documents: pl.DataFrame, passages: pl.DataFrame, n: int, seed: int
) -> MutationReport:
    """Plant `n` mutations, verify each in its original's place, and verify the untouched examples."""
    verifier = Verifier(documents, passages)
    mutants = mutate(examples, documents, passages, n, seed)
    by_id = {row["example"]: row for row in examples.iter_rows(named=True)}
    caught = [
        (verifier.reason(row) or verifier.twin_reason(row, by_id.get(row["twin"]))) is not None
        for row in mutants.iter_rows(named=True)
    ]
    mutants = mutants.with_columns(pl.Series("caught", caught, dtype=pl.Boolean))
    kinds = pl.DataFrame({"kind": KINDS})
    counts = mutants.group_by(kind="mutation").agg(planted=pl.len(), rejected=pl.col("caught").sum())
    by_kind = (
        kinds.join(counts, on="kind", how="left", maintain_order="left")
        .with_columns(pl.col("planted", "rejected").fill_null(0).cast(pl.Int64))
        .with_columns(rate=pl.when(pl.col("planted") > 0).then(pl.col("rejected") / pl.col("planted")))
    )
    false_alarms = verifier.verify(examples).filter(~pl.col("ok")).height
    return MutationReport(by_kind, mutants.filter(~pl.col("caught")).drop("caught"), examples.height, false_alarms)


def mutate(examples: pl.DataFrame, documents: pl.DataFrame, passages: pl.DataFrame, n: int, seed: int) -> pl.DataFrame:
    """Up to `n` mutants (columns of Examples, and `mutation`: one of KINDS), the kinds in equal shares where they
    apply."""
    rows = list(examples.iter_rows(named=True))
    pool = Pool.of(rows, documents, passages)
    queues = {kind: _mutants(kind, rows, pool, seed) for kind in KINDS}
    found: list[Row] = []
    while queues and len(found) < n:
        for kind in KINDS:
            if kind in queues and len(found) < n:
                row = next(queues[kind], None)
                if row is None:
                    del queues[kind]
                else:
                    found.append({**row, "mutation": kind})
    schema = {**Examples.create_empty().schema, "mutation": pl.String()}
    return pl.DataFrame(found, schema=schema).sort("mutation", "example", maintain_order=True)


def _mutants(kind: str, rows: list[Row], pool: Pool, seed: int) -> Iterator[Row]:
    """The mutants of one kind, best mixed: every row with its first way of going wrong, then with its second ..."""
    order = sorted(rows, key=lambda row: sha256(f"{seed} {kind} {row['example']}"))
    made: set[str] = set()
    ways = WAYS[kind]
    for turn in range(len(ways)):
        for row in order:
            draw = int(sha256(f"{seed} {kind} {row['example']} {turn}")[:12], 16)
            way = ways[(turn + int(row["example"][:8], 16)) % len(ways)]
            mutant = way(row, json.loads(row["claim"]), draw, pool)
            if mutant is not None:
                mutant["example"] = content_id(
                    [mutant["messages"], mutant["situation"], mutant["behaviour"], json.loads(mutant["claim"])]
                )
                if mutant["example"] != row["example"] and mutant["example"] not in made:
                    made.add(mutant["example"])
                    yield mutant
