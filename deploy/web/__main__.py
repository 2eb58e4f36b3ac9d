"""`python -m deploy.web`: Dagster's UI for people who have logged in. It stands behind a proxy, see docs/access.md.

Started as root, it reads the signing key and becomes a user of its own, who cannot read it again.
"""

import ctypes
import grp
import logging
import os
import pwd
import stat
import sys
from contextlib import closing
from pathlib import Path

import click
import dagster as dg
import psycopg2
import uvicorn
from dagster._core.remote_origin import GrpcServerCodeLocationOrigin
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.app import create_app_from_workspace_process_context
from dagster_webserver.version import __version__
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, Pool, PoolProxiedConnection

from assets.approvals.keys import KeyProblem, read_private
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
@click.option("--user", help="Started as root: become this user once the secrets are read.")
@click.option("--group", "groups", multiple=True, help="A further group of that user, for example the one of run logs.")
def main(config: Path | None, workspace: Path, host: str, port: int, user: str | None, groups: tuple[str, ...]) -> None:
    """Serve the UI. WORKSPACE names code locations as grpc_server: their processes belong to another user."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("httpx", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        loaded = settings.load(config)
        target = WorkspaceFileTarget([str(workspace)])
        access = _checked(loaded, target)
        desk = Desk(loaded.review, access, read_private(access.key), loaded.store.open)
        door = doorkeeper(access)
        _keep_secret(access, user, groups)
        for path in (loaded.dagster.home / "dagster.yaml", workspace, loaded.review.keys):
            _only_ours(path)
        desk.check()
    except (settings.ConfigurationError, KeyProblem, Unknown) as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    with dg.DagsterInstance.from_config(str(loaded.dagster.home)) as instance:
        if not isinstance(instance.run_coordinator, AttestingRunCoordinator):
            click.echo(f"{loaded.dagster.home}/dagster.yaml: run_coordinator must be {_COORDINATOR}", err=True)
            sys.exit(2)
        desk.watch(instance)
        event.listen(Pool, "checkout", _refuse_dropped)
        instance.optimize_for_webserver(statement_timeout=15000, pool_recycle=3600, max_overflow=20)
        with ProcessContext(instance, target, __version__, desk) as context:
            app = create_app_from_workspace_process_context(context)
            pages = Pages(app, desk.open_store, loaded.review, loaded.training, access)
            guarded = Guard(pages, door, access.url, access.login_again)
            uvicorn.run(guarded, host=host, port=port, log_level="warning", proxy_headers=False, server_header=False)


_COORDINATOR = f"module: {AttestingRunCoordinator.__module__}, class: {AttestingRunCoordinator.__name__}"


def _checked(loaded: settings.Settings, target: WorkspaceFileTarget) -> AccessSettings:
    """The configuration of access, once nothing speaks against serving with it; raises ConfigurationError."""
    problem = ""
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
        raise settings.ConfigurationError(problem)
    return loaded.access


def _keep_secret(access: AccessSettings, user: str | None, groups: tuple[str, ...]) -> None:
    """Become a user who cannot read the key's file, and let no process of that user look into this one's memory.

    Dagster serves files, among them logs that runs have written. Whatever link or path leads it to the key's file, it
    must find it closed. Raises ConfigurationError, KeyProblem.
    """
    if user is not None:
        try:
            entry = pwd.getpwnam(user)
            further = [grp.getgrnam(group).gr_gid for group in groups]
            os.setgroups(further)
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
        except (KeyError, PermissionError) as error:
            raise settings.ConfigurationError(f"--user {user}: cannot become this user: {error}") from None
        for path in (access.key, *((access.headers.secret_file,) if access.headers else ())):
            if os.access(path, os.R_OK):
                raise KeyProblem(f"{path} is readable by {user}, who serves files: let root own it, mode 0600.")
    ctypes.CDLL(None).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)  # no core dump, no ptrace: prctl(2)


def _refuse_dropped(connection: DBAPIConnection, _: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
    """Let the pool connect anew where the database has dropped this connection, which would fail a person's request.

    What `pool_pre_ping` does, which Dagster has no setting for. Source: SQLAlchemy, PoolEvents.checkout and
    DisconnectionError.
    """
    try:
        with closing(connection.cursor()) as cursor:
            cursor.execute("SELECT 1")
    except psycopg2.Error:
        raise DisconnectionError from None


def _only_ours(path: Path | None) -> None:
    """What decides which code runs here, and which keys count, is not for others to change; raises ConfigurationError."""
    for place in (path.resolve(), *path.resolve().parents) if path else ():
        there = place.stat()
        if there.st_uid not in (0, os.geteuid()) or (there.st_mode & 0o022 and not there.st_mode & stat.S_ISVTX):
            raise settings.ConfigurationError(
                f"{place} can be changed by another user than root and that of this process"
            )


if __name__ == "__main__":
    main()
