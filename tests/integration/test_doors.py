"""Every door that was tried against permissions and the signature, one test each: all are to be refused, and change nothing.

pytest tests/integration/test_doors.py -k door_                        tries them
pytest tests/integration/test_doors.py -k door_ --collect-only -q      lists and counts them
"""

import base64
import contextlib
import grp
import hmac
import json
import os
import pwd
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import psutil
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from assets.approvals import keys
from assets.approvals.decision import decide
from assets.approvals.ledger import Signed, read_ledger
from assets.approvals.signing import CannotSign, handover_key, signatory
from assets.approvals.standing import standing
from tests.installation import ROOT
from tests.integration.guarded import HEADER, IDP, STRANGER, URL, Answer, Guarded, install, serve, token

JSON = {"Content-Type": "application/json"}
HERE = {"repositoryLocationName": "knowbound", "repositoryName": "__repository__"}
LAUNCH = """mutation Launch($p: ExecutionParams!) { launchRun(executionParams: $p) {
  __typename ... on LaunchRunSuccess { run { runId tags { key value } } } ... on Error { message }
  ... on RunConfigValidationInvalid { errors { message } } } }"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """The running installation, in which Ada has rejected the earlier version."""
    with serve(install(tmp_path_factory.mktemp("guarded"))) as running:
        rejected = review(running, "ada", version=running.other, decision="reject")
        running.rejected = rejected.json["data"]["launchRun"]["run"]["runId"]
        yield running


def params(g: Guarded, job: str = "review", **changes: Any) -> dict[str, Any]:
    """What the launchpad sends."""
    config = {name: changes.pop(name, value) for name, value in _FILLED.items()}
    tags = {"dagster/partition": changes.pop("version", g.version)} | changes.pop("tags", {})
    return {
        "selector": HERE | {"jobName": job},
        "runConfigData": json.dumps({"ops": {"sign": {"config": config}}} if job == "review" else {}),
        "executionMetadata": {"tags": [{"key": k, "value": v} for k, v in tags.items() if v is not None]},
    } | changes


_FILLED = {"decision": "approve", "meaning": "approval", "reason": "I have read the packet."}


def review(g: Guarded, who: str | None, **changes: Any) -> Answer:
    """Launch the job `review` as this person."""
    return g.ask(who, LAUNCH, p=params(g, **changes))


def launch(job: str, **changes: Any) -> Callable[[Guarded, str], Answer]:
    return lambda g, who: g.ask(who, LAUNCH, p=params(g, job, **changes))


def mutation(
    field: str, selection: str = "__typename ... on PythonError { message }", **arguments: Any
) -> Callable[[Guarded, str], Answer]:
    """A mutation as this person; an argument is the pair of its GraphQL type and its value, or a function of the installation."""

    def send(g: Guarded, who: str) -> Answer:
        given = {name: value(g) if callable(value) else value for name, value in arguments.items()}
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in given.items())
        passed = ", ".join(f"{name}: ${name}" for name in given)
        query = f"mutation M({declared}) {{ {field}({passed}) " if given else f"mutation M {{ {field} "
        query += f"{{ {selection} }} }}" if selection else "}"
        return g.ask(who, query, **{name: value for name, (_, value) in given.items()})

    return send


def asset(name: str) -> dict[str, list[str]]:
    return {"path": [name]}


def sign(who: str, **changes: Any) -> str:
    return token(who, **changes)


def cut(text: str) -> str:
    return text[: text.rindex(".") + 1]


def swapped() -> str:
    """Ada's signature under another payload."""
    head, _, signature = token("ada").split(".")
    return f"{head}.{token('eve', sub='ada', groups=['compliance']).split('.')[1]}.{signature}"


def unsigned() -> str:
    return cut(jwt.encode({"alg": "none", "kid": "idp-1"}, _claims(), OctKey.import_key("x" * 32), algorithms=["none"]))


def symmetric() -> str:
    """HS256 with the public key as the secret."""
    head, payload = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": "idp-1"}, _claims())
    )
    signature = hmac.digest(IDP.as_pem(private=False), head + b"." + payload, "sha256")
    return b".".join((head, payload, base64.urlsafe_b64encode(signature).rstrip(b"="))).decode()


