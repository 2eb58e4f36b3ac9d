from datetime import date
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.ingest.assets import inventory
from assets.ingest.inventory import compare, expire_raw, take_inventory
from assets.ingest.raw import RawZone
from assets.ingest.reading import SourceError
from assets.ingest.records import Inventory
from assets.ingest.settings import IngestSettings
from assets.lake import Lake
from resources.directory_store import DirectoryStore

from .conftest import MakeRepo

TODAY = date(2026, 3, 31)


def settings(*sources: dict[str, object]) -> IngestSettings:
    return IngestSettings.model_validate({"sources": list(sources)})


def wiki(path: Path) -> dict[str, object]:
    return {"name": "wiki", "kind": "wiki", "reader": "git", "path": path}


@pytest.fixture
def repo(make_repo: MakeRepo) -> Path:
    return make_repo(
        ("2026-03-01T08:00", {"a.md": b"a", "people/sarah-connor.md": b"s", "c.md": b"c", "d.md": b"d"}),
        ("2026-03-02T08:00", {"a.md": b"a2", "team/sarah.md": b"s", "d.md": b"d", "e.md": b"e"}),
    )


def test_a_day_is_a_full_picture_without_names(repo: Path, raw: RawZone) -> None:
    taken = take_inventory(settings(wiki(repo)), date(2026, 3, 2), TODAY, raw)
    frame = taken.frame
    assert frame.height == 5
    assert taken.reach == {"wiki": "back to 2026-03-01, the first commit"}
    assert "sarah" not in str(frame.rows()).lower()
    places = {raw.get_place(item): item for item in frame["item"]}
    assert sorted(places) == ["a.md", "d.md", "e.md", "team/sarah.md"]
    row = frame.row(by_predicate=(pl.col("item") == places["a.md"]) & (pl.col("revision") == 1), named=True)
    assert (row["since"], row["until"], row["format"], row["size"]) == ("2026-03-01", "2026-03-02", "md", 1)
    assert raw.get_content(row["content"]).data == b"a"


def test_days_in_any_order_give_the_same(repo: Path, tmp_path: Path) -> None:
    days = [date(2026, 3, day) for day in (1, 2, 3)]

    def take(order: list[date], place: str) -> dict[date, pl.DataFrame]:
        zone = RawZone(DirectoryStore(tmp_path / place), b"k" * 32)
        return {day: take_inventory(settings(wiki(repo)), day, TODAY, zone).frame for day in order}

    forwards, backwards = take(days, "one"), take(days[::-1], "two")
    assert all(forwards[day].equals(backwards[day]) for day in days)


def test_changes_between_two_days(repo: Path, raw: RawZone) -> None:
    before, after = (take_inventory(settings(wiki(repo)), date(2026, 3, day), TODAY, raw).frame for day in (1, 2))
    changes = {raw.get_place(item): change for _, item, change in compare(before, after).rows()}
    assert changes == {"a.md": "edited", "team/sarah.md": "moved", "c.md": "deleted", "e.md": "new"}
    assert compare(after, after).is_empty()
    assert set(compare(Inventory.create_empty(), after)["change"]) == {"new"}


def test_equal_copies_that_move_are_as_many_moves(make_repo: MakeRepo, raw: RawZone) -> None:
    path = make_repo(
        ("2026-03-01T08:00", {"x/a.md": b"same", "x/b.md": b"same", "x/c.md": b"same"}),
        ("2026-03-02T08:00", {"y/a.md": b"same", "y/b.md": b"same"}),
    )
    before, after = (take_inventory(settings(wiki(path)), date(2026, 3, day), TODAY, raw).frame for day in (1, 2))
    assert sorted(compare(before, after)["change"]) == ["deleted", "moved", "moved"]


def test_rows_without_ids_get_keyed_names(tmp_path: Path, raw: RawZone) -> None:
    export = tmp_path / "t.csv"
    export.write_text("text\nshort\nother\n")
    source = {
        "name": "t",
        "kind": "ticket",
        "reader": "csv",
        "path": tmp_path / "t.csv",
        "columns": {"body": "text"},
    }
    frame = take_inventory(settings(source), TODAY, TODAY, raw).frame
    names = {raw.get_place(item) for item in frame["item"]}
    assert {name[:4] for name in names} == {"row-"}
    other = RawZone(DirectoryStore(tmp_path / "other"), b"another key")
    again = take_inventory(settings(source), TODAY, TODAY, other).frame
    assert not names & {other.get_place(item) for item in again["item"]}


def test_every_source_that_fails_is_named(tmp_path: Path, raw: RawZone) -> None:
    broken = [wiki(tmp_path / name) | {"name": name} for name in ("one", "two")]
    with pytest.raises(SourceError) as caught:
        take_inventory(settings(*broken), TODAY, TODAY, raw)
    assert '"one"' in str(caught.value)
    assert '"two"' in str(caught.value)


def test_raw_expires_with_the_inventories_that_refer_to_it(repo: Path, store: DirectoryStore, raw: RawZone) -> None:
    lake = Lake(store)
    for day in (1, 2):
        frame = take_inventory(settings(wiki(repo)), date(2026, 3, day), TODAY, raw).frame
        lake.write("inventory", f"2026-03-0{day}", Inventory, frame)
    recent = lake.read("inventory", "2026-03-02", Inventory)
    gone = expire_raw(store, lake, 29, TODAY)
    assert gone == 3  # c.md, its place, and the place that sarah-connor.md left
    assert all(raw.get_content(name) for name in recent["content"])
    assert all(raw.get_place(item) for item in recent["item"])
    assert expire_raw(store, lake, 29, TODAY) == 0
    expire_raw(store, lake, 1, TODAY)
    assert store.list("raw/") == []


def materialize(settings: IngestSettings, day: str, store: DirectoryStore, raw: RawZone) -> dg.ExecuteInProcessResult:
    resources = {"ingest": settings, "lake": Lake(store), "raw": raw, "store": store, "today": TODAY}
    with dg.DagsterInstance.ephemeral() as instance:
        return dg.materialize(
            [inventory], partition_key=day, resources=resources, instance=instance, raise_on_error=False
        )


def test_the_asset_writes_the_day_and_shows_what_changed(repo: Path, store: DirectoryStore, raw: RawZone) -> None:
    for day in ("2026-03-01", "2026-03-02"):
        result = materialize(settings(wiki(repo)), day, store, raw)
        assert result.success
    [event] = result.get_asset_materialization_events()
    metadata = event.materialization.metadata
    assert metadata["documents"].value == 4
    assert metadata["earlier revisions"].value == 1
    assert metadata["compared with"].value == "2026-03-01"
    table = metadata["changes"]
    assert isinstance(table, dg.TableMetadataValue)
    [changes] = table.records
    assert changes.data == {"source": "wiki", "new": 1, "edited": 1, "deleted": 1, "moved": 1}
    assert Lake(store).read("inventory", "2026-03-02", Inventory).height == 5
    assert "sarah" not in str(metadata).lower()


def test_the_asset_fails_with_what_to_do(tmp_path: Path, store: DirectoryStore, raw: RawZone) -> None:
    result = materialize(settings(wiki(tmp_path)), "2026-03-01", store, raw)
    assert not result.success
    [failure] = [event for event in result.all_events if event.is_step_failure]
    assert "give the folder that holds .git" in str(failure.step_failure_data)
