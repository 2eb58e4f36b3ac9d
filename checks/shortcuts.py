"""The shortcut audit: can the right behaviour be guessed without reading the passages?

Where an example and its twin differ in the evidence alone (one question, its evidence taken out: the proof `absent`),
nothing but the evidence may tell them apart: not the words of the question, not the length of the context, not the
phrasing. Where they differ in what is asked (an amount left out, a false claim, pressure), the question has to tell them
apart, and only its phrasing must not: that is measured, by situation.
"""

import json
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from checks.classifier import out_of_group, paired_auc, word_features
from checks.conversation import questions
from checks.expectations import CheckResult, Measures, Suite, expect, judge

CHANCE = 0.55
"""An AUC up to this is a coin. The lower end of the interval is held to it, so that few pairs do not fail by chance."""

ENOUGH = 30
"""So many pairs are needed before an AUC says anything; with fewer the cues are shown and not judged."""

CUES = {
    "question": "the words of the question",
    "length": "the length of the context",
    "phrasing": "the skeleton of the question",
}


def summary(examples: pl.DataFrame) -> tuple[Measures, dict[str, pl.DataFrame]]:
    """AUC of each cue within twin sets of the training examples; tables by cue and, for phrasings, by situation."""
    train = examples.sort("example").filter(pl.col("split").cast(pl.String) == "train")
    place = {name: row for row, name in enumerate(train["example"])}
    labels = (train["behaviour"].cast(pl.String) != "answer").to_numpy()
    pairs = np.array(
        [(row, place[twin]) for row, twin in enumerate(train["twin"]) if labels[row] and twin in place], dtype=int
    ).reshape(-1, 2)
    absent = [json.loads(claim)["proof"] == "absent" for claim in train["claim"]]
    evidence = np.array([absent[row] for row, _ in pairs], dtype=bool)
    groups = np.array(train["group"].to_list(), dtype=str)
    scores = (
        {cue: _scores(features, labels, groups) for cue, features in _features(train).items()} if len(pairs) else {}
    )
    rows = []
    for kind, chosen in (("evidence", pairs[evidence]), ("all", pairs)):
        for cue, found in scores.items():
            auc, low, high = paired_auc(found[chosen[:, 0]], found[chosen[:, 1]], list(groups[chosen[:, 0]]))
            rows.append((kind, cue, len(chosen), auc, low, high))
    table = (
        pl.DataFrame(
            rows, schema=["pairs_that_differ_in", "cue", "pairs", "auc", "low", "high"], orient="row", strict=False
        )
        if rows
        else _NOTHING
    )
    lows = {(kind, cue): low for kind, cue, count, _, low, _ in table.iter_rows() if count >= ENOUGH}
    measures: Measures = {
        "pairs": len(pairs),
        "evidence_pairs": int(evidence.sum()),
        # without enough pairs there is nothing to guess
        **{f"{cue}_evidence": lows.get(("evidence", cue), 0.0) for cue in CUES},
        "phrasing_all": lows.get(("all", "phrasing"), 0.0),
    }
    return measures, {"cues": table, "phrasing_by_situation": _by_situation(train, pairs, scores.get("phrasing"))}


def suite() -> Suite:
    """No cue but the evidence, where the evidence decides."""
    certain = "how surely it tells a boundary example from its twin (AUC, lower end of the 95 % interval)"
    return [
        *(
            expect(f"{cue}_evidence", f"{words}, where the two differ in evidence only: {certain}", maximum=CHANCE)
            for cue, words in CUES.items()
        ),
        expect("phrasing_all", f"{CUES['phrasing']}, in all pairs: {certain}", maximum=CHANCE, severity="warning"),
    ]


def check(examples: pl.DataFrame) -> CheckResult:
    """The check `shortcuts`."""
    measures, tables = summary(examples)
    return judge("shortcuts", measures, suite(), tables)


_NOTHING = pl.DataFrame(
    schema={"pairs_that_differ_in": pl.String, "cue": pl.String, "pairs": pl.Int64, "auc": pl.Float64,
            "low": pl.Float64, "high": pl.Float64}
)  # fmt: skip


def _features(train: pl.DataFrame) -> dict[str, Any]:
    """What each cue is to the classifier, a row for each example."""
    from sklearn.preprocessing import OneHotEncoder, StandardScaler  # noqa: PLC0415 (a second to import)

    sizes = [(sum(len(p["text"]) for p in parts), len(parts)) for parts in train["context"].to_list()]
    return {
        "question": word_features([" ".join(questions(m)) for m in train["messages"].to_list()])[0],
        "length": StandardScaler().fit_transform(np.log1p(np.array(sizes, dtype=float))),
        "phrasing": OneHotEncoder().fit_transform(train["skeleton"].to_numpy().reshape(-1, 1)),
    }


def _scores(features: Any, labels: NDArray[np.bool_], groups: NDArray[np.str_]) -> NDArray[np.float64]:
    scores = out_of_group(features, labels, list(groups))
    return np.full(len(labels), 0.5) if scores is None else scores


def _by_situation(train: pl.DataFrame, pairs: NDArray[np.int_], scores: NDArray[np.float64] | None) -> pl.DataFrame:
    """Per situation: in how many pairs the phrasing gives the boundary example away."""
    ahead = [] if scores is None else (scores[pairs[:, 0]] > scores[pairs[:, 1]]).tolist()
    situations = train["situation"].cast(pl.String).gather(pairs[:, 0].tolist())
    return (
        pl.DataFrame({"situation": situations, "given_away": pl.Series(ahead, dtype=pl.Boolean)})
        .group_by("situation")
        .agg(pairs=pl.len().cast(pl.Int64), given_away=pl.col("given_away").mean())
        .sort(["given_away", "situation"], descending=[True, False])
    )
