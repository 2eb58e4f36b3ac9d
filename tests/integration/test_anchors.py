"""The witness in a real PostgreSQL: the one of the Dagster instance, found by its storage; anchors stay as they are."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import psycopg2
import pytest

from pipelines.definitions import anchors_of
from resources.anchors import AnchorError, FileAnchors, PostgresAnchors

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"))), None)
VERSION = "2026-10-12-0123456789abcdef"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A new cluster on loopback, run by a user of its own where root runs the tests: PostgreSQL refuses root."""
    if PROGRAMS is None:
        pytest.skip("needs Debian's postgresql")
    user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp())
    if user:
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [str(PROGRAMS / program), "--pgdata", str(folder / "data"), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=120, **user)

    run("initdb", "--username", "knowbound", "--auth", "trust", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    run("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "--options", options)
    try:
        yield f"postgresql://knowbound:not-a-secret@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "stop", "--mode", "immediate")
        shutil.rmtree(folder)


def test_anchors_are_added_once_in_order_under_the_database_s_clock(url: str) -> None:
    anchors = PostgresAnchors(url)
    assert anchors.all() == []
    for number, entry in ((1, "a"), (2, "b"), (1, "a"), (2, "c")):
        anchors.add(VERSION, number, entry * 64)
    found = PostgresAnchors(url).all()
    assert [(a.version, a.number, a.entry[0]) for a in found] == [
        (VERSION, 1, "a"),
        (VERSION, 2, "b"),
        (VERSION, 2, "c"),
    ]
    assert all(abs(a.at - datetime.now(UTC)) < timedelta(minutes=1) for a in found)
    assert "not-a-secret" not in anchors.where
    assert "127.0.0.1" in anchors.where


@pytest.mark.parametrize(
    "change", ["UPDATE knowbound_anchors SET at = now()", "DELETE FROM knowbound_anchors", "TRUNCATE knowbound_anchors"]
)
def test_anchors_are_never_changed(url: str, change: str) -> None:
    PostgresAnchors(url).add(VERSION, 1, "a" * 64)
    connection = psycopg2.connect(url)
    try:
        with pytest.raises(psycopg2.Error, match="anchors are never changed"), connection.cursor() as cursor:
            cursor.execute(change)
    finally:
        connection.close()


def test_the_witness_is_the_database_of_the_instance(url: str, tmp_path: Path) -> None:
    driven = url.replace("postgresql://", "postgresql+psycopg2://")
    (tmp_path / "dagster.yaml").write_text(f"storage:\n  postgres:\n    postgres_url: {driven}\n")
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        found = anchors_of(instance, tmp_path)
        assert isinstance(found, PostgresAnchors)
        found.add(VERSION, 3, "d" * 64)
        assert found.all()[-1].entry == "d" * 64
    with dg.DagsterInstance.ephemeral() as instance:
        assert isinstance(anchors_of(instance, tmp_path), FileAnchors)


def test_a_database_that_is_down_is_named_without_its_password() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        anchors = PostgresAnchors(f"postgresql://knowbound:not-a-secret@127.0.0.1:{closed.getsockname()[1]}/postgres")
        with pytest.raises(AnchorError, match="cannot be reached") as problem:
            anchors.all()
    assert "not-a-secret" not in str(problem.value)
