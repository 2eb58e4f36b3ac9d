"""A run launcher that notices when the process of a run is gone, for an instance that lives on one machine.

Dagster's own default launcher cannot tell: a run whose process was killed stays "started" for ever, and keeps its place
in a queue of one (https://github.com/dagster-io/dagster/blob/master/python_modules/dagster/dagster/_core/launcher/).
"""

import dagster as dg
import psutil
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus

_CLOCKS = 2.0  # seconds by which the start of a process and the time of its first event may seem the wrong way round


class WatchingRunLauncher(DefaultRunLauncher):
    """Launches runs as usual; Dagster's run monitoring asks it about them, and fails those that nobody works on."""

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Yes: this is what the class is for."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Whether the process that works on a started run is alive, wherever it was started: UI, daemon, command line."""
        for event in self._instance.all_logs(run.run_id, of_type=dg.DagsterEventType.RUN_START):
            if (process := event.get_dagster_event().pid) is not None:
                if _lives(process, event.timestamp):
                    return CheckRunHealthResult(WorkerStatus.RUNNING)
                gone = (
                    f"The process {process} of this run is gone: killed, out of memory, or the machine was restarted."
                )
                return CheckRunHealthResult(WorkerStatus.NOT_FOUND, f"{gone} Start the run again.")
        return CheckRunHealthResult(WorkerStatus.UNKNOWN, "No process has said that it works on this run.")


def _lives(pid: int, spoke_at: float) -> bool:
    """Whether the process that had this number at that time (Unix seconds) still runs; numbers are given again."""
    try:
        process = psutil.Process(pid)
        return process.create_time() <= spoke_at + _CLOCKS and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
