"""kill -9 at the worst moments: nothing half-written is visible, and a rerun ends where an uninterrupted run does."""

import io
import os
import signal
import time
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.days import DATASET_VERSIONS
from assets.identity import sha256
from resources.directory_store import DirectoryStore
from tests.company import DAY, HISTORY, finished, found, hook, listed, start
from tests.installation import Installation

# Stands still right before the N-th object whose path holds STOP_AT is put into its place: its bytes are written aside.
STAND_STILL = """
import os, signal, sys

left = int(os.environ["STOP_AFTER"])

def stand_still(event, arguments):
    global left
    if event in ("os.link", "os.rename") and os.environ["STOP_AT"] in str(arguments[1]):
        left -= 1
        if left == 0:
            open(os.environ["STOPPED"], "w").close()
            signal.pause()

sys.addaudithook(stand_still)
"""


def kill_at(installation: Installation, place: str, *, after: int = 1) -> None:
    """Run the day and kill -9 its whole process group while it writes the `after`-th object below `place`."""
    stopped = installation.root / "stopped"
    stopped.unlink(missing_ok=True)
    run = start(
        installation,
        *("run", "--as-of", DAY.isoformat()),
        PYTHONPATH=hook(installation.root / "hook", STAND_STILL),
        STOP_AT=f"{installation.store}/{place}",
        STOP_AFTER=str(after),
        STOPPED=str(stopped),
    )
    try:
        until = time.monotonic() + 180
        while not stopped.exists():
            assert run.poll() is None, (installation.root / "start.log").read_text()[-3000:]
            assert time.monotonic() < until, f"the run did not come to {place}"
            time.sleep(0.05)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    assert run.returncode == -signal.SIGKILL


def everything_visible_is_whole(store: DirectoryStore) -> None:
    """Every object that the store lists can be read in full; what a killed writer left is none of them."""
    keys = store.list("")
    assert not [key for key in keys if key.startswith(".") or "/." in key or "tmp" in key]
    for key in keys:
        data = store.get(key)
        assert data
        if key.startswith(("lake/", "memo/")) and key.endswith(".parquet"):
            pl.read_parquet(io.BytesIO(data))
        if key.startswith("blobs/"):
            assert sha256(data) == key.rpartition("/")[2]


def contents(store: DirectoryStore, *folders: str) -> dict[str, bytes]:
    return {key: store.get(key) for folder in folders for key in store.list(folder)}


def test_nothing_half_written_is_visible_and_a_rerun_ends_like_an_uninterrupted_run(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    reference = DirectoryStore(finished(tmp_path_factory).store)
    expected = contents(reference, "lake/", "blobs/", "versions/")
    killed = found(tmp_path / "killed", HISTORY)

    kill_at(killed, "memo/privacy")  # while redacting: one pack is written aside
    assert list((killed.store / ".writing").iterdir()), "the run was not killed in the middle of a write"
    store = DirectoryStore(killed.store)  # opening it sweeps up
    assert not list((killed.store / ".writing").iterdir())
    everything_visible_is_whole(store)
    assert contents(store, "memo/privacy", "lake/documents") == {}

    kill_at(killed, "lake/passages")  # between two tables of one step
    everything_visible_is_whole(store)
    assert store.list("lake/documents")
    assert not store.list("lake/passages")

    kill_at(killed, "blobs", after=3)  # in the middle of the upload
    everything_visible_is_whole(store)
    assert len(store.list("blobs/")) == 2

    kill_at(killed, "versions")  # every file is there, the manifest is not
    everything_visible_is_whole(store)
    assert contents(store, "blobs/") == contents(reference, "blobs/")
    assert listed(killed) == []

    kill_at(killed, "packets")  # the version is there, but Dagster does not know it
    everything_visible_is_whole(store)
    assert contents(store, "versions/") == contents(reference, "versions/")

    again = killed.knowbound("run", "--as-of", DAY.isoformat())
    assert again.returncode == 0, again.stdout + again.stderr
    assert "ready for review" in again.stdout
    assert contents(store, "lake/", "blobs/", "versions/") == expected
    assert not list((killed.store / ".writing").iterdir())
    with dg.DagsterInstance.from_config(str(killed.root / "var" / "dagster")) as instance:
        [version] = instance.get_dynamic_partitions(str(DATASET_VERSIONS.name))
    assert f"versions/{version}/manifest.json" in expected
