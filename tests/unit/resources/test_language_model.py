"""Language models: what they say is what greedy decoding says, whatever is shared, padded and replaced."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save

from resources import language_model
from resources.language_model import LanguageModel, ModelError, load
from tests.unit.resources.tiny import tiny_model

SYSTEM = {"role": "system", "content": "Use the passages."}


def asked(*turns: str) -> list[dict[str, str]]:
    roles = ("user", "assistant")
    return [SYSTEM, *({"role": roles[i % 2], "content": turn} for i, turn in enumerate(turns))]


PROMPTS = [
    asked("[1] Bicycles may be parked in the yard.\n\nMay I park a bicycle?"),
    asked("[1] Bicycles may be parked in the yard.\n\nMay I park a car there on a Sunday evening?"),
    asked("Hello"),
    asked("[1] Bicycles may be parked in the yard.\n\nMay I park a bicycle?", "Yes.", "And two?"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def model(folder: Path) -> LanguageModel:
    return load(str(folder))


def greedy(folder: Path, prompt: list[dict[str, str]], new: int) -> str:
    """What transformers itself says to one prompt, without padding or a prompt read before."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForCausalLM.from_pretrained(folder, dtype="float32")
    text = tokenizer.apply_chat_template(prompt, tokenize=False, add_generation_prompt=True)
    tokens = tokenizer(text, add_special_tokens=False, return_tensors="pt").input_ids
    said = network.generate(tokens, do_sample=False, max_new_tokens=new, pad_token_id=1)[0, tokens.shape[1] :]
    return tokenizer.decode(said, skip_special_tokens=True).strip()


def other_top_layer(model: LanguageModel, scale: float = 3.0) -> bytes:
    top = {n: t for n, t in model.network.state_dict().items() if n.startswith("model.layers.2.")}
    return save({name: (tensor * scale).to(torch.float16) for name, tensor in top.items()})


def test_answers_are_those_of_greedy_decoding(model: LanguageModel, folder: Path) -> None:
    assert model.answers(PROMPTS, 12) == [greedy(folder, prompt, 12) for prompt in PROMPTS]


def test_neither_order_nor_company_nor_repetition_changes_an_answer(model: LanguageModel) -> None:
    together = model.answers(PROMPTS, 12)
    assert model.answers(PROMPTS[::-1], 12) == together[::-1]
    assert [load_alone for prompt in PROMPTS for load_alone in model.answers([prompt], 12)] == together
    assert model.answers([PROMPTS[0], *PROMPTS], 12) == [together[0], *together]
    assert model.answers([], 12) == []


def test_progress_counts_to_the_end(model: LanguageModel) -> None:
    seen: list[tuple[int, int]] = []
    model.answers(PROMPTS * 5, 2, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (20, 20)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_trained_layers_speak_and_the_base_is_left_alone(model: LanguageModel) -> None:
    before = model.answers(PROMPTS, 12)
    weights = other_top_layer(model)
    trained = model.with_weights(weights)
    assert trained.answers(PROMPTS, 12) != before
    assert model.answers(PROMPTS, 12) == before
    assert trained.digest == model.with_weights(weights).digest != model.digest
    assert model.with_weights(other_top_layer(model, 1.5)).digest != trained.digest


def test_the_prompt_is_read_by_the_base(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load(str(folder))
    trained = model.with_weights(other_top_layer(model))
    read: list[Any] = []
    whole = language_model.Reader

    def reader(network: Any, *rest: Any) -> Any:
        read.append(network)
        return whole(network, *rest)

    monkeypatch.setattr(language_model, "Reader", reader)
    first = trained.answers(PROMPTS, 12)
    assert read == [model.network]
    model.answers(PROMPTS, 12)
    assert len(read) == 1, "models of one family read a prompt once"
    monkeypatch.setattr(language_model, "_REMEMBERED", 0)
    forgetful = load(str(folder))
    assert forgetful.with_weights(other_top_layer(forgetful)).answers(PROMPTS, 12) == first


def test_an_answer_ends_where_the_model_ends_it(model: LanguageModel) -> None:
    prompt, answer = asked("May I?"), {"role": "assistant", "content": "Yes, you may."}
    assert model.tokenizer.decode(model.answer([*prompt, answer])) == "Yes, you may.</s>"
    read, opening = model.prompt(prompt)
    assert model.tokenizer.decode(opening) == "<s>assistant\n"
    assert model.tokenizer.decode(read).endswith("May I?</s>\n")


def test_a_prompt_that_is_too_long_is_refused(tmp_path: Path) -> None:
    model = load(str(tiny_model(tmp_path, room=64)))
    with pytest.raises(ModelError, match=r"has \d+ tokens; .* holds 64"):
        model.answers([asked("x" * 100)], 8)


def test_the_digest_names_weights_and_tokenizer(tmp_path: Path, folder: Path, model: LanguageModel) -> None:
    assert load(str(folder)).digest == model.digest
    assert load(str(tiny_model(tmp_path / "other", seed=1))).digest != model.digest
    assert load(str(tiny_model(tmp_path / "words", template="{{ messages[0]['content'] }}"))).digest != model.digest


def test_foreign_and_damaged_weights_are_refused(model: LanguageModel) -> None:
    with pytest.raises(ModelError, match="no safetensors file"):
        model.with_weights(b"not weights")
    with pytest.raises(ModelError, match=r"another model.*model\.layers\.9"):
        model.with_weights(save({"model.layers.9.mlp.up_proj.weight": torch.zeros(48, 32)}))
    with pytest.raises(ModelError, match="another model"):
        model.with_weights(save({"model.layers.2.mlp.up_proj.weight": torch.zeros(4, 4)}))


def test_a_folder_that_is_no_model_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"does not exist\. Set \[training\] model"):
        load(str(tmp_path / "nowhere"))
    with pytest.raises(ModelError, match=r"no config\.json"):
        load(str(tmp_path))
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "t5"}))
    with pytest.raises(ModelError, match="type 't5'"):
        load(str(tmp_path))


def test_a_damaged_model_is_refused_in_words(tmp_path: Path) -> None:
    weights = tiny_model(tmp_path) / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(str(tmp_path))
    weights.unlink()
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(str(tmp_path))


def test_a_model_that_knows_no_chat_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no chat template"):
        load(str(tiny_model(tmp_path, template=None)))


def test_without_its_package_the_built_in_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelError, match="make setup"):
        load("smollm2")


def test_nothing_may_reach_a_hub(folder: Path) -> None:
    load(str(folder))
    assert os.environ["HF_HUB_OFFLINE"] == "1"
