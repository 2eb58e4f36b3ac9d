"""The version that stands for a day is whole: its manifest and every file still hash to their names."""

import polars as pl

from assets.snapshots.versions import integrity, list_versions
from checks.expectations import CheckResult, Measures, Suite, expect, judge
from resources.object_store import ObjectStore


def summary(store: ObjectStore, day: str) -> tuple[Measures, pl.DataFrame]:
    """Re-hash the versions of the newest day up to `day`: how many, how many problems, and the problems in words."""
    earlier = [version for version in list_versions(store) if version[:10] <= day]
    standing = [version for version in earlier if version[:10] == earlier[-1][:10]]
    problems = [(version, problem) for version in standing for problem in integrity(store, version)]
    return {"versions": len(standing), "problems": len(problems)}, pl.DataFrame(
        problems, schema={"version": pl.String, "problem": pl.String}, orient="row"
    )


def suite() -> Suite:
    """There is a version, and nothing is wrong with its bytes."""
    return [
        expect("versions", "versions that stand for the day", minimum=1),
        expect("problems", "manifests or files that are missing or changed", maximum=0),
    ]


def check(store: ObjectStore, day: str) -> CheckResult:
    """The check `integrity`."""
    measures, problems = summary(store, day)
    return judge("integrity", measures, suite(), {"problems": problems})
