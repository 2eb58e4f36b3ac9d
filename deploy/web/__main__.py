"""`python -m deploy.web`: Dagster's UI for people who have logged in. It stands behind a proxy, see docs/access.md.

Runs as a user of its own, who alone can read the signing key.
"""

import ctypes
import logging
import sys
from pathlib import Path

import click
import dagster as dg
import uvicorn
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.app import create_app_from_workspace_process_context
from dagster_webserver.version import __version__

from assets.approvals.keys import KeyProblem, read_private, read_register
from assets.approvals.signing import DEMO_POLICY
from deploy.coordinator import AttestingRunCoordinator
from deploy.web.context import ProcessContext
from deploy.web.desk import Desk
from deploy.web.guard import Guard
from deploy.web.identity import Unknown, doorkeeper
from deploy.web.pages import Pages
from pipelines import settings
from pipelines.access import AccessSettings

_NOT_DUMPABLE = 4  # PR_SET_DUMPABLE of prctl(2)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="[default: $KNOWBOUND_CONFIG]")
@click.option("--workspace", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=3000, show_default=True)
def main(config: Path | None, workspace: Path, host: str, port: int) -> None:
    """Serve the UI. WORKSPACE names code locations as grpc_server: their processes belong to another user."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("httpx", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    _keep_secret()
    try:
        loaded = settings.load(config)
        target = WorkspaceFileTarget([str(workspace)])
        access = _checked(loaded, target)
        door = doorkeeper(access)
    except (settings.ConfigurationError, KeyProblem, Unknown) as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    desk = Desk(loaded.review, access, loaded.store.open)
    with dg.DagsterInstance.from_config(str(loaded.dagster.home)) as instance:
        if not isinstance(instance.run_coordinator, AttestingRunCoordinator):
            click.echo(f"{loaded.dagster.home}/dagster.yaml: run_coordinator must be {_COORDINATOR}", err=True)
            sys.exit(2)
        instance.optimize_for_webserver(statement_timeout=15000, pool_recycle=3600, max_overflow=20)
        with ProcessContext(instance, target, __version__, desk) as context:
            app = create_app_from_workspace_process_context(context)
            pages = Pages(app, desk.open_store, loaded.review, loaded.training, access)
            guarded = Guard(pages, door, access.url, access.login_again)
            uvicorn.run(guarded, host=host, port=port, log_level="warning", proxy_headers=False, server_header=False)


_COORDINATOR = f"module: {AttestingRunCoordinator.__module__}, class: {AttestingRunCoordinator.__name__}"


def _checked(loaded: settings.Settings, target: WorkspaceFileTarget) -> AccessSettings:
    """The configuration of access, once nothing speaks against serving with it; raises ConfigurationError, KeyProblem."""
    problem = None
    if loaded.access is None:
        problem = "[access] is missing: it says who may come in, see docs/access.md"
    elif loaded.review.policy == DEMO_POLICY:
        problem = f'[review] policy is "{DEMO_POLICY}": under it officers sign who are no persons; say "four-eyes"'
    elif managed := [
        o.location_name for o in target.create_origins() if not isinstance(o, GrpcServerCodeLocationOrigin)
    ]:
        problem = f"the code location {managed[0]} would be a child of this process, and could read the signing key; "
        problem += "name it as grpc_server, run by another user"
    if problem or loaded.access is None:
        raise settings.ConfigurationError(str(problem))
    public = read_private(loaded.access.key).public_key().public_bytes_raw().hex()
    current = read_register(loaded.review.keys).current
    if current is None or current.public != public:
        raise KeyProblem(f"{loaded.access.key} is not the current key of {loaded.review.keys}: knowbound keys rotate.")
    return loaded.access


def _keep_secret() -> None:
    """No core dump of this process, and no other process of its user looks into its memory (prctl(2), ptrace(2))."""
    ctypes.CDLL(None, use_errno=True).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)


if __name__ == "__main__":
    main()