def own_key() -> str:
    """A token that brings the key along which is to verify it."""
    header = {"alg": "RS256", "kid": "mine", "jwk": STRANGER.as_dict(private=False)}
    return jwt.encode(header, _claims(), STRANGER, algorithms=["RS256"])


def _claims() -> dict[str, Any]:
    return dict(jwt.decode(token("ada"), IDP, algorithms=["RS256"]).claims)


def now(seconds: int = 0) -> int:
    return int(time.time()) + seconds


# --- nobody: without a login there is not even a picture ---

PATHS = {
    "the UI": ("GET", "/"),
    "a page of the UI": ("GET", "/locations/knowbound/jobs/review"),
    "the head of the UI": ("HEAD", "/"),
    "the officer's page": ("GET", "/review"),
    "a packet": ("GET", "/review/packet/VERSION"),
    "server_info": ("GET", "/server_info"),
    "dagit_info": ("GET", "/dagit_info"),
    "a picture": ("GET", "/favicon.svg"),
    "GraphQL over GET": ("GET", "/graphql?query={version}"),
    "GraphiQL": ("GET", "/graphql"),
    "the log of a step": ("GET", "/logs/RUN/compute_logs/sign.out"),
    "a path out of the logs": ("GET", "/logs/..%2f..%2fknowbound.toml"),
    "a notebook": ("GET", "/notebook?path=x.ipynb&repoLocName=knowbound"),
    "a notebook of dagit": ("GET", "/dagit/notebook?path=x.ipynb&repoLocName=knowbound"),
    "the dump of a run": ("GET", "/download_debug/RUN"),
    "REST materialisation": ("POST", "/report_asset_materialization/dataset_version"),
    "REST check": ("POST", "/report_asset_check/dataset_version?check_name=x&passed=true"),
    "REST observation": ("POST", "/report_asset_observation/dataset_version"),
}


@pytest.mark.parametrize("what", PATHS)
def test_door_anonymous(guarded: Guarded, what: str) -> None:
    method, path = PATHS[what]
    html = {"Accept": "text/html"} if what == "GraphiQL" else {}
    answer = guarded.send(
        method,
        path.replace("RUN", guarded.rejected).replace("VERSION", guarded.version),
        b"{}" if method == "POST" else None,
        (JSON if method == "POST" else {}) | html,
    )
    assert answer.status in (401, 405)
    assert "dagster" not in answer.body.lower()


QUERY = "{ runsOrError { ... on Runs { results { runId } } } }"


@pytest.mark.parametrize("headers", [{}, {HEADER: token("ada", key=STRANGER)}, {"Origin": "https://evil.example"}])
def test_door_websocket(guarded: Guarded, headers: dict[str, str]) -> None:
    headers = headers | ({HEADER: token("ada")} if "Origin" in headers else {})
    with pytest.raises(InvalidStatus, match="403"):
        socket(guarded, headers)


def socket(g: Guarded, headers: dict[str, str]) -> Any:
    return connect(
        f"ws://127.0.0.1:{g.port}/graphql",
        subprotocols=["graphql-ws"],  # type: ignore[list-item]
        additional_headers=headers,
        proxy=None,
    )


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_door_mutation_over_websocket(guarded: Guarded, who: str) -> None:
    with untouched(guarded), socket(guarded, {HEADER: token(who)}) as opened:
        opened.send(json.dumps({"type": "connection_init"}))
        assert json.loads(opened.recv(10))["type"] == "connection_ack"
        payload = {"query": LAUNCH, "variables": {"p": params(guarded)}}
        opened.send(json.dumps({"type": "start", "id": "1", "payload": payload}))
        assert json.loads(opened.recv(30))["type"] == "error"


# --- forged and outworn proofs of who somebody is ---

