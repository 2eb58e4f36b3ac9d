"""Obligations of the documents: which there are, where they stand, and what the check makes of gaps."""

from dataclasses import replace

import polars as pl

from checks import coverage
from checks.settings import CoverageSettings


def owed(day, **options) -> pl.DataFrame:
    return coverage.obligations(day.decision_points, day.documents, day.examples, day.uncovered, **options)


def test_every_used_point_owes_its_cells(good):
    frame = owed(good)
    assert frame.columns == [
        "point", "cell", "kind", "document", "title", "path", "line", "section", "covered", "examples", "reason",
    ]  # fmt: skip
    assert len(frame) == 6 * 4
    assert frame.filter("covered")["cell"].unique().sort().to_list() == ["inside", "missing", "outside"]
    first = frame.filter(pl.col("cell") == "at").to_dicts()[0]
    assert (first["title"], first["path"]) == ("Expenses", "handbook/expenses.md")
    assert (first["section"], first["reason"], first["examples"]) == (
        "Expenses > Desks",
        "no natural form",
        0,
    )


def test_code_is_no_heading(good):
    text = "# Title\n\n```\n# not a heading\n```\n\n## Real\n\nrule"
    assert coverage._Sections(text).at(text.index("rule")) == "Title > Real"
    assert coverage._Sections("rule first\n\n# Later").at(0) == ""


def test_tickets_old_revisions_and_doubtful_points_owe_nothing(good):
    assert owed(good.changed("documents", pl.lit(value=True), kind="ticket")).is_empty()
    assert owed(good.changed("documents", pl.lit(value=True), revision=1)).is_empty()
    assert owed(good.changed("decision_points", pl.lit(value=True), used=False)).is_empty()


def test_a_document_in_two_places_owes_once(good):
    twice = pl.concat([good.documents, good.documents.with_columns(item=pl.lit("f" * 64), title=pl.lit("Copy"))])
    assert len(owed(type(good)(**{**good.tables(), "documents": twice}))) == 6 * 4


def test_a_rule_in_the_same_words_is_owed_once_and_a_short_one_in_each_place(good):
    document = good.documents["document"][0]

    def both(sentence: str) -> pl.DataFrame:
        said = (
            good.decision_points.filter(pl.col("document") == document).head(1).with_columns(sentence=pl.lit(sentence))
        )
        copy = said.with_columns(point=pl.lit("f" * 64), start=pl.col("start") + 900)
        return owed(replace(good, decision_points=pl.concat([said, copy])))

    assert both("A desk may be kept  for at most 10 days in a row.")["point"].n_unique() == 1
    assert both("Kept for 10 days.")["point"].n_unique() == 2


def test_more_examples_may_be_demanded(good):
    assert owed(good, minimum_examples=2)["covered"].sum() == 0


def test_too_little_coverage_fails_and_names_the_gaps(good):
    settings = CoverageSettings(minimum_coverage=0.9)
    result = coverage.check(good.decision_points, good.documents, good.examples, good.uncovered, settings)
    assert not result.passed
    (expectation,) = [e for e in result.expectations if not e.passed]
    assert (expectation.name, expectation.observed, expectation.bound) == ("coverage", 0.75, {"min": 0.9})
    gaps = result.evidence["uncovered"]
    assert len(gaps) == 6
    assert gaps[0] == {
        "title": "Expenses", "line": 3, "section": "Expenses > Desks", "kind": "limit", "cell": "at",
        "reason": "no natural form",
    }  # fmt: skip


def test_a_gap_without_a_reason_only_warns(good, settings):
    result = coverage.check(good.decision_points, good.documents, good.examples, good.uncovered.clear(), settings)
    assert [w.name for w in result.warnings] == ["unexplained"]
    assert result.passed
