"""What each role may do in Dagster: its own permission checks, fed with verified people and the owners of definitions.

Dagster asks these classes for GraphQL and REST alike, per job, asset, schedule and sensor. All of it is `dagster._core`:
tests/unit/deploy/web/test_dagster_contract.py fails when an upgrade changes what this rests on.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster._core.workspace.context import WorkspaceProcessContext, WorkspaceRequestContext
from dagster._core.workspace.load_target import WorkspaceLoadTarget
from dagster._core.workspace.permissions import LOCATION_SCOPED_PERMISSIONS, PermissionResult, Permissions

from deploy.web.desk import Desk
from deploy.web.guard import IDENTITY
from deploy.web.identity import BOTH, Identity

ENGINEERS, COMPLIANCE = "team:data-engineering", "team:compliance"
"""Owners of definitions, as the code names them."""

ENGINEERING = frozenset(
    {
        Permissions.LAUNCH_PIPELINE_EXECUTION,
        Permissions.LAUNCH_PIPELINE_REEXECUTION,
        Permissions.TERMINATE_PIPELINE_EXECUTION,
        Permissions.LAUNCH_PARTITION_BACKFILL,
        Permissions.CANCEL_PARTITION_BACKFILL,
        Permissions.START_SCHEDULE,
        Permissions.STOP_RUNNING_SCHEDULE,
        Permissions.SCHEDULE_DRY_RUN,
        Permissions.EDIT_SENSOR,
    }
)
"""What an engineer may do with what engineers own. Nobody deletes runs, wipes assets, reports events by hand, edits versions
in the list, or dry-runs the gate, which would cost an attempt."""

REVIEWING = frozenset({Permissions.LAUNCH_PIPELINE_EXECUTION})
"""What an officer may do with what compliance owns: launch. Re-execution would sign an old decision again."""

DEPLOYMENT = frozenset(
    {Permissions.RELOAD_REPOSITORY_LOCATION, Permissions.RELOAD_WORKSPACE, Permissions.EDIT_CONCURRENCY_LIMIT}
)
"""What an engineer may do with the installation."""

ROLES = {"engineer": "data engineer", "officer": "compliance officer", "expert": "expert", "auditor": "auditor"}


class RequestContext(WorkspaceRequestContext):
    """One request of one person, or of nobody (`identity` is None): a reload's own context, for example."""

    def __init__(self, *, identity: Identity | None, desk: Desk, **stock: Any):
        super().__init__(**stock)
        self.identity = identity
        self.desk = desk

    @property
    def permissions(self) -> Mapping[str, PermissionResult]:
        """For the whole deployment."""
        return self._granted(DEPLOYMENT if self._has("engineer") else frozenset(), frozenset(Permissions))

    def permissions_for_location(self, *, location_name: str) -> Mapping[str, PermissionResult]:
        """What the UI is told of a code location as a whole.

        It leaves the launchpad of a job before it has asked about the job's owner when it may launch nothing in the
        location, so whoever may launch something there is told so. Nothing is granted by it: see the next function.
        """
        allowed = DEPLOYMENT if self._has("engineer") else frozenset()
        if self._has("engineer") or (self.identity and self.identity.may_review()):
            allowed |= {Permissions.LAUNCH_PIPELINE_EXECUTION}
        return self._granted(allowed, frozenset(LOCATION_SCOPED_PERMISSIONS))

    def has_permission_for_location(self, permission: str, location_name: str) -> bool:
        """Whether something is allowed with everything in a location, whoever owns it: the same as for the deployment."""
        super().has_permission_for_location(permission, location_name)  # Dagster wants to know that it was asked
        return self._has("engineer") and permission in DEPLOYMENT

    def permissions_for_owner(self, *, owner: str) -> Mapping[str, PermissionResult]:
        """For definitions of this owner."""
        allowed: frozenset[Permissions] = frozenset()
        if owner == ENGINEERS and self._has("engineer"):
            allowed = ENGINEERING
        elif owner == COMPLIANCE and self.identity and self.identity.may_review():
            allowed = REVIEWING
        return self._granted(allowed, frozenset(Permissions))

    def viewer_has_any_owner_definition_permissions(self) -> bool:
        """Whether Dagster is to look at owners at all."""
        return self._has("engineer") or self._has("officer")

    def get_viewer_tags(self) -> dict[str, str]:
        """On backfills; runs are stamped by the coordinator."""
        return {"user": self.identity.id} if self.identity else {}

    def get_reporting_user_tags(self) -> dict[str, str]:
        """On events that are reported by hand, were anybody allowed to."""
        return {"dagster/reporting_user": self.identity.id} if self.identity else {}

    def is_shutdown_supported(self, name: str) -> bool:
        """Never from here: Dagster would ask for no more than the permission to reload."""
        return False

    @property
    def show_instance_config(self) -> bool:
        """The instance's configuration is the engineers' business."""
        return self._has("engineer")

    def _has(self, role: str) -> bool:
        return self.identity is not None and role in self.identity.roles

    def _granted(
        self, allowed: frozenset[Permissions], known: frozenset[Permissions]
    ) -> Mapping[str, PermissionResult]:
        return {
            name: PermissionResult(enabled=name in allowed, disabled_reason=None if name in allowed else self._why)
            for name in known
        }

    @property
    def _why(self) -> str:
        if self.identity is None:
            return "Nobody is logged in."
        if {"engineer", "officer"} <= self.identity.roles:
            return BOTH
        held = " and ".join(ROLES[role] for role in sorted(self.identity.roles))
        return f"Not for your role ({held}): officers review, engineers run the pipeline, everybody else reads."


class ProcessContext(WorkspaceProcessContext):
    """The workspace of the webserver, whose requests know who sent them."""

    def __init__(self, instance: dg.DagsterInstance, target: WorkspaceLoadTarget, version: str, desk: Desk):
        self._desk = desk
        super().__init__(instance, workspace_load_target=target, version=version)

    def create_request_context(self, source: Any = None) -> RequestContext:
        """A request context for the person whom the guard has let in."""
        return RequestContext(
            identity=source.scope.get(IDENTITY) if source is not None else None,
            desk=self._desk,
            instance=self._instance,
            current_workspace=self.get_current_workspace(),
            process_context=self,
            version=self.version,
            source=source,
            read_only=True,
        )
