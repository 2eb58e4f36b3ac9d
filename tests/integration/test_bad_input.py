"""Bad input of every sort through the command line: one message that says what, where and what to do, and an exit code.

What is bad in one document costs that document; what is bad in a whole source, the store or the configuration ends
the run.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from sample.reading import SAMPLE
from tests.company import DAY, HISTORY, PAGES, TODAY_ONLY, copied, finished, found, hook, listed
from tests.installation import Installation

TICKETS = """
[sources.columns]
id = "id"
title = "title"
body = "body"
created = "created"
updated = "updated"
owner = "department"
people = ["requester", "assignee"]
"""
REQUESTS = """
[sources.columns]
id = "ticket"
title = "subject"
body = "text"
created = "opened"
updated = "changed"
owner = "department"
people = ["customer", "agent"]
"""
SECRET = "Zebulon Quackenbush-Ruiz"


def rows(name: str, reader: str, path: str, columns: str) -> str:
    return f'[[sources]]\nname = "{name}"\nkind = "ticket"\nreader = "{reader}"\npath = "{path}"\n{columns}\n'


def refused(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """The command ended with this code and one message that holds these words, and no traceback."""
    output = done.stdout + done.stderr
    assert done.returncode == code, output
    assert "Traceback" not in output
    for word in words:
        assert word in output


def everything_outside_raw(installation: Installation) -> Iterator[tuple[str, str]]:
    """(path, text) of every file of store and Dagster home but raw/, Parquet also unpacked."""
    for folder in (installation.store, installation.root / "var" / "dagster"):
        for path in folder.rglob("*"):
            if path.is_file() and "raw" not in path.relative_to(folder).parts:
                yield str(path), path.read_bytes().decode(errors="replace")
                if path.suffix == ".parquet":
                    yield str(path), json.dumps(pl.read_parquet(path).to_dicts(), ensure_ascii=False, default=str)


def leaks(installation: Installation, *outputs: str, canaries: list[str]) -> list[tuple[str, str]]:
    texts = [*everything_outside_raw(installation), *(("the terminal", output) for output in outputs)]
    assert len(texts) > 5
    return [(canary, name) for name, text in texts for canary in canaries if canary.casefold() in text.casefold()]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, subprocess.CompletedProcess[str]]:
    """Good pages and rows among every sort of broken ones."""
    more = (
        rows("quoting", "csv", "broken/broken-quoting.csv", TICKETS)
        + rows("twice", "csv", "broken/duplicate-ids.csv", TICKETS)
        + rows("lines", "jsonl", "broken/malformed.jsonl", REQUESTS)
    )
    installation = found(tmp_path_factory.mktemp("broken"), more=more)
    shutil.copytree(SAMPLE / "broken", installation.root / "broken")
    pages = installation.root / "pages"
    for path in (SAMPLE / "broken").iterdir():
        if path.suffix in (".md", ".docx", ".pdf"):
            shutil.copy(path, pages)
    (pages / "huge.md").write_bytes(b"Word and word. " * 3_500_000)
    (pages / "empty.md").touch()
    (pages / "gone.md").symlink_to("nowhere.md")
    (pages / "folder.md").mkdir()
    return installation, installation.knowbound("run")


def test_broken_items_are_quarantined_and_counted_and_the_rest_becomes_a_version(
    broken: tuple[Installation, subprocess.CompletedProcess[str]],
) -> None:
    installation, done = broken
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ready for review" in done.stdout
    assert "Traceback" not in done.stderr
    for reason in (
        "a symbolic link, which is not followed",
        "larger than 5,000,000 bytes (52,500,000); raise ingest.max_document_bytes or split it",
        "the DOCX cannot be read",
        "the PDF cannot be read",
        "the content is binary, though its name says text",
        "the file is empty",
        "line 3: broken quoting; double the quotes inside a quoted cell",
        "line 2: the id stands in line 3 too, which is used",
        "line 4: columns.updated lies in the future",
        "line 5: columns.created holds no date",
        "line 2: not valid JSON; give one object a line",
        "line 3: not a JSON object",
    ):
        assert reason in done.stdout
    [table] = (installation.store / "lake" / "documents").glob("*.parquet")
    documents = pl.read_parquet(table).with_columns(pl.col("status", "kind").cast(pl.String))
    assert documents.filter(kind="wiki", status="ok").height == len(PAGES) + 2  # the two in odd encodings are read
    assert documents.filter(kind="wiki", status="quarantined").height == 6
    assert documents.filter(kind="ticket", status="ok").height >= 4
    assert documents.filter(pl.col("status") == "quarantined")["reason"].null_count() == 0
    assert documents.filter(pl.col("status") == "quarantined")["text"].drop_nulls().is_empty()


def test_odd_encodings_are_read_as_what_they_are(broken: tuple[Installation, subprocess.CompletedProcess[str]]) -> None:
    [table] = (broken[0].store / "lake" / "documents").glob("*.parquet")
    texts = "\n".join(pl.read_parquet(table)["text"].drop_nulls())
    assert "\ufffd" not in texts
    assert "€" in texts or "ü" in texts or "é" in texts


def test_no_canary_of_a_broken_file_leaves_the_raw_zone(
    broken: tuple[Installation, subprocess.CompletedProcess[str]],
) -> None:
    installation, done = broken
    labels = json.loads((SAMPLE / "labels" / "canaries.json").read_text())
    canaries = [row["text"] for row in labels if row["where"] == "broken"]
    assert len(canaries) > 25
    assert leaks(installation, done.stdout, done.stderr, canaries=canaries) == []


def test_no_canary_in_the_path_of_a_broken_file_leaves_the_raw_zone(
    broken: tuple[Installation, subprocess.CompletedProcess[str]],
) -> None:
    labels = json.loads((SAMPLE / "labels" / "canaries.json").read_text())
    canaries = [row["text"] for row in labels if row["file"].startswith("broken/") and row["where"] == "path"]
    assert canaries
    assert leaks(broken[0], broken[1].stdout, broken[1].stderr, canaries=canaries) == []


def test_exceptions_that_quote_documents_are_not_repeated_anywhere(tmp_path: Path) -> None:
    """One document that fails is withheld; an error outside of any document ends the run. Neither says what it read."""
    raising = f"def bad(*_, **__): raise ValueError({SECRET!r})\n"
    patches = {
        "analyzer": "import assets.privacy.document as m\nm.analyzer = bad\n",
        "parser": "import assets.privacy.document as m\nm.parse = bad\n",
        "reader": "import assets.ingest.read_git as m\nm.document = bad\n",
        "path": "import assets.privacy.redaction as m\nm.redact_place = bad\n",
    }
    outputs = []
    installation = found(tmp_path, HISTORY)
    for name, patch in patches.items():
        code = f"import sys\nif sys.argv[0].endswith('knowbound'):\n    {raising}    " + patch.replace("\n", "\n    ")
        shutil.rmtree(installation.store / "memo", ignore_errors=True)
        done = installation.knowbound("run", "--as-of", DAY.isoformat(), PYTHONPATH=hook(tmp_path / "hook", code))
        outputs += [done.stdout, done.stderr]
        if name in ("reader", "path"):
            refused(done, 1, "ValueError at assets/")
        else:
            assert done.returncode != 0, "nothing could be redacted, and still there is a version"
    assert leaks(installation, *outputs, canaries=[SECRET]) == []
    assert listed(installation) == []


def test_every_source_that_cannot_be_read_is_named_with_what_to_do(tmp_path: Path) -> None:
    header, quotes = tmp_path / "header.csv", tmp_path / "quotes.csv"
    installation = found(
        tmp_path,
        more=rows("headless", "csv", header.name, TICKETS)
        + rows("quotes", "csv", quotes.name, TICKETS)
        + rows("nothing", "jsonl", "nothing.jsonl", REQUESTS)
        + rows("absent", "csv", "absent.csv", TICKETS)
        + '[[sources]]\nname = "bare"\nkind = "sop"\nreader = "files"\npath = "bare"\n'
        + '[[sources]]\nname = "lost"\nkind = "sop"\nreader = "files"\npath = "lost"\n'
        + '[[sources]]\nname = "plain"\nkind = "sop"\nreader = "git"\npath = "pages"\n',
    )
    shutil.copy(SAMPLE / "broken" / "missing-columns.csv", header)
    quotes.write_text(
        "id,title,body,created,updated,requester,assignee,department\n" + '1,"x" y,z,2026-01-01,,a,b,c\n' * 60
    )
    (tmp_path / "nothing.jsonl").touch()
    (tmp_path / "bare").mkdir()
    done = installation.knowbound("run")
    refused(
        done,
        1,
        'source "headless"', "line 1: the header lacks 'body', 'id'", "correct sources.columns",
        'source "quotes"', "quoting is broken in more than 50 rows", "export the file again",
        'source "nothing"', "holds no row",
        'source "absent"', "is no file; correct sources.path",
        'source "bare": no file below', "correct the path or the patterns",
        'source "lost"', "is no folder; correct sources.path",
        'source "plain"', 'is no git repository', 'or use reader = "files"',
    )  # fmt: skip
    assert 'source "wiki"' not in done.stderr
    assert "Balthazar" not in done.stdout + done.stderr


def test_a_folder_has_no_past_day(tmp_path: Path) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    done = found(tmp_path, TODAY_ONLY).knowbound("run", "--as-of", yesterday)
    refused(done, 1, 'source "wiki"', "has only today", yesterday, 'reader "git"')


def test_mistakes_in_the_configuration_are_named_with_what_is_accepted(tmp_path: Path) -> None:
    installation = found(tmp_path, 'reader = "carrier pigeon"\npath = "pages"')
    refused(installation.knowbound("run"), 2, "sources.0.reader", "carrier pigeon", "'files', 'git', 'csv' or 'jsonl'")


def test_a_key_that_is_too_short_ends_the_run(tmp_path: Path) -> None:
    installation = found(tmp_path, HISTORY)
    (tmp_path / "pseudonym.key").write_text("short")
    done = installation.knowbound("run", "--as-of", DAY.isoformat())
    refused(done, 2, "missing or too short", "at least 16 characters", "pseudonym.key")
    assert not (installation.store / "lake").exists()


def test_a_store_that_is_no_directory(tmp_path: Path) -> None:
    installation = found(tmp_path, HISTORY)
    (tmp_path / "var").mkdir()
    installation.store.write_text("in the way")
    done = installation.knowbound("run", "--as-of", DAY.isoformat())
    refused(done, 1, "Cannot", str(installation.store), "Check this directory")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small file system")
def test_a_full_store(tmp_path: Path) -> None:
    installation = found(tmp_path, HISTORY)
    installation.store.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(installation.store)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this container may not mount")
    try:
        done = installation.knowbound("run", "--as-of", DAY.isoformat())
        refused(done, 1, "the disk or quota is full. Free space, then run again", str(installation.store))
        assert not (installation.store / "versions").exists()
        subprocess.run(["mount", "-o", "remount,size=64m", str(installation.store)], check=True)
        again = installation.knowbound("run", "--as-of", DAY.isoformat())
        assert again.returncode == 0, again.stdout + again.stderr
    finally:
        subprocess.run(["umount", str(installation.store)], check=True)


def test_an_unknown_version_is_named_with_the_nearest_ones(tmp_path_factory: pytest.TempPathFactory) -> None:
    installation = finished(tmp_path_factory)
    [manifest] = (installation.store / "versions").glob("*/manifest.json")
    unknown = f"{DAY}-0000000000000000"
    refused(installation.knowbound("verify", unknown), 1, unknown, "The nearest", manifest.parent.name)


def test_a_changed_manifest_is_found_and_not_built_upon(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    installation = copied(finished(tmp_path_factory), tmp_path / "copy")
    [manifest] = (installation.store / "versions").glob("*/manifest.json")
    manifest.chmod(0o600)
    manifest.write_text(manifest.read_text().replace('"documents":', '"documents": ', 1))
    name = manifest.parent.name
    refused(installation.knowbound("verify", name), 3, name)
    refused(installation.knowbound("run", "--as-of", DAY.isoformat()), 1, name)


def test_a_changed_file_is_found_and_not_built_upon(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    installation = copied(finished(tmp_path_factory), tmp_path / "copy")
    [manifest] = (installation.store / "versions").glob("*/manifest.json")
    files = {entry["name"]: entry["sha256"] for entry in json.loads(manifest.read_text())["dataset"]["files"]}
    digest = files["examples.parquet"]
    [blob] = (installation.store / "blobs").rglob(digest)
    blob.chmod(0o600)
    data = bytearray(blob.read_bytes())
    data[len(data) // 2] ^= 1
    blob.write_bytes(data)
    refused(installation.knowbound("verify", manifest.parent.name), 3, "examples.parquet", "was changed")
    again = installation.knowbound("run", "--as-of", DAY.isoformat())
    assert again.returncode != 0, again.stdout
    assert "Traceback" not in again.stderr
    assert "was changed" in again.stderr or "integrity" in again.stdout