TOKENS: dict[str, Callable[[], str]] = {
    "without a signature (alg none)": unsigned,
    "with the signature cut off": lambda: cut(token("ada")),
    "HS256 with the public key as secret": symmetric,
    "signed by a stranger": lambda: token("ada", key=STRANGER),
    "signed by the key that it brings along": own_key,
    "a true signature under another payload": swapped,
    "for another audience": lambda: token("ada", aud="another"),
    "without an audience": lambda: token("ada", aud=None),
    "for several, issued to another client": lambda: token("ada", aud=["knowbound", "x"], azp="x"),
    "by another issuer": lambda: token("ada", iss="https://id.example.evil"),
    "without an issuer": lambda: token("ada", iss=None),
    "expired": lambda: token("ada", exp=now(-60)),
    "that never expires": lambda: token("ada", exp=None),
    "with an expiry that is no number": lambda: token("ada", exp="never"),
    "not valid yet": lambda: token("ada", nbf=now(600)),
    "issued in the future": lambda: token("ada", iat=now(600)),
    "with a login in the future": lambda: token("ada", auth_time=now(600)),
    "without a subject": lambda: token("ada", sub=None),
    "with a subject of two lines": lambda: token("ada", sub="ada\nx"),
    "with groups that are no list": lambda: token("ada", groups={"compliance": True}),
    "that is none": lambda: "a.b.c",
    "of a person without a role": lambda: token("nil"),
}


@pytest.mark.parametrize("what", TOKENS)
def test_door_token(guarded: Guarded, what: str) -> None:
    with untouched(guarded):
        assert review(guarded, TOKENS[what]()).status in (401, 403)


HEADERS: dict[str, Callable[[], dict[str, str]]] = {
    "names of a proxy": lambda: {"X-Forwarded-User": "ada", "Remote-User": "ada", "X-Forwarded-Groups": "compliance"},
    "claims of mod_auth_openidc": lambda: {"OIDC_CLAIM_sub": "ada", "OIDC_CLAIM_groups": "compliance"},
    "the small variant, not configured": lambda: {
        "X-Knowbound-Id": "ada",
        "X-Knowbound-Groups": "compliance",
        "X-Knowbound-Secret": "",
    },
    "a good token in another header": lambda: {"Authorization": f"Bearer {token('ada')}"},
    "a good token in a cookie": lambda: {"Cookie": f"{HEADER}={token('ada')}"},
    "two tokens in one header": lambda: {HEADER: f"{token('aud')}, {token('ada')}"},
    "the name of the scope's key": lambda: {"knowbound.identity": "ada"},
}


@pytest.mark.parametrize("what", HEADERS)
def test_door_header(guarded: Guarded, what: str) -> None:
    body = json.dumps({"query": LAUNCH, "variables": {"p": params(guarded)}}).encode()
    with untouched(guarded):
        assert guarded.send("POST", "/graphql", body, JSON | HEADERS[what]()).status == 401


# --- what a foreign page could make an officer's browser send ---

FOREIGN: dict[str, tuple[str, str, str]] = {  # method, path, content type
    "a form": ("POST", "/graphql?", "application/x-www-form-urlencoded"),
    "a form with a file": ("POST", "/graphql?", "multipart/form-data; boundary=x"),
    "plain text": ("POST", "/graphql?", "text/plain"),
    "plain text that says JSON": ("POST", "/graphql", "text/plain; application/json"),
    "GraphQL as such": ("POST", "/graphql", "application/graphql"),
    "no type": ("POST", "/graphql?", ""),
    "a link": ("GET", "/graphql?", ""),
    "a link with a line break": ("GET", "/graphql%0A?", ""),
    "a link with a slash": ("GET", "/graphql/?", ""),
    "PUT": ("PUT", "/graphql?", "application/json"),
    "OPTIONS": ("OPTIONS", "/graphql?", ""),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_door_foreign_request(guarded: Guarded, what: str) -> None:
    method, path, kind = FOREIGN[what]
    asked = {"query": LAUNCH, "variables": json.dumps({"p": params(guarded)})}
    body = None
    if path.endswith("?"):
        path += urlencode(asked, quote_via=quote)
    if method != "GET":
        body = json.dumps(asked).encode()
    with untouched(guarded):
        answer = guarded.send(method, path, body, {HEADER: token("ada"), "Content-Type": kind})
    assert answer.status in (403, 405, 415)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", f"{URL}.evil.example", URL.replace("https", "http")]
)
def test_door_origin(guarded: Guarded, origin: str) -> None:
    body = json.dumps({"query": LAUNCH, "variables": {"p": params(guarded)}}).encode()
    with untouched(guarded):
        answer = guarded.send("POST", "/graphql", body, JSON | {HEADER: token("ada"), "Origin": origin})
    assert answer.status == 403


# --- people with a role, who want more ---

