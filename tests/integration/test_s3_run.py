"""The main job with its store in S3: the version is there, proves, and is the one that a directory would hold."""

import json
from pathlib import Path
from typing import Any

from tests.company import DAY, HISTORY, found
from tests.integration import test_s3

endpoint, s3 = test_s3.endpoint, test_s3.s3  # the fixtures


def test_a_run_in_s3_makes_the_version_that_a_directory_would_hold(tmp_path: Path, endpoint: str, s3: Any) -> None:
    s3.create_bucket(Bucket="company")
    places = {
        "KNOWBOUND_STORE__URL": "s3://company/data/knowbound",
        "KNOWBOUND_S3_ENDPOINT": endpoint,
        **test_s3.CREDENTIALS,
    }
    local, remote = found(tmp_path / "local", HISTORY), found(tmp_path / "remote", HISTORY)

    output = ""
    for installation, environment in ((local, {}), (remote, places)):
        done = installation.knowbound("run", "--as-of", DAY.isoformat(), **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        output += done.stdout + done.stderr
    [here] = json.loads(local.knowbound("versions", "--json").stdout)
    [there] = json.loads(remote.knowbound("versions", "--json", **places).stdout)
    assert there == here
    assert there["counts"]["train"] > 0

    verified = remote.knowbound("verify", there["version"], "--mutate", "50", **places)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    again = remote.knowbound("run", "--as-of", DAY.isoformat(), **places)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "(unchanged)" in again.stdout

    keys = {entry["Key"] for entry in s3.list_objects_v2(Bucket="company")["Contents"]}
    assert all(key.startswith("data/knowbound/") for key in keys)
    assert not remote.store.exists()
    for secret in test_s3.CREDENTIALS.values():
        assert secret not in output
        assert not [
            path for path in (remote.root / "var").rglob("*") if path.is_file() and secret.encode() in path.read_bytes()
        ]


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    environment = {
        "KNOWBOUND_STORE__URL": "s3://company",
        "KNOWBOUND_S3_ENDPOINT": "http://127.0.0.1:9",
        **test_s3.CREDENTIALS,
    }
    refused = found(tmp_path, HISTORY).knowbound("run", "--as-of", DAY.isoformat(), **environment)
    assert refused.returncode == 1
    assert "Check KNOWBOUND_S3_ENDPOINT" in refused.stderr
    assert "Traceback" not in refused.stderr
