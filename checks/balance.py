"""The refusal budget, the mixture of situations, twins, and variety of wording."""

import itertools
import math

import polars as pl

from checks.conversation import questions, words
from checks.expectations import CheckResult, Measures, Suite, expect, judge
from checks.settings import CoverageSettings

BOUNDARY_SITUATIONS = ("outside_limit", "at_limit")  # these are answered, and still sit on a boundary

ENOUGH = 20
"""A situation needs this many examples before the share of its most frequent skeleton says anything."""


def boundary() -> pl.Expr:
    """Whether an example is a boundary example: it does not simply answer, or it sits at or outside a limit."""
    return (pl.col("behaviour").cast(pl.String) != "answer") | pl.col("situation").cast(pl.String).is_in(
        BOUNDARY_SITUATIONS
    )


def summary(examples: pl.DataFrame) -> tuple[Measures, dict[str, pl.DataFrame]]:
    """Measures over the training examples (twins: over all), with tables by situation and behaviour."""
    examples = examples.with_columns(pl.col("situation", "behaviour", "split").cast(pl.String))
    train = examples.filter(pl.col("split") == "train")
    situations, behaviours = _shares(train, "situation"), _shares(train, "behaviour")
    share_of = dict(behaviours.select("behaviour", "share").rows())
    skeletons = _skeletons(train)
    asked = [words(" ".join(questions(messages))) for messages in train["messages"].to_list()]
    pairs = [pair for tokens in asked for pair in itertools.pairwise(tokens)]
    measures: Measures = {
        "training_examples": len(train),
        "boundary_share": 1 - share_of.get("answer", 0.0) if len(train) else None,
        "refusal_share": share_of.get("refuse", 0.0) if len(train) else None,
        "largest_situation": situations["share"].max() if len(train) else None,  # type: ignore[dict-item]
        "evenness": _evenness(situations["examples"].to_list()),
        "twins_missing": _twins_missing(examples),
        "skeleton_share": skeletons["share"].max() if len(skeletons) else 0.0,  # type: ignore[dict-item]
        "distinct_2": len(set(pairs)) / len(pairs) if pairs else None,
    }
    return measures, {"situations": situations, "behaviours": behaviours, "skeletons": skeletons}


def suite(settings: CoverageSettings) -> Suite:
    """Boundary examples within the budget, no situation that drowns the rest, every twin present."""
    return [
        expect(
            "boundary_share",
            "refusal budget: share of training examples whose behaviour is not a plain answer",
            minimum=settings.minimum_boundary,
            maximum=settings.maximum_boundary,
        ),
        expect("refusal_share", "share of training examples that refuse", maximum=settings.maximum_refusals),
        expect("largest_situation", "share of the most frequent situation", maximum=settings.maximum_situation),
        expect("twins_missing", "boundary examples without an answering twin in their own split", maximum=0),
        expect(
            "skeleton_share",
            f"largest share of one skeleton in a situation of {ENOUGH} or more",
            maximum=0.6,
            severity="warning",
        ),
        expect(
            "distinct_2",
            "distinct word pairs among all word pairs of questions",
            minimum=0.1,
            severity="warning",
        ),
    ]


def check(examples: pl.DataFrame, settings: CoverageSettings) -> CheckResult:
    """The check `balance`."""
    measures, tables = summary(examples)
    return judge("balance", measures, suite(settings), tables)


def _shares(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    return (
        frame.group_by(column)
        .agg(examples=pl.len().cast(pl.Int64))
        .with_columns(share=pl.col("examples") / max(len(frame), 1))
        .sort(["examples", column], descending=[True, False])
    )


def _skeletons(train: pl.DataFrame) -> pl.DataFrame:
    """Per situation of ENOUGH examples: skeletons, examples, share of the most frequent skeleton."""
    return (
        train.group_by("situation", "skeleton")
        .agg(uses=pl.len())
        .group_by("situation")
        .agg(
            skeletons=pl.len().cast(pl.Int64),
            examples=pl.col("uses").sum().cast(pl.Int64),
            share=pl.col("uses").max() / pl.col("uses").sum(),
        )
        .filter(pl.col("examples") >= ENOUGH)
        .sort(["share", "situation"], descending=[True, False])
    )


def _evenness(counts: list[int]) -> float | None:
    """Pielou's J: entropy over its maximum; null below two situations."""
    if len(counts) < 2:
        return None
    total = sum(counts)
    return -sum(n / total * math.log(n / total) for n in counts) / math.log(len(counts))


def _twins_missing(examples: pl.DataFrame) -> int:
    answering = set(examples.filter(pl.col("behaviour") == "answer").select("example", "split").rows())
    asked = examples.filter(boundary()).select("twin", "split").rows()
    return sum((twin, split) not in answering for twin, split in asked)
