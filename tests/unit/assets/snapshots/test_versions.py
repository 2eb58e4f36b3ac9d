"""Versions: deterministic, write-once, whole or not there, and every changed byte is noticed."""

import dataclasses
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.identity import canonical_json, sha256
from assets.snapshots.manifest import Tampered, UnknownVersion, VersionError, blob_key
from assets.snapshots.versions import (
    integrity,
    list_versions,
    previous_version,
    read_file,
    read_frame,
    read_manifest,
    write_version,
)
from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore
from tests.unit.assets.snapshots.days import day

ROOT = Path(__file__).parents[4]
NAMES = [
    "README.md",
    "corpus/documents.parquet",
    "corpus/passages.parquet",
    "coverage.parquet",
    "decision_points.parquet",
    "demand.parquet",
    "evaluation.jsonl",
    "examples.parquet",
    "handwritten.parquet",
    "train.preferences.jsonl",
    "train.sft.jsonl",
]


def test_a_version_holds_its_files_and_is_named_by_its_manifest(store: ObjectStore) -> None:
    written = write_version(store, day())
    assert not written.unchanged
    assert list_versions(store) == [written.version]
    stored = store.get(f"versions/{written.version}/manifest.json")
    assert written.version == f"2026-10-12-{sha256(stored)[:16]}"
    manifest = read_manifest(store, written.version)
    assert [entry.name for entry in manifest.dataset.files] == NAMES
    assert manifest.file("examples.parquet").rows == manifest.summary.examples > 0
    assert integrity(store, written.version) == []


def test_the_same_day_gives_the_same_bytes_anywhere(new_store: Callable[[str], ObjectStore]) -> None:
    shuffled = dataclasses.replace(
        day(),
        **{
            n: getattr(day(), n).reverse()
            for n in ("documents", "passages", "findings", "points", "examples", "uncovered", "demand", "handwritten")
        },
    )
    stores = new_store("one"), new_store("two")
    versions = [write_version(s, content).version for s, content in zip(stores, (day(), shuffled), strict=True)]
    assert versions[0] == versions[1]
    contents = [{key: s.get(key) for key in s.list("")} for s in stores]
    assert contents[0] == contents[1]


def test_an_unchanged_day_makes_no_new_version(store: ObjectStore) -> None:
    first = write_version(store, day("2026-10-12"))
    keys = store.list("")
    again, later = write_version(store, day("2026-10-12")), write_version(store, day("2026-10-13"))
    assert (again.version, again.unchanged) == (later.version, later.unchanged) == (first.version, True)
    assert store.list("") == keys


def test_expired_raw_text_makes_no_new_version(store: ObjectStore) -> None:
    write_version(store, day("2026-10-12"))
    later = day("2026-10-13")
    kept = later.documents.with_columns(redaction=pl.lit("kept"))
    again = dataclasses.replace(later, documents=kept, findings=later.findings.clear())
    assert write_version(store, again).unchanged


def test_a_changed_day_makes_one_and_changing_back_makes_another(store: ObjectStore) -> None:
    days = [day("2026-10-12"), day("2026-10-13", pages=4), day("2026-10-14")]
    written = [write_version(store, content) for content in days]
    assert not any(w.unchanged for w in written)
    assert list_versions(store) == [w.version for w in written]
    assert written[0].manifest.dataset_digest == written[2].manifest.dataset_digest
    assert previous_version(store, written[1].version) == written[0].version
    assert previous_version(store, written[0].version) is None


def test_an_earlier_day_is_not_compared_with_a_later_one(store: ObjectStore) -> None:
    later = write_version(store, day("2026-10-13"))
    earlier = write_version(store, day("2026-10-12"))
    assert not earlier.unchanged
    assert earlier.manifest.dataset_digest == later.manifest.dataset_digest


@pytest.mark.parametrize("field", ["code", "settings", "key_fingerprint", "sources"])
def test_whatever_decides_the_bytes_is_part_of_the_digest(store: ObjectStore, field: str) -> None:
    content = day()
    changes: dict[str, Any] = {
        "code": {"assets/ingest": sha256("other code")},
        "settings": {"privacy": sha256("other")},
        "key_fingerprint": "f" * 16,
        "sources": tuple(s.model_copy(update={"licence": "CC0"}) for s in content.sources),
    }
    first = write_version(store, content)
    second = write_version(store, dataclasses.replace(content, **{field: changes[field]}))
    assert first.manifest.dataset_digest != second.manifest.dataset_digest
    assert not second.unchanged


