"""What the permissions and the signature rest on inside Dagster. When an upgrade changes one of these, read its code anew before
this test is changed: a new mutation or route may ask for no permission at all."""

import inspect
import re
from pathlib import Path
from typing import Any

import dagster
import dagster_graphql
import dagster_webserver
from dagster._core.run_coordinator import QueuedRunCoordinator, SubmitRunContext
from dagster._core.storage import tags
from dagster._core.storage.runs.sql_run_storage import SqlRunStorage
from dagster._core.workspace.context import (
    BaseWorkspaceRequestContext,
    WorkspaceProcessContext,
    WorkspaceRequestContext,
)
from dagster._core.workspace.permissions import LOCATION_SCOPED_PERMISSIONS, Permissions
from dagster_graphql.implementation import utils
from dagster_graphql.implementation.execution import launch_execution
from dagster_graphql.schema import create_schema
from dagster_webserver.external_assets import _unauthorized_response_or_none
from dagster_webserver.graphql import GraphQLServer
from dagster_webserver.webserver import DagsterWebserver
from starlette.routing import Route, WebSocketRoute

from deploy.coordinator import AttestingRunCoordinator
from deploy.web.context import DEPLOYMENT, ENGINEERING, REVIEWING, ProcessContext, RequestContext

MUTATIONS = {
    "addDynamicPartition", "cancelPartitionBackfill", "deleteAppManagedComponent", "deleteConcurrencyLimit",
    "deleteDynamicPartitions", "deletePipelineRun", "deleteRun", "freeConcurrencySlots", "freeConcurrencySlotsForRun",
    "launchMultipleRuns", "launchPartitionBackfill", "launchPipelineExecution", "launchPipelineReexecution", "launchRun",
    "launchRunReexecution", "logTelemetry", "reexecutePartitionBackfill", "refreshComponentState",
    "reloadRepositoryLocation", "reloadWorkspace", "reportAssetCheckEvaluations", "reportRunlessAssetEvents",
    "resetSchedule", "resetSensor", "resumePartitionBackfill", "scheduleDryRun", "sensorDryRun",
    "setAppManagedComponent", "setAutoMaterializePaused", "setConcurrencyLimit", "setNuxSeen", "setSensorCursor",
    "shutdownRepositoryLocation", "startSchedule", "startSensor", "stopRunningSchedule", "stopSensor",
    "terminatePipelineExecution", "terminateRun", "terminateRuns", "wipeAssets",
}  # fmt: skip
SUBSCRIPTIONS = {"pipelineRunLogs", "capturedLogs", "locationStateChangeEvents"}
ROUTES = {
    "/server_info", "/dagit_info", "/graphql", "/logs/{path:path}", "/notebook", "/dagit/notebook",
    "/download_debug/{run_id:str}", "/report_asset_materialization/{asset_key:path}",
    "/report_asset_check/{asset_key:path}", "/report_asset_observation/{asset_key:path}", "/{path:path}", "/",
}  # fmt: skip
PERMISSIONS = {
    "launch_pipeline_execution", "launch_pipeline_reexecution", "start_schedule", "stop_running_schedule",
    "schedule_dry_run", "edit_sensor", "sensor_dry_run", "update_sensor_cursor", "terminate_pipeline_execution",
    "delete_pipeline_run", "reload_repository_location", "reload_workspace", "wipe_assets",
    "report_runless_asset_events", "launch_partition_backfill", "cancel_partition_backfill",
    "edit_dynamic_partitions", "toggle_auto_materialize", "edit_concurrency_limit", "edit_app_managed_components",
    "refresh_component_state",
}  # fmt: skip


def source(function: Any) -> str:
    return inspect.getsource(function)


def test_the_release_is_the_one_that_was_read() -> None:
    assert dagster.__version__ == "1.13.27"


def test_every_mutation_subscription_route_and_permission_is_known() -> None:
    schema = create_schema().graphql_schema
    assert schema.mutation_type is not None
    assert schema.subscription_type is not None
    assert set(schema.mutation_type.fields) == MUTATIONS
    assert set(schema.subscription_type.fields) == SUBSCRIPTIONS
    routes = DagsterWebserver(None).build_routes()
    assert {route.path for route in routes if isinstance(route, Route) and route.name != "root_static"} == ROUTES
    assert [route.path for route in routes if isinstance(route, WebSocketRoute)] == ["/graphql"]
    assert {permission.value for permission in Permissions} == PERMISSIONS


