"""Models on the held-out cases of a version: who is asked, what they say, how that compares."""

from collections.abc import Callable, Sequence
from typing import Protocol

from assets.evaluation import cases as cases_module
from assets.evaluation import grading, text
from assets.evaluation.card import write_card
from assets.evaluation.cases import Case, Message, cases_by_hand, cases_of
from assets.evaluation.grading import grade
from assets.evaluation.metrics import compare, score
from assets.evaluation.records import Arm, Evaluation, outputs_of, write_evaluation
from assets.identity import fingerprint, sha256
from assets.retraining.models import BrokenModel, ModelRecord, models_of, read_model, read_weights
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import Manifest, VersionError
from assets.snapshots.versions import read_frame, read_manifest
from resources.object_store import ObjectStore

MAX_NEW_TOKENS = 112
"""Longer than nearly every right answer; what a model says beyond it is not heard."""


class Speaker(Protocol):
    """What evaluation needs of a language model (resources/language_model.py)."""

    @property
    def digest(self) -> str:
        """Of weights and tokenizer."""

    def with_weights(self, weights: bytes) -> "Speaker":
        """The same model with the tensors of a safetensors file in place of its own."""

    def answers(
        self, prompts: Sequence[Sequence[Message]], max_new_tokens: int, progress: Callable[[int, int], None] | None
    ) -> list[str]:
        """One greedy answer for each list of messages, in their order."""


LoadModel = Callable[[str], Speaker]
"""Opens the model of the configuration: "smollm2" or a directory."""


class NoCases(VersionError):
    """A version without held-out cases."""


def held_out(store: ObjectStore, manifest: Manifest, limit: int) -> list[Case]:
    """The held-out cases of a version, made and written by hand, by id; of more than `limit` those that a hash picks.

    Raises VersionError.
    """
    cases = [
        *cases_of(read_frame(store, manifest, "examples.parquet")),
        *cases_by_hand(read_frame(store, manifest, "handwritten.parquet")),
    ]
    chosen = sorted(cases, key=lambda case: sha256(f"evaluation {case.example}"))[:limit]
    return sorted(chosen, key=lambda case: case.example)


def trained(store: ObjectStore, base: Speaker, record: ModelRecord) -> Speaker:
    """The trained model of a record, on the base it was trained from.

    Raises BrokenModel when the base is another one, or the weights are missing or changed.
    """
    if base.digest != record.base.digest:
        raise BrokenModel(
            f"Model {record.model} was trained on {record.base.name} ({record.base.digest[:16]}), and the base model of "
            f"the configuration is another one ({base.digest[:16]}). Set [training] model to the one it was trained on."
        )
    speaker = base
    for name in sorted(record.files):
        speaker = speaker.with_weights(read_weights(store, record, name))
    return speaker


def baseline_of(store: ObjectStore, candidate: ModelRecord) -> ModelRecord | None:
    """The model that was trained like the candidate, of the same version, on answerable examples only."""

    def recipe(record: ModelRecord) -> tuple[object, ...]:
        return record.base, record.settings, record.seed, record.code

    records = models_of(store, candidate.version).values()
    return next((r for r in records if r.arm == "happy_path" and recipe(r) == recipe(candidate)), None)


def base_name(base: Speaker) -> str:
    """The name under which the untrained model is kept."""
    return f"base-{base.digest[:16]}"


def evaluate_model(
    store: ObjectStore, training: TrainingSettings, load_model: LoadModel, model: str, say: Callable[[str], object]
) -> list[Evaluation]:
    """Evaluate a model with its base and, for a candidate, its baseline; write all of it, and give the evaluations in
    the order before, baseline, after. `say` gets a line for every model.

    Raises VersionError (unknown or changed model or version, no held-out cases), ModelError.
    """
    record = read_model(store, model)
    manifest = read_manifest(store, record.version)
    cases = held_out(store, manifest, training.evaluation_cases)
    if not cases:
        raise NoCases(f"Version {record.version} has no held-out cases: nothing can be said about {model}.")
    base = load_model(training.model)
    asked: list[tuple[str, Arm, Speaker]] = [(base_name(base), "base", base)]
    if record.arm == "candidate" and (baseline := baseline_of(store, record)) is not None:
        asked.append((baseline.model, baseline.arm, trained(store, base, baseline)))
    asked.append((record.model, record.arm, trained(store, base, record)))
    done: list[Evaluation] = []
    for name, arm, speaker in asked:

        def progress(answered: int, of: int, name: str = name) -> None:
            say(f"{name}: {answered} of {of} held-out cases answered.")

        texts = speaker.answers([case.messages for case in cases], MAX_NEW_TOKENS, progress)
        found = compared(evaluate(name, arm, record.version, manifest.digest, cases, texts), cases, done)
        say(f"{name}: hallucination {found.scores.hallucination}, over-refusal {found.scores.over_refusal}.")
        write_evaluation(store, found)
        if arm != "base":
            write_card(store, found, done)
        done.append(found)
    return done


def evaluate(
    model: str, arm: Arm, version: str, manifest_digest: str, cases: Sequence[Case], texts: Sequence[str]
) -> Evaluation:
    """Grade what a model said to the cases; `texts` stand in their order."""
    grades = [grade(case, said) for case, said in zip(cases, texts, strict=True)]
    return Evaluation(
        model=model,
        arm=arm,
        version=version,
        manifest_digest=manifest_digest,
        grader=fingerprint(modules=[grading, text, cases_module]),
        scores=score(cases, grades),
        outputs=outputs_of(cases, texts, grades),
    )


def compared(evaluation: Evaluation, cases: Sequence[Case], others: Sequence[Evaluation]) -> Evaluation:
    """The evaluation with its comparisons to others on the same cases."""
    mine = [output.grade for output in evaluation.outputs]
    comparisons = tuple(compare(o.model, cases, mine, [output.grade for output in o.outputs]) for o in others)
    return evaluation.model_copy(update={"comparisons": comparisons})
