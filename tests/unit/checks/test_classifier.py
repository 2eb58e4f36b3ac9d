"""The measuring instrument finds what separates, finds nothing where nothing does, and never learns a group."""

import numpy as np
import pytest

from checks.classifier import auc, out_of_group, paired_auc, word_features

GROUPS = [f"group {n // 4}" for n in range(80)]
LABELS = np.array([n % 2 == 0 for n in range(80)])


def ranked(texts):
    return out_of_group(word_features(texts)[0], LABELS, GROUPS)


def test_a_word_that_gives_the_label_away_is_found():
    assert auc(ranked([f"may I {'please ' if label else ''}go there" for label in LABELS]), LABELS) == 1


def test_equal_texts_separate_nothing():
    assert auc(ranked(["may I go there"] * 80), LABELS) == 0.5


def test_what_only_the_own_group_knows_is_no_help():
    labels = np.array([n // 4 % 2 == 0 for n in range(80)])  # one label a group, told by the group's own word
    scores = out_of_group(word_features([f"about {chr(97 + n // 4) * 3}" for n in range(80)])[0], labels, GROUPS)
    assert abs(auc(scores, labels) - 0.5) < 0.2


def test_too_few_groups_measure_nothing():
    assert out_of_group(word_features(["a b", "a b", "c d"])[0], np.array([True, True, False]), ["x", "y", "z"]) is None


@pytest.mark.parametrize(("scores", "expected"), [([1, 2, 3, 4], 0.25), ([1, 1, 1, 1], 0.5), ([4, 1, 3, 2], 1.0)])
def test_auc_counts_ordered_pairs(scores, expected):
    assert auc(np.array(scores, dtype=float), np.array([True, False, True, False])) == expected


def test_pairs_are_compared_with_their_partners_only():
    first, second = np.array([2.0, 12.0, 22.0]), np.array([1.0, 11.0, 21.0])
    assert paired_auc(first, second, ["x", "y", "z"]) == (1.0, 1.0, 1.0)
    assert paired_auc(first, first, ["x", "y", "z"]) == (0.5, 0.5, 0.5)


def test_the_interval_widens_where_groups_are_few():
    rng = np.random.default_rng(1)
    first, second = rng.random(60), rng.random(60)
    _, low, high = paired_auc(first, second, [f"{n}" for n in range(60)])
    _, few_low, few_high = paired_auc(first, second, [f"{n // 20}" for n in range(60)])
    assert low < 0.5 < high
    assert few_high - few_low != high - low
    assert paired_auc(first[:0], second[:0], []) == (0.5, 0.0, 1.0)
