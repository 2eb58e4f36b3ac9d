"""The Dagster surface: results stored before they are reported, failures that stop the snapshot, safe metadata."""

import json

import dagster as dg
import numpy as np
import polars as pl
import pytest

from assets.days import DAYS
from assets.identity import sha256
from assets.lake import parquet_bytes
from assets.snapshots.readiness import REQUIRED
from checks import asset_checks
from checks.asset_checks import TABLE_CHECKS, metadata, run_check
from checks.expectations import expect, judge
from checks.results import read_results
from resources.stores import open_store

DAY = "2026-01-05"


def accept_all(examples, documents, passages):
    return examples.select("example", ok=pl.lit(value=True), reason=pl.lit(None, pl.String))


@pytest.fixture
def store(tmp_path, good, monkeypatch):
    monkeypatch.setattr(asset_checks, "verify", accept_all)
    store = open_store(f"file://{tmp_path}/store", {})
    for table, frame in good.tables().items():
        store.replace(f"lake/{table}/{DAY}.parquet", parquet_bytes(frame))
    return store


def definitions(store, settings) -> dg.Definitions:
    def asset(name, *deps):
        @dg.asset(name=name, deps=deps, partitions_def=DAYS)
        def nothing() -> None: ...

        return nothing

    return dg.Definitions(
        assets=[
            asset("documents"),
            asset("decision_points", "documents"),
            asset("examples", "decision_points"),
            asset("snapshot", "examples"),
        ],
        asset_checks=[
            check
            for check in dg.load_asset_checks_from_modules([asset_checks])
            if all(key.asset_key != dg.AssetKey("evaluation") for key in check.check_keys)  # not a matter of a day
        ],
        jobs=[dg.define_asset_job("daily", dg.AssetSelection.all())],
        resources={"store": store, "coverage": settings},
    )


def run(store, settings) -> dg.ExecuteInProcessResult:
    job = definitions(store, settings).resolve_job_def("daily")
    return job.execute_in_process(partition_key=DAY, raise_on_error=False)


def test_a_good_day_runs_every_check_and_stores_its_results(store, settings, good):
    result = run(store, settings)
    evaluations = {e.check_name: e for e in result.get_asset_check_evaluations()}
    assert set(evaluations) == {*TABLE_CHECKS, "integrity"}
    assert not {name for name, e in evaluations.items() if not e.passed} - {"integrity"}  # no version was made here
    assert all(e.partition == DAY for e in evaluations.values())
    stored = read_results(store, DAY)
    assert set(stored) == set(evaluations)
    digest = sha256(parquet_bytes(good.examples))
    assert {r.inputs["examples"] for r in stored.values() if "examples" in r.inputs} == {digest}


def test_what_a_snapshot_demands_is_what_is_checked():
    assert set(REQUIRED) == set(TABLE_CHECKS)


def test_a_blocking_failure_stops_the_snapshot(store, settings, good):
    rejected = good.changed("examples", pl.lit(value=True), twin="").examples
    store.replace(f"lake/examples/{DAY}.parquet", parquet_bytes(rejected))
    result = run(store, settings)
    assert not result.success
    (balance,) = [e for e in result.get_asset_check_evaluations() if e.check_name == "balance"]
    assert not balance.passed
    assert balance.severity == dg.AssetCheckSeverity.ERROR
    assert "twin" in balance.description
    assert not result.asset_materializations_for_node("snapshot")
    assert result.asset_materializations_for_node("examples")
    assert not read_results(store, DAY)["balance"].passed


def test_a_warning_shows_and_does_not_stop(store, settings, good):
    store.replace(f"lake/uncovered/{DAY}.parquet", parquet_bytes(good.uncovered.clear()))
    result = run(store, settings)
    (coverage,) = [e for e in result.get_asset_check_evaluations() if e.check_name == "coverage"]
    assert (coverage.passed, coverage.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert result.asset_materializations_for_node("snapshot")


def test_seeded_canaries_come_from_the_configured_file(store, settings, tmp_path, good):
    file = tmp_path / "canaries.json"
    file.write_text(json.dumps(["Zelda Quimby"]))
    settings = settings.model_copy(update={"canaries": file})
    assert run_check("residual_pii", store, DAY, settings).passed
    titled = good.changed("documents", pl.lit(value=True), title="Zelda Quimby").documents
    store.replace(f"lake/documents/{DAY}.parquet", parquet_bytes(titled))
    result = run_check("residual_pii", store, DAY, settings)
    assert not result.passed
    assert "Quimby" not in str(metadata(result))


def test_integrity_rehashes_the_version_of_the_day(store, settings, monkeypatch):
    from checks import integrity

    name = "2026-01-04-0123456789abcdef"
    monkeypatch.setattr(integrity, "list_versions", lambda _: ["2026-01-01-ffffffffffffffff", name])
    monkeypatch.setattr(integrity, "integrity", lambda _, version: [f"{version}: a file was changed"])
    result = run_check("integrity", store, DAY, settings)
    assert result.evidence["problems"] == [{"version": name, "problem": f"{name}: a file was changed"}]
    assert not result.passed
    monkeypatch.setattr(integrity, "integrity", lambda *_: [])
    assert run_check("integrity", store, DAY, settings).passed
    assert not run_check("integrity", store, "2025-12-31", settings).passed


def test_markdown_evidence_keeps_its_columns():
    frame = pl.DataFrame({"title": ["a | b\nc"], "n": [None]}, schema={"title": pl.String, "n": pl.Int64})
    result = judge("c", {"a": 1}, [expect("a", "a", maximum=1)], {"rows": frame, "none": frame.clear()})
    text = metadata(result)["evidence"].value
    assert "### rows\n\n| title | n |\n| --- | --- |\n| a &#124; b c |  |" in text
    assert "none" not in text


def test_evidence_reads_as_words_and_short_ids():
    frame = pl.DataFrame({"hard_kind": [True], "owner": ["0123456789abcdef" * 4], "share": [2.0]})
    result = judge("c", {"a": 1}, [expect("a", "a", maximum=1)], {"seen_twice": frame})
    text = metadata(result)["evidence"].value
    assert (
        "### seen twice\n\n| hard kind | owner | share |\n| --- | --- | --- |\n| yes | 0123456789abcdef… | 2 |" in text
    )
    (row,) = metadata(result)["expectations"].records
    assert (row.data["holds"], row.data["allowed"], row.data["if not"]) == ("✓", "at most 1", "stops the version")


def test_every_asset_has_its_checks_in_a_step_named_after_it():
    steps = {step.node_def.name: {key.asset_key.path[0] for key in step.check_keys} for step in asset_checks.CHECKS}
    assert steps == {f"check_{name}": {name} for name in ("documents", "decision_points", "examples", "snapshot")}


def test_a_question_is_embedded_once_and_for_all(store, settings, monkeypatch):
    seen: list[str] = []
    monkeypatch.setattr(
        asset_checks.sentence_model,
        "embed",
        lambda texts: (seen.extend(texts), np.eye(len(texts), 64, dtype=np.float32))[1],
    )
    first = run_check("mirroring", store, DAY, settings)
    assert len(seen) == len(set(seen)) > 1
    seen.clear()
    assert run_check("mirroring", store, DAY, settings) == first
    assert seen == []
