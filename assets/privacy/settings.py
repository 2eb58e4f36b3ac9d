"""What a company decides about redaction: the `[privacy]` table of the configuration."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Kind = Literal["person", "contact", "identifier", "credential", "address", "birth_date"]
KINDS: tuple[Kind, ...] = ("person", "contact", "identifier", "credential", "address", "birth_date")


class PrivacySettings(BaseModel):
    """What is redacted, into what, and under which key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: tuple[Kind, ...] = KINDS
    pseudonyms: Literal["token", "surrogate"] = "token"
    key: str = "file:pseudonym.key"
    max_passage_characters: int = Field(default=4000, ge=200, le=100_000)
    keep: tuple[str, ...] = ()
    language: Literal["en"] = "en"

    @field_validator("key")
    @classmethod
    def _reference(cls, value: str) -> str:
        if not value.startswith(("file:", "env:")) or not value.split(":", 1)[1]:
            raise ValueError("must be file:PATH or env:NAME")
        return value


class KeyUnusable(ValueError):
    """The key reference gives no usable key; the message says what to do."""


def read_key(reference: str, environ: Mapping[str, str]) -> bytes:
    """The key behind `file:PATH` (created with a random key, mode 0600, when missing) or `env:NAME`; at
    least 16 bytes.

    Raises KeyUnusable.
    """
    scheme, name = reference.split(":", 1)
    if scheme == "env":
        key = environ.get(name, "").strip().encode()
        hint = f"set the environment variable {name} to at least 16 characters"
    else:
        hint = f"put at least 16 characters into {name}, or delete the file to have a new key made"
        try:
            if not Path(name).exists():
                _create(Path(name))
            key = Path(name).read_bytes().strip()
        except OSError as error:
            raise KeyUnusable(
                f"The key file {name} cannot be used ({error.strerror}): make it readable and its folder writable."
            ) from None
    if len(key) < 16:
        raise KeyUnusable(f"The pseudonym key ({reference}) is missing or too short: {hint}.")
    return key


def _create(path: Path) -> None:
    """Write the new key aside and link it into place, so that two processes starting at once agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):  # another process was first: its key stands
        os.link(fresh, path)
    fresh.unlink()
