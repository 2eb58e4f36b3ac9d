"""What the terminal says of a version: short where a source is long."""

import subprocess
import sys

import polars as pl

from assets.snapshots.manifest import Reason
from checks.expectations import expect, judge
from checks.results import write_result
from pipelines.runs import DayRun
from pipelines.views import alike, show_run
from resources.directory_store import DirectoryStore


def test_reasons_that_differ_only_in_numbers_are_one_line_once_they_are_many() -> None:
    few = [Reason(reason=f"line {n}: broken quoting", count=1) for n in (3, 17)]
    many = [Reason(reason=f"line {n}: the id stands in line {n * 7} too, which is used", count=2) for n in range(1, 6)]
    assert alike(few) == [(1, "line 3: broken quoting"), (1, "line 17: broken quoting")]
    assert alike([*few, *many])[2:] == [(10, "for example line 1: the id stands in line 7 too, which is used")]


def test_a_day_without_a_version_says_which_bound_was_not_kept(tmp_path, capsys) -> None:
    store = DirectoryStore(tmp_path)
    suite = [
        expect("residual_email", "mails that are left", maximum=0),
        expect("residual_phone", "phones that are left", maximum=0),
        expect("names", "possible names", maximum=5, severity="warning"),
    ]
    write_result(
        store, "2026-01-05", judge("residual_pii", {"residual_email": 3, "residual_phone": 0, "names": 9}, suite)
    )
    show_run(DayRun("2026-01-05", success=False, failed_checks=("residual_pii",)), store)
    said = capsys.readouterr().out
    assert "residual_pii: mails that are left: 3 (max 0)" in said
    assert "phones" not in said
    assert "possible names" not in said


def test_a_day_without_examples_says_why_there_are_none(tmp_path, capsys) -> None:
    reasons = pl.DataFrame(
        {"obligations": [47, 3, 2, 1], "reason": ["too few sections", "a role", "a pronoun", "a colon"]}
    )
    suite = [expect("coverage", "share of the obligations that have examples", minimum=0.02)]
    write_result(
        store := DirectoryStore(tmp_path),
        "2026-01-05",
        judge("coverage", {"coverage": 0.0}, suite, {"reasons": reasons}),
    )
    show_run(DayRun("2026-01-05", success=False, failed_checks=("coverage",)), store)
    said = capsys.readouterr().out
    assert "47  too few sections" in said
    assert "a colon" not in said


def test_who_only_looks_does_not_wait_for_what_a_run_needs() -> None:
    code = "import sys, pipelines.cli, pipelines.views; print({'presidio_analyzer', 'spacy'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()", done.stdout
    assert done.stderr == "", "no warning of a library is shown to whoever looks"
