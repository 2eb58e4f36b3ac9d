"""How many examples, of which kind, and how they are split: the settings of the examples step."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from assets.examples.records import SITUATIONS


class ExampleSettings(BaseModel):
    """Everything that decides the selection; the defaults suit a few hundred documents."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    evaluation_share: float = Field(
        default=0.2, gt=0, lt=1, description="share of each situation's groups held out for evaluation"
    )
    refusal_budget: float = Field(
        default=0.4, gt=0, lt=1, description="largest share, in each split, of behaviours other than answer"
    )
    doses: dict[str, float] = Field(
        default={
            "undocumented": 0.25,
            "out_of_scope": 0.06,
            "not_permitted": 0.05,
            "contradictory": 0.05,
            "superseded": 0.05,
        },
        description="shares of the refusal budget kept for situations; the rest goes to uncovered obligations first",
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

    @field_validator("doses")
    @classmethod
    def _are_doses(cls, doses: dict[str, float]) -> dict[str, float]:
        if unknown := sorted(set(doses) - set(SITUATIONS)):
            raise ValueError(f"no situations: {', '.join(unknown)}; accepted are {', '.join(SITUATIONS)}")
        if any(share < 0 for share in doses.values()) or sum(doses.values()) > 1:
            raise ValueError("the doses must be 0 or more and at most 1 together")
        return doses
