"""What is kept of a suite's outcome: verdict, observed, bound; the same every time, and written to the store."""

import json

import polars as pl
import pytest

from checks.expectations import EVIDENCE_ROWS, expect, judge
from checks.results import read_results, result_bytes, write_result


class Memory:
    """An object store in a dictionary."""

    url = "memory://"

    def __init__(self):
        self.objects = {}

    def replace(self, key, data):
        self.objects[key] = data

    def get(self, key):
        return self.objects[key]

    def list(self, prefix):
        return sorted(key for key in self.objects if key.startswith(prefix))


def test_critical_failures_fail_the_check_and_warnings_do_not():
    suite = [
        expect("low", "too low", minimum=2),
        expect("high", "too high", maximum=2, severity="warning"),
        expect("fine", "within", minimum=0, maximum=1),
    ]
    result = judge("c", {"low": 1, "high": 3, "fine": 0.5, "other": None}, suite)
    assert [(e.name, e.passed, e.observed, e.bound) for e in result.expectations] == [
        ("low", False, 1, {"min": 2}),
        ("high", False, 3, {"max": 2}),
        ("fine", True, 0.5, {"min": 0, "max": 1}),
    ]
    assert not result.passed
    assert result.blocking
    only_warning = judge("c", {"high": 3}, suite[1:2])
    assert only_warning.passed
    assert not only_warning.blocking
    assert [w.name for w in only_warning.warnings] == ["high"]


def test_a_measure_that_could_not_be_taken_fails():
    assert not judge("c", {"share": None}, [expect("share", "a share", maximum=1)]).passed


def test_an_expectation_needs_its_measure():
    with pytest.raises(ValueError, match="suite c: no such measure: share"):
        judge("c", {"other": 1}, [expect("share", "a share", maximum=1)])


def test_results_are_canonical_and_cut():
    frame = pl.DataFrame({"n": range(EVIDENCE_ROWS + 5), "share": [1 / 3] * (EVIDENCE_ROWS + 5)})
    results = [judge("c", {"a": 2 / 3}, [expect("a", "a", maximum=1)], {"rows": frame}) for _ in range(2)]
    assert result_bytes(results[0]) == result_bytes(results[1])
    value = json.loads(result_bytes(results[0]))
    assert set(value) == {"check", "passed", "blocking", "expectations", "inputs", "evidence"}
    assert len(value["evidence"]["rows"]) == EVIDENCE_ROWS
    assert value["evidence"]["rows"][0] == {"n": 0, "share": 0.333333}


def test_results_come_back_from_the_store():
    store = Memory()
    result = judge("c", {"a": 1}, [expect("a", "a", maximum=1)]).model_copy(update={"inputs": {"examples": "0" * 64}})
    write_result(store, "2026-01-05", result)
    assert store.list("") == ["lake/checks/2026-01-05/c.json"]
    assert read_results(store, "2026-01-05") == {"c": result}
    assert read_results(store, "2026-01-06") == {}
