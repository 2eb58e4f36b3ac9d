"""What the configuration may change of the suites: `[coverage]` in knowbound.toml. All other thresholds stand in the
suites.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator


class CoverageSettings(BaseModel):
    """Thresholds on coverage and balance, and where the demo's seeded canaries are. Shares are 0..1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    minimum_examples: int = Field(1, ge=1, description="proven examples an obligation needs to count as covered (m)")
    minimum_coverage: float = Field(0.02, ge=0, le=1, description="covered share of the obligations")
    minimum_boundary: float = Field(0.1, ge=0, le=1, description="least share of training examples that do not answer")
    maximum_boundary: float = Field(0.45, ge=0, le=1, description="the refusal budget: largest such share")
    maximum_refusals: float = Field(0.35, ge=0, le=1, description="largest share of plain refusals among them all")
    maximum_situation: float = Field(0.5, ge=0, le=1, description="largest share of any one situation")
    maximum_redacted: float = Field(0.25, ge=0, le=1, description="share of characters redacted before a warning")
    maximum_names: float = Field(5, ge=0, description="possible names per 1,000 texts before a warning")
    canaries: Path | None = Field(None, description="JSON list of seeded raw strings that must not be found anywhere")

    @model_validator(mode="after")
    def _budget_is_an_interval(self) -> "CoverageSettings":
        if self.minimum_boundary > self.maximum_boundary:
            raise ValueError("minimum_boundary must not exceed maximum_boundary")
        return self
