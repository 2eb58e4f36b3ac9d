"""`[training]`: which model an approved version trains, how, and within which bounds."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

BUILT_IN = "smollm2"
"""The model that comes with the installation: SmolLM2-135M-Instruct."""


class TrainingSettings(BaseModel):
    """`[training]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    attempts: int = Field(2, ge=1, le=10, description="how often the sensor launches a version's retraining")
    timeout_minutes: float = Field(60, gt=0, description="a trainer that runs longer is ended and has failed")
    command: tuple[str, ...] = Field((), description="what is run instead of the reference trainer, with its arguments")
    grace_minutes: float = Field(5, ge=0, description="how long an attempt may take from its opening to its beginning")
    model: str = Field(BUILT_IN, min_length=1, description='"smollm2" or a Hugging Face model directory')
    seed: int = Field(0, ge=0)
    epochs: int = Field(2, ge=1, le=20)
    learning_rate: float = Field(7e-4, gt=0)
    layers: int = Field(8, ge=1, description="how many of the top layers are trained")
    examples: int | None = Field(None, ge=1, description="at most so many training examples, picked by hash; none: all")
    boundary_share: float | None = Field(
        None, ge=0, le=1, description="share of boundary examples among the trained rows; none: as they are"
    )
    evaluation_cases: int = Field(200, ge=1, description="how many of a version's held-out cases models are asked")
    over_refusal_bound: float = Field(0.15, ge=0, le=1, description="more over-refusal than this is no promotion")

    def recipe(self) -> dict[str, Any]:
        """What decides the weights beside base model and seed, as JSON; no path and no bound of the gate."""
        bounds = {
            "attempts",
            "command",
            "timeout_minutes",
            "grace_minutes",
            "evaluation_cases",
            "over_refusal_bound",
            "model",
            "seed",
        }
        return self.model_dump(mode="json", exclude=bounds)
