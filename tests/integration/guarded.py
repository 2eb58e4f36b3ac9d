"""A webserver with logins, as it runs behind a proxy: its own process, a code location in another, people with tokens."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from assets.approvals import keys
from assets.approvals.settings import ReviewSettings
from assets.days import DATASET_VERSIONS
from assets.snapshots.versions import write_version
from resources.directory_store import DirectoryStore
from tests.installation import NO_NETWORK, ROOT
from tests.unit.assets.snapshots.days import day

ISSUER, AUDIENCE, HEADER, URL = "https://id.example", "knowbound", "OIDC_id_token", "https://knowbound.example"
IDP = RSAKey.generate_key(2048, {"kid": "idp-1", "use": "sig", "alg": "RS256"})
STRANGER = RSAKey.generate_key(2048, {"kid": "idp-1"})
PEOPLE: dict[str, tuple[str, list[str]]] = {
    "ada": ("Ada Brightwater", ["compliance"]),
    "ben": ("Ben Castellan", ["compliance"]),
    "eve": ("Eve Engel", ["data"]),
    "kim": ("Kim Both", ["data", "compliance"]),
    "aud": ("Aud Itor", ["audit"]),
    "exp": ("Exa Pert", ["experts"]),
    "nil": ("Nil Nobody", ["canteen"]),
}
_CONFIG = f"""
[[sources]]
name = "handbook"
kind = "wiki"
reader = "files"
path = "handbook"

[store]
url = "file://store"

[dagster]
home = "home"

[review]
keys = "keys.json"

[access]
url = "{URL}"
key = "secret/signing.key"
login_again = "{URL}/login"

[access.token]
issuer = "{ISSUER}"
audience = "{AUDIENCE}"
keys = "file:idp.json"

[access.roles]
engineer = ["data"]
officer = ["compliance"]
expert = ["experts"]
auditor = ["audit"]
"""
_INSTANCE = """
telemetry: {enabled: false}
nux: {enabled: false}
run_coordinator: {module: deploy.coordinator, class: AttestingRunCoordinator}
"""


def token(person: str, *, key: RSAKey = IDP, alg: str = "RS256", logged_in: float = 60, **changes: Any) -> str:
    """An ID token as the identity provider makes it, unless something is changed; None takes a claim away."""
    now = int(time.time())
    name, groups = PEOPLE[person]
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": person,
        "name": name,
        "groups": groups,
        "iat": now,
        "exp": now + 600,
        "auth_time": now - int(logged_in),
    }
    claims = {claim: value for claim, value in (claims | changes).items() if value is not None}
    return jwt.encode({"alg": alg, "kid": "idp-1"}, claims, key, algorithms=[alg])


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Guarded:
    """The installation: its folder, the version that waits, and the address that the proxy would forward to."""

    root: Path
    version: str
    other: str
    port: int = 0
    rejected: str = ""  # the run in which an officer rejected `other`
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def store(self) -> DirectoryStore:
        return DirectoryStore(self.root / "store")

    @property
    def review(self) -> ReviewSettings:
        return ReviewSettings(keys=self.root / "keys.json")

    @contextlib.contextmanager
    def instance(self) -> Iterator[dg.DagsterInstance]:
        with dg.DagsterInstance.from_config(str(self.root / "home")) as opened:
            yield opened

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request, exactly as given."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=body, headers=dict(headers or {}), method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  loopback
                return Answer(answer.status, answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode(errors="replace"))

    def ask(self, who: str | None, query: str, **variables: Any) -> Answer:
        """A GraphQL request as the UI sends it, with the person's token; a text with dots is a token itself."""
        headers = {"Content-Type": "application/json"}
        if who:
            headers[HEADER] = who if "." in who else token(who)
        return self.send("POST", "/graphql", json.dumps({"query": query, "variables": variables}).encode(), headers)


def install(root: Path) -> Guarded:
    """The files of an installation: configuration, keys, two versions in the store, Dagster's home."""
    (root / "home").mkdir(parents=True)
    (root / "home" / "dagster.yaml").write_text(_INSTANCE)
    (root / "knowbound.toml").write_text(_CONFIG)
    (root / "idp.json").write_text(json.dumps(KeySet([IDP]).as_dict(private=False)))
    keys.create(root / "secret" / "signing.key", root / "keys.json", datetime.now(UTC))
    store = DirectoryStore(root / "store")
    other, version = (write_version(store, content).version for content in (day("2026-10-11", pages=4), day()))
    made = Guarded(root, version, other)
    with made.instance() as instance:
        instance.add_dynamic_partitions(str(DATASET_VERSIONS.name), [other, version])
    return made


@contextlib.contextmanager
def serve(made: Guarded) -> Iterator[Guarded]:
    """The code location and the webserver, two processes, until the block ends."""
    code, made.port = _free(), _free()
    (made.root / "workspace.yaml").write_text(
        f"load_from: [{{grpc_server: {{host: 127.0.0.1, port: {code}, location_name: knowbound}}}}]\n"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KNOWBOUND_")} | {
        "PYTHONPATH": f"{NO_NETWORK}:{ROOT}",
        "KNOWBOUND_CONFIG": str(made.root / "knowbound.toml"),
        "DAGSTER_HOME": str(made.root / "home"),
        "DAGSTER_DISABLE_TELEMETRY": "1",
    }
    commands = (
        ["-m", "dagster", "api", "grpc", "--module-name", "pipelines.definitions", "--port", str(code)],
        ["-m", "deploy.web", "--workspace", str(made.root / "workspace.yaml"), "--port", str(made.port)],
    )
    try:
        for port, command in zip((code, made.port), commands, strict=True):
            log = (made.root / f"{port}.log").open("wb")
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            made.processes.append(process)
            _wait(process, port, made.root / f"{port}.log")
        until = time.monotonic() + 60  # the webserver answers before it has loaded the location
        while (
            "knowbound"
            not in made.ask(
                "aud",
                "{ locationStatusesOrError { ... on WorkspaceLocationStatusEntries { entries { name loadStatus } } } }",
            ).body
        ):
            assert time.monotonic() < until
            time.sleep(0.3)
        yield made
    finally:
        for process in reversed(made.processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in made.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.3)
    raise AssertionError(f"it did not come up:\n{log.read_text()[-3000:]}")
