from pathlib import Path

import dagster as dg
import polars as pl

from assets.ingest.raw import RawContent, RawZone
from assets.ingest.records import Inventory
from assets.lake import Lake
from assets.privacy.assets import redaction
from assets.privacy.records import Documents, Findings, Passages
from assets.privacy.settings import PrivacySettings
from resources.stores import open_store

DAY = "2026-01-01"
KEY = b"a key of these tests only"


def test_three_tables_are_written_and_metadata_holds_no_raw_text(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}", {})
    raw, lake = RawZone(store, KEY), Lake(store)
    row = {
        "source": "wiki",
        "item": raw.put_place("wiki", "people/sarah-connor.md"),
        "revision": 0,
        "kind": "wiki",
        "content": raw.put_content(RawContent(b"# Sarah Connor\n\nSarah Connor leads refunds.", "md")),
        "format": "md",
        "size": 40,
        "since": None,
        "until": None,
        "reason": None,
    }
    lake.write("inventory", DAY, Inventory, pl.DataFrame([row], schema=Inventory.create_empty().schema))
    resources = {"privacy": PrivacySettings(), "lake": lake, "store": store, "raw": raw, "key": KEY}
    done = dg.materialize([redaction], partition_key=DAY, resources=resources)
    assert done.success
    documents = lake.read("documents", DAY, Documents)
    assert documents["text"][0].endswith("leads refunds.")
    assert lake.read("passages", DAY, Passages).height == 1
    assert lake.read("findings", DAY, Findings)["kind"].unique().to_list() == ["person"]
    events = str(done.get_asset_materialization_events())
    assert "PII by kind" in events
    assert "Sarah" not in events
    assert "Sarah" not in str(documents.to_dicts())
