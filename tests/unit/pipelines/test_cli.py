"""What the command line makes of errors that its user can mend."""

import click
import pytest
from click.testing import CliRunner

from pipelines.cli import FAILED, _Commands


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
