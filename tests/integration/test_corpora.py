"""Real documents: all corpora end with a version, and a real wiki's history costs what has changed in it."""

import json
import os
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assets.ingest.inventory import compare, take_inventory
from assets.ingest.raw import RawZone
from assets.privacy.redaction import Redacted, redact_inventory
from assets.privacy.settings import read_key
from assets.snapshots.versions import read_manifest
from bench.corpora import CONFIG, CORPORA, history_days
from pipelines import settings
from resources.stores import open_store
from sample.history import write_history
from tests.installation import KNOWBOUND, NO_NETWORK

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the real documents are not beside the project"),
]

MOVE_DAY = date(2023, 7, 2)  # after the last delta: every page moves again, no byte changes


def knowbound(config: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line with this configuration and no network."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("KNOWBOUND_")}
    return subprocess.run(
        [str(KNOWBOUND), *arguments],
        env=inherited | {"PYTHONPATH": str(NO_NETWORK), "KNOWBOUND_CONFIG": str(config)} | environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def test_all_corpora_end_with_a_version_ready_for_review(tmp_path: Path) -> None:
    places = {
        "KNOWBOUND_STORE__URL": f"file://{tmp_path / 'store'}",
        "KNOWBOUND_DAGSTER__HOME": str(tmp_path / "dagster"),
        "KNOWBOUND_PRIVACY__KEY": f"file:{tmp_path / 'pseudonym.key'}",
    }
    done = knowbound(CONFIG, "run", **places)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ready for review" in done.stdout
    [listed] = json.loads(knowbound(CONFIG, "versions", "--json", **places).stdout)
    manifest = read_manifest(open_store(places["KNOWBOUND_STORE__URL"], {}), listed["version"])
    files = {
        "handbook": CORPORA / "18f-handbook" / "latest",
        "incident-response": CORPORA / "pagerduty-incident-response" / "docs",
        "runbooks": CORPORA / "prometheus-runbooks" / "content" / "runbooks",
    }
    expected = {name: len(list(folder.rglob("*.md"))) for name, folder in files.items()}
    used = {source.name: source.items - source.quarantined for source in manifest.dataset.sources}
    rows = pl.read_csv(CORPORA / "cfpb-complaints" / "complaints_sample.csv")
    assert used == expected | {"complaints": rows.unique().height}
    assert {count.situation for count in manifest.summary.counts} >= {"answerable", "outside_limit", "undocumented"}


@dataclass(frozen=True)
class Day:
    """A replayed day: what the wiki's folders say is there, and what ingest and redaction made of it."""

    files: dict[str, bytes]  # path -> content
    inventory: pl.DataFrame
    redacted: Redacted

    @property
    def paths(self) -> set[str]:
        effective = self.redacted.documents.filter(pl.col("revision") == 0)
        return set(effective["path"])


@dataclass(frozen=True)
class History:
    """The wiki's days in order."""

    days: dict[date, Day]

    def changes(self, day: date) -> dict[str, int]:
        """How many pages changed how since the day before."""
        order = list(self.days)
        before = self.days[order[order.index(day) - 1]].inventory
        return dict(compare(before, self.days[day].inventory)["change"].value_counts().rows())


def _folders(scratch: Path) -> list[tuple[date, Path]]:
    """The real history, and after it a day on which every page moves without a change."""
    days = history_days(scratch)
    paths = _contents(days)[-1]
    move = scratch / "move"
    move.mkdir()
    (move / "moved.txt").write_text("".join(f"{path} -> elsewhere/{path}\n" for path in sorted(paths)))
    return [*days, (MOVE_DAY, move)]


def _contents(days: list[tuple[date, Path]]) -> list[dict[str, bytes]]:
    """Path -> content of every day, read from the dated folders without a repository."""
    states: list[dict[str, bytes]] = []
    for _, folder in days:
        files, gone, moved = folder / "files", folder / "deleted.txt", folder / "moved.txt"
        if moved.exists():
            states.append({f"elsewhere/{path}": data for path, data in states[-1].items()})
            continue
        top = files if files.is_dir() else folder
        come = {p.relative_to(top).as_posix(): p.read_bytes() for p in top.rglob("*") if p.is_file()}
        if top is files:
            left = set(gone.read_text().split()) if gone.exists() else set()
            come = {path: data for path, data in states[-1].items() if path not in left} | come
        states.append(come)
    return states


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Every day ingested and redacted in order, by the functions that the assets call, in one store."""
    root = tmp_path_factory.mktemp("history")
    folders = _folders(tmp_path_factory.mktemp("folders"))
    write_history(folders, root / "handbook.git")
    config = root / "knowbound.toml"
    config.write_text('[[sources]]\nname = "handbook"\nkind = "wiki"\nreader = "git"\npath = "handbook.git"\n')
    loaded = settings.load(config)
    store, key = open_store(loaded.store.url, {}), read_key(loaded.privacy.key, {})
    raw = RawZone(store, key)
    days = {}
    for (day, _), files in zip(folders, _contents(folders), strict=True):
        inventory = take_inventory(loaded.ingest, day, date(2026, 1, 1), raw).frame
        days[day] = Day(files, inventory, redact_inventory(inventory, raw, store, loaded.privacy, key))
    return History(days)


def test_only_contents_never_seen_before_are_analysed(history: History) -> None:
    seen: set[bytes] = set()
    for day, replayed in history.days.items():
        fresh = set(replayed.files.values()) - seen
        seen |= fresh
        assert replayed.redacted.analysed == len(fresh), day
        assert replayed.redacted.analysed + replayed.redacted.remembered == replayed.inventory["content"].n_unique()


def test_a_delta_costs_its_added_and_modified_pages(history: History) -> None:
    for day, folder in [(date.fromisoformat(p.name[-10:]), p) for p in (CORPORA / "18f-handbook" / "deltas").iterdir()]:
        changed = len([path for path in (folder / "files").rglob("*") if path.is_file()])
        changes = history.changes(day)
        assert history.days[day].redacted.analysed == changed
        assert changes.get("new", 0) + changes.get("edited", 0) == changed
        assert changes.get("deleted", 0) == len((folder / "deleted.txt").read_text().split())


def test_the_move_between_2022_and_2023_costs_only_the_pages_whose_bytes_changed(history: History) -> None:
    before, after = (history.days[date(year, 1, 1)] for year in (2022, 2023))
    assert not before.files.keys() & after.files.keys()
    kept = set(before.files.values()) & set(after.files.values())
    assert kept
    assert history.changes(date(2023, 1, 1))["moved"] == len(kept)
    assert after.redacted.analysed == len(set(after.files.values()) - kept)


def test_a_pure_move_analyses_nothing_and_keeps_every_document(history: History) -> None:
    before, after = list(history.days.values())[-2:]
    assert history.changes(MOVE_DAY) == {"moved": len(before.files)}
    assert after.redacted.analysed == 0
    effective = [day.redacted.documents.filter(pl.col("revision") == 0) for day in (before, after)]
    assert set(effective[0]["document"]) == set(effective[1]["document"])
    readable = effective[1].filter(pl.col("status") == "ok")  # what cannot be read withholds its path
    assert readable["path"].str.starts_with("elsewhere/").all()


def test_a_deleted_page_leaves_the_day_s_documents(history: History) -> None:
    for before, after in zip(list(history.days.values())[:-1], list(history.days.values())[1:], strict=True):
        assert len(after.paths) == len(after.files)
        gone = before.files.keys() - after.files.keys()
        assert not gone & after.paths
