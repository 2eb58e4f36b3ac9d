"""Check results in the store, `lake/checks/<day>/<check>.json`: what a snapshot demands before it makes a version."""

from assets.identity import canonical_json
from checks.expectations import CheckResult
from resources.object_store import ObjectStore


def result_bytes(result: CheckResult) -> bytes:
    """Canonical JSON of a result: equal results give equal bytes."""
    return canonical_json(result.model_dump())


def write_result(store: ObjectStore, day: str, result: CheckResult) -> None:
    """Replace the result of that check and day."""
    store.replace(f"lake/checks/{day}/{result.check}.json", result_bytes(result))


def read_results(store: ObjectStore, day: str) -> dict[str, CheckResult]:
    """The results of a day by name of the check, in the order of the names."""
    found = (CheckResult.model_validate_json(store.get(key)) for key in store.list(f"lake/checks/{day}/"))
    return {result.check: result for result in found}
