"""A part that is one process: started as a user of its own, remembered by a file, examined, and stopped.

A process is ours when the file names its number and the time it began: numbers are given again, and a stranger's process
is never signalled. Nothing watches the parts; `up` starts again what has ended, and `health` says what that is.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from deploy.installation.place import Unusable, folder, owner, whose

_PATIENCE = 20.0  # seconds that a process gets to end by itself


@dataclass(frozen=True)
class Process:
    """What runs, as whom, and how to see that it does its work.

    `examine` returns what is wrong in words, or None. `group`: a further user whose files it may read.
    """

    name: str
    command: tuple[str, ...]
    user: str
    examine: Callable[[], str | None]
    records: Path  # folder of the process file and the log
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path = Path("/")
    group: str | None = None
    umask: int = 0o027
    patience: float = 60.0  # seconds it may take to come up
    complete: Callable[[], None] = lambda: None  # what remains to be done once it works

    @property
    def log(self) -> Path:
        """What the process says."""
        return self.records / f"{self.name}.log"

    @property
    def process(self) -> psutil.Process | None:
        """The living process, None where there is none."""
        try:
            known = json.loads((self.records / f"{self.name}.json").read_text())
            found = psutil.Process(known["pid"])
            alive = found.create_time() == known["began"] and found.status() != psutil.STATUS_ZOMBIE
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            return None
        return found if alive else None

    def trouble(self) -> str | None:
        """What is wrong with the part, in words; None when it does its work."""
        return self.examine() if self.process else f"its process has ended; the end of {self.log} says why"

    def start(self) -> None:
        """Start it unless it runs, and return once it does its work; raises Unusable with the end of its log."""
        if self.process is None:
            self._launch()
        until = time.monotonic() + self.patience
        while problem := self.trouble():
            if self.process is None or time.monotonic() > until:
                said = self.log.read_text(errors="replace")[-5000:].strip()
                raise Unusable(f"{self.name} did not come up: {problem}\n{said}")
            time.sleep(0.1)
        self.complete()

    def stop(self) -> None:
        """End it and all that it started, politely first. Raises Unusable when it does not end."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if process := self.process:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(number)
                until = time.monotonic() + _PATIENCE
                while self.process and time.monotonic() < until:  # not `wait`, for which what nobody reaps never ends
                    time.sleep(0.05)
        if self.process:
            raise Unusable(f"{self.name} does not end; the end of {self.log} may say why.")
        self._end_session()
        (self.records / f"{self.name}.json").unlink(missing_ok=True)

    def _launch(self) -> None:
        folder(self.records, owner(), 0o700)
        self._end_session()  # of a process that was killed, and whose children would be in the way
        environment = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
        with self.log.open("ab") as log:
            started = subprocess.Popen(  # noqa: S603  our own parts
                self.command,
                cwd=self.directory,
                env=environment | dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                umask=self.umask,
                start_new_session=True,
                **whose(self.user, self.group),
            )
        known = {"pid": started.pid, "began": psutil.Process(started.pid).create_time()}
        (self.records / f"{self.name}.json").write_text(json.dumps(known))

    def _end_session(self) -> None:
        """Kill what is left of the session that the remembered process led; sessions keep its number while one lives."""
        try:
            known = json.loads((self.records / f"{self.name}.json").read_text())
        except (FileNotFoundError, ValueError):
            return
        for process in psutil.process_iter():
            try:
                if os.getsid(process.pid) == known["pid"] and process.create_time() >= known["began"]:
                    process.kill()
            except (ProcessLookupError, psutil.NoSuchProcess):
                continue
