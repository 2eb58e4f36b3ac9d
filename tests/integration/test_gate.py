"""The gate with real processes: what is killed, hung, doubled, changed or withdrawn ends without a wrong receipt."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner, Result

from assets.approvals.ledger import Decision
from assets.retraining.attempts import Try, attempts, open_attempt, read_receipt
from assets.retraining.models import list_models, read_model
from assets.snapshots.manifest import blob_key
from assets.snapshots.versions import read_manifest
from pipelines import cli
from resources.directory_store import DirectoryStore
from tests.installation import ROOT, Installation
from tests.installation import wait_for as wait
from tests.unit.assets.retraining.approved import decided, proven_version

wait_for = partial(wait, seconds=400)  # daemon and trainers start processes of their own
TRAINER = ROOT / "tests/integration/fake_trainer.py"
CONFIGURATION = """
[[sources]]
name = "wiki"
kind = "wiki"
reader = "files"
path = "pages"

[privacy]
key = "file:pseudonym.key"

[review]
policy = "{policy}"

[training]
command = ["{python}", "{trainer}", "{folder}"]
timeout_minutes = {timeout}
{more}
"""


@dataclass(frozen=True)
class Company(Installation):
    """An installation whose trainer is the fake one."""

    def configure(self, *, policy: str = "demo", timeout: float = 5, more: str = "") -> None:
        text = CONFIGURATION.format(
            policy=policy, python=sys.executable, trainer=TRAINER, folder=self.root, timeout=timeout, more=more
        )
        self.config.write_text(text)

    @property
    def objects(self) -> DirectoryStore:
        return DirectoryStore(self.store)

    def mode(self, name: str) -> None:
        """How the trainer ends from now on."""
        draft = self.root / "mode.new"
        draft.write_text(name)
        draft.replace(self.root / "mode")

    def version(self, as_of: str = "2026-10-12") -> str:
        """A new version, approved."""
        name = proven_version(self.objects, as_of)
        decided(self.objects, name)
        return name

    def tries(self, version: str) -> list[Try]:
        return attempts(self.objects, version)

    def trained(self, version: str, arm: str = "candidate") -> list[tuple[int, int]]:
        """(process, its parent) of every time the trainer was asked to train this."""
        log = self.root / "trained"
        lines = [line.split() for line in log.read_text().splitlines()] if log.exists() else []
        return [(int(line[2]), int(line[3])) for line in lines if line[:2] == [version, arm]]

    def command(self, *arguments: str) -> Result:
        """The command line, in this process."""
        return CliRunner().invoke(cli.main, arguments)


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    founded = Company(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pseudonym.key").write_text("integration tests only, no secret\n")
    founded.configure()
    founded.mode("train")
    monkeypatch.setenv("KNOWBOUND_CONFIG", str(founded.config))
    return founded


def test_the_command_line_says_what_it_waits_for_and_retrains_what_is_approved(company: Company) -> None:
    assert "no version yet" in company.command("gate").output
    waiting = proven_version(company.objects, "2026-10-13")
    done = company.command("retrain", waiting)
    assert done.exit_code == 3
    assert "Waits for review" in done.output
    version = company.version()
    done = company.command("gate")
    assert done.exit_code == 0
    assert f"{version}  open" in done.output
    process = company.knowbound("retrain", version)
    receipt = read_receipt(company.objects, version)
    assert receipt is not None, process.stdout + process.stderr
    assert receipt.model in process.stdout
    # This small version has no held-out cases: there is a candidate and a receipt, and the failed step is named.
    assert process.returncode == 1
    assert "these steps failed: evaluation" in process.stdout
    arms = sorted(read_model(company.objects, model).arm for model in list_models(company.objects))
    assert arms == ["candidate", "happy_path"]
    again = company.command("retrain", version)
    assert again.exit_code == 3
    assert receipt.model in again.output
    assert len(company.trained(version)) == 1
    unknown = company.command("retrain", version[:-1] + "x")
    assert unknown.exit_code == 1
    assert version in unknown.output


@pytest.mark.parametrize(
    ("mode", "words"),
    [("exit", "exit code 1"), ("kill", "killed"), ("memory", "failed"), ("hang", "timeout_minutes")],
)
def test_a_trainer_that_does_not_end_well_leaves_no_receipt(company: Company, mode: str, words: str) -> None:
    company.configure(timeout=0.1 if mode == "hang" else 5)
    version = company.version()
    company.mode(mode)
    done = company.command("retrain", version)
    assert done.exit_code == 1
    assert words in done.output
    (there,) = company.tries(version)
    assert there.failed
    assert there.outcome is not None
    assert words in there.outcome.reason
    assert company.objects.list("receipts/") == company.objects.list("models/") == []
    for process, _ in company.trained(version):
        assert not Path(f"/proc/{process}").exists()
    company.mode("train")
    company.command("retrain", version)
    receipt = read_receipt(company.objects, version)
    assert receipt is not None
    assert receipt.attempt == 2


def changed_byte(company: Company, version: str) -> None:
    digest = read_manifest(company.objects, version).file("train.sft.jsonl").sha256
    data = bytearray(company.objects.get(blob_key(digest)))
    data[len(data) // 2] ^= 1
    company.objects.replace(blob_key(digest), bytes(data))


def files_gone(company: Company, _: str) -> None:
    for key in company.objects.list("blobs/"):
        company.objects.delete(key)


def forged(company: Company, version: str) -> None:
    for key in company.objects.list(f"ledger/{version}/"):
        entry = company.objects.get(key).replace(b'"reason":"as agreed"', b'"reason":"as I like it"')
        company.objects.replace(key, entry)
        break
    company.objects.delete(f"ledger/{version}/0002.json")  # or the chain would give it away first


def removed(company: Company, version: str) -> None:
    company.objects.delete(f"ledger/{version}/0001.json")


def decision(kind: Decision) -> Callable[[Company, str], None]:
    return lambda company, version: decided(company.objects, version, kind, at=datetime.now(UTC) - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (changed_byte, "train.sft.jsonl"),
        (files_gone, "is missing"),
        (forged, "no evidence"),
        (removed, "missing"),
        (decision("reject"), "Rejected on"),
        (decision("withdraw"), "Withdrawn on"),
        (lambda company, _: company.configure(policy="four-eyes"), "demo signatures count only under the policy"),
        (lambda company, _: company.configure(more='model = "no/such/model"'), "/no/such/model, and"),
    ],
)
def test_what_changes_after_the_approval_shuts_the_gate_and_says_what_to_do(
    company: Company, damage: Callable[[Company, str], None], words: str
) -> None:
    version = company.version()
    damage(company, version)
    for command in (("gate",), ("retrain", version)):
        done = company.command(*command)
        assert done.exit_code == (0 if command == ("gate",) else 3), done.output
        assert "shut" in done.output or "waiting" in done.output
        assert words in done.output
    assert company.trained(version) == []
    assert company.objects.list("receipts/") == company.objects.list("attempts/") == []


def test_an_expired_approval_shuts_it(company: Company) -> None:
    version = proven_version(company.objects)
    decided(company.objects, version, at=datetime.now(UTC) - timedelta(days=91))
    done = company.command("retrain", version)
    assert done.exit_code == 3
    assert "expired" in done.output
    assert company.trained(version) == []


TICK = """
import sys, time
from datetime import datetime
from pathlib import Path
import dagster as dg
from pipelines import runs, settings
from pipelines.definitions import build_resources
from pipelines.sensors import gate

