"""Dagster's parts: the code location on a socket, one daemon, and the webserver that people reach through the proxy."""

import json
import shutil
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import grpc
import psycopg2
from grpc_health.v1 import health_pb2, health_pb2_grpc

from assets.approvals import keys
from deploy.installation import store
from deploy.installation.database import NAME, USER, connected
from deploy.installation.place import HOST, ROOT, Place, folder, handed, interpreter, owner
from deploy.installation.processes import Process

LOCATION = "knowbound"
_PATIENCE = 180.0  # seconds to load everything on a busy machine
_STALE = timedelta(seconds=120)  # a thread of the daemon says every 30 seconds that it lives


def code(place: Place) -> Process:
    """The code location; runs are its children."""
    python, variables = interpreter(everybody=place.separate)
    return Process(
        "code",
        (
            *(python, "-m", "dagster", "api", "grpc", "--module-name", "pipelines.definitions"),
            *("--working-directory", str(ROOT), "--location-name", LOCATION, "--socket", str(place.socket)),
        ),
        place.user("run"),
        lambda: _serving(place.socket),
        place.state / "processes",
        environment={**variables, **_pipelines(place)},
        directory=ROOT,
        umask=0o007,  # to call a socket is to write to it: the webserver, in the group of runs, does
        patience=_PATIENCE,
    )


def daemon(place: Place) -> Process:
    """The one daemon: schedules, the sensor `gate`, backfills, the queue of runs, and their monitoring."""
    python, variables = interpreter(everybody=place.separate)
    return Process(
        "daemon",
        (python, "-m", "dagster._daemon", "run", "-w", str(place.home / "workspace.yaml")),
        place.user("run"),
        lambda: _beating(place),
        place.state / "processes",
        environment={**variables, **_pipelines(place)},
        directory=ROOT,
        patience=_PATIENCE,
    )


def webserver(place: Place) -> Process:
    """Dagster's UI with logins, behind the proxy; it signs."""
    python, variables = interpreter(everybody=place.separate)
    port = place.settings.ports.web
    return Process(
        "web",
        (
            *(python, "-m", "deploy.web", "--workspace", str(place.web_home / "workspace.yaml")),
            *("--host", HOST, "--port", str(port)),
            *(("--user", place.user("web"), "--group", place.user("run")) if place.separate else ()),
        ),
        owner(),
        lambda: _answering(f"http://{HOST}:{port}/server_info"),
        place.state / "processes",
        environment={**variables, **_instance(place, place.web_home), "KNOWBOUND_ACCESS": json.dumps(_access(place))},
        directory=ROOT,
        patience=_PATIENCE,
    )


def prepare(place: Place) -> None:
    """Write Dagster's homes, and make the key that signs unless there is one.

    Runs own their home, and the webserver, which is in their group, reads the logs in it. It has a home of its own,
    because what stands in a home decides which code is loaded.
    """
    web, run = place.user("web"), place.user("run")
    folder(place.payload_keys, run, 0o700)
    for path in place.payload_keys.iterdir():  # of a backup, which root has brought back, or written by root
        handed(path, run, 0o700 if path.is_dir() else 0o600)
    folder(place.register.parent, owner(), 0o711)
    if not place.register.exists():
        keys.create(place.signing_key, place.register, datetime.now(UTC))
    _proof(place).touch(mode=0o600)
    _proof(place).write_text(place.secret("proxy"))
    for path, mode in ((place.signing_key, 0o600), (place.register, 0o644), (_proof(place), 0o600)):
        handed(path, owner(), mode)
    home = folder(place.home, run, 0o2750)
    for name in ("code", "logs"):
        folder(home / name, run, 0o2750)
    here = Path(__file__).parent
    workspace = (here / "workspace.yaml").read_text(encoding="utf-8").replace("SOCKET", str(place.socket))
    for folder_, user in ((home, run), (folder(place.web_home, web, 0o750), web)):
        shutil.copyfile(here / "dagster.yaml", folder_ / "dagster.yaml")
        (folder_ / "workspace.yaml").write_text(workspace, encoding="utf-8")
        for name in ("dagster.yaml", "workspace.yaml"):
            handed(folder_ / name, user, 0o640)


