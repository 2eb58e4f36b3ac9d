"""How well a simple classifier tells texts of two kinds apart: a measuring instrument of the checks, never a product.

Every row is scored by a classifier that was fitted on other groups than its own, so it cannot know the subject. AUC is the
chance that a row of the one kind scores higher than one of the other, ties counted half: 0.5 is a coin, 1 is certainty.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_FOLDS = 5
_RESAMPLES = 1000
_SEED = 4  # of folds and resamples: the same rows give the same numbers


def word_features(texts: Sequence[str]) -> tuple[Any, list[str]]:
    """A sparse matrix of which words and pairs of neighbouring words each text holds, and what its columns stand for.

    The 4,000 most frequent of them; of a number each digit is a word.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 (a second to import)

    word = r"[^\W\d_]+|\d"
    counter = CountVectorizer(ngram_range=(1, 2), token_pattern=word, binary=True, max_features=4000)
    return counter.fit_transform(texts).astype(np.float64), list(counter.get_feature_names_out())


def out_of_group(features: Any, labels: Flags, groups: Sequence[str]) -> Floats | None:
    """For every row its rank, 0 to 1, among the rows that one logistic regression scored; None where there are too few
    groups of a label to leave some out."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415

    names = np.array(groups)
    folds = min(_FOLDS, *(len(set(names[labels == label])) for label in (True, False)))
    if folds < 2:
        return None
    ranks = np.full(len(labels), 0.5)
    for fitted, held in StratifiedGroupKFold(folds, shuffle=True, random_state=_SEED).split(names, labels, names):
        if labels[fitted].all() or not labels[fitted].any():
            continue  # nothing to learn: the fold stays undecided
        model = LogisticRegression(class_weight="balanced", max_iter=1000).fit(features[fitted], labels[fitted])
        # Scores of two models cannot be compared, ranks can; rounded, so that equal rows are equal on every machine.
        ranks[held] = _ranks(model.decision_function(features[held]).round(6)) / len(held)
    return ranks


def auc(scores: Floats, labels: Flags) -> float:
    """Of rows of both labels; 0.5 where one is missing."""
    true, false = int(labels.sum()), int((~labels).sum())
    if not (true and false):
        return 0.5
    return float((_ranks(scores)[labels].sum() - true * (true + 1) / 2) / (true * false))


def paired_auc(first: Floats, second: Floats, groups: Sequence[str]) -> tuple[float, float, float]:
    """Of rows in pairs, each compared with its own partner only: the AUC that `first` scores higher, and its 95 %
    interval, from resampling whole groups. (0.5, 0, 1) where there is no pair."""
    if not len(first):
        return 0.5, 0.0, 1.0
    wins = (first > second) + 0.5 * (first == second)
    _, place = np.unique(np.array(groups), return_inverse=True)
    sums, counts = np.bincount(place, wins), np.bincount(place)
    drawn = np.random.default_rng(_SEED).integers(len(sums), size=(_RESAMPLES, len(sums)))
    low, high = np.quantile(sums[drawn].sum(1) / counts[drawn].sum(1), (0.025, 0.975))
    return float(wins.mean()), float(low), float(high)


def _ranks(scores: Floats) -> Floats:
    """1 for the lowest; equal scores share the mean of their ranks."""
    order = np.sort(scores)
    return (np.searchsorted(order, scores, "left") + np.searchsorted(order, scores, "right") + 1) / 2
