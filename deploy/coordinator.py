"""The run coordinator: nobody's word but the webserver's on who launched a run, and no review without an officer.

It goes into the `dagster.yaml` of every process. In the webserver it knows who asks; everywhere else (daemon, command line,
code location) nobody does, and then the stamp is blank and nothing is reviewed.
"""

from dagster._core.run_coordinator import QueuedRunCoordinator, SubmitRunContext
from dagster._core.storage.dagster_run import DagsterRun, DagsterRunStatus
from dagster._core.storage.tags import USER_TAG

from assets.approvals.signing import CannotSign
from assets.snapshots.review_link import JOB
from deploy.web.context import ROLES, RequestContext
from deploy.web.identity import Identity

NAME_TAG, ROLE_TAG, LOGIN_TAG = "knowbound/name", "knowbound/role", "knowbound/authenticated_at"


class AttestingRunCoordinator(QueuedRunCoordinator):
    """Queues runs as usual, after stamping and, for the job `review`, signing."""

    def submit_run(self, context: SubmitRunContext) -> DagsterRun:
        """Stamp who launched the run over whatever the client sent; raises CannotSign, Refused, StoreError."""
        run, request = context.dagster_run, context.workspace
        identity = request.identity if isinstance(request, RequestContext) else None
        self._instance.add_run_tags(run.run_id, stamp(identity))
        if run.job_name == JOB and run.status == DagsterRunStatus.NOT_STARTED:
            if identity is None or not isinstance(request, RequestContext):
                raise CannotSign(
                    "Only an officer who is logged in reviews, in the webserver: no schedule, sensor, backfill, retry or "
                    "command line does. Nothing was signed."
                )
            request.desk.receive(run.run_id, identity)
        return super().submit_run(context)


def stamp(identity: Identity | None) -> dict[str, str]:
    """The tags that say who launched a run; blank for nobody, because a client may have sent its own."""
    if identity is None:
        return dict.fromkeys((USER_TAG, NAME_TAG, ROLE_TAG, LOGIN_TAG), "")
    since = identity.authenticated_at
    return {
        USER_TAG: identity.id,
        NAME_TAG: identity.name,
        ROLE_TAG: ", ".join(ROLES[role] for role in sorted(identity.roles)),
        LOGIN_TAG: since.isoformat(timespec="seconds") if since else "",
    }
