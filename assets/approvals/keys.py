"""Keys of signatures: the private one in a file that only root reads, all public ones in a register for everybody.

The register is a small JSON file, readable by all and writable by nobody who runs or writes pipelines: who can add a key to
it can approve. A key is never taken out again, so that an old signature stays verifiable. It ends: by rotation, when the
next one takes its place, or by revocation, when somebody else may have had it. What was signed from then on does not count.
"""

import hashlib
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from pydantic import BaseModel, ConfigDict, Field, ValidationError

_TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"


class KeyProblem(Exception):
    """A private key or the register cannot be used; the message says which file, why, and what to do."""


class PublicKey(BaseModel):
    """A key, and when it was the one that signs."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    public: str = Field(pattern=r"^[0-9a-f]{64}$")  # Ed25519
    since: str = Field(pattern=_TIME)  # UTC
    until: str | None = Field(None, pattern=_TIME)  # from then on signatures do not count
    ended: Literal["rotated", "revoked"] | None = None

    @property
    def key(self) -> str:
        """Its name."""
        return key_id(self.public)

    def problem(self, signed_at: str) -> str | None:
        """Why a signature of that time does not count; None when it does."""
        if signed_at < self.since:  # both in UTC and of one form, so they compare as texts
            return f"its key {self.key} is valid from {self.since} on only"
        if self.until is not None and signed_at >= self.until:
            return f"its key {self.key} was {self.ended} on {self.until}"
        return None


class Register(BaseModel):
    """All keys that ever signed, in the order of their creation."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    keys: tuple[PublicKey, ...] = ()

    def find(self, key: str) -> PublicKey | None:
        """The key of that name."""
        return next((known for known in self.keys if known.key == key), None)

    @property
    def current(self) -> PublicKey | None:
        """The key that signs now."""
        return next((known for known in self.keys if known.until is None), None)

    def with_new(self, public: str, now: datetime) -> "Register":
        """Rotated: a new key signs from now on, and the one before it does not any more."""
        at = timestamp(now)
        ended = (key if key.until else key.model_copy(update={"until": at, "ended": "rotated"}) for key in self.keys)
        return Register(keys=(*ended, PublicKey(public=public, since=at)))

    def without(self, key: str, since: datetime) -> "Register":
        """Revoked: what the key signed from `since` on does not count, also after a rotation. Raises KeyProblem."""
        if (known := self.find(key)) is None:
            raise KeyProblem(f"There is no key {key[:40]!r} in the register; knowbound keys list shows them.")
        at = timestamp(since)
        until = at if known.until is None else min(at, known.until)
        revoked = known.model_copy(update={"until": until, "ended": "revoked"})
        return Register(keys=tuple(revoked if other is known else other for other in self.keys))


def key_id(public_key: str) -> str:
    """Names a public key (hex): the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def timestamp(time: datetime) -> str:
    """An aware time as it stands in signatures and in the register: UTC, whole seconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_register(path: Path | None) -> Register:
    """The register of public keys; raises KeyProblem."""
    if path is None:
        raise KeyProblem("[review] keys names no register of public keys; knowbound keys create makes one.")
    try:
        return Register.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise KeyProblem(f"The register of public keys {path} is missing; knowbound keys create makes one.") from None
    except OSError as error:
        raise KeyProblem(f"The register of public keys {path} cannot be read: {error.strerror}.") from None
    except ValidationError:
        raise KeyProblem(f"The register of public keys {path} is not one: restore it from a backup.") from None


def write_register(path: Path, register: Register) -> None:
    """Put the register in its place, for all to read."""
    _replace(path, register.model_dump_json(indent=2).encode() + b"\n", 0o644)


def read_private(path: Path) -> Ed25519PrivateKey:
    """The key that signs; raises KeyProblem, also when others could read it."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            data = file.read()
    except OSError as error:
        raise KeyProblem(f"The signing key {path} cannot be read: {error.strerror}.") from None
    if mode & 0o077:
        raise KeyProblem(f"The signing key {path} is open to others (mode {mode:04o}): chmod 600 it, and rotate it.")
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(f"The signing key {path} is no Ed25519 key in PEM; knowbound keys rotate makes a new one.")
    return key


def create(private: Path, register: Path, now: datetime) -> PublicKey:
    """The first key; raises KeyProblem where there is one already."""
    if private.exists() or register.exists():
        there = private if private.exists() else register
        raise KeyProblem(
            f"{there} is there already. To put a new key in the place of the old one: knowbound keys rotate"
        )
    return _renew(private, register, Register(), now)


def rotate(private: Path, register: Path, now: datetime) -> PublicKey:
    """A new key in the place of the old one, which is destroyed; raises KeyProblem."""
    return _renew(private, register, read_register(register), now)


def _renew(private: Path, register: Path, before: Register, now: datetime) -> PublicKey:
    key = Ed25519PrivateKey.generate()
    after = before.with_new(key.public_key().public_bytes_raw().hex(), now)
    write_register(register, after)  # first: between the two files nobody can sign, and rotating again mends it
    _replace(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    return after.keys[-1]


def _replace(path: Path, data: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    new.replace(path)
