"""What stands between a day's tables and a version: Great Expectations suites, the measures they judge, the verifier.

One module per concern. In each: a pure function from frames to a one-row summary and small evidence tables, the suite
with its thresholds, and `check(...) -> CheckResult`. Dagster appears in `asset_checks` alone.
"""
