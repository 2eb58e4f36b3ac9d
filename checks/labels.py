"""No conflicting labels: the same question over the same passages never calls for two behaviours or two polarities."""

import polars as pl

from assets.identity import content_id
from checks.conversation import answers, questions, words
from checks.expectations import CheckResult, Measures, Suite, expect, judge


def summary(examples: pl.DataFrame) -> tuple[Measures, pl.DataFrame]:
    """Counts of asked things with two labels, and the examples in question (ids, situations, behaviours)."""
    rows = []
    for row in examples.sort("example").iter_rows(named=True):
        first, *_ = words(answers(row["messages"])[-1]) or [""]
        asked = [
            [" ".join(words(question)) for question in questions(row["messages"])],
            sorted(part["passage"] for part in row["context"]),
        ]
        polarity = first if first in ("yes", "no") else None
        rows.append((content_id(asked), row["example"], row["situation"], row["behaviour"], polarity))
    frame = pl.DataFrame(
        rows,
        schema={name: pl.String for name in ("asked", "example", "situation", "behaviour", "polarity")},
        orient="row",
    ).with_columns(
        behaviours=pl.col("behaviour").n_unique().over("asked"),
        polarities=pl.col("polarity").drop_nulls().n_unique().over("asked"),
    )
    behaviours, polarities = pl.col("behaviours") > 1, pl.col("polarities") > 1
    return {
        "asked": frame["asked"].n_unique(),
        "two_behaviours": frame.filter(behaviours)["asked"].n_unique(),
        "yes_and_no": frame.filter(polarities)["asked"].n_unique(),
        "asked_again": len(frame) - frame["asked"].n_unique(),
    }, frame.filter(behaviours | polarities).sort("asked", "example").select(
        "asked", "example", "situation", "behaviour"
    )


def suite() -> Suite:
    """One question over one set of passages has one label."""
    return [
        expect("two_behaviours", "questions over the same passages with two behaviours", maximum=0),
        expect("yes_and_no", "questions over the same passages answered with both yes and no", maximum=0),
    ]


def check(examples: pl.DataFrame) -> CheckResult:
    """The check `labels`."""
    measures, conflicts = summary(examples)
    return judge("labels", measures, suite(), {"conflicts": conflicts})
