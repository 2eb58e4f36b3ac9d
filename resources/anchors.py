"""Anchors: a witness outside the object store of which ledger entries there were, and since when.

Whoever can write to the store can shorten a ledger at its end, or write it anew with an old date; the store alone cannot
show that. The witness is the PostgreSQL of the Dagster instance, which other people and other credentials reach, and in
the embedded installation a file beside Dagster's home. An anchor is never changed; a repetition adds nothing.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import psycopg2


class AnchorError(Exception):
    """The witness cannot be asked; the message says where it is and what to do."""


@dataclass(frozen=True)
class Anchored:
    """At that time, by the witness's own clock, this was entry `number` of the version's ledger."""

    version: str
    number: int
    entry: str  # its digest
    at: datetime

    def line(self) -> str:
        """The anchor as a line of JSON, the form in which anchors are kept and carried in files."""
        at = self.at.astimezone(UTC).isoformat(timespec="seconds")
        return json.dumps({"version": self.version, "number": self.number, "entry": self.entry, "at": at})


class Anchors(Protocol):
    """The witness."""

    @property
    def where(self) -> str:
        """Names it, without credentials."""

    def add(self, version: str, number: int, entry: str) -> None:
        """Remember an entry of a ledger; raises AnchorError."""

    def all(self) -> list[Anchored]:
        """Everything remembered, in the order in which it was added; raises AnchorError."""


def open_anchors(postgres_url: str | None, folder: Path) -> Anchors:
    """The witness in this database, or without one in a file in this folder."""
    return PostgresAnchors(postgres_url) if postgres_url else FileAnchors(folder / "anchors.jsonl")


def read_anchors(path: Path) -> list[Anchored]:
    """The anchors in a file of JSON lines; raises AnchorError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [_parsed(json.loads(line)) for line in lines]
    except OSError as error:
        raise AnchorError(f"The anchors in {path} cannot be read: {error.strerror}.") from None
    except (ValueError, LookupError, TypeError):
        raise AnchorError(f"{path} holds something else than anchors; restore it from a backup.") from None


@dataclass(frozen=True)
class FileAnchors:
    """Anchors in a file that only grows."""

    path: Path

    @property
    def where(self) -> str:
        """The file."""
        return str(self.path)

    def add(self, version: str, number: int, entry: str) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if any((a.version, a.number, a.entry) == (version, number, entry) for a in read_anchors(self.path)):
                    return
                file.write(Anchored(version, number, entry, datetime.now(UTC)).line() + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise AnchorError(f"The anchors in {self.path} cannot be written: {error.strerror}.") from None

    def all(self) -> list[Anchored]:
        return read_anchors(self.path) if self.path.exists() else []


class PostgresAnchors:
    """Anchors in a table of their own, under the database's clock."""

    def __init__(self, url: str):
        scheme, _, rest = url.partition("://")
        self._url = f"{scheme.partition('+')[0]}://{rest}"  # SQLAlchemy's scheme names a driver, PostgreSQL's does not

    @property
    def where(self) -> str:
        """The database, without its credentials."""
        parts = psycopg2.extensions.parse_dsn(self._url)
        return f"PostgreSQL {parts.get('dbname', '')} at {parts.get('host', 'this machine')}, table knowbound_anchors"

    def add(self, version: str, number: int, entry: str) -> None:
        with self._cursor() as cursor:
            cursor.execute(
                "INSERT INTO knowbound_anchors (version, number, entry) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (version, number, entry),
            )

    def all(self) -> list[Anchored]:
        with self._cursor() as cursor:
            cursor.execute("SELECT version, number, entry, at FROM knowbound_anchors ORDER BY id")
            return [Anchored(*row) for row in cursor.fetchall()]

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        """A cursor in one transaction, on a table that is there."""
        try:
            connection = psycopg2.connect(self._url)
            try:
                with connection, connection.cursor() as cursor:
                    cursor.execute("SELECT to_regclass('knowbound_anchors')")
                    if cursor.fetchone() == (None,):
                        cursor.execute(TABLE)
                    yield cursor
            finally:
                connection.close()
        except psycopg2.Error as error:
            raise AnchorError(
                f"The anchors in {self.where} cannot be reached ({type(error).__name__}). Start the database, or let "
                "its administrator look."
            ) from None


def _parsed(value: dict[str, Any]) -> Anchored:
    at = datetime.fromisoformat(value["at"])
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return Anchored(str(value["version"]), int(value["number"]), str(value["entry"]), at)


# Whoever owns the table could still change it: an installation lets Knowbound's own user no more than add and read.
TABLE = """
SELECT pg_advisory_xact_lock(4911500);
CREATE TABLE IF NOT EXISTS knowbound_anchors (
    id bigserial PRIMARY KEY,
    version text NOT NULL,
    number integer NOT NULL,
    entry text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (version, number, entry)
);
CREATE OR REPLACE FUNCTION knowbound_anchors_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'anchors are never changed'; END $$;
DROP TRIGGER IF EXISTS knowbound_anchors_stay ON knowbound_anchors;
CREATE TRIGGER knowbound_anchors_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON knowbound_anchors
    FOR EACH STATEMENT EXECUTE FUNCTION knowbound_anchors_stay();
"""
