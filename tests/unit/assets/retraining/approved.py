"""Small versions, and what officers decide about them."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

from assets.approvals.decision import decide
from assets.approvals.ledger import Decision
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import DemoOfficers
from assets.identity import sha256
from assets.snapshots.versions import integrity, write_version
from resources.object_store import ObjectStore
from tests.unit.assets.snapshots.days import day
from tests.unit.checks.verifier_rows import LIBRARY, ROWS, frame

DEMO = ReviewSettings(policy="demo")


def new_version(store: ObjectStore, as_of: str = "2026-10-12", **content: Any) -> str:
    """Write the day's version and give its name."""
    return write_version(store, day(as_of, **content)).version


def proven_version(store: ObjectStore, as_of: str = "2026-10-12", **content: Any) -> str:
    """Write a version whose examples the real verifier accepts, and give its name."""
    base = day(as_of)
    proven = dataclasses.replace(
        base,
        **{
            "documents": LIBRARY.documents,
            "passages": LIBRARY.passages,
            "examples": frame(list(ROWS.values())),
            "findings": base.findings.clear(),
            "points": base.points.clear(),
            "uncovered": base.uncovered.clear(),
            "handwritten": base.handwritten.clear(),
            "demand": base.demand.clear(),
            "key_fingerprint": sha256(as_of)[:16],  # or another day would be the same dataset
        }
        | content,
    )
    return write_version(store, proven).version


def decided(store: ObjectStore, version: str, decision: Decision = "approve", at: datetime | None = None) -> None:
    """Both demo officers sign the decision, a minute ago unless `at` says when."""
    now = at or datetime.now(UTC) - timedelta(minutes=1)
    decide(store, DemoOfficers(DEMO.role), version, decision=decision, meaning="approval", reason="as agreed", now=now)


def hashes_only(store: ObjectStore, version: str) -> list[str]:
    """What stands in for the examination of a version here: the invented day's examples have no real proofs."""
    return integrity(store, version)
