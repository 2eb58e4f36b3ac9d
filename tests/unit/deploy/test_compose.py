"""The compose file, where no engine runs: it is one, by the Compose specification's schema, and it keeps apart what must be."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

COMPOSE = Path(__file__).parents[3] / "deploy" / "compose.yaml"


@pytest.fixture
def services() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return dict(loaded["services"])


def test_it_follows_the_schema(tmp_path: Path) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, COMPOSE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    broken = tmp_path / "compose.yaml"
    broken.write_text(COMPOSE.read_text(encoding="utf-8").replace("restart: unless-stopped", "restarts: always"))
    assert subprocess.run([*check, broken], capture_output=True, check=False).returncode == 1


def test_it_has_the_parts_of_the_installation(services: dict[str, Any]) -> None:
    assert set(services) == {"database", "store", "code", "daemon", "web", "proxy"}


def test_only_the_proxy_is_reached_and_on_loopback(services: dict[str, Any]) -> None:
    assert {name: service["ports"] for name, service in services.items() if "ports" in service} == {
        "proxy": ["127.0.0.1:8443:8443"]
    }
    assert [name for name, service in services.items() if "outside" in service["networks"]] == ["proxy"]


def test_the_key_that_signs_is_the_webservers_alone(services: dict[str, Any]) -> None:
    holders = [n for n, s in services.items() if any("signing-key" in str(v) for v in s.get("volumes", ()))]
    assert holders == ["web"]
    users = {name: service.get("user") for name, service in services.items()}
    assert users["web"] != users["code"] == users["daemon"]
    assert not [n for n, s in services.items() if n != "web" and "secrets/web.env" in s.get("env_file", ())]


def test_no_secret_stands_in_it(services: dict[str, Any]) -> None:
    for service in services.values():
        assert not [n for n in service.get("environment", {}) if n.endswith(("PASSWORD", "SECRET_KEY", "ACCESS_KEY"))]
