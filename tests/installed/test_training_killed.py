"""kill -9 around the launch of a retraining and during it: trained once, and it goes on by itself.

What one process does alone is in tests/integration/test_gate.py; here several parts are at work. Times are not waited for:
a trigger in the database makes a part stand still right before it writes what it has just done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import dagster as dg

from assets.retraining.attempts import attempts, read_receipt
from assets.snapshots.versions import read_manifest
from deploy.installation.database import ADMINISTRATOR, NAME, connected
from deploy.installation.store import BUCKET, client
from tests.installation import wait_for
from tests.installed.installed import Installed, approved_version

# What the daemon writes on the way from a tick to a run, in its order; at each it dies before that is written.
STEPS = (
    ("runs", "NEW.partition = '{version}'"),
    ("event_logs", "NEW.dagster_event_type = 'PIPELINE_ENQUEUED'"),
    ("event_logs", "NEW.dagster_event_type = 'PIPELINE_STARTING'"),
)


@contextmanager
def standing_still(installed: Installed, table: str, row: str) -> Iterator[None]:
    """Who writes such a row stands still until the block has ended; then its connection is gone, and nothing was written."""
    with connected(installed.place, ADMINISTRATOR, NAME) as cursor:

        def waiting() -> list[int]:
            cursor.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            return [pid for (pid,) in cursor.fetchall()]

        cursor.execute("SELECT pg_advisory_lock(1)")
        cursor.execute(
            "CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END'"
        )
        cursor.execute(
            f"CREATE TRIGGER stand_still BEFORE INSERT ON {table} FOR EACH ROW WHEN ({row}) "
            "EXECUTE FUNCTION stand_still()"
        )
        try:
            wait_for(f"{row} is to be written", waiting, 180)
            yield
        finally:
            while waiting():
                for pid in waiting():
                    cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            cursor.execute("DROP FUNCTION stand_still CASCADE")


def runs(installed: Installed, version: str) -> list[dg.DagsterRun]:
    with installed.instance() as instance:
        return list(instance.get_runs(dg.RunsFilter(job_name="retraining", tags={"dagster/partition": version})))


def trained_once(installed: Installed, version: str) -> None:
    """By one run on the first attempt, which has its receipt."""
    receipt = read_receipt(installed.store, version)
    (there,) = attempts(installed.store, version)
    assert receipt is not None
    assert there.claim is not None
    assert there.outcome is not None
    assert there.outcome.result == "succeeded"
    assert [run.run_id for run in runs(installed, version)] == [there.claim.run_id] == [receipt.run_id]
    assert installed.trained(version) == 1


def locked(installed: Installed, version: str) -> None:
    """Files, signatures and receipt are under Object Lock for the retention of the installation, the files sealed."""
    sealed = installed.store.list(f"sealed/{version}/")
    assert len(sealed) == len(read_manifest(installed.store, version).dataset.files)
    records = f"versions/{version}/manifest.json", f"ledger/{version}/0002.json", f"receipts/{version}.json"
    for key in (*sealed, *records):
        lock = client(installed.place).get_object_retention(Bucket=BUCKET, Key=key)["Retention"]
        left = lock["RetainUntilDate"] - datetime.now(UTC)
        assert (lock["Mode"], left.days) == ("COMPLIANCE", installed.place.settings.lock_days - 1)


def test_the_daemon_killed_at_each_step_of_a_launch(installed: Installed) -> None:
    installed.mode("train")
    version = approved_version(installed, "2026-11-12")
    for table, row in STEPS:
        with standing_still(installed, table, row.format(version=version)):
            assert installed.trained(version) == 0
            installed.kill("daemon")
        installed.call("up")
    wait_for("there is an outcome", lambda: attempts(installed.store, version)[0].outcome, 180)
    trained_once(installed, version)
    locked(installed, version)


def test_the_database_killed_while_a_model_is_trained(installed: Installed) -> None:
    """The trainer says something and ends while nothing can be logged: what it made is not lost."""
    installed.mode("wait candidate")
    version = approved_version(installed, "2026-11-13")
    wait_for("the trainer is at work", lambda: installed.trained(version), 180)
    installed.kill("database")
    installed.mode("train")
    wait_for("there is an outcome", lambda: attempts(installed.store, version)[0].outcome, 180)
    installed.call("up")
    wait_for("the run has ended", lambda: all(run.is_finished for run in runs(installed, version)), 180)
    trained_once(installed, version)