def test_the_request_context_is_made_and_asked_as_we_do() -> None:
    made = inspect.signature(WorkspaceRequestContext.__init__).parameters
    assert list(made) == [
        "self", "instance", "current_workspace", "process_context", "version", "source", "read_only",
        "read_only_locations",
    ]  # fmt: skip
    for name, parameters in {
        "permissions_for_location": ["self", "location_name"],
        "permissions_for_owner": ["self", "owner"],
        "viewer_has_any_owner_definition_permissions": ["self"],
        "get_viewer_tags": ["self"],
        "get_reporting_user_tags": ["self"],
        "is_shutdown_supported": ["self", "name"],
    }.items():
        assert list(inspect.signature(getattr(BaseWorkspaceRequestContext, name)).parameters) == parameters
    for name in ("permissions", "show_instance_config"):
        assert isinstance(inspect.getattr_static(BaseWorkspaceRequestContext, name), property)
    ours = {name for name in vars(RequestContext) if not name.startswith("_")}
    assert all(hasattr(WorkspaceRequestContext, name) for name in ours), ours
    assert list(inspect.signature(WorkspaceProcessContext.create_request_context).parameters) == ["self", "source"]
    assert "self._process_context.create_request_context(conn)" in source(DagsterWebserver._make_request_context)
    assert issubclass(ProcessContext, WorkspaceProcessContext)


def test_owners_are_asked_only_after_deployment_and_location_and_only_they_can_grant() -> None:
    asked = source(BaseWorkspaceRequestContext.has_permission_for_selector)
    order = [
        "has_permission(permission)",
        "has_permission_for_location",
        "viewer_has_any_owner",
        "has_permission_for_owners",
    ]
    assert [asked.index(step) for step in order] == sorted(asked.index(step) for step in order)
    assert "has_permission_for_selector" in source(utils.has_permission_for_job)
    assert "has_permission_for_selector" in source(_unauthorized_response_or_none)
    assert "execution_params.execution_metadata.tags" in source(launch_execution.create_valid_pipeline_run)
    assert not (REVIEWING | ENGINEERING) & DEPLOYMENT
    assert Permissions.LAUNCH_PIPELINE_REEXECUTION not in REVIEWING
    assert {Permissions.RELOAD_REPOSITORY_LOCATION} == DEPLOYMENT & LOCATION_SCOPED_PERMISSIONS


def test_what_the_ui_is_told_of_a_location_grants_nothing() -> None:
    """`permissions_for_location` says more than it grants; the one who decides with it is overridden."""
    asked = {
        path.name
        for package in (dagster, dagster_graphql, dagster_webserver)
        for path in Path(str(package.__file__)).parent.rglob("*.py")
        if re.search(r"\.permissions_for_location\(", path.read_text(encoding="utf-8"))
    }
    assert asked == {"context.py", "external.py"}  # the latter lists them for the UI
    assert "has_permission_for_location" in vars(RequestContext)


def test_mutations_check_their_permission_and_say_so() -> None:
    """Two ask for none: they note that the first-time help was seen, and log telemetry, which is off."""
    schema = create_schema().graphql_schema
    assert schema.mutation_type is not None
    resolvers = {name: inspect.unwrap(field.resolve) for name, field in schema.mutation_type.fields.items()}
    unasked = {
        name
        for name, mutate in resolvers.items()
        if not re.search(r"@(require_permission_check|check_permission)\(", source(mutate))
    }
    assert unasked == {"setNuxSeen", "logTelemetry", "launchMultipleRuns"}  # the last one goes through launchRun


def test_runs_reach_the_coordinator_with_the_request_that_launched_them() -> None:
    assert SubmitRunContext._fields == ("dagster_run", "workspace")
    assert issubclass(AttestingRunCoordinator, QueuedRunCoordinator)
    assert "workspace=graphene_info.context" in source(launch_execution.do_launch)
    assert "workspace=graphene_info.context" in source(launch_execution.launch_reexecution_from_parent_run)
    assert "graphql_context.instance.create_run(" in source(launch_execution.create_valid_pipeline_run)  # `Desk.watch`
    assert "return dagster_run" in source(SqlRunStorage.add_run)  # what was asked for, not what was stored
    assert "get_run_by_id" in source(QueuedRunCoordinator.submit_run)  # reads the run anew, with our tags
    assert (tags.BACKFILL_ID_TAG, tags.PARTITION_NAME_TAG, tags.USER_TAG) == (
        "dagster/backfill",
        "dagster/partition",
        "user",
    )
    assert "report_run_failed" in source(dagster.DagsterInstance.submit_run)  # who raises there fails the run


def test_websockets_run_no_mutations() -> None:
    ran = source(GraphQLServer.execute_graphql_subscription)
    assert "_graphene_schema.subscribe(" in ran
    assert ".execute(" not in ran
