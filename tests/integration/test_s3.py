"""The object store's contract against S3: moto's server in a process of its own, on loopback."""

import http.server
import itertools
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from assets.snapshots.versions import integrity, write_version
from resources.object_store import ObjectStore, StoreError
from resources.stores import open_store
from tests.unit.assets.snapshots.days import day
from tests.unit.resources.store_contract import StoreContract

CREDENTIALS = {"KNOWBOUND_S3_ACCESS_KEY": "AKIATESTONLY", "KNOWBOUND_S3_SECRET_KEY": "only-a-test"}
_names = itertools.count()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail("the S3 server did not start within 30 s")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def s3(endpoint: str) -> Any:
    return boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1"
    )


class TestS3(StoreContract):
    @pytest.fixture
    def store(self, endpoint: str, s3: Any) -> ObjectStore:
        bucket = f"bucket-{next(_names)}"
        s3.create_bucket(Bucket=bucket)
        # A neighbour whose name begins like ours must stay invisible.
        s3.put_object(Bucket=bucket, Key="some/prefix-2/a", Body=b"not ours")
        return open_store(f"s3://{bucket}/some/prefix", {**CREDENTIALS, "KNOWBOUND_S3_ENDPOINT": endpoint})

    def test_lists_more_than_a_page(self, store: ObjectStore, s3: Any) -> None:
        bucket = store.url.split("/")[2]
        for n in range(1001):
            s3.put_object(Bucket=bucket, Key=f"some/prefix/{n:04d}", Body=b"")
        assert store.list("") == [f"{n:04d}" for n in range(1001)]

    def test_without_a_prefix_keys_are_the_bucket_s(self, endpoint: str, s3: Any) -> None:
        s3.create_bucket(Bucket="plain")
        store = open_store("s3://plain", {**CREDENTIALS, "KNOWBOUND_S3_ENDPOINT": endpoint})
        store.put("a/b", b"x")
        assert s3.get_object(Bucket="plain", Key="a/b")["Body"].read() == b"x"
        assert store.list("") == ["a/b"]


def test_a_version_is_the_same_in_s3_and_in_a_directory(endpoint: str, s3: Any, tmp_path: Path) -> None:
    s3.create_bucket(Bucket="versions")
    remote = open_store("s3://versions/knowbound", {**CREDENTIALS, "KNOWBOUND_S3_ENDPOINT": endpoint})
    local = open_store(f"file://{tmp_path}", {})
    version = write_version(remote, day()).version
    assert write_version(local, day()).version == version
    assert {key: remote.get(key) for key in remote.list("")} == {key: local.get(key) for key in local.list("")}
    assert integrity(remote, version) == []


def test_missing_bucket(endpoint: str) -> None:
    store = open_store("s3://not-there/x", {**CREDENTIALS, "KNOWBOUND_S3_ENDPOINT": endpoint})
    calls = (lambda: store.put("a", b""), lambda: store.get("a"), lambda: store.exists("a"), lambda: store.list(""))
    for call in calls:
        with pytest.raises(StoreError, match=r"bucket 'not-there' does not exist\. Create it first"):
            call()


def test_unreachable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        endpoint = f"http://127.0.0.1:{closed.getsockname()[1]}"
        store = open_store("s3://bucket", {**CREDENTIALS, "KNOWBOUND_S3_ENDPOINT": endpoint})
        with pytest.raises(StoreError, match=r"no answer.*Check KNOWBOUND_S3_ENDPOINT"):
            store.get("a")


@pytest.mark.parametrize(
    ("status", "code", "cure"),
    [
        (403, "InvalidAccessKeyId", "Check KNOWBOUND_S3_ACCESS_KEY"),
        (403, "SignatureDoesNotMatch", "KNOWBOUND_S3_SECRET_KEY"),
        (403, "QuotaExceeded", "Free space"),
        (507, "InsufficientStorage", "Free space"),
        (400, "SomethingElse", "SomethingElse"),
    ],
)
def test_refusals_say_what_to_do_and_hold_no_credential(status: int, code: str, cure: str) -> None:
    with _refusing(status, code) as endpoint:
        store = open_store("s3://bucket", {**CREDENTIALS, "KNOWBOUND_S3_ENDPOINT": endpoint})
        with pytest.raises(StoreError, match=cure) as refused:
            store.replace("a", b"x")
    assert refused.value.__cause__ is None
    for secret in CREDENTIALS.values():
        assert secret not in f"{refused.value!r}{vars(store)}"


@contextmanager
def _refusing(status: int, code: str) -> Iterator[str]:
    """A server that answers every request with one S3 error, naming the access key as some servers do."""

    class Refusal(http.server.BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = f"<Error><Code>{code}</Code><Message>AKIATESTONLY</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
