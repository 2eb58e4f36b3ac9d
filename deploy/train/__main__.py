"""`python -m deploy.train`: trains one arm of a version, as the Dagster step that started it asks through Pipes.

The last message it sends is what it made, or {"refused": words}.
"""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from dagster_pipes import DAGSTER_PIPES_CONTEXT_ENV_VAR, open_dagster_pipes

from assets.approvals.ledger import LedgerBroken
from assets.identity import fingerprint, sha256
from assets.retraining.lock import Held, hold
from assets.snapshots.manifest import VersionError, blob_key
from deploy.train.arms import rows_of
from deploy.train.request import Refused, Request, parse, training_rows
from resources.language_model import ModelError
from resources.object_store import StoreError
from resources.stores import open_store

WEIGHTS = "layers.safetensors"


def main() -> int:
    """The exit code: 0 when a model was made, 3 when it was refused in words."""
    if DAGSTER_PIPES_CONTEXT_ENV_VAR not in os.environ:
        sys.exit("This trainer gets its request from a Dagster run. Use `knowbound retrain VERSION`.")
    parent = os.getppid()
    with open_dagster_pipes() as pipes:

        def say(line: str) -> None:
            if os.getppid() != parent:  # nobody waits any more, and a lock would be held for nothing
                sys.exit("The step that started this trainer has ended.")
            pipes.log.info(line)

        try:
            request = parse(pipes.extras)
            with hold(request.lock):
                made = train(request, say)
        except Held:
            words = f"Another trainer is at work: it holds {request.lock}. Wait until it has ended, or end it."
        except (Refused, VersionError, StoreError, ModelError, LedgerBroken) as problem:
            words = str(problem)
        except (MemoryError, RuntimeError) as problem:
            if not isinstance(problem, MemoryError) and "DefaultCPUAllocator" not in str(problem):
                raise
            words = "The trainer ran out of memory. Train fewer [training] layers, or on a machine with more memory."
        else:
            pipes.report_custom_message(made)
            return 0
        pipes.report_custom_message({"refused": words})
        return 3


def train(request: Request, say: Callable[[str], object]) -> dict[str, Any]:
    """Verify, train, store the weights, and say what was made: files, base, code, training.

    Raises Refused, VersionError, StoreError, ModelError.
    """
    store = open_store(request.store_url, os.environ, payload_keys=request.payload_keys)
    examples = training_rows(store, request, datetime.now(UTC))
    say(f"Files and signatures of version {request.version} are in order: {examples.height} training examples.")
    recipe = request.training
    rows, candidate = (
        rows_of(arm, examples, recipe.boundary_share, recipe.examples) for arm in (request.arm, "candidate")
    )
    if not rows.height:
        raise Refused(f"Version {request.version} has no training examples for the arm {request.arm!r}.")

    from deploy.train import arms, tuning  # noqa: PLC0415  torch is imported for what may be trained only
    from resources import language_model  # noqa: PLC0415

    model = language_model.load(request.model)
    digest = model.digest
    say(f"Training the top {recipe.layers} layers of {model.name} on {rows.height} examples.")
    turns = tuning.turns(model, rows["messages"].to_list())
    budget = sum(len(turn.answer) for turn in tuning.turns(model, candidate["messages"].to_list()))
    tuned = tuning.tune(
        model,
        tuning.read(model, turns, layers=recipe.layers, say=say),
        tokens=recipe.epochs * budget,
        layers=recipe.layers,
        learning_rate=recipe.learning_rate,
        seed=request.seed,
        say=say,
    )
    name = sha256(tuned.weights)
    store.put(blob_key(name), tuned.weights)
    say(f"Stored {len(tuned.weights):,} bytes of weights as {name[:16]}.")
    code = fingerprint(modules=[arms, tuning, language_model], libraries=["torch", "transformers", "tokenizers"])
    return {
        "files": {WEIGHTS: name},
        "base": {"name": model.name, "digest": digest},
        "code": {"deploy.train": code},
        "training": {
            "rows": rows.height,
            "steps": tuned.steps,
            "tokens": tuned.tokens,
            "loss": tuned.loss,
            "parameters": tuned.parameters,
        },
    }


if __name__ == "__main__":
    sys.exit(main())
