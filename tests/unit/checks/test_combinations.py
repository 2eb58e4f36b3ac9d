"""Which pairs of properties are feasible is what rules of the same kind show; what training lacks is listed."""

import polars as pl

from checks.combinations import pairs, two_way


def measured(day):
    return pairs(day.decision_points, day.documents, day.examples)


def test_what_one_topic_shows_the_other_could_have(good):
    train = good.examples.filter(pl.col("document") == good.examples["document"][0])  # all of Expenses
    table, missing = measured(type(good)(**{**good.tables(), "examples": train}))
    shares = {row["factors"]: (row["feasible"], row["covered"]) for row in table.to_dicts()}
    assert shares["situation × topic"] == (6, 3)
    assert shares["situation × behaviour"] == (3, 3)
    lacking = missing.filter(pl.col("factors") == "situation × topic").to_dicts()
    assert {(r["first"], r["second"], r["rules"]) for r in lacking} == {
        (situation, "Travel", 3) for situation in ("inside_limit", "outside_limit", "missing_amount")
    }
    assert 0 < two_way(table) < 1


def test_everything_combined_is_full_coverage(good):
    everything = good.examples.with_columns(split=pl.lit("train"))
    table, missing = measured(type(good)(**{**good.tables(), "examples": everything}))
    assert two_way(table) == 1
    assert missing.is_empty()


def test_a_held_out_case_shows_what_is_feasible_and_covers_nothing(good):
    held_out = good.examples.with_columns(split=pl.lit("evaluation"))
    table, missing = measured(type(good)(**{**good.tables(), "examples": held_out}))
    assert two_way(table) == 0
    assert len(missing) == table["feasible"].sum()


def test_rules_of_another_kind_and_doubtful_rules_allow_nothing(good):
    train = good.examples.filter(pl.col("document") == good.examples["document"][0])
    for change in ({"kind": "role"}, {"used": False}):
        day = good.changed("decision_points", pl.col("document") != train["document"][0], **change)
        table, _ = measured(type(good)(**{**day.tables(), "examples": train}))
        assert two_way(table) == 1


def test_nothing_made_is_nothing_feasible(good):
    table, missing = measured(type(good)(**{**good.tables(), "examples": good.examples.clear()}))
    assert two_way(table) is None
    assert missing.is_empty()
