"""Runs a Great Expectations suite over a one-row summary and keeps of it what is canonical.

Great Expectations takes seconds to import, so it is imported inside the functions. Of its results only the verdict, the
observed number and the bound are kept: no timestamps, ids or unexpected values. The same summary gives the same bytes.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, cast

import polars as pl
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from great_expectations.expectations.core.expect_column_max_to_be_between import (
        ExpectColumnMaxToBeBetween,
    )

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read on import: nothing may leave the machine

Scalar = str | int | float | bool | None
Measures = dict[str, int | float | None]
Severity = Literal["critical", "warning"]
T = TypeVar("T")
Suite: TypeAlias = "list[ExpectColumnMaxToBeBetween]"

EVIDENCE_ROWS = 200
"""The most rows an evidence table keeps; a longer one ends there, its full count is among the measures."""


class Judged(BaseModel):
    """One expectation of a suite and how it fared. `bound` holds `min`, `max` or both; a null `observed` fails."""

    model_config = ConfigDict(frozen=True)

    name: str
    meaning: str
    severity: Severity
    passed: bool
    observed: int | float | None
    bound: dict[str, float]


class CheckResult(BaseModel):
    """What a check found. Canonical and free of raw text, so that it can be part of a version."""

    model_config = ConfigDict(frozen=True)

    check: str
    passed: bool
    """Every critical expectation holds. A failed warning leaves this true and shows in `expectations`."""
    blocking: bool
    """Whether a failure stops a version: the suite has a critical expectation."""
    expectations: list[Judged]
    inputs: dict[str, str] = {}
    """Digest (SHA-256) of each lake table that was judged."""
    evidence: dict[str, list[dict[str, Scalar]]] = {}

    @property
    def warnings(self) -> list[Judged]:
        """The expectations that failed without stopping a version."""
        return [e for e in self.expectations if not e.passed and e.severity == "warning"]


def expect(
    measure: str,
    meaning: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    severity: Severity = "critical",
) -> "ExpectColumnMaxToBeBetween":
    """An expectation that the measure (a column of the summary) lies in the closed interval."""
    from great_expectations.expectations.core.expect_column_max_to_be_between import (  # noqa: PLC0415
        ExpectColumnMaxToBeBetween,
    )
    from great_expectations.expectations.metadata_types import FailureSeverity  # noqa: PLC0415

    # The summary has one row, so its maximum is the measure itself; a null measure fails.
    return ExpectColumnMaxToBeBetween(
        column=measure,
        min_value=minimum,
        max_value=maximum,
        severity=FailureSeverity(severity),
        description=meaning,
    )


def judge(
    check: str,
    measures: Mapping[str, int | float | None],
    suite: Suite,
    evidence: Mapping[str, pl.DataFrame] | None = None,
) -> CheckResult:
    """Run the suite over the measures; raises ValueError when an expectation names a measure that is not there.

    Evidence tables are cut to EVIDENCE_ROWS; the caller orders them, worst first.
    """
    unknown = {e.column for e in suite} - set(measures)
    if unknown:
        raise ValueError(f"suite {check}: no such measure: {', '.join(sorted(unknown))}")
    verdicts = _validate(check, measures, suite)
    judged = [
        Judged(
            name=e.column,
            meaning=e.description or e.column,
            severity="critical" if e.severity.value == "critical" else "warning",
            passed=verdicts[e.column],
            observed=_rounded(measures[e.column]),
            bound={
                name: float(cast(float, value))
                for name, value in (("min", e.min_value), ("max", e.max_value))
                if value is not None
            },
        )
        for e in suite
    ]
    tables = {"measures": [{"measure": name, "value": _rounded(value)} for name, value in measures.items()]}
    for name, frame in (evidence or {}).items():
        tables[name] = [
            {column: _rounded(value) for column, value in row.items()} for row in frame.head(EVIDENCE_ROWS).to_dicts()
        ]
    return CheckResult(
        check=check,
        passed=all(j.passed for j in judged if j.severity == "critical"),
        blocking=any(j.severity == "critical" for j in judged),
        expectations=judged,
        evidence=tables,
    )


def _validate(check: str, measures: Mapping[str, int | float | None], suite: Suite) -> dict[str, bool]:
    """Whether each measure meets its expectation, by Great Expectations."""
    import great_expectations as gx  # noqa: PLC0415 (takes seconds)
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    definition = context.data_sources.add_pandas("summary").add_dataframe_asset(check)
    frame = pl.DataFrame({name: [value] for name, value in measures.items()}).to_pandas()
    batch = definition.add_batch_definition_whole_dataframe("day").get_batch({"dataframe": frame})
    outcome = batch.validate(gx.ExpectationSuite(name=check, expectations=list(suite)))
    configured = [(result.expectation_config, result.success) for result in outcome.results]
    return {config.kwargs["column"]: bool(success) for config, success in configured if config}


def _rounded(value: T) -> T:
    return cast(T, round(value, 6)) if isinstance(value, float) else value