SENSOR = ("SensorSelector!", HERE | {"sensorName": "gate"})
SCHEDULE = ("ScheduleSelector!", HERE | {"scheduleName": "every_day"})
REPOSITORY = ("RepositorySelector!", HERE)


def again(g: Guarded, **changes: Any) -> tuple[str, dict[str, Any]]:
    return "ReexecutionParams", {"parentRunId": g.rejected, "strategy": "ALL_STEPS"} | changes


def reviews(g: Guarded, **changes: Any) -> tuple[str, dict[str, Any]]:
    selector = {"partitionSetName": "review_partition_set", "repositorySelector": HERE}
    return "LaunchBackfillParams!", {"selector": selector, "partitionNames": [g.version]} | changes


def other_run(g: Guarded) -> tuple[str, dict[str, Any]]:
    metadata = {"parentRunId": g.rejected, "rootRunId": g.rejected, "tags": params(g)["executionMetadata"]["tags"]}
    return "ExecutionParams", params(g, executionMetadata=metadata)


def gate_id(g: Guarded) -> str:
    query = "query Q($r: RepositorySelector!) { sensorsOrError(repositorySelector: $r) { ... on Sensors { results { id } } } }"
    return str(g.ask("aud", query, r=HERE).json["data"]["sensorsOrError"]["results"][0]["id"])


EVENT = {"eventType": "ASSET_MATERIALIZATION", "assetKey": asset("dataset_version")}
REFUSED: dict[str, Callable[[Guarded, str], Answer]] = {
    "review": launch("review"),
    "review by its old name": mutation(
        "launchPipelineExecution", executionParams=lambda g: ("ExecutionParams!", params(g))
    ),
    "reviews, several": mutation(
        "launchMultipleRuns",
        "... on LaunchMultipleRunsResult { launchMultipleRunsResult { __typename } }",
        executionParamsList=lambda g: ("[ExecutionParams!]!", [params(g)]),
    ),
    "re-execution of a review": mutation("launchRunReexecution", reexecutionParams=again),
    "re-execution of a review on another version": mutation(
        "launchRunReexecution",
        reexecutionParams=lambda g: again(g, extraTags=[{"key": "dagster/partition", "value": g.version}]),
    ),
    "re-execution with a new decision": mutation("launchRunReexecution", executionParams=other_run),
    "a review as the child of another": mutation(
        "launchRun", executionParams=lambda g: ("ExecutionParams!", other_run(g)[1])
    ),
    "backfill of reviews": mutation("launchPartitionBackfill", backfillParams=reviews),
    "backfill of reviews, at once": mutation(
        "launchPartitionBackfill", backfillParams=lambda g: reviews(g, forceSynchronousSubmission=True)
    ),
    "backfill of versions": mutation(
        "launchPartitionBackfill",
        backfillParams=lambda g: (
            "LaunchBackfillParams!",
            {"assetSelection": [asset("dataset_version")], "partitionNames": [g.version]},
        ),
    ),
    "materialise a version": launch(
        "__ASSET_JOB", selector=HERE | {"jobName": "__ASSET_JOB", "assetSelection": [asset("dataset_version")]}
    ),
    "end an officer's run": mutation("terminateRun", runId=lambda g: ("String!", g.rejected)),
    "end runs": mutation(
        "terminateRuns",
        "... on TerminateRunsResult { terminateRunResults { __typename } }",
        runIds=lambda g: ("[String!]!", [g.rejected]),
    ),
    "delete an officer's run": mutation("deleteRun", runId=lambda g: ("String!", g.rejected)),
    "report a version": mutation("reportRunlessAssetEvents", eventParams=("ReportRunlessAssetEventsParams!", EVENT)),
    "report an asset": mutation(
        "reportRunlessAssetEvents",
        eventParams=("ReportRunlessAssetEventsParams!", EVENT | {"assetKey": asset("snapshot")}),
    ),
    "report a check": mutation(
        "reportAssetCheckEvaluations",
        eventParams=(
            "ReportAssetCheckEvaluationsParams!",
            {"assetKey": asset("snapshot"), "checkName": "integrity", "passed": True},
        ),
    ),
    "wipe versions": mutation(
        "wipeAssets",
        assetPartitionRanges=("[PartitionsByAssetSelector!]!", [{"assetKey": asset("dataset_version")}]),
    ),
    "wipe an asset": mutation(
        "wipeAssets", assetPartitionRanges=("[PartitionsByAssetSelector!]!", [{"assetKey": asset("snapshot")}])
    ),
    "invent a version": mutation(
        "addDynamicPartition",
        repositorySelector=REPOSITORY,
        partitionsDefName=("String!", "dataset_versions"),
        partitionKey=("String!", "2030-01-01-0123456789abcdef"),
    ),
    "hide a version": mutation(
        "deleteDynamicPartitions",
        repositorySelector=REPOSITORY,
        partitionsDefName=("String!", "dataset_versions"),
        partitionKeys=lambda g: ("[String!]!", [g.version]),
    ),
    "dry-run the gate": mutation("sensorDryRun", selectorData=SENSOR, cursor=("String", "")),
    "set the gate's cursor": mutation("setSensorCursor", sensorSelector=SENSOR, cursor=("String", "x")),
    "shut down the code location": mutation(
        "shutdownRepositoryLocation", repositoryLocationName=("String!", "knowbound")
    ),
    "edit a component": mutation(
        "setAppManagedComponent",
        locationName=("String!", "knowbound"),
        componentId=("String!", "x"),
        componentType=("String!", "x"),
        attributes=("String!", "{}"),
    ),
    "pause automation": mutation("setAutoMaterializePaused", selection="", paused=("Boolean!", True)),
}
"""What is refused to everybody but an officer who reviews."""

