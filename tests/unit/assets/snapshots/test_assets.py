"""The Dagster surface: a day becomes a version only with every check passed on its present bytes."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
import polars as pl
import pytest
from pydantic import BaseModel

from assets.days import DATASET_VERSIONS
from assets.decisions.records import DecisionPoints
from assets.examples.records import Demand, Examples, Handwritten, Uncovered
from assets.identity import canonical_json
from assets.ingest.records import Inventory
from assets.lake import Lake
from assets.privacy.records import Documents, Findings, Passages
from assets.snapshots import assets as surface
from assets.snapshots.provenance import settings_digests
from assets.snapshots.readiness import REQUIRED
from assets.snapshots.report import READY, build_report
from assets.snapshots.versions import list_versions
from checks.asset_checks import TABLE_CHECKS
from resources.object_store import ObjectStore
from tests.unit.assets.snapshots.days import day

DAY = "2026-10-12"
TABLES = {
    "documents": ("documents", Documents),
    "passages": ("passages", Passages),
    "findings": ("findings", Findings),
    "points": ("decision_points", DecisionPoints),
    "examples": ("examples", Examples),
    "uncovered": ("uncovered", Uncovered),
    "handwritten": ("handwritten", Handwritten),
    "demand": ("demand", Demand),
}


class SourceTerms(BaseModel):
    name: str = "wiki"
    kind: str = "wiki"
    path: str = "/somewhere"
    purpose: str = "internal assistance"
    classification: str = "internal"
    licence: str = "own"
    language: str = "en"
    link: str = ""


class Ingest(BaseModel):
    sources: list[SourceTerms] = [SourceTerms()]


class Coverage(BaseModel):
    minimum_examples: int = 1


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


@pytest.fixture
def lake(store: ObjectStore) -> Lake:
    """The lake of a day whose checks have all passed."""
    lake, content = Lake(store), day(DAY)
    for field, (table, schema) in TABLES.items():
        lake.write(table, DAY, schema, getattr(content, field))
    inventory = content.documents.select("source", "item", "revision", "kind", "since", "until").with_columns(
        content=pl.lit("c"), format=pl.lit("md"), size=pl.lit(1), reason=pl.lit(None)
    )
    lake.write("inventory", DAY, Inventory, inventory)
    for name in REQUIRED:
        write_check(store, lake, name)
    return lake


def write_check(store: ObjectStore, lake: Lake, name: str, *, passed: bool = True, **other: Any) -> None:
    expectation = {
        "name": "n",
        "meaning": "leaks found", "severity": "critical", "passed": passed, "observed": 1, "bound": {"max": 0},
    }  # fmt: skip
    result = {
        "check": name, "passed": passed, "blocking": True, "expectations": [expectation], "evidence": {},
        "inputs": {"examples": lake.digest("examples", DAY)}, **other,
    }  # fmt: skip
    store.replace(f"lake/checks/{DAY}/{name}.json", canonical_json(result))


def materialize(store: ObjectStore, lake: Lake, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [surface.snapshot],
        partition_key=DAY,
        resources=resources(store, lake),
        instance=instance,
        raise_on_error=False,
    )


def resources(store: ObjectStore, lake: Lake) -> dict[str, Any]:
    return {
        "store": store, "lake": lake, "key": b"k" * 32, "ingest": Ingest(), "privacy": Coverage(),
        "example_settings": Coverage(), "coverage": Coverage(), "report": build_report,
        "rephraser": dg.ResourceDefinition.none_resource(),
    }  # fmt: skip


def announced(result: dg.ExecuteInProcessResult) -> list[dg.AssetMaterialization]:
    key = dg.AssetKey("dataset_version")
    return [
        event.step_materialization_data.materialization
        for event in result.all_events
        if event.is_step_materialization and event.asset_key == key
    ]


def test_required_checks_are_the_ones_there_are() -> None:
    assert set(REQUIRED) == set(TABLE_CHECKS)


def test_a_checked_day_becomes_a_version_and_a_partition(
    store: ObjectStore, lake: Lake, instance: dg.DagsterInstance
) -> None:
    result = materialize(store, lake, instance)
    assert result.success
    (version,) = list_versions(store)
    assert instance.get_dynamic_partitions(str(DATASET_VERSIONS.name)) == [version]
    (event,) = announced(result)
    assert event.partition == version
    assert event.metadata["verdict"].value == READY
    assert str(event.metadata["packet"].value).endswith(f"packets/{version}.html")
    assert str(event.metadata["coverage"].value).startswith(
        "![examples by document and situation](data:image/png;base64,"
    )
    assert "<script>" not in str(event.metadata["samples"].value)
    assert b"Ready for review" in store.get(f"packets/{version}.html")


def test_again_it_is_unchanged_and_not_announced_twice(
    store: ObjectStore, lake: Lake, instance: dg.DagsterInstance
) -> None:
    materialize(store, lake, instance)
    again = materialize(store, lake, instance)
    (made,) = again.asset_materializations_for_node("snapshot")[-1:]
    assert made.metadata["unchanged"].value is True
    assert announced(again) == []
    assert len(list_versions(store)) == 1


def test_a_version_that_dagster_does_not_know_is_announced(store: ObjectStore, lake: Lake) -> None:
    for _ in range(2):  # the second instance stands for one whose run was killed after the manifest was written
        with dg.DagsterInstance.ephemeral() as fresh:
            assert len(announced(materialize(store, lake, fresh))) == 1


def test_a_packet_that_could_not_be_rendered_is_made_by_the_next_run(
    store: ObjectStore, lake: Lake, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> str:
        raise RuntimeError("no template")

    with monkeypatch.context() as broken:
        broken.setattr(surface, "render_packet", fails)
        assert not materialize(store, lake, instance).success
    (version,) = list_versions(store)
    assert store.list("packets/") == []
    again = materialize(store, lake, instance)
    assert again.success
    assert store.list("packets/") == [f"packets/{version}.html"]
    assert [event.partition for event in announced(again)] == [version]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"passed": False}, "residual_pii failed (leaks found)"),
        ({"inputs": {"examples": "0" * 64}}, "residual_pii looked at other bytes of examples"),
        ({"inputs": {"nothing": "0" * 64}}, "residual_pii looked at other bytes of nothing"),
        ({"inputs": {}}, "residual_pii has not run"),
        ({"expectations": "none"}, "residual_pii.json is not a check result"),
    ],
)
def test_without_every_check_on_these_bytes_there_is_no_version(
    store: ObjectStore, lake: Lake, instance: dg.DagsterInstance, other: dict[str, Any], reason: str
) -> None:
    write_check(store, lake, "residual_pii", **other)
    result = materialize(store, lake, instance)
    assert not result.success
    assert list_versions(store) == []
    failure = result.failure_data_for_node("snapshot")
    assert failure is not None
    assert failure.error is not None
    assert reason in str(failure)
    assert f"knowbound run --as-of {DAY}" in str(failure)


def test_a_missing_check_stops_the_version(store: ObjectStore, lake: Lake, instance: dg.DagsterInstance) -> None:
    store.delete(f"lake/checks/{DAY}/proofs.json")
    assert not materialize(store, lake, instance).success
    assert list_versions(store) == []


def test_the_verdict_on_an_earlier_version_is_not_part_of_the_next(
    store: ObjectStore, lake: Lake, instance: dg.DagsterInstance
) -> None:
    write_check(store, lake, "integrity", passed=False, inputs={})
    assert materialize(store, lake, instance).success


def test_where_things_lie_does_not_change_the_settings_digest() -> None:
    here, there = (Ingest(sources=[SourceTerms(path=path)]) for path in ("/a", "/b"))
    assert settings_digests({"ingest": here}) == settings_digests({"ingest": there})
    other = Ingest(sources=[SourceTerms(licence="CC0")])
    assert settings_digests({"ingest": here}) != settings_digests({"ingest": other})


def test_definitions_load_with_both_assets(store: ObjectStore, lake: Lake) -> None:
    loaded = dg.Definitions(assets=dg.load_assets_from_modules([surface]), resources=resources(store, lake))
    keys = {spec.key.to_user_string() for spec in loaded.resolve_all_asset_specs()}
    assert {"snapshot", "dataset_version"} <= keys
