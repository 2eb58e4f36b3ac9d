"""Supervised fine-tuning of a model's top layers on answers, on the CPU.

The frozen model reads each prompt once. What the trained layers need of that reading (the keys and values of the prompt in
these layers, and the hidden states of the answer below them) is kept, and every epoch costs the answers only. Passages
that several prompts begin with are read once. Only the tokens of answers, of all turns, carry loss.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor
from torch.nn.functional import cross_entropy, pad

from resources.language_model import WORKERS, LanguageModel, Message, Reader, logits, run

_STEP_TOKENS = 480  # answer tokens in an optimiser step: about eight answers
_PART = 20  # prompts that one worker reads in a row
_WARM_UP = 0.1  # share of the steps in which the learning rate rises; then it falls to nothing
_POINTS = 40  # of the loss curve


@dataclass(frozen=True)
class Turn:
    """An answer in its conversation, as tokens: what is read before it, what opens it, and itself."""

    read: list[int]
    opening: list[int]
    answer: list[int]


@dataclass(frozen=True)
class Tuned:
    """`weights`: a safetensors file of the trained tensors. `loss`: (step, mean loss since the point before)."""

    weights: bytes
    steps: int
    tokens: int
    parameters: int
    loss: list[tuple[int, float]]


def turns(model: LanguageModel, conversations: Sequence[Sequence[Message]]) -> list[Turn]:
    """Every answer of the conversations, each with all that was said before it. Raises ModelError when one is too long."""
    found = []
    for messages in conversations:
        for end, message in enumerate(messages, 1):
            if message["role"] == "assistant":
                turn = Turn(*model.prompt(messages[: end - 1]), model.answer(messages[:end]))
                model.check_length(len(turn.read) + len(turn.opening) + len(turn.answer))
                found.append(turn)
    return found


@dataclass(frozen=True)
class Lesson:
    """What the frozen model made of a turn. `before`: pieces of layers x 2 x heads x positions x dimension."""

    before: list[Tensor]
    hidden: Tensor  # 1 x positions x width: the opening and the answer, below the trained layers
    answer: list[int]


def read(model: LanguageModel, turns: Sequence[Turn], *, layers: int, say: Callable[[str], object]) -> list[Lesson]:
    """A lesson for each turn, in their order; what neighbours among the sorted prompts have in common is read once."""
    torch.use_deterministic_algorithms(True)
    network = model.network
    first = _first_trained(network, layers)
    longest = max(len(turn.read) + len(turn.opening) + len(turn.answer) for turn in turns)
    order = sorted(range(len(turns)), key=lambda i: turns[i].read)
    parts = [order[start : start + _PART] for start in range(0, len(order), _PART)]

    def read(part: Sequence[int]) -> list[Lesson]:
        reader = Reader(
            network, longest, first, torch.bfloat16
        )  # rounding the prompt a little does no harm to training
        return [_lesson(network, turns[i], first, reader) for i in part]

    lessons: dict[int, Lesson] = {}
    with ThreadPoolExecutor(WORKERS) as workers:
        for part, made in zip(parts, workers.map(read, parts), strict=True):
            lessons |= zip(part, made, strict=True)
            say(f"Read {len(lessons)} of {len(turns)} prompts.")
    return [lessons[i] for i in range(len(turns))]


def tune(
    model: LanguageModel,
    lessons: Sequence[Lesson],
    *,
    tokens: int,
    layers: int,
    learning_rate: float,
    seed: int,
    say: Callable[[str], object],
) -> Tuned:
    """Train the top `layers` on the lessons until about `tokens` answer tokens have carried loss; changes the model.

    The lessons are what `read` made with the same model, untrained, and as many layers. Equal arguments give equal
    bytes on the same machine. `say` gets a line now and then.
    """
    torch.use_deterministic_algorithms(True)
    network = model.network
    first = _first_trained(network, layers)
    trained = [p.requires_grad_(True) for layer in network.model.layers[first:] for p in layer.parameters()]
    steps = max(1, math.ceil(tokens / _STEP_TOKENS))
    optimiser = torch.optim.AdamW(trained, lr=learning_rate, betas=(0.9, 0.98), weight_decay=0.0)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    order = _shuffled(len(lessons), random.Random(seed))
    spent, losses = 0, []
    with ThreadPoolExecutor(WORKERS) as workers:
        for step in range(1, steps + 1):
            batch: list[Lesson] = []
            upto = round(tokens * step / steps)
            while not batch or spent < upto:
                batch.append(lessons[next(order)])
                spent += len(batch[-1].answer)
            loss = _learn(network, batch, first, trained, workers)
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            rate.step()
            losses.append(loss)
            say(f"Step {step} of {steps}: loss {losses[-1]:.3f}.")
    names = {id(p): name for name, p in network.named_parameters()}
    # Half precision halves the file; it is finer there than what a few hundred steps change.
    weights = save({names[id(p)]: p.detach().to(torch.float16) for p in trained})
    return Tuned(weights, steps, spent, sum(p.numel() for p in trained), _curve(losses))


class _Before:
    """What was read before each answer of a batch, as attention layers look for it: see resources.language_model.Past.

    Padded on the left to the longest: `padded` (batch x positions, the `new` ones included) says where.
    """

    def __init__(self, batch: Sequence[Lesson], first: int, new: int):
        lengths = torch.tensor([sum(piece.shape[-2] for piece in lesson.before) for lesson in batch])
        self.length = int(lengths.max())
        self.positions = lengths[:, None] + torch.arange(new)
        self.padded = torch.arange(self.length + new) < self.length - lengths[:, None]
        rows = [torch.cat(lesson.before, dim=-2).float() for lesson in batch]  # every prompt has something to read
        self._held = torch.stack([pad(row, (0, 0, self.length - row.shape[-2], 0)) for row in rows], dim=2)
        self._first = first

    def update(self, keys: Tensor, values: Tensor, layer_idx: int, *_: Any, **__: Any) -> tuple[Tensor, Tensor]:
        held = self._held[layer_idx - self._first]
        return torch.cat([held[0], keys], dim=2), torch.cat([held[1], values], dim=2)


def _first_trained(network: Any, layers: int) -> int:
    """The number of the lowest layer that is trained."""
    return max(0, len(network.model.layers) - layers)


@torch.no_grad()
def _lesson(network: Any, turn: Turn, first: int, reader: Reader) -> Lesson:
    before = reader.read(turn.read)
    spoken = turn.opening + turn.answer[:-1]
    positions = torch.arange(len(turn.read), len(turn.read) + len(spoken))[None]
    embedded = network.model.embed_tokens(torch.tensor([spoken]))
    return Lesson(before, run(network, embedded, positions, reader.past, last=first), turn.answer)


def _learn(
    network: Any, batch: Sequence[Lesson], first: int, trained: Sequence[Any], workers: ThreadPoolExecutor
) -> float:
    """Set the gradients of a batch, and give its mean loss. Workers share it, and their parts are summed in order."""
    size = sum(len(lesson.answer) for lesson in batch)
    shares = [share for i in range(WORKERS) if (share := batch[i::WORKERS])]

    def learn(share: Sequence[Lesson]) -> tuple[float, Sequence[Tensor]]:
        loss = _loss(network, share, first) / size
        return loss.item(), torch.autograd.grad(loss, trained)

    parts = list(workers.map(learn, shares))
    for parameter, *gradients in zip(trained, *(gradients for _, gradients in parts), strict=True):
        parameter.grad = sum(gradients[1:], gradients[0])
    return sum(loss for loss, _ in parts)


def _loss(network: Any, batch: Sequence[Lesson], first: int) -> Tensor:
    """Summed over the answer tokens of a batch, which is padded on the right: no token sees what comes after it."""
    new = max(lesson.hidden.shape[1] for lesson in batch)
    before = _Before(batch, first, new)
    hidden = torch.cat([pad(lesson.hidden, (0, 0, 0, new - lesson.hidden.shape[1])) for lesson in batch])
    hidden = run(network, hidden, before.positions, before, first=first, padded=before.padded)
    ends = [lesson.hidden.shape[1] for lesson in batch]
    rows = zip(hidden, ends, batch, strict=True)
    spoken = torch.cat([row[end - len(lesson.answer) : end] for row, end, lesson in rows])
    answers = torch.tensor([token for lesson in batch for token in lesson.answer])
    return cross_entropy(logits(network, spoken), answers, reduction="sum")


def _shuffled(count: int, rng: random.Random) -> Iterator[int]:
    """Every index once, in a new order, again and again."""
    while True:
        order = list(range(count))
        rng.shuffle(order)
        yield from order


def _rate(step: int, steps: int) -> float:
    """The share of the learning rate in a step, from 0."""
    rising = max(1, round(_WARM_UP * steps))
    return min((step + 1) / rising, (steps - step) / max(1, steps - rising + 1))


def _curve(losses: Sequence[float]) -> list[tuple[int, float]]:
    """At most so many points, each the mean of the steps since the one before."""
    width = math.ceil(len(losses) / _POINTS)
    parts = [losses[start : start + width] for start in range(0, len(losses), width)]
    return [(i * width + len(part), round(sum(part) / len(part), 4)) for i, part in enumerate(parts)]
