"""An installation for tests and measurements: every part of it real, on loopback, with a small company, a fake trainer and a
provider of logins."""

import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import dagster as dg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assets.approvals.decision import decide
from assets.approvals.keys import read_private
from assets.approvals.ledger import Signed
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import Intent, Signer, sign_as
from assets.days import DATASET_VERSIONS
from assets.snapshots.review_link import LOCATION
from deploy.installation import backup, ceph, orchestration, parts
from deploy.installation.place import Place, interpreter
from deploy.installation.processes import Process
from resources.object_store import ObjectStore
from tests.company import HISTORY, found
from tests.installation import ROOT, wait_for
from tests.installed.provider import PASSWORD, PEOPLE
from tests.unit.assets.retraining.approved import proven_version

TRAINER = ROOT / "tests" / "integration" / "fake_trainer.py"
CONFIGURATION = """
[review]
policy = "four-eyes"

[training]
command = ["{python}", "{trainer}", "{folder}"]
grace_minutes = 1.5
attempts = 3
"""


APPROVE = {"ops": {"sign": {"config": {"decision": "approve", "meaning": "approval", "reason": "read and agreed"}}}}

_LAUNCH = """
mutation Launch($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message }
    ... on UnauthorizedError { message }
  }
}
"""


@dataclass(frozen=True)
class Installed:
    """An installation that runs, its company beside it. `state` lies where every user may pass."""

    root: Path

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def place(self) -> Place:
        return Place(self.state)

    @property
    def store(self) -> ObjectStore:
        """The bucket, as its keeper sees it."""
        return backup.bucket(self.place)

    @contextmanager
    def instance(self) -> Iterator[dg.DagsterInstance]:
        """Dagster's instance, as its own processes open it."""
        known = orchestration.code(self.place).environment
        with pytest.MonkeyPatch.context() as patch:
            for name in (
                "DATABASE_HOST",
                "DATABASE_PORT",
                "DATABASE_NAME",
                "DATABASE_USER",
                "DATABASE_PASSWORD",
                "RUN_LOGS",
            ):
                patch.setenv(name, known[name])
            with dg.DagsterInstance.from_config(str(self.place.home)) as opened:
                yield opened

    def call(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """`python -m deploy.installation` on it."""
        return call(self.state, *arguments, check=check)

    def health(self) -> dict[str, str | None]:
        """By part, what is wrong."""
        return {part.part: part.trouble for part in parts.health(self.place)}

    def part(self, name: str) -> parts.Part:
        return next(part for part in parts.parts(self.place) if part.name == name)

    @contextmanager
    def log_in(self, person: str) -> Iterator[httpx.Client]:
        """The person's session at the proxy, as a browser has one."""
        trusted = ssl.create_default_context(cafile=str(self.place.certificate))
        with httpx.Client(verify=trusted, follow_redirects=True, timeout=90, base_url=self.place.url) as session:
            asked = session.get("/runs", headers={"Sec-Fetch-Mode": "navigate"})
            action = unescape(re.findall(r'action="([^"]+)"', asked.text)[0])
            back = session.post(str(asked.url.join(action)), data={"person": person, "password": PASSWORD})
            assert back.status_code == 200, back.text
            yield session

    def launch(self, session: httpx.Client, job: str, partition: str, config: dict[str, Any] | None = None) -> Any:
        """What the UI sends when "Launch Run" is clicked, and the answer."""
        selector = {"repositoryLocationName": LOCATION, "repositoryName": "__repository__", "jobName": job}
        tags = [{"key": "dagster/partition", "value": partition}]
        params = {
            **{"selector": selector, "mode": "default", "executionMetadata": {"tags": tags}},
            "runConfigData": json.dumps(config or {}),
        }
        return self.ask(session, _LAUNCH, params=params)["launchRun"]

    def ask(self, session: httpx.Client, query: str, **variables: Any) -> Any:
        """The data of a GraphQL answer."""
        answer = session.post("/graphql", json={"query": query, "variables": variables})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert "errors" not in body, body["errors"]
        return body["data"]

    def ended(self, session: httpx.Client, run: str) -> str:
        """How a run has ended, once it has."""
        wait_for(f"run {run} ends", lambda: self.status(session, run) in ("SUCCESS", "FAILURE", "CANCELED"), 300)
        return self.status(session, run)

    def status(self, session: httpx.Client, run: str) -> str:
        query = "query Run($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
        return str(self.ask(session, query, id=run)["runOrError"]["status"])

    def kill(self, name: str) -> None:
        """kill -9 to a part that is a process, and to its children."""
        part = self.part(name)
        assert isinstance(part, Process)
        assert part.process is not None
        os.killpg(part.process.pid, signal.SIGKILL)
        wait_for(f"{name} is gone", lambda: part.process is None)

    def kill_in_store(self, daemon: str) -> None:
        """kill -9 to one of Ceph's daemons."""
        folder = self.state / "store"
        os.kill(int((folder / "run" / f"{daemon}.pid").read_text()), signal.SIGKILL)
        wait_for(f"{daemon} is gone", lambda: not ceph.running(folder)[daemon])

    def mode(self, name: str) -> None:
        """How the trainer ends from now on."""
        draft = self.root / "trainer" / "mode.new"
        draft.write_text(name)
        draft.replace(self.root / "trainer" / "mode")

    def trained(self, version: str, arm: str = "candidate") -> int:
        """How often the trainer was asked to train this."""
        log = self.root / "trainer" / "trained"
        lines = log.read_text().splitlines() if log.exists() else []
        return sum(line.split()[:2] == [version, arm] for line in lines)


def call(state: Path, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """`python -m deploy.installation` on the installation in `state`."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy.installation", "--state", str(state), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0 or not check, f"{arguments}: {done.stdout}{done.stderr}"
    return done


def waiting_version(installed: Installed, as_of: str) -> str:
    """A small version that waits for review, made beside the pipeline; the webserver knows it as a partition."""
    made = proven_version(installed.store, as_of)
    keys = installed.place.payload_keys
    for path in keys.iterdir():  # the user of runs reads them
        os.chown(path, keys.stat().st_uid, keys.stat().st_gid)
    with installed.instance() as instance:
        instance.add_dynamic_partitions(str(DATASET_VERSIONS.name), [made])
    return made


@dataclass(frozen=True)
class _Officers:
    """Two officers who agree at once; whoever starts the installation can read the key that signs."""

    key: Ed25519PrivateKey

    def sign(self, intent: Intent) -> tuple[Signed, ...]:
        present = ("officer-1", "officer-2")
        signers = (Signer(person, str(PEOPLE[person]["name"]), ReviewSettings().role, intent.at) for person in present)
        return tuple(sign_as(self.key, signer, intent, "four-eyes") for signer in signers)


def approved_version(installed: Installed, as_of: str) -> str:
    """A small version that two officers have signed; how they do that is in test_officer.py."""
    made = waiting_version(installed, as_of)
    officers, now = _Officers(read_private(installed.place.signing_key)), datetime.now(UTC)
    decide(installed.store, officers, made, decision="approve", meaning="approval", reason="agreed", now=now)
    return made


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def write_settings(path: Path, configuration: Path, login: str) -> None:
    """An installation.toml with free ports."""
    proxy, web, database, store = free_ports(4)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"configuration = {json.dumps(str(configuration))}\n[ports]\nproxy = {proxy}\nweb = {web}\n"
        f"database = {database}\nstore = {store}\n{login}"
    )


@contextmanager
def installation() -> Iterator[Installed]:
    """An installation with a company and a provider, up until the block ends."""
    # Not below pytest's folders: nobody but root may enter those.
    root = Path(tempfile.mkdtemp(prefix="knowbound-"))
    root.chmod(0o755)
    trainer = root / "trainer"
    trainer.mkdir()
    trainer.chmod(0o777)
    more = CONFIGURATION.format(python=interpreter(everybody=True)[0], trainer=TRAINER, folder=trainer)
    company = found(root / "company", HISTORY, more=more)
    running = Installed(root)
    running.mode("train")
    (port,) = free_ports(1)
    login = f'[login]\nkind = "oidc"\nissuer = "http://127.0.0.1:{port}"\nkeys = "file:{root}/keys.json"\n'
    write_settings(running.state / "installation.toml", company.config, login)
    secret = running.place.secret("oidc-client")
    provider = subprocess.Popen(
        [sys.executable, "-m", "tests.installed.provider", str(port), str(root / "keys.json")],
        cwd=ROOT,
        env={**os.environ, "CLIENT_SECRET": secret},
    )
    try:
        wait_for("the provider has its keys", (root / "keys.json").exists)
        running.call("up")
        yield running
    finally:
        try:
            running.call("down")
        finally:
            provider.kill()
            provider.wait()
            shutil.rmtree(root, ignore_errors=True)
