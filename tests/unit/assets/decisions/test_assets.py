import dagster as dg

from assets.decisions.assets import decision_points, step_fingerprint
from assets.decisions.records import DecisionPoints
from assets.lake import Lake
from assets.privacy.records import Documents, Passages
from tests.unit.assets.decisions.store import Store
from tests.unit.assets.decisions.test_extraction import LEAVE, TRAVEL, frames


def test_materialises_points_with_counts_reasons_and_a_sample() -> None:
    store, day = Store(), "2026-10-05"
    lake = Lake(store)
    documents, passages = frames(("leave", LEAVE), ("Travel Policy", TRAVEL))
    lake.write("documents", day, Documents, documents)
    lake.write("passages", day, Passages, passages)
    result = dg.materialize([decision_points], partition_key=day, resources={"lake": lake, "store": store})
    points = lake.read("decision_points", day, DecisionPoints)
    (event,) = result.get_asset_materialization_events()
    metadata = event.materialization.metadata
    assert metadata["points"].value == points.height > 0
    assert metadata["documents read again"].value == 2
    assert "up to 240 hours" in str(metadata["sample"].value)
    assert {record.data["kind"] for record in metadata["by kind"].records} >= {"limit", "role"}


def test_the_fingerprint_is_stable() -> None:
    assert step_fingerprint() == step_fingerprint()