OTHERS: dict[str, Callable[[Guarded, str], Answer]] = {
    "daily": launch("daily", version="2026-10-12"),
    "retraining": launch("retraining"),
    "retention": launch("retention", version=None),
    "materialise an asset": launch(
        "__ASSET_JOB",
        selector=HERE | {"jobName": "__ASSET_JOB", "assetSelection": [asset("candidate")]},
    ),
    "backfill days": mutation(
        "launchPartitionBackfill",
        backfillParams=(
            "LaunchBackfillParams!",
            {"assetSelection": [asset("inventory")], "partitionNames": ["2026-10-12"]},
        ),
    ),
    "stop the gate": mutation("stopSensor", id=lambda g: ("String", gate_id(g))),
    "start the gate": mutation("startSensor", sensorSelector=SENSOR),
    "reset the gate": mutation("resetSensor", sensorSelector=SENSOR),
    "start a schedule": mutation("startSchedule", scheduleSelector=SCHEDULE),
    "dry-run a schedule": mutation("scheduleDryRun", selectorData=SCHEDULE, timestamp=("Float", 1.0)),
    "reload code": mutation("reloadRepositoryLocation", repositoryLocationName=("String!", "knowbound")),
    "reload all": mutation("reloadWorkspace"),
    "limit concurrency": mutation(
        "setConcurrencyLimit", selection="", concurrencyKey=("String!", "x"), limit=("Int!", 0)
    ),
}
"""What is an engineer's business."""

REFUSALS = (
    "UnauthorizedError",
    "TerminateRunFailure",  # Dagster's word for: not yours to end
    "A re-execution would sign an old decision again",
    "does not support shutting down",
    "Selected keys must be a subset of existing executable asset keys",  # a version is reported, never run
)

TRIED = [
    *(("eve", what, door) for what, door in REFUSED.items()),
    *(
        (who, what, door)
        for who in ("aud", "exp", "kim")
        for what, door in REFUSED.items()
        if what.startswith("review")
    ),
    *(("ada", what, door) for what, door in (*REFUSED.items(), *OTHERS.items()) if not what.startswith("review")),
    *(("aud", what, door) for what, door in OTHERS.items()),
    *(("exp", what, OTHERS[what]) for what in ("daily", "start a schedule")),
]


@pytest.mark.parametrize(
    ("who", "door"), [(who, d) for who, _, d in TRIED], ids=[f"{w}: {what}" for w, what, _ in TRIED]
)
def test_door_role(guarded: Guarded, who: str, door: Callable[[Guarded, str], Answer]) -> None:
    with untouched(guarded):
        answer = door(guarded, who)
    assert "Success" not in answer.body
    assert any(words in answer.body for words in REFUSALS), answer


