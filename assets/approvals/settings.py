"""`[review]`: who has to sign a version, and for how long a signature opens the gate."""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_DEMO_SIGNERS = 2  # there are two demo officers


class ReviewSettings(BaseModel):
    """`[review]`. `demo` names the policy under which demo signatures count; under every other they are worth nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    policy: Literal["demo", "four-eyes"] = "four-eyes"
    signers: int = Field(2, ge=1, le=9, description="how many different officers have to approve")
    role: str = Field("compliance officer", min_length=1, max_length=100, description="the role that may sign")
    expires_days: int = Field(90, ge=1, le=3650, description="for how many days an approval opens the gate")
    erased_models: Literal["flag", "delete"] = Field(
        "flag", description="what an erasure does to weights trained on it"
    )
    keys: Path | None = Field(None, description="the register of public keys that signatures are verified with")

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.policy == "demo" and self.signers > MOST_DEMO_SIGNERS:
            raise ValueError(f"signers: there are {MOST_DEMO_SIGNERS} demo officers, so at most that many can sign")
        if self.policy == "four-eyes" and self.signers < 2:
            raise ValueError("signers: four eyes are at least 2 persons")
        return self
