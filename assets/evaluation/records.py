"""What an evaluation writes: `models/<model>/evaluation.json`, one for each model, replaced by the next evaluation."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assets.evaluation.cases import Case
from assets.evaluation.grading import Grade
from assets.evaluation.metrics import Comparison, Scores
from assets.identity import canonical_json
from resources.object_store import ObjectStore

Arm = Literal["base", "happy_path", "candidate"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(_Record):
    """What a model said to one case, and the verdict on it."""

    example: str
    situation: str
    expected: str  # the right behaviour
    text: str
    grade: Grade


class Promotion(_Record):
    """Whether a model is eligible for promotion, and why or why not, in words."""

    eligible: bool
    reasons: tuple[str, ...]


class Evaluation(_Record):
    """A model on the held-out cases of a version. No clock and no machine: equal inputs give equal bytes."""

    format: Literal[1] = 1
    model: str
    arm: Arm
    version: str
    manifest_digest: str
    grader: str  # fingerprint of the code that judged
    scores: Scores
    outputs: tuple[Output, ...]  # by example id
    comparisons: tuple[Comparison, ...] = ()
    promotion: Promotion | None = None  # none: nobody has compared it with its baseline


def write_evaluation(store: ObjectStore, evaluation: Evaluation) -> None:
    """Write or replace the evaluation of a model; raises StoreError."""
    store.replace(_key(evaluation.model), canonical_json(evaluation.model_dump(mode="json")))


def read_evaluation(store: ObjectStore, model: str) -> Evaluation | None:
    """The evaluation of a model, or None; raises StoreError, and ValidationError for one of another release."""
    key = _key(model)
    return Evaluation.model_validate_json(store.get(key)) if store.exists(key) else None


def read_together(store: ObjectStore, model: str) -> list[Evaluation]:
    """The evaluation of a model after those that it was compared with; empty where it was not evaluated."""
    own = read_evaluation(store, model)
    others = [read_evaluation(store, comparison.other) for comparison in own.comparisons] if own else []
    return [evaluation for evaluation in (*others, own) if evaluation]


def outputs_of(cases: Sequence[Case], texts: Sequence[str], grades: Sequence[Grade]) -> tuple[Output, ...]:
    """Cases, texts and grades, one of each for every case, as they are stored."""
    return tuple(
        Output(example=c.example, situation=c.situation, expected=c.behaviour, text=text, grade=g)
        for c, text, g in zip(cases, texts, grades, strict=True)
    )


def _key(model: str) -> str:
    return f"models/{model}/evaluation.json"
