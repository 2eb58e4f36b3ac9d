"""Remembered results: computed once, written in packs, found again by another process."""

from pathlib import Path

from assets.memo import Memo
from resources.directory_store import DirectoryStore


def memo(root: Path, fingerprint: str = "f", batch: int = 2) -> Memo:
    return Memo(DirectoryStore(root), "step", fingerprint, batch=batch)


def never() -> str:
    raise AssertionError("it was remembered")


def test_what_was_recalled_is_not_computed_again_by_another_process(tmp_path: Path) -> None:
    first = memo(tmp_path)
    assert [first.recall(key, key.upper) for key in ("a", "b", "c")] == ["A", "B", "C"]
    assert first.recall("c", never) == "C"  # in this process it is known before it is written
    first.flush()
    second = memo(tmp_path)
    assert [second.recall(key, never) for key in ("a", "b", "c")] == ["A", "B", "C"]
    assert (first.computed, second.computed) == (3, 0)


def test_a_pack_is_written_when_it_is_full(tmp_path: Path) -> None:
    store, started = DirectoryStore(tmp_path), memo(tmp_path)
    started.recall("a", lambda: 1)
    assert store.list("memo/") == []
    started.recall("b", lambda: 2)
    assert len(store.list("memo/")) == 1
    started.flush()
    assert len(store.list("memo/")) == 1  # nothing was left to write


def test_another_fingerprint_remembers_nothing(tmp_path: Path) -> None:
    first = memo(tmp_path)
    first.recall("a", lambda: "old code")
    first.flush()
    assert memo(tmp_path, "g").recall("a", lambda: "new code") == "new code"


def test_map_and_recall_know_each_other_s_results(tmp_path: Path) -> None:
    first = memo(tmp_path)
    assert first.map(["x", "y", "x"], str, lambda items: [item * 2 for item in items]) == ["xx", "yy", "xx"]
    assert memo(tmp_path).recall("x", never) == "xx"
