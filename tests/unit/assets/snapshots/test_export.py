"""Exports and JSONL read back as the conversational rows TRL expects."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.snapshots.export import export
from assets.snapshots.manifest import VersionError
from assets.snapshots.versions import read_file, read_frame, write_version
from resources.object_store import ObjectStore
from tests.unit.assets.snapshots.days import day


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _is_conversation(messages: list[dict[str, str]]) -> bool:
    return all(set(m) == {"role", "content"} and m["content"] for m in messages)


def test_formats(store: ObjectStore, tmp_path: Path) -> None:
    written = write_version(store, day())
    examples = read_frame(store, written.manifest, "examples.parquet")
    train = examples.filter(pl.col("split") == "train")
    out = {name: export(store, written.version, name, tmp_path / name) for name in ("trl-sft", "trl-dpo", "trl-kto")}

    sft = _read(out["trl-sft"][0])
    assert [row["messages"] for row in sft] == train["messages"].to_list()
    assert all(row["messages"][-1]["role"] == "assistant" for row in sft)

    dpo = _read(out["trl-dpo"][0])
    assert len(dpo) == train["rejected"].is_not_null().sum() + train["also_rejected"].list.len().sum() > train.height
    assert [row["rank"] for row in dpo[:2]] == [1, 4]
    for row in dpo:
        assert (row.pop("kind"), row.pop("rank")) in {("partial", 1), ("fabrication", 4)}
        assert set(row) == {"prompt", "chosen", "rejected"}
        assert row["prompt"][-1]["role"] == "user"
        assert row["chosen"] != row["rejected"]
        assert all(_is_conversation(row[name]) for name in row)

    kto = _read(out["trl-kto"][0])
    assert sum(row["label"] for row in kto) == train.height
    assert sum(not row["label"] for row in kto) == len(dpo)
    assert all(_is_conversation(row["prompt"]) and _is_conversation(row["completion"]) for row in kto)

    held_out = {path.parent.name: len(_read(path)) for _, path in out.values()}
    assert held_out["trl-sft"] == examples.height - train.height > 0


def test_the_version_s_own_files_equal_its_exports(store: ObjectStore, tmp_path: Path) -> None:
    written = write_version(store, day())
    for name, format in (("train.sft.jsonl", "trl-sft"), ("train.preferences.jsonl", "trl-dpo")):
        assert export(store, written.version, format, tmp_path)[0].read_bytes() == read_file(
            store, written.manifest, name
        )


def test_held_out_cases_do_not_hold_their_answer(store: ObjectStore) -> None:
    manifest = write_version(store, day()).manifest
    cases = [json.loads(line) for line in read_file(store, manifest, "evaluation.jsonl").splitlines()]
    assert len(cases) == manifest.file("evaluation.jsonl").rows
    assert cases
    for case in cases:
        assert case["messages"][-1]["role"] == "user"
        assert case["expected"]
        assert set(case) == set(manifest.file("evaluation.jsonl").columns)


def test_unknown_format(store: ObjectStore, tmp_path: Path) -> None:
    version = write_version(store, day()).version
    with pytest.raises(VersionError, match="trl-dpo, trl-kto, trl-sft"):
        export(store, version, "csv", tmp_path)
