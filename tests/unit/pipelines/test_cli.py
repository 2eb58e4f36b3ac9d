"""What the command line makes of errors that its user can mend."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

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
