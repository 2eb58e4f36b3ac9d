"""Mutations of the hand-written examples: truly different, named anew, deterministic, and rejected."""

import json

import polars as pl
import pytest

from assets.identity import content_id
from checks.mutations import KINDS, MutationReport, mutate, mutation_report
from checks.verifier.proofs import PROOFS
from tests.unit.checks.verifier_kinds import DOCUMENTS, PASSAGES, ROWS
from tests.unit.checks.verifier_rows import frame

EXAMPLES = frame(list(ROWS.values()))


def plant(n: int, seed: int) -> pl.DataFrame:
    return mutate(EXAMPLES, DOCUMENTS, PASSAGES, n, seed)


@pytest.fixture(scope="module")
def report() -> MutationReport:
    return mutation_report(EXAMPLES, DOCUMENTS, PASSAGES, 1000, 7)


def test_mutants_are_rejected_and_untouched_rows_are_not(report: MutationReport) -> None:
    assert report.by_kind["kind"].to_list() == list(KINDS)
    assert report.by_kind["planted"].min() > 0
    assert report.planted > 200
    assert report.accepted["example"].to_list() == []
    assert report.rate >= 0.99
    assert report.by_kind["rate"].min() >= 0.97
    assert (report.untouched, report.false_alarms) == (len(ROWS), 0)


def test_every_kind_of_proof_is_put_to_the_test() -> None:
    proofs = {json.loads(row["claim"])["proof"] for row in ROWS.values()}
    assert proofs == {*PROOFS, "turns"} - {"ambiguous"}  # which is a turn of a talk
    for_all = ("foreign_citation", "swapped_behaviour")
    own = plant(2000, 1).filter(~pl.col("mutation").is_in(for_all))
    assert {json.loads(claim)["proof"] for claim in own["claim"]} >= proofs - {"conflict"}


def test_mutants_are_no_originals_and_named_by_their_content() -> None:
    mutants = plant(300, 1)
    assert set(mutants["mutation"]) == set(KINDS)
    assert mutants["example"].n_unique() == mutants.height
    originals = {row["example"] for row in ROWS.values()}
    for row in mutants.iter_rows(named=True):
        assert row["example"] not in originals
        claim = json.loads(row["claim"])
        assert row["example"] == content_id([row["messages"], row["situation"], row["behaviour"], claim])


def test_the_seed_decides() -> None:
    assert plant(20, 3).equals(plant(20, 3))
    assert not plant(20, 3).equals(plant(20, 4))


def test_kinds_in_equal_shares_as_far_as_they_go() -> None:
    counts = dict(plant(20, 5).group_by("mutation").len().iter_rows())
    assert counts == dict.fromkeys(KINDS, 2)
    assert plant(0, 5).height == 0


def test_a_verifier_that_sleeps_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checks.verifier.prove", lambda *_: None)
    asleep = mutation_report(EXAMPLES, DOCUMENTS, PASSAGES, 100, 7)
    assert asleep.rate < 0.9
    assert asleep.accepted.height == asleep.planted - asleep.by_kind["rejected"].sum() > 0


def test_wrong_rows_among_the_untouched_are_counted() -> None:
    wrong = EXAMPLES.with_columns(behaviour=pl.lit("refuse").cast(EXAMPLES.schema["behaviour"]))
    found = mutation_report(wrong, DOCUMENTS, PASSAGES, 5, 7)
    assert found.false_alarms == len(ROWS)
