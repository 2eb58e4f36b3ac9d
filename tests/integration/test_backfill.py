"""A range of days through the command line: any order gives the same, and a version holds what its day's pages say."""

import json
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.evaluation.cases import cases_of
from assets.evaluation.grading import grade
from resources.directory_store import DirectoryStore
from tests.company import DAY, HISTORY, PAGES, found, history
from tests.installation import Demo, Installation

LEAVE, TRAVEL, PARKING = "people/annual-leave.md", "people/travel-and-expenses.md", "facilities/parking.md"
OLD = "You may carry over up to 5 days of unused leave into the next calendar year."
NEW = OLD.replace("up to 5 days", "up to 7 days")
EDITED, SAME, MOVED, ANSWERED = (DAY + timedelta(days=n) for n in (1, 2, 3, 4))


def changed() -> dict[str, str]:
    assert OLD in PAGES[LEAVE]
    return PAGES | {LEAVE: PAGES[LEAVE].replace(OLD, NEW)}


def moved() -> dict[str, str]:
    pages = changed()
    pages["finance/travelling.md"] = pages.pop(TRAVEL)
    del pages[PARKING]
    return pages


STATES = {DAY: PAGES, EDITED: changed(), MOVED: moved()}


@dataclass(frozen=True)
class Backfilled(Installation):
    """A company after a backfill of four days: an edit on the second, a move and a deletion on the fourth."""

    output: str = ""

    @property
    def objects(self) -> DirectoryStore:
        return DirectoryStore(self.store)

    def version(self, day: object) -> str | None:
        """The version of a day, or None."""
        names = [key.split("/")[1] for key in self.objects.list("versions/")]
        found = [name for name in names if name.startswith(str(day))]
        assert len(found) <= 1
        return found[0] if found else None

    def file(self, day: object, name: str) -> pl.DataFrame:
        """A Parquet file of a day's version."""
        manifest = json.loads(self.objects.get(f"versions/{self.version(day)}/manifest.json"))
        [digest] = [entry["sha256"] for entry in manifest["dataset"]["files"] if entry["name"] == name]
        [blob] = (self.store / "blobs").rglob(digest)
        return pl.read_parquet(blob)

    def corpus(self, day: object) -> str:
        return "\n".join(self.file(day, "corpus/documents.parquet")["text"].drop_nulls())

    def analysed(self, day: object) -> int:
        """How many documents privacy had to look at for the day, from Dagster's event log."""
        with dg.DagsterInstance.from_config(str(self.root / "var" / "dagster")) as instance:
            records = instance.fetch_materializations(
                dg.AssetRecordsFilter(asset_key=dg.AssetKey("documents"), asset_partitions=[str(day)]), limit=1
            ).records
        assert records[0].asset_materialization is not None
        return int(str(records[0].asset_materialization.metadata["analysed"].value))


@pytest.fixture(scope="module")
def backfilled(tmp_path_factory: pytest.TempPathFactory) -> Backfilled:
    installation = found(tmp_path_factory.mktemp("backfill"), HISTORY)
    history(installation.root, STATES)
    done = installation.knowbound("backfill", "--from", str(DAY), "--to", str(MOVED))
    assert done.returncode == 0, done.stdout + done.stderr
    return Backfilled(installation.root, done.stdout)


def test_an_unchanged_day_makes_no_new_version(backfilled: Backfilled) -> None:
    assert [backfilled.version(day) is not None for day in (DAY, EDITED, SAME, MOVED)] == [True, True, False, True]
    assert f"{backfilled.version(EDITED)} (unchanged)" in backfilled.output


def test_an_edit_is_in_the_next_version_and_a_deletion_is_not(backfilled: Backfilled) -> None:
    before, edited, after = (backfilled.corpus(day) for day in (DAY, EDITED, MOVED))
    effective = backfilled.file(EDITED, "corpus/documents.parquet").filter(pl.col("revision") == 0)
    assert OLD in before
    assert NEW not in before
    assert NEW in edited
    assert OLD not in "\n".join(effective["text"])
    assert "Bicycles belong in the cellar" in edited
    assert "Bicycles belong in the cellar" not in after
    examples = backfilled.file(MOVED, "examples.parquet")
    assert "Bicycles belong in the cellar" not in str(examples["messages"].to_list())


