"""`[review]`: who has to sign a version, and for how long a signature opens the gate."""

import re
from collections.abc import Sequence
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

MOST_DEMO_SIGNERS = 2  # there are two demo officers


class Officer(BaseModel):
    """A person who may sign, and the key that proves it was them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[A-Za-z0-9._@-]{1,64}$", description="unique, never given to another person")
    name: str = Field(min_length=1, max_length=200, description="as it is printed beside the signature")
    role: str = Field("compliance officer", min_length=1, max_length=100)
    public_key: str = Field(description="Ed25519 public key, 64 hex digits")

    @field_validator("public_key")
    @classmethod
    def _hex(cls, value: str) -> str:
        if not re.fullmatch(r"[0-9a-f]{64}", value.lower()):
            raise ValueError("must be an Ed25519 public key of 64 hex digits")
        return value.lower()


class ReviewSettings(BaseModel):
    """`[review]`. `demo` names the policy under which demo signatures count; under every other they are worth nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    policy: Literal["demo", "four-eyes"] = "four-eyes"
    signers: int = Field(2, ge=1, le=9, description="how many different officers have to approve")
    role: str = Field("compliance officer", min_length=1, max_length=100, description="the role that may sign")
    expires_days: int = Field(90, ge=1, le=3650, description="for how many days an approval opens the gate")
    officers: tuple[Officer, ...] = ()

    @field_validator("officers")
    @classmethod
    def _distinct(cls, officers: Sequence[Officer]) -> Sequence[Officer]:
        """One person, one id, one key: 21 CFR 11.100(a)."""
        for what in ("id", "public_key"):
            if len({getattr(officer, what) for officer in officers}) < len(officers):
                raise ValueError(f"two officers share the same {what}; each person needs their own")
        return officers

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.policy == "demo" and self.signers > MOST_DEMO_SIGNERS:
            raise ValueError(f"signers: there are {MOST_DEMO_SIGNERS} demo officers, so at most that many can sign")
        if self.policy == "four-eyes" and self.signers < 2:
            raise ValueError("signers: four eyes are at least 2 persons")
        return self

    def officer(self, identity: str) -> Officer | None:
        """The officer of that id, or None."""
        return next((officer for officer in self.officers if officer.id == identity), None)
