"""Numbers of an installation on this machine: how soon a training starts, and how many people the webserver serves at once.

    python -m bench.installation          (as root; about ten minutes; makes the users it needs, and cleans up)

A person is a session at the proxy that looks at the officer's page, at a run and at the list of runs, one after the other
and without a pause: real people pause, so one of these stands for many of those.
"""

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx

from assets.approvals.ledger import read_ledger
from assets.retraining.attempts import attempts
from tests.installation import wait_for
from tests.installed.installed import APPROVE, Installed, installation, waiting_version

PERSONS = (1, 5, 10, 20, 40)
SECONDS = 15
_RUNS = "{ runsOrError(limit: 25) { ... on Runs { results { runId status jobName tags { key value } } } } }"


def main() -> int:
    """Measure and print a table."""
    with installation() as running:
        print("seconds from the second officer's click to: the entry  the attempt  the trainer at work")
        for day in (1, 2, 3):
            print("{:53.0f}  {:11.0f}  {:19.0f}".format(*time_to_training(running, f"2026-11-0{day}")), flush=True)
        print(f"people at once  requests/s  p50 ms  p95 ms  failed   (each for {SECONDS} s)")
        for persons in PERSONS:
            print("{:14}  {:10.1f}  {:6.0f}  {:6.0f}  {:6}".format(persons, *crowd(running, persons)), flush=True)
    return 0


def time_to_training(running: Installed, day: str) -> list[float]:
    """Two officers approve a version; what passes between the second one's click and what comes of it."""
    version = waiting_version(running, day)
    reached = {
        "the entry": lambda: len(read_ledger(running.store, version)) == 2,
        "the attempt": lambda: attempts(running.store, version),
        "the trainer at work": lambda: running.trained(version),
    }
    with running.log_in("officer-1") as first, running.log_in("officer-2") as second:
        running.launch(first, "review", version, APPROVE)
        wait_for("the first entry", lambda: len(read_ledger(running.store, version)) == 1, 240)
        clicked, seconds = time.monotonic(), []
        running.launch(second, "review", version, APPROVE)
        for what, holds in reached.items():
            wait_for(what, holds, 400)
            seconds.append(time.monotonic() - clicked)
    with running.instance() as instance:
        wait_for("it is over", lambda: all(run.is_finished for run in instance.get_runs()), 400)
    return seconds


def crowd(running: Installed, persons: int) -> tuple[float, float, float, int]:
    """Requests a second, median and 95th percentile of their milliseconds, and how many were not answered well."""
    with ExitStack() as stack, ThreadPoolExecutor(persons) as pool:
        sessions = [stack.enter_context(running.log_in("auditor-1")) for _ in range(persons)]
        until = time.monotonic() + SECONDS
        looked = [seen for part in pool.map(lambda session: _look(session, until), sessions) for seen in part]
    times = sorted(seconds * 1000 for seconds, _ in looked)
    p95 = times[int(0.95 * (len(times) - 1))]
    return len(times) / SECONDS, statistics.median(times), p95, sum(not good for _, good in looked)


def _look(session: httpx.Client, until: float) -> list[tuple[float, bool]]:
    seen = []
    while time.monotonic() < until:
        for page in ("/review", "/runs", ""):
            began = time.monotonic()
            try:
                answer = session.get(page) if page else session.post("/graphql", json={"query": _RUNS})
                good = answer.status_code == 200 and "errors" not in answer.text[:40]
            except httpx.HTTPError:
                good = False
            seen.append((time.monotonic() - began, good))
    return seen


if __name__ == "__main__":
    sys.exit(main())
