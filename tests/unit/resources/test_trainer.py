"""The trainer's process: however it ends, the step hears it in words, and nothing of it lives on."""

import os
import re
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from resources.trainer import SubprocessTrainer, TrainingFailed

MADE = {"files": {"layers.safetensors": "a" * 64}, "training": {"steps": 3}}


def script(body: str) -> list[str]:
    """A trainer whose main part is `body`, with the Pipes context as `pipes`."""
    head = "import os, signal, subprocess, sys, time\nfrom dagster_pipes import open_dagster_pipes\n"
    body = textwrap.indent(textwrap.dedent(body), "    ")
    return [sys.executable, "-c", f"{head}with open_dagster_pipes() as pipes:\n{body}"]


Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run() -> Run:
    """Let a trainer run in a step: what it made, or words, and what was logged. Lines like `lost` cannot be logged."""

    def run(
        command: list[str], timeout: float = 60, request: dict[str, Any] | None = None, lost: str = "\0"
    ) -> dict[str, Any]:
        outcome: dict[str, Any] = {}

        @dg.asset
        def model(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
            try:
                outcome["made"] = SubprocessTrainer(command, timeout).train(context, request or {})
            except TrainingFailed as failed:
                outcome["words"] = str(failed)
            return dg.MaterializeResult()

        with dg.DagsterInstance.ephemeral() as instance:
            write = instance.handle_new_event

            def handle(event: dg.EventLogEntry, **how: Any) -> None:
                if re.search(lost, event.message):
                    raise ConnectionError("the database is away")
                write(event, **how)

            instance.handle_new_event = handle  # type: ignore[method-assign]
            ended = dg.materialize([model], instance=instance)
            outcome["log"] = [record.user_message for record in instance.all_logs(ended.run_id)]
        return outcome

    return run


def test_what_is_made_and_logged_arrives(run: Run) -> None:
    body = f"""
        pipes.log.info(f"Step 1 of 3 for {{pipes.extras['version']}}.")
        pipes.report_custom_message({{"noise": 1}})
        pipes.report_custom_message({MADE!r})
    """
    ended = run(script(body), request={"version": "v1"})
    assert ended["made"] == MADE
    assert any("Step 1 of 3 for v1." in line for line in ended["log"])


def test_what_is_made_arrives_when_the_database_is_away_for_a_while(run: Run) -> None:
    body = f"""
        pipes.log.info("Step 1 of 3.")
        pipes.log.info("Step 2 of 3.")
        pipes.report_custom_message({MADE!r})
    """
    ended = run(script(body), lost="opened dagster pipes|Step 1|Exception while writing")
    assert ended["made"] == MADE
    assert [line for line in ended["log"] if line.startswith("Step")] == ["Step 2 of 3."]


def test_a_refusal_arrives_in_its_own_words(run: Run) -> None:
    body = 'pipes.report_custom_message({"refused": "Version v1 is not approved."})\nos._exit(3)'
    assert run(script(body))["words"] == "Version v1 is not approved."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "signal 9.*memory"),
        ("os._exit(137)", "signal 9.*memory"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", r"signal 11 \(Segmentation fault\)"),
        ("os._exit(5)", "exit code 5; the log"),
        ("raise ValueError('broken')", "exit code 1; the log"),
        ("pass", "without saying what it made"),
    ],
)
def test_every_bad_end_is_said(run: Run, body: str, words: str) -> None:
    ended = run(script(body))
    assert "made" not in ended
    assert re.search(words, ended["words"])


def test_a_trainer_that_cannot_be_started_is_said(run: Run) -> None:
    words = run(["/nowhere/trainer"])["words"]
    assert "/nowhere/trainer cannot be started: No such file" in words
    assert "[training] command" in words


def test_a_trainer_that_hangs_is_ended_with_all_it_started(run: Run, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    body = f"""
        child = subprocess.Popen(["sleep", "600"])
        open({str(pids)!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
        time.sleep(600)
    """
    ended = run(script(body), timeout=6)
    assert "ended after 0.1 minutes, as [training] timeout_minutes says" in ended["words"]
    started = [int(pid) for pid in pids.read_text().split()]
    assert len(started) == 2
    until = time.monotonic() + 10
    while any(map(alive, started)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(alive, started))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
