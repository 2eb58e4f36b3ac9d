"""Signing, behind one seam: who signs, and where the key lives.

Today there are the demo officers, who are no persons and whose keys everyone knows, and nobody else. Authenticated
people come in behind the same seam: a `Signatory` that signs in the webserver's process, at submission, with a key that
no run can reach.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from assets.approvals.ledger import Anchor, Decision, Meaning, Signed, Statement
from assets.approvals.settings import Officer, ReviewSettings

DEMO_POLICY = "demo"


class CannotSign(Exception):
    """Nobody can sign this; the message says what is missing."""


class Forged(Exception):
    """A signature is not by the officer whose name it bears; the message says whose."""


@dataclass(frozen=True)
class Intent:
    """What is to be signed, before it is known who signs it. `at` is in UTC."""

    version: str
    manifest_digest: str
    decision: Decision
    meaning: Meaning
    reason: str
    at: datetime
    after: str
    parent: Anchor | None


class Signatory(Protocol):
    """Whoever can sign for the officers that are present."""

    def sign(self, intent: Intent) -> tuple[Signed, ...]:
        """One signed statement for each officer who signs; raises CannotSign."""


def signatory(settings: ReviewSettings) -> Signatory:
    """Who signs under this policy."""
    return DemoOfficers(settings.role) if settings.policy == DEMO_POLICY else NoSignatory(settings.policy)


@dataclass(frozen=True)
class DemoOfficers:
    """Two officers that are not persons. Both sign whatever they are given, which shows the way and approves nothing real."""

    role: str

    def sign(self, intent: Intent) -> tuple[Signed, ...]:
        return tuple(
            sign_as(key, officer, intent, DEMO_POLICY)
            for key, officer in zip(_DEMO_KEYS, demo_officers(self.role), strict=True)
        )


@dataclass(frozen=True)
class NoSignatory:
    """The policy wants persons, and nothing here can tell who is there."""

    policy: str

    def sign(self, intent: Intent) -> tuple[Signed, ...]:
        raise CannotSign(
            f'Nobody can sign under the policy "{self.policy}": officers have to be authenticated, and no authenticated '
            "signing is installed here. Demo officers sign only where [review] policy is "
            f'"{DEMO_POLICY}", and their signatures count nowhere else. Nothing was signed.'
        )


def sign_as(key: Ed25519PrivateKey, officer: Officer, intent: Intent, policy: str) -> Signed:
    """The officer's signature under an intent; raises CannotSign when the key is not the officer's."""
    if key.public_key().public_bytes_raw().hex() != officer.public_key:
        raise CannotSign(f"The key is not that of the officer {officer.id}.")
    statement = Statement(
        version=intent.version,
        manifest_digest=intent.manifest_digest,
        decision=intent.decision,
        meaning=intent.meaning,
        reason=intent.reason,
        signer=officer.id,
        name=officer.name,
        role=officer.role,
        signed_at=intent.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        policy=policy,
        after=intent.after,
        parent=intent.parent,
    )
    signature = key.sign(statement.canonical()).hex()
    return Signed(statement=statement, key=key_id(officer.public_key), signature=signature)


def verify(signed: Signed, settings: ReviewSettings) -> str | None:
    """Why a signature does not count under these settings, in words; None when it counts.

    Raises Forged when it is not by the officer it names, or what was signed was changed since.
    """
    statement = signed.statement
    known = (*demo_officers(statement.role), *settings.officers)
    officer = next((officer for officer in known if officer.id == statement.signer), None)
    keys = {key_id(other.public_key): other for other in known}
    if signed.key in keys and keys[signed.key] is not officer:
        raise Forged(f"it was made with the key of {keys[signed.key].name}, and names somebody else")
    if officer is None:
        return "[review] officers names nobody with this id"
    named = signed.key == key_id(officer.public_key)
    if named != _holds(signed, officer.public_key):
        raise Forged(f"the signature is not by {officer.name}, or what was signed was changed")
    if not named:
        return "it was made with a key that [review] officers does not give this officer"
    if officer.public_key in _DEMO_PUBLIC and settings.policy != DEMO_POLICY:
        return f'demo signatures count only under the policy "{DEMO_POLICY}", and in force is "{settings.policy}"'
    if statement.policy != settings.policy:
        return f'it was given under the policy "{statement.policy}", and in force is "{settings.policy}"'
    if (statement.name, statement.role) != (officer.name, officer.role):
        return "name and role are not those that [review] officers gives this officer"
    if statement.role != settings.role:
        return f'the policy asks for the role "{settings.role}"'
    return None


def _holds(signed: Signed, public_key: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        public.verify(bytes.fromhex(signed.signature), signed.statement.canonical())
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public_key: str) -> str:
    """Names a public key (hex): the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def demo_officers(role: str) -> tuple[Officer, ...]:
    """The demo officers, in the given role."""
    return tuple(
        Officer(
            id=f"demo-officer-{letter.lower()}", name=f"Demo officer {letter} (not a person)", role=role, public_key=key
        )
        for letter, key in zip(_LETTERS, _DEMO_PUBLIC, strict=True)
    )


_LETTERS = "AB"
# Everyone can compute these keys: that is why they count under the demo policy alone.
_DEMO_KEYS = tuple(
    Ed25519PrivateKey.from_private_bytes(
        hashlib.sha256(f"Knowbound demo officer {letter}: no secret".encode()).digest()
    )
    for letter in _LETTERS
)
_DEMO_PUBLIC = tuple(key.public_key().public_bytes_raw().hex() for key in _DEMO_KEYS)
