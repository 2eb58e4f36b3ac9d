"""Obligation coverage: which cells the company's own rules owe, and which of them have examples. Pure set operations."""

import polars as pl

OBLIGED_KINDS = ("wiki", "sop")  # tickets tell what people ask, not what the rules are

_SHORT = 6
"""So many words a sentence has at least that means the same wherever it stands; "Click Save." belongs to its page."""


def wording() -> pl.Expr:
    """What points of one rule share: a rule that stands at several places in the same words is owed once. A step is the
    same only behind the same step, a short sentence only in its place."""
    words = [
        pl.col(c).fill_null("").str.to_lowercase().str.replace_all(r"\s+", " ") for c in ("sentence", "text", "follows")
    ]
    same = pl.concat_str(pl.col("kind").cast(pl.String), *words, separator="\n")
    long = pl.col("sentence").str.count_matches(r"\w+") >= _SHORT
    return pl.when(long).then(same).otherwise("point")


def obligations(
    points: pl.DataFrame,
    documents: pl.DataFrame,
    examples: pl.DataFrame,
    uncovered: pl.DataFrame,
    *,
    minimum_examples: int = 1,
) -> pl.DataFrame:
    """One row per obligation of the used points in effective wiki and SOP documents, sorted by point and cell; of a rule
    that stands at several places, the first of them.

    Columns: point, cell, kind (of the point), source, document, title, path, start, line, sentence, examples (how many),
    covered (at least `minimum_examples`), reason (why not; null when covered or when nobody says).
    """
    # A document that stands at several places is shown at the first of them.
    places = (
        documents.filter(
            (pl.col("status") == "ok") & (pl.col("revision") == 0) & pl.col("kind").cast(pl.String).is_in(OBLIGED_KINDS)
        )
        .sort("source", "item")
        .unique("document", keep="first", maintain_order=True)
        .select("document", "source", "title", "path")
    )
    made = examples.group_by("point", "cell").agg(examples=pl.len().cast(pl.Int64))
    return (
        points.filter("used")
        .sort("document", "start", "point")
        .select(
            "point", "document", pl.col("kind").cast(pl.String), "start", "line", "sentence", "owes", wording=wording()
        )
        .rename({"owes": "cell"})
        .explode("cell")
        .join(places, on="document", maintain_order="left")
        .join(made, on=("point", "cell"), how="left", maintain_order="left")
        .join(uncovered, on=("point", "cell"), how="left", maintain_order="left")
        .with_columns(
            pl.col("examples").fill_null(0).sum().over("wording", "cell"),
            pl.col("reason").drop_nulls().first().over("wording", "cell"),
        )
        .unique(["wording", "cell"], keep="first", maintain_order=True)
        .with_columns(covered=pl.col("examples") >= minimum_examples)
        .with_columns(reason=pl.when(~pl.col("covered")).then(pl.col("reason")))
        .select(
            *("point", "cell", "kind", "source", "document", "title", "path", "start", "line", "sentence"),
            *("examples", "covered", "reason"),
        )
        .sort("point", "cell")
    )
