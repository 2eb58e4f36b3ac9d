"""PostgreSQL for runs, events and schedules, from Debian's package: a cluster of its own below the state directory."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from deploy.installation.place import HOST, Place, Unusable, folder, handed, whose
from deploy.installation.processes import Process
from resources.anchors import TABLE

NAME = USER = "knowbound"  # database and role
ADMINISTRATOR = "postgres"
_NOBODY = 2**22 + 1  # above the highest number that Linux gives a process


def database(place: Place) -> Process:
    """The part. Only loopback and only with a password: every user of the machine can reach the port."""
    where, owner = place.state / "database", place.user("database")
    return Process(
        "database",
        (
            *(str(program("postgres")), "-D", str(where / "cluster"), "-p", str(place.settings.ports.database)),
            *("-c", f"listen_addresses={HOST}", "-c", "unix_socket_directories="),
            # Outside the webserver dagster-postgres opens a connection for every query.
            *("-c", "max_connections=200", "-c", "password_encryption=scram-sha-256", "-c", "log_timezone=UTC"),
        ),
        owner,
        lambda: _examine(place),
        place.state / "processes",
        directory=where,
        complete=lambda: _fill(place),
    )


def prepare(place: Place) -> None:
    """Make the cluster unless there is one, and free one whose postmaster was killed."""
    where, owner = place.state / "database", place.user("database")
    if (where / "cluster" / "PG_VERSION").exists():
        if database(place).process is None:
            _disown(where / "cluster" / "postmaster.pid")
        return
    folder(where, owner, 0o700)
    with tempfile.NamedTemporaryFile("w", dir=where) as password:
        password.write(place.secret("database-administrator"))
        password.flush()
        handed(Path(password.name), owner)
        made = subprocess.run(  # noqa: S603  PostgreSQL's own program
            [
                *(program("initdb"), "--pgdata", where / "cluster", "--username", ADMINISTRATOR),
                *("--pwfile", password.name, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"),
            ],
            cwd=where,
            capture_output=True,
            text=True,
            check=False,
            **whose(owner),
        )
    if made.returncode != 0:
        raise Unusable(f"PostgreSQL could not make its cluster: {made.stderr.strip()[-500:]}")


def _disown(lock: Path) -> None:
    """Let a lock name no process. PostgreSQL does not start while its number is taken, be it by a stranger or by a postmaster
    that was killed and that nobody reaps, as in a container without an init. The lines below name the shared memory and
    still keep it from starting beside backends that are left over (`CreateLockFile` in PostgreSQL's miscinit.c).
    """
    try:
        _, rest = lock.read_text().split("\n", 1)
    except FileNotFoundError:
        return
    lock.write_text(f"{_NOBODY}\n{rest}")


def _fill(place: Place) -> None:
    """Make the role and the database of Dagster, unless they are there.

    The administrator owns the database and the witness of the ledger in it, to which the role can only add.
    """
    with connected(place, ADMINISTRATOR, "postgres") as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [USER])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {USER} LOGIN PASSWORD %s", [place.secret("database")])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {NAME}")
    with connected(place, ADMINISTRATOR, NAME) as cursor:
        cursor.execute(TABLE)
        cursor.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {USER}")
        cursor.execute(f"GRANT SELECT, INSERT ON knowbound_anchors TO {USER}")
        cursor.execute(f"GRANT USAGE ON SEQUENCE knowbound_anchors_id_seq TO {USER}")


def empty(place: Place) -> None:
    """Put an empty database in the place of ours, to be filled from a backup."""
    with connected(place, ADMINISTRATOR, "postgres") as cursor:
        cursor.execute(f"DROP DATABASE {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME}")


def _examine(place: Place) -> str | None:
    try:
        with connected(place, ADMINISTRATOR, "postgres") as cursor:
            cursor.execute("SELECT 1")
    except psycopg2.Error as error:
        return f"it does not answer on port {place.settings.ports.database}: {str(error).strip()}"
    return None


@contextmanager
def connected(place: Place, user: str, name: str) -> Iterator["psycopg2.extensions.cursor"]:
    """A cursor whose statements each stand for themselves. Raises psycopg2.Error."""
    password = place.secret("database-administrator" if user == ADMINISTRATOR else "database")
    with closing(
        psycopg2.connect(
            host=HOST, port=place.settings.ports.database, user=user, password=password, dbname=name, connect_timeout=5
        )
    ) as connection:
        connection.autocommit = True  # psycopg2's own `with` opens a transaction and closes no connection
        with connection.cursor() as cursor:
            yield cursor


def program(name: str) -> Path:
    """A program of the newest PostgreSQL that Debian has put here; some of them are on no path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    elsewhere = shutil.which(name)
    if not found and elsewhere is None:
        raise Unusable("PostgreSQL is not installed: apt-get install --no-install-recommends postgresql")
    return found[-1] if found else Path(str(elsewhere))
