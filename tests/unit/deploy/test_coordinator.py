"""What is stamped on runs, and that nobody without a request reviews: no sensor, schedule, backfill, retry, command line."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.run_coordinator import QueuedRunCoordinator, SubmitRunContext
from dagster._core.utils import make_new_run_id
from dagster._core.workspace.context import WorkspaceRequestContext

from assets.approvals.signing import CannotSign
from deploy.coordinator import AttestingRunCoordinator
from deploy.web.context import RequestContext
from deploy.web.identity import Identity

FORGED = {
    "user": "ada",
    "knowbound/role": "compliance officer",
    "knowbound/name": "Ada",
    "knowbound/authenticated_at": "x",
}


def queued(self: QueuedRunCoordinator[Any], context: SubmitRunContext) -> dg.DagsterRun:
    """Stands in for Dagster's own queueing, which wants a code location."""
    run = self._instance.get_run_by_id(context.dagster_run.run_id)
    assert run is not None
    return run


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    monkeypatch.setattr(QueuedRunCoordinator, "submit_run", queued)
    (tmp_path / "dagster.yaml").write_text(
        "telemetry: {enabled: false}\nrun_coordinator: {module: deploy.coordinator, class: AttestingRunCoordinator}\n"
    )
    with dg.DagsterInstance.from_config(str(tmp_path)) as opened:
        yield opened


def request(identity: Identity | None) -> Any:
    context = RequestContext.__new__(RequestContext)
    context.identity = identity
    return context


def submit(instance: dg.DagsterInstance, job: str, workspace: Any) -> dg.DagsterRun:
    run = dg.DagsterRun(job_name=job, run_id=make_new_run_id(), tags=FORGED)
    instance.add_run(run)
    coordinator = instance.run_coordinator
    assert isinstance(coordinator, AttestingRunCoordinator)
    return coordinator.submit_run(SubmitRunContext(run, workspace))


def test_nobody_is_stamped_as_nobody(instance: dg.DagsterInstance) -> None:
    stock = WorkspaceRequestContext.__new__(WorkspaceRequestContext)
    for workspace in (stock, request(None)):
        run = submit(instance, "daily", workspace)
        assert {key: run.tags[key] for key in FORGED} == dict.fromkeys(FORGED, "")


def test_somebody_is_stamped_over_what_was_sent(instance: dg.DagsterInstance) -> None:
    eve = Identity("eve", "Eve Engel", frozenset({"engineer"}), datetime(2026, 11, 1, 9, 0, tzinfo=UTC))
    run = submit(instance, "daily", request(eve))
    assert {key: run.tags[key] for key in FORGED} == {
        "user": "eve",
        "knowbound/name": "Eve Engel",
        "knowbound/role": "data engineer",
        "knowbound/authenticated_at": "2026-11-01T09:00:00+00:00",
    }


def test_no_review_without_a_person(instance: dg.DagsterInstance) -> None:
    stock = WorkspaceRequestContext.__new__(WorkspaceRequestContext)
    for workspace in (stock, request(None)):
        with pytest.raises(CannotSign, match="no schedule, sensor, backfill, retry or command line does"):
            submit(instance, "review", workspace)
