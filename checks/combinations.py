"""2-way combination coverage of the training examples (NIST IR 7878): which pairs of properties occur together.

A model may be taught every situation and every topic and still never see the one in the other. For each two of the
factors the feasible pairs of values are counted, and those that some training example has; the coverage is the mean of
these shares. What is feasible the documents say: whatever is made anywhere (situation, behaviour, number of turns) of a
rule of some kind can be made in every topic that has a rule of that kind, in every voice.
"""

from itertools import combinations

import polars as pl

from checks.conversation import questions

FACTORS = ("situation", "behaviour", "kind", "topic", "turns", "register")
_OF_THE_RULE = ("situation", "behaviour", "turns")
_OF_THE_PLACE = ("kind", "topic")


def pairs(points: pl.DataFrame, documents: pl.DataFrame, examples: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(factors, feasible, covered, share) for each two factors; and the feasible pairs of values that no training example
    has (factors, first, second, rules), those that the most rules could make first."""
    made = _made(points, documents, examples)
    # An earlier revision keeps its points and owes nothing.
    effective = documents.filter((pl.col("status") == "ok") & (pl.col("revision") == 0) & (pl.col("kind") != "ticket"))
    places = (
        points.filter("used")
        .select("point", "document", rule=pl.col("kind").cast(pl.String))
        .join(effective.select("document", pl.col("kind").cast(pl.String), topic="title"), on="document")
        .group_by("rule", *_OF_THE_PLACE)
        .agg(rules=pl.col("point").n_unique().cast(pl.Int64))
    )
    voices = made.select("register").unique()
    could = made.select("rule", *_OF_THE_RULE).unique().join(places, on="rule").join(voices, how="cross")
    feasible = pl.concat([could.select(*FACTORS, "rules"), made.select(*FACTORS, rules=pl.lit(0, pl.Int64))])
    trained = made.filter(pl.col("split") == "train")
    rows, missing = [], []
    for two in combinations(FACTORS, 2):
        named = pl.all_horizontal(pl.col(*two) != "")
        possible = feasible.filter(named).group_by(*two).agg(pl.col("rules").max())
        gaps = possible.join(trained.select(*two), on=two, how="anti")
        rows.append((" × ".join(two), len(possible), len(possible) - len(gaps)))
        missing.append(gaps.select(pl.lit(rows[-1][0]).alias("factors"), pl.col(two[0]).alias("first"),
                                   pl.col(two[1]).alias("second"), "rules"))  # fmt: skip
    table = pl.DataFrame(rows, schema={"factors": pl.String, "feasible": pl.Int64, "covered": pl.Int64}, orient="row")
    return (
        table.with_columns(share=pl.col("covered") / pl.col("feasible").clip(1)),
        pl.concat(missing).sort("rules", "factors", "first", "second", descending=[True, False, False, False]),
    )


def two_way(table: pl.DataFrame) -> float | None:
    """The coverage: the mean share over the pairs of factors that have feasible values; null where none has."""
    share = table.filter(pl.col("feasible") > 0)["share"].mean()
    return share if isinstance(share, float) else None


def _made(points: pl.DataFrame, documents: pl.DataFrame, examples: pl.DataFrame) -> pl.DataFrame:
    """split, kind of the rule and the value of every factor, a row for each example; "" where it has none."""
    turns = [str(len(questions(messages))) for messages in examples["messages"].to_list()]
    titles = documents.sort("source", "item", "revision").unique("document", keep="first", maintain_order=True)
    return (
        examples.select(
            pl.col("split", "situation", "behaviour", "kind", "register").cast(pl.String),
            "document",
            "point",
            turns=pl.Series(turns, dtype=pl.String),
        )
        .join(points.select("point", rule=pl.col("kind").cast(pl.String)), on="point", how="left")
        .join(titles.select("document", topic="title"), on="document", how="left")
        .with_columns(pl.col("rule", "topic").fill_null(""))
    )
