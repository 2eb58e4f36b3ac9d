"""Fine-tuning: what is learned, from which tokens, and that equal requests give equal bytes."""

from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load as read_tensors
from transformers import AutoModelForCausalLM

from deploy.train import tuning
from deploy.train.tuning import Tuned, read, tune, turns
from resources.language_model import LanguageModel, ModelError, load
from tests.unit.resources.tiny import tiny_model

PASSAGE = "[1] Bicycles may be parked in the yard.\n\n"
ROWS = [
    [
        {"role": "system", "content": "Use the passages."},
        {"role": "user", "content": PASSAGE + question},
        {"role": "assistant", "content": answer},
        *more,
    ]
    for question, answer, *more in [
        ("May I park a bicycle?", "Yes."),
        ("May I park a car?", "That is not stated."),
        ("May I park?", "What?", {"role": "user", "content": "A bicycle."}, {"role": "assistant", "content": "Yes."}),
    ]
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def model(folder: Path) -> LanguageModel:
    return load(str(folder))


def tuned(model: LanguageModel, **changes: Any) -> Tuned:
    asked: dict[str, Any] = {"tokens": 3 * 480, "layers": 1, "learning_rate": 1e-2, "seed": 0, "say": lambda _: None}
    asked |= changes
    lessons = read(model, turns(model, ROWS), layers=asked["layers"], say=asked["say"])
    return tune(model, lessons, **asked)


def test_every_answer_of_a_conversation_is_a_turn(model: LanguageModel) -> None:
    found = turns(model, ROWS)
    assert [model.tokenizer.decode(turn.answer) for turn in found] == [
        "Yes.</s>", "That is not stated.</s>", "What?</s>", "Yes.</s>",
    ]  # fmt: skip
    assert model.tokenizer.decode(found[-1].read).count("What?") == 1, "an earlier answer is part of the prompt"


def test_the_loss_is_that_of_the_whole_model_on_the_answer_tokens(model: LanguageModel, folder: Path) -> None:
    """Reading prompts apart, sharing what they share and keeping it rounded changes nothing that matters."""
    found = turns(model, ROWS)
    lessons = read(model, found, layers=1, say=lambda _: None)
    whole = AutoModelForCausalLM.from_pretrained(folder, dtype="float32")
    expected = 0.0
    for turn in found:
        tokens = torch.tensor([[*turn.read, *turn.opening, *turn.answer]])
        targets = tokens.clone()
        targets[:, : -len(turn.answer)] = -100
        with torch.no_grad():
            expected += whole(tokens, labels=targets).loss.item() * len(turn.answer)
    with torch.no_grad():
        loss = tuning._loss(model.network, lessons, 2).item()
    assert loss == pytest.approx(expected, rel=2e-2)


def test_training_three_steps_twice_gives_equal_bytes(folder: Path) -> None:
    first, again = (tuned(load(str(folder))) for _ in range(2))
    assert first == again
    assert first.steps == 3
    assert tuned(load(str(folder)), seed=1).weights != first.weights


def test_only_the_top_layers_are_trained(folder: Path) -> None:
    model = load(str(folder))
    below = {n: t.clone() for n, t in model.network.state_dict().items() if not n.startswith("model.layers.2.")}
    made = tuned(model)
    names = read_tensors(made.weights).keys()
    assert names
    assert all(name.startswith("model.layers.2.") for name in names)
    assert all(torch.equal(model.network.state_dict()[name], tensor) for name, tensor in below.items())
    assert made.parameters == sum(t.numel() for t in read_tensors(made.weights).values())


@pytest.mark.parametrize("layers", [1, 2, 99])
def test_a_model_learns_what_it_is_taught(folder: Path, layers: int) -> None:
    made = tuned(load(str(folder)), layers=layers, tokens=40 * 480, learning_rate=2e-2)
    assert made.loss[-1][1] < 0.2 * made.loss[0][1]
    taught = load(str(folder)).with_weights(made.weights)
    assert taught.answers([row[:-1] for row in ROWS], 24) == ["Yes.", "That is not stated.", "Yes."]


def test_both_arms_get_the_same_budget(folder: Path) -> None:
    model = load(str(folder))
    asked: dict[str, Any] = {"layers": 1, "say": lambda _: None}
    few, many = (
        tune(model, read(model, turns(model, rows), **asked), tokens=2000, learning_rate=1e-3, seed=0, **asked)
        for rows in (ROWS[:1], ROWS)
    )
    assert few.steps == many.steps
    assert abs(few.tokens - many.tokens) <= 32, "less than the longest answer"


def test_progress_and_loss_are_told(model: LanguageModel) -> None:
    said: list[str] = []
    tuned(model, say=said.append)
    assert said[0] == "Read 4 of 4 prompts."
    assert [line.split(":")[0] for line in said[1:]] == [f"Step {i} of 3" for i in (1, 2, 3)]


def test_a_conversation_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds 64"):
        turns(load(str(tiny_model(tmp_path, room=64))), ROWS)


@given(losses=st.lists(st.floats(0, 10), min_size=1, max_size=400))
def test_the_curve_has_few_points_and_ends_with_the_last_step(losses: list[float]) -> None:
    curve = tuning._curve(losses)
    steps = [step for step, _ in curve]
    assert len(curve) <= 40
    assert steps == sorted(set(steps))
    assert steps[-1] == len(losses)
    assert all(min(losses) - 1e-3 <= loss <= max(losses) + 1e-3 for _, loss in curve)


@given(steps=st.integers(1, 500))
def test_the_rate_rises_then_falls_and_never_stands_still(steps: int) -> None:
    rates = [tuning._rate(step, steps) for step in range(steps)]
    top = rates.index(max(rates))
    assert all(0 < rate <= 1 for rate in rates)
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
