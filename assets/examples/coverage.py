"""Obligation coverage: which cells the company's own rules owe, and which of them have examples. Pure set operations."""

import polars as pl

OBLIGED_KINDS = ("wiki", "sop")  # tickets tell what people ask, not what the rules are


def obligations(
    points: pl.DataFrame,
    documents: pl.DataFrame,
    examples: pl.DataFrame,
    uncovered: pl.DataFrame,
    *,
    minimum_examples: int = 1,
) -> pl.DataFrame:
    """One row per obligation of the used points in effective wiki and SOP documents, sorted by point and cell.

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
        .select("point", "document", pl.col("kind").cast(pl.String), "start", "line", "sentence", "owes")
        .rename({"owes": "cell"})
        .explode("cell")
        .join(places, on="document")
        .join(made, on=("point", "cell"), how="left")
        .join(uncovered, on=("point", "cell"), how="left")
        .with_columns(pl.col("examples").fill_null(0))
        .with_columns(covered=pl.col("examples") >= minimum_examples)
        .with_columns(reason=pl.when(~pl.col("covered")).then(pl.col("reason")))
        .select(
            *("point", "cell", "kind", "source", "document", "title", "path", "start", "line", "sentence"),
            *("examples", "covered", "reason"),
        )
        .sort("point", "cell")
    )
