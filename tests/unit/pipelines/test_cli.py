"""What the command line makes of errors that its user can mend."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from pipelines.cli import BAD_CONFIGURATION, FAILED, _Commands, main
from pipelines.settings import CONFIG_VARIABLE


def group(error: Exception) -> click.Group:
    commands = _Commands("knowbound")

    @commands.command()
    def packet() -> None:
        raise error

    return commands


def test_a_place_that_cannot_be_written_is_named_without_a_traceback() -> None:
    done = CliRunner().invoke(group(FileNotFoundError(2, "No such file or directory", "nowhere/p.html")), ["packet"])
    assert done.exit_code == FAILED
    assert done.output == "nowhere/p.html: No such file or directory; check this path and its permissions\n"


def test_an_error_of_no_place_is_not_explained_away() -> None:
    done = CliRunner().invoke(group(OSError("a bug")), ["packet"])
    with pytest.raises(OSError, match="a bug"):
        raise done.exception or AssertionError("nothing was raised")


def test_a_day_in_the_future_is_a_wrong_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFIG_VARIABLE, "")  # the option sets it for good
    (tmp_path / "docs").mkdir()
    config = tmp_path / "knowbound.toml"
    config.write_text('[[sources]]\nname = "docs"\nkind = "wiki"\nreader = "files"\npath = "docs"\n')
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    done = CliRunner().invoke(main, ["run", "--config", str(config), "--as-of", str(tomorrow)])
    assert done.exit_code == BAD_CONFIGURATION
    assert f"{tomorrow} lies in the future" in done.output
    assert not (tmp_path / "var").exists()


ACCESS = """
[[sources]]
name = "a"
kind = "wiki"
reader = "files"
path = "a"

[review]
keys = "keys.json"

[access]
url = "https://kb.example"
roles = {officer = ["compliance"]}
headers = {secret_file = "secret"}
"""


def test_keys_are_made_rotated_revoked_and_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFIG_VARIABLE, "")  # the option sets it for good
    config = tmp_path / "knowbound.toml"
    config.write_text(ACCESS)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["keys", *arguments, "--config", str(config)])

    assert "keys.json is missing; knowbound keys create makes one" in run("list").output
    assert run("create").exit_code == 0
    assert (again := run("create")).exit_code == 2
    assert "knowbound keys rotate" in again.output
    assert run("rotate").exit_code == 0
    old, new = json.loads(run("list", "--json").output)
    assert (old["ended"], new["ended"]) == ("rotated", None)
    assert old["until"] == new["since"]
    revoked = run("revoke", new["key"], "--since", "2026-11-01T00:00:00Z")
    assert f"Signatures by {new['key']} count only before 2026-11-01T00:00:00Z." in revoked.output
    assert "Nobody can sign until knowbound keys rotate" in revoked.output
    assert "revoked" in run("list").output
    assert run("revoke", "0" * 16).exit_code == 2


def test_keys_want_to_know_where_they_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFIG_VARIABLE, "")
    config = tmp_path / "knowbound.toml"
    config.write_text(ACCESS.replace('keys = "keys.json"', ""))
    assert "[review] keys is missing" in CliRunner().invoke(main, ["keys", "list", "--config", str(config)]).output
    config.write_text(ACCESS[: ACCESS.index("[access]")])
    assert "[access] is missing" in CliRunner().invoke(main, ["keys", "create", "--config", str(config)]).output
