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
            "others_decide": 0.03,
            "owner_named": 0.08,
            "partial": 0.03,
            "contradictory_input": 0.03,
        },
        description="shares of the refusal budget kept for situations; the rest goes to uncovered obligations first",
    )
    situation_share: float = Field(default=0.2, gt=0, le=1, description="largest share of one situation in a split")
    per_cell: int = Field(default=2, ge=1, description="examples of one situation for one obligation")
    per_document: int = Field(default=60, ge=1, description="examples from one document")
    voiced_share: float = Field(
        default=0.5, ge=0, le=1, description="share of the questions put in another voice than the neutral one"
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


class LanguageModelSettings(BaseModel):
    """An OpenAI-compatible endpoint on the premises that puts questions and answers in other words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(description="where the API begins, as http://127.0.0.1:8080/v1")
    model: str = Field(min_length=1, description="its name there")
    key: str | None = Field(default=None, description="where the bearer token is: file:PATH or env:NAME")
    timeout_seconds: float = Field(default=20, gt=0, description="longest wait for one reply")
    budget_seconds: float = Field(default=600, gt=0, description="longest wait for all replies of a run together")
    share: float = Field(
        default=0.3, gt=0, le=1, description="share of the one-turn examples, by question, that are rephrased"
    )

    @field_validator("url")
    @classmethod
    def _http(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or "@" in value:
            raise ValueError("must be http://... or https://..., without a password")
        return value

    @field_validator("key")
    @classmethod
    def _reference(cls, value: str | None) -> str | None:
        if value is not None and (not value.startswith(("file:", "env:")) or not value.split(":", 1)[1]):
            raise ValueError("must be file:PATH or env:NAME")
        return value
