"""The terminal: what a step says while it works is shown, but not every line of it."""

import logging
from typing import Any

import pytest

from pipelines import console


class Record(logging.LogRecord):
    def __init__(self, level: int, message: str) -> None:
        super().__init__("dagster", level, "", 0, "", (), None)
        self.dagster_meta: dict[str, Any] = {"dagster_event": None, "orig_message": message}


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> logging.Handler:
    monkeypatch.setattr(console.time, "monotonic", iter(range(0, 1000, 3)).__next__)  # three seconds a look
    return console._StepLines()


def test_elsewhere_than_on_a_terminal_progress_shows_every_few_seconds(
    handler: logging.Handler, capsys: pytest.CaptureFixture[str]
) -> None:
    for step in range(1, 7):
        handler.emit(Record(logging.INFO, f"Step {step} of 6."))
    handler.emit(Record(logging.DEBUG, "nobody needs this"))
    handler.emit(Record(logging.WARNING, "mind this"))
    shown = capsys.readouterr().err
    assert 1 <= shown.count("Step") <= 3
    assert "nobody" not in shown
    assert "  warning: mind this\n" in shown


def test_on_a_terminal_the_newest_line_takes_the_place_of_the_one_before(
    handler: logging.Handler, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.sys.stderr, "isatty", lambda: True, raising=False)
    for step in range(1, 4):
        handler.emit(Record(logging.INFO, f"Step {step} of 3."))
    handler.emit(Record(logging.ERROR, "over"))
    shown = capsys.readouterr().err
    assert shown.count("Step") == 3
    assert shown.count("\n") == 1  # the error alone ends a line
    assert shown.endswith("\r\x1b[2K  error: over\n")
