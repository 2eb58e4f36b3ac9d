"""Whatever officers, ticks, trainers and kills do in whatever order: no wrong receipt, and no two at once."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assets.approvals.standing import standing
from assets.identity import sha256
from assets.retraining.attempts import Attempt, Taken, attempts, close_attempt, open_attempt, read_receipt
from assets.retraining.gate import gate
from assets.retraining.models import read_model
from assets.retraining.settings import TrainingSettings
from assets.retraining.training import Bench, NotTrained, Run, make_candidate
from assets.snapshots.manifest import blob_key
from assets.snapshots.versions import read_manifest
from resources.trainer import TrainingFailed
from tests.unit.assets.approvals.officers import MemoryStore
from tests.unit.assets.retraining.approved import DEMO, decided, hashes_only, proven_version

TRAINING = TrainingSettings(attempts=2)
DAYS = ("2026-10-12", "2026-10-13", "2026-10-14")


ENDS = ("well", "fails", "is killed", "is withdrawn meanwhile", "is taken for dead")


class Killed(BaseException):
    """kill -9: nothing of the step runs after it."""


VERSIONS = MemoryStore()
NAMES = [proven_version(VERSIONS, day) for day in DAYS]


class Histories(RuleBasedStateMachine):
    """A few days of a company, an event at a time."""

    @initialize()
    def begin(self) -> None:
        self.store = MemoryStore(VERSIONS.objects)
        self.home = Path(mkdtemp())
        self.now = datetime.now(UTC) - timedelta(hours=1)  # of officers; they sign one after the other
        self.launched: list[Attempt] = []
        self.trained_on: dict[str, int] = {}
        self.runs = 0
        self.receipts: dict[str, bytes] = {}
        self.decide(NAMES[0], "approve")

    def train(self, ends: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        version = request["version"]
        self.trained_on[version] = self.trained_on.get(version, 0) + 1
        # What reaches a trainer is approved, unchanged, and has no receipt.
        assert standing(self.store, version, DEMO, datetime.now(UTC)).approved
        assert hashes_only(self.store, version) == []
        assert read_receipt(self.store, version) is None
        match ends:
            case "fails":
                raise TrainingFailed("The trainer failed.")
            case "is killed":
                raise Killed
            case "is withdrawn meanwhile":
                self.decide(version, "withdraw")
            case "is taken for dead":
                there = attempts(self.store, version)[-1]
                close_attempt(self.store, there.attempt, "failed", "taken for dead", "", datetime.now(UTC))
        weights = f"{version} {request['seed']}".encode()
        self.store.put(blob_key(sha256(weights)), weights)
        training = {"rows": 1, "steps": 1, "tokens": 1, "loss": [[1, 1.0]], "parameters": 1}
        base = {"name": "fake", "digest": "b" * 64}
        return {"files": {"w": sha256(weights)}, "base": base, "code": {}, "training": training}

    def decide(self, version: str, decision: Any) -> None:
        self.now += timedelta(seconds=1)
        decided(self.store, version, decision, at=self.now)

    @rule(
        version=st.sampled_from(NAMES),
        decision=st.sampled_from(["approve", "approve", "approve", "withdraw"]),
    )
    def an_officer_decides(self, version: str, decision: str) -> None:
        self.decide(version, decision)

    @rule(ends=st.sampled_from([*ENDS, "is never launched", "is launched twice"]), twice=st.booleans())
    def the_sensor_ticks(self, ends: str, twice: bool) -> None:
        found = [gate(self.store, DEMO, TRAINING, datetime.now(UTC), hashes_only) for _ in range(1 + twice)]
        opened = []
        for version in (f.open_version for f in found):  # both had judged before either opened its attempt
            if version:
                with suppress(Taken):
                    digest = read_manifest(self.store, version).digest
                    opened.append(open_attempt(self.store, version, digest, "sensor", datetime.now(UTC)))
        assert len(opened) <= 1
        self.launched += opened
        for attempt in opened:
            if ends == "is launched twice":
                self.run(attempt.version, "is killed", attempt.id)
                self.run(attempt.version, "well", attempt.id)
            elif ends != "is never launched":
                self.run(attempt.version, ends, attempt.id)

    @precondition(lambda self: self.launched)
    @rule(data=st.data(), ends=st.sampled_from(ENDS))
    def a_run_comes_late(self, data: st.DataObject, ends: str) -> None:
        attempt = data.draw(st.sampled_from(self.launched))
        self.run(attempt.version, ends, attempt.id)

    @rule(version=st.sampled_from(NAMES), ends=st.sampled_from(ENDS))
    def a_person_launches(self, version: str, ends: str) -> None:
        self.run(version, ends)

    def run(self, version: str, ends: str, attempt: str = "") -> None:
        self.runs += 1
        by = "sensor" if attempt else "UI"
        bench = Bench(self.store, DEMO, TRAINING, hashes_only, self.home, lambda request: self.train(ends, request))
        before = {key for key in self.store.objects if key.endswith(".outcome.json")}
        try:
            _, receipt = make_candidate(bench, version, Run(f"run-{self.runs}", by, attempt))  # type: ignore[arg-type]
        except (NotTrained, TrainingFailed):
            return
        except Killed:  # what the step wrote on its way down, kill -9 would not have
            for key in [key for key in self.store.objects if key.endswith(".outcome.json") and key not in before]:
                self.store.delete(key)
            return
        assert ends == "well"
        assert read_receipt(self.store, version) == receipt

    @rule()
    def the_sensor_finds_runs_gone(self) -> None:
        for version in NAMES:
            for there in attempts(self.store, version):
                if there.outcome is None:
                    close_attempt(self.store, there.attempt, "failed", "Its process is gone.", "", datetime.now(UTC))

    @rule(version=st.sampled_from(NAMES))
    def a_byte_changes_and_changes_back(self, version: str) -> None:
        key = blob_key(read_manifest(self.store, version).file("train.sft.jsonl").sha256)
        good = self.store.get(key)
        self.store.replace(key, b"x" + good[1:])
        found = gate(self.store, DEMO, TRAINING, datetime.now(UTC), hashes_only)
        assert found.of(version).state != "open"
        self.run(version, "well")
        assert f"receipts/{version}.json" not in self.store.objects or version in self.receipts
        self.store.replace(key, good)

    @invariant()
    def attempts_are_numbered_and_at_most_the_last_is_open(self) -> None:
        for version in NAMES:
            tries = attempts(self.store, version)
            assert [there.attempt.number for there in tries] == list(range(1, len(tries) + 1))
            assert all(there.outcome for there in tries[:-1])
            launched = [there for there in tries if there.attempt.by == "sensor"]
            assert len(launched) <= TRAINING.attempts

    @invariant()
    def receipts_never_change_and_name_a_model_of_the_version(self) -> None:
        for version in NAMES:
            receipt = read_receipt(self.store, version)
            if receipt:
                assert self.receipts.setdefault(version, receipt.canonical()) == receipt.canonical()
                record = read_model(self.store, receipt.model)
                manifest = read_manifest(self.store, version)
                assert (
                    (record.version, record.manifest_digest)
                    == (version, manifest.digest)
                    == (
                        version,
                        receipt.manifest_digest,
                    )
                )
        newest = max(self.receipts, default="")
        found = gate(self.store, DEMO, TRAINING, datetime.now(UTC), hashes_only).open_version
        assert found is None or found[:10] > newest[:10]

    @invariant()
    def at_most_one_version_is_open(self) -> None:
        found = gate(self.store, DEMO, TRAINING, datetime.now(UTC), hashes_only)
        assert [verdict.state for verdict in found.verdicts].count("open") <= 1
        assert found.words


TestHistories = pytest.mark.filterwarnings("ignore")(Histories.TestCase)
TestHistories.settings = settings(max_examples=20, stateful_step_count=25)
