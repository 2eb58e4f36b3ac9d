"""kill -9 to a part of the installation while it signs: afterwards nothing is lost, nothing is doubled, and it goes on.

What one process does alone is in tests/integration/test_crashes.py and test_gate.py; here several parts are at work.
"""

import threading
from contextlib import suppress

import dagster as dg
import httpx

from assets.approvals.ledger import read_ledger
from assets.approvals.signing import handover_key
from tests.installation import wait_for
from tests.installed.installed import APPROVE, Installed, waiting_version


def approve(installed: Installed, version: str, *officers: str) -> None:
    """Each officer approves, and the entry is waited for."""
    for officer in officers:
        before = len(read_ledger(installed.store, version))
        with installed.log_in(officer) as session:
            launched = installed.launch(session, "review", version, APPROVE)
        assert launched["__typename"] == "LaunchRunSuccess", launched
        wait_for("the entry", lambda before=before: len(read_ledger(installed.store, version)) > before, 180)


def test_the_webserver_killed_while_it_signs(installed: Installed) -> None:
    version = waiting_version(installed, "2026-11-11")
    with installed.log_in("officer-1") as session:
        # Whatever moment it is killed at: there is a whole decision or none, and never a run that appends without one.
        for delay in (0.1, 0.5):
            killer = threading.Timer(delay, installed.kill, ["web"])
            killer.start()
            with suppress(httpx.HTTPError, AssertionError, ValueError):  # cut off, or answered by the proxy
                installed.launch(session, "review", version, APPROVE)
            killer.join()
            installed.call("up")
        with installed.instance() as instance:
            runs = instance.get_runs(dg.RunsFilter(tags={"dagster/partition": version}))
        queued = [
            run for run in runs if run.status not in (dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.FAILURE)
        ]
        for run in queued:
            wait_for("it ends", lambda run=run: installed.status(session, run.run_id) in ("SUCCESS", "FAILURE"), 180)
    entries = read_ledger(installed.store, version)
    assert len(entries) == sum(installed.store.exists(handover_key(run.run_id)) for run in queued)
    assert len({entry.statement.digest for entry in entries}) == len(entries)
    approve(installed, version, "officer-1")  # and it goes on