@pytest.mark.parametrize("who", ["ada", "aud", "eve", "exp"])
@pytest.mark.parametrize("what", ["materialization", "check", "observation"])
def test_door_rest(guarded: Guarded, who: str, what: str) -> None:
    path = f"/report_asset_{what}/dataset_version?check_name=integrity&passed=true"
    assert guarded.send("POST", path, b"{}", JSON | {HEADER: token(who)}).status == 401


# --- officers, in another way than the one that is signed ---

REVIEWS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {  # token, launch, what is said
    "with a login of an hour ago": ({"logged_in": 3600}, {}, "You logged in 60 minutes ago"),
    "with a login of unknown age": ({"auth_time": None}, {}, "does not say when you logged in"),
    "without a name": ({"name": None}, {}, "needs a printed one"),
    "of no version": ({}, {"version": None}, "partition"),
    "of a version that is not there": ({}, {"version": "2026-10-12-0000000000000000"}, "There is no version"),
    "of a path": ({}, {"version": "../../knowbound.toml"}, "There is no version"),
    "without a reason": ({}, {"reason": "  "}, "say in your own words why"),
    "with an unseen character": ({}, {"reason": "good\u202e"}, "characters that nobody can see"),
    "with another decision": ({}, {"decision": "maybe"}, "RunConfigValidationInvalid"),
    "with a secret from the environment": ({}, {"reason": {"env": "HOME"}}, "RunConfigValidationInvalid"),
    "as a backfill": ({}, {"tags": {"dagster/backfill": "x"}}, "A backfill reviews nothing"),
}


@pytest.mark.parametrize("what", REVIEWS)
def test_door_officer(guarded: Guarded, what: str) -> None:
    who, changes, words = REVIEWS[what]
    with untouched(guarded):
        answer = review(guarded, token("ada", **who), **changes)
    assert "Success" not in answer.body
    assert words in answer.body
    assert "good" not in answer.body


_DAGSTER = [sys.executable, "-m", "dagster", "job", "launch", "-j", "review"]


