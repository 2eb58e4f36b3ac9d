"""No conflicting labels: the same question over the same passages never calls for two behaviours or two polarities.

All turns of a dialogue are the question. A question in another voice has other words: there the proven claim is what was
asked, and one claim over one set of passages has one behaviour, whoever asks.
"""

import polars as pl

from assets.identity import content_id
from checks.conversation import answers, questions, words
from checks.expectations import CheckResult, Measures, Suite, expect, judge


def summary(examples: pl.DataFrame) -> tuple[Measures, pl.DataFrame]:
    """Counts of asked things with two labels, and the examples in question (ids, situations, behaviours)."""
    rows = []
    for row in examples.sort("example").iter_rows(named=True):
        first, *_ = words(answers(row["messages"])[-1]) or [""]
        shown = sorted(part["passage"] for part in row["context"])
        asked = [[" ".join(words(question)) for question in questions(row["messages"])], shown]
        polarity = first if first in ("yes", "no") else None
        claimed = content_id([row["claim"], shown])
        rows.append((content_id(asked), claimed, row["example"], row["situation"], row["behaviour"], polarity))
    frame = pl.DataFrame(
        rows,
        schema={name: pl.String for name in ("asked", "claimed", "example", "situation", "behaviour", "polarity")},
        orient="row",
    ).with_columns(
        behaviours=pl.col("behaviour").n_unique().over("asked"),
        claims=pl.col("behaviour").n_unique().over("claimed"),
        polarities=pl.col("polarity").drop_nulls().n_unique().over("asked"),
    )
    behaviours, claims, polarities = (pl.col(name) > 1 for name in ("behaviours", "claims", "polarities"))
    return {
        "asked": frame["asked"].n_unique(),
        "two_behaviours": frame.filter(behaviours)["asked"].n_unique(),
        "two_behaviours_of_a_claim": frame.filter(claims)["claimed"].n_unique(),
        "yes_and_no": frame.filter(polarities)["asked"].n_unique(),
        "asked_again": len(frame) - frame["asked"].n_unique(),
    }, frame.filter(behaviours | claims | polarities).sort("asked", "example").select(
        "asked", "example", "situation", "behaviour"
    )


def suite() -> Suite:
    """One question over one set of passages has one label."""
    return [
        expect("two_behaviours", "questions over the same passages with two behaviours", maximum=0),
        expect("two_behaviours_of_a_claim", "claims over the same passages with two behaviours", maximum=0),
        expect("yes_and_no", "questions over the same passages answered with both yes and no", maximum=0),
    ]


def check(examples: pl.DataFrame) -> CheckResult:
    """The check `labels`."""
    measures, conflicts = summary(examples)
    return judge("labels", measures, suite(), {"conflicts": conflicts})
