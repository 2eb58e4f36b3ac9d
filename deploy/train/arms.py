"""Which rows an arm is trained on. Both arms get the same number of steps and of answer tokens, whatever their rows."""

import polars as pl

from assets.identity import sha256
from assets.retraining.models import Arm

PLAIN = (
    "answerable",
    "inside_limit",
    "at_limit",
    "outside_limit",
    "condition_met",
    "exception_applies",
    "exception_not_applies",
)
"""Situations of single questions that a passage answers outright: what a generator of question-answer pairs makes."""


def rows_of(arm: Arm, examples: pl.DataFrame, boundary_share: float | None, most: int | None = None) -> pl.DataFrame:
    """The examples (Examples schema) that the arm is trained on, at most so many, sorted by id.

    `boundary_share`: the share, 0 to 1, of examples whose behaviour is not to answer. Of those or of the answers so many
    are left out, by hash, that it is met. The happy path has none of them and only plain answers.
    """
    answers = pl.col("behaviour").cast(pl.String) == "answer"
    if arm == "happy_path":
        return _first(examples.filter(answers & pl.col("situation").cast(pl.String).is_in(PLAIN)), most).sort("example")
    if boundary_share is None:
        return _first(examples, most).sort("example")
    plain, boundary = examples.filter(answers), examples.filter(~answers)
    # As many rows as both kinds allow at this share: the one of which there are too many is cut.
    rows = min(
        plain.height / (1 - boundary_share) if boundary_share < 1 else float("inf"),
        boundary.height / boundary_share if boundary_share > 0 else float("inf"),
    )
    rows = min(rows, most or rows)
    kept = [_first(boundary, round(rows * boundary_share)), _first(plain, round(rows * (1 - boundary_share)))]
    return pl.concat(kept).sort("example")


def _first(examples: pl.DataFrame, count: int | None) -> pl.DataFrame:
    """So many examples, in the order of a hash of their ids; None: all."""
    if count is None:
        return examples
    order = [sha256(f"boundary share {example}") for example in examples["example"]]
    return examples.with_columns(_order=pl.Series(order, dtype=pl.String)).sort("_order").head(count).drop("_order")
