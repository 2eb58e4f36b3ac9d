"""What a run says on the terminal: a line per step as it starts and ends, how far long steps are, and every error once."""

import logging
import sys
import time

import dagster as dg
from dagster_shared.error import SerializableErrorInfo


class _StepLines(logging.Handler):
    """Turns Dagster's event records into a few lines. What a step itself says from INFO on tells how far it is."""

    def __init__(self) -> None:
        super().__init__()
        self._noted = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        meta = getattr(record, "dagster_meta", {})
        event = meta.get("dagster_event")
        if event is None:
            message = meta.get("orig_message", record.getMessage())
            if record.levelno >= logging.WARNING:
                self._say(f"  {record.levelname.lower()}: {message}")
            elif record.levelno >= logging.INFO:
                self._note(f"  {message}")
            return
        if event.event_type_value == "STEP_START":
            self._say(f"▸ {event.step_key}")
        elif event.event_type_value == "STEP_SUCCESS":
            self._say(f"  done in {event.event_specific_data.duration_ms / 1000:.1f} s")
        elif event.event_type_value == "STEP_FAILURE":
            self._fail(event.event_specific_data.error)
        elif event.event_type_value == "PIPELINE_FAILURE":
            data = event.event_specific_data  # says again what a step said; only what failed before any step is new
            if data.error is not None and data.first_step_failure_event is None:
                self._fail(data.error)

    def _fail(self, error: SerializableErrorInfo) -> None:
        cause = error.cause or error
        # A Failure was written to be read; of any other error the class says something too.
        message = cause.message.partition(": ")[2] if cause.cls_name == "Failure" else cause.message
        self._say(f"  failed: {message.strip()}")

    def _note(self, line: str) -> None:
        """On a terminal the newest such line takes the place of the one before; elsewhere one every few seconds."""
        if sys.stderr.isatty():
            print(f"{_CLEAR}{line}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self._noted > 5:
            self._noted = time.monotonic()
            self._say(line)

    @staticmethod
    def _say(line: str) -> None:
        print(f"{_CLEAR if sys.stderr.isatty() else ''}{line}", file=sys.stderr, flush=True)


_CLEAR = "\r\x1b[2K"  # back to the beginning of the line, and empty it


@dg.logger(config_schema={}, description="Steps and errors, a line each, on stderr.")
def console_logger(context: dg.InitLoggerContext) -> logging.Logger:
    """The console logger of the `console` key in `Definitions.loggers`."""
    logger = logging.Logger("knowbound", level=logging.DEBUG)
    logger.addHandler(_StepLines())
    return logger