def test_killed_before_the_manifest_nothing_is_visible_and_a_rerun_ends_the_same(
    tmp_path: Path, new_store: Callable[[str], ObjectStore]
) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from resources.directory_store import DirectoryStore\n"
        "from assets.snapshots.versions import write_version; from tests.unit.assets.snapshots.days import day\n"
        "class Killed(DirectoryStore):\n"
        "    def put(self, key, data):\n"
        "        if key.startswith('versions/'): os.kill(os.getpid(), signal.SIGKILL)\n"
        "        super().put(key, data)\n"
        "write_version(Killed(Path(sys.argv[1])), day())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "killed")], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    store = DirectoryStore(tmp_path / "killed")
    assert len(store.list("blobs/")) == len(NAMES)
    assert list_versions(store) == []
    rerun = write_version(store, day())
    assert not rerun.unchanged
    assert rerun.version == write_version(new_store("calm"), day()).version


class TestTampering:
    def test_changed_file(self, store: ObjectStore) -> None:
        written = write_version(store, day())
        entry = written.manifest.file("train.sft.jsonl")
        store.replace(blob_key(entry.sha256), b"{}")
        with pytest.raises(Tampered, match=r"train\.sft\.jsonl .* was changed"):
            read_file(store, written.manifest, "train.sft.jsonl")
        assert len(integrity(store, written.version)) == 1

    def test_missing_file(self, store: ObjectStore) -> None:
        written = write_version(store, day())
        store.delete(blob_key(written.manifest.file("README.md").sha256))
        assert "README.md" in integrity(store, written.version)[0]

    def test_changed_manifest(self, store: ObjectStore) -> None:
        version = write_version(store, day()).version
        key = f"versions/{version}/manifest.json"
        changed = json.loads(store.get(key))
        changed["summary"]["documents"] += 1
        store.replace(key, canonical_json(changed))
        with pytest.raises(Tampered, match="was changed"):
            read_manifest(store, version)
        assert len(integrity(store, version)) == 1

    def test_manifest_under_another_day(self, store: ObjectStore) -> None:
        version = write_version(store, day("2026-10-12")).version
        moved = version.replace("2026-10-12", "2026-10-30")
        store.put(f"versions/{moved}/manifest.json", store.get(f"versions/{version}/manifest.json"))
        with pytest.raises(Tampered, match="another day"):
            read_manifest(store, moved)

    def test_manifest_with_spare_white_space_or_a_wrong_dataset_digest(self, store: ObjectStore) -> None:
        value = json.loads(write_version(store, day()).manifest.canonical())
        loose = json.dumps(value, indent=1).encode()
        lying = canonical_json({**value, "dataset_digest": "0" * 64})
        for data, why in ((loose, "canonical form"), (lying, "another dataset digest"), (b"{}", "can read")):
            version = f"2026-10-12-{sha256(data)[:16]}"
            store.put(f"versions/{version}/manifest.json", data)
            with pytest.raises(Tampered, match=why):
                read_manifest(store, version)


def test_unknown_versions_and_files_name_what_there_is(store: ObjectStore) -> None:
    with pytest.raises(UnknownVersion, match="none yet"):
        read_manifest(store, "2026-10-12-0000000000000000")
    written = write_version(store, day())
    for name in (f"{written.version[:-1]}x", written.version[:12], "latest", "../../etc/passwd"):
        with pytest.raises(UnknownVersion, match=written.version):
            read_manifest(store, name)
    with pytest.raises(VersionError, match=r"examples\.parquet"):
        read_file(store, written.manifest, "nothing")


def test_the_corpus_holds_what_may_be_shown_and_nothing_withheld(store: ObjectStore) -> None:
    content = day()
    withheld = content.passages.with_columns(
        status=pl.when(pl.col("ordinal") == 0).then(pl.lit("withheld")).otherwise(pl.lit("ok"))
    )
    manifest = write_version(store, dataclasses.replace(content, passages=withheld)).manifest
    assert read_frame(store, manifest, "corpus/documents.parquet")["status"].unique().to_list() == ["ok"]
    passages = read_frame(store, manifest, "corpus/passages.parquet")
    assert 0 not in passages["ordinal"].to_list()
    assert passages.height == manifest.summary.passages


def test_coverage_has_a_row_for_every_obligation(store: ObjectStore) -> None:
    manifest = write_version(store, day()).manifest
    table = read_frame(store, manifest, "coverage.parquet")
    assert table.height == manifest.summary.coverage.owed
    assert table["covered"].sum() == manifest.summary.coverage.covered < table.height
    assert (table["covered"] == table["reason"].is_null()).all()