def test_door_command_line(guarded: Guarded) -> None:
    """Somebody with a shell, Dagster's home and the code, but no login and no key."""
    config = json.dumps(json.loads(params(guarded)["runConfigData"]))
    tags = json.dumps({"dagster/partition": guarded.version, "user": "ada", "knowbound/role": "compliance officer"})
    with untouched(guarded):
        done = subprocess.run(
            [*_DAGSTER, "-w", str(guarded.root / "workspace.yaml"), "--config-json", config, "--tags", tags],
            cwd=ROOT,
            env=os.environ
            | {"DAGSTER_HOME": str(guarded.root / "home"), "KNOWBOUND_CONFIG": str(guarded.root / "knowbound.toml")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode != 0
    assert "Only an officer who is logged in reviews" in done.stdout + done.stderr


class untouched:
    """Nothing is signed inside, nothing waits to be run or has been, and no version has been reported or hidden."""

    def __init__(self, g: Guarded):
        self.g = g

    def look(self) -> object:
        query = """{ runsOrError(filter: {statuses: [QUEUED, STARTING, STARTED, SUCCESS]}) { ... on Runs { count } }
          partitionBackfillsOrError { ... on PartitionBackfills { results { id } } }
          assetOrError(assetKey: {path: ["dataset_version"]}) { __typename ... on Asset {
            assetMaterializations { timestamp } definition { partitionKeys } } } }"""
        seen = self.g.ask("aud", query)
        assert seen.status == 200, seen
        return seen.json, self.g.store.list("signed/"), self.g.store.list("ledger/")

    def __enter__(self) -> None:
        self.before = self.look()

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            assert self.look() == self.before


# --- what works, and what it leaves behind ---


def test_a_runs_tags_say_who_launched_it_whatever_the_client_sent(guarded: Guarded) -> None:
    forged = {"user": "ada", "knowbound/role": "compliance officer", "knowbound/name": "Ada Brightwater"}
    done = guarded.ask("eve", LAUNCH, p=params(guarded, "daily", version="2026-10-12", tags=forged))
    tags = {tag["key"]: tag["value"] for tag in done.json["data"]["launchRun"]["run"]["tags"]}
    assert (tags["user"], tags["knowbound/name"], tags["knowbound/role"]) == ("eve", "Eve Engel", "data engineer")


def test_two_officers_approve_and_it_verifies_with_the_public_key_alone(guarded: Guarded) -> None:
    before = datetime.now(UTC)
    for who in ("ada", "ben"):
        answer = review(guarded, who).json["data"]["launchRun"]
        assert answer["__typename"] == "LaunchRunSuccess"
        # what the run does
        appends = signatory(guarded.review, guarded.store, answer["run"]["runId"])
        decide(guarded.store, appends, guarded.version, **_FILLED, now=datetime.now(UTC))  # type: ignore[arg-type]
    found = standing(guarded.store, guarded.version, guarded.review, datetime.now(UTC))
    assert found.approved, found.words
    assert found.signers == ("Ada Brightwater", "Ben Castellan")
    assert [entry.statement.signer for entry in found.entries] == ["ada", "ben"]
    assert all(entry.statement.authenticated_at < keys.timestamp(before) for entry in found.entries)
    # the same handed-over statement once more, as a replay would have it
    replayed = guarded.store.get(handover_key(answer["run"]["runId"]))
    guarded.store.put(handover_key("another"), replayed)
    again_ = signatory(guarded.review, guarded.store, "another")
    decide(guarded.store, again_, guarded.version, **_FILLED, now=datetime.now(UTC))  # type: ignore[arg-type]
    assert len(read_ledger(guarded.store, guarded.version)) == 2


def test_a_database_that_changes_runs_on_the_way_changes_no_signature(guarded: Guarded) -> None:
    """The database is in the hands of runs, and the run is read from it again before it is submitted."""
    with contextlib.closing(sqlite3.connect(guarded.root / "home" / "history" / "runs.db")) as runs:
        change = "UPDATE runs SET run_body = replace(run_body, 'reject', 'approve') WHERE id = new.id"
        runs.execute(f"CREATE TRIGGER turned AFTER INSERT ON runs BEGIN {change}; END")
        answer = review(guarded, "ada", decision="reject").json["data"]["launchRun"]
        runs.execute("DROP TRIGGER turned")
    run_id = answer["run"]["runId"]
    assert Signed.model_validate_json(guarded.store.get(handover_key(run_id))).statement.decision == "reject"
    config = guarded.ask("aud", "query Q($r: ID!) { runOrError(runId: $r) { ... on Run { runConfigYaml } } }", r=run_id)
    assert "approve" in config.body
    appends = signatory(guarded.review, guarded.store, run_id)  # what the run does, with what the database says
    with pytest.raises(CannotSign, match="signed something else than what this run is about"):
        decide(guarded.store, appends, guarded.version, **_FILLED, now=datetime.now(UTC))  # type: ignore[arg-type]


def test_the_key_is_in_no_other_process(guarded: Guarded) -> None:
    code, web = (psutil.Process(process.pid) for process in guarded.processes)
    assert web.children(recursive=True) == []
    for process in (code, web):
        assert not any("signing.key" in value for value in (*process.environ().values(), *process.cmdline()))
        assert not any("signing.key" in str(file.path) for file in process.open_files())


_SERVE_AS_NOBODY = """
import os, pathlib, sys
from deploy.web.__main__ import _keep_secret
from pipelines import settings
access = settings.load(pathlib.Path(sys.argv[1])).access
held = access.key.open("rb")
_keep_secret(access, "nobody", ("daemon",))
print(os.getresuid(), os.getgroups())
held.close()
for path in (access.key, "/proc/self/mem", "/proc/self/environ"):
    try:
        os.close(os.open(path, os.O_RDONLY))
    except PermissionError:
        print("closed")
try:
    os.setuid(0)
except PermissionError:
    print("for good")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user; CI runs as root")
def test_what_the_webserver_becomes_cannot_read_the_key_again(guarded: Guarded) -> None:
    """Dagster serves the logs that runs write: a run could put a link to the key's file, or to a process' memory, there."""
    done = subprocess.run(
        [sys.executable, "-c", _SERVE_AS_NOBODY, str(guarded.root / "knowbound.toml")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    nobody, further = pwd.getpwnam("nobody").pw_uid, grp.getgrnam("daemon").gr_gid
    assert done.stdout.splitlines() == [f"({nobody}, {nobody}, {nobody}) [{further}]", *["closed"] * 3, "for good"], (
        done
    )
