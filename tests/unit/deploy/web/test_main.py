"""What has to hold before the webserver serves; the rest is seen on a running one in tests/integration/test_doors.py."""

import os
from pathlib import Path

import pytest
from dagster._core.workspace.load_target import WorkspaceFileTarget

from deploy.web.__main__ import _checked, _only_ours
from pipelines import settings

CONFIG = """
[[sources]]
name = "a"
kind = "wiki"
reader = "files"
path = "a"

[review]
policy = "{policy}"

[access]
url = "https://kb.example"
roles = {{officer = ["compliance"]}}
headers = {{secret_file = "secret"}}
"""


@pytest.mark.parametrize("what", ["file", "folder", "folder above"])
@pytest.mark.parametrize("mode", [0o020, 0o002])
def test_who_else_can_change_a_file_decides_what_runs_beside_the_key(tmp_path: Path, what: str, mode: int) -> None:
    file = tmp_path / "above" / "home" / "dagster.yaml"
    file.parent.mkdir(parents=True)
    file.touch()
    _only_ours(file)
    place = {"file": file, "folder": file.parent, "folder above": file.parent.parent}[what]
    place.chmod(place.stat().st_mode | mode)
    with pytest.raises(settings.ConfigurationError, match=f"{place.name} can be changed by another user"):
        _only_ours(file)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away; CI runs as root")
def test_a_file_of_another_user_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "dagster.yaml"
    file.touch()
    os.chown(file, 65534, 65534)
    with pytest.raises(settings.ConfigurationError, match="can be changed by another user"):
        _only_ours(file)


@pytest.mark.parametrize(
    ("policy", "access", "workspace", "words"),
    [
        ("four-eyes", False, "grpc_server: {host: localhost, port: 1}", r"\[access\] is missing"),
        ("demo", True, "grpc_server: {host: localhost, port: 1}", "officers sign who are no persons"),
        ("four-eyes", True, "python_module: pipelines.definitions", "would be a child of this process"),
        ("four-eyes", True, "grpc_server: {host: localhost, port: 1}", None),
    ],
)
def test_it_serves_only_where_a_signature_means_something(
    tmp_path: Path, policy: str, access: bool, workspace: str, words: str | None
) -> None:
    config, target = tmp_path / "knowbound.toml", tmp_path / "workspace.yaml"
    text = CONFIG.format(policy=policy)
    config.write_text(text if access else text[: text.index("[access]")])
    target.write_text(f"load_from: [{{{workspace}}}]\n")
    loaded, read = settings.load(config), WorkspaceFileTarget([str(target)])
    if words is None:
        assert _checked(loaded, read) is loaded.access
        return
    with pytest.raises(settings.ConfigurationError, match=words):
        _checked(loaded, read)
