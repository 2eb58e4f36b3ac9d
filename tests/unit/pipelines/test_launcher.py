"""The run launcher of the embedded instance: a run whose process was killed is found dead, and only that."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest
import time_machine
from dagster._core.launcher import WorkerStatus

from pipelines.runs import EMBEDDED_INSTANCE

RUN_THAT_HANGS = """
import sys, time
import dagster as dg

@dg.op
def hang():
    time.sleep(600)

@dg.job
def hanging():
    hang()

with dg.DagsterInstance.from_config(sys.argv[1]) as instance:
    hanging.execute_in_process(instance=instance)
"""


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    (tmp_path / "dagster.yaml").write_text(EMBEDDED_INSTANCE.read_text())
    with dg.DagsterInstance.from_config(str(tmp_path)) as opened:
        yield opened


def started(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    return list(instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])))


def wait_for(holds: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_run_is_alive_until_its_process_is_killed(instance: dg.DagsterInstance) -> None:
    assert instance.run_monitoring_enabled
    assert instance.run_launcher.supports_check_run_worker_health
    worker = subprocess.Popen([sys.executable, "-c", RUN_THAT_HANGS, instance.root_directory])
    try:
        wait_for(lambda: started(instance))
        [run] = started(instance)
        assert instance.run_launcher.check_run_worker_health(run).status == WorkerStatus.RUNNING
    finally:
        worker.kill()
        worker.wait()
    found = instance.run_launcher.check_run_worker_health(run)
    assert found.status == WorkerStatus.NOT_FOUND
    assert f"{worker.pid} of this run is gone" in str(found)


def test_another_process_with_the_same_number_is_not_the_run(instance: dg.DagsterInstance) -> None:
    @dg.op
    def look(context: dg.OpExecutionContext) -> str:
        return str(instance.run_launcher.check_run_worker_health(context.run).status)

    @dg.job
    def looking() -> None:
        look()

    assert looking.execute_in_process(instance=instance).output_for_node("look") == str(WorkerStatus.RUNNING)
    with time_machine.travel("2020-01-01"):  # long before this process began
        done = looking.execute_in_process(instance=instance)
    assert done.output_for_node("look") == str(WorkerStatus.NOT_FOUND)


def test_a_run_of_which_no_process_is_known_is_not_called_alive(instance: dg.DagsterInstance) -> None:
    job = dg.GraphDefinition(name="forgotten").to_job()
    run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    assert instance.run_launcher.check_run_worker_health(run).status == WorkerStatus.UNKNOWN