def test_points_that_are_not_used_or_stand_in_tickets_owe_nothing(store: ObjectStore) -> None:
    content = day()
    points = content.points.with_columns(used=pl.col("kind") != "limit", reason=pl.lit("doubtful"))
    summary = write_version(store, dataclasses.replace(content, points=points)).manifest.summary
    assert "limit" not in {kind.kind for kind in summary.coverage.kinds}
    assert summary.unused[0].count == content.points.filter(pl.col("kind") == "limit").height


def test_an_obligation_needs_the_configured_number_of_examples(store: ObjectStore) -> None:
    summary = write_version(store, dataclasses.replace(day(), minimum_examples=9)).manifest.summary
    assert summary.coverage.covered == 0


def test_a_day_without_examples_is_a_version_too(store: ObjectStore) -> None:
    content = day()
    empty = dataclasses.replace(
        content, examples=content.examples.clear(), points=content.points.clear(), uncovered=content.uncovered.clear(),
        findings=content.findings.clear(),
    )  # fmt: skip
    written = write_version(store, empty)
    assert written.manifest.summary.coverage.share == 1
    assert integrity(store, written.version) == []


def test_the_card_names_sources_gaps_and_no_day(store: ObjectStore) -> None:
    manifest = write_version(store, day()).manifest
    card = read_file(store, manifest, "README.md").decode()
    assert "2026-10-12" not in card
    assert "internal assistance" in card
    assert "## Gaps and remedies" in card
    assert "proof failed" in card
    assert "{{" not in card


def other_code(number: int, name: str = "2026-10-12") -> Any:
    return dataclasses.replace(day(name), code={"assets/ingest": sha256(str(number))})


def test_versions_of_one_day_stand_in_the_order_in_which_they_were_written(store: ObjectStore) -> None:
    before = write_version(store, day("2026-10-11")).version
    written = [write_version(store, other_code(number)).version for number in range(5)]
    after = write_version(store, day("2026-10-13")).version
    assert written != sorted(written), "the names must not happen to be in this order"
    assert list_versions(store) == [before, *written, after]
    assert previous_version(store, after) == written[-1]
    assert previous_version(store, written[2]) == written[1]
    assert previous_version(store, written[0]) == before


def test_a_later_day_is_compared_with_the_newest_version_only(store: ObjectStore) -> None:
    first, second = (write_version(store, other_code(number)) for number in range(2))
    assert write_version(store, other_code(0)).version == first.version
    assert write_version(store, other_code(1, "2026-10-13")).version == second.version
    back = write_version(store, other_code(0, "2026-10-14"))
    assert not back.unchanged
    assert back.manifest.dataset_digest == first.manifest.dataset_digest


def test_the_order_within_a_day_is_no_part_of_the_manifest(new_store: Callable[[str], ObjectStore]) -> None:
    there, back = new_store("there"), new_store("back")
    for store, numbers in ((there, (0, 1)), (back, (1, 0))):
        for number in numbers:
            write_version(store, other_code(number))
    assert list_versions(there) == list_versions(back)[::-1]
    assert set(there.list("blobs/")) == set(back.list("blobs/"))


@pytest.mark.parametrize("link", [b"{}", b"not json", b'{"after": 1}', b'{"after": "2026-10-12-ffffffffffffffff"}'])
def test_a_broken_link_between_versions_hides_none(store: ObjectStore, link: bytes) -> None:
    versions = [write_version(store, other_code(number)).version for number in range(3)]
    for version in versions[1:]:
        store.replace(f"versions/{version}/after.json", link)
    assert sorted(list_versions(store)) == sorted(versions)
    for one, other in (versions[1:], versions[:0:-1]):
        store.replace(f"versions/{one}/after.json", canonical_json({"after": other}))
    assert sorted(list_versions(store)) == sorted(versions)


def test_a_rerun_after_a_kill_keeps_its_place(store: ObjectStore) -> None:
    first, second = (write_version(store, other_code(number)).version for number in range(2))
    store.delete(f"versions/{second}/manifest.json")  # as if it had been killed before the manifest
    third = write_version(store, other_code(2)).version
    assert write_version(store, other_code(1)).version == second
    assert list_versions(store)[0] == first
    assert set(list_versions(store)[1:]) == {second, third}


def test_points_of_earlier_revisions_are_not_counted(store: ObjectStore) -> None:
    content = day()
    former = content.points.with_columns(
        point=pl.lit("former") + pl.col("point"), document=pl.lit("former") + pl.col("document")
    )
    both = dataclasses.replace(content, points=pl.concat([content.points, former]))
    assert both.summary.points == content.summary.points
    assert both.summary.unused == content.summary.unused
