"""The store goes away in the middle of a version's upload: there is no version, and the failed step once more makes it whole."""

import time
from datetime import timedelta

from assets.snapshots.versions import integrity, list_versions
from tests.company import DAY, PAGES, history
from tests.installed.installed import Installed

_ERRORS = """
query Errors($id: ID!) {
  logsForRun(runId: $id) {
    ... on EventConnection { events { ... on ExecutionStepFailureEvent { stepKey error { causes { message } } } } }
  }
}
"""
_AGAIN = """
mutation Again($run: String!) {
  launchRunReexecution(reexecutionParams: { parentRunId: $run, strategy: FROM_FAILURE }) {
    ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message }
  }
}
"""


def test_the_gateway_killed_in_the_middle_of_an_upload(installed: Installed, version: str) -> None:
    store, day = installed.store, DAY + timedelta(days=1)
    history(
        installed.root / "company", {DAY: PAGES, day: {**PAGES, "people/new.md": "# New\n\nAsk the people team.\n"}}
    )
    before, there = list_versions(store), set(store.list("sealed/"))
    assert version in before
    with installed.log_in("engineer-1") as engineer:
        run = installed.launch(engineer, "daily", day.isoformat())["run"]["runId"]
        until = time.monotonic() + 300
        while not (begun := set(store.list("sealed/")) - there):  # without a pause: the whole upload takes a second
            assert time.monotonic() < until, "the upload never began"
        installed.kill_in_store("client.rgw.a")

        assert installed.ended(engineer, run) == "FAILURE"
        events = installed.ask(engineer, _ERRORS, id=run)["logsForRun"]["events"]
        (failed,) = [event for event in events if event]
        assert failed["stepKey"] == "snapshot"
        assert "no answer" in failed["error"]["causes"][0]["message"]
        installed.call("up")
        assert list_versions(store) == before

        again = installed.ask(engineer, _AGAIN, run=run)["launchRunReexecution"]
        assert installed.ended(engineer, again["run"]["runId"]) == "SUCCESS"
    (made,) = set(list_versions(store)) - set(before)
    assert made.startswith(day.isoformat())
    assert integrity(store, made) == []
    assert begun < set(store.list(f"sealed/{made}/"))  # what was there already is part of it
