"""Whether a day may become a version: every blocking check present, passed, and about the bytes that lie there now."""

from pydantic import Field, ValidationError

from assets.lake import Lake
from assets.snapshots.manifest import CheckResult
from resources.object_store import ObjectMissing, ObjectStore

REQUIRED = (
    "documents_schema",
    "residual_pii",
    "decision_points_schema",
    "examples_schema",
    "examples_residual_pii",
    "coverage",
    "balance",
    "labels",
    "proofs",
    "mirroring",
    "shortcuts",
)


class NotReady(Exception):
    """The day may not become a version; the message names every reason and what to run."""


class _Stored(CheckResult):
    """A check result as checks write it to `lake/checks/<day>/<name>.json`."""

    inputs: dict[str, str] = Field(default_factory=dict)  # table -> SHA-256 of the lake file it looked at


def passed_checks(store: ObjectStore, lake: Lake, day: str) -> tuple[CheckResult, ...]:
    """The results of all checks of a UTC day that are about its present tables; raises NotReady."""
    stored: dict[str, _Stored] = {}
    problems = []
    for key in store.list(f"lake/checks/{day}/"):
        try:
            result = _Stored.model_validate_json(store.get(key))
        except ValidationError:
            problems.append(f"{key} is not a check result")
            continue
        # Without inputs it judged a version (integrity), not the tables a version is made of.
        if result.inputs:
            stored[result.check] = result
    problems += [f"check {name} has not run" for name in REQUIRED if name not in stored]
    current = []
    for name, result in sorted(stored.items()):
        changed = [table for table, digest in result.inputs.items() if _digest(lake, table, day) != digest]
        if not changed:
            current.append(CheckResult(**result.model_dump(exclude={"inputs"})))
        if not result.blocking:
            continue
        if changed:
            problems.append(f"check {name} looked at other bytes of {', '.join(sorted(changed))}")
        elif not result.passed:
            failed = [e.meaning for e in result.expectations if not e.passed and e.severity == "critical"]
            problems.append(f"check {name} failed ({', '.join(failed) or 'see its evidence'})")
    if problems:
        raise NotReady(
            f"{day} does not become a version: {'; '.join(problems)}. Mend the cause, then materialize the day's "
            f"tables with their checks again (knowbound run --as-of {day})."
        )
    return tuple(current)


def _digest(lake: Lake, table: str, day: str) -> str | None:
    try:
        return lake.digest(table, day)
    except ObjectMissing:
        return None
