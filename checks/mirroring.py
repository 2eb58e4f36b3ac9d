"""The held-out cases do not mirror the training examples: nothing is shared but the house's own words."""

from collections.abc import Iterable

import polars as pl

from checks.conversation import answers, own_words, questions
from checks.expectations import CheckResult, Measures, Suite, expect, judge

N = 13
"""Words in a row that count as copied (the customary contamination test)."""

SHARED = {
    "groups": "groups",
    "points": "decision points",
    "sections": "document sections used as evidence",
    "twins": "twin pairs",
    "skeletons": "phrasing skeletons",
}

PARTS = {"questions": questions, "answers": answers}

Words = tuple[int, ...]  # a run of words between quotations; each word is the number of its first appearance


def summary(examples: pl.DataFrame) -> tuple[Measures, pl.DataFrame]:
    """What evaluation and training share, and by situation how many held-out cases have words copied from training."""
    examples = examples.sort("example").with_columns(pl.col("split").cast(pl.String))
    train = examples.filter(pl.col("split") == "train")
    held_out = examples.filter(pl.col("split") == "evaluation")
    numbers: dict[str, int] = {}
    known, asked = _own_words(train, numbers), _own_words(held_out, numbers)
    copied = {part: _copied(known[part], asked[part]) for part in PARTS}
    measures: Measures = {
        "training": len(train),
        "evaluation": len(held_out),
        "shared_groups": len(_values(train, "group") & _values(held_out, "group")),
        "shared_points": len(_values(train, "point") & _values(held_out, "point")),
        "shared_sections": len(_sections(train) & _sections(held_out)),
        "shared_twins": len(_values(train, "twin") & _values(held_out, "example"))
        + len(_values(held_out, "twin") & _values(train, "example")),
        "shared_skeletons": len(_values(train, "skeleton") & _values(held_out, "skeleton")),
        **{f"copied_{part}": sum(flags) / len(flags) if flags else None for part, flags in copied.items()},
        "longest_run": _longest_shared(_together(known), _together(asked)),
    }
    by_situation = (
        held_out.select(
            pl.col("situation").cast(pl.String),
            *(pl.Series(f"copied_{part}", flags, dtype=pl.Int64) for part, flags in copied.items()),
        )
        .group_by("situation")
        .agg(pl.len().cast(pl.Int64).alias("evaluation"), pl.col("^copied_.*$").sum())
        .sort("situation")
    )
    return measures, by_situation


def suite() -> Suite:
    """Nothing on both sides of the split, and next to no copied run of words."""
    copied = f"held-out cases with {N} words in a row from training, quotations aside, in their"
    return [
        expect("evaluation", "held-out cases there are", minimum=1),
        *(expect(f"shared_{name}", f"{words} on both sides of the split", maximum=0) for name, words in SHARED.items()),
        expect("copied_questions", f"{copied} questions", maximum=0.05),
        # An answer's own words are how the house refuses or asks back: they should vary, but they give nothing away.
        expect("copied_answers", f"{copied} answers", maximum=0.05, severity="warning"),
        expect("longest_run", "words in the longest run on both sides, quotations aside", maximum=60),
    ]


def check(examples: pl.DataFrame) -> CheckResult:
    """The check `mirroring`."""
    measures, by_situation = summary(examples)
    return judge("mirroring", measures, suite(), {"by_situation": by_situation})


def _own_words(examples: pl.DataFrame, numbers: dict[str, int]) -> dict[str, list[list[Words]]]:
    """Per part, what each example says outside passages, quotations and citations."""

    def numbered(texts: list[str]) -> list[Words]:
        runs = (run for text in texts for run in own_words(text))
        return [tuple(numbers.setdefault(word, len(numbers)) for word in run) for run in runs]

    return {part: [numbered(read(m)) for m in examples["messages"].to_list()] for part, read in PARTS.items()}


def _copied(known: list[list[Words]], asked: list[list[Words]]) -> list[bool]:
    """For each held-out case, whether it has N words in a row from any training example."""
    seen = _windows((run for runs in known for run in runs), N)
    return [not seen.isdisjoint(_windows(runs, N)) for runs in asked]


def _together(parts: dict[str, list[list[Words]]]) -> set[Words]:
    return {run for examples in parts.values() for runs in examples for run in runs}


def _windows(runs: Iterable[Words], length: int) -> set[int]:
    """Every `length` words in a row, as a hash: that of numbers, unlike that of words, is the same in each process."""
    return {hash(run[i : i + length]) for run in runs for i in range(len(run) - length + 1)}


def _longest_shared(left: set[Words], right: set[Words]) -> int:
    """Words in the longest run found on both sides: a shared run of n holds one of n - 1, so bisect on n."""
    low, high = 0, min(max(map(len, left), default=0), max(map(len, right), default=0))
    while low < high:
        middle = (low + high + 1) // 2
        if _windows(left, middle).isdisjoint(_windows(right, middle)):
            high = middle - 1
        else:
            low = middle
    return low


def _values(frame: pl.DataFrame, column: str) -> set[str]:
    return set(frame[column].to_list()) - {""}


def _sections(frame: pl.DataFrame) -> set[tuple[str, str]]:
    return {(part["document"], part["section"]) for parts in frame["evidence"].to_list() for part in parts}
