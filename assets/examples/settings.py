"""How many examples, of which kind, and how they are split: the settings of the examples step."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class ExampleSettings(BaseModel):
    """Everything that decides the selection; the defaults suit a few hundred documents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    evaluation_share: float = Field(
        default=0.2, gt=0, lt=1, description="share of each situation's groups held out for evaluation"
    )
    refusal_budget: float = Field(
        default=0.35, gt=0, lt=1, description="largest share, in each split, of behaviours other than answer"
    )
    situation_share: float = Field(default=0.2, gt=0, le=1, description="largest share of one situation in a split")
    per_cell: int = Field(default=2, ge=1, description="examples of one situation for one obligation")
    per_document: int = Field(default=60, ge=1, description="examples from one document")
    voiced_share: float = Field(
        default=0.7, ge=0, le=1, description="share of the questions put in another voice than the neutral one"
    )
    distractors: tuple[int, int] = Field(default=(2, 4), description="fewest and most passages beside the evidence")
    context_characters: int = Field(default=3800, ge=1500, description="characters of passages in a prompt")
    handwritten: Path | None = Field(
        default=None, description="JSON Lines file of evaluation cases written by hand (docs/evaluation.md)"
    )
