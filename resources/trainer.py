"""The trainer: what turns a version into weights, in a process of its own. One small interface.

The process speaks Dagster Pipes: it gets its request as extras, logs into the run while it trains, and sends as its last
custom message what it made, or {"refused": words} where it did not train.
"""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import dagster as dg


class TrainingFailed(Exception):
    """The trainer did not make a model; the message says why and what to do, and may be shown."""


class Trainer(Protocol):
    """Trains one arm of a version."""

    def train(self, context: dg.AssetExecutionContext, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Train as `request` says, and give what was made: files, base, code, training. Raises TrainingFailed."""


class _Reader(dg.PipesTempFileMessageReader):
    """Reads on when a line cannot be logged. Dagster's own reader ends then: a database that was away for some seconds
    would cost the line, and with it the whole training."""

    @contextmanager
    def read_messages(self, handler: dg.PipesMessageHandler) -> Iterator[Mapping[str, Any]]:
        handle = handler.handle_message

        def handle_or_lose(message: Any) -> None:
            try:
                handle(message)
            except Exception:
                if message["method"] not in ("opened", "log"):
                    raise

        handler.handle_message = handle_or_lose  # type: ignore[method-assign]
        with super().read_messages(handler) as parameters:
            yield parameters


@dataclass(frozen=True)
class SubprocessTrainer:
    """Runs `command` on this machine, for at most `timeout` seconds. Kubernetes and Ray have Pipes clients of their own."""

    command: Sequence[str]
    timeout: float

    def train(self, context: dg.AssetExecutionContext, request: Mapping[str, Any]) -> Mapping[str, Any]:
        injector = dg.PipesTempFileContextInjector()
        with dg.open_pipes_session(context, injector, _Reader(), extras=dict(request)) as session:
            problem = self._run(os.environ | session.get_bootstrap_env_vars())
        said = session.get_custom_messages()
        made = dict(said[-1]) if said else {}
        if refused := made.get("refused"):
            raise TrainingFailed(str(refused))
        if problem:
            raise TrainingFailed(problem)
        if not made:
            raise TrainingFailed(
                "The trainer ended without saying what it made; the log of the run says how far it came."
            )
        return made

    def _run(self, environment: Mapping[str, str]) -> str | None:
        """Run the process to its end; what went wrong, in words, or None."""
        try:
            process = subprocess.Popen(self.command, env=environment, start_new_session=True)  # noqa: S603  configured
        except OSError as error:
            return f"The trainer {self.command[0]} cannot be started: {error.strerror}. See [training] command."
        try:
            code = process.wait(self.timeout)
        except subprocess.TimeoutExpired:
            return (
                f"The trainer was ended after {self.timeout / 60:g} minutes, as [training] timeout_minutes says. The log of "
                "the run says how far it came: allow more time, train fewer epochs, or find out what it waited for."
            )
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the whole session, whatever it started
            process.wait()
        if code in (-signal.SIGKILL, 128 + signal.SIGKILL):
            return (
                "The trainer was killed (signal 9): by the kernel when memory runs out, or by hand. Give it more memory, or "
                "train fewer [training] layers."
            )
        if code < 0:
            return f"The trainer was ended by signal {-code} ({signal.strsignal(-code)})."
        return f"The trainer failed with exit code {code}; the log of the run says why." if code else None