loaded = settings.load()
resources = build_resources(loaded)
with runs.instance(loaded) as instance:
    context = dg.build_sensor_context(
        instance=instance,
        resources={name: resources[name] for name in ("store", "review", "training", "recheck", "home")},
    )
    context.resources
    Path(sys.argv[1], sys.argv[2]).touch()
    while len(list(Path(sys.argv[1]).iterdir())) < int(sys.argv[3]):
        time.sleep(0.001)
    print(type(gate(context)).__name__)
"""


def test_of_two_ticks_at_once_one_launches(company: Company) -> None:
    version = company.version()
    (company.root / "here").mkdir()
    ticks = [
        subprocess.Popen(
            [sys.executable, "-c", TICK, str(company.root / "here"), str(number), "2"],
            cwd=ROOT,
            env=company.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    said = [process.communicate(timeout=300)[0].strip() for process in ticks]
    assert sorted(said) == ["RunRequest", "SkipReason"]
    assert len(company.tries(version)) == 1


@pytest.fixture
def daemon(company: Company) -> Iterator["Daemon"]:
    started = Daemon(company)
    yield started
    started.kill()
    company.mode("exit")  # ends a trainer that was left waiting


class Daemon:
    """`dagster-daemon run` on the installation, a process session of its own."""

    def __init__(self, company: Company):
        self.company = company
        self.home = company.root / "var" / "dagster"
        company.command("gate")  # makes the Dagster home
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.company.root / "daemon.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(Path(sys.executable).parent / "dagster-daemon"), "run", "--workspace", "workspace.yaml"],
                cwd=ROOT,
                env=self.company.environment | {"DAGSTER_HOME": str(self.home)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9 to the daemon, its code server and its run workers; trainers lead sessions of their own."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def words(self) -> list[str]:
        """What the ticks of the sensor said, newest first."""
        with dg.DagsterInstance.from_config(str(self.home)) as instance:
            (state,) = [s for s in instance.all_instigator_state() if s.instigator_name == "gate"] or [None]
            ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id) if state else []
            return [tick.tick_data.skip_reason or str(tick.status.value) for tick in ticks]

    def said(self, words: str) -> bool:
        return any(words in said for said in self.words())

    def log(self) -> str:
        return (self.company.root / "daemon.log").read_text()


def test_the_daemon_launches_what_is_approved_and_survives_kills(company: Company, daemon: Daemon) -> None:
    version = proven_version(company.objects)
    daemon.start()
    wait_for("the sensor says what it waits for", lambda: daemon.said("Waits for review"))

    # Approved, launched, and the daemon is killed with the run: its trainer is left alone, and works on.
    company.mode("wait")
    decided(company.objects, version)
    wait_for("the trainer is at work", lambda: company.trained(version))
    daemon.kill()
    [(trainer, _)] = company.trained(version)
    daemon.start()
    wait_for("it sees the trainer", lambda: daemon.said("is at work"))
    assert len(company.tries(version)) == 1
    os.kill(trainer, signal.SIGKILL)

    # Once nobody is left, the attempt is closed and the next one launched; that one does its work.
    wait_for("the first attempt is closed", lambda: company.tries(version)[0].failed)
    wait_for("the second trainer is at work", lambda: len(company.trained(version)) == 2)
    company.mode("wait happy_path")
    wait_for("there is a receipt", lambda: read_receipt(company.objects, version))
    receipt = read_receipt(company.objects, version)
    assert receipt is not None
    assert receipt.attempt == 2
    first, second = company.tries(version)
    assert first.outcome is not None
    assert "is gone" in first.outcome.reason
    assert second.attempt.by == "sensor"
    wait_for("the sensor is done", lambda: daemon.said(f"{version} (trained)"))
    assert len(company.trained(version)) == 2
    wait_for("the baseline's trainer is at work", lambda: company.trained(version, "happy_path"))

    # An attempt that was written before the daemon was killed is never launched. The next one fails as often as it may,
    # as soon as the run that was killed at the baseline is found dead: it holds the one place in the queue.
    daemon.kill()
    [(trainer, _)] = company.trained(version, "happy_path")
    os.kill(trainer, signal.SIGKILL)
    company.mode("kill")
    newer = company.version("2026-10-13")
    long_ago = datetime.now(UTC) - timedelta(minutes=10)
    open_attempt(company.objects, newer, read_manifest(company.objects, newer).digest, "sensor", long_ago)
    daemon.start()
    wait_for("it gives up", lambda: daemon.said(f"{newer} (exhausted)"))
    lost, killed = company.tries(newer)
    assert lost.outcome is not None
    assert "between attempt and launch" in lost.outcome.reason
    assert killed.outcome is not None
    assert "signal 9" in killed.outcome.reason
    assert len(company.trained(newer)) == 1
    assert read_receipt(company.objects, newer) is None
    assert len(company.objects.list("receipts/")) == 1