def _instance(place: Place, home: Path) -> dict[str, str]:
    """What every process of Dagster knows: its home, database, store."""
    return {
        "HOME": str(home),
        "DAGSTER_HOME": str(home),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "KNOWBOUND_CONFIG": str(place.configuration),
        "KNOWBOUND_DAGSTER__HOME": str(home),
        "KNOWBOUND_STORE__URL": f"s3://{store.BUCKET}",
        "KNOWBOUND_STORE__LOCK_DAYS": "0",  # what is locked is written by runs
        "KNOWBOUND_REVIEW__POLICY": "four-eyes",
        "KNOWBOUND_REVIEW__KEYS": str(place.register),
        **store.credentials(place),
        "RUN_LOGS": str(place.home / "logs"),
        "DATABASE_HOST": HOST,
        "DATABASE_PORT": str(place.settings.ports.database),
        "DATABASE_NAME": NAME,
        "DATABASE_USER": USER,
        "DATABASE_PASSWORD": place.secret("database"),
    }


def _pipelines(place: Place) -> dict[str, str]:
    """What the code location, the daemon and their runs know beyond that; no key that signs."""
    return {
        **_instance(place, place.home),
        "KNOWBOUND_STORE__LOCK_DAYS": str(place.settings.lock_days),
        "KNOWBOUND_STORE__PAYLOAD_KEYS": str(place.payload_keys),
        "KNOWBOUND_PRIVACY__KEY": "env:PSEUDONYM_KEY",
        "PSEUDONYM_KEY": place.secret("pseudonym-key"),
        "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": "300",  # the gate examines a whole version
        "GX_ANALYTICS_ENABLED": "false",
        "TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": "",
        "MPLCONFIGDIR": str(place.home / "matplotlib"),
    }


def _access(place: Place) -> dict[str, Any]:
    """`[access]`: the webserver knows people as the proxy of this installation passes them on."""
    login, settings = place.settings.login, place.settings
    common: dict[str, Any] = {
        "url": place.url,
        "key": str(place.signing_key),
        "roles": settings.roles.model_dump(mode="json"),
    }
    if login.kind == "basic":
        return common | {"headers": {"secret_file": str(_proof(place))}}
    # Apache's module starts a new login at its own address when it is told the issuer.
    again = {"iss": login.issuer, "target_link_uri": f"{place.url}/", "auth_request_params": "prompt=login"}
    token = {"issuer": login.issuer, "audience": login.client_id, "keys": login.keys}
    return common | {"token": token, "login_again": f"{place.url}/login?{urlencode(again)}"}


def _proof(place: Place) -> Path:
    """With what the proxy proves itself to the webserver, where people have passwords."""
    return place.state / "web" / "proxy"


def _serving(socket: Path) -> str | None:
    with grpc.insecure_channel(f"unix:{socket}") as channel:
        try:
            said = health_pb2_grpc.HealthStub(channel).Check(
                health_pb2.HealthCheckRequest(service="DagsterApi"), timeout=5
            )
        except grpc.RpcError as error:
            return f"it does not answer on {socket}: {error.details()}"
    return None if said.status == health_pb2.HealthCheckResponse.SERVING else "it does not serve yet"


def _beating(place: Place) -> str | None:
    """A daemon whose thread hangs lives on and only warns: what counts is what each thread has told the database."""
    try:
        with connected(place, USER, NAME) as cursor:
            cursor.execute("SELECT daemon_type, timestamp FROM daemon_heartbeats")
            beats = dict(cursor.fetchall())
    except psycopg2.Error:
        return "whether it works cannot be seen: the database does not answer"
    if not beats:
        return "none of its threads has said yet that it works"
    now = datetime.now(UTC).replace(tzinfo=None)
    silent = sorted(name.lower() for name, beat in beats.items() if now - beat > _STALE)
    return f"these threads have said nothing for {_STALE.seconds} s: {', '.join(silent)}" if silent else None


def _answering(url: str) -> str | None:
    """Whether an address answers at all; who may not see it is told so, and that is an answer."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310  loopback
            return None
    except urllib.error.HTTPError as error:
        return None if error.code < 500 else f"{url} answers {error.code}"
    except OSError as error:
        return f"{url} does not answer: {error}"