def test_only_what_changed_is_analysed_again(backfilled: Backfilled) -> None:
    assert backfilled.analysed(DAY) == len(PAGES)
    assert backfilled.analysed(EDITED) == 1
    assert backfilled.analysed(SAME) == 0
    assert backfilled.analysed(MOVED) == 0
    paths = backfilled.file(MOVED, "corpus/documents.parquet")["path"].to_list()
    assert "finance/travelling.md" in paths
    assert TRAVEL not in paths


def written(store: DirectoryStore, day: str) -> dict[str, bytes]:
    """The tables, check results and manifest of a day, by key."""
    keys = [key for folder in ("lake/", "versions/") for key in store.list(folder) if day in key]
    return {key: store.get(key) for key in keys}


def test_days_alone_in_reverse_order_and_cold_give_the_same(backfilled: Backfilled, tmp_path: Path) -> None:
    alone = found(tmp_path / "alone", HISTORY)
    history(alone.root, STATES)
    for day in (MOVED, EDITED):
        shutil.rmtree(alone.store / "memo", ignore_errors=True)
        done = alone.knowbound("run", "--as-of", str(day))
        assert done.returncode == 0, done.stdout + done.stderr
    store = DirectoryStore(alone.store)
    for day in (MOVED, EDITED):
        made, expected = written(store, str(day)), written(backfilled.objects, str(day))
        assert len(expected) > 15
        assert made.keys() == expected.keys()
        assert [key for key in expected if made[key] != expected[key]] == []


def test_a_refusal_is_gone_once_a_document_answers_it(backfilled: Backfilled) -> None:
    def refused(day: object, proof: str, key: str) -> set[str]:
        claims = map(json.loads, backfilled.file(day, "examples.parquet")["claim"])
        return {claim[key] for claim in claims if claim["proof"] == proof}

    topics, references = refused(MOVED, "out_of_scope", "topic"), refused(MOVED, "nonexistent", "reference")
    assert topics
    lines = [f"{topic[0].upper()}{topic[1:]} is dealt with in this handbook." for topic in sorted(topics)]
    lines += [f"Employees follow the {reference}." for reference in sorted(references)]
    answering = {"people/club.md": "# Club\n\n" + "\n\n".join(lines) + "\n"}
    history(backfilled.root, STATES | {ANSWERED: moved() | answering})
    done = backfilled.knowbound("run", "--as-of", str(ANSWERED))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not topics & refused(ANSWERED, "out_of_scope", "topic")
    assert not references & refused(ANSWERED, "nonexistent", "reference")


def test_the_sample_answers_later_what_it_refused_before(demo: Demo) -> None:
    """Tickets ask about a workcation, a sabbatical and three benefits, on which the wiki says nothing until 8 or 12 October."""
    frames = [Backfilled(demo.root).file(name[:10], "examples.parquet") for name in demo.versions]

    def asked(frame: pl.DataFrame, behaviour: str) -> set[str]:
        """The questions of tickets that call for this behaviour."""
        rows = frame.filter((pl.col("recipe") == "demand") & (pl.col("behaviour") == behaviour))
        return {messages[1]["content"].rpartition("Question: ")[2] for messages in rows["messages"]}

    first, last = frames
    flipped = asked(first, "refuse") & asked(last, "answer")
    assert len(flipped) >= 5
    assert not flipped & asked(last, "refuse")
    assert not asked(first, "answer") & asked(last, "refuse")
    shown = demo.knowbound("diff", *demo.versions).stdout
    assert all(f"flipped refuse → answer: {question}" in shown for question in flipped)


def test_what_the_sample_teaches_is_graded_right_and_what_it_warns_of_wrong(demo: Demo) -> None:
    frames = [Backfilled(demo.root).file(name[:10], "examples.parquet") for name in demo.versions]
    for frame in frames:
        rejected = dict(frame.select("example", "rejected").iter_rows())
        cases = cases_of(frame)
        missed = [case.expected for case in cases if not grade(case, case.expected).right]
        assert len(missed) <= 0.01 * len(cases), missed
        wrong = [grade(case, text).right for case in cases if (text := rejected[case.example])]
        assert sum(wrong) <= 0.03 * len(wrong)
