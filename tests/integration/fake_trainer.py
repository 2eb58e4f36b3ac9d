"""A trainer of a second: a real process that takes the lock and speaks Dagster Pipes, and fails as it is told to.

Its one argument is a folder: `mode` in it says how it ends, `trained` lists what it was asked to train and by whom.
"""

import os
import signal
import sys
import time
from pathlib import Path

from dagster_pipes import open_dagster_pipes

from assets.identity import sha256
from assets.retraining.lock import hold
from assets.snapshots.manifest import blob_key
from resources.stores import open_store


def main(folder: Path) -> None:
    """Train, or end as `mode` says: exit, kill, memory, hang, or wait (for one arm) until it says something else."""
    with open_dagster_pipes() as pipes:
        request = pipes.extras
        with hold(Path(request["lock"])), (folder / "trained").open("a") as log:
            log.write(f"{request['version']} {request['arm']} {os.getpid()} {os.getppid()}\n")
            log.flush()
            while (mode := (folder / "mode").read_text().strip()) in ("wait", f"wait {request['arm']}"):
                time.sleep(0.1)
            if mode == "exit":
                sys.exit("the disk is full")
            if mode == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if mode == "memory":
                bytearray(1 << 60)
            if mode == "hang":
                time.sleep(3600)
            pipes.log.info("step 1: loss 2.0")
            weights = f"{request['version']} {request['arm']} {request['seed']}".encode()
            open_store(request["store_url"], os.environ).put(blob_key(sha256(weights)), weights)
            training = {"rows": 3, "steps": 2, "tokens": 30, "loss": [[1, 2.0], [2, 1.0]], "parameters": 8}
            pipes.report_custom_message(
                {
                    "files": {"model.safetensors": sha256(weights)},
                    "base": {"name": "fake", "digest": "b" * 64},
                    "code": {"fake": "1"},
                    "training": training,
                }
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
