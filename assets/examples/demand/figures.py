"""What the table `demand` says: how well the asked-for is covered, what the documents lack, and how much is unseen."""

from typing import NamedTuple

import polars as pl

from assets.examples.records import DECISIONS

# Words of a question that mean something said before it.
_LEANING = (
    r"(?i)^(?:and|but|so|or|then)\b|\b(?:it|its|they|them|their|this|that|these|those|he|him|his|she|her|one|ones)\b"
)


class Figures(NamedTuple):
    """The measures; docs/coverage.md defines them."""

    questions: int
    topics: int
    decisions: dict[str, int]
    once: int  # topics asked exactly once
    unseen: float  # Good-Turing: the chance that the next question is on a topic nobody has asked about yet
    expected_topics: float  # Chao1: a lower bound for how many topics there are
    weighted: float  # obligation coverage, each obligation weighed by how many questions its passage speaks of
    served: float  # share of all questions that are decided themselves or whose passage's obligations are covered


def figures(demand: pl.DataFrame, coverage: pl.DataFrame) -> Figures:
    """The measures of a day; `coverage` is the table of obligations with its column `asked`."""
    sizes = demand.group_by("topic").len()["len"]
    once, twice = int((sizes == 1).sum()), int((sizes == 2).sum())
    weight = int(coverage["asked"].sum())
    share = int(coverage.filter("covered")["asked"].sum()) / weight if weight else 0.0
    decided = demand["decision"].cast(pl.String).is_in(["answered", "undocumented"])
    expected = decided.cast(pl.Float64) if demand.height else pl.Series([], dtype=pl.Float64)
    if demand.height:
        shares = demand.join(_shares(coverage, demand), on="question", how="left", maintain_order="left")["share"]
        expected = pl.Series([max(a, b or 0.0) for a, b in zip(expected, shares, strict=True)])
    counts = dict(demand.group_by(pl.col("decision").cast(pl.String)).len().iter_rows())
    return Figures(
        questions=demand.height,
        topics=sizes.len(),
        decisions={name: counts.get(name, 0) for name in DECISIONS},
        once=once,
        unseen=round(once / demand.height, 4) if demand.height else 0.0,
        expected_topics=round(sizes.len() + once * (once - 1) / (2 * (twice + 1)), 1),
        weighted=round(share, 4),
        served=round(float(expected.sum()) / demand.height, 4) if demand.height else 0.0,
    )


def _near(points: pl.DataFrame, demand: pl.DataFrame) -> pl.DataFrame:
    """Each row of `points` (document, start) with each question whose passage holds it."""
    asked = demand.filter(pl.col("near_document").is_not_null()).select(
        "question", "near_start", "near_end", document="near_document"
    )
    return points.join(asked, on="document").filter(pl.col("start").is_between("near_start", "near_end", closed="left"))


def _shares(coverage: pl.DataFrame, demand: pl.DataFrame) -> pl.DataFrame:
    """question, share: the covered share of the obligations of the passage that speaks of a question."""
    return _near(coverage, demand).group_by("question").agg(share=pl.col("covered").mean())


def with_demand(coverage: pl.DataFrame, demand: pl.DataFrame) -> pl.DataFrame:
    """The obligations with a column `asked`: how many questions the passage of the rule speaks of."""
    places = coverage.select("point", "document", "start").unique()
    counted = _near(places, demand).group_by("point").agg(asked=pl.len().cast(pl.Int64))
    return coverage.join(counted, on="point", how="left", maintain_order="left").with_columns(
        pl.col("asked").fill_null(0)
    )


def gaps(demand: pl.DataFrame) -> pl.DataFrame:
    """What people ask and no document says, by topic, the most asked first.

    Columns: topic, owner (of most of them), asked, proven (how many of them), example (the shortest that stands on its own,
    else the shortest), first, last.
    """
    missing = demand.filter(pl.col("decision").cast(pl.String).is_in(["undocumented", "open"]))
    return (
        missing.sort(pl.col("text").str.contains(_LEANING), pl.col("text").str.len_chars(), "text")
        .group_by("topic", maintain_order=True)
        .agg(
            owner=pl.col("owner").drop_nulls().mode().sort().first(),
            asked=pl.len().cast(pl.Int64),
            proven=(pl.col("decision").cast(pl.String) == "undocumented").sum().cast(pl.Int64),
            example=pl.col("text").first(),
            first=pl.col("asked_on").min(),
            last=pl.col("asked_on").max(),
        )
        .sort(["asked", "proven", "topic"], descending=[True, True, False])
    )
